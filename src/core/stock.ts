/**
 * What a sale or return does to stock: signed moves, never a count. On hand is the sum of moves (I9); it may fall below
 * zero by sales made offline, and that is shown, not hidden.
 */
import type { Return, Sale } from './sale.ts';

type StockMove = {
  readonly skuNo: number;
  readonly deltaMilli: number;
  readonly reason: 'sale' | 'return' | 'waste';
  readonly ref: string; // saleId or returnId
};

/** Goods that left with a sale: one move per line. */
export const movesOfSale = (sale: Pick<Sale, 'saleId' | 'lines'>): StockMove[] =>
  sale.lines.map((line) => ({ skuNo: line.skuNo, deltaMilli: -line.qtyMilli, reason: 'sale', ref: sale.saleId }));

/** Goods that came back. What cannot be sold again comes in and goes out as waste, so both are seen. */
export const movesOfReturn = (back: Pick<Return, 'returnId' | 'lines'>): StockMove[] =>
  back.lines.flatMap(({ skuNo, qtyMilli, condition }) => {
    const came: StockMove = { skuNo, deltaMilli: qtyMilli, reason: 'return', ref: back.returnId };
    return condition === 'resalable' ? [came] : [came, { ...came, deltaMilli: -qtyMilli, reason: 'waste' }];
  });

/** Moves summed by product, in thousandths. A product whose moves cancel out stays in, with 0. */
export function sumMoves(moves: readonly Pick<StockMove, 'skuNo' | 'deltaMilli'>[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const move of moves) sums.set(move.skuNo, (sums.get(move.skuNo) ?? 0) + move.deltaMilli);
  return sums;
}
