import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenShift, TillDevice } from '../../src/client/till-device.ts';
import { FakeServer } from '../support/fake-server.ts';
import { faultyFetch, type NetFault } from '../support/faulty-fetch.ts';
import { newBrowser, openNodeTill, until, type NodeTillOptions } from '../support/node-till.ts';
import { aProductRow, fillShop } from '../support/shop-rows.ts';
import { aSale, aShift, newId } from '../support/till-facts.ts';
import { uuidOf } from '../support/builders.ts';

let server: FakeServer;
let fault: (path: string) => NetFault;
const open: TillDevice[] = [];

beforeEach(() => {
  server = new FakeServer();
  fault = () => 'none';
});
afterEach(async () => {
  for (const till of open.splice(0)) await till.close();
});

async function openTill(options: Partial<NodeTillOptions> = {}): Promise<TillDevice> {
  const till = await openNodeTill({ fetch: faultyFetch(server.fetch, ({ path }) => fault(path)), ...options });
  open.push(till);
  return till;
}

/** Enrolled, synced, shift open. */
async function readyTill(options: Partial<NodeTillOptions> = {}): Promise<{ till: TillDevice; shift: OpenShift }> {
  const till = await openTill(options);
  till.sync.start();
  if (till.state.getState().identity === null) {
    expect(await till.enrol('CODE', 'Till by the door')).toMatchObject({ ok: true, value: { tillCode: 'T1' } });
  }
  await until(till, ({ phase, settings, reading }) => phase === 'ready' && settings !== null && !reading);
  await until(till, () => till.catalogue.onHandMilli(1) !== undefined); // both streams are in
  expect(await till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() })).toMatchObject({ ok: true });
  return { till, shift: till.state.getState().shift! };
}

const sell = (till: TillDevice, shiftId: string, entryId = newId()) =>
  till.commit({ kind: 'sale.completed', entryId, body: aSale(shiftId) });

const allSent = (till: TillDevice) => until(till, ({ pending }) => pending === 0);

test('enrol, load the shop, sign in, sell: booked once, stock down, on the list', async () => {
  const { ann } = await fillShop(server, 250);
  const { till, shift } = await readyTill();
  expect(till.catalogue.size).toBe(250);
  expect(till.catalogue.byGtin('00000000000007')).toMatchObject({ skuNo: 7 });
  expect(await till.signIn(ann.staffId, '111111')).toMatchObject({ error: { code: 'wrong_pin' } });
  expect(await till.signIn(ann.staffId, '246810')).toMatchObject({ ok: true });
  const sold = await sell(till, shift.shiftId);
  expect(sold).toMatchObject({ ok: true, value: { receiptNo: 'T1-000001', repeated: false } });
  expect(till.catalogue.onHandMilli(7)).toBe(98_000); // at once, by the till's own fact
  await allSent(till);
  expect(server.booked('sale.completed')).toMatchObject([{ staffId: ann.staffId, businessDate: shift.businessDate }]);
  expect(server.booked('pin.failed').length).toBe(1);
  expect(server.stockOf(7)).toBe(98_000);
  await until(till, () => till.catalogue.version().endsWith(':254'));
  await until(till, () => till.catalogue.onHandMilli(7) === 98_000); // now the server's, and not counted twice
  expect(await till.recentSales(10)).toMatchObject([{ no: 'T1-000001', kind: 'sale' }]);
  expect(await till.salesOfShift(shift.shiftId)).toHaveLength(1);
});

test('what the office changes reaches an open till: price, a new product, one gone, one renamed code', async () => {
  await fillShop(server, 120);
  const { till } = await readyTill();
  const before = server.seen.filter((path) => path.includes('/snapshot/')).length;
  server.put('org', [
    { t: 'product', id: uuidOf(5), r: aProductRow(5, { priceMinor: aProductRow(999).priceMinor }) },
    { t: 'product', id: uuidOf(6), r: aProductRow(6, { code: 'Other', gtins: [] }) },
    { t: 'product', id: uuidOf(121), r: aProductRow(121) },
    { t: 'product', id: uuidOf(9) },
  ]);
  await until(till, () => till.catalogue.product(5)?.priceMinor === 1099);
  expect(till.catalogue.product(121)).toBeDefined();
  expect(till.catalogue.product(9)).toBe(undefined);
  expect(till.catalogue.byGtin('00000000000009')).toBe(undefined);
  expect([till.catalogue.byCode('OTHER')?.skuNo, till.catalogue.byCode('SKU-6')]).toEqual([6, undefined]);
  expect(await till.catalogue.search('product 121')).toMatchObject([{ skuNo: 121 }]);
  expect(server.seen.filter((path) => path.includes('/snapshot/')).length).toBe(before);
});

