/**
 * The promotions of a shop, indexed once so that a scan asks only about those its goods are in: a till keeps the book
 * and makes it anew when a promotion changes.
 *
 * A stack group is a stage of pricing, and the whole book says which comes before which: the same for every cart,
 * whatever else lies in it.
 * Invariant: promotions stand in the order of their ids, so that the order in which they came changes nothing.
 */
import type { Promotion } from './promotion.ts';
import { type Goods, indexScopes, push, type Scope, type ScopeIndex } from './scope.ts';

/** Where in the book a scope belongs: a promotion (its place), and which of its slots. */
type Seat = { readonly at: number; readonly slot: number };

export type PromotionBook = {
  readonly promotions: readonly Promotion[];
  readonly seats: readonly Seat[];
  readonly index: ScopeIndex;
  readonly stages: readonly string[]; // names (`stageOf`), in the order they apply
};

export const EMPTY_BOOK: PromotionBook = { promotions: [], seats: [], index: indexScopes([]), stages: [] };

/** The stage a promotion belongs to: of one stack group those on pieces are one, those on the cart another. */
export const stageOf = ({ offer, stackGroup }: Promotion): string =>
  `${offer.form === 'cart' ? 'cart' : 'pieces'} ${stackGroup}`;

/**
 * The book of these promotions. One that has ended keeps its place, so that a coupon of it is told so, and is
 * asked of no goods. `stages`: the order of a book these were taken from; what it does not name comes after.
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
  return { promotions, seats, index: indexScopes(scopes), stages: [...new Set([...stages, ...inOrder(promotions)])] };
}

/**
 * Pieces before the cart; then the group with the highest priority, with nothing but percents (they are of the price,
 * and a threshold is of what is then to pay), with the lower name.
 */
function inOrder(promotions: readonly Promotion[]): string[] {
  const groups = new Map<string, Promotion[]>();
  for (const one of promotions) if (one.state !== 'ended') push(groups, stageOf(one), one);
  const ranked = [...groups].map(([name, all]) => ({
    name,
    rank: [
      all[0]?.offer.form === 'cart' ? 1 : 0,
      -all.reduce((top, { priority }) => Math.max(top, priority), -Infinity),
      all.every(isPercent) ? 0 : 1,
    ],
  }));
  return ranked.sort((a, b) => compare(a.rank, b.rank) || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
}

const compare = (a: readonly number[], b: readonly number[]): number =>
  a.map((one, at) => one - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0;

const isPercent = ({ offer }: Promotion): boolean =>
  (offer.form === 'cart' ? offer.steps : [offer]).every(({ reward }) => reward.kind === 'percent');

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
