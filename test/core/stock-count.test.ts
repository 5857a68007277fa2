import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countMoves, isWithin, type Count, type Point } from '../../src/core/stock-count.ts';

/** Books that take what arrives one after another, as the server does, and look at everything that is behind. */
class Shelf {
  onHand = 0;
  readonly moves: { entryId: string; skuNo: number; deltaMilli: number; at: Point }[] = [];
  readonly counts: Count[] = [];

  move(entryId: string, deltaMilli: number, at: Point): void {
    this.#take([{ entryId, skuNo: 1, deltaMilli, at }], []);
  }

  count(entryId: string, countedMilli: number, at: Point): void {
    this.#take([], [{ entryId, skuNo: 1, countedMilli, at }]);
  }

  #take(moves: readonly (typeof this.moves)[number][], counts: readonly Count[]): void {
    for (const move of moves) this.#add(move);
    const known = [...this.counts];
    this.counts.push(...counts);
    const onHandMilli = new Map([[1, this.onHand]]);
    for (const made of countMoves(moves, counts, { onHandMilli, known, later: [...this.moves] })) {
      const at = this.counts.find(({ entryId }) => entryId === made.ref)?.at;
      if (at === undefined) throw new Error('a move of no count');
      this.#add({ ...made, at });
    }
  }

  #add(move: (typeof this.moves)[number]): void {
    this.moves.push(move);
    this.onHand += move.deltaMilli;
  }
}

const at = (chain: string, seq: number, atMs: number): Point => ({ chain, seq, atMs });

describe('a count', () => {
  test('corrects the books by what is missing', () => {
    const shelf = new Shelf();
    shelf.move('in', 10_000, at('w', 1, 0));
    shelf.count('c', 7000, at('a', 5, 100));
    expect(shelf.onHand).toBe(7000);
  });

  // Sold by the same till between the look at the shelf and the count: first or last to arrive, it comes off.
  test.each([
    ['sale first', ['s', 'c']],
    ['count first', ['c', 's']],
  ])('keeps what was sold meanwhile: %s', (_w, order) => {
    const shelf = new Shelf();
    shelf.move('in', 10_000, at('w', 1, 0));
    for (const one of order) {
      if (one === 's') shelf.move('s', -2000, at('a', 6, 150));
      else shelf.count('c', 7000, at('a', 5, 100));
    }
    expect(shelf.onHand).toBe(5000);
  });

  // Sold before it at a till that was offline: the shelf lacked it when it was counted.
  test.each([
    ['sale first', ['s', 'c']],
    ['count first', ['c', 's']],
  ])('holds what another till sold before: %s', (_w, order) => {
    const shelf = new Shelf();
    shelf.move('in', 10_000, at('w', 1, 0));
    for (const one of order) {
      if (one === 's') shelf.move('s', -2000, at('b', 1, 50));
      else shelf.count('c', 7000, at('a', 5, 100));
    }
    expect(shelf.onHand).toBe(7000);
  });

  test('of the same point counts again: the later one holds', () => {
    const shelf = new Shelf();
    shelf.count('c1', 3000, at('a', 5, 100));
    shelf.count('c2', 5000, at('a', 5, 100));
    expect(shelf.onHand).toBe(5000);
  });

  test('goes by numbers in its own journal, whatever its clock did', () => {
    const shelf = new Shelf();
    shelf.count('c', 3000, at('a', 5, 100));
    shelf.move('s', -1000, at('a', 6, 10)); // the clock was set back
    expect(shelf.onHand).toBe(2000);
  });
});

type Event = { readonly is: 'move' | 'count'; readonly amount: number; readonly chain: number };

// One true order of events, arriving in any order: at every count's point the books say what was counted, at the end
// what was counted last and what happened since.
test('the order of arrival changes nothing', () => {
  const event = fc.record<Event>({
    is: fc.constantFrom('move', 'move', 'count'),
    amount: fc.integer({ min: -5, max: 9 }),
    chain: fc.integer({ min: 0, max: 2 }),
  });
  const story = fc.array(event, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(story, fc.infiniteStream(fc.nat(1000)), (events, picks) => {
      const seqs = [0, 0, 0];
      const placed = events.map((one, index) => {
        const seq = (seqs[one.chain] = (seqs[one.chain] ?? 0) + 1);
        return { ...one, id: `e${String(index)}`, at: at(String(one.chain), seq, index) };
      });
      const waiting = [0, 1, 2].map((chain) => placed.filter((one) => one.chain === chain));
      const shelf = new Shelf();
      while (waiting.some((queue) => queue.length > 0)) {
        const queues = waiting.filter((queue) => queue.length > 0);
        const next = queues[(picks.next().value ?? 0) % queues.length]?.shift();
        if (next === undefined) throw new Error('a queue that is not empty has a first');
        if (next.is === 'move') shelf.move(next.id, next.amount, next.at);
        else shelf.count(next.id, Math.abs(next.amount), next.at);
      }
      const last = placed.findLastIndex(({ is }) => is === 'count');
      const since = placed.slice(last + 1).reduce((sum, { amount }) => sum + amount, 0);
      expect(shelf.onHand).toBe(since + (last < 0 ? 0 : Math.abs(placed[last]?.amount ?? 0)));
      for (const count of shelf.counts) {
        const within = shelf.moves.filter((move) => isWithin(move.at, count.at));
        expect(within.reduce((sum, { deltaMilli }) => sum + deltaMilli, 0)).toBe(count.countedMilli);
      }
    }),
  );
});
