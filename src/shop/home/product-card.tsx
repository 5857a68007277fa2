/** A product on the shelf: its page behind it, one tap to the cart. */
import { useLingui } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { Link } from 'wouter';
import type { KnownProduct } from '../../client/shopper/goods.ts';
import { nameIn, otherTag, shownPrice } from '../../core/product.ts';
import { IconButton } from '../../ui/button.tsx';
import { langOf } from '../../ui/lang.ts';
import type { ShopStore } from '../../wire/shop.ts';
import { useAddToCart } from '../cart/use-add-to-cart.ts';
import { links } from '../links.ts';
import { OfferTags } from '../offers/offer-tags.tsx';
import { PriceText } from '../offers/price-text.tsx';
import { useOffers } from '../shop-context.ts';
import css from './product-card.module.css';

type Props = { readonly product: KnownProduct; readonly store: ShopStore };

export function ProductCard({ product, store }: Props) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const addToCart = useAddToCart();
  const offer = useOffers((offers) => offers.goods.get(product.skuNo));
  const { names, spec, picture, skuNo } = product;
  const price = shownPrice(product);
  const name = nameIn(names, lang);
  return (
    <li className={css.card}>
      {picture === null ? (
        <span className={css.picture} />
      ) : (
        <img className={css.picture} src={`/media/${picture}`} alt="" loading="lazy" />
      )}
      <Link className={css.link} href={links.product(skuNo, store.storeNo)} lang={otherTag(names, lang)}>
        {name} {spec === null ? null : <span className={css.spec}>{spec}</span>}
      </Link>
      {offer === undefined ? null : <OfferTags told={offer.told} />}
      <div className={css.foot}>
        {price === null ? (
          <span className={css.spec}>{t`Price at the till`}</span>
        ) : (
          <PriceText wasMinor={price} nowMinor={offer?.nowMinor ?? price} currency={store.currency} />
        )}
        <IconButton
          kind="primary"
          className={css.add}
          label={t`Add ${name} to the cart`}
          onClick={() => void addToCart(product, { qtyMilli: 1000, sourceQr: null })}
        >
          <Plus aria-hidden="true" />
        </IconButton>
      </div>
    </li>
  );
}
