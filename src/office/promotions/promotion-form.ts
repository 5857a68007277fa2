/**
 * A promotion as texts of a form, and back. Six kinds of offer have a form of their own; an offer made elsewhere that
 * fits none (several slots, several steps) keeps its figures, and all the rest of it can be changed here.
 */
import { decimalText } from '../../core/currency.ts';
import type { CartOffer, EachOffer, Offer, Promotion, SetOffer } from '../../core/promotion.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { EVERYTHING, type Scope } from '../../core/scope.ts';
import { readAmount } from '../../ui/format.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { readTax, taxText } from '../products/product-form.ts';

/** What a person says of a promotion. */
type PromotionSaid = Omit<Promotion, 'promotionId' | 'rev' | 'state'>;

export const KINDS = ['percent', 'amount', 'price', 'bundle', 'get', 'threshold'] as const;
export type Kind = (typeof KINDS)[number] | 'other';

export type PromotionForm = {
  readonly zh: string;
  readonly en: string;
  readonly kind: Kind;
  readonly percent: string; // off; 100 is free
  readonly amount: string; // off, or the price it then is
  readonly count: string; // pieces: of a bundle, paid for in buy X get Y
  readonly free: string; // pieces with the percentage off
  readonly from: string; // what the goods come to
  readonly isEvery: boolean;
  readonly gives: 'percent' | 'amount'; // what a threshold brings
  readonly scope: Scope;
  readonly coupon: string;
  readonly members: boolean;
  readonly fromDate: string;
  readonly toDate: string;
  readonly weekdays: readonly number[]; // 1 is Monday; empty: every day
  readonly fromTime: string; // hh:mm
  readonly toTime: string;
  readonly isAlone: boolean;
};

export type PromotionFault = { readonly field: keyof PromotionForm; readonly refusal: Refusal };

export const EMPTY_PROMOTION: PromotionForm = {
  zh: '', en: '', kind: 'percent', percent: '', amount: '', count: '', free: '1', from: '', isEvery: false,
  gives: 'amount', scope: EVERYTHING, coupon: '', members: false, fromDate: '', toDate: '', weekdays: [],
  fromTime: '', toTime: '', isAlone: false,
}; // prettier-ignore

const ALL_OFF_BP = 10_000;
const MOST_PIECES = 1000;
/** Offers on pieces never meet on one piece, nor those on the cart on one cart; unless somebody says otherwise. */
const GROUPS = { each: 'goods', set: 'goods', cart: 'cart' } as const;

/** The texts of a promotion. */
export function formOf(row: Promotion, currency: string): PromotionForm {
  return {
    ...EMPTY_PROMOTION,
    ...offerTexts(row.offer, currency),
    zh: row.names.zh ?? '',
    en: row.names.en ?? '',
    coupon: row.coupon ?? '',
    members: row.memberTiers !== null,
    fromDate: row.fromDate ?? '',
    toDate: row.toDate ?? '',
    weekdays: row.weekdays,
    fromTime: timeText(row.fromMinute),
    toTime: timeText(row.toMinute),
    isAlone: row.isAlone,
  };
}

type OfferTexts = Partial<PromotionForm> & Pick<PromotionForm, 'kind' | 'scope'>;

function offerTexts(offer: Offer, currency: string): OfferTexts {
  switch (offer.form) {
    case 'each':
      return eachTexts(offer, currency);
    case 'set':
      return setTexts(offer, currency);
    case 'cart':
      return cartTexts(offer, currency);
  }
}

function eachTexts({ scope, reward }: EachOffer, currency: string): OfferTexts {
  switch (reward.kind) {
    case 'percent':
      return { kind: 'percent', scope, percent: taxText(reward.bp) };
    case 'amount':
      return { kind: 'amount', scope, amount: decimalText(reward.amountMinor, currency) };
    case 'price':
      return { kind: 'price', scope, amount: decimalText(reward.priceMinor, currency) };
  }
}

function setTexts({ slots, target, reward, maxSets }: SetOffer, currency: string): OfferTexts {
  const [slot] = slots;
  const isOther = slot === undefined || slots.length > 1 || maxSets !== null;
  if (!isOther && target.kind === 'all' && reward.kind === 'price') {
    const amount = decimalText(reward.priceMinor, currency);
    return { kind: 'bundle', scope: slot.scope, count: String(slot.count), amount };
  }
  if (!isOther && target.kind === 'cheapest' && reward.kind === 'percent' && target.count < slot.count) {
    const [count, free] = [String(slot.count - target.count), String(target.count)];
    return { kind: 'get', scope: slot.scope, count, free, percent: taxText(reward.bp) };
  }
  return { kind: 'other', scope: EVERYTHING };
}