test('a restart without the network: catalogue, shift, cart and what waits are there; then it is sent', async () => {
  const { ann } = await fillShop(server, 120);
  const browser = newBrowser();
  const first = await readyTill({ browser });
  await allSent(first.till);
  fault = () => 'offline';
  await sell(first.till, first.shift.shiftId);
  await first.till.saveCart({ cartId: 'c1' });
  await first.till.close();
  const till = await openTill({ browser });
  till.sync.start();
  const state = await until(till, ({ phase }) => phase === 'ready');
  expect(state).toMatchObject({ pending: 1, shift: { shiftId: first.shift.shiftId }, settings: { currency: 'GBP' } });
  expect(till.catalogue.onHandMilli(7)).toBe(98_000);
  expect(await till.openCarts()).toEqual([{ cartId: 'c1' }]);
  expect(await till.signIn(ann.staffId, '246810')).toMatchObject({ ok: true });
  await sell(till, first.shift.shiftId);
  expect(till.state.getState().counters.receiptNo).toBe(2);
  fault = () => 'none';
  till.sync.wake();
  await allSent(till);
  expect(server.booked('sale.completed').map(({ seq }) => seq)).toEqual([3, 4]);
});

test('an answer lost after the server booked: sent again, booked once', async () => {
  await fillShop(server, 10);
  const { till, shift } = await readyTill();
  let lost = 0;
  fault = (path) => (path === '/sync/push' && lost++ < 3 ? 'lost_reply' : 'none');
  await sell(till, shift.shiftId);
  await allSent(till);
  expect(lost).toBeGreaterThan(3);
  expect(server.booked('sale.completed').length).toBe(1);
  expect(server.stockOf(7)).toBe(98_000);
});

