/**
 * What follows a sale that is safe on disk: the drawer opens for cash, and the receipt is printed where that is
 * wished.
 */
import { t } from '@lingui/core/macro';
import { isCash } from '../../core/tender.ts';
import type { Sale } from '../../core/sale.ts';
import { note } from '../../ui/toast.tsx';
import type { Counter } from '../counter.ts';

/** Called after the commit and the paint; nobody waits for it. */
export async function afterSale(counter: Counter, sale: Sale): Promise<void> {
  const { preferences } = counter;
  const { opensDrawer, printsEach } = preferences.getState().printer;
  if (opensDrawer && sale.tenders.some(isCash)) await openDrawer(counter);
  if (!printsEach) return;
  const { printById } = await import('../receipt/receipt-acts.ts');
  await printById(counter, sale.saleId);
}

async function openDrawer({ desk, toasts }: Counter): Promise<void> {
  const trouble = await desk.kick();
  if (trouble !== null) note(toasts, t`The cash drawer did not open. Open it by its key.`, 'danger');
}
