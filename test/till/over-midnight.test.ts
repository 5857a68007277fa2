/**
 * A night of trade, on both nights on which London puts its clocks, sold without network: offers follow the clock on
 * the wall, the books follow the shift. Worked by hand from the law: 2026-03-29 has no 01:00 to 01:59, 2026-10-25 has
 * it twice.
 */
import { afterEach, expect, test } from 'vitest';
import type { TillDevice } from '../../src/client/till-device.ts';
import { toMinor } from '../../src/core/money.ts';
import { EVERYTHING } from '../../src/core/scope.ts';
import { closeShift, countCash } from '../../src/till/commands/close-shift.ts';
import { openShift } from '../../src/till/commands/open-shift.ts';
import { makeCounter } from '../../src/till/make-counter.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { takeCash } from '../../src/till/sell/paying.ts';
import { activateWords } from '../../src/ui/words.ts';
import { HUSHED } from '../support/counter-kit.ts';
import { FakeServer } from '../support/fake-server.ts';
import { faultyFetch, type NetFault } from '../support/faulty-fetch.ts';
import { newBrowser, openNodeTill, until } from '../support/node-till.ts';
import { aPromotion, each, percent } from '../support/pricing.ts';
import { fillShop } from '../support/shop-rows.ts';

const open: TillDevice[] = [];
afterEach(async () => {
  for (const till of open.splice(0)) await till.close();
});

/** Half past eleven on Saturday evening to half past one: a tenth off everything. */
const LATE = aPromotion(1, each(EVERYTHING, percent(1000)), { weekdays: [6], fromMinute: 23 * 60 + 30, toMinute: 90 });

async function nightTill(opensAt: string) {
  await activateWords('till', 'en');
  const server = new FakeServer();
  const { ann } = await fillShop(server, 5);
  server.put('org', [
    { t: 'staff', id: ann.staffId, r: { ...ann, role: 'manager' } }, // may close alone
    { t: 'promotion', id: LATE.promotionId, r: LATE },
  ]);
  let nowMs = Date.now();
  let fault: NetFault = 'none';
  const fetch = faultyFetch(server.fetch, () => fault);
  const till = await openNodeTill({ fetch, browser: newBrowser(), over: { clock: () => nowMs } });
  open.push(till);
  till.sync.start();
  expect(await till.enrol('CODE', 'By the door')).toMatchObject({ ok: true });
  await until(till, ({ phase, reading, staff }) => phase === 'ready' && !reading && staff.length > 0);
  await until(till, () => till.catalogue.size === 5);
  fault = 'offline';
  expect(await till.signIn(ann.staffId, '246810')).toMatchObject({ ok: true });
  nowMs = Date.parse(opensAt);
  const counter = await makeCounter({ device: till, ...HUSHED, nowMs: () => nowMs });
  expect(await openShift(counter.tools, toMinor(0))).toMatchObject({ ok: true });
  return {
    till,
    tools: counter.tools,
    dateOfShift: () => till.state.getState().shift?.businessDate,
    /** What is taken off product 5 at a moment, in minor units. */
    offAt: async (at: string): Promise<number> => {
      nowMs = Date.parse(at);
      addProduct(counter, till.catalogue.product(5)!, 'tap');
      await takeCash(counter, toMinor(50_000));
      const sold = counter.view.getState().sold;
      if (sold === null) throw new Error(JSON.stringify(counter.view.getState().notices));
      counter.view.setState({ sold: null });
      return sold.sale.totals.discountMinor;
    },
    send: async () => {
      fault = 'none';
      nowMs = Date.now();
      till.sync.wake();
      await until(till, ({ pending }) => pending === 0);
      return server;
    },
  };
}

test.each([
  [
    'the hour that is left out', '2026-03-28T22:30:00Z', '2026-03-28', '2026-03-29',
    [['23:29', '2026-03-28T23:29:59Z', false], ['23:30', '2026-03-28T23:30:00Z', true],
     ['00:00', '2026-03-29T00:00:00Z', true], ['00:59', '2026-03-29T00:59:59Z', true],
     ['02:00', '2026-03-29T01:00:00Z', false]],
  ],
  [
    'the hour that comes twice', '2026-10-24T21:30:00Z', '2026-10-24', '2026-10-25',
    [['23:30', '2026-10-24T22:30:00Z', true], ['01:29', '2026-10-25T00:29:59Z', true],
     ['01:30', '2026-10-25T00:30:00Z', false], ['01:00 again', '2026-10-25T01:00:00Z', true],
     ['01:30 again', '2026-10-25T01:30:00Z', false]],
  ],
] as const)('a shift over midnight and %s', async (_what, opensAt, evening, morning, sales) => {
  const night = await nightTill(opensAt);
  expect(night.dateOfShift()).toBe(evening);
  for (const [shown, at, isOff] of sales) expect([shown, (await night.offAt(at)) > 0]).toEqual([shown, isOff]);
  const count = await countCash(night.tools, { countedMinor: toMinor(0), denominations: [], approverId: null });
  if (!count.ok) throw new Error(count.error.code);
  const closed = await closeShift(night.tools, count.value);
  expect(closed).toMatchObject({ ok: true, value: { zNo: 1, sales: sales.length } });
  expect(await openShift(night.tools, toMinor(0))).toMatchObject({ ok: true });
  expect(night.dateOfShift()).toBe(morning);

  const server = await night.send();
  const dates = server.booked('sale.completed').map((entry) => entry.businessDate);
  expect(dates).toEqual(sales.map(() => evening)); // also those of the next morning
  expect(server.booked('shift.closed').map((entry) => entry.businessDate)).toEqual([evening]);
  expect(server.booked('shift.opened').map((entry) => entry.businessDate)).toEqual([evening, morning]);
}); // prettier-ignore