test('every fault in turn, on everything: no sale is lost, none is booked twice', async () => {
  await fillShop(server, 130);
  const faults: NetFault[] = [
    'offline',
    'lost_reply',
    'cut',
    'portal',
    'too_big',
    'busy',
    'http_500',
    'http_502',
    'none',
  ];
  const { till, shift } = await readyTill();
  let at = 0;
  fault = () => faults[at++ % faults.length]!;
  for (let sale = 0; sale < 40; sale += 1) {
    expect(await sell(till, shift.shiftId)).toMatchObject({ ok: true });
    if (sale % 4 === 0) till.sync.wake(); // as a cashier would who sees the pill
  }
  server.put('org', [{ t: 'product', id: uuidOf(5), r: aProductRow(5, { priceMinor: aProductRow(999).priceMinor }) }]);
  for (let tap = 0; at <= faults.length * 2 && tap < 200; tap += 1) {
    till.sync.wake(); // until each fault has struck twice
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(at).toBeGreaterThan(faults.length * 2);
  fault = () => 'none';
  till.sync.wake();
  await until(till, ({ pending }) => pending === 0);
  await until(till, () => till.catalogue.product(5)?.priceMinor === 1099);
  expect(server.booked('sale.completed').length).toBe(40);
  expect(server.stockOf(7)).toBe(100_000 - 80_000);
  await until(till, () => till.catalogue.onHandMilli(7) === 20_000);
});

describe('the clock', () => {
  test.each([3_600_000, -86_400_000])('a till off by %d ms enrols, sells and syncs', async (skewMs) => {
    server.skewMs = skewMs;
    await fillShop(server, 10);
    const { till, shift } = await readyTill();
    await sell(till, shift.shiftId);
    const { offsetMs } = await allSent(till);
    expect(Math.abs(offsetMs! - skewMs)).toBeLessThan(5000);
  });

  test('put back by an hour in mid-shift: a fact says so', async () => {
    await fillShop(server, 10);
    let step = 0;
    const { till, shift } = await readyTill({ over: { clock: () => Date.now() + step } });
    await sell(till, shift.shiftId);
    step = -3_600_000;
    await sell(till, shift.shiftId);
    await allSent(till);
    const shifted = server.booked('clock.shifted');
    expect(shifted.length).toBe(1);
    expect(server.booked('sale.completed').length).toBe(2);
  });
});

test('a restored server: the till gives back what was lost, each fact once', async () => {
  await fillShop(server, 10);
  const { till, shift } = await readyTill();
  for (let sale = 0; sale < 5; sale += 1) await sell(till, shift.shiftId);
  await allSent(till);
  server.restore(3);
  till.sync.wake();
  await until(till, () => server.booked('sale.completed').length === 5);
  await allSent(till);
});

test('another history of this till at the server: it begins anew, and every fact arrives once', async () => {
  await fillShop(server, 10);
  const { till, shift } = await readyTill();
  await sell(till, shift.shiftId);
  await allSent(till);
  const [old, journal] = [...server.journals][0]!;
  journal.entries.push({ bytes: '{}', hash: 'f'.repeat(64) });
  await sell(till, shift.shiftId);
  const state = await until(till, ({ identity }) => identity?.incarnation !== old);
  expect(state.identity?.incarnationNo).toBe(2);
  expect(await sell(till, shift.shiftId)).toMatchObject({ ok: true, value: { receiptNo: 'T1b-000001' } });
  await allSent(till);
  expect(server.booked('sale.completed')).toHaveLength(3);
  expect(server.booked('incarnation.opened').at(-1)?.body).toMatchObject({ old: { incarnation: old } });
  server.put('org', [{ t: 'product', id: uuidOf(5), r: aProductRow(5, { priceMinor: aProductRow(999).priceMinor }) }]);
  await until(till, () => till.catalogue.product(5)?.priceMinor === 1099); // prices still come
  await until(till, ({ frozen, attention }) => !frozen && attention === 0);
  expect((await till.salesOfShift(shift.shiftId)).map(({ no }) => no).sort()).toEqual([
    'T1-000001',
    'T1-000002',
    'T1b-000001',
  ]);
});

test('what the server cannot book yet needs a person, and counts in stock meanwhile', async () => {
  await fillShop(server, 10);
  const { till, shift } = await readyTill();
  await allSent(till);
  server.verdicts.set('sale.completed', { status: 'parked', code: 'projection_failed' });
  await sell(till, shift.shiftId);
  await until(till, ({ pending, attention }) => pending === 0 && attention === 1);
  server.put(server.store, [{ t: 'stock', id: '1', r: { skuNo: 1, onHandMilli: 1 } }]);
  await until(till, () => till.catalogue.onHandMilli(1) === 1);
  expect(till.catalogue.onHandMilli(7)).toBe(98_000); // stored there, not in its figures: still ours
  const entry = JSON.parse([...server.journals.values()][0]!.entries.at(-1)!.bytes) as { entryId: string };
  server.effects.set(entry.entryId, entry as never);
  server.put(server.store, [{ t: 'stock', id: '7', r: { skuNo: 7, onHandMilli: 98_000 } }]);
  await until(till, ({ attention }) => attention === 0);
  expect(till.catalogue.onHandMilli(7)).toBe(98_000);
});

test('a device that waits for an admin, and one that was revoked', async () => {
  await fillShop(server, 10);
  server.confirms = true;
  const till = await openTill();
  till.sync.start();
  await till.enrol('CODE', 'New till');
  expect(till.state.getState().phase).toBe('waiting');
  expect(till.state.getState().thumbprint).toMatch(/^[0-9a-f]{64}$/);
  const device = [...server.devices.values()][0]!;
  device.state = 'open';
  till.sync.wake();
  await until(till, ({ phase }) => phase === 'ready');
  await until(till, ({ settings }) => settings !== null);
  device.state = 'revoked';
  till.sync.wake();
  await until(till, ({ phase }) => phase === 'revoked');
  const body = aShift();
  expect(await till.commit({ kind: 'shift.opened', entryId: newId(), body })).toMatchObject({ ok: true });
  await allSent(till);
});

test('an enrolment whose answer was lost is asked again; a used code is refused to others', async () => {
  await fillShop(server, 10);
  const till = await openTill();
  fault = () => 'lost_reply';
  expect(await till.enrol('CODE', 'Till')).toEqual({ ok: false, error: { code: 'server_unreachable' } });
  fault = () => 'none';
  expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  expect(server.devices.size).toBe(1);
  const other = await openTill();
  expect(await other.enrol('CODE', 'Till')).toEqual({ ok: false, error: { code: 'enrol_code_used' } });
  expect(await other.enrol('NONE', 'Till')).toEqual({ ok: false, error: { code: 'enrol_code_unknown' } });
});

test('two tabs: both sell, one syncs, each sees what the other did', async () => {
  await fillShop(server, 10);
  const browser = newBrowser();
  const { till, shift } = await readyTill({ browser });
  const other = await openTill({ browser });
  other.sync.start();
  await until(other, ({ phase }) => phase === 'ready');
  await Promise.all(Array.from({ length: 20 }, (_, n) => sell(n % 2 === 0 ? till : other, shift.shiftId)));
  await allSent(till);
  await allSent(other);
  expect(server.booked('sale.completed').length).toBe(20);
  await until(other, () => other.catalogue.onHandMilli(7) === 60_000);
  await until(till, () => till.catalogue.onHandMilli(7) === 60_000);
  server.put('org', [{ t: 'product', id: uuidOf(5), r: aProductRow(5, { priceMinor: aProductRow(999).priceMinor }) }]);
  await until(other, () => other.catalogue.product(5)?.priceMinor === 1099);
  expect(new Set((await other.recentSales(50)).map(({ no }) => no)).size).toBe(20);
  await till.close();
  open.splice(open.indexOf(till), 1);
  await sell(other, shift.shiftId); // the other takes over
  await allSent(other);
});
