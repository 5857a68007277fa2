/**
 * When our own code fails: one bad entry never blocks its neighbours, and what failed is kept and tried again later.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StorageFault, type Door } from '../../../src/server/db/door.ts';
import { openEffects } from '../../../src/server/db/entries-with-effects.ts';
import { journalTx } from '../../../src/server/db/journal-tx.ts';
import { reconsider } from '../../../src/server/journal/project.ts';
import { retryOpenEntries } from '../../../src/server/journal/retry-open.ts';
import { onBothEngines } from '../engines.ts';
import { saleOf } from '../../support/facts.ts';
import { serverWorld, type ServerWorld } from '../server-world.ts';

onBothEngines('faults while a push is stored', (engine) => {
  let world: ServerWorld;
  let plant: (attempt: number) => Error | null = () => null;
  let attempts = 0;

  /** The door, but for what is planted: it strikes after the work, before the commit. */
  const faulty = (door: Door): Door => ({
    engine: door.engine,
    read: (orgId, work) => door.read(orgId, work),
    write: (orgId, work) =>
      door.write(orgId, async (tx) => {
        const result = await work(tx);
        attempts += 1;
        const fault = plant(attempts);
        if (fault !== null) throw fault;
        return result;
      }),
    changes: (listener) => door.changes(listener),
    durability: () => door.durability(),
    close: () => door.close(),
  });

  beforeAll(async () => {
    world = await serverWorld(engine, { wrapDoor: faulty });
  });
  afterAll(() => world.close());

  const count = (table: 'entry' | 'sale', deviceId: string) =>
    world.door.read(world.deps.orgId, async (tx) => {
      const rows = await tx.db.selectFrom(table).select('seq').where('device_id', '=', deviceId).execute();
      return rows.length;
    });

  test('an entry our code cannot book is parked alone; the sales around it are booked', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 1 }]));
    const huge = { skuNo: 9, deltaMilli: Number.MAX_SAFE_INTEGER, reason: 'receive' as const, ref: '' };
    till.fact('stock.moved', { moves: [huge, huge] }); // the sum is no whole number any more
    till.fact('sale.completed', saleOf([{ skuNo: 1 }]));
    expect((await till.push()).body).toMatchObject({
      ackedSeq: 4,
      results: [
        { status: 'applied' },
        { status: 'applied' },
        { status: 'parked', code: 'projection_failed' },
        { status: 'applied' },
      ],
    });
    expect(await count('entry', till.deviceId)).toBe(4);
    expect(await count('sale', till.deviceId)).toBe(2);
    const { pages } = await till.pull([{ stream: 'org', gen: 'x', after: 0, mark: '' }]);
    expect(pages[0]).toMatchObject({ applied: { seq: 4, parked: [3] } });
  });

  test('an error that goes away costs one try and no entry', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 2 }]));
    attempts = 0;
    plant = (attempt) => (attempt === 1 ? new Error('passing') : null);
    expect((await till.push()).body).toMatchObject({ ackedSeq: 2 });
    plant = () => null;
    expect(await count('sale', till.deviceId)).toBe(1);
  });

  test('a busy or full engine is no verdict about an entry: retry, and nothing is stored', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 3 }]));
    for (const [fault, status] of [
      ['busy', 503],
      ['disk_full', 507],
    ] as const) {
      plant = () => new StorageFault(fault);
      const answer = await till.push();
      plant = () => null;
      expect(answer).toMatchObject({ status, body: { error: 'retry' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await count('entry', till.deviceId)).toBe(0);
    }
    expect((await till.push()).body).toMatchObject({ results: [{ status: 'applied' }, { status: 'applied' }] });
  });

  test('a commit whose outcome is unknown is asked for again, and told as stored', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 4 }]));
    attempts = 0;
    plant = (attempt) => (attempt === 1 ? new StorageFault('commit_unknown') : null);
    expect((await till.push()).body).toMatchObject({ ackedSeq: 2 });
    plant = () => null;
    expect(await count('sale', till.deviceId)).toBe(1);
  });

  test('what was stored without being read is booked at the next start', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 5 }]));
    await till.push({ header: { storeOnly: true } });
    expect(await count('sale', till.deviceId)).toBe(0);
    expect(await retryOpenEntries(world.deps)).toBe(2); // and the one our code cannot book stays as it is
    expect(await count('sale', till.deviceId)).toBe(1);
    expect(await retryOpenEntries(world.deps)).toBe(0);
    const { pages } = await till.pull([{ stream: 'org', gen: 'x', after: 0, mark: '' }]);
    expect(pages[0]).toMatchObject({ applied: { seq: 2, parked: [] } });
  });

  test('two processes that start at once book it once, and the slower one changes nothing', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 6 }]));
    await till.push({ header: { storeOnly: true } });
    const { orgId, clock } = world.deps;
    // Both have read what is open before either decides.
    const open = await world.door.read(orgId, (tx) => openEffects(tx, (query) => query.where('f.seq', '=', 2)));
    const mine = open.filter(({ effect }) => effect.deviceId === till.deviceId);
    const again = () => world.door.write(orgId, (tx) => reconsider(journalTx(tx), mine, clock()));
    expect((await Promise.all([again(), again()])).sort()).toEqual([0, 1]);
    expect(await count('sale', till.deviceId)).toBe(1);
    const effects = await world.door.read(orgId, (tx) => journalTx(tx).effects(mine.map((one) => one.effect.entryId)));
    expect(effects).toMatchObject([{ status: 'applied', code: null }]);
  });
});
