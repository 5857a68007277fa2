/** The running total as this phone knows it. What is charged is the till's business. */
import { useMemo } from 'react';
import type { Goods } from '../../client/shopper/goods.ts';
import { toMinor, type Minor } from '../../core/money.ts';
import { shownPrice } from '../../core/product.ts';
import { seenTotal, type SeenTotal, type ShopperCart, type ShopperLine } from '../../core/shopper-cart.ts';
import { useOffers, useShopper } from '../shop-context.ts';

/** The price shown for a line: today's where the phone knows it, else the one seen when it was scanned. */
function priceOfLine(goods: Goods | null, { skuNo, seenMinor }: ShopperLine): Minor | null {
  const product = skuNo === null ? undefined : goods?.bySkuNo.get(skuNo);
  return product === undefined ? seenMinor : shownPrice(product);
}

/** `offMinor`: what offers take off. */
export function totalOf(cart: ShopperCart | null, goods: Goods | null, offMinor: Minor): SeenTotal {
  const seen = seenTotal(cart?.lines ?? [], (line) => priceOfLine(goods, line));
  return { ...seen, totalMinor: toMinor(Math.max(0, seen.totalMinor - offMinor)) };
}

export function useCartTotal(): SeenTotal & { readonly currency: string | null } {
  const cart = useShopper((state) => state.cart);
  const goods = useShopper((state) => state.goods);
  const offMinor = useOffers((offers) => offers.offMinor);
  const currency = goods?.store.currency ?? null;
  return useMemo(() => ({ ...totalOf(cart, goods, offMinor), currency }), [cart, goods, offMinor, currency]);
}
