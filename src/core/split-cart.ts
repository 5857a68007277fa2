/**
 * One cart in two: lines, or whole pieces of a line, go into a second cart.
 *
 * Invariants: every piece is in exactly one of the two; what a person took off is divided to the minor unit, so that
 * where no promotion and no tax on top is rounded anew the two totals add up to the one; coupons, the phone's cart and
 * the hold stay with what is kept, so nothing counts twice; so does the age somebody confirmed, because another may pay
 * for the second. Each cart is priced by itself afterwards.
 */
import { allocate } from './allocate.ts';
import type { Cart, CartLine, Manual } from './cart.ts';
import { lineAmount, type Minor, sumMinor, ZERO } from './money.ts';
import type { PricedCart } from './price-cart.ts';
import { err, ok, type Result } from './result.ts';
import type { SaleOffer } from './sale.ts';

/** How much of which lines goes into the second cart, by line id; lines not named stay. */
export type Picks = ReadonlyMap<number, number>;

type Split = { readonly kept: Cart; readonly taken: Cart };

/** How much of a line may be picked at a time: pieces one by one, what was weighed as a whole. */
export const pickStep = ({ qtyMilli }: Pick<CartLine, 'qtyMilli'>): number => (qtyMilli % 1000 === 0 ? 1000 : qtyMilli);

/**
 * The two carts. `priced` is `cart` as it was priced; `cartId` becomes the second's.
 * Refuses: `bad_quantity` - less than nothing, more than there is, or part of what is weighed; `empty_cart` - one of
 * the two would hold nothing.
 */
export function splitCart(
  { cart, priced, picks }: { readonly cart: Cart; readonly priced: PricedCart; readonly picks: Picks },
  cartId: string,
): Result<Split, { readonly code: 'bad_quantity' | 'empty_cart' }> {
  const parts = cart.lines.map((line) => {
    const takenMilli = picks.get(line.lineId) ?? 0;
    return { line, takenMilli, keptMilli: line.qtyMilli - takenMilli };
  });
  const isSound = ({ line, takenMilli, keptMilli }: Part): boolean =>
    takenMilli >= 0 && keptMilli >= 0 && takenMilli % pickStep(line) === 0;
  if (!parts.every(isSound)) return err({ code: 'bad_quantity' });
  if (parts.every(({ takenMilli }) => takenMilli === 0) || parts.every(({ keptMilli }) => keptMilli === 0)) {
    return err({ code: 'empty_cart' });
  }
  const lines = parts.map((part) => cutLine(part, priced));
  const off = cutOff(cart.discount, sharesOf(parts, priced, 'cart_discount'));
  const { member, memberTier, taxFree } = cart;
  const taken = lines.flatMap((cut) => cut.taken ?? []).map((line, at) => ({ ...line, lineId: at + 1 }));
  return ok({
    kept: { ...cart, lines: lines.flatMap((cut) => cut.kept ?? []), discount: off.kept, selected: null },
    taken: {
      cartId, rev: 0, lines: taken, removed: [], handoff: null, nextLineId: taken.length + 1, selected: null,
      saleEntryId: null, discount: off.taken, memberTier, member, taxFree,
    },
  }); // prettier-ignore
}

type Part = { readonly line: CartLine; readonly takenMilli: number; readonly keptMilli: number };
type Cut<T> = { readonly kept: T; readonly taken: T };

/** A line that goes whole stays as it is; of one that is cut, what a person took off becomes two amounts. */
function cutLine(part: Part, priced: PricedCart): Cut<CartLine | null> {
  const { line, takenMilli, keptMilli } = part;
  if (takenMilli === 0) return { kept: line, taken: null };
  if (keptMilli === 0) return { kept: null, taken: line };
  const off = cutOff(line.discount, sharesOf([part], priced, 'line_discount'));
  return {
    kept: { ...line, qtyMilli: keptMilli, discount: off.kept },
    taken: { ...line, qtyMilli: takenMilli, discount: off.taken },
  };
}

function cutOff(given: Manual | undefined, { kept, taken }: Cut<Minor>): Cut<Manual | undefined> {
  const of = (amountMinor: Minor): Manual | undefined =>
    given === undefined || amountMinor === 0 ? undefined : { ...given, reward: { kind: 'amount', amountMinor } };
  return { kept: of(kept), taken: of(taken) };
}

/** What offers of a kind took off these lines: a line's own as its pieces are divided, the cart's after that. */
function sharesOf(parts: readonly Part[], priced: PricedCart, kind: 'line_discount' | 'cart_discount'): Cut<Minor> {
  const cuts = parts.map((part): Cut<Minor> => {
    const byPieces = cutOf(offOf(part, priced, 'line_discount'), [part.keptMilli, part.takenMilli]);
    if (kind === 'line_discount') return byPieces;
    // By what is left of each part: neither can lose more than it costs.
    const { unitMinor = ZERO } = rowOf(part, priced) ?? {};
    const left = (qtyMilli: number, off: Minor): number => Math.max(0, lineAmount(unitMinor, qtyMilli) - off);
    const weights = [left(part.keptMilli, byPieces.kept), left(part.takenMilli, byPieces.taken)];
    return cutOf(offOf(part, priced, 'cart_discount'), weights);
  });
  return { kept: sumMinor(cuts.map(({ kept }) => kept)), taken: sumMinor(cuts.map(({ taken }) => taken)) };
}

function cutOf(offMinor: Minor, weights: readonly number[]): Cut<Minor> {
  const [kept = ZERO, taken = ZERO] = allocate(offMinor, weights);
  return { kept, taken };
}

const rowOf = ({ line }: Part, { lines }: PricedCart) => lines.find((one) => one.line.lineId === line.lineId);

function offOf(part: Part, priced: PricedCart, kind: SaleOffer['kind']): Minor {
  const numbers = new Set(priced.offers.filter((offer) => offer.kind === kind).map(({ offerNo }) => offerNo));
  const applied = rowOf(part, priced)?.applied ?? [];
  return sumMinor(applied.filter(({ offerNo }) => numbers.has(offerNo)).map(({ amountMinor }) => amountMinor));
}
