/**
 * A day's money at the server: what moves a drawer without a sale, tenders to compare, and each Z against the journal
 * it stands in. Nothing is refused; what is not right becomes a task.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toMinor } from '../../../src/core/money.ts';
import type { Sale, Tender } from '../../../src/core/sale.ts';
import { closeShift, type ShiftClosed } from '../../../src/core/shift.ts';
import type { ShiftFact } from '../../../src/core/shift-fact.ts';
import { saveStaff } from '../../../src/server/db/office-shop.ts';
import { verifyAll } from '../../../src/server/journal/verify-all.ts';
import type { EntryBody } from '../../../src/wire/entry.ts';
import { shiftDetail, shiftList, voucherList } from '../../../src/wire/office-day.ts';
import { officeSettings } from '../../../src/wire/office-shop.ts';
import { onBothEngines } from '../engines.ts';
import { CASHIER, officeServer, ORG, OWNER_STAFF, STORE, type OfficeServer, type Person } from './office-fixture.ts';
import { saleOf, testTill, type TestTill } from './test-till.ts';

const by = { staffId: CASHIER, wallMs: 0 };

onBothEngines("a day's money", (engine) => {
  let server: OfficeServer;
  let owner: Person;
  let till: TestTill;
  let facts: ShiftFact[];
  let shiftId: string;
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
    till = await testTill(server);
    facts = [];
    shiftId = randomUUID();
    await till.journal('shift.opened', { shiftId, shiftNo: 1, floatMinor: toMinor(20_000) });
  });
  afterEach(() => server.close());

  const tasks = () =>
    server.door.read(ORG, async ({ db }) =>
      (await db.selectFrom('task').select('code').where('closed_ms', 'is', null).orderBy('code').execute()).map(
        (row) => row.code,
      ),
    );
  let sold = 0;
  const sell = async (totalMinor: number, tenders?: readonly Tender[], from = till): Promise<Sale> => {
    sold += 1;
    const body = {
      ...saleOf(randomUUID(), `${from.deviceId.slice(0, 4)}-${String(sold).padStart(6, '0')}`, totalMinor),
      shiftId,
      ...(tenders === undefined ? {} : { tenders: [...tenders] }),
    };
    await from.journal('sale.completed', body);
    facts.push({ kind: 'sale.completed', body, ...by });
    return body;
  };
  const move = async (over: Partial<EntryBody<'cash.moved'>>) => {
    const body: EntryBody<'cash.moved'> = {
      shiftId,
      direction: 'out',
      amountMinor: toMinor(1000),
      reason: 'skim',
      note: '',
      approverId: OWNER_STAFF,
      ...over,
    };
    server.now.ms += 1000;
    await till.journal('cash.moved', body);
    facts.push({ kind: 'cash.moved', body, ...by });
  };
  const close = async (over: Partial<ShiftClosed> = {}) => {
    const last = 1 + facts.length;
    const z = closeShift(
      {
        shiftId,
        zNo: 1,
        floatMinor: toMinor(20_000),
        countedMinor: toMinor(20_000),
        grandBeforeMinor: toMinor(0),
        firstSeq: 1,
        lastSeq: last,
        provisional: true,
        approverId: OWNER_STAFF,
      },
      facts,
    );
    const body = structuredClone({ ...z, ...over }) as EntryBody<'shift.closed'>;
    await till.journal('shift.closed', body);
    return body;
  };
  const shown = async () => shiftDetail.parse((await owner.call('GET', `/shifts/${shiftId}`)).json());

  test('money onto cards: the office and the Z agree by way of paying, and on the drawer', async () => {
    await sell(5000);
    const of = { shiftId, memberId: randomUUID(), label: '王** •8888' };
    const inCash = {
      ...of,
      topUpId: randomUUID(),
      method: 'cash',
      principalMinor: toMinor(10_000),
      giftMinor: toMinor(0),
    } as const;
    const byCard = {
      ...inCash,
      topUpId: randomUUID(),
      method: 'card_external',
      code: '7',
      principalMinor: toMinor(2500),
    } as const;
    for (const body of [inCash, byCard]) {
      server.now.ms += 1000;
      await till.journal('value.topped_up', body);
      facts.push({ kind: 'value.topped_up', body, ...by });
    }
    await move({ amountMinor: toMinor(4000) });
    const z = await close();
    expect(await tasks()).toEqual([]);
    const detail = await shown();
    expect(detail.expectedMinor).toBe(20_000 + 5000 + 10_000 - 4000);
    expect(detail.expectedMinor).toBe(z.expectedMinor);
    const ways = (rows: readonly { readonly method: string; readonly amountMinor: number }[]) =>
      rows.map(({ method, amountMinor }) => [method, amountMinor]).sort();
    expect(ways(detail.byMethod)).toEqual(ways(z.byMethod));
    expect(ways(detail.byMethod)).toEqual([['card_external', 2500], ['cash', 15_000]]); // prettier-ignore
    expect(detail.topUps).toEqual(z.topUps);
    expect(detail.shift).toMatchObject({ sales: 1, netMinor: 5000, cashInMinor: 0, cashOutMinor: 4000 });
    expect(detail.events.map(({ kind, amountMinor, note }) => [kind, amountMinor, note])).toEqual([
      ['value.topped_up', 10_000, '王** •8888'],
      ['value.topped_up', 2500, '王** •8888'],
      ['cash.moved', -4000, ''],
    ]);
  });

  test('cash moved, tenders and the Z are on the books as they were told, and nothing is doubted', async () => {
    await sell(5000);
    await sell(3000, [
      { tenderId: 1, method: 'card_external', amountMinor: toMinor(1000), evidence: { code: '204417', ref: '4412' } },
      { tenderId: 2, method: 'cash', amountMinor: toMinor(2000) },
    ]);
    await move({ amountMinor: toMinor(4000) });
    await move({ direction: 'in', reason: 'pay_in', amountMinor: toMinor(250), note: 'found' });
    server.now.ms += 1000;
    await till.journal('drawer.opened', { shiftId, reason: 'change', approverId: OWNER_STAFF });
    facts.push({ kind: 'drawer.opened', body: { shiftId, reason: 'change', approverId: OWNER_STAFF }, ...by });
    const z = await close();
    expect(await tasks()).toEqual([]);
    const detail = await shown();
    expect(detail).toMatchObject({
      expectedMinor: 20_000 + 5000 + 2000 - 4000 + 250,
      byMethod: [
        { method: 'card_external', amountMinor: 1000 },
        { method: 'cash', amountMinor: 7000 },
      ],
      byStaff: [{ sales: 2, returns: 0, netMinor: 8000 }],
      tenders: [{ method: 'card_external', code: '204417', told: '4412', amountMinor: 1000 }],
      shift: { state: 'closed', zNo: 1, cashInMinor: 250, cashOutMinor: 4000, diffMinor: z.diffMinor },
    });
    expect(detail.z).toEqual(z);
    expect(detail.expectedMinor).toBe(z.expectedMinor);
    expect(detail.events.map((event) => [event.kind, event.amountMinor, event.note])).toEqual([
      ['cash.moved', -4000, ''],
      ['cash.moved', 250, 'found'],
      ['drawer.opened', 0, 'change'],
    ]);
    const list = shiftList.parse((await owner.call('GET', `/shifts?storeId=${STORE}`)).json());
    expect(list.rows.map((row) => [row.zNo, row.sales, row.netMinor])).toEqual([[1, 2, 8000]]);
    expect((await verifyAll({ door: server.door, orgId: ORG, storeId: null })).findings).toEqual([]);
  });

  test.each([
    ['a cashier alone', { approverId: null }],
    ['a cashier who agreed with herself', { approverId: CASHIER }],
    ['an approver nobody knows', { approverId: randomUUID() }],
    ['money out by the name of money in', { reason: 'pay_in' as const }],
  ])('cash moved by %s is booked, and a task says so', async (_who, over) => {
    await move(over);
    expect(await tasks()).toEqual(['not_permitted']);
    expect((await shown()).shift.cashOutMinor).toBe(1000);
  });

  test.each([
    ['sales left out', { salesMinor: toMinor(0), grandTotalMinor: toMinor(0) }, ['z_differs']],
    ['cash expected otherwise', { expectedMinor: toMinor(20_000) }, ['z_differs']],
    ['another float', { floatMinor: toMinor(1) }, ['z_differs']],
    ['a number left out', { zNo: 3 }, ['z_chain_broken']],
    ['a running total of its own', { grandTotalMinor: toMinor(1) }, ['z_chain_broken']],
    ['nobody who agreed', { approverId: null }, ['not_permitted', 'z_differs'].slice(0, 1)],
  ])('a Z with %s is kept and doubted', async (_what, over, codes) => {
    await sell(5000);
    await close(over);
    expect(await tasks()).toEqual(codes);
    expect((await shown()).shift.zNo).toBe('zNo' in over ? over.zNo : 1);
  });

  test.each([
    ['as far as the shop lets pass', 5000, 'senior', []],
    ['further, accepted by a manager', 4999, 'manager', []],
    ['further, accepted by a senior cashier', 4999, 'senior', ['not_permitted']],
  ] as const)('a drawer that is off %s', async (_how, drawerOffMinor, role, codes) => {
    expect((await owner.call('PATCH', '/settings', { drawerOffMinor })).statusCode).toBe(200);
    const who = { staffId: randomUUID(), role, names: { zh: '何佳' }, storeIds: [STORE], pin: null, active: true };
    await server.door.write(ORG, (tx) => saveStaff(tx, who, server.now.ms));
    await sell(5000);
    const z = await close({ approverId: who.staffId, note: 'not known' });
    expect(z.diffMinor).toBe(-5000);
    expect(await tasks()).toEqual(codes);
  });

  test('a voucher redeemed at two tills beyond its worth becomes a task; one not known is worth one sale', async () => {
    const face = { code: 'GIFT-1', faceMinor: 3000, note: 'spring' };
    expect((await owner.call('POST', '/vouchers', face)).statusCode).toBe(200);
    expect((await owner.call('POST', '/vouchers', face)).json()).toEqual({ code: 'duplicate_code' });
    const by = (code: string, amount: number): Tender[] => [
      { tenderId: 1, method: 'voucher', amountMinor: toMinor(amount), evidence: { code } },
    ];
    const other = await testTill(server);
    await sell(2000, by('GIFT-1', 2000));
    await sell(1000, by('GIFT-1', 1000), other);
    await sell(700, by('UNKNOWN', 700));
    expect(await tasks()).toEqual([]);
    await sell(100, by('GIFT-1', 100), other);
    await sell(700, by('UNKNOWN', 700));
    expect(await tasks()).toEqual(['voucher_over_redeemed', 'voucher_over_redeemed']);
    const { rows } = voucherList.parse((await owner.call('GET', '/vouchers')).json());
    expect(rows).toMatchObject([{ code: 'GIFT-1', faceMinor: 3000, usedMinor: 3100 }]);
  });

  test('on account without somebody who may agree, and a way the shop never had, are doubted', async () => {
    await sell(500, [{ tenderId: 1, method: 'on_account', amountMinor: toMinor(500), evidence: { who: 'Wang' } }]);
    expect(await tasks()).toEqual(['not_permitted']);
    await sell(500, [{ tenderId: 1, method: 'custom', amountMinor: toMinor(500), typeId: randomUUID(), name: 'x' }]);
    expect(await tasks()).toEqual(['not_permitted', 'tender_doubted']);
  });

  test("the shop's own ways and a store's rates reach the tills; one left out has ended", async () => {
    const typeId = randomUUID();
    const way = { typeId, names: { en: 'Canteen card' }, opensDrawer: false, isRefundable: true, state: 'active' };
    const saved = await owner.call('PATCH', '/settings', { tenders: { off: ['voucher'], custom: [way] } });
    expect(officeSettings.parse(saved.json()).settings.tenders).toEqual({ off: ['voucher'], custom: [way] });
    const left = await owner.call('PATCH', '/settings', { tenders: { off: [], custom: [] } });
    const { settings } = officeSettings.parse(left.json());
    expect(settings.tenders).toEqual({ off: [], custom: [{ ...way, state: 'ended' }] });
    const rate = { currency: 'USD', ratePpm: 7_123_400, date: '2026-11-20' };
    const store = await owner.call('PATCH', `/stores/${STORE}`, { foreignCash: [rate] });
    expect(officeSettings.parse(store.json()).stores[0]?.foreignCash).toEqual([rate]);
    const own = await owner.call('PATCH', `/stores/${STORE}`, { foreignCash: [{ ...rate, currency: 'CNY' }] });
    expect(own.json()).toMatchObject({ code: 'bad_request' });
    const scaleRules = [{ pattern: '21IIIIIPPPPPC', weightDecimals: 3 }];
    const scales = await owner.call('PATCH', `/stores/${STORE}`, { scaleRules });
    expect(officeSettings.parse(scales.json()).stores[0]).toMatchObject({ scaleRules, foreignCash: [rate] });
    const blind = [{ pattern: '21PPPPPPPPPPC', weightDecimals: 3 }]; // names no article
    expect((await owner.call('PATCH', `/stores/${STORE}`, { scaleRules: blind })).statusCode).toBe(400);
  });
});
