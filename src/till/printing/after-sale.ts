/** What follows a sale that is safe on disk: the drawer opens, and the receipt is printed where that is wished. */
import type { Sale } from '../../core/sale.ts';
import type { Counter } from '../counter.ts';
import { openDrawerFor } from './drawer.ts';

/** Called after the commit and the paint; nobody waits for it. */
export async function afterSale(counter: Counter, sale: Sale): Promise<void> {
  await openDrawerFor(counter, sale.tenders);
  if (!counter.preferences.getState().printer.printsEach) return;
  const { printById } = await import('../receipt/receipt-acts.ts');
  await printById(counter, sale.saleId);
}
