/**
 * When our own code fails: one bad entry never blocks its neighbours, and what failed is kept and tried again later.
 */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StorageFault, type Door } from '../../../src/server/db/door.ts';
import { openEffects } from '../../../src/server/db/entries-with-effects.ts';
import { journalTx } from '../../../src/server/db/journal-tx.ts';
import { reconsider } from '../../../src/server/journal/project.ts';
import { keepRetrying, retryDueEntries, retryOpenEntries } from '../../../src/server/journal/retry-open.ts';
import { assert } from '../../../src/core/assert.ts';
import { stockRow } from '../../../src/wire/catalogue.ts';
import { onBothEngines } from '../engines.ts';
import { returnOf, saleOf } from '../../support/facts.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import type { TestTill } from '../test-till.ts';

const LAST_WHOLE = Number.MAX_SAFE_INTEGER;

onBothEngines('faults while a push is stored', (engine) => {
  let world: ServerWorld;
  let plant: (attempt: number) => Error | null = () => null;
  let attempts = 0;
  const inTheWayOf = new Set<string>(); // entries whose goods cannot be moved

  /** The door, but for what is planted: it strikes after the work, before the commit. */
  const faulty = (door: Door): Door => ({
    engine: door.engine,
    read: (orgId, work) => door.read(orgId, work),
    write: (orgId, work) =>
      door.write(orgId, async (tx) => {
        const result = await work(tx);
        for (const entryId of inTheWayOf) {
          const rows = tx.db.selectFrom('stock_move').select('line_no').where('entry_id', '=', entryId);
          if ((await rows.execute()).length > 0) throw new Error('something in the books is in the way');
        }
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

  /** As tills of the store are told it. */
  const onHand = async (till: TestTill, skuNo: number) => {
    const { pages } = await till.pull([{ stream: `store:${STORE}`, gen: 'x', after: 0, mark: '' }]);
    const rows = pages.flatMap((page) => ('rows' in page ? page.rows : []));
    const stock = rows.filter(({ t }) => t === 'stock').map(({ r }) => stockRow.parse(r));
    return stock.find((row) => row.skuNo === skuNo)?.onHandMilli;
  };

  test('an entry our code cannot book is parked alone; the sales around it are booked', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 1 }]));
    await world.door.write(world.deps.orgId, (tx) => journalTx(tx).addStock(STORE, new Map([[9, LAST_WHOLE - 999]])));
    till.fact('stock.moved', { moves: [{ skuNo: 9, deltaMilli: 1000, reason: 'receive', ref: '' }] }); // whole no more
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
    expect(await onHand(till, 9)).toBeUndefined(); // nobody is told of a sum nobody could read
  });

  test('quantities no shop has are for a person, and what tills are told of the store stays whole', async () => {
    const till = await world.till();
    const huge = { skuNo: 10, deltaMilli: LAST_WHOLE, reason: 'receive' as const, ref: '' };
    const mistakes = [
      till.fact('stock.moved', { moves: [huge] }),
      till.fact('stock.moved', { moves: [huge] }),
      till.fact('stock.counted', {
        ...{ countId: STORE, skuNo: 10, countedMilli: LAST_WHOLE, incarnation: till.incarnation },
        ...{ asOfSeq: 1, asOfMs: 1_790_000_000_000, approverId: null },
      }),
      till.fact('sale.completed', saleOf([{ skuNo: 10, qtyMilli: LAST_WHOLE, unitMinor: 0 }])),
    ];
    till.fact('stock.moved', { moves: [{ ...huge, deltaMilli: 5000 }] });
    const parked = { status: 'parked', code: 'sums_differ' };
    expect((await till.push()).body).toMatchObject({
      ackedSeq: 6,
      results: [{ status: 'applied' }, parked, parked, parked, parked, { status: 'applied' }],
    });
    for (const entryId of mistakes) expect(await isTask(entryId)).toBe(true);
    expect(await onHand(till, 10)).toBe(5000);
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

  const effectOf = async (entryId: string) => {
    const [effect] = await world.door.read(world.deps.orgId, (tx) => journalTx(tx).effects([entryId]));
    return { status: effect?.status, code: effect?.code };
  };
  const isTask = (entryId: string) =>
    world.door.read(world.deps.orgId, (tx) => journalTx(tx).isTaskOpen('entry_parked', entryId));
  const countSales = (saleId: string) =>
    world.door.read(world.deps.orgId, async (tx) => {
      const rows = await tx.db.selectFrom('sale').select('seq').where('sale_id', '=', saleId).execute();
      return rows.length;
    });

  test('a sale is booked though our code fails on a return that waited for it; that one at its time', async () => {
    const [one, two] = [await world.till(), await world.till()];
    const sale = saleOf([{ skuNo: 77 }]);
    const [back, other] = [returnOf(sale, 400), returnOf(sale, 300)].map((body) => two.fact('return.completed', body));
    assert(back !== undefined && other !== undefined, 'two facts have two ids');
    inTheWayOf.add(back);
    await two.push();
    expect(await effectOf(back)).toEqual({ status: 'parked', code: 'awaiting_reference' });
    const sold = one.fact('sale.completed', sale);
    expect((await one.push()).body).toMatchObject({ results: [{}, { status: 'applied' }] });
    expect(await effectOf(sold)).toEqual({ status: 'applied', code: null });
    expect(await effectOf(other)).toEqual({ status: 'applied', code: null });
    expect(await effectOf(back)).toEqual({ status: 'parked', code: 'projection_failed' });
    expect(await isTask(back)).toBe(true);
    const afterMs = world.deps.clock();
    await retryDueEntries(world.deps, { afterMs, untilMs: afterMs + 90_000 });
    expect(await effectOf(back)).toEqual({ status: 'parked', code: 'projection_failed' }); // and it fails still
    inTheWayOf.clear();
    await retryDueEntries(world.deps, { afterMs, untilMs: afterMs + 30_000 });
    expect(await effectOf(back)).toEqual({ status: 'parked', code: 'projection_failed' }); // not its time yet
    await retryDueEntries(world.deps, { afterMs, untilMs: afterMs + 90_000 });
    expect(await effectOf(back)).toEqual({ status: 'applied', code: null });
    expect(await isTask(back)).toBe(false);
  });

  test('two processes keep trying: once nothing is in the way it is booked, and nobody starts anything', async () => {
    const till = await world.till();
    const sale = saleOf([{ skuNo: 78 }]);
    const sold = till.fact('sale.completed', sale);
    inTheWayOf.add(sold);
    await till.push();
    expect(await effectOf(sold)).toEqual({ status: 'parked', code: 'projection_failed' });
    const said: string[] = [];
    const deps = { ...world.deps, log: pino({}, { write: (line: string) => void said.push(line) }) };
    const stops = [keepRetrying(deps, 10), keepRetrying(deps, 10)];
    try {
      const begun = () => said.filter((line) => line.includes('entries tried again')).length;
      await expect.poll(begun, { timeout: 20_000 }).toBe(2); // what each does as it starts
      inTheWayOf.clear();
      expect(await effectOf(sold)).toEqual({ status: 'parked', code: 'projection_failed' });
      world.setAhead(90_000);
      await expect.poll(() => effectOf(sold), { timeout: 20_000 }).toEqual({ status: 'applied', code: null });
    } finally {
      await Promise.all(stops.map((stop) => stop()));
      world.setAhead(0);
    }
    expect(await countSales(sale.saleId)).toBe(1);
  });
});
