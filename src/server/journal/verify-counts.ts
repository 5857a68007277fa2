/**
 * Whether stock says what was counted: at the point of each count the moves up to it sum to its figure. The moves
 * counts make rest on more than one entry, so they cannot be made again from the bytes of one; this judges them.
 *
 * Of several counts made at one point the last one holds; which that was is not asked, one of them has to.
 */
import { isWithin, type Count } from '../../core/stock-count.ts';
import type { Tx } from '../db/door.ts';
import { countedGoods, movesSince, onHandNow, stockCounts } from '../db/stock-books.ts';
import { CLOCKS_DIFFER_MS, countOf, pointOf } from './move-stock.ts';

type CountBreak = { readonly skuNo: number; readonly offMilli: number };

/** The first `most` products of a store whose moves do not sum to a count, and by how much. */
export async function verifyCounts(tx: Tx, storeId: string, most: number): Promise<CountBreak[]> {
  const breaks: CountBreak[] = [];
  for (const skuNo of await countedGoods(tx, storeId)) {
    if (breaks.length >= most) break;
    const counts = (await stockCounts(tx, storeId, [skuNo])).map(countOf);
    const offMilli = await worstOf(tx, storeId, counts);
    if (offMilli !== 0) breaks.push({ skuNo, offMilli });
  }
  return breaks;
}

/** How far the moves of a product are off a count of it; 0: they fit all. */
async function worstOf(tx: Tx, storeId: string, counts: readonly Count[]): Promise<number> {
  const [first] = counts;
  if (first === undefined) return 0;
  const { skuNo } = first;
  const onHandMilli = await onHandNow(tx, storeId, skuNo);
  const points = new Map(counts.map((count) => [count.entryId, count.at]));
  for (const count of counts) {
    const since = await movesSince(tx, { storeId, skuNos: [skuNo], sinceMs: count.at.atMs - CLOCKS_DIFFER_MS });
    const after = since.filter((move) => !isWithin(pointOf(move, points), count.at));
    const thenMilli = onHandMilli - after.reduce((sum, { deltaMilli }) => sum + deltaMilli, 0);
    const here = counts.filter(({ at }) => isWithin(at, count.at) && isWithin(count.at, at));
    if (!here.some(({ countedMilli }) => countedMilli === thenMilli)) return thenMilli - count.countedMilli;
  }
  return 0;
}
