/**
 * Tax that is already inside the price. Rates are basis points (1300 is 13 %), amounts minor units.
 *
 * Invariants: gross = net + tax; the sign of the tax follows the gross, so a return mirrors its sale.
 */
import { type Minor, mulDivHalfUp, toMinor } from './money.ts';

/** The tax contained in a gross amount: gross - round(gross × 10000 / (10000 + rate)). */
export const includedTax = (grossMinor: Minor, taxBp: number): Minor =>
  toMinor(grossMinor - mulDivHalfUp(grossMinor, 10_000, 10_000 + taxBp));

/** One rate's share of a sale or shift. `grossMinor` is what was paid: after discounts, tax included. */
export type TaxRow = { readonly taxBp: number; readonly grossMinor: Minor; readonly taxMinor: Minor };

/** Sums rows by rate, lowest rate first. */
export function taxSummary(rows: readonly TaxRow[]): TaxRow[] {
  const byRate = new Map<number, TaxRow>();
  for (const row of rows) {
    const before = byRate.get(row.taxBp);
    byRate.set(row.taxBp, {
      taxBp: row.taxBp,
      grossMinor: toMinor((before?.grossMinor ?? 0) + row.grossMinor),
      taxMinor: toMinor((before?.taxMinor ?? 0) + row.taxMinor),
    });
  }
  return [...byRate.values()].sort((a, b) => a.taxBp - b.taxBp);
}
