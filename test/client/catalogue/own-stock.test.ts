import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OwnStock } from '../../../src/client/catalogue/own-stock.ts';
import type { EntryRow } from '../../../src/client/db/journal-db.ts';
import { aReturn, aSale } from '../../support/till-facts.ts';

const rowOf = (seq: number, kind: string, body: unknown): EntryRow => ({
  incarnation: 'i', seq, entryId: String(seq), kind, hash: '', bytes: JSON.stringify({ kind, body }),
}); // prettier-ignore
const entry = (seq: number): EntryRow =>
  seq % 3 === 0 ? rowOf(seq, 'return.completed', aReturn('s')) : rowOf(seq, 'sale.completed', aSale('s'));
const moved = (seq: number): number => (seq % 3 === 0 ? 1000 : -2000);

// However the server's word and this device's facts interleave, shown = server + what it has not counted in, each once.
test('server and own facts add up to the same, in any order of hearing', () => {
  const facts = 12;
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          upTo: fc.nat(facts),
          parked: fc.uniqueArray(fc.integer({ min: 1, max: facts }), { maxLength: 4 }),
        }),
      ),
      fc.shuffledSubarray(
        Array.from({ length: facts }, (_, at) => at + 1),
        { minLength: facts },
      ),
      (words, order) => {
        const own = new OwnStock();
        for (const seq of order.slice(0, 6)) own.add(entry(seq));
        for (const { upTo, parked } of [...words].sort((a, b) => a.upTo - b.upTo)) {
          const waiting = parked.filter((seq) => seq <= upTo);
          own.settle({ seq: upTo, parked: waiting });
          for (const seq of order) own.add(entry(seq)); // heard again, from another tab or a restart
          const uncounted = order.filter((seq) => seq > upTo || waiting.includes(seq));
          expect(own.deltaMilli(7)).toBe(uncounted.reduce((sum, seq) => sum + moved(seq), 0));
        }
      },
    ),
  );
});

test('goods that came back as waste change nothing, other kinds move no goods', () => {
  const own = new OwnStock();
  const waste = aReturn('s');
  own.add(
    rowOf(1, 'return.completed', { ...waste, lines: waste.lines.map((line) => ({ ...line, condition: 'waste' })) }),
  );
  own.add(rowOf(2, 'pin.failed', { staffId: 'x' }));
  own.add(rowOf(3, 'stock.moved', { moves: [{ skuNo: 9, deltaMilli: 5000, reason: 'receive', ref: '' }] }));
  expect([own.deltaMilli(7), own.deltaMilli(9)]).toEqual([0, 5000]);
});

test('a count of this device stands for the figure until the server has it, with what was sold since', () => {
  const own = new OwnStock();
  const counted = (seq: number, countedMilli: number, asOfSeq: number, incarnation = 'i') =>
    own.add(rowOf(seq, 'stock.counted', { skuNo: 7, countedMilli, asOfSeq, incarnation }));
  expect(own.shownMilli(7, undefined)).toBeUndefined();
  own.add(entry(1)); // sold 2 before the shelf was looked at
  own.add(entry(2)); // and 2 while it was counted
  expect(own.shownMilli(7, 20_000)).toBe(16_000);
  counted(4, 9000, 1);
  expect(own.shownMilli(7, 20_000)).toBe(7000);
  own.settle({ seq: 2, parked: [] }); // the sales are in the server's figure, the count is not
  expect(own.shownMilli(7, 16_000)).toBe(7000);
  counted(5, 10_000, 1); // the same look, corrected
  expect(own.shownMilli(7, 16_000)).toBe(8000);
  own.settle({ seq: 5, parked: [] });
  expect(own.shownMilli(7, 8000)).toBe(8000);
  counted(8, 3000, 2, 'another life'); // its numbers are of another journal
  expect(own.shownMilli(7, 8000)).toBe(3000);
});

test('a transfer received here is known until the server has it', () => {
  const own = new OwnStock();
  const moves = [{ skuNo: 9, deltaMilli: 5000, reason: 'transfer', ref: '' }];
  own.add(rowOf(1, 'stock.moved', { moves, transfer: { transferId: 't1', direction: 'in', otherStoreId: 's' } }));
  own.add(rowOf(2, 'stock.moved', { moves, transfer: { transferId: 't2', direction: 'out', otherStoreId: 's' } }));
  expect([...own.received()]).toEqual(['t1']);
  own.settle({ seq: 2, parked: [] });
  expect([...own.received()]).toEqual([]);
});
