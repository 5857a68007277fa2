/**
 * A promotion as data: which goods, what of them, how much off, when, for whom, and what it goes together with. There
 * are three forms and no more; every offer a shop makes is one of them with its own figures:
 *
 *   each  off every unit of the goods: percent, amount, a price; also what is weighed
 *   set   off a set of pieces: N for a price, buy X get Y, cheapest free, mix and match; a piece is in one set at most
 *   cart  off what the goods come to, from a threshold on: of amount or of pieces, in steps or for every full one
 *
 * Rules of going together: promotions of one stack group never meet on one piece (`each`, `set`) or one cart (`cart`);
 * different groups come one after the other (stage-order.ts), each on what the one before left. One that stands
 * alone meets no other on a line. Not here: choosing (choose-offers.ts), the clock (a `Moment` comes in).
 */
import { type Minor, lineAmount, mulDivHalfUp } from './money.ts';
import type { Names } from './product.ts';
import type { Scope } from './scope.ts';

export type Reward =
  | { readonly kind: 'percent'; readonly bp: number } // 1 to 10000
  | { readonly kind: 'amount'; readonly amountMinor: Minor }
  | { readonly kind: 'price'; readonly priceMinor: Minor }; // what it then costs

type Slot = { readonly scope: Scope; readonly count: number };

/** Whose price falls: of all pieces of a set, of its cheapest ones, of those in one slot. */
type Target =
  | { readonly kind: 'all' }
  | { readonly kind: 'cheapest'; readonly count: number }
  | { readonly kind: 'slot'; readonly slot: number };

export type EachOffer = { readonly form: 'each'; readonly scope: Scope; readonly reward: Reward };
export type SetOffer = {
  readonly form: 'set';
  readonly slots: readonly Slot[];
  readonly target: Target;
  readonly reward: Reward; // of the target's pieces together
  readonly maxSets: number | null; // per sale
};
export type CartOffer = {
  readonly form: 'cart';
  readonly scope: Scope;
  readonly measure: 'amount' | 'pieces';
  readonly steps: readonly { readonly from: number; readonly reward: Reward }[]; // minor units or pieces, ascending
  readonly isEvery: boolean; // the (one) step's reward again for each full `from`
  readonly capMinor: Minor | null;
};
export type Offer = EachOffer | SetOffer | CartOffer;

export type Promotion = {
  readonly promotionId: string; // UUID
  readonly rev: number; // grows with each change
  readonly names: Names;
  readonly offer: Offer;
  readonly coupon: string | null; // capitals; only with this code in the cart
  readonly memberTiers: readonly string[] | null; // null: everybody; empty: any member
  readonly storeIds: readonly string[] | null; // null: all
  readonly fromDate: string | null; // the store's dates, both included
  readonly toDate: string | null;
  readonly weekdays: readonly number[]; // 1 is Monday; empty: every day
  readonly fromMinute: number | null; // of the day; from after to: over midnight
  readonly toMinute: number | null; // the first minute that is too late
  readonly stackGroup: string;
  readonly priority: number; // higher first
  readonly isAlone: boolean;
  readonly onManual: boolean; // also on goods whose price a person has changed
  readonly state: 'active' | 'ended';
};

/** The store's wall clock when a cart is priced. `weekday`: 1 is Monday. */
export type Moment = { readonly date: string; readonly weekday: number; readonly minute: number };

/** Who buys, where, when, and with which coupons. */
export type Buying = {
  readonly moment: Moment;
  readonly storeId: string;
  readonly memberTier: string | null; // null: not known as a member
  readonly coupons: readonly string[];
};

export type NotNow = 'ended' | 'not_now' | 'other_store' | 'members_only' | 'needs_coupon';

