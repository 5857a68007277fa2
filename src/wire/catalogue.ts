/**
 * Rows of the streams. Read loosely on the device (a newer server must not stop an old till: unknown keys are ignored),
 * written by the server through these types.
 *
 * `org`:        product (id = skuId), category, staff, store (id = storeId), key (id = kid), settings (id = 'org'),
 *               promotion, tax, member
 * `store:<id>`: stock (id = skuNo), till (id = deviceId), held (id = heldId), transfer (goods on their way to it),
 *               standing (id = memberId)
 */
import * as z from 'zod/mini';
import type { Minor } from '../core/money.ts';
import { LOCK_MINUTES } from '../core/idle-lock.ts';
import { MOST_PARTS, TRACES } from '../core/product.ts';
import { minAge } from './age-check.ts';
import { cashRounding } from './cash-rounding.ts';
import { categoryRow, names, scaleRules } from './goods.ts';
import { heldFields, heldGoods } from './held-cart.ts';
import { loyaltyRules, memberRow, standingRow } from './loyalty.ts';
import { currencyCode, gtin14, int, isoDate, minor, nat, positive, publicJwk, text, uuid } from './scalars.ts';

const choice = z.object({ names, deltaMinor: minor });
export const optionGroups = z.readonly(
  z
    .array(
      z.object({
        names,
        min: nat,
        max: positive,
        choices: z.readonly(z.array(choice).check(z.minLength(1), z.maxLength(30))),
      }),
    )
    .check(z.maxLength(10)),
);

/** What must be known of each pack, each once. */
export const asks = z.readonly(z.array(z.enum(TRACES)).check(z.maxLength(TRACES.length)));

/** What a bundle is made of, each product once. */
export const bundleParts = z.readonly(
  z.array(z.object({ skuNo: positive, qtyMilli: positive })).check(z.maxLength(MOST_PARTS)),
);

export const productRow = z.object({
  skuId: uuid,
  skuNo: positive,
  code: z.nullable(text(64)),
  gtins: z.array(gtin14),
  names,
  spec: z.nullable(text(60)),
  brand: z.nullable(text(80)),
  category: z.nullable(text(64)),
  unit: z.enum(['pcs', 'g', 'kg', 'ml', 'l', 'm', 'hour']),
  priceMinor: minor,
  floorMinor: z.nullable(minor),
  taxBp: nat,
  picture: z.nullable(text(64)),
  story: z.nullable(names),
  search: text(800),
  rank: nat,
  hot: z.boolean(),
  status: z.enum(['active', 'provisional', 'stopped']),
  options: z.optional(optionGroups), // since schema 6
  minAge: z.optional(minAge), // since schema 7, as the next
  asks: z.optional(asks),
  parts: z.optional(bundleParts),
  openPrice: z.optional(z.literal(true)), // since schema 11
});

/** What proves a PIN: pin-verifier.ts has the formula; `salt` is base64url of 16 bytes. Sealed again on the device. */
export const pinVerifier = z.object({ salt: text(32), mKib: positive, t: positive, p: positive, verifier: text(64) });
export const roleName = z.enum(['cashier', 'senior', 'manager', 'owner', 'auditor']);
export const staffRow = z.object({
  staffId: uuid,
  names,
  role: roleName,
  storeIds: z.array(uuid),
  pin: z.nullable(pinVerifier),
  active: z.boolean(),
});
/** Own units for a million units of another currency, as of a day. */
export const foreignRate = z.object({ currency: currencyCode, ratePpm: positive, date: isoDate });
export const storeRow = z.object({
  storeId: uuid,
  storeNo: positive,
  code: text(4),
  names,
  tz: text(60),
  address: z.nullable(names),
  walkIn: z.boolean(),
  foreignCash: z.optional(z.readonly(z.array(foreignRate).check(z.maxLength(5)))), // since schema 5
  scaleRules: z.optional(scaleRules), // since schema 6; absent: no label of a scale is understood
});
/** A public key tills may check codes with. `types`: claim types it is allowed to sign (qr-claims.ts). */
export const keyRow = z.object({
  kid: z.string().check(z.regex(/^[0-9a-f]{8}$/)),
  key: publicJwk,
  types: z.array(nat),
  deviceId: z.nullable(uuid),
  revoked: z.boolean(),
});
/** Ways of paying that are switched off, and those the shop has named itself. One that ended stays: sales name it. */
export const tenderWays = z.object({
  off: z.array(z.enum(['card_external', 'voucher', 'on_account'])),
  custom: z
    .array(
      z.object({
        typeId: uuid,
        names,
        opensDrawer: z.boolean(),
        isRefundable: z.boolean(),
        state: z.enum(['active', 'ended']),
      }),
    )
    .check(z.maxLength(40)),
});
const logo = z.object({ widthDots: positive, heightDots: positive, bits: text(12_288) });
export const settingsRow = z.object({
  orgId: uuid,
  orgNo: positive,
  names,
  currency: currencyCode,
  taxMode: z.enum(['included', 'added']), // added, and the next two: since schema 4
  taxRounding: z.optional(z.enum(['line', 'total'])), // absent: on each line
  taxRoundsTo: z.optional(z.enum(['nearest', 'down', 'up'])), // absent: nearest; since schema 11
  cashRounding: z.optional(z.nullable(cashRounding)),
  shopOrigin: text(200),
  receiptFooter: z.nullable(names),
  lang: z.enum(['zh', 'en']),
  shopCatalogueMax: nat,
  logo: z.optional(z.nullable(logo)), // over receipts, judged by logo.ts before it is saved; since schema 7
  tenders: z.optional(z.nullable(tenderWays)), // since schema 5; absent: all ways, none of the shop's own
  // A drawer that is further off than this needs a reason and a manager. Since schema 7; absent, null: however far.
  drawerOffMinor: z.optional(z.nullable(minor.check(z.refine((value) => value >= 0)))),
  lockMinutes: z.optional(z.literal(LOCK_MINUTES)), // a till left alone; since schema 11
  loyalty: z.optional(z.nullable(loyaltyRules)), // since schema 8, as the next
  memberKey: z.optional(text(64)), // of the hashes members are found by
});

