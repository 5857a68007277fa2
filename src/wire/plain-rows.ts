/**
 * The bulk of what a new till reads, told at a glance where it is plain: the schemas of catalogue.ts take twice as long
 * over a hundred thousand products as the parsing of their text, while a person waits for the first sale.
 *
 * Invariant: what is plain here is what its schema accepts. What is not plain says nothing: the schema decides.
 */
import { isStorable } from './scalars.ts';

type Fields = Readonly<Record<string, unknown>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const GTIN_14 = /^\d{14}$/;
const UNITS: ReadonlySet<unknown> = new Set(['pcs', 'g', 'kg', 'ml', 'l', 'm', 'hour']);
const STATES: ReadonlySet<unknown> = new Set(['active', 'provisional', 'stopped']);

/** A product without anything the till asks about, made of nothing else, and without a story. */
export const isPlainProduct = (row: unknown): boolean =>
  isFields(row) &&
  isOf(row['skuId'], UUID) &&
  isNat(row['skuNo']) &&
  row['skuNo'] !== 0 &&
  isTextOrNull(row['code'], 64) &&
  Array.isArray(row['gtins']) &&
  row['gtins'].every((gtin) => isOf(gtin, GTIN_14)) &&
  isNames(row['names']) &&
  isTextOrNull(row['spec'], 60) &&
  isTextOrNull(row['brand'], 80) &&
  isTextOrNull(row['category'], 64) &&
  UNITS.has(row['unit']) &&
  isInt(row['priceMinor']) &&
  (row['floorMinor'] === null || isInt(row['floorMinor'])) &&
  isNat(row['taxBp']) &&
  isTextOrNull(row['picture'], 64) &&
  row['story'] === null &&
  isText(row['search'], 800) &&
  isNat(row['rank']) &&
  typeof row['hot'] === 'boolean' &&
  STATES.has(row['status']) &&
  !('options' in row || 'minAge' in row || 'asks' in row || 'parts' in row || 'openPrice' in row);

export const isPlainStock = (row: unknown): boolean =>
  isFields(row) && isNat(row['skuNo']) && row['skuNo'] !== 0 && isInt(row['onHandMilli']);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isOf = (value: unknown, form: RegExp): boolean => typeof value === 'string' && form.test(value);
const isInt = (value: unknown): value is number => Number.isSafeInteger(value) && !Object.is(value, -0);
const isNat = (value: unknown): value is number => isInt(value) && value >= 0;
const isText = (value: unknown, most: number): boolean =>
  typeof value === 'string' && value.length <= most && isStorable(value);
const isTextOrNull = (value: unknown, most: number): boolean => value === null || isText(value, most);
const isName = (value: unknown): boolean => value === undefined || isText(value, 200);
const isNames = (value: unknown): boolean => isFields(value) && isName(value['zh']) && isName(value['en']);
