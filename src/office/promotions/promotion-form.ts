/** A promotion as texts of a form, and back: its name, when, where and for whom. What it gives is in offer-form.ts. */
import type { Promotion } from '../../core/promotion.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { EMPTY_OFFER, offerOf, offerTexts, type OfferFault, type OfferForm } from './offer-form.ts';

/** What a person says of a promotion. */
type PromotionSaid = Omit<Promotion, 'promotionId' | 'rev' | 'state'>;

export type PromotionForm = OfferForm & {
  readonly zh: string;
  readonly en: string;
  readonly coupon: string;
  readonly members: boolean;
  readonly tiers: string; // with commas between; empty: any member
  readonly storeIds: readonly string[] | null; // null: every store
  readonly fromDate: string;
  readonly toDate: string;
  readonly weekdays: readonly number[]; // 1 is Monday; empty: every day
  readonly fromTime: string; // hh:mm
  readonly toTime: string;
  readonly group: string; // empty: that of all offers of its form
  readonly priority: string;
  readonly isAlone: boolean;
  readonly onManual: boolean;
};

export type PromotionFault =
  OfferFault | { readonly field: keyof PromotionForm; readonly row?: undefined; readonly refusal: Refusal };

export const EMPTY_PROMOTION: PromotionForm = {
  ...EMPTY_OFFER,
  zh: '', en: '', coupon: '', members: false, tiers: '', storeIds: null, fromDate: '', toDate: '', weekdays: [],
  fromTime: '', toTime: '', group: '', priority: '', isAlone: false, onManual: false,
}; // prettier-ignore

const MOST_PRIORITY = 1000;
const MOST_TIERS = 20;
const LONGEST_WORD = 40;
/** Offers on pieces never meet on one piece, nor those on the cart on one cart; unless somebody says otherwise. */
const GROUPS = { each: 'goods', set: 'goods', cart: 'cart' } as const;

/** The texts of a promotion. */
export function formOf(row: Promotion, currency: string): PromotionForm {
  return {
    ...offerTexts(row.offer, currency),
    zh: row.names.zh ?? '',
    en: row.names.en ?? '',
    coupon: row.coupon ?? '',
    members: row.memberTiers !== null,
    tiers: (row.memberTiers ?? []).join(', '),
    storeIds: row.storeIds,
    fromDate: row.fromDate ?? '',
    toDate: row.toDate ?? '',
    weekdays: row.weekdays,
    fromTime: timeText(row.fromMinute),
    toTime: timeText(row.toMinute),
    group: row.stackGroup === GROUPS[row.offer.form] ? '' : row.stackGroup,
    priority: row.priority === 0 ? '' : String(row.priority),
    isAlone: row.isAlone,
    onManual: row.onManual,
  };
}

/** What the form says. Refuses what cannot be read, with its field. */
export function saidOf(form: PromotionForm, currency: string): Result<PromotionSaid, PromotionFault> {
  const [zh, en] = [form.zh.trim(), form.en.trim()];
  if (zh === '' && en === '') return err({ field: 'zh', refusal: { code: 'name_missing' } });
  const offer = offerOf(form, currency);
  if (!offer.ok) return offer;
  const coupon = form.coupon.trim().toUpperCase();
  if (coupon !== '' && !/^[0-9A-Z-]{3,40}$/.test(coupon)) return bad('coupon');
  if (form.fromDate !== '' && form.toDate !== '' && form.fromDate > form.toDate) return bad('toDate');
  const tiers = tiersOf(form.tiers);
  if (form.members && tiers === null) return bad('tiers');
  if (form.storeIds?.length === 0) return err({ field: 'storeIds', refusal: { code: 'nothing_chosen' } });
  const priority = /^-?\d{0,4}$/.test(form.priority.trim()) ? Number(form.priority) : MOST_PRIORITY + 1;
  if (Math.abs(priority) > MOST_PRIORITY) return bad('priority');
  return ok({
    names: { ...(zh === '' ? {} : { zh }), ...(en === '' ? {} : { en }) },
    offer: offer.value,
    coupon: coupon === '' ? null : coupon,
    memberTiers: form.members ? tiers : null,
    storeIds: form.storeIds,
    fromDate: form.fromDate === '' ? null : form.fromDate,
    toDate: form.toDate === '' ? null : form.toDate,
    weekdays: [...form.weekdays].sort((a, b) => a - b),
    fromMinute: minuteOf(form.fromTime),
    toMinute: minuteOf(form.toTime),
    stackGroup: form.group.trim() === '' ? GROUPS[offer.value.form] : form.group.trim(),
    priority,
    isAlone: form.isAlone,
    onManual: form.onManual,
  });
}

const bad = (field: keyof PromotionForm) => err({ field, refusal: { code: 'bad_number' } as const });

/** Tiers as members have them; null: more or longer than there can be. */
function tiersOf(text: string): string[] | null {
  const tiers = [...new Set(text.split(/[,，、]/).map((tier) => tier.trim()))].filter((tier) => tier !== '');
  return tiers.length > MOST_TIERS || tiers.some((tier) => tier.length > LONGEST_WORD) ? null : tiers;
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
