/** The cart as the texts of its codes: one, or numbered parts where the cart is long. */
import type { Goods } from '../../client/shopper/goods.ts';
import type { Minor } from '../../core/money.ts';
import { cartRefOf, type ShopperCart } from '../../core/shopper-cart.ts';
import { cartParts } from '../../wire/qr-parts.ts';
import { totalOf } from '../cart/cart-total.ts';

/** A code of version 13, which a till's camera still reads off a small phone. */
const MOST_CHARACTERS = 425;

/**
 * Texts for the QR codes. Goods the phone knows go by their number, others by their barcode. `offMinor`: what offers
 * take off, as in the total shown here.
 */
export function handoffTexts(cart: ShopperCart, goods: Goods, offMinor: Minor): string[] {
  const { orgNo, storeNo } = goods.store;
  const { totalMinor, unresolved } = totalOf(cart, goods, offMinor);
  const lines = cart.lines.map(({ skuNo, gtin, qtyMilli }) => ({
    skuNo,
    gtin: skuNo === null ? gtin : null,
    qtyMilli,
    seenMinor: null,
  }));
  const totalSeenMinor = unresolved === 0 ? totalMinor : null; // a total that leaves goods out would only confuse
  const whole = { orgNo, storeNo, cartRef: cartRefOf(cart.cartId), rev: cart.rev, totalSeenMinor, lines, part: null };
  return cartParts(whole, MOST_CHARACTERS);
}
