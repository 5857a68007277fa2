/** The office's HTTP for a day's money (src/wire/office.ts says the rules): shifts with their Z, cash, vouchers. */
import * as z from 'zod/mini';
import { names } from './goods.ts';
import { entryBodies } from './entry.ts';
import { currencyCode, int, isoDate, minor, nat, positive, text, uuid } from './scalars.ts';

export const SHIFTS_PAGE = 60;
const shiftListed = z.object({
  shiftId: uuid,
  deviceId: uuid,
  tillCode: text(4),
  shiftNo: nat, // 0: its beginning has not arrived
  zNo: z.nullable(positive),
  state: z.enum(['open', 'counting', 'closed']),
  staff: z.nullable(names), // who opened it
  businessDate: z.nullable(isoDate),
  openedMs: int,
  closedMs: z.nullable(int),
  floatMinor: minor,
  sales: nat,
  netMinor: minor, // of what has arrived
  cashInMinor: minor, // without a sale
  cashOutMinor: minor,
  countedMinor: z.nullable(minor),
  diffMinor: z.nullable(minor),
  grandTotalMinor: z.nullable(minor),
  pending: nat, // entries this till has not sent, as far as it said
});
export const shiftList = z.object({ rows: z.array(shiftListed), more: z.boolean(), asOfMs: int });

/** Notes of a tender that a person compares: terminal slips, vouchers, who pays later. */
const tenderListed = z.object({
  saleId: uuid,
  no: text(24),
  atMs: int,
  method: text(20),
  name: z.nullable(text(60)),
  amountMinor: minor,
  code: z.nullable(text(40)),
  told: text(200), // customer, reference, what was handed over in another currency
});
const shiftEvent = z.object({
  kind: z.enum(['cash.moved', 'drawer.opened', 'shift.handed_over', 'value.topped_up']),
  atMs: int,
  staff: z.nullable(names),
  approver: z.nullable(names),
  reason: z.nullable(z.enum(['pay_in', 'pay_out', 'skim', 'float'])),
  amountMinor: minor, // into the drawer; below zero out of it. A handover's difference; what a top-up was paid with
  note: text(200),
});
/** What has arrived of a shift, from the tables; and its Z as the till signed it. */
export const shiftDetail = z.object({
  shift: shiftListed,
  expectedMinor: minor,
  byMethod: z.array(
    z.object({ method: text(20), name: z.nullable(text(60)), currency: z.nullable(currencyCode), amountMinor: minor }),
  ),
  byStaff: z.array(
    z.object({ staff: z.nullable(names), sales: nat, returns: nat, netMinor: minor, firstMs: int, lastMs: int }),
  ),
  topUps: z.object({ times: nat, amountMinor: minor, giftMinor: minor }), // of members' cards: in `byMethod`, no sale
  events: z.array(shiftEvent),
  tenders: z.array(tenderListed),
  z: z.nullable(entryBodies['shift.closed']),
});

export const voucherAdd = z.strictObject({
  code: z.string().check(z.regex(/^[0-9A-Z-]{3,40}$/)),
  faceMinor: minor.check(z.refine((value) => value > 0)),
  note: text(80),
});
const voucherListed = z.object({
  code: text(40),
  faceMinor: minor,
  usedMinor: minor,
  note: text(80),
  madeMs: int,
});
export const voucherList = z.object({ rows: z.array(voucherListed) });

export type ShiftListed = z.infer<typeof shiftListed>;
export type ShiftList = z.infer<typeof shiftList>;
export type ShiftDetail = z.infer<typeof shiftDetail>;
export type VoucherList = z.infer<typeof voucherList>;
