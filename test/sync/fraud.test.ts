/**
 * Known ways to steal at a till, each played with the real till against the real server, and found in the report of
 * exceptions with who did it, who agreed, when, and the entry it stands in.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyStep, type Cart } from '../../src/core/cart.ts';
import { toMinor } from '../../src/core/money.ts';
import { declareLost } from '../../src/server/office/declare-lost.ts';
import { completeSale } from '../../src/till/commands/complete-sale.ts';
import { giveDiscount } from '../../src/till/commands/give-discount.ts';
import { openDrawer } from '../../src/till/commands/move-cash.ts';
import { readPractice } from '../../src/client/practice/practice-mark.ts';
import { beginPractice } from '../../src/till/practice/practise.ts';
import { overridePrice } from '../../src/till/commands/override-price.ts';
import { removeLine } from '../../src/till/commands/remove-line.ts';
import { takeReturn } from '../../src/till/commands/take-return.ts';
import { voidSale } from '../../src/till/commands/void-sale.ts';
import { newId } from '../support/till-facts.ts';
import { asked, cartHere, CASHIER, DAY_MS, ENDED, MANAGER, OTHER, PIN, staffedTill } from './staffed-till.ts';
import { allSent } from './till-world.ts';

let shop: Awaited<ReturnType<typeof staffedTill>>;

beforeAll(async () => {
  shop = await staffedTill();
});
afterAll(() => shop.world.close());

/** A browser's small store. */
function memoryShelf() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

const byCashier = { staff: { en: 'Li Na' }, approver: null };
const withManager = { staff: { en: 'Li Na' }, approver: { en: 'Fang' } };
const inJournal = { tillCode: 'T1', seq: expect.any(Number) as number };

test('F1 a sale voided after the cash was taken: what was paid, what went back, who agreed', async () => {
  const sale = await shop.sell();
  const undone = await voidSale(shop.tools, { entryId: newId(), sale, reason: 'customer left', approverId: MANAGER });
  expect(undone).toMatchObject({ ok: true });
  await allSent(shop.till);
  expect(await shop.rowsOf('void')).toMatchObject([
    {
      ...withManager,
      amountMinor: 190,
      facts: { saleNo: sale.no, paidMinor: 190, reason: 'customer left' },
      place: inJournal,
    },
  ]);
});

test('F2 money given back without a receipt: no sale behind it, another person as approver', async () => {
  const goods = [
    { skuNo: 2, name: 'Two', qtyMilli: 1000, unitMinor: toMinor(190), taxBp: 0, condition: 'resalable' as const },
  ];
  expect(
    await takeReturn(shop.tools, { entryId: newId(), goods, reason: 'lost paper', approverId: MANAGER }),
  ).toMatchObject({ ok: true });
  await allSent(shop.till);
  expect(await shop.rowsOf('blind_refund')).toMatchObject([
    { ...withManager, amountMinor: 190, facts: { reason: 'lost paper' } },
  ]);
});

test("F3 a friend's goods taken off before payment: each line, and a rate beyond the others'", async () => {
  for (let friend = 0; friend < 4; friend += 1) {
    const cart = asked(cartHere([[1, 1000], [3, 2000]])); // prettier-ignore
    expect(await removeLine(shop.tools, { cart, lineId: 2, wasAsked: true })).toMatchObject({ ok: true });
    await shop.sell(applyStep(applyStep(cart, { step: 'payment_left' }), { step: 'line_removed', lineId: 2 }));
  }
  expect(await shop.till.signIn(OTHER, PIN)).toMatchObject({ ok: true });
  for (let one = 0; one < 6; one += 1) await shop.sell();
  expect(await shop.till.signIn(CASHIER, PIN)).toMatchObject({ ok: true });
  await allSent(shop.till);
  const removed = await shop.rowsOf('line_removed');
  expect(removed).toHaveLength(4);
  expect(removed[0]).toMatchObject({ ...byCashier, facts: { qtyMilli: 2000 }, place: inJournal });
  const { people } = await shop.report();
  expect(people.find(({ staffId }) => staffId === CASHIER)?.removals).toEqual({ times: 4, standsOut: true });
  expect(people.find(({ staffId }) => staffId === OTHER)).toMatchObject({
    sales: 6,
    removals: { times: 0, standsOut: false },
  });
});

