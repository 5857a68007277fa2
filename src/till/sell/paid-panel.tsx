/** After the sale: the change as the largest figure on the screen, and the receipt's choice. It blocks nothing. */
import { Trans, useLingui } from '@lingui/react/macro';
import { CircleCheck, Printer, QrCode as QrIcon } from 'lucide-react';
import { memo } from 'react';
import { sumMinor } from '../../core/money.ts';
import { Button } from '../../ui/button.tsx';
import { tenderName } from '../../ui/money-words.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { useCounter, useView } from '../counter-context.tsx';
import { printSold, showReceipt } from '../receipt/receipt-acts.ts';
import css from './paid-panel.module.css';

export const PaidPanel = memo(function PaidPanel() {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const sold = useView((state) => state.sold);
  if (sold === null) return null;
  const { sale, out = [] } = sold;
  const { currency } = sale;
  const how = sale.tenders.every((tender) => tender.method === 'cash') ? t`cash` : '';
  const hide = () => counter.view.setState({ sold: { ...sold, isShown: false } });
  return (
    <div className={css.panel}>
      <p className={css.paid}>
        <CircleCheck aria-hidden="true" />
        <span>
          {t`Paid`} <MoneyText amountMinor={sumMinor(sale.tenders)} currency={currency} /> {how}
        </span>
      </p>
      <p className={css.no}>
        {sale.no} · <Trans>saved on this till</Trans>
      </p>
      <dl className={css.figures}>
        <div>
          <dt>{t`Total`}</dt>
          <dd>
            <MoneyText amountMinor={sale.totals.totalMinor} currency={currency} />
          </dd>
        </div>
        {sale.tenders.map((tender) => (
          <div key={tender.tenderId}>
            <dt>{tenderName(i18n, tender)}</dt>
            <dd>
              <MoneyText amountMinor={tender.amountMinor} currency={currency} />
            </dd>
          </div>
        ))}
      </dl>
      <div className={css.change} data-change={sale.changeMinor}>
        <p className={css.word}>{out.length === 0 ? t`Change` : t`Hand out`}</p>
        <MoneyText amountMinor={sumMinor([sale.changeMinor, ...out])} currency={currency} size="change" />
        {out.map((row) => (
          <p key={row.tenderId} className={css.word}>
            {tenderName(i18n, row)} <MoneyText amountMinor={row.amountMinor} currency={currency} />
          </p>
        ))}
      </div>
      <div className={css.keys}>
        <Button size="key" icon={<Printer aria-hidden="true" />} onClick={() => void printSold(counter, sold)}>
          {t`Print`}
        </Button>
        <Button size="key" icon={<QrIcon aria-hidden="true" />} onClick={() => showReceipt(counter)}>
          {t`QR receipt`}
        </Button>
        <Button size="key" onClick={hide}>
          {t`None`}
        </Button>
      </div>
      <p className={css.hint}>
        <Trans>The next scan or tile starts a new sale.</Trans>
      </p>
    </div>
  );
});