/** Which goods: no products and no categories named means all. */
const scope = z.object({
  skuNos: z.array(positive).check(z.maxLength(5000)),
  categories: z.array(text(64)).check(z.maxLength(200)),
  exceptSkuNos: z.array(positive).check(z.maxLength(5000)),
});
const share = z.int().check(z.minimum(1), z.maximum(10_000));
const amount = z.pipe(nat, z.transform((value): Minor => value as Minor)); // prettier-ignore
const reward = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percent'), bp: share }),
  z.object({ kind: z.literal('amount'), amountMinor: amount }),
  z.object({ kind: z.literal('price'), priceMinor: amount }),
]);
const pieces = z.int().check(z.minimum(1), z.maximum(1000));
const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('cheapest'), count: pieces }),
  z.object({ kind: z.literal('slot'), slot: nat }),
]);
const offer = z.discriminatedUnion('form', [
  z.object({ form: z.literal('each'), scope, reward }),
  z.object({
    form: z.literal('set'),
    slots: z.array(z.object({ scope, count: pieces })).check(z.minLength(1), z.maxLength(6)),
    target,
    reward,
    maxSets: z.nullable(positive),
  }),
  z.object({
    form: z.literal('cart'),
    scope,
    measure: z.enum(['amount', 'pieces']),
    steps: z.array(z.object({ from: nat, reward })).check(z.minLength(1), z.maxLength(10)),
    isEvery: z.boolean(),
    capMinor: z.nullable(amount),
  }),
]);
const minuteOfDay = z.nullable(z.int().check(z.minimum(0), z.maximum(1440)));

export const promotionRow = z.object({
  promotionId: uuid,
  rev: nat,
  names,
  offer,
  coupon: z.nullable(z.string().check(z.regex(/^[0-9A-Z-]{3,40}$/))),
  memberTiers: z.nullable(z.array(text(40)).check(z.maxLength(20))),
  storeIds: z.nullable(z.array(uuid).check(z.maxLength(1000))),
  fromDate: z.nullable(isoDate),
  toDate: z.nullable(isoDate),
  weekdays: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.maxLength(7)),
  fromMinute: minuteOfDay,
  toMinute: minuteOfDay,
  stackGroup: text(40),
  priority: z.int().check(z.minimum(-1000), z.maximum(1000)),
  isAlone: z.boolean(),
  onManual: z.boolean(),
  state: z.enum(['active', 'ended']),
});

export const taxRow = z.object({
  taxId: uuid,
  names,
  ratePpm: z.int().check(z.minimum(0), z.maximum(10_000_000)),
  perUnitMinor: amount,
  isCompound: z.boolean(),
  scope,
  storeIds: z.nullable(z.array(uuid).check(z.maxLength(1000))),
  order: nat,
  fromDate: z.optional(z.nullable(isoDate)), // since schema 7, as the next: absent is no limit
  toDate: z.optional(z.nullable(isoDate)),
  state: z.enum(['active', 'ended']),
});

export const stockRow = z.object({ skuNo: positive, onHandMilli: int });
/** Goods another store has sent, until they have been received here. */
export const transferRow = z.object({
  transferId: uuid,
  fromStoreId: uuid,
  sentMs: int,
  note: text(200),
  lines: z.array(z.object({ skuNo: positive, qtyMilli: positive })).check(z.maxLength(1000)),
});
export const tillRow = z.object({
  deviceId: uuid,
  tillCode: text(4),
  tillNo: positive,
  name: text(60),
  state: z.enum(['waiting', 'open', 'revoked']),
});

/** A cart put aside, and what the tills of the store did with it. Since schema 6. */
export const heldRow = z.object({
  ...heldFields,
  goods: z.nullable(heldGoods),
  deviceId: uuid,
  staffId: z.nullable(uuid),
  heldMs: int,
  takers: z.readonly(
    z.array(
      z.object({
        act: z.enum(['taken', 'held_again', 'cleared', 'paid']),
        deviceId: uuid,
        staffId: z.nullable(uuid),
        atMs: int,
      }),
    ),
  ),
});

/** Tables of the streams and the schema of their rows. A table not named here is kept raw. */
export const STREAM_TABLES = {
  product: productRow,
  category: categoryRow,
  staff: staffRow,
  store: storeRow,
  key: keyRow,
  settings: settingsRow,
  promotion: promotionRow,
  tax: taxRow,
  stock: stockRow,
  till: tillRow,
  held: heldRow,
  transfer: transferRow,
  member: memberRow,
  standing: standingRow,
} as const;
export type StreamTable = keyof typeof STREAM_TABLES;
export type StreamRow<T extends StreamTable> = z.infer<(typeof STREAM_TABLES)[T]>;
export type ProductRow = StreamRow<'product'>;
export type StaffRow = StreamRow<'staff'>;
export type Role = z.infer<typeof roleName>;
