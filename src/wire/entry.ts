/** Every kind of journal entry; a kind joins with a new SCHEMA. Strict: unknown keys quarantine, bytes are kept. */
import * as z from 'zod/mini';
import { ageCheck } from './age-check.ts';
import { cashRounding } from './cash-rounding.ts';
import { chosenOption, traced } from './cart-goods.ts';
import { cartHeld, cartReleased, heldTaken } from './held-cart.ts';
import { linePart, returnedParts, soldParts } from './line-parts.ts';
import { loyaltyBodies, saleMember, tenderPoints, tenderValue } from './loyalty.ts';
import { practiceBodies } from './practice.ts';
import { currencyCode, hex64, int, isoDate, minor, nat, positive, text, uuid } from './scalars.ts';

const tenderMethod = z.enum([
  'cash',
  'foreign_cash',
  'card_external',
  'voucher',
  'on_account',
  'custom',
  'stored_value',
  'points', // since schema 9
]);
/** One way of paying; all but cash and its amount since schema 5. Also in the cart on the till's disk. */
export const tender = z.strictObject({
  tenderId: positive,
  method: tenderMethod,
  amountMinor: minor,
  typeId: z.optional(uuid),
  name: z.optional(text(60)),
  foreign: z.optional(
    z.strictObject({ currency: currencyCode, amountMinor: minor, ratePpm: positive, rateDate: isoDate }),
  ),
  evidence: z.optional(
    z.strictObject({
      code: z.optional(text(40)),
      who: z.optional(text(60)),
      ref: z.optional(text(60)),
      approverId: z.optional(uuid),
    }),
  ),
  value: z.optional(tenderValue), // since schema 8
  points: z.optional(tenderPoints), // since schema 9
});

const saleTax = z.strictObject({
  taxNo: positive,
  taxId: uuid,
  name: text(200),
  ratePpm: nat,
  perUnitMinor: minor,
  isCompound: z.boolean(),
});
const saleOffer = z.strictObject({
  offerNo: positive,
  kind: z.enum(['promotion', 'line_discount', 'cart_discount', 'tax_free']),
  promotionId: z.nullable(uuid),
  rev: z.nullable(nat),
  name: text(200),
  coupon: z.nullable(text(40)),
  times: positive,
  amountMinor: minor,
  approverId: z.nullable(uuid),
});

export const saleLine = z.strictObject({
  lineId: positive,
  skuNo: positive,
  name: text(200),
  qtyMilli: positive,
  unitMinor: minor,
  listMinor: minor,
  grossMinor: minor,
  discountMinor: minor,
  taxBp: nat,
  taxMinor: minor,
  applied: z.optional(z.readonly(z.array(z.strictObject({ offerNo: positive, amountMinor: minor })))), // since schema 4
  taxes: z.optional(z.readonly(z.array(linePart))),
  options: z.optional(z.readonly(z.array(chosenOption))), // since schema 6, as the next
  note: z.optional(text(200)),
  parts: z.optional(soldParts),
  ...traced, // since schema 7
});

export const saleBody = z.strictObject({
  saleId: uuid,
  no: text(24),
  kind: z.literal('counter'),
  shiftId: uuid,
  cartId: uuid,
  heldId: z.optional(uuid), // since schema 6
  currency: currencyCode,
  taxMode: z.enum(['included', 'added']), // added: since schema 4, as the next four
  pbVersion: text(32),
  offers: z.optional(z.readonly(z.array(saleOffer))),
  taxes: z.optional(z.readonly(z.array(saleTax))),
  taxRounding: z.optional(z.literal('total')),
  taxRoundsTo: z.optional(z.enum(['down', 'up'])), // since schema 11
  cashRounding: z.optional(cashRounding),
  lines: z.array(saleLine).check(z.minLength(1)),
  tenders: z.array(tender),
  changeMinor: minor,
  totals: z.strictObject({
    grossMinor: minor,
    discountMinor: minor,
    taxMinor: minor,
    totalMinor: minor,
    roundingMinor: z.optional(minor),
  }),
  channel: z.enum(['counter', 'handoff']),
  sourceQr: z.nullable(text(200)),
  ageCheck: z.optional(ageCheck), // since schema 7, as the next
  exchangeOf: z.optional(uuid),
  member: z.optional(saleMember), // since schema 8
});

const receiptProof = z.strictObject({
  saleRef: z.string().check(z.regex(/^[0-9a-f]{20}$/)),
  tillNo: positive,
  incarnationNo: positive,
  seq: positive,
  hash8: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
});

