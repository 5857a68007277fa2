/**
 * What this device did to stock and the server has not yet counted in: a figure shown is the server's plus this, or
 * what was counted here plus what this device did since. A fact counts here until the server's state says it is
 * inside: its seq is at most `applied.seq` and it is not parked.
 */
import { movesOfReturn, movesOfSale, type StockCounted } from '../../core/stock.ts';
import { readEntry } from '../db/commit-entry.ts';
import type { Applied } from '../db/cache-db.ts';
import type { EntryRow } from '../db/journal-db.ts';
import type { NewFact } from '../db/local-book.ts';
import type { Oversold } from '../till-device.ts';

type Move = { readonly skuNo: number; readonly deltaMilli: number };
type Counted = { readonly skuNo: number; readonly countedMilli: number; readonly asOfSeq: number };
type Known = { readonly moves: readonly Move[]; readonly counted: Counted | null; readonly receives: string | null };

/** Each product once, of which less than nothing is on hand. */
export const oversoldOf = (
  skuNos: readonly number[],
  of: { onHandMilli(skuNo: number): number | undefined },
): Oversold[] =>
  [...new Set(skuNos)].flatMap((skuNo) => {
    const onHandMilli = of.onHandMilli(skuNo) ?? 0;
    return onHandMilli < 0 ? [{ skuNo, onHandMilli }] : [];
  });

/** A count may look back at moves the server has counted in meanwhile: so many entries of them are remembered. */
const REMEMBERED = 1000;

export class OwnStock {
  readonly #facts = new Map<number, Known>(); // by seq
  readonly #counts = new Map<number, Counted>(); // by seq: those of `#facts`
  readonly #past = new Map<number, readonly Move[]>(); // by seq: of facts the server holds, the last few
  readonly #sums = new Map<number, number>();
  #counted: Pick<Applied, 'seq' | 'parked'> = { seq: 0, parked: [] };

  deltaMilli(skuNo: number): number {
    return this.#sums.get(skuNo) ?? 0;
  }

  /** What is shown of a product, `told` being the server's figure. Undefined: nobody has told or done anything. */
  shownMilli(skuNo: number, told: number | undefined): number | undefined {
    const count = this.#lastCount(skuNo);
    const own = this.deltaMilli(skuNo);
    if (count === null) return told === undefined && own === 0 ? undefined : (told ?? 0) + own;
    return count.countedMilli + this.#movedSince(skuNo, count.asOfSeq);
  }

  /** Products this device has moved and the server has not heard of. */
  goods(): Iterable<number> {
    return this.#sums.keys();
  }

  /** Transfers received here that the server does not know of yet. */
  received(): ReadonlySet<string> {
    return new Set([...this.#facts.values()].flatMap(({ receives }) => receives ?? []));
  }

  /** Takes an entry of this incarnation in, once. Gives the products it moved. */
  add(row: EntryRow): readonly number[] {
    if (this.#facts.has(row.seq) || this.#isCounted(row.seq)) return [];
    const known = knownOf(row);
    if (known === null) return [];
    this.#facts.set(row.seq, known);
    if (known.counted !== null) this.#counts.set(row.seq, known.counted);
    this.#shift(known.moves, 1);
    return [...known.moves.map(({ skuNo }) => skuNo), ...(known.counted === null ? [] : [known.counted.skuNo])];
  }

  /** Lets go of what the server's state holds now. */
  settle(counted: Pick<Applied, 'seq' | 'parked'>): void {
    this.#counted = counted;
    for (const [seq, { moves }] of this.#facts) {
      if (!this.#isCounted(seq)) continue;
      this.#facts.delete(seq);
      this.#counts.delete(seq);
      this.#past.set(seq, moves);
      this.#shift(moves, -1);
    }
    for (const seq of this.#past.keys()) if (seq < counted.seq - REMEMBERED) this.#past.delete(seq);
  }

  #isCounted(seq: number): boolean {
    return seq <= this.#counted.seq && !this.#counted.parked.includes(seq);
  }

  /** By the point it was made at; of two at one point the one written later. */
  #lastCount(skuNo: number): Counted | null {
    if (this.#counts.size === 0) return null;
    let last: Counted | null = null;
    for (const [, counted] of [...this.#counts].sort(([a], [b]) => a - b)) {
      if (counted.skuNo === skuNo && counted.asOfSeq >= (last?.asOfSeq ?? 0)) last = counted;
    }
    return last;
  }

  #movedSince(skuNo: number, seq: number): number {
    const later = [...this.#past, ...[...this.#facts].map(([at, { moves }]) => [at, moves] as const)];
    return later
      .flatMap(([at, moves]) => (at > seq ? moves : []))
      .reduce((sum, move) => (move.skuNo === skuNo ? sum + move.deltaMilli : sum), 0);
  }

  #shift(moves: readonly Move[], sign: 1 | -1): void {
    for (const { skuNo, deltaMilli } of moves) {
      const sum = this.deltaMilli(skuNo) + sign * deltaMilli;
      if (sum === 0) this.#sums.delete(skuNo);
      else this.#sums.set(skuNo, sum);
    }
  }
}

/** What an entry does to stock; null for kinds that move no goods. */
function knownOf(row: EntryRow): Known | null {
  if (!MOVES_GOODS.has(row.kind)) return null;
  const fact = readEntry(row) as unknown as NewFact; // this device wrote it through the schema of its kind
  const moved = (moves: readonly Move[]): Known => ({ moves, counted: null, receives: null });
  if (fact.kind === 'sale.completed') return moved(movesOfSale(fact.body));
  if (fact.kind === 'return.completed' || fact.kind === 'sale.voided') return moved(movesOfReturn(fact.body));
  if (fact.kind === 'stock.counted') return { moves: [], counted: countedOf(row, fact.body), receives: null };
  if (fact.kind !== 'stock.moved') return null;
  const { moves, transfer } = fact.body;
  return { moves, counted: null, receives: transfer?.direction === 'in' ? transfer.transferId : null };
}

/** Written again in another life, a count names numbers of the one before: its own place is all that is known then. */
const countedOf = (row: EntryRow, { skuNo, countedMilli, incarnation, asOfSeq }: StockCounted): Counted => ({
  skuNo,
  countedMilli,
  asOfSeq: incarnation === row.incarnation ? asOfSeq : row.seq,
});

const MOVES_GOODS: ReadonlySet<string> = new Set([
  ...['sale.completed', 'return.completed', 'sale.voided', 'stock.moved', 'stock.counted'],
]);
