import { AsyncResource } from 'node:async_hooks';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sql } from 'kysely';
import type { Door, StateRow, StreamHeads, Tx } from '../../../src/server/db/door.ts';
import type { Stream } from '../../../src/wire/sync.ts';
import { putState } from '../../../src/server/db/put-state.ts';
import { bindable } from '../../../src/server/db/sqlite.ts';
import { onBothEngines, testPlace, type TestPlace } from '../engines.ts';

const ORG = '0190a000-0000-7000-8000-000000000001';
const OTHER = '0190a000-0000-7000-8000-000000000002';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ t: 'stock', id: String(from + at), r: { skuNo: from + at } }));

const feedOf = (door: Door, orgId: string) =>
  door.read(orgId, (tx) =>
    tx.db
      .selectFrom('feed')
      .select(['id', 'change_seq', 'deleted_ms'])
      .where('org_id', '=', orgId)
      .orderBy('change_seq')
      .execute(),
  );

test('what cannot be stored faithfully is refused before it reaches the engine', () => {
  expect(() => bindable(1.5)).toThrow(/whole/);
  expect(() => bindable('a\0b')).toThrow(/NUL/);
  expect(() => bindable(undefined)).toThrow(TypeError);
  expect(bindable(true)).toBe(1n);
});

const outside = new AsyncResource('outside');
/** Runs as another request would: not inside the transaction that asks for it. */
const elsewhere = <T>(work: () => Promise<T>) => outside.runInAsyncScope(work);

const putting = (stream: Stream, put: readonly StateRow[]) => (tx: Tx) => {
  putState(tx, stream, put);
  return Promise.resolve();
};

onBothEngines('the door', (engine) => {
  let place: TestPlace;
  let door: Door;
  beforeAll(async () => {
    place = await testPlace(engine);
    door = await place.open();
  });
  afterAll(() => place.remove());

  test('state is numbered once per commit, the last version of a row wins, a deletion leaves a tombstone', async () => {
    await door.write(ORG, (tx) => {
      putState(tx, 'org', rows(1, 300));
      putState(tx, 'org', [{ t: 'stock', id: '7', r: null }]);
      return Promise.resolve();
    });
    await door.write(ORG, putting('org', rows(5, 5)));
    const feed = await feedOf(door, ORG);
    expect(feed.map((row) => row.change_seq)).toEqual([1, 2, 3, 4, ...range(6, 301)]);
    expect(feed.filter((row) => row.deleted_ms !== null).map((row) => row.id)).toEqual(['7']);
    expect(feed.at(-1)).toMatchObject({ id: '5', change_seq: 301 });
  });

  test('what a write throws rolls everything back, state included, and leaves no gap', async () => {
    const before = await feedOf(door, ORG);
    await expect(
      door.write(ORG, (tx) => {
        putState(tx, 'org', rows(1000, 1001));
        return Promise.reject(new Error('no'));
      }),
    ).rejects.toThrow('no');
    expect(await feedOf(door, ORG)).toEqual(before);
    await door.write(ORG, putting('org', rows(1000, 1000)));
    expect((await feedOf(door, ORG)).at(-1)?.change_seq).toBe(302);
  });

  test('another org sees nothing of it', async () => {
    expect(await feedOf(door, OTHER)).toEqual([]);
  });

  test('a call of the door inside a transaction is an error at once, not a wait for ever', async () => {
    await expect(door.write(ORG, () => door.write(ORG, () => Promise.resolve()))).rejects.toThrow(
      /inside a transaction/,
    );
    await expect(door.read(ORG, () => door.write(ORG, () => Promise.resolve()))).rejects.toThrow(
      /inside a transaction/,
    );
  });

  test('one read sees one moment though a write commits in its middle', async () => {
    const count = (at: Tx) =>
      at.db
        .selectFrom('feed')
        .select(sql<number>`count(*)`.as('n'))
        .where('org_id', '=', ORG)
        .executeTakeFirstOrThrow();
    await door.read(ORG, async (tx) => {
      const first = await count(tx);
      await elsewhere(() => door.write(ORG, putting('org', rows(5000, 5004))));
      expect(await count(tx)).toEqual(first);
    });
  });

  test('a second process hears of a commit of the first', async () => {
    const other = await place.open();
    const heard: StreamHeads[] = [];
    other.changes((moved) => heard.push(moved));
    await door.write(ORG, putting('store:0190a000-0000-7000-8000-00000000000a', rows(1, 3)));
    const moved = expect.objectContaining({ 'store:0190a000-0000-7000-8000-00000000000a': 3 }) as StreamHeads['heads'];
    await vi.waitFor(() => {
      expect(heard).toContainEqual({ orgId: ORG, heads: moved }); // with what else moved a moment before
    });
  });

  test('the other process writing at the same time loses no number', async () => {
    const other = await place.open();
    const stream = 'store:0190a000-0000-7000-8000-00000000000b';
    const put = (by: Door, id: number) => by.write(ORG, putting(stream, rows(id, id)));
    await Promise.all(range(1, 40).map((n) => put(n % 2 === 0 ? door : other, n)));
    const feed = await door.read(ORG, (tx) =>
      tx.db
        .selectFrom('feed')
        .select('change_seq')
        .where('org_id', '=', ORG)
        .where('stream', '=', stream)
        .orderBy('change_seq')
        .execute(),
    );
    expect(feed.map((row) => row.change_seq)).toEqual(range(1, 40));
  });

  test('says what a commit survives', async () => {
    expect(await door.durability()).toBe(engine === 'sqlite' ? 'fsync' : 'none'); // the test cluster runs without fsync
  });
});

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
