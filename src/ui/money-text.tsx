/** An amount of money. The currency sign is set at 70 % of the figure; a reader hears the amount as one. */
import { useLingui } from '@lingui/react/macro';
import { moneyParts } from '../core/written-figures.ts';
import { classNames } from './class-names.ts';
import { formatMoney } from './format.ts';
import { langOf } from './lang.ts';
import css from './money-text.module.css';

type Props = {
  readonly amountMinor: number;
  readonly currency: string;
  readonly size?: 'inherit' | 'line' | 'subtotal' | 'total' | 'change';
  readonly struck?: boolean; // a price that no longer holds
};

export function MoneyText({ amountMinor, currency, size = 'inherit', struck = false }: Props) {
  const { i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const parts = moneyParts({ amountMinor, currency, lang });
  const Tag = struck ? 's' : 'span';
  return (
    <Tag className={classNames(css.money, css[size])}>
      <span aria-hidden="true">
        {parts.map((part, at) => (
          <span key={at} className={part.sign ? css.sign : undefined}>
            {part.text}
          </span>
        ))}
      </span>
      <span data-unseen="">{formatMoney({ amountMinor, currency, lang })}</span>
    </Tag>
  );
}
