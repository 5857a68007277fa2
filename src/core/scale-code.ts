/**
 * Price or weight printed into a code by a scale: numbers of the shop's own range, by a rule each shop sets.
 *
 * A rule's pattern has one sign per digit: digits stand for themselves, `I` article, `W` weight, `P` price, `V` check
 * digit over the price, `.` any, `C` the last check digit. `21IIIIIPPPPPC` is the usual price label,
 * `2IIIIIIWWWWWPPPPPC` the Chinese one of 18 digits that carries both.
 */
import { checkDigit, hasRightCheckDigit, isDigits, toGtin14 } from './gtin.ts';
import { mulDivHalfUp, type Minor, toMinor } from './money.ts';

/** `weightDecimals` 3: `W` counts grams of a kilogram. */
export type ScaleRule = { readonly pattern: string; readonly weightDecimals: number };

export type ScaleCode = {
  readonly article: string; // digits of `I`
  readonly gtin14: string | null; // the article's number as many shops list it: weight and price all zeros
  readonly weightMilli: number | null; // thousandths of the product's unit
  readonly priceMinor: Minor | null; // of the whole item, minor units
};

/**
 * The first rule a code fits, applied. Null when none does. `wrong` when it fits but a check digit does not: it was
 * misread, and is no other kind of code.
 */
export function readScaleCode(digits: string, rules: readonly ScaleRule[]): ScaleCode | 'wrong' | null {
  const rule = rules.find(({ pattern }) => fits(digits, pattern));
  if (rule === undefined) return null;
  const field = (sign: string): string =>
    Array.from(digits)
      .filter((_, i) => rule.pattern[i] === sign)
      .join('');
  const weight = field('W');
  const price = field('P');
  const inner = field('V');
  if (rule.pattern.endsWith('C') && !hasRightCheckDigit(digits)) return 'wrong';
  if (inner !== '' && priceCheckDigit(price) !== inner) return 'wrong';
  return {
    article: field('I'),
    gtin14: listedAs(digits, rule.pattern) ?? listedBeside(field('I'), rules),
    weightMilli: weight === '' ? null : mulDivHalfUp(Number(weight), 1000, 10 ** rule.weightDecimals),
    priceMinor: price === '' ? null : toMinor(Number(price)),
  };
}

/** Null for labels that are no GTIN. */
function listedAs(digits: string, pattern: string): string | null {
  if (!pattern.endsWith('C') || pattern.length !== 13) return null;
  const body = Array.from(digits.slice(0, -1), (digit, i) => ('WPV'.includes(pattern[i] ?? '') ? '0' : digit)).join('');
  return toGtin14(body + checkDigit(body));
}

/**
 * A label that is no GTIN itself names the same article as the shop's labels that are: by the first of their rules with
 * as many article digits.
 */
function listedBeside(article: string, rules: readonly ScaleRule[]): string | null {
  const beside = rules.find(
    ({ pattern }) =>
      /^[0-9]+I+[WPV]+C$/.test(pattern) && pattern.length === 13 && countOf('I', pattern) === article.length,
  );
  if (beside === undefined) return null;
  const body = beside.pattern.slice(0, -1).replace(/I+/, article).replace(/[WPV]/g, '0');
  return toGtin14(body + checkDigit(body));
}

const countOf = (sign: string, pattern: string): number => pattern.split(sign).length - 1;

const fits = (digits: string, pattern: string): boolean =>
  digits.length === pattern.length &&
  isDigits(digits) &&
  Array.from(pattern).every((sign, i) => !isDigits(sign) || sign === digits[i]);

/**
 * What a digit is worth by its weight: "5+" is five times it, plus or minus its tens, so that all ten values differ.
 */
const WORTH = {
  '2-': [0, 2, 4, 6, 8, 9, 1, 3, 5, 7],
  '3': [0, 3, 6, 9, 2, 5, 8, 1, 4, 7],
  '5+': [0, 5, 1, 6, 2, 7, 3, 8, 4, 9],
  '5-': [0, 5, 9, 4, 8, 3, 7, 2, 6, 1],
} as const;

/**
 * Check digit over a price of four or five digits inside a code; null for other lengths, which have none.
 * Source: GS1 General Specifications, 7.9.2 and 7.9.3.
 */
export function priceCheckDigit(price: string): string | null {
  const worth = (weights: readonly (keyof typeof WORTH)[]): number =>
    weights.reduce((sum, weight, i) => sum + (WORTH[weight][Number(price[i])] ?? 0), 0);
  if (price.length === 4) return String((worth(['2-', '2-', '3', '5-']) * 3) % 10);
  if (price.length !== 5) return null;
  const rest = (10 - (worth(['5+', '2-', '5-', '5+', '2-']) % 10)) % 10;
  return String(WORTH['5-'].findIndex((value) => value === rest));
}
