/**
 * What one cell says, read exactly: money into minor units, quantities into thousandths, tax into basis points,
 * barcodes into GTINs. No floats: a number is its digits. A cell that cannot be read is refused with a code, never
 * guessed.
 *
 * Not here: which column is which (column-names.ts), rules over rows (check-rows.ts).
 */
import { parseBarcodeCell } from '../../core/gtin.ts';
import type { Trace, Unit } from '../../core/product.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { isCountable } from '../../core/stock.ts';
import type { RowRefusal } from '../../wire/catalogue-file.ts';

export type CellRefusal = {
  readonly code: RowRefusal;
  readonly value?: string; // the part of the cell that is wrong, when not all of it
  readonly facts?: Readonly<Record<string, string | number>>;
};
type Read<T> = Result<T, CellRefusal>;

/** Which of the two marks separates decimals in a column. The other one groups thousands. */
export type DecimalMark = '.' | ',';

const MOST_MINOR = 1e12;

/** Words people write where there is nothing to write. */
const NOTHING = new Set([
  '',
  '-',
  '--',
  '—',
  '/',
  '\\',
  '无',
  '没有',
  '无条码',
  '无码',
  '暂无',
  'n/a',
  'na',
  'none',
  'null',
  'nil',
  '#n/a',
]);

/**
 * A cell's text on one line, in composed form, without what no screen can show and without the apostrophe that keeps a
 * spreadsheet from taking digits or a formula for what they are (our own files of refused rows have it too).
 */
export const cleanText = (cell: string): string =>
  cell
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029\ufeff]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^'\s*(?=[=+\-@\d])/, '');

/** True when the cell is empty or says so in a word. */
const isNothing = (cell: string): boolean => NOTHING.has(cleanText(cell).toLowerCase());

/** What a spreadsheet leaves of a long number once it has been shown as a power of ten: the last digits are gone. */
const isPowerOfTen = (text: string): boolean => /^\d(?:[.,]\d+)?E\+\d+$/i.test(text);

/**
 * The mark of a column: the comma when values such as `12,50` stand in it and none such as `12.50`, or when the file is
 * one of those that separate cells by `;` because the comma is taken.
 */
export function decimalMarkOf(values: readonly string[], delimiter: string | null): DecimalMark {
  let commas = 0;
  let points = 0;
  for (const value of values) {
    const text = value.normalize('NFKC');
    if (/\d,\d{1,2}(?!\d)/.test(text)) commas += 1;
    if (/\d\.\d{1,2}(?!\d)/.test(text)) points += 1;
  }
  if (commas !== points) return commas > points ? ',' : '.';
  return delimiter === ';' ? ',' : '.';
}

/**
 * Digits of a decimal number as a whole number of its `decimals`-th parts: `1,234.50` with two is 123450. Currency
 * signs and words around the number do not count; thousands must stand in threes.
 * Refuses: `bad_number` - no number, or more decimals than there are (zeros behind do no harm).
 */
