/** What a tax takes, and when, in words. */
import { useLingui } from '@lingui/react/macro';
import type { TaxRate } from '../../core/line-tax.ts';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useSigned } from '../parts/office-context.ts';
import { percentText } from './tax-form.ts';

/** "9.975% on top of the taxes before it", "¥0.25 for each unit". */
export function useTakesWords(): (tax: TaxRate) => string {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  return ({ ratePpm, perUnitMinor, isCompound }) => {
    const percent = percentText(ratePpm);
    const amount = formatMoney({ amountMinor: perUnitMinor, currency, lang: langOf(i18n.locale) });
    const parts = [
      ratePpm === 0 ? '' : isCompound ? t`${percent}%, also on the taxes before it` : `${percent}%`,
      perUnitMinor === 0 ? '' : t`${amount} for each unit`,
    ];
    return parts.filter((part) => part !== '').join(' · ');
  };
}

/** From which day to which. */
export function useDaysWords(): (tax: Pick<TaxRate, 'fromDate' | 'toDate'>) => string {
  const { t } = useLingui();
  return ({ fromDate = null, toDate = null }) => {
    if (fromDate === null) return toDate === null ? t`Every day` : t`Up to ${toDate}`;
    return toDate === null ? t`From ${fromDate} on` : t`${fromDate} to ${toDate}`;
  };
}
