/**
 * Goods without a sale at the server: what comes, goes and is counted at tills, whichever arrives first, and what the
 * office sees of it. On hand is the sum of moves at every step, and the books verify.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyAll } from '../../../src/server/journal/verify-all.ts';
import type { EntryBody } from '../../../src/wire/entry.ts';
import { stockMoves, stockPage, transferList } from '../../../src/wire/office-stock.ts';
import { onBothEngines } from '../engines.ts';
import { saveStaff } from '../../../src/server/db/office-shop.ts';
import { CASHIER, officeServer, ORG, OTHER_STORE, OWNER_STAFF, STORE } from './office-fixture.ts';
import type { OfficeServer, Person } from './office-fixture.ts';
import { testTill, type TestTill } from './test-till.ts';

const MINUTE = 60_000;

onBothEngines('goods without a sale', (engine) => {
  let server: OfficeServer;
  let owner: Person;
  let till: TestTill;
  let other: TestTill; // of the same store
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
    till = await testTill(server);
    other = await testTill(server);
  });
  afterEach(() => server.close());

  const moved = (
    deltaMilli: number,
    reason: 'receive' | 'waste' | 'adjust',
    over: Partial<EntryBody<'stock.moved'>> = {},
  ) =>
    till.journal('stock.moved', {
      moves: [{ skuNo: 1, deltaMilli, reason, ref: '' }],
      note: 'why',
      approverId: reason === 'receive' ? null : OWNER_STAFF,
      ...over,
    });
  const counted = (
    by: TestTill,
    countedMilli: number,
    at: { asOfSeq: number; asOfMs: number },
    approverId: string | null = OWNER_STAFF,
  ) =>
    by.journal('stock.counted', {
      countId: randomUUID(),
      skuNo: 1,
      countedMilli,
      incarnation: by.incarnation,
      ...at,
      approverId,
    });
  const page = async (only = '', storeId = STORE) =>
    stockPage.parse((await owner.call('GET', `/stock?storeId=${storeId}${only}`)).json());
  const onHand = async (storeId = STORE) =>
    (await page('', storeId)).rows.find(({ skuNo }) => skuNo === 1)?.onHandMilli;
  const moves = async () => stockMoves.parse((await owner.call('GET', `/stock/1/moves?storeId=${STORE}`)).json()).rows;
  const told = () =>
    server.door.read(ORG, async ({ db }) => {
      const rows = await db
        .selectFrom('feed')
        .select(['body'])
        .where('stream', '=', `store:${STORE}`)
        .where('tbl', '=', 'stock')
        .execute();
      return rows.map(({ body }) => JSON.parse(body ?? '') as { skuNo: number; onHandMilli: number });
    });
  const tasks = () =>
    server.door.read(ORG, async ({ db }) =>
      (await db.selectFrom('task').select('code').where('closed_ms', 'is', null).orderBy('code').execute()).map(
        (row) => row.code,
      ),
    );
  const expectSound = async () =>
    expect((await verifyAll({ door: server.door, orgId: ORG, storeId: null })).findings).toEqual([]);

  test('goods in, waste and an adjustment stand with reason, person and entry', async () => {
    await moved(24_000, 'receive', {
      moves: [{ skuNo: 1, deltaMilli: 24_000, reason: 'receive', ref: 'DN-7', lot: 'L1', expiry: '2027-01-31' }],
    });
    server.now.ms += MINUTE;
    await moved(-1000, 'waste');
    server.now.ms += MINUTE;
    await moved(-500, 'adjust');
    expect(await onHand()).toBe(22_500);
    expect(await moves()).toMatchObject([
      { reason: 'adjust', deltaMilli: -500, note: 'why', staff: { zh: '李娜' }, approver: { zh: '王丽' } },
      { reason: 'waste', deltaMilli: -1000 },
      { reason: 'receive', ref: 'DN-7', lot: 'L1', expiry: '2027-01-31', approver: null, place: { seq: 1 } },
    ]);
    expect(await tasks()).toEqual([]);
    await expectSound();
  });

  test('what was not theirs to do, or goes the wrong way, is booked and doubted', async () => {
    const acts: readonly (readonly [() => Promise<string>, string | null])[] = [
      [() => moved(1000, 'receive'), null],
      [() => moved(-1000, 'waste', { approverId: null }), 'not_permitted'],
      [() => moved(-1000, 'waste', { approverId: CASHIER }), 'not_permitted'], // agreed to herself
      [() => moved(-1000, 'receive'), 'stock_doubted'],
      [() => counted(till, 5000, { asOfSeq: 0, asOfMs: 0 }, null), 'not_permitted'],
    ];
    for (const [act, code] of acts) {
      const entryId = await act();
      const rows = await server.door.read(ORG, ({ db }) =>
        db.selectFrom('task').select('code').where('subject', '=', entryId).execute(),
      );
      expect(rows).toEqual(code === null ? [] : [{ code }]);
    }
    expect((await moves()).length).toBe(acts.length);
  });

  test.each([
    ['the sale arrives first', true],
    ['the count arrives first', false],
  ])('what is sold while a shelf is counted is not lost: %s', async (_what, isSaleFirst) => {
    await moved(10_000, 'receive');
    const asOfMs = server.now.ms;
    server.now.ms += MINUTE;
    // The shelf is looked at now; one is sold at another till a minute later, and the count is written down after it.
    const sale = () => other.sell(200, { wallMs: asOfMs + MINUTE });
    const count = () => counted(till, 7000, { asOfSeq: till.head(), asOfMs });
    for (const act of isSaleFirst ? [sale, count] : [count, sale]) await act();
    expect(await onHand()).toBe(6000);
    expect((await told()).find(({ skuNo }) => skuNo === 1)?.onHandMilli).toBe(6000);
    await expectSound();
  });

  test.each([
    ['the sale arrives first', true],
    ['the count arrives first', false],
  ])('what was sold before a shelf was counted is in the count: %s', async (_what, isSaleFirst) => {
    await moved(10_000, 'receive');
    server.now.ms += 10 * MINUTE;
    const asOfMs = server.now.ms - MINUTE;
    const sale = () => other.sell(200, { wallMs: asOfMs - MINUTE });
    const count = () => counted(till, 7000, { asOfSeq: till.head(), asOfMs });
    for (const act of isSaleFirst ? [sale, count] : [count, sale]) await act();
    expect(await onHand()).toBe(7000);
    await expectSound();
  });

  test('sales of the same till go by their number, and a second count of the same look holds', async () => {
    await moved(10_000, 'receive');
    const at = { asOfSeq: till.head(), asOfMs: server.now.ms };
    await till.sell(200);
    await counted(till, 3000, at);
    expect(await onHand()).toBe(2000);
    await counted(till, 8000, at);
    expect(await onHand()).toBe(7000);
    await till.sell(200);
    expect(await onHand()).toBe(6000);
    expect((await page()).rows[0]?.countedMs).toBe(at.asOfMs);
    await expectSound();
  });

  test('a product is found by its words and by its barcode', async () => {
    await moved(1000, 'receive');
    const found = async (q: string) => (await page(`&q=${q}`)).rows.map(({ skuNo }) => skuNo);
    expect([await found('06901234567892'), await found('6901234567892'), await found('nothing')]).toEqual([
      [1],
      [1],
      [],
    ]);
  });

  test('a count and sales of other tills that arrive at one moment see each other', async () => {
    await moved(10_000, 'receive');
    const asOfMs = server.now.ms;
    server.now.ms += 5 * MINUTE;
    for (let round = 1; round <= 5; round += 1) {
      const [before, after] = [asOfMs - MINUTE, asOfMs + MINUTE];
      const late = await testTill(server);
      await Promise.all([
        counted(till, 7000, { asOfSeq: till.head(), asOfMs }),
        other.sell(200, { wallMs: after }),
        late.sell(200, { wallMs: before }),
      ]);
      expect(await onHand()).toBe(7000 - round * 1000);
    }
    await expectSound();
  });

  test('whoever changes by SQL what a count made is named, though on hand is the sum of moves', async () => {
    await moved(10_000, 'receive');
    server.now.ms += MINUTE;
    await counted(till, 7000, { asOfSeq: till.head(), asOfMs: server.now.ms });
    await till.sell(200);
    await expectSound();
    await server.door.write(ORG, async ({ db }) => {
      await db
        .updateTable('stock_move')
        .set((q) => ({ delta_milli: q('delta_milli', '-', 2000) }))
        .where('reason', '=', 'counted')
        .execute();
      await db
        .updateTable('stock')
        .set((q) => ({ on_hand_milli: q('on_hand_milli', '-', 2000) }))
        .where('sku_no', '=', 1)
        .execute();
    });
    const { findings } = await verifyAll({ door: server.door, orgId: ORG, storeId: null });
    expect(findings).toEqual([{ what: 'stock', storeCode: expect.any(String) as string, skuNo: 1, offMilli: -2000 }]);
  });

  test('what was sold beyond the books is listed, and a count takes it off the list', async () => {
    await till.sell(200);
    expect(await page('&only=oversold')).toMatchObject({
      total: 1,
      oversold: 1,
      rows: [{ skuNo: 1, onHandMilli: -1000 }],
    });
    await counted(till, 4000, { asOfSeq: till.head(), asOfMs: server.now.ms });
    expect(await page('&only=oversold')).toMatchObject({ total: 0, oversold: 0, rows: [] });
    expect(await onHand()).toBe(4000);
  });

  /** A till of the other store, at which the same cashier works. */
  async function tillElsewhere(): Promise<TestTill> {
    const cashier = { staffId: CASHIER, role: 'cashier', names: { zh: '李娜' }, pin: null, active: true } as const;
    await server.door.write(ORG, (tx) => saveStaff(tx, { ...cashier, storeIds: [STORE, OTHER_STORE] }, server.now.ms));
    return testTill(server, 'open', OTHER_STORE);
  }

  test('goods sent to another store are on hand in neither until received; what is missing is a task', async () => {
    const away = await tillElsewhere();
    await moved(10_000, 'receive');
    const transferId = randomUUID();
    const send = (deltaMilli: number) =>
      till.journal('stock.moved', {
        moves: [{ skuNo: 1, deltaMilli, reason: 'transfer', ref: '' }],
        note: 'for the weekend',
        approverId: OWNER_STAFF,
        transfer: { transferId, direction: 'out', otherStoreId: OTHER_STORE },
      });
    const rows = () =>
      server.door.read(ORG, async ({ db }) =>
        (await db.selectFrom('feed').select('body').where('tbl', '=', 'transfer').execute()).map(({ body }) => body),
      );
    await send(-6000);
    expect([await onHand(), await onHand(OTHER_STORE)]).toEqual([4000, undefined]);
    expect(JSON.parse((await rows())[0] ?? '')).toMatchObject({
      fromStoreId: STORE,
      lines: [{ skuNo: 1, qtyMilli: 6000 }],
    });
    const list = async () =>
      transferList.parse((await owner.call('GET', `/transfers?storeId=${OTHER_STORE}`)).json()).rows;
    expect(await list()).toMatchObject([
      { transferId, receivedMs: null, lines: [{ sentMilli: 6000, receivedMilli: null }] },
    ]);
    await away.journal('stock.moved', {
      moves: [{ skuNo: 1, deltaMilli: 5000, reason: 'transfer', ref: '' }],
      note: '',
      approverId: null,
      transfer: { transferId, direction: 'in', otherStoreId: STORE },
    });
    expect([await onHand(), await onHand(OTHER_STORE)]).toEqual([4000, 5000]);
    expect(await rows()).toEqual([null]);
    expect(await list()).toMatchObject([{ lines: [{ sentMilli: 6000, receivedMilli: 5000 }] }]);
    expect(await tasks()).toEqual(['transfer_differs']);
    await expectSound();
  });

  test('goods received before their sending has arrived are not told as on the way', async () => {
    const away = await tillElsewhere();
    const transferId = randomUUID();
    const end = (by: TestTill, deltaMilli: number, direction: 'in' | 'out', otherStoreId: string) =>
      by.journal('stock.moved', {
        moves: [{ skuNo: 1, deltaMilli, reason: 'transfer', ref: '' }],
        approverId: OWNER_STAFF,
        transfer: { transferId, direction, otherStoreId },
      });
    await end(away, 5000, 'in', STORE);
    await end(till, -5000, 'out', OTHER_STORE);
    const { rows } = transferList.parse((await owner.call('GET', `/transfers?storeId=${STORE}`)).json());
    expect(rows).toMatchObject([{ lines: [{ sentMilli: 5000, receivedMilli: 5000 }] }]);
    expect(await tasks()).toEqual([]);
    expect([await onHand(), await onHand(OTHER_STORE)]).toEqual([-5000, 5000]);
  });
});
