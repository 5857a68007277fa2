/**
 * Goods of which the very pack has to be known: its lot, or a number of its own. What the scan brought is not asked
 * for; a piece with a number of its own stands on a line by itself.
 *
 * Not here: reading codes (gs1.ts), the step that writes it down (cart.ts).
 */
import type { CartLine, Traced } from './cart.ts';
import { type Product, type Trace, TRACES } from './product.ts';
import type { Return, Sale } from './sale.ts';

type Asking = Pick<Product, 'asks'>;

/** What of it nobody has said yet, in the order people are asked. */
export const missingTraces = ({ asks = [] }: Asking, traced: Traced): Trace[] =>
  TRACES.filter((each) => asks.includes(each) && (traced[each] ?? '') === '');

/** Whether each piece is one of its kind. */
export const isOneOfAKind = ({ asks = [] }: Asking, traced: Traced = {}): boolean =>
  asks.includes('serial') || traced.serial !== undefined;

/** A lot, a serial number as typed or scanned: without spaces at the ends, never empty. Null: it cannot be one. */
export function readTrace(text: string): string | null {
  const trimmed = text.trim();
  return /^[\p{L}\p{N}][^\p{Cc}]{0,39}$/u.test(trimmed) ? trimmed : null;
}

/** Another line of the cart with the same product and number; undefined: none. */
export const twinOf = (
  lines: readonly CartLine[],
  { skuNo, serial, lineId }: { readonly skuNo: number; readonly serial: string; readonly lineId: number | null },
): CartLine | undefined =>
  lines.find((line) => line.skuNo === skuNo && line.serial === serial && line.lineId !== lineId);

/** What is known of a pack, and nothing that is not. */
export const packOf = ({ lot, serial, expiry }: Traced): Traced => ({
  ...(lot === undefined ? {} : { lot }),
  ...(serial === undefined ? {} : { serial }),
  ...(expiry === undefined ? {} : { expiry }),
});

type Piece = { readonly skuNo: number; readonly serial: string };

/** Whether this sale, return or void tells of the piece: the newest that does says where it is. */
export const tellsOf = ({ lines }: Pick<Sale, 'lines'> | Pick<Return, 'lines'>, { skuNo, serial }: Piece): boolean =>
  lines.some((line) => line.skuNo === skuNo && line.serial === serial);
