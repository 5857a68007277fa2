// The second opinion must see what it is there for: every fault planted in a good journal turns it red.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { faultsOfJournal } from './judge-journal.ts';
import type { EntryOnDisk, JournalOnDisk } from './page-journal.ts';
import { comparedIds, isClean, tableOf, type Tally } from './tally.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A shift and `sales` sales. */
function goodJournal(sales = 3): JournalOnDisk {
  const entries: EntryOnDisk[] = [];
  for (let seq = 1; seq <= sales + 1; seq += 1) {
    const kind = seq === 1 ? 'shift.opened' : 'sale.completed';
    const no = `T1-${String(seq - 1).padStart(6, '0')}`;
    const body = kind === 'shift.opened' ? {} : { no, saleId: `sale-${String(seq)}`, cartId: `cart-${String(seq)}` };
    const bytes = JSON.stringify({ seq, prev: entries.at(-1)?.hash ?? 'first', kind, body });
    entries.push({ incarnation: 'one', seq, entryId: `entry-${String(seq)}`, kind, hash: sha256(bytes), bytes });
  }
  const last = entries.at(-1);
  return {
    entries,
    receipts: Array.from({ length: sales }, (_, n) => `T1-${String(n + 1).padStart(6, '0')}`),
    carts: [
      { cartId: 'cart-2', lines: null },
      { cartId: 'cart-open', lines: 2 },
    ],
    head: { incarnation: 'one', seq: last?.seq ?? 0, hash: last?.hash ?? '' },
    ackedSeq: 1,
    receiptNo: sales,
    deviceId: 'till',
  };
}

const good = goodJournal();
const [first, second, third, fourth] = good.entries as [EntryOnDisk, EntryOnDisk, EntryOnDisk, EntryOnDisk];

test('a good journal is good', () => {
  expect(faultsOfJournal(good)).toEqual([]);
});

test.each<readonly [what: string, spoiled: JournalOnDisk, fault: RegExp]>([
  ['an entry is gone', { ...good, entries: [first, third, fourth] }, /stands where 2 should/],
  ['the last entry is gone', { ...good, entries: [first, second, third] }, /head is not the last/],
  [
    'a cent is changed',
    { ...good, entries: [first, { ...second, bytes: second.bytes.replace('sale-2', 'sale-9') }, third, fourth] },
    /does not have the hash/,
  ],
  [
    'an entry is another’s',
    { ...good, entries: [first, { ...goodJournal(9).entries[5]!, seq: 2 }, third, fourth] },
    /calls itself 6/,
  ],
  ['the list of sales lacks one', { ...good, receipts: good.receipts.slice(1) }, /not in the list of sales/],
  ['the list has one too many', { ...good, receipts: [...good.receipts, 'T1-000009'] }, /not as long/],
  ['the register is behind', { ...good, receiptNo: 2 }, /register is at 2 of 3/],
  ['a sold cart is open', { ...good, carts: [{ cartId: 'cart-2', lines: 1 }] }, /was sold and is open/],
  ['a cart is closed unsold', { ...good, carts: [{ cartId: 'cart-open', lines: null }] }, /was never sold/],
])('%s', (_what, spoiled, fault) => {
  expect(faultsOfJournal(spoiled).join('\n')).toMatch(fault);
});

test('what is missing, and what is there twice', () => {
  expect(comparedIds(['a', 'b', 'c'], ['a', 'c', 'c'])).toEqual({
    confirmed: 3,
    found: 2,
    lost: ['b'],
    doubled: ['c'],
  });
});

const clean: Tally = {
  part: 'kill',
  runs: 4,
  confirmed: 9,
  found: 9,
  lost: 0,
  doubled: 0,
  stuck: 0,
  seconds: 1,
  notes: ['a note'],
  faults: [],
};

test('one thing wrong is enough, and the table says it', () => {
  expect(isClean(clean)).toBe(true);
  const bad = [{ lost: 1 }, { doubled: 1 }, { stuck: 1 }, { faults: ['torn'] }].map((over) => ({ ...clean, ...over }));
  expect(bad.map(isClean)).toEqual([false, false, false, false]);
  const table = tableOf([clean, ...bad], [['fsync', 'no strace']]);
  expect(table).toContain('kill: a note');
  expect(table).toContain('✗ kill: torn');
  expect(table).toContain('FSYNC WAS NOT PLAYED: no strace');
});
