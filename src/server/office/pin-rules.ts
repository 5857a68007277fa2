/**
 * Which PINs may be used. Pure. "Too easy" and "taken" are one refusal, `pin_not_acceptable`, so that
 * setting a PIN reveals nobody else's; length is said plainly, it is no secret.
 */
import { PIN_DIGITS } from '../../wire/office-shop.ts';
import type { Role } from '../../wire/catalogue.ts';

const OFTEN_CHOSEN = new Set([
  '112233',
  '121314',
  '123321',
  '131313',
  '131420',
  '147258',
  '147852',
  '159357',
  '159753',
  '168168',
  '258258',
  '321654',
  '456123',
  '518518',
  '520131',
  '520520',
  '521521',
  '5201314',
  '1314520',
  '5211314',
  '741852',
  '753951',
  '789456',
  '852456',
  '963852',
  '987456',
  '100200',
  '102030',
  '010203',
  '11223344',
  '12344321',
  '13141314',
  '14725836',
  '15975346',
  '20202020',
  '52013145',
  '52052052',
  '87654321',
  '98765432',
  '12345679',
  '00112233',
  '01020304',
  '10203040',
  '24682468',
  '13572468',
]);
const UP = '01234567890123456789';
const DOWN = Array.from(UP).reverse().join('');

/** Managers and owners carry more rights, so their PIN is longer. */
export const pinLeast = (role: Role): number =>
  role === 'manager' || role === 'owner' ? PIN_DIGITS.leastOfManagers : PIN_DIGITS.least;

/** Digits only, and as many as the role needs. */
export const hasPinLength = (pin: string, role: Role): boolean =>
  /^\d+$/.test(pin) && pin.length >= pinLeast(role) && pin.length <= PIN_DIGITS.most;

/**
 * A PIN that would be among the first hundred tried: runs, repeats, birth years, the store's number, known favourites.
 */
export function isEasyPin(pin: string, storeNos: readonly number[]): boolean {
  const repeats = /^(\d{1,4})\1+$/.test(pin) || /^(\d)\1*(\d)\2*$/.test(pin);
  const year = /^(19[3-9]\d|20[0-2]\d)|(19[3-9]\d|20[0-2]\d)$/.test(pin);
  const store = storeNos.some((no) => /^0*$/.test(pin.replace(String(no), '')));
  return repeats || year || store || UP.includes(pin) || DOWN.includes(pin) || OFTEN_CHOSEN.has(pin);
}
