/** Acts of the sheet that asks for a lot or a serial number: what a scan says of it, and the answer taken. */
import { type Traced } from '../../core/cart.ts';
import { tracedBy } from '../../core/gs1.ts';
import { packOf } from '../../core/traced-goods.ts';
import type { Counter, Tracing } from '../counter.ts';
import { putIn } from './filling.ts';
import { meaningOf } from './scanning.ts';
import { isInCart, warnSold } from './trace-asking.ts';

/** What a text typed or scanned into a field says: a code of GS1 by its parts, anything else is the number itself. */
export function tracesIn(counter: Counter, text: string, field: 'lot' | 'serial'): Traced {
  const meaning = meaningOf(counter, { text });
  const data = meaning.kind === 'gs1' || meaning.kind === 'shelf' ? meaning.data : null;
  const told = data === null ? {} : tracedBy(data);
  return told[field] === undefined ? { [field]: text.trim() } : told;
}

/** The answer: a line at last, or what was missing on one. */
export function giveTraces(counter: Counter, { product, traced, to }: Tracing, given: Traced): void {
  const { hand, view } = counter;
  const whole = packOf({ ...traced, ...given });
  const { skuNo } = product;
  if (isInCart(counter, { skuNo, traced: whole })) return;
  view.setState({ tracing: null });
  if ('product' in to) {
    putIn(counter, { ...to, what: { ...to.what, traced: whole } });
    return;
  }
  hand.getState().step({ step: 'payment_left' });
  hand.getState().step({ step: 'line_traced', lineId: to.lineId, traced: whole });
  if (whole.serial !== undefined) void warnSold(counter, { skuNo, serial: whole.serial });
}
