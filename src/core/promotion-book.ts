/**
 * The promotions of a shop, indexed once so that a scan asks only about those its goods are in: a till keeps the book
 * and makes it anew when a promotion changes.
 *
 * Not here: which stack group comes first (stage-order.ts).
 * Invariant: promotions stand in the order of their ids, so that the order in which they came changes nothing.
 */
import type { Promotion } from './promotion.ts';
import { type Goods, indexScopes, type Scope, type ScopeIndex } from './scope.ts';

/** Where in the book a scope belongs: a promotion (its place), and which of its slots. */
type Seat = { readonly at: number; readonly slot: number };

export type PromotionBook = {
  readonly promotions: readonly Promotion[];
  readonly seats: readonly Seat[];
  readonly index: ScopeIndex;
  readonly stages: readonly string[]; // in the order of another book these were taken from; empty: of this one
};

export const EMPTY_BOOK: PromotionBook = { promotions: [], seats: [], index: indexScopes([]), stages: [] };

/**
 * The book of these promotions. One that has ended keeps its place, so that a coupon of it is told so, and is
 * asked of no goods. `stages`: the order of the book these were taken from, where that is another.
 */
export function promotionBook(rows: Iterable<Promotion>, stages: readonly string[] = []): PromotionBook {
  const promotions = [...rows].sort((a, b) => (a.promotionId < b.promotionId ? -1 : 1));
  const seats: Seat[] = [];
  const scopes: Scope[] = [];
  for (const [at, { offer, state }] of promotions.entries()) {
    if (state === 'ended') continue;
    const own = offer.form === 'set' ? offer.slots.map((slot) => slot.scope) : [offer.scope];
    for (const [slot, scope] of own.entries()) {
      seats.push({ at, slot });
      scopes.push(scope);
    }
  }
  return { promotions, seats, index: indexScopes(scopes), stages };
}

/** For each promotion that any of the goods is in: which goods (their places) fill which of its slots. */
export function seatsOf(
  { seats, index }: PromotionBook,
  goods: readonly Goods[],
): ReadonlyMap<number, readonly (readonly number[])[]> {
  const found = new Map<number, number[][]>();
  const slotOf = (seatNo: number): number[] => {
    const seat = seats[seatNo];
    if (seat === undefined) return [];
    const slots = found.get(seat.at) ?? [];
    while (slots.length <= seat.slot) slots.push([]);
    found.set(seat.at, slots);
    return slots[seat.slot] ?? [];
  };
  for (const seatNo of index.everywhere) {
    const slot = slotOf(seatNo);
    for (const [place, line] of goods.entries()) if (!index.isExcept(seatNo, line.skuNo)) slot.push(place);
  }
  for (const [place, line] of goods.entries()) {
    for (const seatNo of index.named(line)) slotOf(seatNo).push(place);
  }
  return found;
}
