/** The model of the disk answers as Dexie does over an IndexedDB: the same acts on both, the same answers. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { JournalDb } from '../../src/client/db/journal-db.ts';
import { Clockwork } from './clockwork.ts';
import { Dice } from './dice.ts';
import { ModelDb, running, Shelf } from './disk.ts';

const entry = (incarnation: string, seq: number) => ({
  incarnation, seq, entryId: `${incarnation}${seq}`, kind: 'k', hash: 'h', bytes: 'b',
}); // prettier-ignore

/** Everything the client asks of a database, once. */
async function acts(db: JournalDb): Promise<unknown[]> {
  const told: unknown[] = [];
  const nameOf = (error: unknown) => (error as Error).name;
  const say = async (answer: Promise<unknown>) => told.push(await answer.catch(nameOf));
  for (const seq of [2, 10, 1, 9]) await say(db.entries.add(entry('b', seq)));
  await say(db.entries.add(entry('a', 3)));
  await say(db.entries.add(entry('a', 3)).then(() => 'twice'));
  await say(db.entries.get(['b', 10]));
  await say(db.entries.get(['b', 11]));
  await say(db.entries.bulkGet([['b', 1], ['b', 7]])); // prettier-ignore
  await say(db.entries.where('entryId').equals('b9').first());
  await say(db.entries.where('[incarnation+seq]').between(['b', 2], ['b', Infinity], false, true).limit(2).toArray());
  await say(db.entries.toCollection().primaryKeys());
  const carts = [
    { cartId: 'x', cart: 1, savedMs: 5 },
    { cartId: 'y', cart: null, savedMs: 6 },
  ];
  await say(db.carts.bulkPut(carts));
  await say(db.carts.filter(({ cart }) => cart === null).count());
  await say(db.carts.toCollection().modify({ savedMs: 9 }));
  await say(db.transaction('rw!', [db.carts, db.meta], async () => {
    await db.carts.put({ cartId: 'z', cart: 1, savedMs: 1 });
    const seen = await db.carts.count();
    await db.carts.delete('x');
    return [seen, await db.carts.toArray()];
  })); // prettier-ignore
  await say(db.transaction('rw!', [db.carts], async () => {
    await db.carts.clear();
    throw new TypeError('thrown by the work');
  })); // prettier-ignore
  await say(db.carts.toArray());
  await say(db.carts.where('cartId').startsWith('y').toArray());
  await say(db.carts.bulkDelete(['y', 'nobody']));
  await say(db.carts.count());
  return told;
}

test('the model answers as the real one', async () => {
  const place = { indexedDB: new IDBFactory(), IDBKeyRange };
  const real = new JournalDb('contract', place);
  await real.open();
  const right = await acts(real);
  real.close();
  const clockwork = new Clockwork();
  clockwork.settled = () => {
    if (running.tx !== null) running.end();
    running.tx = running.db = null;
  };
  const world = { clockwork, dice: new Dice(1), faults: { slow: true, lostCommits: 0, closes: 0 } };
  const model = new ModelDb(
    new Shelf(new JournalDb('model', place)),
    { alive: true, build: 1, step: () => true, refused: 0 },
    world,
  );
  let told: unknown = null;
  void acts(model as unknown as JournalDb).then((answers) => (told = answers));
  await clockwork.run(1e9, () => told !== null);
  expect(told).toEqual(right);
  expect(right).toContain('ConstraintError');
  expect(right).toContain('TypeError');
});
