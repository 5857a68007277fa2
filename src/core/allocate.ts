/**
 * Placing the odd cents: an amount split in proportion to weights, so that the parts sum exactly.
 *
 * Invariants: the parts sum to the amount; no part is a whole minor unit away from its exact share; a part of weight 0
 * is 0; equal inputs give equal parts on every machine. (Largest remainder; ties go to the earlier part.)
 */
import { assert } from './assert.ts';
import { type Minor, toMinor } from './money.ts';

/**
 * `totalMinor` split by `weights` (whole numbers >= 0, not all 0 unless the total is 0). Signed totals mirror:
 * allocate(-t, w) is allocate(t, w) with its signs turned.
 */
export function allocate(totalMinor: Minor, weights: readonly number[]): Minor[] {
  assert(
    weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0),
    'weights are whole and not negative',
  );
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) {
    assert(totalMinor === 0, 'an amount cannot be split over nothing');
    return weights.map(() => toMinor(0));
  }
  const sign = totalMinor < 0 ? -1 : 1;
  const total = BigInt(Math.abs(totalMinor));
  const shares = weights.map((weight, place) => {
    const product = total * BigInt(weight);
    return { place, floor: Number(product / whole), rest: product % whole };
  });
  let odd = Number(total) - shares.reduce((sum, share) => sum + share.floor, 0);
  const parts = shares.map((share) => share.floor);
  for (const share of shares.toSorted((a, b) => (a.rest === b.rest ? a.place - b.place : a.rest < b.rest ? 1 : -1))) {
    if (odd === 0) break;
    parts[share.place] = share.floor + 1;
    odd -= 1;
  }
  return parts.map((part) => toMinor(sign * part));
}
