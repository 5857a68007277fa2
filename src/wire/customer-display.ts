/**
 * What a till shows its customer in a second window of the same device, and what the two windows say to each other.
 * Both are read when they arrive: the other window may still run an older or a newer build.
 *
 * Invariants: a picture holds only what a customer may see - no staff, no cost, no note, nothing a person wrote down of
 * a tender; it is whole, so any one of them is enough to be right again.
 */
import * as z from 'zod/mini';
import { names } from './goods.ts';
import { currencyCode, int, minor, nat, text } from './scalars.ts';

export const CUSTOMER_CHANNEL = 'halfloop-customer-display';
export const CUSTOMER_PATH = '/display';

/** The display asks this often; without an answer for the second time it shows nothing of a sale any more. */
export const ASK_AGAIN_MS = 5000;
export const GIVEN_UP_MS = 12_000;

const offer = z.nullable(names); // null: a discount without a name of its own

const line = z.object({
  lineId: nat,
  names,
  spec: z.nullable(text(200)),
  options: z.array(text(200)),
  qtyMilli: nat,
  unit: z.enum(['pcs', 'g', 'kg', 'ml', 'l', 'm', 'hour']),
  unitMinor: minor,
  grossMinor: minor,
  discountMinor: minor,
  offers: z.array(offer),
});

const tender = z.object({
  tenderId: nat,
  method: z.enum([
    'cash',
    'foreign_cash',
    'card_external',
    'voucher',
    'on_account',
    'custom',
    'stored_value',
    'points',
  ]),
  name: z.optional(text(200)), // of a way the shop has named itself
  foreign: z.optional(z.object({ currency: currencyCode, amountMinor: minor })),
  amountMinor: minor,
});

const totals = z.object({
  grossMinor: minor,
  discountMinor: minor,
  taxMinor: minor,
  isTaxAdded: z.boolean(),
  roundingMinor: minor,
  totalMinor: minor,
});

export const customerPicture = z.object({
  /** `trial`: somebody tries the display out; the goods are made up. */
  stage: z.enum(['idle', 'cart', 'paying', 'paid', 'trial']),
  lang: z.enum(['zh-CN', 'en']), // to begin with: the customer may choose the other
  shop: z.nullable(names),
  store: z.nullable(names),
  currency: currencyCode,
  isPractice: z.boolean(),
  offers: z.array(names), // today's, while nothing is sold
  lines: z.array(line),
  totals: z.nullable(totals),
  tenders: z.array(tender),
  remainingMinor: minor,
  changeMinor: minor,
  no: text(64), // of the receipt; empty until there is one
  qrText: z.nullable(text(2000)), // the receipt to keep
});

/** `again`: an answer to a display that asked; else something has changed. `from` names the tab. */
export const fromTill = z.object({
  is: z.literal('picture'),
  from: text(64),
  again: z.boolean(),
  saidMs: int,
  picture: customerPicture,
});

export const fromDisplay = z.object({ is: z.literal('asked') });

export type CustomerPicture = z.infer<typeof customerPicture>;
export type CustomerLine = z.infer<typeof line>;
export type FromTill = z.infer<typeof fromTill>;
