/** After the return: the money to hand out as the largest figure, and its paper. */
import { useLingui } from '@lingui/react/macro';
import { CircleCheck, Printer, QrCode as QrIcon } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { MoneyText } from '../../ui/money-text.tsx';
import type { Returned } from '../commands/return-goods.ts';
import { useCounter } from '../counter-context.tsx';
import { printById } from '../receipt/receipt-acts.ts';
import { ReceiptSheet } from '../views.ts';
import css from './return-screen.module.css';

export function ReturnDone({ done: { back } }: { readonly done: Returned }) {
  const { t } = useLingui();
  const counter = useCounter();
  const [, go] = useLocation();
  const [isShown, setShown] = useState(false);
  const { no } = back;
  const leave = () => {
    counter.view.setState({ returning: null });
    go('/');
  };
  return (
    <div className={css.done} role="status">
      <CircleCheck aria-hidden="true" />
      <p>{t`Refunded, ${no}. Hand out`}</p>
      <MoneyText amountMinor={back.totalMinor} currency={back.currency} size="change" />
      <div className={css.doneKeys}>
        <Button
          size="key"
          icon={<Printer aria-hidden="true" />}
          onClick={() => void printById(counter, back.returnId)}
        >{t`Print`}</Button>
        <Button size="key" icon={<QrIcon aria-hidden="true" />} onClick={() => setShown(true)}>{t`QR receipt`}</Button>
        <Button size="key" kind="primary" onClick={leave}>{t`Done`}</Button>
      </div>
      <Suspense fallback={null}>
        {isShown ? <ReceiptSheet saleId={back.returnId} onClose={() => setShown(false)} /> : null}
      </Suspense>
    </div>
  );
}
