/** A till's journal begins another life while what its last one did is being read: nothing of that one is shown. */
import { expect, test } from 'vitest';
import { MemoryCatalogue } from '../../../src/client/catalogue/catalogue.ts';
import type { EntryRow } from '../../../src/client/db/journal-db.ts';
import { memoryPlace, openCache, openJournal } from '../../support/memory-databases.ts';
import { aSale } from '../../support/till-facts.ts';

const STREAM = 'store:s';
const life = (incarnation: string) => ({ deviceId: 'd', incarnation, storeStream: STREAM });
const saleIn = (incarnation: string, seq: number): EntryRow => ({
  ...{ incarnation, seq, entryId: `${incarnation} ${String(seq)}`, kind: 'sale.completed', hash: '' },
  bytes: JSON.stringify({ kind: 'sale.completed', body: aSale('s') }), // two of goods 7
});

async function shopOf(entries: readonly EntryRow[]) {
  const place = memoryPlace();
  const [journal, cache] = [await openJournal(place), await openCache(place)];
  await journal.entries.bulkAdd(entries);
  const applied = { incarnation: '', seq: 0, parked: [] };
  const now = { gen: 'g', key: 'g.0', seq: 0, mark: '', foldedTo: 0, applied };
  await cache.cursor.put({ stream: STREAM, now, next: null, serverEpoch: '' });
  await cache.pages.put({
    ...{ stream: STREAM, key: 'g.0', n: 0 },
    rows: [{ t: 'stock', id: '7', s: 0, r: { skuNo: 7, onHandMilli: 9000 } }],
  });
  const search = {
    ...{ change: () => undefined, renew: () => undefined, find: () => Promise.resolve([]), close: () => undefined },
  };
  return { catalogue: new MemoryCatalogue({ journal, cache, search, breathe: () => Promise.resolve() }), journal };
}

/** Moments at which the life begins: so many turns after the reading. */
const MOMENTS = Array.from({ length: 24 }, (_, turns) => turns);

const later = async (turns: number): Promise<void> => {
  for (let n = 0; n < turns; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

test.each([
  { name: 'its own facts', read: (catalogue: MemoryCatalogue) => catalogue.takeUpOwn() },
  { name: 'what other tabs committed', read: (catalogue: MemoryCatalogue) => catalogue.readOwn() },
  { name: 'the store’s goods', read: (catalogue: MemoryCatalogue) => catalogue.catchUp(STREAM) },
])('a life that begins at whatever moment while $name are read', async ({ read }) => {
  for (const turns of MOMENTS) {
    const { catalogue, journal } = await shopOf([1, 2, 3].map((seq) => saleIn('old', seq)).concat(saleIn('new', 1)));
    catalogue.belongTo(life('old'));
    const reading = read(catalogue);
    await later(turns);
    catalogue.belongTo(life('new'));
    await Promise.all([reading, catalogue.takeUpOwn()]);
    await catalogue.catchUp(STREAM);
    expect(catalogue.onHandMilli(7), `after ${String(turns)} turns`).toBe(7000);
    await journal.entries.add(saleIn('new', 2)); // by another tab
    await catalogue.readOwn();
    expect(catalogue.onHandMilli(7), `after ${String(turns)} turns`).toBe(5000);
  }
});
