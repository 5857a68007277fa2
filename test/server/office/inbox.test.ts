/** The inbox: every entry kept aside can be settled, each decision is a signed fact, and another takes it back. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { declareLost } from '../../../src/server/office/declare-lost.ts';
import { verifyAll } from '../../../src/server/journal/verify-all.ts';
import { revokeDevice } from '../../../src/server/db/enrolment.ts';
import { toMinor } from '../../../src/core/money.ts';
import { today } from '../../../src/wire/office.ts';
import { inbox, type InboxEntry } from '../../../src/wire/office-inbox.ts';
import type { Decision } from '../../../src/wire/entry.ts';
import { returnOf } from '../../support/facts.ts';
import { onBothEngines } from '../engines.ts';
import { officeServer, ORG, OTHER_STORE, STORE, type OfficeServer, type Person } from './office-fixture.ts';
import { saleOf, testTill, type TestTill } from './test-till.ts';

onBothEngines('the inbox', (engine) => {
  let server: OfficeServer;
  let owner: Person;
  let till: TestTill;
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
    till = await testTill(server);
  });
  afterEach(() => server.close());

  const read = async (storeId = STORE) => inbox.parse((await owner.call('GET', `/inbox?storeId=${storeId}`)).json());
  const settle = async (key: string, decision: Decision, person = owner) => {
    server.now.ms += 1000;
    return person.call('POST', '/inbox/settle', { key, decision, reason: 'as the paper says' });
  };
  const books = () =>
    server.door.read(ORG, async ({ db }) => ({
      sales: (await db.selectFrom('sale').select('no').execute()).length,
      returns: (await db.selectFrom('goods_return').select('no').execute()).length,
      lines: (await db.selectFrom('sale_line').select('line_id').orderBy('line_id').execute()).map(
        (row) => row.line_id,
      ),
      stock: (await db.selectFrom('stock').selectAll().where('sku_no', '=', 1).executeTakeFirst())?.on_hand_milli ?? 0,
      tasks: (await db.selectFrom('task').select('code').where('closed_ms', 'is', null).execute()).map((r) => r.code),
    }));
  const findings = async () => (await verifyAll({ door: server.door, orgId: ORG, storeId: null })).findings;
  const only = ([entry]: readonly InboxEntry[]): InboxEntry => {
    if (entry === undefined) throw new Error('the inbox is empty');
    return entry;
  };

  /** A sale whose two lines carry one number: it cannot be booked as it is written. */
  const doubtful = () => {
    const sale = saleOf(randomUUID(), 'T1-000077', 400);
    const [line] = sale.lines;
    if (line === undefined) throw new Error('a sale has lines');
    const half = { ...line, unitMinor: toMinor(200), grossMinor: toMinor(200), listMinor: toMinor(200) };
    return { ...sale, lines: [half, half] };
  };

  test('a doubtful sale is accepted, taken back, accepted again: counted once, each decision a fact', async () => {
    await till.journal('sale.completed', doubtful());
    const { key, may, code, tillCode, seq } = only((await read()).open);
    expect({ may, code, tillCode, seq }).toEqual({
      may: ['release', 'accept', 'set_aside'],
      code: 'sums_differ',
      tillCode: 'T1',
      seq: 1,
    });
    expect(await books()).toMatchObject({ sales: 0, tasks: ['entry_parked'] });
    expect((await settle(key, 'release')).json()).toMatchObject({ code: 'still_kept' });
    expect((await settle(key, 'accept')).json()).toEqual({ status: 'applied' });
    expect(await books()).toMatchObject({ sales: 1, lines: [1, 2], stock: -2000, tasks: [] });
    expect((await settle(key, 'accept')).json()).toMatchObject({ code: 'not_reversible' });
    expect((await settle(key, 'set_aside')).json()).toEqual({ status: 'set_aside' });
    expect(await books()).toMatchObject({ sales: 0, lines: [], stock: 0 });
    expect(await findings()).toEqual([]);
    expect((await settle(key, 'accept')).statusCode).toBe(200);
    expect(await books()).toMatchObject({ sales: 1, stock: -2000 });
    const { open, settled } = await read();
    expect(open).toEqual([]);
    expect(only(settled)).toMatchObject({
      key,
      decided: { decision: 'accept', by: 'owner', reason: 'as the paper says' },
    });
    expect(await findings()).toEqual([]);
    const register = await server.door.read(ORG, ({ db }) =>
      db.selectFrom('entry').select('bytes').where('kind', '=', 'entry.settled').orderBy('seq').execute(),
    );
    expect(register.map(({ bytes }) => (JSON.parse(bytes) as { body: { decision: string } }).body.decision)).toEqual([
      'accept',
      'set_aside',
      'accept',
    ]);
  });

  test('a return whose sale never came is accepted without it; a sale that comes later books only itself', async () => {
    const saleId = randomUUID();
    const sale = saleOf(saleId, 'T1-000009', 400);
    await till.journal('return.completed', { ...returnOf(sale), currency: 'CNY' });
    const { key, code } = only((await read()).open);
    expect(code).toBe('awaiting_reference');
    expect((await settle(key, 'release')).json()).toMatchObject({ code: 'still_kept' });
    expect((await settle(key, 'accept')).statusCode).toBe(200);
    expect(await books()).toMatchObject({ returns: 1, stock: 1000 });
    await till.journal('sale.completed', sale);
    expect(await books()).toMatchObject({ sales: 1, returns: 1, stock: 0 });
    expect(await findings()).toEqual([]);
  });

  test('set aside, a return is not booked when its sale comes; a person may still change their mind', async () => {
    const sale = saleOf(randomUUID(), 'T1-000009', 400);
    await till.journal('return.completed', returnOf(sale));
    const { key } = only((await read()).open);
    expect((await settle(key, 'set_aside')).statusCode).toBe(200);
    await till.journal('sale.completed', sale);
    expect(await books()).toMatchObject({ sales: 1, returns: 0, stock: -1000 });
    expect((await settle(key, 'release')).json()).toEqual({ status: 'applied' });
    expect(await books()).toMatchObject({ returns: 1, stock: 0 });
  });

  test('an accepted sale with goods brought back since stays in the books', async () => {
    const sale = doubtful();
    await till.journal('sale.completed', sale);
    const { key } = only((await read()).open);
    await settle(key, 'accept');
    await till.journal('return.completed', returnOf(sale, 1000));
    expect((await settle(key, 'set_aside')).json()).toMatchObject({ code: 'not_reversible' });
    expect(await books()).toMatchObject({ sales: 1, returns: 1 });
    expect(await findings()).toEqual([]);
  });

  test('a second fact under a used number is booked as its own, or set aside; the first is untouched', async () => {
    const entryId = randomUUID();
    await till.journal('sale.completed', saleOf(randomUUID(), 'T1-000001', 400), { entryId });
    await till.journal('sale.completed', saleOf(randomUUID(), 'T1-000002', 600), { entryId });
    const { key, may } = only((await read()).open);
    expect(may).toEqual(['accept', 'set_aside']);
    expect((await settle(key, 'accept')).statusCode).toBe(200);
    expect(await books()).toMatchObject({ sales: 2, stock: -2000 });
    await settle(key, 'set_aside');
    expect(await books()).toMatchObject({ sales: 1, stock: -1000 });
    expect(await findings()).toEqual([]);
  });

  test('Today shows every task, also those whose subject is a hash, or a device and a life', async () => {
    const entryId = randomUUID();
    await till.journal('sale.completed', saleOf(randomUUID(), 'T1-000001', 400), { entryId });
    await till.journal('sale.completed', saleOf(randomUUID(), 'T1-000002', 600), { entryId, announced: 9 });
    await server.door.write(ORG, (tx) => declareLost(tx, till.deviceId, server.now.ms));
    const { tasks } = today.parse((await owner.call('GET', `/today?storeId=${STORE}`)).json());
    expect(tasks.map(({ code, facts }) => [code, facts['from'], facts['to']])).toEqual([
      ['entry_quarantined', undefined, undefined],
      ['entries_missing', 3, 9],
    ]);
    const lost = tasks.find(({ code }) => code === 'entries_missing');
    expect((await owner.call('POST', '/tasks/done', { taskId: lost?.taskId })).statusCode).toBe(200);
  });

  test('what a removed till still sends, an owner lets in and a manager may only set aside', async () => {
    await server.door.write(ORG, (tx) => revokeDevice(tx, till.deviceId, server.now.ms));
    await till.sell(400);
    await till.sell(500);
    const [first, second] = (await read()).open;
    const manager = await server.signIn('manager');
    const auditor = await server.signIn('auditor');
    expect((await settle(first?.key ?? '', 'release', manager)).statusCode).toBe(403);
    expect((await settle(first?.key ?? '', 'set_aside', auditor)).statusCode).toBe(403);
    expect((await settle(first?.key ?? '', 'release')).json()).toEqual({ status: 'applied' });
    expect((await settle(second?.key ?? '', 'set_aside', manager)).json()).toEqual({ status: 'set_aside' });
    expect(await books()).toMatchObject({ sales: 1, tasks: [] });
    expect(await findings()).toEqual([]);
  });

  test('two people at once settle one entry once; a booked sale is nobody’s to unbook here', async () => {
    await till.journal('sale.completed', doubtful());
    const { key } = only((await read()).open);
    const answers = await Promise.all([settle(key, 'accept'), settle(key, 'accept')]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422]);
    expect(await books()).toMatchObject({ sales: 1, stock: -2000 });
    const plain = await till.journal('sale.completed', saleOf(randomUUID(), 'T1-000003', 100));
    expect((await settle(plain, 'set_aside')).json()).toMatchObject({ code: 'not_reversible' });
    expect((await settle('nothing', 'accept')).statusCode).toBe(404);
    expect((await read(OTHER_STORE)).settled).toEqual([]);
  });
});
