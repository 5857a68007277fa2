/**
 * What happens to goods: signed moves, and counts that become moves at the point they were made (stock-count.ts). On
 * hand is the sum of moves (I9); it may fall below zero by sales made offline, and that is shown, not hidden.
 *
 * Invariants: a reason says which way goods go; goods on their way between stores are on hand in neither.
 */
import type { Traced } from './cart.ts';
import type { Action } from './permission.ts';
import type { Return, Sale, SaleLine } from './sale.ts';

/** `count` and `opening` are written by the server's register; a till counts by `stock.counted`. */
type MoveReason = 'receive' | 'count' | 'waste' | 'transfer' | 'opening' | 'adjust';

export type GoodsMove = {
  readonly skuNo: number;
  readonly deltaMilli: number; // into the store; below zero: out of it
  readonly reason: MoveReason;
  readonly ref: string; // a delivery note's number, an id: whatever it belongs to
  readonly lot?: string | undefined;
  readonly expiry?: string | undefined; // yyyy-mm-dd
};

/** One end of goods that go from a store to another. Both ends name the same id. */
export type TransferEnd = {
  readonly transferId: string;
  readonly direction: 'out' | 'in';
  readonly otherStoreId: string;
};

export type StockMoved = {
  readonly moves: readonly GoodsMove[];
  readonly note?: string | undefined;
  readonly approverId?: string | null | undefined;
  readonly transfer?: TransferEnd | undefined;
};

/**
 * Goods counted on the shelf. The figure holds at a point: of this journal after `asOfSeq`, of others at `asOfMs`. What
 * is sold after it, before the count is written down, is taken off it.
 */
export type StockCounted = {
  readonly countId: string; // the stocktake it belongs to
  readonly skuNo: number;
  readonly countedMilli: number;
  readonly incarnation: string; // whose numbers `asOfSeq` is of
  readonly asOfSeq: number;
  readonly asOfMs: number; // by the till's clock
  readonly approverId: string | null;
};

type StockMove = {
  readonly skuNo: number;
  readonly deltaMilli: number;
  readonly reason: 'sale' | 'return' | 'waste';
  readonly ref: string; // saleId or returnId
  readonly lot?: string; // of what was sold, where its code said so
  readonly expiry?: string;
};

/** Goods that left with a sale: one move per line, of a bundle one for each of its parts and none of itself. */
export const movesOfSale = (sale: Pick<Sale, 'saleId' | 'lines'>): StockMove[] =>
  sale.lines
    .flatMap((line): readonly (Pick<SaleLine, 'skuNo' | 'qtyMilli'> & Traced)[] => line.parts ?? [line])
    .map(({ skuNo, qtyMilli, ...line }) => ({
      ...{ skuNo, deltaMilli: -qtyMilli, reason: 'sale', ref: sale.saleId },
      ...lotOf(line),
    }));

/** The lot and the date goods are moved with, as far as they are known. */
const lotOf = ({ lot, expiry }: Traced): Pick<StockMove, 'lot' | 'expiry'> => ({
  ...(lot === undefined ? {} : { lot }),
  ...(expiry === undefined ? {} : { expiry }),
});

/** Goods that came back. What cannot be sold again comes in and goes out as waste, so both are seen. */
export const movesOfReturn = (back: Pick<Return, 'returnId' | 'lines'>): StockMove[] =>
  back.lines.flatMap(({ condition, ...line }) =>
    (line.parts ?? [line]).flatMap(({ skuNo, qtyMilli }) => {
      const came: StockMove = { skuNo, deltaMilli: qtyMilli, reason: 'return', ref: back.returnId, ...lotOf(line) };
      return condition === 'resalable' ? [came] : [came, { ...came, deltaMilli: -qtyMilli, reason: 'waste' as const }];
    }),
  );

/** Moves summed by product, in thousandths. A product whose moves cancel out stays in, with 0. */
export function sumMoves(moves: readonly Pick<StockMove, 'skuNo' | 'deltaMilli'>[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const move of moves) sums.set(move.skuNo, (sums.get(move.skuNo) ?? 0) + move.deltaMilli);
  return sums;
}

/** A billion pieces: what one entry moves or counts beyond it is a mistake, and sums of it would be whole no more. */
const LARGEST_QTY_MILLI = 1_000_000_000_000;

/** Whether goods of these quantities, in thousandths, can be added up. */
export const isCountable = (quantities: readonly number[]): boolean =>
  quantities.every((milli) => Math.abs(milli) <= LARGEST_QTY_MILLI);

/** What a person needs to be allowed for it: taking goods in is everybody's, all else can hide a theft. */
export const actOfMoves = ({ moves, transfer }: StockMoved): Action =>
  transfer?.direction === 'in' || moves.every(({ reason }) => reason === 'receive') ? 'take_in_stock' : 'change_stock';

/** Whether every move goes the way its reason says, and a transfer is told as one. */
export function isSoundMoves({ moves, transfer }: StockMoved): boolean {
  return moves.every(({ reason, deltaMilli }) => {
    switch (reason) {
      case 'receive':
        return deltaMilli > 0;
      case 'waste':
        return deltaMilli < 0;
      case 'transfer':
        return transfer !== undefined && (transfer.direction === 'in' ? deltaMilli >= 0 : deltaMilli < 0);
      case 'adjust':
      case 'count':
      case 'opening':
        return transfer === undefined;
    }
  });
}

type Quantity = { readonly skuNo: number; readonly qtyMilli: number };

/** Products of a transfer that arrived in another quantity than was sent, by number. */
export function transferDiffers(sent: readonly Quantity[], received: readonly Quantity[]): readonly number[] {
  const asMoves = (lines: readonly Quantity[], sign: 1 | -1) =>
    lines.map(({ skuNo, qtyMilli }) => ({ skuNo, deltaMilli: sign * qtyMilli }));
  const left = sumMoves([...asMoves(received, 1), ...asMoves(sent, -1)]);
  return [...left].flatMap(([skuNo, offMilli]) => (offMilli === 0 ? [] : [skuNo])).sort((a, b) => a - b);
}
