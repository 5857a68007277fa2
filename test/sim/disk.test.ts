/** What the simulated disk keeps when the power goes: as much as a real one might, and never more. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { CacheDb } from '../../src/client/db/cache-db.ts';
import { JournalDb } from '../../src/client/db/journal-db.ts';
import { Clockwork } from './clockwork.ts';
import { Dice } from './dice.ts';
import { ModelDb, running, Shelf } from './disk.ts';

const PLACE = { indexedDB: new IDBFactory(), IDBKeyRange };
const COMMITS = 8;

/** Commits 1, 2, 3 ... are under way when the power goes; what is there then, a minute later, and what was promised. */
async function cutWhileWriting(seed: number, like: CacheDb | JournalDb, table: 'loading' | 'carts') {
  const clockwork = new Clockwork();
  clockwork.settled = () => {
    if (running.tx !== null) running.end();
    running.tx = running.db = null;
  };
  const dice = new Dice(seed);
  const page = { alive: true, build: 1, step: () => page.alive, refused: 0 };
  const shelf = new Shelf(like);
  const key = table === 'loading' ? 'stream' : 'cartId';
  const model = new ModelDb(shelf, page, { clockwork, dice, faults: { slow: true, lostCommits: 0, closes: 0 } });
  const db = model as unknown as JournalDb;
  let promised = 0;
  for (let n = 1; n <= COMMITS; n += 1) {
    const put = () => (model as unknown as Record<string, JournalDb['carts']>)[table]!.put({ [key]: n } as never);
    void db.transaction('rw!', [], put).then(() => (promised = n));
  }
  await clockwork.run(dice.int(1, 900));
  page.alive = false;
  shelf.powerCut(dice);
  const keys = () => shelf.rows<Record<string, number>>(table).map((row) => row[key]);
  const kept = keys();
  await clockwork.run(clockwork.now + 60_000);
  return { kept, later: keys(), promised };
}

test.each([
  ['relaxed', new CacheDb('cut', PLACE), 'loading'],
  ['strict', new JournalDb('cut', PLACE), 'carts'],
] as const)(
  'after a power cut a %s database holds its first commits and nothing comes after',
  async (how, like, table) => {
    const counts = new Set<number>();
    for (let seed = 1; seed <= 200; seed += 1) {
      const { kept, later, promised } = await cutWhileWriting(seed, like, table);
      expect(kept).toEqual(Array.from({ length: kept.length }, (_, at) => at + 1));
      expect(later).toEqual(kept);
      if (how === 'strict') expect(kept.length).toBeGreaterThanOrEqual(promised);
      counts.add(kept.length - promised);
    }
    // One that was under way may be there; of a relaxed one, promised commits may be gone.
    expect([...counts].some((more) => more === 1)).toBe(true);
    expect([...counts].some((less) => less < 0)).toBe(how === 'relaxed');
  },
);
