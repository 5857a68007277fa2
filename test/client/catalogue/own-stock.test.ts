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
