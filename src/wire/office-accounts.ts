/** The office's HTTP for customers' accounts (src/wire/office.ts says the rules): who owes what, and payments. */
import * as z from 'zod/mini';
import { names } from './goods.ts';
import { int, minor, nat, text, uuid } from './scalars.ts';

const key = text(200); // what a name folds to: never longer than a few times sixty
export const paidBy = z.enum(['bank', 'cash', 'card', 'other']);

const accountListed = z.object({
  key,
  who: text(60), // as it was written last
  owedMinor: minor, // below zero: the shop owes the customer
  openSales: nat,
  oldestMs: z.nullable(int), // the oldest sale that is open
  lastPaidMs: z.nullable(int),
});
export const accountList = z.object({
  rows: z.array(accountListed), // who owes most first
  owedMinor: minor, // all that is owed to the shop
  creditMinor: minor, // all that the shop owes
  asOfMs: int,
});

const accountSale = z.object({
  saleId: uuid,
  no: text(24),
  storeId: uuid,
  atMs: int,
  ref: text(60),
  amountMinor: minor,
  backMinor: minor,
  paidMinor: minor,
  openMinor: minor,
});
const accountPayment = z.object({
  paymentId: uuid,
  atMs: int,
  amountMinor: minor, // below zero: taken back
  method: paidBy,
  note: text(200),
  by: z.nullable(names),
  isUndone: z.boolean(),
});
export const accountDetail = z.object({
  row: accountListed,
  sales: z.array(accountSale), // oldest first
  payments: z.array(accountPayment), // newest first
});

/** `paymentId` is made by who asks: sent twice, it counts once. */
export const paymentAdd = z.strictObject({
  paymentId: uuid,
  key,
  amountMinor: minor.check(z.refine((value) => value > 0)),
  method: paidBy,
  note: text(200),
});
/** A payment written down by mistake. Needs its reason. */
export const paymentUndo = z.strictObject({
  paymentId: uuid,
  undoes: uuid,
  note: text(200).check(z.refine((value) => value.trim() !== '')),
});

export type AccountList = z.infer<typeof accountList>;
export type AccountListed = z.infer<typeof accountListed>;
export type AccountDetail = z.infer<typeof accountDetail>;
export type PaidBy = z.infer<typeof paidBy>;
export type AccountPayment = z.infer<typeof accountPayment>;
