/**
 * The cart in the cashier's hand as it lies on the till's disk, so that a reload, a crash or a closed tab loses
 * nothing. A type test holds it equal to core's Cart. Never crosses the network.
 */
import * as z from 'zod/mini';
import { tender } from './entry.ts';
import { minor, nat, positive, text, uuid } from './scalars.ts';

const manual = z.object({
  reward: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('percent'), bp: positive }),
    z.object({ kind: z.literal('amount'), amountMinor: minor }),
  ]),
  reason: text(200),
  approverId: z.nullable(uuid),
});
const line = z.object({
  lineId: positive,
  skuNo: positive,
  qtyMilli: positive,
  overrideMinor: z.nullable(minor),
  seenMinor: z.nullable(minor),
  from: z.enum(['till', 'phone']),
  options: z.optional(z.readonly(z.array(z.object({ name: text(60), deltaMinor: minor })))),
  discount: z.optional(manual),
});
const handoff = z.object({
  cartRef: text(40),
  rev: nat,
  by: z.enum(['O0', 'O1', 'code']),
  totalSeenMinor: z.nullable(minor),
  missing: z.array(z.object({ gtin: z.nullable(text(14)), skuNo: z.nullable(positive), qtyMilli: positive })),
});
const cart = z.object({
  cartId: uuid,
  rev: nat,
  lines: z.array(line),
  removed: z.array(line),
  handoff: z.nullable(handoff),
  nextLineId: positive,
  selected: z.nullable(positive),
  saleEntryId: z.nullable(uuid),
  payingMs: z.optional(nat),
  discount: z.optional(manual),
  coupons: z.optional(z.readonly(z.array(text(40)))),
  memberTier: z.optional(text(40)),
  taxFree: z.optional(z.object({ paper: text(200), approverId: z.nullable(uuid) })),
});

export const keptCart = z.object({
  cartId: uuid,
  cart,
  tenders: z.array(tender),
  wasAsked: z.boolean(), // somebody was asked for money for these goods: taking one away is told to the journal
  savedMs: nat,
});
export type KeptCart = z.infer<typeof keptCart>;
