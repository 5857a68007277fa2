/**
 * Money is a whole number of minor units (CNY: 分, GBP: pence) of the store's currency; quantity is a whole number of
 * thousandths of the product's unit; tax rates are basis points. There are no floats here, and every product of two of
 * these is checked to stay a safe integer.
 */
import { assert } from './assert.ts';

declare const minorBrand: unique symbol;
/** Minor units of the store's currency. Signed. */
export type Minor = number & { readonly [minorBrand]: 'Minor' };

export const ZERO = 0 as Minor;

/** Brands a whole number as money. Throws on a fraction or an unsafe integer: that is our mistake, not a person's. */
export function toMinor(value: number): Minor {
  assert(Number.isSafeInteger(value), `not a whole amount of minor units: ${String(value)}`);
  return (value === 0 ? 0 : value) as Minor; // -0 would not survive canonical text
}

/** The same amount the other way: what a sale took in, a return gives out. */
export const negated = (amountMinor: Minor): Minor => toMinor(0 - amountMinor);

/** Adds the amounts of rows, or plain amounts. */
export function sumMinor(rows: readonly (number | { readonly amountMinor: number })[]): Minor {
  let sum = 0;
  for (const row of rows) sum += typeof row === 'number' ? row : row.amountMinor;
  return toMinor(sum);
}

/**
 * `value × times / per`, rounded half away from zero (on the absolute value, sign put back), so a return mirrors its
 * sale. `per` > 0. The intermediate product is exact: it leaves number only when it must.
 */
export function mulDivHalfUp(value: number, times: number, per: number): number {
  assert(per > 0, 'mulDivHalfUp divides by a positive number');
  const product = value * times;
  if (!Number.isSafeInteger(product) || !Number.isSafeInteger(2 * product + per)) return mulDivWide(value, times, per);
  const magnitude = Math.abs(product);
  const rest = magnitude % per;
  const rounded = (magnitude - rest) / per + (2 * rest >= per ? 1 : 0);
  return product < 0 ? 0 - rounded : rounded;
}

function mulDivWide(value: number, times: number, per: number): number {
  const product = BigInt(value) * BigInt(times);
  const magnitude = product < 0n ? -product : product;
  const rounded = Number((2n * magnitude + BigInt(per)) / (2n * BigInt(per)));
  assert(Number.isSafeInteger(rounded), 'amount too large');
  return product < 0n ? 0 - rounded : rounded;
}

/** Line amount: `unitMinor` per whole unit times `qtyMilli` thousandths, half up: the gross. */
export const lineAmount = (unitMinor: Minor, qtyMilli: number): Minor =>
  toMinor(mulDivHalfUp(unitMinor, qtyMilli, 1000));
