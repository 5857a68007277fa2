/** Cash handed out for what was not paid in cash: booked as it came, and named in the report of exceptions. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toMinor } from '../../../src/core/money.ts';
import { saleRefOf, type Tender } from '../../../src/core/sale.ts';
import type { EntryBody } from '../../../src/wire/entry.ts';
import { exceptionReport } from '../../../src/wire/office-exceptions.ts';
import { onBothEngines } from '../engines.ts';
import { CASHIER, officeServer, OWNER_STAFF, STORE, type OfficeServer, type Person } from './office-fixture.ts';
import { saleOf, testTill, type TestTill } from './test-till.ts';

const DAY_MS = 86_400_000;
const TICKET = randomUUID();
const tender = (tenderId: number, method: Tender['method'], amount: number, over: Partial<Tender> = {}): Tender => ({
  tenderId,
  method,
  amountMinor: toMinor(amount),
  ...over,
});
const card = (tenderId: number, amount: number) =>
  tender(tenderId, 'card_external', amount, { evidence: { code: 'A1', approverId: OWNER_STAFF } });

onBothEngines('refunds in cash', (engine) => {
  let server: OfficeServer;
  let owner: Person;
  let till: TestTill;
  let count = 0;
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
    till = await testTill(server);
  });
  afterEach(() => server.close());

  const sell = async (total: number, tenders: readonly Tender[], change = 0) => {
    count += 1;
    const body: EntryBody<'sale.completed'> = {
      ...saleOf(randomUUID(), `T1-${String(count).padStart(6, '0')}`, total),
      tenders: [...tenders],
      changeMinor: toMinor(change),
    };
    await till.journal('sale.completed', body);
    return body;
  };
  const giveBack = (sale: EntryBody<'sale.completed'>, plan: readonly Tender[], over: object = {}, from = till) => {
    count += 1;
    server.now.ms += 1000;
    const total = toMinor(plan.reduce((sum, row) => sum + row.amountMinor, 0));
    const line = { lineId: 1, skuNo: 1, name: '农夫山泉', qtyMilli: 500, taxBp: 0, taxMinor: toMinor(0) };
    return from.journal('return.completed', {
      returnId: randomUUID(),
      no: `T1-${String(count).padStart(6, '0')}`,
      saleId: sale.saleId,
      shiftId: sale.shiftId,
      currency: 'CNY',
      reason: 'broken',
      approverId: OWNER_STAFF,
      lines: [{ ...line, refundMinor: total, condition: 'waste' }],
      plan: [...plan],
      totalMinor: total,
      ...over,
    });
  };
  const flagged = async () => {
    const answer = await owner.call(
      'GET',
      `/exceptions?storeId=${STORE}&from=${String(server.now.ms - DAY_MS)}&to=${String(server.now.ms + 1)}`,
    );
    const rows = exceptionReport.parse(answer.json()).rows.filter((row) => row.script === 'cash_refund');
    return rows.map((row) => [row.amountMinor, row.facts['paidMinor'], row.facts['cashMinor'], row.facts['saleNo']]);
  };

  test('within what was paid in cash nothing is said, change taken off', async () => {
    const sale = await sell(1500, [card(1, 1000), tender(2, 'cash', 800)], 300);
    await giveBack(sale, [card(1, 300), tender(2, 'cash', 500)]);
    expect(await flagged()).toEqual([]);
  });

  test('cash for a card is named with who did it, who agreed, and the entry; the return stays as it came', async () => {
    const sale = await sell(1500, [card(1, 1000), tender(2, 'cash', 800)], 300);
    await giveBack(sale, [tender(2, 'cash', 900)]);
    expect(await flagged()).toEqual([[400, 500, 900, sale.no]]);
    const answer = await owner.call(
      'GET',
      `/exceptions?storeId=${STORE}&from=${String(server.now.ms - DAY_MS)}&to=${String(server.now.ms + 1)}`,
    );
    const row = exceptionReport.parse(answer.json()).rows.find((one) => one.script === 'cash_refund');
    expect(row).toMatchObject({ staffId: CASHIER, approver: { zh: '王丽' }, place: { seq: 2 } });
    expect((await owner.call('GET', `/exceptions?storeId=${STORE}&from=0&to=1`)).json()).toMatchObject({ rows: [] });
  });

  test('several refunds are added up over tills and by receipt; only what is beyond is named', async () => {
    const sale = await sell(2000, [card(1, 1000), tender(2, 'cash', 1000)]);
    const other = await testTill(server);
    const receipt = { saleRef: saleRefOf(sale.saleId), tillNo: 1, incarnationNo: 1, seq: 1, hash8: '0'.repeat(16) };
    await giveBack(sale, [tender(2, 'cash', 700)]);
    await giveBack(sale, [tender(1, 'cash', 500)], { saleId: null, receipt }, other);
    await giveBack(sale, [tender(1, 'cash', 100)]);
    expect(await flagged()).toEqual([
      [100, 1000, 100, sale.no],
      [200, 1000, 500, sale.no],
    ]);
  });

  test('foreign notes are cash, and so is a way of the shop that money does not go back by', async () => {
    const custom = [
      { typeId: TICKET, names: { en: 'Meal ticket' }, opensDrawer: true, isRefundable: false, state: 'active' },
    ];
    await owner.call('PATCH', '/settings', { tenders: { off: [], custom } });
    const foreign = { currency: 'USD', amountMinor: toMinor(100), ratePpm: 5_000_000, rateDate: '2026-11-20' };
    const ways = [
      tender(1, 'foreign_cash', 500, { foreign }),
      tender(2, 'custom', 500, { typeId: TICKET, name: 'Meal ticket' }),
    ];
    await giveBack(await sell(1000, ways), [tender(1, 'cash', 1000)]);
    expect(await flagged()).toEqual([]);
  });
});
