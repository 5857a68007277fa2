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
  const total = Math.abs(totalMinor);
  const shares = weights.map((weight, place) => share(total, weight, { place, whole }));
  let odd = total - shares.reduce((sum, part) => sum + part.floor, 0);
  const parts = shares.map((part) => part.floor);
  for (const part of shares.toSorted((a, b) => (a.rest === b.rest ? a.place - b.place : a.rest < b.rest ? 1 : -1))) {
    if (odd === 0) break;
    parts[part.place] = part.floor + 1;
    odd -= 1;
  }
  return parts.map((part) => toMinor(sign * part));
}

type Share = { readonly place: number; readonly floor: number; readonly rest: bigint | number };

/** Exact in numbers where the product fits one, else in big integers: a cart is split on each scan. */
function share(total: number, weight: number, { place, whole }: { place: number; whole: bigint }): Share {
  const product = total * weight;
  if (Number.isSafeInteger(product) && whole <= Number.MAX_SAFE_INTEGER) {
    const rest = product % Number(whole);
    return { place, floor: (product - rest) / Number(whole), rest };
  }
  const wide = BigInt(total) * BigInt(weight);
  return { place, floor: Number(wide / whole), rest: wide % whole };
}
