/**
 * What a customer owes: sales paid "on account", what came back of them, what was paid since.
 *
 * Invariants: Σ open − credit = Σ charges − Σ returns − Σ payments; nothing is open below zero or beyond its charge. A
 * return lowers the sale it is of; what it is more than that, and every payment, lowers the oldest sale that is open.
 * Not here: who may take a payment, where it is kept. Nothing rewrites a sale: what is open is worked out each time.
 */
import { type Minor, sumMinor, toMinor, ZERO } from './money.ts';

type AccountCharge = { readonly chargeId: string; readonly atMs: number; readonly amountMinor: Minor };
type AccountReturn = { readonly chargeId: string; readonly amountMinor: Minor };

export type OpenCharge<C extends AccountCharge> = C & {
  readonly backMinor: Minor; // came back with goods
  readonly paidMinor: Minor;
  readonly openMinor: Minor;
};
type AccountState<C extends AccountCharge> = {
  readonly charges: readonly OpenCharge<C>[]; // oldest first
  readonly owedMinor: Minor; // below zero: the shop owes the customer
};

/**
 * The account of this name: however it is spaced, in whichever case and width it was typed. A till records a name and
 * nothing else, so two people of one name are one account, and a slip of the pen is another.
 */
export const accountKey = (who: string): string => who.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();

/** Sales with what is still open of each. `paidMinor`: all payments less those taken back. Minor units. */
export function openCharges<C extends AccountCharge>(
  charges: readonly C[],
  returns: readonly AccountReturn[],
  paidMinor: Minor,
): AccountState<C> {
  const inTurn = [...charges].sort((a, b) => a.atMs - b.atMs || (a.chargeId < b.chargeId ? -1 : 1));
  const backOf = new Map<string, Minor>();
  for (const { chargeId, amountMinor } of returns)
    backOf.set(chargeId, toMinor((backOf.get(chargeId) ?? 0) + amountMinor));
  const lowered = inTurn.map((charge) => ({
    charge,
    backMinor: toMinor(Math.min(backOf.get(charge.chargeId) ?? 0, charge.amountMinor)),
  }));
  let left =
    paidMinor + sumMinor(returns.map((one) => one.amountMinor)) - sumMinor(lowered.map((one) => one.backMinor));
  const rows = lowered.map(({ charge, backMinor }): OpenCharge<C> => {
    const dueMinor = charge.amountMinor - backMinor;
    const paid = toMinor(Math.min(Math.max(left, 0), dueMinor));
    left -= paid;
    return { ...charge, backMinor, paidMinor: paid, openMinor: toMinor(dueMinor - paid) };
  });
  const openMinor = sumMinor(rows.map((row) => row.openMinor));
  return { charges: rows, owedMinor: toMinor(openMinor - left) };
}

/** How much somebody may pay at most: what is owed. More is refused, because nobody asked the shop to keep it. */
export const mostToPay = (owedMinor: Minor): Minor => (owedMinor > 0 ? owedMinor : ZERO);
