/** Goods the till has to ask about, as the server judges the sales: nothing is refused, what is missing is a task. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toMinor } from '../../../src/core/money.ts';
import type { EntryBody } from '../../../src/wire/entry.ts';
import { onBothEngines } from '../engines.ts';
import { CASHIER, officeServer, ORG, type OfficeServer } from './office-fixture.ts';
import { saleOf, testTill, type TestTill } from './test-till.ts';

onBothEngines('goods the till asks about', (engine) => {
  let server: OfficeServer;
  let till: TestTill;
  beforeEach(async () => {
    server = await officeServer(engine);
    till = await testTill(server);
  });
  afterEach(() => server.close());

  const tasks = () =>
    server.door.read(ORG, async ({ db }) =>
      (await db.selectFrom('task').select(['code', 'subject', 'facts']).where('closed_ms', 'is', null).execute()).map(
        (row) => ({ code: row.code, subject: row.subject, facts: JSON.parse(row.facts) as unknown }),
      ),
    );
  let sold = 0;
  const sell = async (more: Partial<EntryBody<'sale.completed'>> = {}): Promise<string> => {
    sold += 1;
    const saleId = randomUUID();
    await till.journal('sale.completed', { ...saleOf(saleId, `T1-${String(sold).padStart(6, '0')}`, 400), ...more });
    return saleId;
  };

  test('a sale of goods for an age nobody confirmed is booked, and a person is told', async () => {
    const owner = await server.signIn('owner');
    await sell();
    const saved = await owner.call('PATCH', `/products/${server.skuIds[0] ?? ''}`, { minAge: 18 });
    expect(saved.json()).toMatchObject({ product: { minAge: 18 } });
    const check = { age: 18, how: 'looks', staffId: CASHIER } as const;
    await sell({ ageCheck: check });
    expect(await tasks()).toEqual([]);
    const young = await sell({ ageCheck: { ...check, age: 16 } });
    const unasked = await sell();
    expect(await tasks()).toMatchObject([
      { code: 'age_not_checked', subject: young, facts: { age: 18 } },
      { code: 'age_not_checked', subject: unasked, facts: { age: 18, no: 'T1-000004' } },
    ]);
    const most = await owner.call('PATCH', `/products/${server.skuIds[0] ?? ''}`, { minAge: 100 });
    expect(most.json()).toMatchObject({ code: 'bad_request' });
  });

  test('a bundle is made of products of the shop, by code, barcode or number, and of no other bundle', async () => {
    const owner = await server.signIn('owner');
    const [water = '', crisps = '', pen = ''] = server.skuIds;
    const make = (parts: readonly string[], skuId = pen) =>
      owner.call('PATCH', `/products/${skuId}`, { parts: parts.map((key) => ({ key, qtyMilli: 2000 })) });
    const saved = await make(['W1', '96385074']);
    expect(saved.json()).toMatchObject({
      product: { parts: [{ skuNo: 1, qtyMilli: 2000 }, { skuNo: 2, qtyMilli: 2000 }] },
      madeOf: [{ key: 'W1' }, { key: 'C1' }],
    }); // prettier-ignore
    expect((await owner.call('GET', `/products/${pen}`)).json()).toMatchObject({
      madeOf: [{ key: 'W1' }, { key: 'C1' }],
    });
    for (const parts of [['NONE'], ['#3'], ['W1', '#1']]) {
      expect((await make(parts)).json(), parts.join()).toMatchObject({ code: 'bad_parts' });
    }
    expect((await make(['#3'], crisps)).json()).toMatchObject({ code: 'bad_parts' }); // it is a bundle
    expect((await make(['#3'], water)).json()).toMatchObject({ code: 'bad_parts' }); // and this one is in it
    expect((await owner.call('PATCH', `/products/${pen}`, { unit: 'kg' })).json()).toMatchObject({ code: 'bad_parts' });
    expect((await make([])).json()).not.toHaveProperty('product.parts');
  });

  test('a bundle that was sold and came back moved its parts', async () => {
    const back = {
      lineId: 1, skuNo: 3, name: 'Pen', qtyMilli: 1000, taxBp: 1300, condition: 'resalable',
    } as const; // prettier-ignore
    const saleId = randomUUID();
    const sale = saleOf(saleId, 'T1-000001', 400);
    const share = (skuNo: number, shareMinor: number) => ({
      skuNo, name: 'x', qtyMilli: 4000, shareMinor: toMinor(shareMinor), taxBp: 0, taxMinor: toMinor(0),
    }); // prettier-ignore
    const line = { ...sale.lines[0]!, skuNo: 3, taxMinor: toMinor(0), parts: [share(1, 300), share(2, 100)] };
    const totals = { ...sale.totals, taxMinor: toMinor(0) };
    await till.journal('sale.completed', { ...sale, lines: [line], totals });
    const parts = [1, 2].map((skuNo) => ({
      skuNo, name: 'x', qtyMilli: 2000, refundMinor: toMinor(100), taxBp: 0, taxMinor: toMinor(0),
    })); // prettier-ignore
    await till.journal('return.completed', {
      returnId: randomUUID(),
      no: 'T1-000002',
      saleId,
      shiftId: sale.shiftId,
      currency: 'CNY',
      lines: [{ ...back, refundMinor: toMinor(200), taxMinor: toMinor(0), parts }],
      plan: [{ tenderId: 1, method: 'cash', amountMinor: toMinor(200) }],
      totalMinor: toMinor(200),
      reason: 'x',
      approverId: null,
    });
    const stock = await server.door.read(ORG, ({ db }) =>
      db.selectFrom('stock').selectAll().orderBy('sku_no').execute(),
    );
    expect(stock.map((row) => [row.sku_no, row.on_hand_milli])).toEqual([[1, -2000], [2, -2000]]); // prettier-ignore
    expect(await tasks()).toEqual([]);
  });

  test('a sale in exchange for goods that never came back is booked, and a person is told', async () => {
    const saleId = await sell();
    const returnId = randomUUID();
    await till.journal('return.completed', {
      returnId,
      no: 'T1-000090',
      saleId,
      shiftId: saleOf(saleId, '', 0).shiftId,
      currency: 'CNY',
      lines: [{
        lineId: 1, skuNo: 1, name: 'x', qtyMilli: 1000, refundMinor: toMinor(200), taxBp: 0, taxMinor: toMinor(0),
        condition: 'resalable',
      }],
      plan: [{ tenderId: 1, method: 'cash', amountMinor: toMinor(200) }],
      totalMinor: toMinor(200),
      reason: 'x',
      approverId: null,
    }); // prettier-ignore
    await sell({ exchangeOf: returnId });
    expect(await tasks()).toEqual([]);
    const alone = await sell({ exchangeOf: randomUUID() });
    expect(await tasks()).toMatchObject([{ code: 'exchange_doubted', subject: alone }]);
  });
});