/** Why a promotion does not run for this purchase at all; null when it does. */
export function whyNot(promotion: Promotion, buying: Buying): NotNow | null {
  if (promotion.state === 'ended') return 'ended';
  if (promotion.storeIds !== null && !promotion.storeIds.includes(buying.storeId)) return 'other_store';
  if (!isOn(promotion, buying.moment)) return 'not_now';
  const { coupon, memberTiers } = promotion;
  if (memberTiers !== null && !isOfTier(memberTiers, buying.memberTier)) return 'members_only';
  return coupon === null || buying.coupons.includes(coupon) ? null : 'needs_coupon';
}

const isOfTier = (tiers: readonly string[], tier: string | null): boolean =>
  tier !== null && (tiers.length === 0 || tiers.includes(tier));

/** After midnight an offer that runs over it still belongs to the day on which it began. */
function isOn({ fromDate, toDate, weekdays, fromMinute, toMinute }: Promotion, moment: Moment): boolean {
  const from = fromMinute ?? 0;
  const to = toMinute ?? MINUTES_OF_DAY;
  const isOver = from > to;
  const isTail = isOver && moment.minute < to;
  const isInside = isOver ? isTail || moment.minute >= from : moment.minute >= from && moment.minute < to;
  const day = isTail ? dayBefore(moment) : moment;
  return (
    isInside &&
    (fromDate === null || day.date >= fromDate) &&
    (toDate === null || day.date <= toDate) &&
    (weekdays.length === 0 || weekdays.includes(day.weekday))
  );
}

const MINUTES_OF_DAY = 1440;

function dayBefore({ date, weekday }: Moment): Pick<Moment, 'date' | 'weekday'> {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const before = weekday === 1 ? 7 : weekday - 1;
  if (day > 1) return { date: dateText(year, month, day - 1), weekday: before };
  return month === 1
    ? { date: dateText(year - 1, 12, 31), weekday: before }
    : { date: dateText(year, month - 1, daysOf(year, month - 1)), weekday: before };
}

const dateText = (year: number, month: number, day: number): string =>
  [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** What a reward takes off `amountMinor` as a whole: 0 to all of it. */
export function rewardOff(reward: Reward, amountMinor: number): number {
  switch (reward.kind) {
    case 'percent':
      return mulDivHalfUp(amountMinor, reward.bp, 10_000);
    case 'amount':
      return Math.min(reward.amountMinor, amountMinor);
    case 'price':
      return Math.max(0, amountMinor - reward.priceMinor);
  }
}

/** The same for each unit of a quantity (thousandths) that comes to `amountMinor`. */
export function eachOff(reward: Reward, amountMinor: number, qtyMilli: number): number {
  switch (reward.kind) {
    case 'percent':
      return mulDivHalfUp(amountMinor, reward.bp, 10_000);
    case 'amount':
      return Math.min(lineAmount(reward.amountMinor, qtyMilli), amountMinor);
    case 'price':
      return Math.max(0, amountMinor - lineAmount(reward.priceMinor, qtyMilli));
  }
}

/**
 * What a threshold's reward takes off, and how far the measure is from the next step (null: no more steps). Of a
 * percent, `shareMinor` is what it comes to without its cap: a line gives its share of that and no more (null: of an
 * amount, which comes off whatever line it is).
 */
export function cartOff(
  { steps, isEvery, capMinor }: CartOffer,
  measured: number,
  amountMinor: number,
): { readonly offMinor: number; readonly shareMinor: number | null; readonly missing: number | null } {
  const reached = steps.findLast((step) => measured >= step.from);
  const next = steps.find((step) => measured < step.from);
  const missing = next === undefined ? null : next.from - measured;
  if (reached === undefined) return { offMinor: 0, shareMinor: null, missing };
  const once = rewardOff(reached.reward, amountMinor);
  const times = isEvery && reached.from > 0 ? Math.floor(measured / reached.from) : 1;
  const wholeMinor = Math.min(once * times, amountMinor);
  const offMinor = Math.min(wholeMinor, capMinor ?? wholeMinor);
  return { offMinor, shareMinor: reached.reward.kind === 'percent' ? wholeMinor : null, missing };
}
