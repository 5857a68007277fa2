import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toMinor, ZERO } from '../../../src/core/money.ts';
import { entrySchema } from '../../../src/wire/entry.ts';
import { saleDetail, today as todaySchema, type Today } from '../../../src/wire/office.ts';
import { onBothEngines } from '../engines.ts';
import { officeServer, OTHER_STORE, STORE, type OfficeServer, type Person } from './office-fixture.ts';
import { SHIFT, testTill } from './test-till.ts';

const WEEK_MS = 7 * 86_400_000;

onBothEngines('Today', (engine) => {
  let server: OfficeServer;
  let owner: Person;
  const today = async (): Promise<Today> =>
    todaySchema.parse((await owner.call('GET', `/today?storeId=${STORE}`)).json());
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
  });
  afterEach(async () => {
    await server.close();
  });

  test('a day on which nothing was sold yet', async () => {
    expect(await today()).toMatchObject({
      date: '2026-11-21',
      nowHour: 14,
      netMinor: 0,
      sales: 0,
      averageMinor: 0,
      before: null,
      latest: [],
      tills: [],
      tasks: [],
    });
  });

  test('sales and refunds of the business day, by hour of the store, by till', async () => {
    const till = await testTill(server);
    await till.journal('shift.opened', { shiftId: SHIFT, shiftNo: 231, floatMinor: toMinor(10_000) });
    await till.sell(1000, { wallMs: Date.UTC(2026, 10, 21, 0, 59) }); // 08:59 in the store
    await till.sell(501, { wallMs: Date.UTC(2026, 10, 21, 1, 1) });
    await till.sell(9999, { wallMs: Date.UTC(2026, 10, 20, 17), date: '2026-11-20' }); // yesterday's business
    const returned = {
      returnId: randomUUID(),
      no: 'T1-000004',
      saleId: null,
      shiftId: SHIFT,
      currency: 'CNY',
      reason: 'broken',
      approverId: null,
    };
    await till.journal('return.completed', {
      ...returned,
      totalMinor: toMinor(300),
      plan: [{ tenderId: 1, method: 'cash', amountMinor: toMinor(300) }],
      lines: [
        {
          lineId: 1,
          skuNo: 1,
          name: '农夫山泉',
          qtyMilli: 1000,
          refundMinor: toMinor(300),
          taxBp: 0,
          taxMinor: ZERO,
          condition: 'waste',
        },
      ],
    });
    const shown = await today();
    expect(shown).toMatchObject({ netMinor: 1201, sales: 2, averageMinor: 751, refunds: 1, refundsMinor: 300 });
    expect(shown.byHour).toEqual([
      { hour: 8, netMinor: 1000, sales: 1 },
      { hour: 9, netMinor: 501, sales: 1 },
      { hour: 14, netMinor: -300, sales: 0 },
    ]);
    expect(shown.tills).toMatchObject([
      { tillCode: 'T1', state: 'open', shiftNo: 231, staff: { zh: '李娜' }, netMinor: 1201, pending: 0 },
    ]);
    expect(shown.latest.map((sale) => [sale.kind, sale.no, sale.totalMinor, sale.lines])).toEqual([
      ['return', 'T1-000004', 300, 1],
      ['sale', 'T1-000002', 501, 1],
      ['sale', 'T1-000001', 1000, 1],
    ]);
  });

  test('what a till spoke of and did not send is named, not counted', async () => {
    const till = await testTill(server);
    await till.sell(100, { announced: 4 });
    expect((await today()).tills[0]?.pending).toBe(3);
  });

  test('the same weekday a week ago counts up to this time of day', async () => {
    const till = await testTill(server);
    const weekAgo = server.now.ms - WEEK_MS;
    await till.sell(700, { wallMs: weekAgo - 60_000, date: '2026-11-14' });
    await till.sell(800, { wallMs: weekAgo + 60_000, date: '2026-11-14' });
    expect(await today()).toMatchObject({
      beforeDate: '2026-11-14',
      before: { netMinor: 700, sales: 1 },
      beforeByHour: [
        { hour: 13, netMinor: 700 },
        { hour: 14, netMinor: 800 },
      ],
    });
  });

  test('a sale opens with its own bytes', async () => {
    const till = await testTill(server);
    const saleId = await till.sell(1234);
    const shown = saleDetail.parse((await owner.call('GET', `/sales/${saleId}`)).json());
    expect(shown).toMatchObject({ kind: 'sale', tillCode: 'T1', seq: 1, staff: { zh: '李娜' }, status: 'applied' });
    expect(entrySchema.parse(JSON.parse(shown.bytes))).toMatchObject({
      kind: 'sale.completed',
      body: { saleId, totals: { totalMinor: 1234 } },
    });
    expect((await owner.call('GET', `/sales/${randomUUID()}`)).statusCode).toBe(404);
  });

  test('a task stays until a person says it is dealt with', async () => {
    const till = await testTill(server);
    await till.sell(100);
    const second = await testTill(server);
    await second.sell(100); // the same receipt number from another till
    const task = (await today()).tasks.find((one) => one.code === 'receipt_number_twice');
    expect(task).toMatchObject({ tillCode: 'T2', facts: { no: 'T1-000001' } });
    expect((await owner.call('POST', '/tasks/done', { taskId: task!.taskId })).statusCode).toBe(200);
    expect((await today()).tasks).toEqual([]);
    expect((await owner.call('POST', '/tasks/done', { taskId: task!.taskId })).statusCode).toBe(404);
  });

  test('another store has its own day', async () => {
    const till = await testTill(server);
    await till.sell(100);
    const other = todaySchema.parse((await owner.call('GET', `/today?storeId=${OTHER_STORE}`)).json());
    expect(other).toMatchObject({ sales: 0, tills: [] });
    expect((await owner.call('GET', '/today?storeId=none')).statusCode).toBe(404);
  });
});
