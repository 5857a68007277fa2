/** The office's HTTP for goods (src/wire/office.ts says the rules): on hand, what moved and by whom, transfers. */
import * as z from 'zod/mini';
import { names } from './goods.ts';
import { int, isoDate, nat, positive, text, uuid } from './scalars.ts';

export const STOCK_PAGE = 100;
export const MOVES_PAGE = 100;

const unit = z.enum(['pcs', 'g', 'kg', 'ml', 'l', 'm', 'hour']);
const stockListed = z.object({
  skuNo: positive,
  names,
  spec: z.nullable(text(60)),
  unit,
  onHandMilli: int,
  countedMs: z.nullable(int), // the last count, by the clock of its till put right
});
export const stockPage = z.object({
  rows: z.array(stockListed),
  total: nat,
  oversold: nat, // products of the store below zero, whatever is listed
  pending: nat, // entries tills of the store have not sent, as far as they said
  asOfMs: int,
});

/** Where it stands in which journal: every figure can be traced to signed bytes. */
export const entryPlace = z.object({ deviceId: uuid, tillCode: text(4), incarnation: uuid, seq: positive });
const stockMoveListed = z.object({
  deltaMilli: int,
  reason: text(20), // of an entry's move, or `counted`: what a count made of it
  ref: text(80),
  note: text(200),
  lot: z.nullable(text(40)),
  expiry: z.nullable(isoDate),
  happenedMs: int,
  receivedMs: int,
  staff: z.nullable(names),
  approver: z.nullable(names),
  place: z.nullable(entryPlace),
});
export const stockMoves = z.object({ rows: z.array(stockMoveListed), more: z.boolean() });

const transferListed = z.object({
  transferId: uuid,
  fromStoreId: uuid,
  toStoreId: uuid,
  note: text(200),
  sentMs: z.nullable(int), // null: only its receiving has arrived
  receivedMs: z.nullable(int),
  sentBy: z.nullable(names),
  receivedBy: z.nullable(names),
  lines: z.array(
    z.object({ skuNo: positive, names: z.nullable(names), unit, sentMilli: nat, receivedMilli: z.nullable(nat) }),
  ),
});
export const transferList = z.object({ rows: z.array(transferListed), asOfMs: int });

export type StockListed = z.infer<typeof stockListed>;
export type StockPage = z.infer<typeof stockPage>;
export type StockMoves = z.infer<typeof stockMoves>;
export type StockMoveListed = z.infer<typeof stockMoveListed>;
export type TransferListed = z.infer<typeof transferListed>;
export type TransferList = z.infer<typeof transferList>;
export type EntryPlace = z.infer<typeof entryPlace>;
