/**
 * Carts put aside. A hold is one act of putting a cart aside, with all that its price is made of, and what tills did
 * with it since. Facts about it come from any till and in any order; each only raises it:
 *   held < taken < over (paid, cleared, or put aside again, which is another hold)
 *
 * Invariants: what is known of a hold is a set of facts, so whoever joins the same facts sees the same; nothing lowers
 * it, so what was paid never comes back; the goods of two holds are never merged. Two tills that take one hold have two
 * carts of one root: both are kept, each is told of the other, and two sales of one root are found by the server.
 * Not here: prices (a cart taken back is priced anew), who may (permission.ts).
 */
import type { Cart, CartLine } from './cart.ts';
import type { Minor } from './money.ts';

/** What a cart is, but for its own id, what was taken out, and the money. */
type HeldGoods = Pick<
  Cart,
  'lines' | 'handoff' | 'nextLineId' | 'discount' | 'coupons' | 'memberTier' | 'member' | 'taxFree' | 'ageCheck'
>;

/** Body of a `cart.held`. */
export type CartHeld = {
  readonly heldId: string; // the id the cart had in the hand
  readonly cartId: string; // the root: the id it was begun under, whatever tills it went through
  readonly from: string | null; // the hold it was taken from
  readonly rev: number;
  readonly name: string;
  readonly note: string;
  readonly totalMinor: Minor; // as it was priced then
  readonly wasAsked: boolean; // money was asked for these goods before
  readonly goods: HeldGoods;
};

/** What a till did with a hold. */
export type HeldAct = 'taken' | 'held_again' | 'cleared' | 'paid';
type HeldTaker = {
  readonly act: HeldAct;
  readonly deviceId: string;
  readonly staffId: string | null;
  readonly atMs: number; // of that till's clock
};

/** A hold and what became of it, in the order the facts were heard. */
export type HeldCart = Omit<CartHeld, 'from' | 'goods'> & {
  readonly goods: HeldGoods | null; // null once it is over
  readonly deviceId: string;
  readonly staffId: string | null;
  readonly heldMs: number;
  readonly takers: readonly HeldTaker[];
};

/** One fact about a hold. */
export type HeldFact =
  | ({ readonly act: 'held'; readonly body: CartHeld } & Omit<HeldTaker, 'act'>)
  | ({ readonly act: HeldAct } & Omit<HeldTaker, 'act'>);

type HeldState = 'held' | 'taken' | 'over';

/** After this long without an end, a cart that a till took may be taken again, as a copy. */
export const TAKEN_FOR_MS = 300_000;

export const heldState = ({ takers }: Pick<HeldCart, 'takers'>): HeldState =>
  takers.length === 0 ? 'held' : takers.every(({ act }) => act === 'taken') ? 'taken' : 'over';

/** Of what these facts tell; null while the act of putting it aside is not among them. */
export function heldOf(facts: readonly HeldFact[]): HeldCart | null {
  const held = facts.find((fact) => fact.act === 'held');
  if (held === undefined) return null;
  const { from: _from, ...body } = held.body;
  const { deviceId, staffId, atMs: heldMs } = held;
  return joinTakers(
    { ...body, deviceId, staffId, heldMs, takers: [] },
    facts.flatMap((fact) => (fact.act === 'held' ? [] : [fact])),
  );
}

/** What is known with more facts: each act of each till counts once, the first heard stands first. */
export function joinTakers(held: HeldCart, more: readonly HeldTaker[]): HeldCart {
  const takers = [...held.takers];
  for (const { act, deviceId, staffId, atMs } of more) {
    if (takers.some((one) => one.act === act && one.deviceId === deviceId)) continue;
    takers.push({ act, deviceId, staffId, atMs });
  }
  if (takers.length === held.takers.length) return held;
  return { ...held, takers, goods: heldState({ takers }) === 'over' ? null : held.goods };
}

/** Nobody needs to hear of it any more: it is over, also at every till that took it. */
export const isForgotten = ({ takers }: Pick<HeldCart, 'takers'>): boolean =>
  heldState({ takers }) === 'over' &&
  takers.every(
    ({ act, deviceId }) =>
      act !== 'taken' || takers.some((other) => other.act !== 'taken' && other.deviceId === deviceId),
  );

/**
 * May this till take it? `yes` also for what this till took and no longer has in the hand (a crash in between). `copy`:
 * another till took it a while ago and nothing came of it. `no`: it is over, or in use elsewhere.
 */
export function mayTake(
  held: Pick<HeldCart, 'takers'>,
  { deviceId, nowMs }: { readonly deviceId: string; readonly nowMs: number },
): 'yes' | 'copy' | 'no' {
  const state = heldState(held);
  const [holder] = held.takers;
  if (state === 'over') return 'no';
  if (holder === undefined || holder.deviceId === deviceId) return 'yes';
  return nowMs - holder.atMs >= TAKEN_FOR_MS ? 'copy' : 'no';
}

/** Another till that took the hold this till has in the hand; what ended it there counts before the taking. */
export const alsoTakenBy = ({ takers }: Pick<HeldCart, 'takers'>, deviceId: string): HeldTaker | null => {
  const others = takers.filter((taker) => taker.deviceId !== deviceId);
  return others.find(({ act }) => act === 'paid') ?? others.findLast(({ act }) => act !== 'taken') ?? others[0] ?? null;
};

/** The id a cart was begun under: a sale names it, so that one cart paid twice is found. */
export const rootOf = ({ cartId, hold }: Pick<Cart, 'cartId' | 'hold'>): string => hold?.cartId ?? cartId;

/** What is kept of a cart that is put aside. */
export const goodsOfCart = (cart: Cart): HeldGoods => {
  const { lines, handoff, nextLineId, discount, coupons, memberTier, member, taxFree, ageCheck } = cart;
  return {
    lines: lines.map(plainLine),
    handoff,
    nextLineId,
    ...(discount === undefined ? {} : { discount }),
    ...(coupons === undefined || coupons.length === 0 ? {} : { coupons }),
    ...(memberTier === undefined ? {} : { memberTier }),
    ...(member === undefined ? {} : { member }),
    ...(taxFree === undefined ? {} : { taxFree }),
    ...(ageCheck === undefined ? {} : { ageCheck }),
  };
};

/** A line as it is written down: nothing in it is there and undefined. */
const plainLine = ({ options, discount, note, ...line }: CartLine): CartLine => ({
  ...line,
  ...(options === undefined ? {} : { options }),
  ...(discount === undefined ? {} : { discount }),
  ...(note === undefined ? {} : { note }),
});

/** The cart again, under an id of its own: what is on disk of the one that was put aside stays closed. */
export const cartOfHeld = (held: HeldCart, goods: HeldGoods, cartId: string): Cart => ({
  ...goods,
  cartId,
  rev: held.rev + 1,
  removed: [],
  selected: null,
  saleEntryId: null,
  hold: { heldId: held.heldId, cartId: held.cartId, name: held.name, note: held.note },
});

/** Whether every word of a search is in its name, its note or who put it aside. */
export const heldMatches = (held: Pick<HeldCart, 'name' | 'note'>, who: string, query: string): boolean => {
  const text = `${held.name} ${held.note} ${who}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};
