/** What entries tell of carts that are put aside. Since schema 6. */
import * as z from 'zod/mini';
import { cartGoods } from './cart-goods.ts';
import { minor, nat, text, uuid } from './scalars.ts';

export const heldGoods = z.strictObject(cartGoods);

/** What is known of a cart that was put aside, whoever did it. */
export const heldFields = {
  heldId: uuid,
  cartId: uuid,
  rev: nat,
  name: text(60),
  note: text(200),
  totalMinor: minor,
  wasAsked: z.boolean(),
};
export const cartHeld = z.strictObject({ ...heldFields, from: z.nullable(uuid), goods: heldGoods });
export const cartReleased = z.strictObject({ heldId: uuid, cartId: uuid });
/** A cart that was put aside is in a till's hand again. */
export const heldTaken = z.strictObject({
  from: z.literal('held'),
  heldId: uuid,
  cartId: uuid,
  rev: nat,
  totalMinor: minor, // as it is priced now
});