function cartTexts({ scope, measure, steps, isEvery, capMinor }: CartOffer, currency: string): OfferTexts {
  const [step] = steps;
  if (step === undefined || steps.length > 1 || measure !== 'amount' || capMinor !== null)
    return { kind: 'other', scope: EVERYTHING };
  const { from, reward } = step;
  const threshold = { kind: 'threshold', scope, isEvery, from: decimalText(from, currency) } as const;
  if (reward.kind === 'percent') return { ...threshold, gives: 'percent', percent: taxText(reward.bp) };
  if (reward.kind === 'amount')
    return { ...threshold, gives: 'amount', amount: decimalText(reward.amountMinor, currency) };
  return { kind: 'other', scope: EVERYTHING };
}

/** What the form says. `was`: the promotion that is changed. Refuses what cannot be read, with its field. */
export function saidOf(
  form: PromotionForm,
  currency: string,
  was: Promotion | null,
): Result<PromotionSaid, PromotionFault> {
  const [zh, en] = [form.zh.trim(), form.en.trim()];
  if (zh === '' && en === '') return err({ field: 'zh', refusal: { code: 'name_missing' } });
  const offer = offerOf(form, currency, was);
  if (!offer.ok) return offer;
  const coupon = form.coupon.trim().toUpperCase();
  if (coupon !== '' && !/^[0-9A-Z-]{3,40}$/.test(coupon)) return bad('coupon');
  if (form.fromDate !== '' && form.toDate !== '' && form.fromDate > form.toDate) return bad('toDate');
  return ok({
    names: { ...(zh === '' ? {} : { zh }), ...(en === '' ? {} : { en }) },
    offer: offer.value,
    coupon: coupon === '' ? null : coupon,
    memberTiers: form.members ? (was?.memberTiers ?? []) : null,
    storeIds: was?.storeIds ?? null,
    fromDate: form.fromDate === '' ? null : form.fromDate,
    toDate: form.toDate === '' ? null : form.toDate,
    weekdays: [...form.weekdays].sort((a, b) => a - b),
    fromMinute: minuteOf(form.fromTime),
    toMinute: minuteOf(form.toTime),
    stackGroup: was?.stackGroup ?? GROUPS[offer.value.form],
    priority: was?.priority ?? 0,
    isAlone: form.isAlone,
    onManual: was?.onManual ?? false,
  });
}

const bad = (field: keyof PromotionForm) => err({ field, refusal: { code: 'bad_number' } as const });

type ReadOffer = Result<Offer, PromotionFault>;

function offerOf(form: PromotionForm, currency: string, was: Promotion | null): ReadOffer {
  const { scope } = form;
  const priceMinor = readAmount(form.amount, currency);
  const bp = readTax(form.percent);
  const percent = bp === null || bp === 0 ? null : { kind: 'percent' as const, bp };
  const off = priceMinor === null || priceMinor === 0 ? null : { kind: 'amount' as const, amountMinor: priceMinor };
  switch (form.kind) {
    case 'percent':
      return percent === null ? bad('percent') : ok({ form: 'each', scope, reward: percent });
    case 'amount':
      return off === null ? bad('amount') : ok({ form: 'each', scope, reward: off });
    case 'price':
      return priceMinor === null ? bad('amount') : ok({ form: 'each', scope, reward: { kind: 'price', priceMinor } });
    case 'bundle': {
      const count = piecesOf(form.count);
      if (count === null || count < 2) return bad('count');
      if (priceMinor === null) return bad('amount');
      const reward = { kind: 'price', priceMinor } as const;
      return ok({ form: 'set', slots: [{ scope, count }], target: { kind: 'all' }, reward, maxSets: null });
    }
    case 'get':
      return getOffer(form, percent ?? { kind: 'percent', bp: ALL_OFF_BP });
    case 'threshold': {
      const from = readAmount(form.from, currency);
      if (from === null || (form.isEvery && from === 0)) return bad('from');
      const reward = form.gives === 'percent' ? percent : off;
      if (reward === null) return bad(form.gives);
      return ok({
        form: 'cart',
        scope,
        measure: 'amount',
        steps: [{ from, reward }],
        isEvery: form.isEvery,
        capMinor: null,
      });
    }
    case 'other':
      return was === null ? bad('kind') : ok(was.offer);
  }
}

function getOffer({ count, free, scope }: PromotionForm, reward: { kind: 'percent'; bp: number }): ReadOffer {
  const [paid, given] = [piecesOf(count), piecesOf(free)];
  if (paid === null) return bad('count');
  if (given === null) return bad('free');
  const target = { kind: 'cheapest', count: given } as const;
  return ok({ form: 'set', slots: [{ scope, count: paid + given }], target, reward, maxSets: null });
}

function piecesOf(text: string): number | null {
  const pieces = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  return pieces >= 1 && pieces <= MOST_PIECES ? pieces : null;
}

const timeText = (minute: number | null): string =>
  minute === null || minute === 1440
    ? ''
    : `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Minutes of the day; null: no limit. */
function minuteOf(text: string): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(text);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}