function readDecimal(cell: string, how: { decimals: number; mark: DecimalMark }): Read<number> {
  const text = cell.normalize('NFKC').replace(/[\s\u00a0\u202f']/g, '');
  if (isPowerOfTen(text)) return err({ code: 'digits_lost' });
  const bare = text
    .replace(/^(?:[¥$€£₩₹]|rmb|cny|usd|gbp|eur|hkd|人民币)+/i, '')
    .replace(/(?:元|圆|块|[¥$€£]|rmb|cny|usd|gbp|eur|hkd)+$/i, '');
  const parts = /^([+-]?)([\d.,]+)$/.exec(bare);
  const [whole = '', fraction = '', ...more] = (parts?.[2] ?? '').split(how.mark);
  const group = how.mark === '.' ? ',' : '.';
  const grouped = whole.includes(group);
  const threes = group === ',' ? /^\d{1,3}(?:,\d{3})+$/ : /^\d{1,3}(?:\.\d{3})+$/;
  if (more.length > 0 || (grouped ? !threes.test(whole) : !/^\d+$/.test(whole || '0')) || !/^\d*$/.test(fraction)) {
    return err({ code: 'bad_number' });
  }
  const digits = whole.replaceAll(group, '') + fraction.slice(0, how.decimals).padEnd(how.decimals, '0');
  if (whole + fraction === '' || digits.length > 15) return err({ code: 'bad_number' });
  if (/[1-9]/.test(fraction.slice(how.decimals))) return err({ code: 'bad_number', facts: { decimals: how.decimals } });
  const value = Number(digits);
  return ok(parts?.[1] === '-' && value !== 0 ? -value : value);
}

/** A price of zero is a price (a bag given away); a negative one is not. Empty: null. */
export function readMoney(cell: string, how: { decimals: number; mark: DecimalMark }): Read<number | null> {
  if (isNothing(cell)) return ok(null);
  const read = readDecimal(cell, how);
  if (!read.ok) return read;
  return read.value < 0 || read.value > MOST_MINOR ? err({ code: 'bad_number' }) : read;
}

/** Goods on the shelf, in thousandths. Things sold by the piece are whole. Empty: null. */
export function readStock(cell: string, how: { mark: DecimalMark; unit: Unit }): Read<number | null> {
  if (isNothing(cell)) return ok(null);
  const read = readDecimal(cell, { decimals: 3, mark: how.mark });
  if (!read.ok) return read;
  const { value } = read;
  const broken = how.unit === 'pcs' && value % 1000 !== 0;
  return broken || !isCountable([value])
    ? err({ code: 'bad_number', ...(broken ? { facts: { decimals: 0 } } : {}) })
    : read;
}

const UNTAXED = new Set(['免税', '零税率', '不征税', 'exempt', 'zero', 'taxfree', 'tax free']);

/**
 * A rate in basis points: `13`, `13%` and `0.13` are 1300; below one without a percent sign it is a fraction. Empty:
 * null.
 */
export function readTax(cell: string, mark: DecimalMark): Read<number | null> {
  const text = cleanText(cell).normalize('NFKC').toLowerCase();
  if (UNTAXED.has(text)) return ok(0);
  if (isNothing(cell)) return ok(null);
  const percent = text.endsWith('%');
  const number = percent ? text.slice(0, -1) : text;
  const separator = number.includes('.') ? '.' : mark;
  const asFraction = !percent && new RegExp(`^0?\\${separator}\\d*[1-9]`).test(number.trim());
  const read = readDecimal(number, { decimals: asFraction ? 4 : 2, mark: separator });
  if (!read.ok) return read;
  return read.value < 0 || read.value > 10_000 ? err({ code: 'bad_number' }) : read;
}

/** Years from which on it is sold, also as `18+` or `18岁`; 0: to everybody. Refuses: `bad_number`. */
export function readAge(cell: string): Read<number | null> {
  if (isNothing(cell)) return ok(null);
  const [, digits] = /^(\d{1,2})\s*(?:\+|岁|周岁|岁以上)?$/.exec(cleanText(cell).normalize('NFKC')) ?? [];
  return digits === undefined ? err({ code: 'bad_number' }) : ok(Number(digits));
}

const YES: ReadonlySet<string> = new Set(['1', 'yes', 'y', 'true', 'x', '是', '有', '对', '√', '✓']);
const NO: ReadonlySet<string> = new Set(['0', 'no', 'n', 'false', '否', '无', '不是', '×']);

/** Yes or no. Empty: null. Refuses: `bad_yes_no`. */
export function readYesNo(cell: string): Read<boolean | null> {
  if (isNothing(cell)) return ok(null);
  const word = cleanText(cell).normalize('NFKC').toLowerCase();
  return YES.has(word) || NO.has(word) ? ok(YES.has(word)) : err({ code: 'bad_yes_no' });
}

const TRACE_WORDS: Readonly<Record<string, Trace>> = {
  lot: 'lot',
  batch: 'lot',
  批号: 'lot',
  批次: 'lot',
  serial: 'serial',
  sn: 'serial',
  's/n': 'serial',
  序列号: 'serial',
  串号: 'serial',
};
const UNTRACED = new Set(['0', 'no', '否', '不追溯']);

/** What must be known of each pack: words for lot and serial number, one or both. Refuses: `bad_asks`. */
export function readAsks(cell: string): Read<readonly Trace[] | null> {
  if (isNothing(cell)) return ok(null);
  const words = cleanText(cell).normalize('NFKC').toLowerCase().split(/[\s,、;+&和]+/); // prettier-ignore
  if (words.length === 1 && UNTRACED.has(words[0] ?? '')) return ok([]);
  const asked = words.map((word) => TRACE_WORDS[word]);
  const known = asked.filter((each) => each !== undefined);
  return known.length < asked.length ? err({ code: 'bad_asks' }) : ok(known);
}

const MEASURES: Readonly<Record<string, Unit>> = {
  g: 'g',
  gram: 'g',
  grams: 'g',
  gr: 'g',
  克: 'g',
  kg: 'kg',
  kgs: 'kg',
  kilo: 'kg',
  kilogram: 'kg',
  kilograms: 'kg',
  千克: 'kg',
  公斤: 'kg',
  ml: 'ml',
  millilitre: 'ml',
  milliliter: 'ml',
  毫升: 'ml',
  l: 'l',
  litre: 'l',
  liter: 'l',
  litres: 'l',
  liters: 'l',
  升: 'l',
  m: 'm',
  metre: 'm',
  meter: 'm',
  metres: 'm',
  meters: 'm',
  米: 'm',
  h: 'hour',
  hr: 'hour',
  hour: 'hour',
  hours: 'hour',
  小时: 'hour',
  时: 'hour',
};
/** Measures a price cannot be kept in: the shop must say the price per unit we know. */
const FOREIGN_MEASURES = new Set([
  '斤',
  '市斤',
  '两',
  '吨',
  '尺',
  '寸',
  '平方米',
  '立方米',
  '厘米',
  'lb',
  'lbs',
  'pound',
  'oz',
  'ounce',
  'ft',
  'foot',
  'yd',
  'yard',
  'gal',
  'gallon',
  'cl',
  'dl',
  'cm',
  'mm',
  'mg',
  't',
  'day',
  'days',
  '天',
  '分钟',
  'min',
]);

/** A word for a measure is that measure; a word for a pack (瓶, box, each) means pieces. Empty: null. */
export function readUnit(cell: string): Read<Unit | null> {
  if (isNothing(cell)) return ok(null);
  const word = cleanText(cell).normalize('NFKC').toLowerCase().replace(/[.\s]/g, '');
  const measure = MEASURES[word];
  if (measure !== undefined) return ok(measure);
  return FOREIGN_MEASURES.has(word) ? err({ code: 'unknown_unit' }) : ok('pcs');
}

/**
 * The GTINs in a barcode cell, each once, in their order; several may stand in one cell. No barcode: empty.
 * Refuses: `bad_check_digit`, `bad_gtin_length`, `digits_lost`, each with the number it is about.
 */
export function readBarcodes(cell: string): Read<readonly string[]> {
  if (isNothing(cell)) return ok([]);
  const found: string[] = [];
  for (const part of splitBarcodes(cell)) {
    if (isNothing(part) || /^0+$/.test(part)) continue;
    if (isPowerOfTen(part)) return err({ code: 'digits_lost', value: part });
    const read = parseBarcodeCell(part);
    if (!read.ok) return err({ code: read.error.code, value: part });
    if (read.value !== null && !found.includes(read.value)) found.push(read.value);
  }
  return ok(found);
}

/**
 * Separators are `,` `;` `/` `|`, Chinese commas and spaces; but spaces within one number (690 1234 567892) join it.
 */
function splitBarcodes(cell: string): string[] {
  const parts = cleanText(cell)
    .normalize('NFKC')
    .split(/[,;/|、]/)
    .map((part) => part.trim());
  return parts.flatMap((part) => {
    const joined = part.replaceAll(' ', '');
    const whole =
      !part.includes(' ') || (/^[\d-]+$/.test(joined) && [8, 12, 13, 14].includes(joined.replaceAll('-', '').length));
    return whole ? [joined] : part.split(' ');
  });
}

/** The shop's own code, exactly as written but for the space around it. Empty: null. */
export function readCode(cell: string): Read<string | null> {
  const text = cleanText(cell);
  if (isNothing(text)) return ok(null);
  if (isPowerOfTen(text)) return err({ code: 'digits_lost' });
  return text.length > 64 ? err({ code: 'text_too_long', facts: { most: 64 } }) : ok(text);
}

/** A text of at most `most` characters. Empty: null. */
export function readText(cell: string, most: number): Read<string | null> {
  const text = cleanText(cell);
  if (text === '') return ok(null);
  return text.length > most ? err({ code: 'text_too_long', facts: { most } }) : ok(text);
}
