/**
 * Leaving a payment in which money was taken already: what was taken, to be given back by hand before the cart is
 * changed. Closed, the payment goes on with every row as it was.
 */
import { useLingui } from '@lingui/react/macro';
import { sumMinor } from '../../core/money.ts';
import { Button } from '../../ui/button.tsx';
import { tenderName } from '../../ui/money-words.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useCounter, useHand, useSettings } from '../counter-context.tsx';
import css from './leave-sheet.module.css';
import { leavePayment, takenByHand } from './paying.ts';

export function LeaveSheet() {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  useHand((state) => state.tenders);
  const taken = takenByHand(counter);
  const close = () => counter.view.setState({ sheet: null });
  const leave = () => {
    close();
    leavePayment(counter);
  };
  const keys = (
    <div className={css.foot}>
      <p className={css.sum}>
        <span>{t`Together`}</span> <MoneyText amountMinor={sumMinor(taken)} currency={currency} size="total" />
      </p>
      <Button size="key" onClick={leave}>{t`Given back, to the cart`}</Button>
      <Button size="key" kind="primary" onClick={close}>{t`Go on paying`}</Button>
    </div>
  );
  return (
    <Sheet open onClose={close} title={t`Give the money back first`} foot={keys} scrollsByKey>
      <p className={css.hint}>{t`This was taken for the cart. If you leave the payment, it no longer counts.`}</p>
      <ul>
        {taken.map((tender) => (
          <li key={tender.tenderId} className={css.row}>
            <span>
              {tenderName(i18n, tender)}
              {tender.evidence?.code === undefined ? null : <span className={css.code}>{tender.evidence.code}</span>}
            </span>
            <MoneyText amountMinor={tender.amountMinor} currency={currency} size="line" />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
