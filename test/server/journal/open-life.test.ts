/** A device that begins anew: what the server makes of each reason, and of two copies of one device. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EntryBody } from '../../../src/wire/entry.ts';
import { returnOf, saleOf } from '../../support/facts.ts';
import { onBothEngines } from '../engines.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import { sha256Hex, type TestTill } from '../test-till.ts';

type Reason = EntryBody<'incarnation.opened'>['reason'];

onBothEngines('a new life', (engine) => {
  let world: ServerWorld;
  beforeAll(async () => {
    world = await serverWorld(engine);
  });
  afterAll(() => world.close());

  const tasks = (till: TestTill) =>
    world.door.read(world.deps.orgId, async ({ db }) => {
      const all = await db.selectFrom('task').selectAll().where('device_id', '=', till.deviceId).execute();
      return all.map(({ code, facts }) => ({ code, facts: JSON.parse(facts) as unknown }));
    });
  const heads = (till: TestTill) =>
    world.door.read(world.deps.orgId, ({ db }) =>
      db
        .selectFrom('journal_head')
        .select(['incarnation', 'state', 'seq'])
        .where('device_id', '=', till.deviceId)
        .execute(),
    );

  /** The till as it is leaves its journal and begins another; gives what it wrote before. */
  function beginAnew(
    till: TestTill,
    reason: Reason,
    { incarnationNo = 2, ...told }: { incarnationNo?: number; keptSeq?: number; headSeq?: number } = {},
  ): { old: string; lines: readonly string[] } {
    const [old, lines] = [till.incarnation, till.lines];
    till.incarnation = crypto.randomUUID();
    till.lines = [];
    till.fact('incarnation.opened', {
      reason,
      orgId: world.deps.orgId,
      storeId: STORE,
      incarnationNo,
      thumbprint: 'x',
      old: {
        incarnation: old,
        ackedSeq: 1,
        ackedHash: sha256Hex(lines[0] ?? ''),
        ...told,
      },
    });
    return { old, lines };
  }

  async function soldAndAnnounced(): Promise<TestTill> {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 71 }]));
    await till.push();
    await till.hello({ headSeq: 7 }); // five more are on the till, it says
    return till;
  }

  test.each(['data_loss', 'restored_disk'] as const)(
    '%s: what was announced and never came is named',
    async (reason) => {
      const till = await soldAndAnnounced();
      const { old } = beginAnew(till, reason);
      expect((await till.push()).body).toMatchObject({ ackedSeq: 1, results: [{ status: 'applied' }] });
      expect(await tasks(till)).toEqual([{ code: 'entries_missing', facts: { from: 3, to: 7, missing: 5 } }]);
      expect((await heads(till)).find(({ incarnation }) => incarnation === old)?.state).toBe('frozen');
    },
  );

  test('the end of a journal gone: what was kept comes again, what its mark knew is named', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 73 }]));
    await till.push();
    const old = till.incarnation;
    const ackedHash = sha256Hex(till.lines[1] ?? '');
    till.incarnation = crypto.randomUUID();
    till.lines = [];
    const body = {
      reason: 'restored_disk' as const,
      orgId: world.deps.orgId,
      storeId: STORE,
      incarnationNo: 2,
      thumbprint: 'x',
    };
    const named = { incarnation: old, ackedSeq: 2, ackedHash, headSeq: 6, keptSeq: 4 };
    till.fact('incarnation.opened', { ...body, old: named });
    await till.push();
    expect(await tasks(till)).toEqual([{ code: 'entries_missing', facts: { from: 5, to: 6, missing: 2 } }]);
  });

  test('enrolled as another after its data were gone: what never came is named, nobody is stopped', async () => {
    const till = await soldAndAnnounced();
    const next = await world.till();
    next.incarnation = crypto.randomUUID();
    next.lines = [];
    next.fact('incarnation.opened', {
      reason: 'data_loss',
      orgId: world.deps.orgId,
      storeId: STORE,
      incarnationNo: 1,
      thumbprint: 'x',
      old: {
        deviceId: till.deviceId,
        incarnation: till.incarnation,
        headSeq: 9, // its own mark knows of two that were never announced
        ackedSeq: 2,
        ackedHash: sha256Hex(till.lines[1] ?? ''),
      },
    });
    expect((await next.push()).body).toMatchObject({ ackedSeq: 1, results: [{ status: 'applied' }] });
    expect(await tasks(till)).toEqual([{ code: 'entries_missing', facts: { from: 3, to: 9, missing: 7 } }]);
    expect(await tasks(next)).toEqual([]);
    expect(await heads(till)).toEqual([{ incarnation: till.incarnation, state: 'open', seq: 2 }]);
  });

  const openAlarms = (till: TestTill) =>
    world.door.read(world.deps.orgId, async ({ db }) => {
      const of = db.selectFrom('task').select('facts').where('device_id', '=', till.deviceId);
      const rows = await of.where('code', '=', 'entries_missing').where('closed_ms', 'is', null).execute();
      return rows.map(({ facts }) => JSON.parse(facts) as unknown);
    });

  test.each([
    ['less first', [4, 7], [[{ from: 5, to: 7, missing: 3 }], []]],
    ['more first', [7, 4], [[], []]],
    ['neither all', [3, 5], [[{ from: 4, to: 7, missing: 4 }], [{ from: 6, to: 7, missing: 2 }]]],
  ])('two copies of one disk, %s: the one that brings more again counts', async (_name, brought, alarms) => {
    const till = await soldAndAnnounced();
    const first = { incarnation: till.incarnation, lines: till.lines };
    for (const [at, keptSeq] of brought.entries()) {
      Object.assign(till, first, { lines: [...first.lines] });
      beginAnew(till, at === 0 ? 'restored_disk' : 'fork', { keptSeq });
      await till.push();
      expect(await openAlarms(till)).toEqual(alarms[at]);
    }
  });

  test('what arrives after its alarm is no longer called missing', async () => {
    const till = await soldAndAnnounced();
    const next = await world.till();
    const { incarnation: lost } = till;
    next.incarnation = crypto.randomUUID();
    next.lines = [];
    next.fact('incarnation.opened', {
      reason: 'data_loss',
      orgId: world.deps.orgId,
      storeId: STORE,
      incarnationNo: 1,
      thumbprint: 'x',
      old: { deviceId: till.deviceId, incarnation: lost, headSeq: 7, ackedSeq: 2, ackedHash: sha256Hex('x') },
    });
    await next.push();
    expect(await openAlarms(till)).toEqual([{ from: 3, to: 7, missing: 5 }]);
    for (let seq = 3; seq <= 7; seq += 1) till.fact('sale.completed', saleOf([{ skuNo: 74 }]));
    await till.push({ to: 4 }); // it was on its way when the data went
    expect(await openAlarms(till)).toEqual([{ from: 5, to: 7, missing: 3 }]);
    await till.push();
    expect(await openAlarms(till)).toEqual([]);
  });

  test('what a life that has ended said, long on its way, names more that is missing', async () => {
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 75 }]));
    await till.push();
    const { old, lines } = beginAnew(till, 'restored_disk');
    await till.push();
    expect(await openAlarms(till)).toEqual([]);
    await till.push({ lines, from: 1, to: 2, header: { incarnation: old, headSeq: 3 } }); // sent twice
    expect(await openAlarms(till)).toEqual([{ from: 3, to: 3, missing: 1 }]);
    await till.hello({ incarnation: old, headSeq: 4 });
    expect(await openAlarms(till)).toEqual([{ from: 3, to: 4, missing: 2 }]);
    await till.hello({ incarnation: old, headSeq: 6 });
    await till.hello({ incarnation: old, headSeq: 5 }); // another overtook it
    expect(await openAlarms(till)).toEqual([{ from: 3, to: 6, missing: 4 }]);
    await till.hello({ headSeq: 9 });
    expect(await openAlarms(till)).toEqual([{ from: 3, to: 6, missing: 4 }]);
  });

  test('a life that ended before anything of it came: its first push counts, then it is closed', async () => {
    const till = await world.till();
    beginAnew(till, 'fork'); // nothing of this one is pushed
    const sale = saleOf([{ skuNo: 76 }]);
    const [entryId, wallMs] = [crypto.randomUUID(), till.clock()];
    till.fact('sale.completed', sale, { entryId, wallMs });
    till.fact('sale.completed', saleOf([{ skuNo: 76 }]));
    const { old, lines } = beginAnew(till, 'restored_disk', { incarnationNo: 3, keptSeq: 2, headSeq: 5 });
    await till.push();
    expect(await tasks(till)).toEqual([]); // nobody knows of it
    const late = { lines, from: 1, to: 3, header: { incarnation: old, headSeq: 4 } };
    expect((await till.push(late)).body).toMatchObject({
      ackedSeq: 3,
      results: [{}, { status: 'applied' }, { status: 'applied' }],
    });
    expect(await tasks(till)).toEqual([{ code: 'entries_missing', facts: { from: 4, to: 5, missing: 2 } }]);
    expect(await heads(till)).toContainEqual({ incarnation: old, state: 'frozen', seq: 3 });
    till.fact('sale.completed', sale, { entryId, wallMs }); // what was kept, told again
    expect((await till.push()).body).toMatchObject({ results: [{ status: 'dup' }, { status: 'dup' }] });
    await till.push(late); // sent twice
    expect(await openAlarms(till)).toEqual([{ from: 4, to: 5, missing: 2 }]);
  });

  test.each(['fork', 'broken_chain'] as const)(
    '%s: the rest comes again, so nothing is called missing',
    async (reason) => {
      const till = await soldAndAnnounced();
      beginAnew(till, reason);
      await till.push();
      expect(await tasks(till)).toEqual([]);
    },
  );

  const HASH = 'f'.repeat(64); // of an entry nobody here has
  const namedLife = (incarnation: string, keptFrom?: number) => ({
    lives: [{ incarnation, seq: 6, hash: HASH, ...(keptFrom === undefined ? {} : { keptFrom }) }],
  });

  test.each(['before', 'after'] as const)(
    'a life left long ago, named %s its heir has come: what its till has forgotten too is missing',
    async (when) => {
      const till = await soldAndAnnounced();
      const { old } = beginAnew(till, 'fork', { keptSeq: 7 });
      if (when === 'after') await till.push();
      expect(await till.helloOk(namedLife(old, 5))).toMatchObject({ lacking: [old] });
      expect(await openAlarms(till)).toEqual([{ from: 3, to: 4, missing: 2 }]); // not what the heir brings
      if (when === 'before') await till.push();
      expect(await openAlarms(till)).toEqual([{ from: 3, to: 4, missing: 2 }]);
      await till.hello(namedLife(old, 6)); // a copy of it has less
      expect(await openAlarms(till)).toEqual([{ from: 3, to: 4, missing: 2 }]);
      await till.hello(namedLife(old)); // another all of it
      expect(await openAlarms(till)).toEqual([]);
    },
  );

  test('a fact that waits, told again: the pull says so of the life that told it last', async () => {
    const till = await world.till();
    const back = returnOf(saleOf([{ skuNo: 75, qtyMilli: 3000 }]), 1000);
    const wallMs = till.clock();
    const entryId = till.fact('return.completed', back, { wallMs });
    await till.push();
    beginAnew(till, 'fork');
    till.fact('sale.completed', saleOf([{ skuNo: 75 }]));
    till.fact('return.completed', back, { entryId, wallMs });
    expect((await till.push()).body).toMatchObject({ results: [{}, { status: 'applied' }, { status: 'dup' }] });
    const { pages } = await till.pull([{ stream: 'org', gen: 'x', after: 0, mark: '' }]);
    expect(pages[0]).toMatchObject({ applied: { incarnation: till.incarnation, seq: 3, parked: [3] } });
  });

  test('so with a life this server never heard of, and none of one that comes again whole', async () => {
    const till = await soldAndAnnounced();
    const [one, two] = [crypto.randomUUID(), crypto.randomUUID()];
    await till.hello(namedLife(one, 4));
    await till.hello(namedLife(two));
    expect(await openAlarms(till)).toEqual([{ from: 1, to: 3, missing: 3 }]);
    expect((await heads(till)).map(({ incarnation }) => incarnation)).not.toContain(two);
  });

  test('one device that began anew twice in a row is no clone', async () => {
    const till = await soldAndAnnounced();
    beginAnew(till, 'fork', { incarnationNo: 2 });
    await till.push();
    beginAnew(till, 'fork', { incarnationNo: 3 });
    await till.push();
    expect(await tasks(till)).toEqual([]);
    expect((await heads(till)).filter(({ state }) => state === 'open')).toHaveLength(1);
  });

  test('two lives from one: both go on, one alarm, the same fact in both counts once', async () => {
    const till = await soldAndAnnounced();
    const { old, lines } = beginAnew(till, 'fork');
    const sale = saleOf([{ skuNo: 72 }]);
    const [entryId, wallMs] = [crypto.randomUUID(), 1_700_000_000_000];
    till.fact('sale.completed', sale, { entryId, wallMs });
    await till.push();
    const first = { incarnation: till.incarnation, lines: till.lines };
    Object.assign(till, { incarnation: old, lines: [...lines] });
    beginAnew(till, 'fork');
    till.fact('sale.completed', sale, { entryId, wallMs });
    till.fact('sale.completed', saleOf([{ skuNo: 72 }]));
    expect((await till.push()).body).toMatchObject({
      results: [{ status: 'applied' }, { status: 'dup' }, { status: 'applied' }],
    });
    expect((await till.push()).body).toMatchObject({
      results: [{ status: 'dup' }, { status: 'dup' }, { status: 'dup' }],
    });
    Object.assign(till, first);
    till.fact('sale.completed', saleOf([{ skuNo: 72 }]));
    expect((await till.push({ from: 3 })).body).toMatchObject({ ackedSeq: 3, results: [{ status: 'applied' }] });
    expect(await tasks(till)).toEqual([{ code: 'till_cloned', facts: { lives: 2 } }]);
    expect((await heads(till)).map(({ state }) => state).sort()).toEqual(['frozen', 'open', 'open']);
    const stock = await world.door.read(world.deps.orgId, ({ db }) =>
      db.selectFrom('stock').select('on_hand_milli').where('sku_no', '=', 72).executeTakeFirst(),
    );
    expect(stock?.on_hand_milli).toBe(-3000);
  });
});
