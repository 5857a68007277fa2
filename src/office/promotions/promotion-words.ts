/** How kinds of promotions, days and what an offer gives are called. */
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { CartOffer, EachOffer, Offer, Promotion, Reward, SetOffer } from '../../core/promotion.ts';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useSigned } from '../parts/office-context.ts';
import { taxText } from '../products/product-form.ts';
import { offerTexts, type Kind, type OfferForm } from './offer-form.ts';

export function useKindWords(): Readonly<Record<Kind, string>> {
  const { t } = useLingui();
  return {
    percent: t`Percent off`,
    amount: t`Amount off each`,
    price: t`Special price`,
    bundle: t`Several for one price`,
    get: t`Buy some, get some cheaper`,
    mix: t`A set of several goods`,
    threshold: t`Off from an amount or a number on`,
  };
}

/** 1 is Monday. */
export function useDayWords(): readonly (readonly [number, string])[] {
  const { i18n } = useLingui();
  const format = new Intl.DateTimeFormat(i18n.locale, { weekday: 'short', timeZone: 'UTC' });
  return [1, 2, 3, 4, 5, 6, 7].map((day) => [day, format.format(Date.UTC(2024, 0, day))]); // 1 January 2024: a Monday
}

/** What a promotion gives, in a few words. */
export function useOfferWords(): (promotion: Promotion) => string {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const lang = langOf(i18n.locale);
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency, lang });
  const piecesText = (pieces: number) => plural(pieces, { one: '# piece', other: '# pieces' });
  const amountOf = (reward: Reward) =>
    money(reward.kind === 'amount' ? reward.amountMinor : reward.kind === 'price' ? reward.priceMinor : 0);
  const eachWords = ({ reward }: EachOffer, percent: string) => {
    const amount = amountOf(reward);
    if (reward.kind === 'percent') return t`${percent}% off`;
    return reward.kind === 'amount' ? t`${amount} off each` : t`${amount} each`;
  };
  const setWords = ({ slots, target, reward }: SetOffer, { kind, percent, count, free }: OfferForm) => {
    const amount = amountOf(reward);
    if (kind === 'bundle') return t`${count} for ${amount}`;
    if (kind === 'get') {
      return percent === '100' ? t`Buy ${count}, ${free} free` : t`Buy ${count}, ${percent}% off ${free} more`;
    }
    const pieces = piecesText(slots.reduce((sum, slot) => sum + slot.count, 0));
    if (target.kind === 'all') {
      if (reward.kind === 'percent') return t`Set of ${pieces}: ${percent}% off`;
      return reward.kind === 'amount' ? t`Set of ${pieces}: ${amount} off` : t`Set of ${pieces}: ${amount}`;
    }
    const some = piecesText(target.kind === 'slot' ? (slots[target.slot]?.count ?? 0) : target.count);
    if (reward.kind === 'percent') return t`Set of ${pieces}: ${percent}% off ${some}`;
    return reward.kind === 'amount'
      ? t`Set of ${pieces}: ${amount} off ${some}`
      : t`Set of ${pieces}: ${some} for ${amount}`;
  };
  const cartWords = ({ measure, steps, isEvery }: CartOffer) =>
    steps
      .map((step) => {
        const from = measure === 'pieces' ? piecesText(step.from) : money(step.from);
        if (step.reward.kind === 'percent') {
          const percent = taxText(step.reward.bp);
          return t`${percent}% off from ${from}`;
        }
        const amount = amountOf(step.reward);
        return isEvery ? t`${amount} off for every ${from}` : t`${amount} off from ${from}`;
      })
      .join(' · ');
  const atMost = (offer: Offer): string => {
    if (offer.form === 'cart' && offer.capMinor !== null) {
      const cap = money(offer.capMinor);
      return t`at most ${cap}`;
    }
    const times = offer.form === 'set' ? offer.maxSets : null;
    return times === null ? '' : plural(times, { one: 'once a sale', other: 'at most # times a sale' });
  };
  const offerWords = (offer: Offer) => {
    const form = offerTexts(offer, currency);
    switch (offer.form) {
      case 'each':
        return eachWords(offer, form.percent);
      case 'set':
        return setWords(offer, form);
      case 'cart':
        return cartWords(offer);
    }
  };
  return ({ offer }) => [offerWords(offer), atMost(offer)].filter((words) => words !== '').join(' · ');
}
