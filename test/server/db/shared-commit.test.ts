/** Writes that wait for the embedded engine share a commit: one flush, and still each its own transaction. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StorageFault, type Door, type Tx } from '../../../src/server/db/door.ts';
import { putState } from '../../../src/server/db/put-state.ts';
import { testPlace, type TestPlace } from '../engines.ts';

const ORG = '0190a000-0000-7000-8000-000000000001';
const FRAME_HEADER = 24;
const WAL_HEADER = 32;

let place: TestPlace;
let door: Door;
beforeEach(async () => {
  place = await testPlace('sqlite');
  door = await place.open();
});
afterEach(() => place.remove());

/** Commits in the write-ahead log: a frame that ends one names the size of the database after it. */
function commits(): number {
  const wal = readFileSync(join(place.place.dataDir, 'halfloop.db-wal'));
  const frame = FRAME_HEADER + wal.readUInt32BE(8);
  let count = 0;
  for (let at = WAL_HEADER; at + frame <= wal.length; at += frame) if (wal.readUInt32BE(at + 4) > 0) count += 1;
  return count;
}

const put = (tx: Tx, id: string): void => putState(tx, 'org', [{ t: 'x', id, r: 1 }]);
const write = (id: string): Promise<void> =>
  door.write(ORG, (tx) => {
    put(tx, id);
    return Promise.resolve();
  });
const ids = async (from: Door): Promise<string[]> => {
  const rows = await from.read(ORG, (tx) =>
    tx.db.selectFrom('feed').select('id').where('org_id', '=', ORG).orderBy('change_seq').execute(),
  );
  return rows.map(({ id }) => id);
};

test('ten writes at once need few flushes, and each is told when another connection can see it', async () => {
  const other = await place.open();
  const before = commits();
  const seen: boolean[] = [];
  const all = Array.from({ length: 10 }, async (_, n) => {
    await write(String(n));
    seen.push((await ids(other)).includes(String(n)));
  });
  await Promise.all(all);
  expect(commits() - before).toBeLessThan(5);
  expect(seen).toEqual(Array.from({ length: 10 }, () => true));
  expect(await ids(door)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
});

test('one of them that throws is undone alone, and nobody else hears of it', async () => {
  const failing = door.write(ORG, async (tx) => {
    put(tx, 'gone');
    await tx.db.updateTable('stream_head').set({ seq: 99 }).where('org_id', '=', ORG).execute();
    throw new Error('no');
  });
  const [first, bad, last] = await Promise.allSettled([write('a'), failing, write('b')]);
  expect([first.status, last.status]).toEqual(['fulfilled', 'fulfilled']);
  expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'no' } });
  expect(await ids(door)).toEqual(['a', 'b']);
});

test('one the engine has no room for fails as disk full; those beside it are stored', async () => {
  await door.write(ORG, async (tx) => {
    await sql`pragma max_page_count = 200`.execute(tx.db);
  });
  const large = door.write(ORG, (tx) => {
    putState(tx, 'org', [{ t: 'x', id: 'large', r: 'x'.repeat(4_000_000) }]);
    return Promise.resolve();
  });
  const [first, bad, last] = await Promise.allSettled([write('a'), large, write('b')]);
  expect([first.status, last.status]).toEqual(['fulfilled', 'fulfilled']);
  expect(bad).toMatchObject({ status: 'rejected', reason: expect.any(StorageFault) as StorageFault });
  expect(bad).toMatchObject({ reason: { fault: 'disk_full' } });
  expect(await ids(door)).toEqual(['a', 'b']);
});