export const returnBody = z.strictObject({
  returnId: uuid,
  no: text(24),
  saleId: z.nullable(uuid),
  receipt: z.optional(receiptProof), // since schema 5
  shiftId: uuid,
  currency: currencyCode,
  lines: z
    .array(
      z.strictObject({
        lineId: positive,
        skuNo: positive,
        name: text(200),
        qtyMilli: positive,
        refundMinor: minor,
        taxBp: nat,
        taxMinor: minor,
        taxes: z.optional(z.readonly(z.array(linePart))),
        condition: z.enum(['resalable', 'waste']),
        parts: z.optional(returnedParts),
        ...traced,
      }),
    )
    .check(z.minLength(1)),
  plan: z.array(tender),
  totalMinor: minor,
  roundingMinor: z.optional(minor),
  taxes: z.optional(z.readonly(z.array(saleTax))),
  reason: text(200),
  approverId: z.nullable(uuid),
});

/** All of a sale comes back in the shift it was made in: the shape of a return, of a sale that is known. */
export const voidBody = z.extend(returnBody, { saleId: uuid });

/**
 * `release`: decide again by the rules; `accept`: book it as it came, whatever made it doubtful; `set_aside`: kept, and
 * never booked.
 */
export const DECISIONS = ['release', 'accept', 'set_aside'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Pieces of a drawer; empty: only the sum was typed. */
const denominations = z.array(z.strictObject({ valueMinor: minor, count: nat }));
const foreignCount = z.strictObject({ currency: currencyCode, countedMinor: minor });
const direction = z.enum(['in', 'out']);
const cashReason = z.enum(['pay_in', 'pay_out', 'skim', 'float']);
const zStaff = z.strictObject({
  staffId: z.nullable(uuid),
  sales: nat,
  returns: nat,
  salesMinor: minor,
  returnsMinor: minor,
  drawerOpens: nat,
});

const bodies = {
  'incarnation.opened': z.strictObject({
    reason: z.enum(['enrolled', 'fork', 'broken_chain', 'restored_disk', 'restored_server', 'data_loss']),
    orgId: uuid,
    storeId: uuid,
    incarnationNo: positive,
    thumbprint: text(64),
    // `headSeq`: as far as the old life is known to have come, where the server may not have heard of that.
    // `keptSeq`: up to here it was found, and comes again. `keptFrom`: and only from here on, where what lies before
    // was forgotten as safe. `deviceId`: of another device, which this one was.
    old: z.nullable(
      z.strictObject({
        incarnation: uuid,
        ackedSeq: nat,
        ackedHash: hex64,
        deviceId: z.optional(uuid),
        headSeq: z.optional(nat),
        keptSeq: z.optional(nat),
        keptFrom: z.optional(positive),
      }),
    ),
  }),
  'shift.opened': z.strictObject({
    shiftId: uuid,
    shiftNo: positive,
    floatMinor: minor,
    denominations: z.optional(denominations), // since schema 5
  }),
  'cash.counted': z.strictObject({
    shiftId: uuid,
    countedMinor: minor,
    denominations,
    foreign: z.optional(z.readonly(z.array(foreignCount))), // since schema 5
  }),
  // the next three since schema 5
  'cash.moved': z.strictObject({
    shiftId: uuid,
    direction,
    amountMinor: minor,
    reason: cashReason,
    note: text(200),
    approverId: z.nullable(uuid),
  }),
  'drawer.opened': z.strictObject({ shiftId: uuid, reason: text(200), approverId: z.nullable(uuid) }),
  'shift.handed_over': z.strictObject({
    shiftId: uuid,
    fromStaffId: z.nullable(uuid),
    count: z.nullable(z.strictObject({ countedMinor: minor, expectedMinor: minor, diffMinor: minor })),
  }),
  'shift.closed': z.strictObject({
    shiftId: uuid,
    zNo: positive,
    floatMinor: minor,
    expectedMinor: minor,
    countedMinor: minor,
    diffMinor: minor,
    sales: nat,
    returns: nat,
    salesMinor: minor,
    returnsMinor: minor,
    taxMinor: minor,
    byMethod: z.array(
      z.strictObject({
        method: tenderMethod,
        amountMinor: minor,
        typeId: z.optional(uuid),
        name: z.optional(text(60)),
        currency: z.optional(currencyCode),
        foreignMinor: z.optional(minor),
      }),
    ),
    byTax: z.array(
      z.strictObject({
        taxBp: nat,
        grossMinor: minor,
        taxMinor: minor,
        taxId: z.optional(uuid),
        name: z.optional(text(200)),
        ratePpm: z.optional(nat),
      }),
    ),
    grandTotalMinor: minor,
    firstSeq: positive,
    lastSeq: nat,
    provisional: z.boolean(),
    // since schema 5
    moves: z.optional(
      z.readonly(z.array(z.strictObject({ direction, reason: cashReason, times: positive, amountMinor: minor }))),
    ),
    drawerOpens: z.optional(nat),
    byStaff: z.optional(z.readonly(z.array(zStaff))),
    foreign: z.optional(z.readonly(z.array(foreignCount))),
    note: z.optional(text(200)),
    approverId: z.optional(z.nullable(uuid)),
    topUps: z.optional(z.strictObject({ times: positive, amountMinor: minor, giftMinor: minor })), // since schema 8
  }),
  'sale.completed': saleBody,
  'return.completed': returnBody,
  'sale.voided': voidBody,
  'receipt.reprinted': z.strictObject({
    saleId: uuid, // or a return's id
    no: text(24),
    medium: z.enum(['print', 'qr']),
    copyNo: positive,
    approverId: z.optional(z.nullable(uuid)), // since schema 11
  }),
  'price.overridden': z.strictObject({
    cartId: uuid,
    lineId: positive,
    skuNo: positive,
    fromMinor: minor,
    toMinor: minor,
    listMinor: z.optional(minor), // what limits are measured by; since schema 6
    reason: text(200),
    approverId: z.nullable(uuid),
  }),
  'line.removed': z.strictObject({
    cartId: uuid,
    lineId: positive,
    skuNo: positive,
    qtyMilli: positive,
    reason: text(200),
  }),
  'cart.claimed': z.discriminatedUnion('from', [
    z.strictObject({
      cartId: uuid,
      cartRef: text(40),
      rev: nat,
      from: z.literal('phone'),
      handoff: z.enum(['O0', 'O1', 'code']),
      totalSeenMinor: z.nullable(minor),
      totalMinor: minor,
      missing: nat,
    }),
    heldTaken, // since schema 6, as the next two
  ]),
  'cart.held': cartHeld,
  'cart.released': cartReleased,
  'stock.moved': z.strictObject({
    moves: z
      .array(
        z.strictObject({
          skuNo: positive,
          deltaMilli: int,
          reason: z.enum(['receive', 'count', 'waste', 'transfer', 'opening', 'adjust']), // adjust: since schema 6
          ref: text(80),
          lot: z.optional(text(40)), // since schema 6, as all that follows here
          expiry: z.optional(isoDate),
        }),
      )
      .check(z.minLength(1)),
    note: z.optional(text(200)),
    approverId: z.optional(z.nullable(uuid)),
    transfer: z.optional(z.strictObject({ transferId: uuid, direction: z.enum(['out', 'in']), otherStoreId: uuid })),
  }),
  'stock.counted': z.strictObject({
    countId: uuid,
    skuNo: positive,
    countedMilli: nat,
    incarnation: uuid,
    asOfSeq: nat,
    asOfMs: int,
    approverId: z.nullable(uuid),
  }),
  'pin.failed': z.strictObject({ staffId: uuid }),
  ...practiceBodies, // since schema 7
  ...loyaltyBodies, // since schema 8
  'clock.shifted': z.strictObject({ offsetMs: int }),
  // the register's: a person settled an entry that was kept aside, or took that back
  'entry.settled': z.strictObject({
    deviceId: uuid,
    incarnation: uuid,
    seq: positive,
    key: text(80), // of its effect
    decision: z.enum(DECISIONS),
    reason: text(200),
    userId: uuid,
    by: text(60),
  }),
} as const;

const envelope = {
  v: z.literal(1),
  seq: positive,
  entryId: z.uuid(),
  prev: hex64,
  wallMs: int,
  monoMs: int,
  offsetMs: z.nullable(int),
  staffId: z.nullable(uuid),
  businessDate: z.nullable(isoDate),
};

type Bodies = typeof bodies;
export type EntryKind = keyof Bodies;
export type EntryBody<K extends EntryKind> = z.infer<Bodies[K]>;
export type Entry = {
  [K in EntryKind]: { readonly kind: K; readonly body: EntryBody<K> } & {
    readonly v: 1;
    readonly seq: number;
    readonly entryId: string;
    readonly prev: string;
    readonly wallMs: number;
    readonly monoMs: number;
    readonly offsetMs: number | null;
    readonly staffId: string | null;
    readonly businessDate: string | null;
  };
}[EntryKind];

const options = (Object.keys(bodies) as EntryKind[]).map((kind) =>
  z.strictObject({ ...envelope, kind: z.literal(kind), body: bodies[kind] }),
);

/** One entry, as parsed from its stored bytes. Strict. */
export const entrySchema = z.discriminatedUnion('kind', options as never) as unknown as z.ZodMiniType<Entry>;
export const ENTRY_KINDS = Object.keys(bodies) as EntryKind[];
export const entryBodies = bodies;

/** The fields every readable entry has, whatever its kind: enough to place and keep an entry we do not know. */
export const envelopeSchema = z.looseObject({ ...envelope, v: positive, kind: text(64) });
