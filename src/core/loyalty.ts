/**
 * Points and stored value: what a sale earns, what a top-up gives on top, which part of a member's money is spent or
 * goes back first. Amounts in minor units, points are whole.
 *
 * Invariants: a sale earns once, and once everything of it has come back nothing of it is left; of a sale's stored
 * value exactly what was spent goes back, whatever the parts. Money paid in is spent before the gift, so what goes back
 * first is the gift.
 * Points pay at the shop's rate, so many for one unit of its currency, rounded up to whole points: they never pay for
 * more than they are worth. What is paid with points earns none.
 * Not here: the ledger (ledger.ts), who may, what a till may spend (the grant it was given by the server).
 */
import { minorDigits } from './currency.ts';
import { type Minor, mulDivHalfUp, sumMinor, toMinor } from './money.ts';
import type { Value } from './value.ts';

/** The shop's rules. */
export type LoyaltyRules = {
  readonly perMinor: number | null; // so much paid earns one point; null: no points
  readonly valueMaxMinor: Minor | null; // a member's card holds at most this; null: no limit
  readonly gifts: readonly { readonly fromMinor: Minor; readonly giftMinor: Minor }[]; // for a top-up from an amount on
  readonly pay?: PointsRate | null | undefined; // absent, null: points do not pay
};

/** How points pay: `perUnit` of them for one unit of the currency, and no fewer than `least` in one payment. */
type PointsRate = { readonly perUnit: number; readonly least: number };

/** A member as a sale names it: `label` is masked, and stands on the receipt. */
export type SaleMember = {
  readonly memberId: string;
  readonly label: string;
  readonly points: number; // this sale earns
  readonly perMinor: number | null; // the rule it earned them by
};

/** So long a till may spend from a grant. */
export const GRANT_MS = 24 * 3_600_000;

export const NO_LOYALTY: LoyaltyRules = { perMinor: null, valueMaxMinor: null, gifts: [] };

/** The limit a shop begins with: CNY 5,000 for a card with a name (rules for single-purpose prepaid cards). */
export const valueMaxAtFirst = (currency: string): Minor | null => (currency === 'CNY' ? toMinor(500_000) : null);

/** Points for what was paid, in whole points. */
export const pointsFor = (totalMinor: number, perMinor: number | null): number =>
  perMinor === null || totalMinor <= 0 ? 0 : Math.floor(totalMinor / perMinor);

type Paid = { readonly method: string; readonly amountMinor: number };

/** What of a sale earns points: all of it but what was paid with points. */
export const earningMinor = (totalMinor: number, tenders: readonly Paid[]): number =>
  totalMinor - sumMinor(tenders.filter(({ method }) => method === 'points'));

/** Points an amount takes, whole ones. */
export const pointsToPay = (amountMinor: number, perUnit: number, currency: string): number =>
  Math.ceil((amountMinor * perUnit) / 10 ** minorDigits(currency));

/** What points pay for. */
export const pointsWorth = (points: number, perUnit: number, currency: string): Minor =>
  toMinor(Math.floor((Math.max(0, points) * 10 ** minorDigits(currency)) / perUnit));

/** Points that go back with `backMinor` of a payment by points. Counted from the start, so parts sum up. */
export function pointsBack(
  paid: { readonly amountMinor: number; readonly points: number },
  gone: { readonly amountMinor: number; readonly points: number },
  backMinor: number,
): number {
  const upToMinor = Math.min(paid.amountMinor, gone.amountMinor + backMinor);
  return paid.amountMinor <= 0 ? 0 : Math.max(0, mulDivHalfUp(paid.points, upToMinor, paid.amountMinor) - gone.points);
}

/** What of a sale's points is left after refunds of it. In proportion; counted from the start, so parts sum up. */
export function pointsLeft(points: number, totalMinor: number, refundedMinor: number): number {
  const keptMinor = totalMinor - refundedMinor;
  if (keptMinor <= 0 || totalMinor <= 0) return 0;
  return Math.min(points, mulDivHalfUp(points, keptMinor, totalMinor));
}

/** What the shop adds to a top-up: the gift of the highest step it reaches. */
export function giftFor(amountMinor: number, { gifts }: Pick<LoyaltyRules, 'gifts'>): Minor {
  const reached = gifts.filter(({ fromMinor }) => amountMinor >= fromMinor).sort((a, b) => b.fromMinor - a.fromMinor);
  return reached[0]?.giftMinor ?? toMinor(0);
}

/** So much of it, what was paid in first. Never more than there is. */
export function takeOf(from: Value, amountMinor: number): Value {
  const principalMinor = Math.max(0, Math.min(from.principalMinor, amountMinor));
  const giftMinor = Math.max(0, Math.min(from.giftMinor, amountMinor - principalMinor));
  return { principalMinor: toMinor(principalMinor), giftMinor: toMinor(giftMinor) };
}

/** So much of what was spent goes back: the gift first. `gone`: what went back of it before. */
export function giveBack(spent: Value, gone: Value, amountMinor: number): Value {
  const giftMinor = Math.max(0, Math.min(spent.giftMinor - gone.giftMinor, amountMinor));
  return { principalMinor: toMinor(amountMinor - giftMinor), giftMinor: toMinor(giftMinor) };
}

/** How a card is known: in capitals, without spaces and dashes. Empty: that is no card. */
export const cardText = (typed: string): string => typed.replace(/[\s-]/g, '').toUpperCase();

/** Digits of a telephone, the country's in front left out where it is China's. Empty: that is none. */
export function phoneText(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  const plain = digits.length === 13 && digits.startsWith('86') ? digits.slice(2) : digits;
  return plain.length < 5 || plain.length > 15 ? '' : plain;
}

/** Of a name only its first character, of a number its end: what a cashier sees and a receipt says. */
export function maskedLabel(name: string, cardNo: string): string {
  const first = Array.from(name.trim())[0];
  const tail = `•${cardText(cardNo).slice(-4)}`;
  return first === undefined ? tail : `${first}** ${tail}`;
}
