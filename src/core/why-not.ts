/**
 * Why a promotion that is about the cart's goods takes nothing off: what a cashier tells a customer who asks. One of
 * the reasons, the first that holds: it does not run now or here or for this buyer; too few pieces; too far from its
 * threshold; another one on the same goods takes more off, or there was nothing left above the floor price.
 */
import { type Candidate, measure, type OfferLine, type Use } from './offer-pieces.ts';
import { type Buying, cartOff, type NotNow, type Promotion, whyNot } from './promotion.ts';
import type { PromotionBook } from './promotion-book.ts';

export type Passed = {
  readonly promotion: Promotion | null; // null: a coupon nobody gave out
  readonly coupon: string | null;
  readonly why: NotNow | 'too_few' | 'below_threshold' | 'better_offer' | 'floor' | 'no_goods' | 'unknown_coupon';
  readonly missing: number; // pieces for `too_few`; pieces or minor units for `below_threshold`; else 0
};

type Asked = {
  readonly lines: readonly OfferLine[];
  readonly book: PromotionBook;
  readonly buying: Buying;
  readonly matched: readonly Candidate[];
  readonly uses: readonly Use[];
};

/** All that was passed over: promotions about the cart's goods, and coupons in the cart. */
export function passedOver({ lines, book, buying, matched, uses }: Asked): Passed[] {
  const used = new Set(uses.map(({ promotion }) => promotion.promotionId));
  const known = new Set(matched.map(({ promotion }) => promotion.promotionId));
  const seen: Seen = { uses, used: new Set(uses.flatMap(({ off }) => [...off.keys()])), left: new Map() };
  const about = matched
    .filter(({ promotion }) => !used.has(promotion.promotionId))
    .flatMap((candidate) => {
      const { promotion } = candidate;
      const now = whyNot(promotion, buying);
      if (now === 'needs_coupon') return []; // a code is not given away
      const reason = now === null ? ofGoods(lines, candidate, seen) : { why: now, missing: 0 };
      return [{ promotion, coupon: promotion.coupon, ...reason }];
    });
  const coupons = buying.coupons.flatMap((coupon): Passed[] => {
    const own = book.promotions.filter((promotion) => promotion.coupon === coupon);
    const [promotion] = own;
    if (promotion === undefined) return [{ promotion: null, coupon, why: 'unknown_coupon', missing: 0 }];
    if (own.some(({ promotionId }) => known.has(promotionId))) return [];
    return [{ promotion, coupon, why: whyNot(promotion, buying) ?? 'no_goods', missing: 0 }];
  });
  return [...about, ...coupons];
}

type Seen = {
  readonly uses: readonly Use[];
  readonly used: ReadonlySet<number>; // places something was taken off
  readonly left: Map<string, readonly number[]>; // by stack group
};

function ofGoods(
  lines: readonly OfferLine[],
  { promotion, slots }: Candidate,
  { uses, used, left }: Seen,
): Pick<Passed, 'why' | 'missing'> {
  const { offer } = promotion;
  const [only] = slots;
  const places = slots.length === 1 && only !== undefined ? only : [...new Set(slots.flat())];
  if (places.length === 0) return { why: 'no_goods', missing: 0 };
  if (offer.form === 'set') {
    const missing = offer.slots.reduce(
      (sum, slot, at) => sum + Math.max(0, slot.count - piecesIn(lines, slots[at] ?? [])),
      0,
    );
    if (missing > 0) return { why: 'too_few', missing };
  }
  if (offer.form === 'cart') {
    const seenBy = (group: string): readonly number[] => left.get(group) ?? leftBefore(lines, uses, group);
    left.set(promotion.stackGroup, seenBy(promotion.stackGroup));
    const measured = measure(offer, { lines, amount: seenBy(promotion.stackGroup), places });
    const { offMinor, missing } = cartOff(offer, measured, measured);
    if (offMinor === 0 && missing !== null) return { why: 'below_threshold', missing };
  }
  const isFull = (place: number): boolean => (lines[place]?.roomMinor ?? 0) < (lines[place]?.amountMinor ?? 0);
  const isFloor = places.every((place) => isFull(place) && !used.has(place));
  return { why: isFloor ? 'floor' : 'better_offer', missing: 0 };
}

const piecesIn = (lines: readonly OfferLine[], places: readonly number[]): number =>
  places.reduce((sum, place) => sum + (lines[place]?.pieces ?? 0), 0);

/** What thresholds saw: offers on pieces are off already, other cart offers come as they come. */
function leftBefore(lines: readonly OfferLine[], uses: readonly Use[], stackGroup: string): number[] {
  const left = lines.map((line) => line.amountMinor);
  for (const use of uses) {
    if (use.promotion.offer.form === 'cart' && use.promotion.stackGroup === stackGroup) continue;
    for (const [place, minor] of use.off) left[place] = (left[place] ?? 0) - minor;
  }
  return left;
}
