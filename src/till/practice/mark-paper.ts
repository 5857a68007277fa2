/** Papers of a till that practises say so, first and last: nobody takes one for a receipt, torn off or not. */
import { t } from '@lingui/core/macro';
import type { ReceiptRow } from '../../core/receipt.ts';
import type { TillTools } from '../commands/tools.ts';

/** The rows as they are on a real till. */
export function markPaper({ device }: Pick<TillTools, 'device'>, rows: readonly ReceiptRow[]): ReceiptRow[] {
  if (device.state.getState().practice === undefined) return [...rows];
  const words = t`PRACTICE, NOT A RECEIPT`;
  const mark: ReceiptRow = { row: 'text', text: `*** ${words} ***`, align: 'center', strong: true };
  return [mark, ...rows, mark];
}
