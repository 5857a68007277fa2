/**
 * Goods that came back for others: the return and the new sale are two facts, each true by itself, and only their
 * difference changes hands. What the return gives back by cash, by a terminal's card or by a way of the shop's own
 * stands in the sale as paid the same way, up to its total; so drawers and slips show the difference and every sum of
 * either fact holds alone. Vouchers and accounts are given back as they are: they are not money in the hand.
 *
 * Invariants: what is carried over and what is left to hand out are all that was given back, tender by tender; no more
 * is carried than the sale comes to. Not here: making either fact (return.ts, complete-sale.ts).
 */
import { allocate } from './allocate.ts';
import { type Minor, sumMinor, toMinor, ZERO } from './money.ts';
import type { Tender } from './sale.ts';

/** A return whose refund counts toward a cart. `no` is empty until the return is known to stand in the journal. */
export type Exchange = { readonly returnId: string; readonly no: string; readonly back: readonly Tender[] };

type Settled = {
  readonly carried: readonly Tender[]; // tenders of the new sale
  readonly out: readonly Tender[]; // still to be given back, by which tender
  readonly carriedMinor: Minor;
  readonly outMinor: Minor;
};

const isNetted = ({ method }: Tender): boolean =>
  method === 'cash' || method === 'card_external' || method === 'custom';

/** What of a refund pays for goods of `totalMinor`, in proportion over its tenders, and what is left of it. */
export function settleExchange({ no, back }: Exchange, totalMinor: Minor): Settled {
  const netted = back.filter(isNetted);
  const most = Math.min(totalMinor, sumMinor(netted));
  const parts = allocate(toMinor(most), netted.map((row) => row.amountMinor)); // prettier-ignore
  const partOf = (row: Tender): Minor => parts[netted.indexOf(row)] ?? ZERO;
  const carried = netted.map((row, at): Tender => {
    const evidence = { ...row.evidence, ref: no };
    return { ...row, tenderId: at + 1, amountMinor: partOf(row), evidence };
  });
  const out = back.map((row) => ({ ...row, amountMinor: toMinor(row.amountMinor - partOf(row)) }));
  const some = (rows: readonly Tender[]): Tender[] => rows.filter((row) => row.amountMinor > 0);
  return { carried: some(carried), out: some(out), carriedMinor: sumMinor(carried), outMinor: sumMinor(out) };
}
