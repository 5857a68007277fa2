/** What load tills sell: baskets of one to five lines, some goods far more often than others, each sale adding up. */
import { saleOf } from '../support/facts.ts';
import type { LoadTill } from './load-till.ts';

const GOODS = 2_000;
const MOST_LINES = 5;

/** What must be found again in the books. */
export type Sold = { sales: number; lines: number; totalMinor: number; qtyMilli: number };

export const nothingSold = (): Sold => ({ sales: 0, lines: 0, totalMinor: 0, qtyMilli: 0 });

/** One sale into the till's journal. */
export function sellOnce(till: LoadTill, sold: Sold, random: () => number, wallMs = Date.now()): void {
  const goods = Array.from({ length: 1 + Math.floor(random() * MOST_LINES) }, () => ({
    skuNo: 1 + Math.floor(GOODS * random() ** 2),
    qtyMilli: 1000 * (1 + Math.floor(3 * random())),
    unitMinor: 100 + Math.floor(5000 * random()),
  }));
  const sale = saleOf(goods, { no: till.nextReceiptNo() });
  till.commit('sale.completed', sale, wallMs);
  sold.sales += 1;
  sold.lines += sale.lines.length;
  sold.totalMinor += sale.totals.totalMinor;
  sold.qtyMilli += sale.lines.reduce((sum, line) => sum + line.qtyMilli, 0);
}
