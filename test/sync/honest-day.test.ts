/**
 * The honest twins of the known ways to steal: the same acts as shops really need them. None of them stands in the
 * report of exceptions, or the report would soon be read by nobody.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyStep, type Cart } from '../../src/core/cart.ts';
import { toMinor } from '../../src/core/money.ts';
import { revokeDevice } from '../../src/server/db/enrolment.ts';
import { completeSale } from '../../src/till/commands/complete-sale.ts';
import { giveDiscount } from '../../src/till/commands/give-discount.ts';
import { removeLine } from '../../src/till/commands/remove-line.ts';
import { returnGoods } from '../../src/till/commands/return-goods.ts';
import type { Script } from '../../src/wire/office-exceptions.ts';
import { newId } from '../support/till-facts.ts';
import { asked, cartHere, CASHIER, DAY_MS, MANAGER, OTHER, PIN, STILL_ON, staffedTill } from './staffed-till.ts';
import { allSent } from './till-world.ts';

let shop: Awaited<ReturnType<typeof staffedTill>>;

beforeAll(async () => {
  shop = await staffedTill();
});
afterAll(() => shop.world.close());

const scripts = async (): Promise<Script[]> => (await shop.report()).rows.map(({ script }) => script);

test('goods that come back with their receipt, at the till and in cash as they were paid', async () => {
  const sale = await shop.sell();
  const goods = [{ lineId: 1, qtyMilli: 1000, condition: 'resalable' as const }];
  const wanted = {
    entryId: newId(),
    sold: { from: 'sale', sale },
    goods,
    reason: 'too small',
    approverId: null,
  } as const;
  expect(await returnGoods(shop.tools, wanted)).toMatchObject({ ok: true });
  await allSent(shop.till);
  expect(await scripts()).toEqual([]);
});

test('lines every cashier takes off now and then: named one by one, but nobody stands out', async () => {
  for (const person of [CASHIER, OTHER]) {
    expect(await shop.till.signIn(person, PIN)).toMatchObject({ ok: true });
    for (let n = 0; n < 4; n += 1) {
      const cart = asked(cartHere([[1, 1000], [3, 1000]])); // prettier-ignore
      expect(await removeLine(shop.tools, { cart, lineId: 2, wasAsked: true })).toMatchObject({ ok: true });
      await shop.sell(applyStep(applyStep(cart, { step: 'payment_left' }), { step: 'line_removed', lineId: 2 }));
    }
  }
  await allSent(shop.till);
  const { rows, people } = await shop.report();
  expect(rows.map(({ script }) => script)).toEqual(Array.from({ length: 8 }, () => 'line_removed'));
  expect(people.filter(({ removals }) => removals.standsOut)).toEqual([]);
});

test('lines taken off before money was asked for: that is filling a cart', async () => {
  const before = await scripts();
  const cart = cartHere([[1, 1000], [3, 1000]]); // prettier-ignore
  expect(await removeLine(shop.tools, { cart, lineId: 2, wasAsked: false })).toMatchObject({ ok: true });
  await shop.sell(applyStep(cart, { step: 'line_removed', lineId: 2 }));
  await allSent(shop.till);
  expect(await scripts()).toEqual(before);
});

test('a small discount, and a large one a manager agreed to', async () => {
  const before = await scripts();
  const give = async (bp: number, approverId: string | null): Promise<void> => {
    const cart: Cart = cartHere([[1, 10_000]]);
    const discount = giveDiscount(shop.tools, { cart, lineId: 1, reward: { kind: 'percent', bp } }, approverId);
    if (!discount.ok) throw new Error(discount.error.code);
    await shop.sell(applyStep(cart, { step: 'line_discounted', lineId: 1, discount: discount.value }));
  };
  for (let n = 0; n < 4; n += 1) await give(500, null);
  for (let n = 0; n < 4; n += 1) await give(3000, MANAGER);
  await allSent(shop.till);
  expect(await scripts()).toEqual(before);
  expect((await shop.report()).people.filter(({ discounts }) => discounts.standsOut)).toEqual([]);
});

test('a voucher taken while the network was there', async () => {
  const before = await scripts();
  const voucher = { tenderId: 1, method: 'voucher', amountMinor: toMinor(190), evidence: { code: 'V-1' } } as const;
  expect(await completeSale(shop.tools, { cart: asked(cartHere()), tenders: [voucher] })).toMatchObject({ ok: true });
  await allSent(shop.till);
  expect(await scripts()).toEqual(before);
});

test('a promotion given on its last day by a till that was away for days', async () => {
  const before = await scripts();
  shop.at.agoMs = 3 * DAY_MS;
  const sale = await shop.sell();
  expect(sale.totals.discountMinor).toBeGreaterThan(0);
  shop.at.agoMs = 0;
  await allSent(shop.till);
  expect((await scripts()).filter((script) => script !== 'clock')).toEqual(before);
});

test('a clock that stood wrong and was put right: what is sold afterwards is sold at its true time', async () => {
  shop.at.shiftedMs = -3 * DAY_MS;
  await shop.sell(cartHere([[2, 1000]]));
  shop.at.shiftedMs = 0;
  const sale = await shop.sell(cartHere([[STILL_ON, 1000]]));
  expect(sale.totals.discountMinor).toBeGreaterThan(0);
  await allSent(shop.till);
  const { rows } = await shop.report();
  expect(rows.filter(({ script, facts }) => script === 'clock' && facts['no'] === sale.no)).toEqual([]);
});

test('a till taken out of the shop with everything sent', async () => {
  await allSent(shop.till);
  const { door, deps } = shop.world.server;
  const deviceId = shop.till.state.getState().identity?.deviceId ?? '';
  await door.write(deps.orgId, (tx) => revokeDevice(tx, deviceId, Date.now()));
  expect((await scripts()).filter((script) => script === 'lost_tail')).toEqual([]);
});
