/** A paper whose printing broke off and is tried again: two may be in the world, so the second says what it is. */
import { t } from '@lingui/core/macro';
import type { Paper } from '../../client/print/escpos.ts';
import type { ReceiptRow } from '../../core/receipt.ts';

/** Once, however often it is tried. */
export function printedAgain(paper: Paper): Paper {
  const words = t`COPY, the first print broke off`;
  const mark: ReceiptRow = { row: 'text', text: `*** ${words} ***`, align: 'center', strong: true };
  const [first] = paper.rows;
  return first?.row === 'text' && first.text === mark.text ? paper : { ...paper, rows: [mark, ...paper.rows] };
}
