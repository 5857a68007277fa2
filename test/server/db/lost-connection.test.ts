// PostgreSQL ends a connection while a transaction of ours is on it: it is tried again, and nobody else notices.
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Door } from '../../../src/server/db/door.ts';
import { addShop } from '../../support/added-shop.ts';
import { testPlace, type TestPlace } from '../engines.ts';

const ORG = '0190a000-0000-7000-8000-0000000000aa';
const STORE = '0190a000-0000-7000-8000-0000000000bb';

describe.skipIf(inject('pg') === null)('a connection lost between two statements of a transaction', () => {
  const told: unknown[] = [];
  let place: TestPlace;
  let door: Door;
  beforeAll(async () => {
    place = await testPlace('postgres', { onFault: (cause) => void told.push(cause) });
    door = await place.open();
  });
  afterAll(() => place.remove());

  test('is told, and the transaction is done once, on another', async () => {
    const owner = new pg.Client({ connectionString: place.place.ownerUrl ?? '' });
    await owner.connect();
    let tries = 0;
    try {
      await door.write(ORG, async (tx) => {
        tries += 1;
        await addShop(tx, { storeId: STORE });
        if (tries > 1) return;
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.db);
        await owner.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
        await expect.poll(() => told.length).toBeGreaterThan(0);
      });
    } finally {
      await owner.end();
    }
    expect(tries).toBe(2);
    const stores = await door.read(ORG, ({ db }) => db.selectFrom('store').select('store_id').execute());
    expect(stores).toEqual([{ store_id: STORE }]);
  });
});
