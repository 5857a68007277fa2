/** How many, and into the cart: where the thumb is. Says what is in the cart already. */
import { useLingui } from '@lingui/react/macro';
import { ShoppingCart } from 'lucide-react';
import { useState } from 'react';
import type { KnownProduct } from '../../client/shopper/goods.ts';
import { nameIn } from '../../core/product.ts';
import { formatQty } from '../../core/written-figures.ts';
import { Button } from '../../ui/button.tsx';
import { langOf } from '../../ui/lang.ts';
import { Stepper } from '../../ui/stepper.tsx';
import { useAddToCart } from '../cart/use-add-to-cart.ts';
import { ActionBar } from '../frame/action-bar.tsx';
import { OfferTags } from '../offers/offer-tags.tsx';
import { PriceText } from '../offers/price-text.tsx';
import { useOffers, useShopper } from '../shop-context.ts';
import css from './add-bar.module.css';

const ONE_MILLI = 1000;
const MOST = 99;

export function AddBar({ product, label }: { readonly product: KnownProduct; readonly label: string | null }) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const [count, setCount] = useState(1);
  const addToCart = useAddToCart();
  const line = useShopper((state) => state.cart?.lines.find((each) => each.skuNo === product.skuNo));
  const offer = useOffers((offers) => offers.goods.get(product.skuNo));
  const currency = useShopper((state) => state.goods?.store.currency);
  const canAdd = useShopper((state) => state.phase !== 'no_storage');
  const inCart = line === undefined ? null : formatQty({ qtyMilli: line.qtyMilli, unit: product.unit, lang });
  return (
    <ActionBar label={t`Add to cart`}>
      {offer === undefined ? null : (
        <div className={css.offer}>
          {offer.nowMinor === null || currency === undefined ? null : (
            <PriceText wasMinor={product.priceMinor} nowMinor={offer.nowMinor} currency={currency} />
          )}
          <OfferTags told={offer.told} />
        </div>
      )}
      {inCart === null ? null : <p className={css.inCart}>{t`${inCart} in the cart`}</p>}
      <div className={css.keys}>
        <Stepper
          name={nameIn(product.names, lang)}
          onLess={() => setCount(count - 1)}
          onMore={() => setCount(count + 1)}
          lessDisabled={count <= 1}
          moreDisabled={count >= MOST}
        >
          {count}
        </Stepper>
        <Button
          kind="primary"
          size="key"
          className={css.add}
          disabled={!canAdd}
          icon={<ShoppingCart aria-hidden="true" />}
          onClick={() => {
            setCount(1);
            void addToCart(product, { qtyMilli: count * ONE_MILLI, sourceQr: label });
          }}
        >
          {t`Add to cart`}
        </Button>
      </div>
    </ActionBar>
  );
}
