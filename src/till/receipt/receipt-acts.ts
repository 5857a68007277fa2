/** Showing and printing receipts. Printing never blocks: the sale is complete without it. */
import type { LocalSale } from '../../client/till-device.ts';
import type { Counter } from '../counter.ts';

const LOOK_BACK = 500;

/** A sale or return of this device by its id; null when it is not among the latest. */
export async function findSale({ tools }: Pick<Counter, 'tools'>, saleId: string): Promise<LocalSale | null> {
  const rows = await tools.device.recentSales(LOOK_BACK);
  return rows.find((row) => row.saleId === saleId) ?? null;
}

export const showReceipt = ({ view }: Counter): void => view.setState({ sheet: 'receipt' });

/** Prints the sale just made. */
export async function printSold(
  counter: Counter,
  { sale }: { readonly sale: { readonly saleId: string } },
): Promise<void> {
  const row = await findSale(counter, sale.saleId);
  if (row !== null) await printReceipt(counter, row, 0);
}

/** Hands a receipt to the browser's print. `copyNo` above 0 is said on the paper. */
export async function printReceipt(counter: Counter, row: LocalSale, copyNo: number): Promise<void> {
  const [{ receiptOf }, { printPaper }] = await Promise.all([import('./receipt-data.ts'), import('./print-paper.tsx')]);
  const receipt = await receiptOf(counter.tools, row, copyNo);
  await printPaper({ receipt, paperMm: counter.preferences.getState().paperMm });
}
