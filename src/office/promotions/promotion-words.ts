/** How kinds of promotions, days and what an offer gives are called. */
import { useLingui } from '@lingui/react/macro';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useSigned } from '../parts/office-context.ts';
import { formOf, type Kind } from './promotion-form.ts';
import type { Promotion } from '../../core/promotion.ts';

export function useKindWords(): Readonly<Record<Kind, string>> {
  const { t } = useLingui();
  return {
    percent: t`Percent off`,
    amount: t`Amount off each`,
    price: t`Special price`,
    bundle: t`Several for one price`,
    get: t`Buy some, get some cheaper`,
    threshold: t`Off from an amount on`,
    other: t`Made elsewhere`,
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
  const words = useKindWords();
  return (promotion) => {
    const { kind, percent, count, free } = formOf(promotion, currency);
    const { offer } = promotion;
    const reward = offer.form === 'cart' ? offer.steps[0]?.reward : offer.reward;
    const amount = money(
      reward?.kind === 'amount' ? reward.amountMinor : reward?.kind === 'price' ? reward.priceMinor : 0,
    );
    const from = money(offer.form === 'cart' ? (offer.steps[0]?.from ?? 0) : 0);
    switch (kind) {
      case 'percent':
        return t`${percent}% off`;
      case 'amount':
        return t`${amount} off each`;
      case 'price':
        return t`${amount} each`;
      case 'bundle':
        return t`${count} for ${amount}`;
      case 'get':
        return percent === '100' ? t`Buy ${count}, ${free} free` : t`Buy ${count}, ${percent}% off ${free} more`;
      case 'threshold':
        return reward?.kind === 'percent' ? t`${percent}% off from ${from}` : t`${amount} off from ${from}`;
      case 'other':
        return words.other;
    }
  };
}
