/**
 * Goods that came back for others: the return and the new sale are two facts, each true by itself, and only their
 * difference changes hands. What the return gives back by cash, by a terminal's card or by a way of the shop's own
 * stands in the sale as paid the same way, up to its total; so drawers and slips show the difference and every sum of
 * either fact holds alone. Vouchers and accounts are given back as they are: they are not money in the hand.
 *
 * Invariants: what is carried over and what is left to hand out are all that was given back, tender by tender; no more
 * is carried than the sale comes to when it is paid so; of cash in coins, coins are carried and coins are left. Not
 * here: making either fact (return.ts, complete-sale.ts).
 */
import { allocate } from './allocate.ts';
import { type CashRounding, inSteps } from './cash-rounding.ts';
import { type Minor, sumMinor, toMinor, ZERO } from './money.ts';
import type { SaleTotals, Tender } from './sale.ts';
import { isCash } from './tender.ts';

/** A return whose refund counts toward a cart. `no` is empty until the return is known to stand in the journal. */
export type Exchange = { readonly returnId: string; readonly no: string; readonly back: readonly Tender[] };

/** What of a priced cart counts here. */
type Priced = {
  readonly totals: SaleTotals;
  readonly rules: { readonly cashRounding: CashRounding | null };
};

type Settled = {
  readonly carried: readonly Tender[]; // tenders of the new sale
  readonly out: readonly Tender[]; // still to be given back, by which tender
  readonly carriedMinor: Minor;
  readonly outMinor: Minor;
};

const isNetted = ({ method }: Tender): boolean =>
  method === 'cash' || method === 'card_external' || method === 'custom';

/** What of a refund pays for the goods of a cart, in proportion over its tenders, and what is left of it. */
export function settleExchange({ no, back }: Exchange, priced: Priced): Settled {
  const netted = back.filter(isNetted);
  const parts = partsFor(netted, priced);
  const partOf = (row: Tender): Minor => parts[netted.indexOf(row)] ?? ZERO;
  const carried = netted.map((row, at): Tender => {
    const evidence = { ...row.evidence, ref: no };
    return { ...row, tenderId: at + 1, amountMinor: partOf(row), evidence };
  });
  const out = back.map((row) => ({ ...row, amountMinor: toMinor(row.amountMinor - partOf(row)) }));
  const some = (rows: readonly Tender[]): Tender[] => rows.filter((row) => row.amountMinor > 0);
  return { carried: some(carried), out: some(out), carriedMinor: sumMinor(carried), outMinor: sumMinor(out) };
}

/** Where there is no policy every amount can be paid. */
const ANY_COINS: CashRounding = { stepMinor: 1, how: 'half_up', on: 'cash' };

/**
 * What each of these tenders pays of the cart. Cash pays in coins, so that coins are left of it too, and the others pay
 * what that leaves of the exact total; only where they hold too little, or there are none, coins round the total.
 */
function partsFor(netted: readonly Tender[], { totals, rules }: Priced): Minor[] {
  const coins = rules.cashRounding ?? ANY_COINS;
  const exactMinor = toMinor(totals.totalMinor - (totals.roundingMinor ?? 0));
  const totalMinor = coins.on === 'all' ? inSteps(exactMinor, coins) : exactMinor;
  const heldCash = sumMinor(netted.filter(isCash));
  const mostCash = heldCash - (heldCash % coins.stepMinor);
  const mostOther = sumMinor(netted) - heldCash;
  const coinsAfter = (otherMinor: number): number => inSteps(toMinor(Math.max(0, totalMinor - otherMinor)), coins);
  const share = (amountMinor: number, isOf: (row: Tender) => boolean): Minor[] => {
    const weights = netted.map((row) => (isOf(row) ? row.amountMinor : 0));
    return allocate(toMinor(Math.min(amountMinor, sumMinor(weights))), weights);
  };
  const inProportion = share(totalMinor, () => true);
  const plainOther = sumMinor(inProportion.filter((_, at) => netted[at] !== undefined && !isCash(netted[at])));
  const wantedCash = Math.min(coinsAfter(plainOther), mostCash);
  const otherMinor = Math.min(Math.max(0, totalMinor - wantedCash), mostOther);
  const others = share(otherMinor, (row) => !isCash(row));
  return share(Math.min(coinsAfter(otherMinor), mostCash), isCash).map((cash, at) => toMinor(cash + (others[at] ?? 0)));
}
