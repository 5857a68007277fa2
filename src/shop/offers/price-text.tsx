/** A price, and what it was before an offer took something off. */
import { useLingui } from '@lingui/react/macro';
import { MoneyText } from '../../ui/money-text.tsx';
import css from './offers.module.css';

type Props = { readonly wasMinor: number; readonly nowMinor: number; readonly currency: string };

export function PriceText({ wasMinor, nowMinor, currency }: Props) {
  const { t } = useLingui();
  const price = <MoneyText amountMinor={nowMinor} currency={currency} size="line" />;
  if (nowMinor === wasMinor) return price;
  return (
    <span className={css.prices}>
      <strong className={css.now}>{price}</strong>
      <span className={css.was}>
        <span data-unseen="">{t`Before`} </span>
        <MoneyText amountMinor={wasMinor} currency={currency} struck />
      </span>
    </span>
  );
}
