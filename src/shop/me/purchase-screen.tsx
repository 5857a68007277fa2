/** One receipt, line by line, as it was paid. */
import { useLingui } from '@lingui/react/macro';
import { nameIn } from '../../core/product.ts';
import { formatQty } from '../../core/written-figures.ts';
import { formatDateTime, formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import type { Purchase } from '../../wire/shop.ts';
import { useDocumentTitle } from '../frame/document-title.ts';
import { ShopHeader } from '../frame/shop-header.tsx';
import { ShopPage } from '../frame/shop-page.tsx';
import { links } from '../links.ts';
import { useShopper } from '../shop-context.ts';
import css from './me-screen.module.css';

export function PurchaseScreen({ saleId }: { readonly saleId: string }) {
  const { t } = useLingui();
  const purchase = useShopper((state) => state.purchases.find((one) => one.saleId === saleId));
  const phase = useShopper((state) => state.phase);
  const no = purchase?.no ?? '';
  const title = purchase === undefined ? t`Receipt` : t`Receipt ${no}`;
  useDocumentTitle(title);
  return (
    <>
      <ShopHeader title={title} back={links.me} />
      <ShopPage aria-busy={phase === 'opening'}>
        {purchase === undefined ? null : <Paid purchase={purchase} />}
        {purchase === undefined && phase !== 'opening' ? <p>{t`This receipt is not on this phone.`}</p> : null}
      </ShopPage>
    </>
  );
}

function Paid({ purchase }: { readonly purchase: Purchase }) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const { store, paidMs, currency, lines, totalMinor } = purchase;
  return (
    <>
      <p>
        {nameIn(store.names, lang)}
        <br />
        <span className={css.small}>{formatDateTime({ ms: paidMs, lang, tz: store.tz })}</span>
      </p>
      <ul className={css.list}>
        {lines.map(({ skuNo, name, qtyMilli, unitMinor, paidMinor }, at) => (
          <li key={`${skuNo} ${at}`} className={css.row}>
            <span>
              {name}
              <br />
              <span className={css.small}>
                {formatQty({ qtyMilli, lang })} × {formatMoney({ amountMinor: unitMinor, currency, lang })}
              </span>
            </span>
            <MoneyText amountMinor={paidMinor} currency={currency} size="line" />
          </li>
        ))}
      </ul>
      <p className={css.sum}>
        <span>{t`Total`}</span>
        <MoneyText amountMinor={totalMinor} currency={currency} size="subtotal" />
      </p>
    </>
  );
}
