/**
 * Goods that may be sold to people of an age only. A cart is asked about once for each age it needs: who confirmed it,
 * which age, and how. The date of birth is looked at and never written down (birth-date.ts).
 *
 * Invariants: what is confirmed for an age holds for all goods of that age or a lower one; nothing is confirmed by a
 * device itself. Not here: which goods these are (the product says), blocking the payment (complete-sale.ts).
 */

/** `birth_date`: somebody saw it on a paper. `looks`: nobody would take this customer for younger than `looksOver`. */
export type AgeCheck = { readonly age: number; readonly how: 'birth_date' | 'looks'; readonly staffId: string };

/**
 * How old a customer has to look to be served without a paper: seven years beyond the age, because looks are misjudged.
 * For 18 that is 25, as shops do who ask for a paper from everybody that looks younger ("Challenge 25").
 */
export const looksOver = (age: number): number => age + 7;

/** The age these goods need beyond what was confirmed; null: nobody has to be asked. */
export function ageToAsk(
  skuNos: readonly number[],
  minAgeOf: (skuNo: number) => number | undefined,
  check: Pick<AgeCheck, 'age'> | undefined,
): number | null {
  const needed = skuNos.reduce((most, skuNo) => Math.max(most, minAgeOf(skuNo) ?? 0), 0);
  return needed > (check?.age ?? 0) ? needed : null;
}
