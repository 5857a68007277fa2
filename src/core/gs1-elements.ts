/**
 * GS1 element strings: pairs of AI and value, as GS1-128, DataBar, GS1 DataMatrix and GS1 QR carry them.
 *
 * All or nothing: a text is read only when every character of it belongs to a known AI with a valid value, so half of a
 * lot number is never taken for a whole one.
 */
import { aiAt, aiOf, type Check, type Part } from './gs1-table.ts';
import { hasRightCheckDigit } from './gtin.ts';

export type Element = { readonly ai: string; readonly value: string };

/** The separator a scanner sends for FNC1. */
export const GS = '\u001d';

const SETS: Readonly<Record<Part['set'], RegExp>> = {
  n: /^[0-9]+$/,
  x: /^[!-"%-?A-Z_a-z]+$/,
  y: /^[#\-/0-9A-Z]+$/,
  z: /^[A-Za-z0-9_-]+={0,2}$/,
};

/** Elements of a text whose FNC1 are GS characters (a leading one may be missing). Null when anything does not fit. */
export function readElements(text: string): Element[] | null {
  const elements: Element[] = [];
  let at = text.startsWith(GS) ? 1 : 0;
  if (at === text.length) return null;
  while (at < text.length) {
    const ai = aiAt(text, at);
    const known = ai === undefined ? undefined : aiOf(ai);
    if (ai === undefined || known === undefined) return null;
    const from = at + ai.length;
    const end = known.fixed ? from + fixedLength(known.parts) : separatorFrom(text, from);
    const value = text.slice(from, end);
    if (end > text.length || !isValid(ai, value)) return null;
    elements.push({ ai, value });
    at = text.startsWith(GS, end) ? end + 1 : end;
  }
  return agree(elements) ? elements : null;
}

/** Elements of the human-readable form, "(01)09520123456788(10)ABC". A "(" inside a value is not readable this way. */
export function readBracketed(text: string): Element[] | null {
  if (!/^(?:\([0-9]{2,4}\)[^(]+)+$/.test(text)) return null;
  const elements = Array.from(text.matchAll(/\(([0-9]{2,4})\)([^(]+)/g), ([, ai = '', value = '']) => ({ ai, value }));
  return elements.every(({ ai, value }) => isValid(ai, value)) && agree(elements) ? elements : null;
}

/** The same AI twice must say the same. */
function agree(elements: readonly Element[]): boolean {
  const seen = new Map<string, string>();
  for (const { ai, value } of elements) {
    const before = seen.get(ai);
    if (before !== undefined && before !== value) return false;
    seen.set(ai, value);
  }
  return true;
}

function separatorFrom(text: string, from: number): number {
  const at = text.indexOf(GS, from);
  return at < 0 ? text.length : at;
}

const fixedLength = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + part.max, 0);

/** Does the value fit its AI: parts, character sets, lengths and checks? False for an AI that is none. */
export function isValid(ai: string, value: string): boolean {
  const known = aiOf(ai);
  if (known === undefined) return false;
  let at = 0;
  for (const part of known.parts) {
    if (at === value.length && part.optional) break;
    const piece = value.slice(at, at + part.max);
    if (piece.length < part.min || !SETS[part.set].test(piece) || !passes(part.check, piece)) return false;
    at += piece.length;
  }
  return at === value.length;
}

function passes(check: Check | null, piece: string): boolean {
  switch (check) {
    case null:
      return true;
    case 'key':
      return hasRightCheckDigit(piece);
    case 'date':
      return isDay(piece, 1);
    case 'day0':
      return isDay(piece, 0);
    case 'hhmm':
      return /^(?:[01][0-9]|2[0-3])[0-5][0-9]$/.test(piece);
    case 'hour':
      return isDay(piece.slice(0, 6), 1) && piece.slice(6) <= '23';
    case 'nonzero':
      return /[1-9]/.test(piece);
    case 'zero':
      return piece === '0';
    case 'thirds':
      return piece.length % 3 === 0;
    case 'piece':
      return piece > '0000' && piece.slice(0, 2) <= piece.slice(2) && piece.slice(0, 2) !== '00';
    case 'wind':
      return '019'.includes(piece);
    case 'yesno':
      return piece === '0' || piece === '1';
  }
}

/** yymmdd with a day the month has. The 29th of February is let through in years divisible by four. */
function isDay(yymmdd: string, least: 0 | 1): boolean {
  const [year, month, day] = [yymmdd.slice(0, 2), yymmdd.slice(2, 4), yymmdd.slice(4)].map(Number);
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12) return false;
  return day >= least && day <= daysOf(year, month);
}

/** Days of a month; `year` may be the last two digits (2000 was a leap year, 2100 is out of reach of any date here). */
export const daysOf = (year: number, month: number): number =>
  month === 2 ? (year % 4 === 0 ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
