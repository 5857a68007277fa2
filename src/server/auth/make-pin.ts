/**
 * What proves a PIN (src/wire/pin-verifier.ts), and PINs nobody chose: where a shop is made, its people need a first
 * way in. The office changes PINs later (office/staff-routes.ts).
 */
import { randomInt } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import type { Role, StaffRow } from '../../wire/catalogue.ts';
import { PIN_COSTS, pinVerifierOf, stretchOf, type PinCosts } from '../../wire/pin-verifier.ts';
import { base64url } from '../../wire/proof.ts';
import { isEasyPin, pinLeast } from '../office/pin-rules.ts';

/** A random PIN as long as the role needs, not an easy one, and none of those `taken`. */
export function randomPin(role: Role, storeNos: readonly number[], taken: ReadonlySet<string>): string {
  const digits = pinLeast(role);
  for (;;) {
    const pin = String(randomInt(10 ** digits)).padStart(digits, '0');
    if (!taken.has(pin) && !isEasyPin(pin, storeNos)) return pin;
  }
}

/** What the verifier of a PIN is under a salt and costs. Takes a tenth of a second of the thread. */
export const verifierUnder = async (pin: string, salt: Uint8Array, costs: PinCosts): Promise<string> =>
  pinVerifierOf(await argon2id(stretchOf(pin, salt, costs)));

/** The verifier of a PIN under a fresh salt of 16 bytes, as it stands in a staff row. */
export const makePinVerifier = async (pin: string, salt: Uint8Array): Promise<NonNullable<StaffRow['pin']>> => ({
  salt: base64url(salt),
  ...PIN_COSTS,
  verifier: await verifierUnder(pin, salt, PIN_COSTS),
});
