/** The office's HTTP for exceptions (src/wire/office.ts says the rules): what may hide a theft, who does it often. */
import * as z from 'zod/mini';
import { names } from './goods.ts';
import { entryPlace } from './office-stock.ts';
import { int, minor, nat, text, uuid } from './scalars.ts';

/** The scripts of fraud the report answers. What each row's `facts` hold is said in the office's words. */
const script = z.enum([
  'void', 'blind_refund', 'line_removed', 'discount', 'drawer', 'price', 'clock', 'lost_tail', 'practice',
  'voucher_away', 'cash_refund',
]); // prettier-ignore

const exceptionRow = z.object({
  script,
  atMs: int, // by the till's clock
  receivedMs: int,
  staffId: z.nullable(uuid),
  staff: z.nullable(names),
  approver: z.nullable(names), // null: none
  place: z.nullable(entryPlace),
  amountMinor: z.nullable(minor),
  facts: z.record(z.string(), z.union([text(300), z.number()])),
});

const rate = z.object({ times: nat, standsOut: z.boolean() });
const personRates = z.object({
  staffId: z.nullable(uuid),
  staff: z.nullable(names),
  sales: nat,
  voids: rate,
  removals: rate,
  discounts: rate, // at the limit of whoever gave them
  drawers: rate,
});

export const exceptionReport = z.object({
  rows: z.array(exceptionRow),
  people: z.array(personRates),
  asOfMs: int,
});

export type Script = z.infer<typeof script>;
export type ExceptionRow = z.infer<typeof exceptionRow>;
export type PersonRates = z.infer<typeof personRates>;
export type ExceptionReport = z.infer<typeof exceptionReport>;
