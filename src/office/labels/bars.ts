/**
 * Linear EAN codes as bars. EAN-13 (UPC-A is one with a leading 0) and EAN-8: what stands on shelf labels.
 * Source: GS1 General Specifications, section 5.2 (symbol characters and the parity that carries the first digit).
 */
import { assert } from '../../core/assert.ts';
import { gtinKind } from '../../core/gtin.ts';

/** Left-hand, odd parity (set A). Set B is its mirror complemented, the right-hand set C its complement. */
const SET_A = [
  '0001101',
  '0011001',
  '0010011',
  '0111101',
  '0100011',
  '0110001',
  '0101111',
  '0111011',
  '0110111',
  '0001011',
];
/** Which of the six left digits of an EAN-13 take set B: tells the digit that is not drawn. */
const FIRST_DIGIT = [
  'AAAAAA',
  'AABABB',
  'AABBAB',
  'AABBBA',
  'ABAABB',
  'ABBAAB',
  'ABBBAA',
  'ABABAB',
  'ABABBA',
  'ABBABA',
];
const GUARD = '101';
const CENTRE = '01010';

const complement = (bits: string): string => bits.replace(/[01]/g, (bit) => (bit === '0' ? '1' : '0'));
const mirror = (bits: string): string => Array.from(bits).reverse().join('');

function digitBits(digit: string, set: string): string {
  const a = SET_A[Number(digit)];
  assert(a !== undefined, 'an EAN holds digits only');
  if (set === 'A') return a;
  return set === 'B' ? mirror(complement(a)) : complement(a);
}

/**
 * The modules of an EAN-8 or EAN-13 without quiet zones, '1' for a bar: 67 or 95 of them. The check digit is the
 * caller's.
 */
export function eanModules(digits: string): string {
  assert(/^(\d{8}|\d{13})$/.test(digits), 'an EAN has 8 or 13 digits');
  const half = digits.length === 8 ? 4 : 6;
  const drawn = digits.slice(-2 * half);
  const parity = digits.length === 8 ? 'AAAA' : (FIRST_DIGIT[Number(digits[0])] ?? '');
  const left = Array.from(drawn.slice(0, half))
    .map((digit, i) => digitBits(digit, parity[i] ?? 'A'))
    .join('');
  const right = Array.from(drawn.slice(half))
    .map((digit) => digitBits(digit, 'C'))
    .join('');
  return GUARD + left + CENTRE + right + GUARD;
}

/** The EAN a GTIN-14 is drawn as, 8 or 13 digits; null for a case code, which has no place on a shelf label. */
export function eanOf(gtin14: string): string | null {
  const kind = gtinKind(gtin14);
  if (kind === 'gtin14') return null;
  return kind === 'gtin8' ? gtin14.slice(6) : gtin14.slice(1);
}

/** Bars as one SVG path, one unit per module, `height` units tall. */
export function barsPath(modules: string, height: number): string {
  const parts: string[] = [];
  for (const run of modules.matchAll(/1+/g)) {
    const width = String(run[0].length);
    parts.push(`M${String(run.index)} 0h${width}v${String(height)}h-${width}z`);
  }
  return parts.join('');
}
