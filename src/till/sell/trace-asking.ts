/** Acts around goods of which the very pack has to be known: what is asked for, and pieces that are known already. */
import type { Traced } from '../../core/cart.ts';
import { missingTraces, tellsOf, twinOf } from '../../core/traced-goods.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';

/**
 * Before money is asked for: goods of a phone of which the pack is not known. True when the question is on the screen.
 */
export function askForTraces({ hand, tools, view }: Counter): boolean {
  for (const line of hand.getState().cart.lines) {
    const product = tools.device.catalogue.product(line.skuNo);
    if (product === undefined || missingTraces(product, line).length === 0) continue;
    const { lot, serial, expiry } = line;
    view.setState({ tracing: { product, traced: { lot, serial, expiry }, to: { lineId: line.lineId } } });
    return true;
  }
  return false;
}

type Piece = { readonly skuNo: number; readonly serial: string };

/** Says so when a piece is in the cart already: one piece is sold once. */
export function isInCart(
  counter: Counter,
  { skuNo, traced: { serial } }: { readonly skuNo: number; readonly traced: Traced },
): boolean {
  const { lines } = counter.hand.getState().cart;
  if (serial === undefined || twinOf(lines, { skuNo, serial, lineId: null }) === undefined) return false;
  refuse(counter, { code: 'serial_in_cart', facts: { serial } });
  return true;
}

/** Says so when this till has sold the piece and it did not come back. It is sold all the same: a person looks. */
export async function warnSold(counter: Counter, piece: Piece): Promise<void> {
  const [last] = await counter.tools.device.heldSales((row) => tellsOf(row.body, piece), 1);
  if (last?.kind !== 'sale') return;
  refuse(counter, { code: 'serial_sold', facts: { serial: piece.serial, no: last.no } });
}
