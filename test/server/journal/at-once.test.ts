/**
 * Facts of two tills that come at one moment, on PostgreSQL: each transaction is stopped where it has decided and not
 * committed, by a row somebody else holds. Whatever the order, the books know of both.
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { retryOpenEntries } from '../../../src/server/journal/retry-open.ts';
import { returnOf, saleOf } from '../../support/facts.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import type { TestTill } from '../test-till.ts';

describe.skipIf(inject('pg') === null)('two tills at one moment', () => {
  let world: ServerWorld;
  let one: TestTill;
  let two: TestTill;
  beforeAll(async () => {
    world = await serverWorld('postgres');
    [one, two] = [await world.till(), await world.till()];
    for (const till of [one, two]) await till.push();
    one.fact('stock.moved', { moves: [{ skuNo: 7, deltaMilli: 10_000, reason: 'receive', ref: 'x' }] });
    await one.push(); // the store has a stream
  });
  afterAll(() => world.close());

  /** A connection of its own that holds rows until it is told to let go. */
  async function hold(sql: string) {
    const client = new pg.Client({ connectionString: world.deps.place.ownerUrl ?? '' });
    await client.connect();
    await client.query('begin');
    const { rowCount } = await client.query(sql);
    expect(rowCount).toBe(1);
    return async () => {
      await client.query('rollback');
      await client.end();
    };
  }

  /** Until that many transactions wait for a lock, or for `ms`: those that do not wait have then long ended. */
  async function waiting(count: number, ms: number): Promise<void> {
    const client = new pg.Client({ connectionString: world.deps.place.ownerUrl ?? '' });
    await client.connect();
    for (const untilMs = Date.now() + ms; Date.now() < untilMs;) {
      const { rows } = await client.query<{ n: number }>(
        'select count(distinct pid)::int as n from pg_locks where not granted',
      );
      if ((rows[0]?.n ?? 0) >= count) break;
    }
    await client.end();
  }

  const open = () =>
    world.door.read(world.deps.orgId, async ({ db }) => {
      const tasks = await db.selectFrom('task').select('code').where('closed_ms', 'is', null).execute();
      const parked = await db.selectFrom('entry_effect').select('code').where('status', '=', 'parked').execute();
      return { tasks: tasks.map(({ code }) => code), parked: parked.map(({ code }) => code) };
    });
  const theStream = `select 1 from stream_head where stream = 'store:${STORE}' for update`;
  const theDevice = (till: TestTill) => `select 1 from device where device_id = '${till.deviceId}' for update`;

  /** The first is stopped after its decision; the second comes meanwhile. */
  async function meet(first: { readonly till: TestTill; readonly at: string }, second: TestTill): Promise<void> {
    const { body } = await meetAct(first, () => second.push());
    expect(body).toHaveProperty('ackedSeq');
  }

  async function meetAct<T>(
    first: { readonly till: TestTill; readonly at: string },
    act: () => Promise<T>,
  ): Promise<T> {
    const letGo = await hold(first.at);
    const earlier = first.till.push();
    await waiting(1, 1_500);
    const later = act();
    await waiting(2, 400);
    await letGo();
    expect((await earlier).body).toHaveProperty('ackedSeq');
    return later;
  }

  test('a return that comes while its sale is stored finds it', async () => {
    const sale = saleOf([{ skuNo: 7 }]);
    one.fact('sale.completed', sale);
    two.fact('return.completed', returnOf(sale));
    await meet({ till: one, at: theStream }, two);
    expect(await open()).toEqual({ tasks: [], parked: [] });
  });

  test('a sale that comes while its return is put off books it', async () => {
    const sale = saleOf([{ skuNo: 7 }]);
    one.fact('sale.completed', sale);
    two.fact('return.completed', returnOf(sale));
    await meet({ till: two, at: theDevice(two) }, one);
    expect(await open()).toEqual({ tasks: [], parked: [] });
  });

  test('what waits for a sale is tried again while that sale is stored: it is booked, and stays so', async () => {
    const sale = saleOf([{ skuNo: 7 }]);
    two.fact('return.completed', returnOf(sale));
    await two.push();
    expect((await open()).parked).toEqual(['awaiting_reference']);
    one.fact('sale.completed', sale);
    expect(await meetAct({ till: one, at: theStream }, () => retryOpenEntries(world.deps))).toBe(0);
    expect(await open()).toEqual({ tasks: [], parked: [] });
  });

  test('two returns of one thing: the doubt is told', async () => {
    const sale = saleOf([{ skuNo: 7 }]);
    one.fact('sale.completed', sale);
    await one.push();
    one.fact('return.completed', returnOf(sale));
    two.fact('return.completed', returnOf(sale));
    await meet({ till: one, at: theDevice(one) }, two);
    expect((await open()).tasks).toEqual(['over_return']);
  });

  test("one phone's cart paid at two tills: the doubt is told", async () => {
    const [cartId, sourceQr] = [crypto.randomUUID(), 'O0:the same'];
    one.fact('sale.completed', saleOf([{ skuNo: 7 }], { cartId, sourceQr }));
    two.fact('sale.completed', saleOf([{ skuNo: 7 }], { cartId, sourceQr }));
    await meet({ till: one, at: theStream }, two);
    expect((await open()).tasks.sort()).toEqual(['duplicate_cart', 'over_return']);
  });
});
