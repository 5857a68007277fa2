/**
 * The cart in the cashier's hand as it lies on the till's disk, so that a reload, a crash or a closed tab loses
 * nothing. A type test holds it equal to core's Cart. Never crosses the network.
 */
import * as z from 'zod/mini';
import { cartGoods, cartLine } from './cart-goods.ts';
import { tender } from './entry.ts';
import { nat, positive, text, uuid } from './scalars.ts';

const cart = z.strictObject({
  ...cartGoods,
  cartId: uuid,
  rev: nat,
  removed: z.readonly(z.array(cartLine)),
  selected: z.nullable(positive),
  saleEntryId: z.nullable(uuid),
  payingMs: z.optional(nat),
  exchange: z.optional(z.strictObject({ returnId: uuid, no: text(24), back: z.readonly(z.array(tender)) })),
  hold: z.optional(z.strictObject({ heldId: uuid, cartId: uuid, name: text(60), note: text(200) })),
});

export const keptCart = z.object({
  cartId: uuid,
  cart,
  tenders: z.array(tender),
  wasAsked: z.boolean(), // somebody was asked for money for these goods: taking one away is told to the journal
  savedMs: nat,
});
export type KeptCart = z.infer<typeof keptCart>;