test('F4 a discount at the limit, again and again', async () => {
  for (let friend = 0; friend < 3; friend += 1) {
    const cart = cartHere([[1, 10_000]]);
    const reward = { kind: 'percent', bp: 1000 } as const;
    const discount = giveDiscount(shop.tools, { cart, lineId: 1, reward }, null);
    if (!discount.ok) throw new Error(discount.error.code);
    await shop.sell(applyStep(cart, { step: 'line_discounted', lineId: 1, discount: discount.value }));
  }
  await allSent(shop.till);
  const rows = await shop.rowsOf('discount');
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({ ...byCashier, amountMinor: 190, facts: { percentBp: 1000 }, place: inJournal });
  const rate = (await shop.report()).people.find(({ staffId }) => staffId === CASHIER)?.discounts;
  expect(rate).toEqual({ times: 3, standsOut: true });
});

test('F5 the drawer opened without a sale', async () => {
  expect(await openDrawer(shop.tools, { reason: 'change a note', approverId: MANAGER })).toMatchObject({ ok: true });
  await allSent(shop.till);
  expect(await shop.rowsOf('drawer')).toMatchObject([
    { ...withManager, facts: { reason: 'change a note' }, place: inJournal },
  ]);
});

test('F6 practice with real goods: how much was rung up, and what the shelves missed of it afterwards', async () => {
  const shelf = memoryShelf();
  const delivery = { skuNo: 5, deltaMilli: 10_000, reason: 'receive', ref: 'delivery' } as const;
  const body = { moves: [delivery], approverId: null };
  expect(await shop.till.commit({ kind: 'stock.moved', entryId: newId(), body })).toMatchObject({ ok: true });
  expect(await beginPractice(shop.tools, shelf, { approverId: null })).toMatchObject({ ok: false });
  expect(await beginPractice(shop.tools, shelf, { approverId: MANAGER })).toMatchObject({ ok: true });
  await allSent(shop.till);
  expect(await shop.rowsOf('practice')).toMatchObject([{ ...withManager, facts: { isOpen: 1 }, place: inJournal }]);
  // What the till tells when it ends: three of product 5 and two of product 6 were "practised".
  const goods = [{ skuNo: 5, qtyMilli: 3000 }, { skuNo: 6, qtyMilli: 2000 }]; // prettier-ignore
  const { practiceId, startedMs } = readPractice(shelf)!;
  const ended = {
    practiceId, startedMs, staffId: CASHIER, approverId: MANAGER, sales: 2, returns: 0,
    salesMinor: toMinor(950), papers: 1, kinds: 2, goods,
  }; // prettier-ignore
  expect(await shop.till.commit({ kind: 'practice.ended', entryId: newId(), body: ended })).toMatchObject({ ok: true });
  const { headSeq, identity } = shop.till.state.getState();
  const counted = {
    countId: newId(), skuNo: 5, countedMilli: 8000, incarnation: identity!.incarnation, asOfSeq: headSeq,
    asOfMs: shop.tools.nowMs(), approverId: MANAGER,
  }; // prettier-ignore
  expect(await shop.till.commit({ kind: 'stock.counted', entryId: newId(), body: counted })).toMatchObject({
    ok: true,
  });
  await allSent(shop.till);
  expect(await shop.rowsOf('practice')).toMatchObject([
    { ...withManager, amountMinor: 950, facts: { sales: 2, papers: 1, missingMilli: 2000 }, place: inJournal },
  ]);
});

