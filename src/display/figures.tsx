/** The smaller figures of a sale: before and after discounts, tax, rounding, and each tender so far. */
import { useLingui } from '@lingui/react/macro';
import { decimalText } from '../core/currency.ts';
import { negated } from '../core/money.ts';
import { methodName } from '../ui/money-words.ts';
import { MoneyText } from '../ui/money-text.tsx';
import type { CustomerPicture } from '../wire/customer-display.ts';
import css from './figures.module.css';

type Figure = { readonly key: string; readonly word: string; readonly amountMinor: number; readonly isOff?: boolean };

export function Figures({ picture }: { readonly picture: CustomerPicture }) {
  const { t, i18n } = useLingui();
  const { totals, tenders, currency } = picture;
  if (totals === null) return null;
  const { grossMinor, discountMinor, taxMinor, isTaxAdded, roundingMinor, totalMinor } = totals;
  const isPlain = discountMinor === 0 && roundingMinor === 0 && !(isTaxAdded && taxMinor !== 0);
  const figures: readonly Figure[] = [
    ...(isPlain ? [] : [{ key: 'gross', word: t`Subtotal`, amountMinor: grossMinor }]),
    ...(discountMinor === 0
      ? []
      : [{ key: 'off', word: t`You save`, amountMinor: negated(discountMinor), isOff: true }]),
    ...(taxMinor === 0 ? [] : [{ key: 'tax', word: isTaxAdded ? t`Tax` : t`Tax included`, amountMinor: taxMinor }]),
    ...(roundingMinor === 0 ? [] : [{ key: 'round', word: t`Rounding`, amountMinor: roundingMinor }]),
    ...(tenders.length === 0 ? [] : [{ key: 'total', word: t`Total`, amountMinor: totalMinor }]),
    ...tenders.map(({ tenderId, amountMinor, foreign, method, name }) => ({
      key: `tender ${tenderId}`,
      word: [
        methodName(i18n, { method, name, currency: foreign?.currency }),
        foreign === undefined ? '' : decimalText(foreign.amountMinor, foreign.currency),
      ].join(' '),
      amountMinor,
    })),
  ];
  return (
    <dl className={css.figures}>
      {figures.map(({ key, word, amountMinor, isOff }) => (
        <div key={key} className={css.figure} data-off={isOff}>
          <dt>{word}</dt>
          <dd>
            <MoneyText amountMinor={amountMinor} currency={currency} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
