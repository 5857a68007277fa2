/**
 * Tax that is already inside the price. Rates are basis points (1300 is 13 %), amounts minor units.
 *
 * Invariants: gross = net + tax; the sign of the tax follows the gross, so a return mirrors its sale.
 */
import { type Minor, mulDivHalfUp, toMinor } from './money.ts';

/** The tax contained in a gross amount: gross - round(gross × 10000 / (10000 + rate)). */
export const includedTax = (grossMinor: Minor, taxBp: number): Minor =>
  toMinor(grossMinor - mulDivHalfUp(grossMinor, 10_000, 10_000 + taxBp));

/**
 * One rate's share of a sale or shift. `grossMinor` is what was paid for its goods: after discounts, with all their
 * taxes. Goods of several taxes stand under each of them, so then these do not sum to what was paid; taxes always sum.
 */
export type TaxRow = {
  readonly taxBp: number;
  readonly grossMinor: Minor;
  readonly taxMinor: Minor;
  readonly taxId?: string | undefined; // absent: the product's own rate
  readonly name?: string | undefined;
  readonly ratePpm?: number | undefined;
};

type Part = { readonly taxId: string; readonly name?: string; readonly ratePpm: number; readonly taxMinor: Minor };

/** The rows of one line: one for each of its taxes, or one for its product's rate. */
export const taxRowsFor = (
  line: { readonly taxBp: number; readonly taxMinor: Minor },
  grossMinor: Minor,
  parts: readonly Part[],
): TaxRow[] =>
  parts.length === 0
    ? [{ taxBp: line.taxBp, grossMinor, taxMinor: line.taxMinor }]
    : parts.map(({ taxId, name, ratePpm, taxMinor }) => ({
        taxBp: Math.round(ratePpm / 100),
        grossMinor,
        taxMinor,
        taxId,
        ...(name === undefined ? {} : { name }),
        ratePpm,
      }));

/** Sums rows by rate, lowest rate first. */
export function taxSummary(rows: readonly TaxRow[]): TaxRow[] {
  const byRate = new Map<string, TaxRow>();
  for (const row of rows) {
    const key = `${String(row.taxBp)} ${row.taxId ?? ''}`;
    const before = byRate.get(key);
    byRate.set(key, {
      ...(before ?? row),
      grossMinor: toMinor((before?.grossMinor ?? 0) + row.grossMinor),
      taxMinor: toMinor((before?.taxMinor ?? 0) + row.taxMinor),
    });
  }
  return [...byRate.values()].sort((a, b) => a.taxBp - b.taxBp || ((a.taxId ?? '') < (b.taxId ?? '') ? -1 : 1));
}