test('F8 a voucher taken by a till that was away, and taken elsewhere too', async () => {
  const voucher = { tenderId: 1, method: 'voucher', amountMinor: toMinor(190), evidence: { code: 'V-77' } } as const;
  const take = async (cart = asked(cartHere())) => {
    const done = await completeSale(shop.tools, { cart, tenders: [voucher] });
    if (!done.ok) throw new Error(done.error.code);
    return done.value.sale;
  };
  await take();
  await allSent(shop.till);
  expect(await shop.rowsOf('voucher_away')).toEqual([]); // told at once: it could be known
  shop.at.shiftedMs = -10 * 60_000;
  await take(); // a clock that is wrong is no till that was away
  shop.at.shiftedMs = 0;
  shop.at.agoMs = 10 * 60_000;
  const sale = await take();
  shop.at.agoMs = 0;
  await allSent(shop.till);
  expect(await shop.rowsOf('voucher_away')).toMatchObject([
    { ...byCashier, amountMinor: 190, facts: { no: sale.no, voucher: 'V-77', times: 3 }, place: inJournal },
  ]);
});

test('F7 a price cut by hand, the sale, and the price put back', async () => {
  const cut = cartHere([[4, 1000]]);
  const change = async (cart: Cart, unitMinor: number): Promise<Cart> => {
    const to = toMinor(unitMinor);
    const done = await overridePrice(shop.tools, {
      cart,
      lineId: 1,
      unitMinor: to,
      reason: 'friend',
      approverId: MANAGER,
    });
    if (!done.ok) throw new Error(done.error.code);
    return applyStep(cart, { step: 'price_overridden', lineId: 1, unitMinor: to });
  };
  const sale = await shop.sell(await change(cut, 19));
  const again = await change(cartHere([[4, 1000]]), 19);
  await change(again, 190);
  await allSent(shop.till);
  const rows = (await shop.rowsOf('price')).sort((a, b) => (a.place?.seq ?? 0) - (b.place?.seq ?? 0));
  expect(rows.map(({ facts }) => [facts['fromMinor'], facts['toMinor'], facts['saleNo'], facts['putBack']])).toEqual([
    [190, 19, sale.no, 0],
    [190, 19, '', 1],
    [19, 190, '', 1],
  ]);
  expect(rows[0]).toMatchObject({ ...withManager, place: inJournal });
});

test('F9 the clock set back for a promotion that had ended', async () => {
  await shop.sell(); // at the true time: the promotion gives nothing any more
  shop.at.shiftedMs = -3 * DAY_MS;
  const sale = await shop.sell();
  expect(sale.totals.discountMinor).toBeGreaterThan(0);
  shop.at.shiftedMs = 0;
  await allSent(shop.till);
  const rows = await shop.rowsOf('clock');
  expect(rows.find(({ facts }) => facts['no'] === sale.no)).toMatchObject({
    ...byCashier,
    amountMinor: sale.totals.totalMinor,
    facts: { endDate: ENDED },
    place: inJournal,
  });
  expect(rows.some(({ facts }) => facts['promotion'] === undefined && Number(facts['shiftedMs']) > 2 * DAY_MS)).toBe(
    true,
  );
});

test('F10 a till given up with a shift open and entries it never sent', async () => {
  await allSent(shop.till);
  const { ackedSeq, identity } = shop.till.state.getState();
  shop.at.isPushCut = true;
  await shop.sell();
  await shop.sell();
  const { headSeq } = shop.till.state.getState();
  const { door, deps } = shop.world.server;
  const announced = () =>
    door.read(deps.orgId, async ({ db }) => {
      const rows = await db
        .selectFrom('journal_head')
        .select('announced_seq')
        .where('device_id', '=', identity?.deviceId ?? '')
        .execute();
      return rows[0]?.announced_seq;
    });
  shop.till.sync.wake();
  await expect.poll(announced, { timeout: 60_000 }).toBe(headSeq);
  await door.write(deps.orgId, (tx) => declareLost(tx, identity?.deviceId ?? '', Date.now()));
  expect(await shop.rowsOf('lost_tail')).toMatchObject([
    { approver: null, facts: { till: 'T1', lastSeq: ackedSeq, announcedSeq: headSeq, shift: '0001' } },
  ]);
});

test('the report is of one person where it is asked to be', async () => {
  const { rows } = await shop.report(OTHER);
  expect(rows).toEqual([]);
  expect((await shop.report(CASHIER)).rows.length).toBeGreaterThan(10);
});
