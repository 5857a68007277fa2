/**
 * The cart before money: an editable list, changed only by steps. Prices are not here: `priceCart` derives them from the
 * price book each time, so a cart can never hold a stale total.
 *
 * Invariants: line ids are small integers, never reused in a cart; quantities are > 0; `rev` grows by one with each step.
 */
import type { Minor } from './money.ts';

export type CartLine = {
  readonly lineId: number;
  readonly skuNo: number;
  readonly qtyMilli: number; // > 0
  readonly overrideMinor: Minor | null; // unit price set by a person at the till
  readonly seenMinor: Minor | null; // unit price a phone showed: compared, never charged
  readonly from: 'till' | 'phone';
};

/** Goods a phone's cart named which this till's catalogue lacks: shown for manual entry, never sold as they are. */
export type MissingLine = { readonly gtin: string | null; readonly skuNo: number | null; readonly qtyMilli: number };

/** Where a cart came from, when a phone handed it over. `cartRef` is claim 3 of the QR, hex (domain.md 7.2). */
export type Handoff = {
  readonly cartRef: string;
  readonly rev: number;
  readonly by: 'O0' | 'O1' | 'code';
  readonly totalSeenMinor: Minor | null;
  readonly missing: readonly MissingLine[];
};

export type Cart = {
  readonly cartId: string; // UUID
  readonly rev: number;
  readonly lines: readonly CartLine[];
  readonly removed: readonly CartLine[]; // until payment, so no undo depends on a timer
  readonly handoff: Handoff | null;
  readonly nextLineId: number;
  readonly selected: number | null; // lineId
  readonly saleEntryId: string | null; // chosen when payment starts, kept before anybody is asked for money
};

export type CartStep =
  | { readonly step: 'product_added'; readonly skuNo: number; readonly qtyMilli: number; readonly merge: boolean }
  | { readonly step: 'quantity_set'; readonly lineId: number; readonly qtyMilli: number }
  | { readonly step: 'price_overridden'; readonly lineId: number; readonly unitMinor: Minor | null }
  | { readonly step: 'line_removed'; readonly lineId: number }
  | { readonly step: 'line_restored'; readonly lineId: number }
  | { readonly step: 'line_selected'; readonly lineId: number | null }
  | { readonly step: 'handoff_taken'; readonly handoff: Handoff; readonly lines: readonly HandoffLine[] }
  | { readonly step: 'payment_started'; readonly saleEntryId: string }
  | { readonly step: 'payment_left' };

export type HandoffLine = { readonly skuNo: number; readonly qtyMilli: number; readonly seenMinor: Minor | null };

export const emptyCart = (cartId: string): Cart => ({
  cartId, rev: 0, lines: [], removed: [], handoff: null, nextLineId: 1, selected: null, saleEntryId: null,
});
