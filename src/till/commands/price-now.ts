/**
 * What the cart comes to at this till: its price book, its promotions and taxes, its store's clock. The one way the
 * till asks for a price, so the screen, the payment and the sale cannot differ.
 *
 * From the moment payment starts the clock stands still for that cart: an hour that ends while coins are counted takes
 * nothing back.
 */
import type { Cart } from '../../core/cart.ts';
import { priceCart, type PricedCart } from '../../core/price-cart.ts';
import { momentIn } from '../../core/store-moment.ts';
import type { TillTools } from './tools.ts';

type Priced = Pick<Cart, 'lines' | 'discount' | 'coupons' | 'memberTier' | 'taxFree' | 'payingMs'>;

export function priceNow({ device, nowMs }: Pick<TillTools, 'device' | 'nowMs'>, cart: Priced): PricedCart {
  const { settings, store } = device.state.getState();
  const storeId = store?.storeId ?? '';
  return priceCart(cart, (skuNo) => device.catalogue.product(skuNo), {
    rules: {
      promotions: device.catalogue.promotions(),
      moment: momentIn(store?.tz ?? 'UTC', cart.payingMs ?? nowMs()),
      storeId,
      taxMode: settings?.taxMode ?? 'included',
      taxRounding: settings?.taxRounding ?? 'line',
      taxRoundsTo: settings?.taxRoundsTo ?? 'nearest',
      taxes: device.catalogue.taxes(storeId),
      cashRounding: settings?.cashRounding ?? null,
    },
  });
}
