/**
 * A count of goods as moves. A shelf counted at a point says what stands there then, whatever the books hold; what was
 * sold before that point is in the figure already, however late it arrives, and what is sold after it comes off.
 *
 * Invariant: at the point of each count the moves up to it sum to what was counted, in whatever order moves and counts
 * arrive. So a count moves stock by what is missing, and a move that arrives behind a count is taken back at the first
 * count it lies within. Nothing is ever set.
 */
import { assert } from './assert.ts';

/** Where something stands: in its own journal by number, beside others by time. */
export type Point = { readonly chain: string; readonly seq: number; readonly atMs: number };

type Placed = { readonly skuNo: number; readonly deltaMilli: number; readonly at: Point };

export type Count = {
  readonly entryId: string;
  readonly skuNo: number;
  readonly countedMilli: number;
  readonly at: Point; // the last it holds of its own journal, and the time that was
};

/** A move that a count makes, or that a late one is taken back by. It stands at the point of count `ref`. */
type CountMove = {
  readonly entryId: string; // of the entry that caused it
  readonly skuNo: number;
  readonly deltaMilli: number;
  readonly ref: string; // the count's entry
};

/** Whether what stands at `at` is in the figure of a count made at `point`. */
export const isWithin = (at: Point, point: Point): boolean =>
  at.chain === point.chain ? at.seq <= point.seq : at.atMs <= point.atMs;

const isBefore = (a: Point, b: Point): boolean => isWithin(a, b) && !isWithin(b, a);

/** The first of the counts, by the points they were made at. */
const earliest = (counts: readonly Count[]): Count | null =>
  counts.reduce<Count | null>((best, one) => (best === null || isBefore(one.at, best.at) ? one : best), null);

type Arrived = Placed & { readonly entryId: string };
type Books = {
  readonly onHandMilli: ReadonlyMap<number, number>; // with all that has arrived now
  readonly known: readonly Count[]; // before now
  readonly later: readonly Placed[]; // moves after the first of the new counts, with those that have arrived now
};

/**
 * The moves that what has arrived asks for: `moves` first, then `counts` in their order. Only goods that are counted,
 * or were, ask for any.
 */
export function countMoves(moves: readonly Arrived[], counts: readonly Count[], books: Books): CountMove[] {
  const made: (CountMove & { readonly at: Point })[] = [];
  const known = [...books.known];
  const ofGoods = (skuNo: number) => known.filter((count) => count.skuNo === skuNo);
  for (const { entryId, skuNo, deltaMilli, at } of moves) {
    const count = earliest(ofGoods(skuNo).filter((one) => isWithin(at, one.at)));
    if (count !== null) made.push({ entryId, skuNo, deltaMilli: 0 - deltaMilli, ref: count.entryId, at: count.at });
  }
  for (const count of counts) {
    const { entryId, skuNo, countedMilli, at } = count;
    const after = [...books.later, ...made].filter((move) => move.skuNo === skuNo && !isWithin(move.at, at));
    const onHandMilli = books.onHandMilli.get(skuNo);
    assert(onHandMilli !== undefined, 'what is counted is looked up');
    const thenMilli = onHandMilli + sum(made.filter((move) => move.skuNo === skuNo)) - sum(after);
    const deltaMilli = countedMilli - thenMilli;
    made.push({ entryId, skuNo, deltaMilli, ref: entryId, at });
    const next = earliest(ofGoods(skuNo).filter((one) => isBefore(at, one.at)));
    if (next !== null) made.push({ entryId, skuNo, deltaMilli: 0 - deltaMilli, ref: next.entryId, at: next.at });
    known.push(count);
  }
  return made.map(({ at: _at, ...move }) => move);
}

const sum = (moves: readonly { readonly deltaMilli: number }[]): number =>
  moves.reduce((total, { deltaMilli }) => total + deltaMilli, 0);
