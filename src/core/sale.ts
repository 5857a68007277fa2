/**
 * The shapes of what has happened: a sale, a return, a shift's ends. Bodies of journal entries (src/wire/entry.ts holds
 * the schemas; a type test holds them equal).
 */
import type { Minor } from './money.ts';

export type TenderMethod = 'cash';

export type Tender = { readonly tenderId: number; readonly method: TenderMethod; readonly amountMinor: Minor };

/** A sold line carries its own snapshot, so the sale reads the same when the product is gone. */
export type SaleLine = {
  readonly lineId: number;
  readonly skuNo: number;
  readonly name: string; // in the till's language at the time
  readonly qtyMilli: number;
  readonly unitMinor: Minor; // charged per unit
  readonly listMinor: Minor; // the price book's, equal unless overridden
  readonly grossMinor: Minor; // unit × quantity, tax included
  readonly discountMinor: Minor;
  readonly taxBp: number;
  readonly taxMinor: Minor; // contained in gross - discount
};

export type SaleTotals = {
  readonly grossMinor: Minor;
  readonly discountMinor: Minor;
  readonly taxMinor: Minor;
  readonly totalMinor: Minor; // gross - discount
};

/** The version of a price book: which server's history it is of, and how far the org's stream had come. */
export const bookVersion = (serverEpoch: string, orgSeq: number): string =>
  `${serverEpoch.slice(0, 4)}:${String(orgSeq)}`;

export type Sale = {
  readonly saleId: string; // UUIDv7
  readonly no: string; // T3-001532
  readonly kind: 'counter';
  readonly shiftId: string;
  readonly cartId: string;
  readonly currency: string; // ISO 4217
  readonly taxMode: 'included';
  readonly pbVersion: string; // `bookVersion` of the prices it was made with
  readonly lines: readonly SaleLine[];
  readonly tenders: readonly Tender[];
  readonly changeMinor: Minor;
  readonly totals: SaleTotals;
  readonly channel: 'counter' | 'handoff';
  readonly sourceQr: string | null;
};

export type ReturnLine = {
  readonly lineId: number;
  readonly skuNo: number;
  readonly name: string;
  readonly qtyMilli: number; // > 0: what came back
  readonly refundMinor: Minor;
  readonly taxBp: number;
  readonly taxMinor: Minor;
  readonly condition: 'resalable' | 'waste';
};

export type Return = {
  readonly returnId: string;
  readonly no: string;
  readonly saleId: string | null; // null: blind, with an approver
  readonly shiftId: string;
  readonly currency: string;
  readonly lines: readonly ReturnLine[];
  readonly plan: readonly { readonly tenderId: number; readonly method: TenderMethod; readonly amountMinor: Minor }[];
  readonly totalMinor: Minor;
  readonly reason: string;
  readonly approverId: string | null;
};
