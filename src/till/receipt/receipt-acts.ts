/**
 * Showing and printing receipts. Printing never blocks: the sale is complete without it. The first paper is the
 * receipt; every later one is a copy, says so, and is a fact.
 */
import { t } from '@lingui/core/macro';
import type { LocalSale } from '../../client/till-device.ts';
import { allowed } from '../commands/allowed.ts';
import { noteCopy, reprintAsked } from '../commands/reprint.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';

/** A sale or return of this device by its id; null when it is not here (any more). */
export async function findSale({ tools }: Pick<Counter, 'tools'>, saleId: string): Promise<LocalSale | null> {
  return (await tools.device.heldSales((row) => row.saleId === saleId, 1))[0] ?? null;
}

export const showReceipt = ({ view }: Counter): void => view.setState({ sheet: 'receipt' });

/** Prints the sale just made. */
export const printSold = (counter: Counter, { sale }: { readonly sale: { readonly saleId: string } }): Promise<void> =>
  printById(counter, sale.saleId);

/** Prints a sale or return: its receipt, or a copy where that was printed already. */
export async function printById(counter: Counter, saleId: string): Promise<void> {
  const row = await findSale(counter, saleId);
  if (row === null) return;
  if (row.printed !== true) {
    await printReceipt(counter, row, 0);
    await counter.tools.device.markPrinted(row.saleId);
    return;
  }
  await askForCopy(counter, row, { medium: 'print', then: (copyNo) => printReceipt(counter, row, copyNo) });
}

type Copy = { readonly medium: 'print' | 'qr'; readonly then: (copyNo: number) => void | Promise<void> };

/** A copy: at once where the person may, else with a second person's PIN. */
export async function askForCopy(counter: Counter, row: LocalSale, copy: Copy): Promise<void> {
  const { tools, view } = counter;
  const asked = await reprintAsked(tools, row);
  const alone = allowed(tools, asked);
  if (alone.ok) return copyAs(counter, row, copy, null);
  if (alone.error.code !== 'not_allowed') {
    refuse(counter, alone.error);
    return;
  }
  const { no } = row;
  const agreed = (approverId: string) => void copyAs(counter, row, copy, approverId);
  view.setState({ approval: { asked, words: t`A copy of receipt ${no}`, agreed } });
}

async function copyAs(
  counter: Counter,
  row: LocalSale,
  { medium, then }: Copy,
  approverId: string | null,
): Promise<void> {
  const noted = await noteCopy(counter.tools, row, { medium, approverId });
  if (noted.ok) await then(noted.value);
  else refuse(counter, noted.error);
}

/** To the printer of this till, or to the browser's print. `copyNo` above 0 is said on the paper. */
async function printReceipt(counter: Counter, row: LocalSale, copyNo: number): Promise<void> {
  const { receiptOf } = await import('./receipt-data.ts');
  const { rows, qrText } = await receiptOf(counter.tools, row, copyNo);
  const qr = qrText === null ? null : { text: qrText, label: t`Scan to keep this receipt` };
  await counter.desk.print({ rows, qr, withLogo: true }, row.no);
}
