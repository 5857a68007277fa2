/** When a promotion runs and for whom, in a few words: "1 Dec – 24 Dec · Fri, Sat · 17:00–19:00 · Members". */
import { useLingui } from '@lingui/react/macro';
import { nameIn } from '../../core/product.ts';
import type { Promotion } from '../../core/promotion.ts';
import { langOf } from '../../ui/lang.ts';
import { useSigned } from '../parts/office-context.ts';
import { formOf } from './promotion-form.ts';
import { useDayWords } from './promotion-words.ts';

export function useWhenWords(): (promotion: Promotion) => string {
  const { t, i18n } = useLingui();
  const { currency, stores } = useSigned();
  const days = useDayWords();
  const format = new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const date = (text: string) => (text === '' ? '' : format.format(Date.parse(text)));
  return (promotion) => {
    const { fromDate, toDate, weekdays, fromTime, toTime, coupon, members, tiers, storeIds } = formOf(
      promotion,
      currency,
    );
    const dates = fromDate === '' && toDate === '' ? '' : `${date(fromDate)} – ${date(toDate)}`;
    const named = days.filter(([day]) => weekdays.includes(day)).map(([, name]) => name);
    const hours = fromTime === '' && toTime === '' ? '' : `${fromTime || '00:00'}–${toTime || '24:00'}`;
    const where = stores.filter(({ storeId }) => storeIds?.includes(storeId) === true);
    const parts = [
      dates,
      named.join(', '),
      hours,
      where.map(({ names }) => nameIn(names, langOf(i18n.locale))).join(', '),
      coupon === '' ? '' : t`Coupon ${coupon}`,
      members ? (tiers === '' ? t`Members` : tiers) : '',
    ];
    const said = parts.filter((part) => part !== '').join(' · ');
    return said === '' ? t`Always` : said;
  };
}
