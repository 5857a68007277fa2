/**
 * What this device sold and the server has not yet counted in: a figure shown is the server's plus this.
 * A fact counts here until the server's state says it is inside: its seq is at most `applied.seq` and it is not parked.
 */
import { movesOfReturn, movesOfSale } from '../../core/stock.ts';
import { readEntry } from '../db/commit-entry.ts';
import type { Applied } from '../db/cache-db.ts';
import type { EntryRow } from '../db/journal-db.ts';
import type { NewFact } from '../db/local-book.ts';

type Move = { readonly skuNo: number; readonly deltaMilli: number };

export class OwnStock {
  readonly #facts = new Map<number, readonly Move[]>(); // by seq
  readonly #sums = new Map<number, number>();
  #counted: Pick<Applied, 'seq' | 'parked'> = { seq: 0, parked: [] };

  deltaMilli(skuNo: number): number {
    return this.#sums.get(skuNo) ?? 0;
  }

  /** Takes an entry of this incarnation in, once. Gives the products it moved. */
  add(row: EntryRow): readonly number[] {
    if (this.#facts.has(row.seq) || this.#isCounted(row.seq)) return [];
    const moves = movesOf(row);
    if (moves.length === 0) return [];
    this.#facts.set(row.seq, moves);
    this.#shift(moves, 1);
    return moves.map(({ skuNo }) => skuNo);
  }

  /** Lets go of what the server's state holds now. */
  settle(counted: Pick<Applied, 'seq' | 'parked'>): void {
    this.#counted = counted;
    for (const [seq, moves] of this.#facts) {
      if (!this.#isCounted(seq)) continue;
      this.#facts.delete(seq);
      this.#shift(moves, -1);
    }
  }

  #isCounted(seq: number): boolean {
    return seq <= this.#counted.seq && !this.#counted.parked.includes(seq);
  }

  #shift(moves: readonly Move[], sign: 1 | -1): void {
    for (const { skuNo, deltaMilli } of moves) {
      const sum = this.deltaMilli(skuNo) + sign * deltaMilli;
      if (sum === 0) this.#sums.delete(skuNo);
      else this.#sums.set(skuNo, sum);
    }
  }
}

/** What an entry does to stock; nothing for kinds that move no goods. */
function movesOf(row: EntryRow): readonly Move[] {
  if (!MOVES_GOODS.has(row.kind)) return [];
  const fact = readEntry(row) as unknown as NewFact; // this device wrote it through the schema of its kind
  if (fact.kind === 'sale.completed') return movesOfSale(fact.body);
  if (fact.kind === 'return.completed' || fact.kind === 'sale.voided') return movesOfReturn(fact.body);
  return fact.kind === 'stock.moved' ? fact.body.moves : [];
}

const MOVES_GOODS: ReadonlySet<string> = new Set(['sale.completed', 'return.completed', 'sale.voided', 'stock.moved']);
