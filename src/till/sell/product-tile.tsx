/** One product as a key: picture, name, price, what is left. Knows nothing of carts. */
import { useLingui } from '@lingui/react/macro';
import { memo, useState } from 'react';
import { nameIn, otherTag, type Product, shownPrice } from '../../core/product.ts';
import { formatQty } from '../../core/written-figures.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import css from './product-tile.module.css';

type Props = {
  readonly product: Product;
  readonly hue: number | undefined; // of its category
  readonly onHandMilli: number | undefined;
  readonly currency: string;
  readonly onPick: (product: Product) => void;
};

export const ProductTile = memo(function ProductTile({ product, hue, onHandMilli, currency, onPick }: Props) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const name = nameIn(product.names, lang);
  const spec = product.spec !== null && !name.includes(product.spec) ? product.spec : '';
  const left = onHandMilli === undefined ? null : formatQty({ qtyMilli: onHandMilli, unit: product.unit, lang });
  const price = shownPrice(product);
  const isOut = onHandMilli !== undefined && onHandMilli <= 0;
  return (
    <button
      type="button"
      className={css.tile}
      data-hue={hue === undefined ? undefined : hue % 8}
      onClick={() => onPick(product)}
    >
      <Picture key={product.picture} picture={product.picture} name={name} />
      <span className={css.name} lang={otherTag(product.names, lang)}>
        {name} {spec === '' ? null : <span className={css.spec}>{spec}</span>}
        <span data-unseen="">, </span>
      </span>
      <span className={css.figures}>
        {price === null ? t`Price at the till` : <MoneyText amountMinor={price} currency={currency} />}
        {left === null ? null : (
          <span className={isOut ? css.out : css.stock}>
            <span aria-hidden="true">{isOut ? t`Out` : left}</span>
            <span data-unseen="">, {isOut ? t`out of stock` : t`${left} in stock`}</span>
          </span>
        )}
      </span>
    </button>
  );
});

/** The goods' picture. Where there is none, or the network went before it came, the first letter of the name. */
function Picture({ picture, name }: { readonly picture: string | null; readonly name: string }) {
  const [isMissing, setMissing] = useState(picture === null);
  if (isMissing) {
    return (
      <span className={css.initial} aria-hidden="true">
        {Array.from(name)[0]}
      </span>
    );
  }
  return (
    <img
      className={css.picture}
      src={`/media/${picture ?? ''}`}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setMissing(true)}
    />
  );
}
