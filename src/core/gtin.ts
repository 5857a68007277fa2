/**
 * Product numbers of barcodes (GTIN): check digits, the one key form of 14 digits, short forms and internal ranges.
 *
 * Invariant: whatever leaves here as a GTIN has 14 digits and a right check digit; nothing is ever repaired by
 * guessing.
 * Not here: what a scanned text means (scan-text.ts), price or weight inside a code (scale-code.ts), GS1 data (gs1.ts).
 */
import { assert } from './assert.ts';
import { err, ok, type Result } from './result.ts';

const GTIN_LENGTHS: readonly number[] = [8, 12, 13, 14];
const DIGITS = /^[0-9]+$/;

export const isDigits = (text: string): boolean => DIGITS.test(text);

/**
 * The last digit of any GS1 key (GTIN, SSCC, GLN ...): weights 3, 1, 3 ... counted from the right, complement to ten.
 * `body` is the number without its check digit. Source: GS1 General Specifications, 7.9.
 */
export function checkDigit(body: string): string {
  assert(isDigits(body), 'a check digit is made of digits');
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) sum += Number(body[body.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  return String((10 - (sum % 10)) % 10);
}

/** True when the last digit is the check digit of the others. False for anything that is not digits. */
export const hasRightCheckDigit = (digits: string): boolean =>
  digits.length > 1 && isDigits(digits) && checkDigit(digits.slice(0, -1)) === digits.slice(-1);

/**
 * The key form of an 8, 12, 13 or 14 digit number: zeros in front up to 14. Null when length or check digit is wrong.
 */
export function toGtin14(digits: string): string | null {
  if (!GTIN_LENGTHS.includes(digits.length) || !hasRightCheckDigit(digits)) return null;
  return digits.padStart(14, '0');
}

/**
 * The 12 digits of UPC-A that a UPC-E symbol stands for. Takes number system, six digits and check digit (8), the first
 * seven of these, or the six alone (number system 0). Null when that is no UPC-E or its check digit is wrong.
 * Source: GS1 General Specifications, 5.2.2.4.
 */
export function expandUpcE(digits: string): string | null {
  if (!isDigits(digits) || digits.length < 6 || digits.length > 8) return null;
  const system = digits.length === 6 ? '0' : digits.slice(0, 1);
  const six = digits.length === 6 ? digits : digits.slice(1, 7);
  if (system !== '0' && system !== '1') return null;
  const body = system + widenUpcE(six);
  const whole = body + checkDigit(body);
  return digits.length === 8 && whole.slice(-1) !== digits.slice(-1) ? null : whole;
}

/** Digits of the main symbol and of the add-on beside it. */
const WITH_ADD_ON: readonly (readonly [main: number, addOn: number])[] = [
  [13, 2],
  [13, 5],
  [12, 2],
  [12, 5],
];

/**
 * EAN-13 or UPC-A sent in one piece with the add-on printed beside it: two digits name a magazine's issue, five a
 * book's price. Null for other lengths, and when the main number's check digit is wrong.
 * Source: GS1 General Specifications, 5.2.2.5.
 */
export function splitAddOn(digits: string): { readonly gtin14: string; readonly addOn: string } | null {
  const lengths = WITH_ADD_ON.find(([main, addOn]) => main + addOn === digits.length);
  if (lengths === undefined) return null;
  const gtin14 = toGtin14(digits.slice(0, lengths[0]));
  return gtin14 === null ? null : { gtin14, addOn: digits.slice(lengths[0]) };
}

/** Six digits to ten: the last one says where the zeros were taken out. */
function widenUpcE(six: string): string {
  const last = six.slice(5);
  if (last <= '2') return `${six.slice(0, 2)}${last}0000${six.slice(2, 5)}`;
  if (last === '3') return `${six.slice(0, 3)}00000${six.slice(3, 5)}`;
  if (last === '4') return `${six.slice(0, 4)}00000${six.slice(4, 5)}`;
  return `${six.slice(0, 5)}0000${last}`;
}

type GtinKind = 'gtin8' | 'gtin12' | 'gtin13' | 'gtin14';

/** The shortest form the number is written in on a pack. */
export function gtinKind(gtin14: string): GtinKind {
  if (gtin14.startsWith('000000')) return 'gtin8';
  if (gtin14.startsWith('00')) return 'gtin12';
  return gtin14.startsWith('0') ? 'gtin13' : 'gtin14';
}

/** The digits as printed under the bars: 8, 12, 13 or 14 of them. */
export const shortGtin = (gtin14: string): string =>
  gtin14.slice({ gtin8: 6, gtin12: 2, gtin13: 1, gtin14: 0 }[gtinKind(gtin14)]);

/**
 * True for numbers a shop or a country gives out itself, so they mean nothing elsewhere: EAN-13 beginning 02, 04 or
 * 20-29 (UPC-A with number system 2 and 4 among them), EAN-8 beginning 0 or 2. Source: GS1 General Specifications, 1.4.
 */
export function isInternalGtin(gtin14: string): boolean {
  if (gtinKind(gtin14) === 'gtin8') return gtin14.startsWith('0', 6) || gtin14.startsWith('2', 6);
  const prefix = gtin14.slice(1, 3);
  return gtin14.startsWith('0') && (prefix === '02' || prefix === '04' || prefix.startsWith('2'));
}

type BarcodeCellRefusal = { readonly code: 'bad_gtin_length' | 'bad_check_digit'; readonly digits: string };

/**
 * One barcode out of a cell of a product file, as a GTIN of 14 digits. Spaces, hyphens and the apostrophe a spreadsheet
 * puts before digits do not count, full-width digits do. An empty cell is no barcode: null.
 * Refuses: `bad_gtin_length` - not 8, 12, 13 or 14 digits (a number shown as 6.9E+12 ends here);
 * `bad_check_digit` - the last digit is wrong, so a digit was mistyped somewhere.
 */
export function parseBarcodeCell(cell: string): Result<string | null, BarcodeCellRefusal> {
  const digits = cell.normalize('NFKC').replace(/^\s*'/, '').replace(/[\s-]/g, '');
  if (digits === '') return ok(null);
  if (!isDigits(digits) || !GTIN_LENGTHS.includes(digits.length)) return err({ code: 'bad_gtin_length', digits });
  const gtin14 = toGtin14(digits);
  return gtin14 === null ? err({ code: 'bad_check_digit', digits }) : ok(gtin14);
}
