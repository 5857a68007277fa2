/** One customer's account: what is owed, the sales behind it, payments, and taking a payment. */
import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { nameIn } from '../../core/product.ts';
import { formatDateTime, formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { accountDetail, type AccountDetail } from '../../wire/office-accounts.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { useRemote } from '../parts/use-remote.ts';
import css from './accounts-screen.module.css';
import { usePaidByNames } from './paid-by-words.ts';
import { TakePayment } from './take-payment.tsx';
import { UndoPayment } from './undo-payment.tsx';

type Props = { readonly accountKey: string; readonly onChanged: () => void; readonly onClose: () => void };

export function AccountSheet({ accountKey, onChanged, onClose }: Props) {
  const { t } = useLingui();
  const { api } = useOffice();
  const { mayChange, currency, stores } = useSigned();
  const load = useCallback(
    (unattended: boolean) => {
      const asked = new URLSearchParams({ key: accountKey });
      return api.call('GET', `/accounts/one?${asked.toString()}`, { schema: accountDetail, unattended });
    },
    [api, accountKey],
  );
  const streams = stores.map((store) => `store:${store.storeId}`).join(' ');
  const { value, refusal, put } = useRemote(load, { streams });
  const changed = (detail: AccountDetail) => {
    put(detail);
    onChanged();
  };
  return (
    <Sheet open onClose={onClose} title={value?.row.who ?? t`Account`} side="end">
      <RefusalNote refusal={refusal} />
      {value === null ? null : (
        <>
          <p className={css.tools}>
            {value.row.owedMinor < 0 ? t`In credit` : t`Owes`}
            <span className={css.sum}>
              <MoneyText amountMinor={Math.abs(value.row.owedMinor)} currency={currency} />
            </span>
          </p>
          {mayChange && value.row.owedMinor > 0 ? <TakePayment row={value.row} onChanged={changed} /> : null}
          <Sales detail={value} />
          <Payments detail={value} onChanged={changed} />
        </>
      )}
    </Sheet>
  );
}

function Sales({ detail }: { readonly detail: AccountDetail }) {
  const { t, i18n } = useLingui();
  const { currency, stores } = useSigned();
  const lang = langOf(i18n.locale);
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency, lang });
  const storeOf = (storeId: string) => stores.find((store) => store.storeId === storeId);
  return (
    <section className={css.part}>
      <h3>{t`Sales on account`}</h3>
      <ul className={css.list}>
        {detail.sales.map((sale) => {
          const store = storeOf(sale.storeId);
          const told = [
            formatDateTime({ ms: sale.atMs, lang, tz: store?.tz ?? 'UTC' }),
            stores.length > 1 && store !== undefined ? nameIn(store.names, lang) : '',
            sale.ref,
          ];
          const [whole, back] = [money(sale.amountMinor), money(sale.backMinor)];
          return (
            <li key={`${sale.saleId} ${sale.no}`}>
              <span>
                <Link href={`/sales/${sale.saleId}`}>{sale.no}</Link>
                <span className={css.told}>{told.filter((part) => part !== '').join(' · ')}</span>
              </span>
              <span className={css.end}>
                {sale.openMinor === 0 ? t`settled` : <MoneyText amountMinor={sale.openMinor} currency={currency} />}
                {sale.openMinor === sale.amountMinor ? null : <span className={css.told}>{t`of ${whole}`}</span>}
                {sale.backMinor === 0 ? null : <span className={css.told}>{t`${back} brought back`}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

type PaymentsProps = { readonly detail: AccountDetail; readonly onChanged: (detail: AccountDetail) => void };

function Payments({ detail, onChanged }: PaymentsProps) {
  const { t, i18n } = useLingui();
  const { currency, store, mayChange } = useSigned();
  const wayName = usePaidByNames();
  const lang = langOf(i18n.locale);
  if (detail.payments.length === 0) return null;
  return (
    <section className={css.part}>
      <h3>{t`Payments`}</h3>
      <ul className={css.list}>
        {detail.payments.map((payment) => {
          const isTakenBack = payment.amountMinor < 0;
          const told = [
            formatDateTime({ ms: payment.atMs, lang, tz: store.tz }),
            payment.by === null ? '' : nameIn(payment.by, lang),
            payment.note,
          ];
          return (
            <li key={payment.paymentId}>
              <span>
                {isTakenBack ? t`Payment taken back` : wayName[payment.method]}
                <span className={css.told}>{told.filter((part) => part !== '').join(' · ')}</span>
              </span>
              <span className={css.figure}>
                <span className={payment.isUndone ? css.gone : undefined}>
                  <MoneyText amountMinor={payment.amountMinor} currency={currency} />
                </span>
                {payment.isUndone ? <span className={css.told}>{t`taken back`}</span> : null}
                {mayChange && !isTakenBack && !payment.isUndone ? (
                  <UndoPayment payment={payment} onChanged={onChanged} />
                ) : null}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
