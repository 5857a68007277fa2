/**
 * The product as the page shows it. The server writes the very same elements (src/server/shop/page-html.ts), so nothing
 * moves when the app takes over; a test holds the two equal. No keys here: those need the app.
 */
import { useLingui } from '@lingui/react/macro';
import type { KnownProduct } from '../../client/shopper/goods.ts';
import { shortGtin } from '../../core/gtin.ts';
import { nameIn, otherTag, shownPrice } from '../../core/product.ts';
import { formatQty, moneyParts, unitWord } from '../../core/written-figures.ts';
import { langOf } from '../../ui/lang.ts';

type Props = { readonly product: KnownProduct; readonly currency: string };

export function ProductView({ product, currency }: Props) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const { names, spec, picture, onHandMilli = null, unit, minAge } = product;
  const price = shownPrice(product);
  const gtin = product.gtins[0];
  const story = product.story == null ? '' : nameIn(product.story, lang);
  return (
    <main className="shop-product">
      <div className="shop-photo">
        {picture === null ? null : (
          <img
            src={`/media/${encodeURIComponent(picture)}`}
            alt=""
            width={600}
            height={600}
            decoding="sync"
            fetchPriority="high"
          />
        )}
      </div>
      <h1 className="shop-name" lang={otherTag(names, lang)}>
        {nameIn(names, lang)}
        {spec === null ? null : ' '}
        {spec === null ? null : <span className="shop-spec">{spec}</span>}
      </h1>
      <p className="shop-price">
        {price === null
          ? t`Price at the till`
          : moneyParts({ amountMinor: price, currency, lang }).map((part, at) =>
              part.sign ? (
                <span key={at} className="shop-sign">
                  {part.text}
                </span>
              ) : (
                part.text
              ),
            )}
        {unit === 'pcs' || price === null ? null : <span className="shop-unit">/{unitWord(unit, lang)}</span>}
      </p>
      <StockText onHandMilli={onHandMilli} quantity={formatQty({ qtyMilli: onHandMilli ?? 0, unit, lang })} />
      {minAge === undefined ? null : <p className="shop-age">{t`${minAge}+: shown at the till`}</p>}
      {story === '' ? null : <p className="shop-story">{story}</p>}
      {gtin === undefined ? null : (
        <p className="shop-barcode">
          {t`Barcode`} {shortGtin(gtin)}
        </p>
      )}
    </main>
  );
}

function StockText({ onHandMilli, quantity }: { readonly onHandMilli: number | null; readonly quantity: string }) {
  const { t } = useLingui();
  if (onHandMilli === null) return null;
  if (onHandMilli <= 0) {
    return (
      <p className="shop-stock" data-out="true">
        {t`Out of stock`}
      </p>
    );
  }
  return <p className="shop-stock">{t`In stock ${quantity}`}</p>;
}
