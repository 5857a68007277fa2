/** What is the shopper's own: receipts, also without network, and those still on their way. No name, no account. */
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { ReceiptText } from 'lucide-react';
import { Link } from 'wouter';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatDateTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import type { Purchase } from '../../wire/shop.ts';
import { useDocumentTitle } from '../frame/document-title.ts';
import { ShopHeader } from '../frame/shop-header.tsx';
import { ShopPage } from '../frame/shop-page.tsx';
import { links } from '../links.ts';
import { useShop, useShopper } from '../shop-context.ts';
import css from './me-screen.module.css';

export function MeScreen() {
  const { t } = useLingui();
  const purchases = useShopper((state) => state.purchases);
  const waiting = useShopper((state) => state.waiting.length);
  useDocumentTitle(t`My receipts`);
  return (
    <>
      <ShopHeader title={t`My receipts`} />
      <ShopPage>
        {waiting === 0 ? null : <Waiting count={waiting} />}
        {purchases.length === 0 && waiting === 0 ? (
          <NoReceipts />
        ) : (
          <ul className={css.list}>
            {purchases.map((purchase) => (
              <ReceiptRow key={purchase.saleId} purchase={purchase} />
            ))}
          </ul>
        )}
        <p className={css.small}>{t`Only this phone can show these receipts. No name and no account.`}</p>
      </ShopPage>
    </>
  );
}

function NoReceipts() {
  const { t } = useLingui();
  return (
    <EmptyState
      icon={<ReceiptText aria-hidden="true" />}
      title={t`No receipts yet`}
      action={
        <Link className="shop-key" href={links.scan}>
          {t`Scan a receipt`}
        </Link>
      }
    >
      {t`Scan the QR code on a receipt and it stays on this phone.`}
    </EmptyState>
  );
}

function Waiting({ count }: { readonly count: number }) {
  const { t } = useLingui();
  const { shopper } = useShop();
  return (
    <section className={css.waiting} role="status">
      <p>
        {plural(count, {
          one: '# receipt waits for the till to send its sale. It is kept and completed by itself.',
          other: '# receipts wait for the till to send their sales. They are kept and completed by themselves.',
        })}
      </p>
      <p>
        <Button onClick={() => void shopper.wake()}>{t`Try now`}</Button>
      </p>
    </section>
  );
}

function ReceiptRow({ purchase }: { readonly purchase: Purchase }) {
  const { i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const { saleId, no, store, paidMs, currency, totalMinor } = purchase;
  return (
    <li>
      <Link className={css.row} href={links.purchase(saleId)}>
        <span>
          {nameIn(store.names, lang)}
          <br />
          <span className={css.small}>
            {formatDateTime({ ms: paidMs, lang, tz: store.tz })} · {no}
          </span>
        </span>
        <MoneyText amountMinor={totalMinor} currency={currency} size="line" />
      </Link>
    </li>
  );
}
