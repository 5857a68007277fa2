/** One line of the phone's cart: what it is, how many, what it comes to as far as the phone knows. */
import { useLingui } from '@lingui/react/macro';
import { Barcode, Trash2 } from 'lucide-react';
import { Link } from 'wouter';
import type { KnownProduct } from '../../client/shopper/goods.ts';
import { shortGtin } from '../../core/gtin.ts';
import { lineAmount } from '../../core/money.ts';
import { nameIn, otherTag, shownPrice } from '../../core/product.ts';
import type { ShopperLine } from '../../core/shopper-cart.ts';
import { formatQty } from '../../core/written-figures.ts';
import { IconButton } from '../../ui/button.tsx';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { Stepper } from '../../ui/stepper.tsx';
import type { ShopStore } from '../../wire/shop.ts';
import { links } from '../links.ts';
import { PriceText } from '../offers/price-text.tsx';
import { useOffers } from '../shop-context.ts';
import css from './cart-line.module.css';

const ONE_MILLI = 1000;

type Props = {
  readonly line: ShopperLine;
  readonly product: KnownProduct | undefined;
  readonly store: ShopStore;
  readonly onQty: (qtyMilli: number) => void;
};

export function CartLine({ line, product, store, onQty }: Props) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const unit = product?.unit ?? 'pcs';
  const digits = line.gtin === null ? String(line.skuNo) : shortGtin(line.gtin);
  const name = product === undefined ? digits : nameIn(product.names, lang);
  const unitMinor = product === undefined ? line.seenMinor : shownPrice(product);
  const wholeMinor = unitMinor === null ? null : lineAmount(unitMinor, line.qtyMilli);
  const offer = useOffers((offers) => offers.lines.get(line.lineId));
  return (
    <li className={css.line}>
      {product?.picture == null ? (
        <span className={css.picture} />
      ) : (
        <img className={css.picture} src={`/media/${product.picture}`} alt="" loading="lazy" />
      )}
      <div>
        {product === undefined ? (
          <UnresolvedName digits={digits} />
        ) : (
          <p className={css.name} lang={otherTag(product.names, lang)}>
            <Link href={links.product(product.skuNo, store.storeNo)}>
              {name} {product.spec}
            </Link>
          </p>
        )}
        <PriceLine line={line} product={product} currency={store.currency} />
        {offer?.names.map((each, at) => (
          <p key={at} className={css.changed}>
            {nameIn(each, lang)}
          </p>
        ))}
        <AgeHint minAge={product?.minAge} />
      </div>
      <IconButton className={css.remove} label={t`Remove ${name}`} onClick={() => onQty(0)}>
        <Trash2 aria-hidden="true" />
      </IconButton>
      <div className={css.foot}>
        <Stepper
          name={name}
          onLess={() => onQty(line.qtyMilli - ONE_MILLI)}
          onMore={() => onQty(line.qtyMilli + ONE_MILLI)}
          lessDisabled={line.qtyMilli <= ONE_MILLI}
        >
          {formatQty({ qtyMilli: line.qtyMilli, unit, lang })}
        </Stepper>
        {wholeMinor === null ? null : (
          <PriceText wasMinor={wholeMinor} nowMinor={wholeMinor - (offer?.offMinor ?? 0)} currency={store.currency} />
        )}
      </div>
    </li>
  );
}

/** Goods that are not for everybody: the till looks how old whoever buys them is. */
function AgeHint({ minAge }: { readonly minAge: number | undefined }) {
  const { t } = useLingui();
  return minAge === undefined ? null : <p className={css.small}>{t`${minAge}+: shown at the till`}</p>;
}

function UnresolvedName({ digits }: { readonly digits: string }) {
  const { t } = useLingui();
  return (
    <>
      <p className={css.name}>
        <Barcode aria-hidden="true" /> {digits}
      </p>
      <p className={css.small}>{t`Noted. Name and price follow when you are online; the till knows it anyway.`}</p>
    </>
  );
}

type PriceProps = { readonly line: ShopperLine; readonly product: KnownProduct | undefined; readonly currency: string };

/** The unit price, and when it is another than the shelf showed, both. */
function PriceLine({ line, product, currency }: PriceProps) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency, lang });
  if (product === undefined) return null;
  const nowMinor = shownPrice(product);
  if (nowMinor === null) return <p className={css.small}>{t`Price at the till`}</p>;
  const now = money(nowMinor);
  if (line.seenMinor !== null && line.seenMinor !== nowMinor) {
    const seen = money(line.seenMinor);
    return <p className={css.changed}>{t`Was ${seen} when scanned, now ${now}`}</p>;
  }
  return line.qtyMilli === ONE_MILLI ? null : <p className={css.small}>{t`${now} each`}</p>;
}
