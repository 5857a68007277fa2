/**
 * What a cart is made of, wherever it lies: on the till's disk, in an entry that puts it aside, in the row other tills
 * read. Strict: a till that does not know a field would price the cart wrong, so it takes no such cart.
 */
import * as z from 'zod/mini';
import { ageCheck } from './age-check.ts';
import { cartMember } from './loyalty.ts';
import { isoDate, minor, nat, positive, text, uuid } from './scalars.ts';

const manual = z.strictObject({
  reward: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('percent'), bp: positive }),
    z.strictObject({ kind: z.literal('amount'), amountMinor: minor }),
  ]),
  reason: text(200),
  approverId: z.nullable(uuid),
});
/** Something chosen with a product, in the till's language then. */
export const chosenOption = z.strictObject({ name: text(60), deltaMinor: minor });
/** What tells a pack from others of its product. Since schema 7. */
export const traced = { lot: z.optional(text(40)), serial: z.optional(text(40)), expiry: z.optional(isoDate) };
export const cartLine = z.strictObject({
  lineId: positive,
  skuNo: positive,
  qtyMilli: positive,
  overrideMinor: z.nullable(minor),
  seenMinor: z.nullable(minor),
  from: z.enum(['till', 'phone']),
  options: z.optional(z.readonly(z.array(chosenOption))),
  discount: z.optional(manual),
  note: z.optional(text(200)),
  ...traced,
});
const handoff = z.strictObject({
  cartRef: text(40),
  rev: nat,
  by: z.enum(['O0', 'O1', 'code']),
  totalSeenMinor: z.nullable(minor),
  missing: z.readonly(
    z.array(z.strictObject({ gtin: z.nullable(text(14)), skuNo: z.nullable(positive), qtyMilli: positive })),
  ),
});

/** All that a cart's price is made of, and where it came from. */
export const cartGoods = {
  lines: z.readonly(z.array(cartLine)),
  handoff: z.nullable(handoff),
  nextLineId: positive,
  discount: z.optional(manual),
  coupons: z.optional(z.readonly(z.array(text(40)))),
  memberTier: z.optional(text(40)),
  taxFree: z.optional(z.strictObject({ paper: text(200), approverId: z.nullable(uuid) })),
  ageCheck: z.optional(ageCheck), // since schema 7
  member: z.optional(cartMember), // since schema 8
};
