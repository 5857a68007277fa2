/**
 * The till's real code against the real server: HTTP on a socket, SQL in a file, nothing pretended but the network's
 * failures.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenShift, TillDevice } from '../../src/client/till-device.ts';
import { revokeDevice, confirmDevice } from '../../src/server/db/enrolment.ts';
import { saveStaff } from '../../src/server/db/office-shop.ts';
import { makePinVerifier } from '../../src/server/auth/make-pin.ts';
import { putState } from '../../src/server/db/put-state.ts';
import { saveProducts } from '../../src/server/catalogue/save-product.ts';
import type { ProductRow, StaffRow } from '../../src/wire/catalogue.ts';
import { toMinor } from '../../src/core/money.ts';
import { serverWorld, STORE, type ServerWorld } from '../server/server-world.ts';
import { faultyFetch, type NetFault } from '../support/faulty-fetch.ts';
import { newBrowser, openNodeTill, until, type NodeTillOptions } from '../support/node-till.ts';
import { aProductRow } from '../support/shop-rows.ts';
import { aReturn, aSale, aShift, aShiftClose, newId } from '../support/till-facts.ts';

const PRODUCTS = 60;
const MANY = 6000; // two parts of a snapshot
const ANN: StaffRow = {
  staffId: newId(),
  names: { en: 'Ann' },
  role: 'cashier',
  storeIds: [STORE],
  pin: null,
  active: true,
};

let world: ServerWorld;
let fault: (path: string) => NetFault = () => 'none';
const open: TillDevice[] = [];

const fields = (skuNo: number, priceMinor: number): Omit<ProductRow, 'skuId' | 'skuNo' | 'search'> => {
  const { skuId: _id, skuNo: _no, search: _search, category: _category, ...rest } = aProductRow(skuNo);
  return { ...rest, category: null, gtins: [], priceMinor: toMinor(priceMinor) };
};

beforeEach(async () => {
  fault = () => 'none';
  world = await serverWorld('sqlite');
  await world.door.write(world.deps.orgId, async (tx) => {
    const drafts = Array.from({ length: PRODUCTS }, (_, at) => ({ skuId: null, fields: fields(at + 1, 190) }));
    await saveProducts(tx, drafts, { newId, nowMs: Date.now() });
    const pin = await makePinVerifier('246810', new Uint8Array(16).fill(7));
    await saveStaff(tx, { ...ANN, pin }, Date.now());
  });
});
afterEach(async () => {
  for (const till of open.splice(0)) await till.close();
  await world.close();
});

async function openTill(options: Partial<NodeTillOptions> = {}): Promise<TillDevice> {
  const till = await openNodeTill({
    fetch: faultyFetch(fetch, ({ path }) => fault(path)),
    origin: world.url,
    ...options,
  });
  open.push(till);
  till.sync.start();
  return till;
}

async function readyTill(options: Partial<NodeTillOptions> = {}): Promise<{ till: TillDevice; shift: OpenShift }> {
  const till = await openTill(options);
  expect(await till.enrol(await world.code(), 'Till')).toMatchObject({ ok: true });
  await until(till, ({ phase, settings, reading }) => phase === 'ready' && settings !== null && !reading);
  expect(await till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() })).toMatchObject({ ok: true });
  return { till, shift: till.state.getState().shift! };
}

const allSent = (till: TillDevice) => until(till, ({ pending }) => pending === 0);

/** What the server counted: sales booked, and the stock of product 7 in thousandths. */
async function books(): Promise<{ sales: number; stock: number }> {
  return world.door.read(world.deps.orgId, async ({ db }) => {
    const effects = await db.selectFrom('entry_effect').selectAll().execute();
    const stock = await db.selectFrom('stock').selectAll().where('sku_no', '=', 7).executeTakeFirst();
    const entries = await db.selectFrom('entry').select(['entry_id', 'bytes']).execute();
    const isSale = new Set(
      entries.filter(({ bytes }) => bytes.includes('"kind":"sale.completed"')).map((row) => row.entry_id),
    );
    return { sales: effects.filter(({ entry_id }) => isSale.has(entry_id)).length, stock: stock?.on_hand_milli ?? 0 };
  });
}

test('enrol, load, sign in, sell, take back, close: the server has it all, once', async () => {
  await world.door.write(world.deps.orgId, (tx) => {
    const rows = Array.from({ length: MANY }, (_, at) => aProductRow(PRODUCTS + at + 1));
    putState(
      tx,
      'org',
      rows.map((r) => ({ t: 'product', id: r.skuId, r })),
    );
    return Promise.resolve();
  });
  const { till, shift } = await readyTill();
  expect(till.catalogue.size).toBe(PRODUCTS + MANY);
  expect((await till.catalogue.search('sku-77'))[0]).toMatchObject({ skuNo: 77 });
  expect(await till.signIn(ANN.staffId, '246810')).toMatchObject({ ok: true });
  const sold = await till.commit({ kind: 'sale.completed', entryId: newId(), body: aSale(shift.shiftId) });
  expect(sold).toMatchObject({ ok: true, value: { receiptNo: 'T1-000001' } });
  await till.commit({ kind: 'return.completed', entryId: newId(), body: aReturn(shift.shiftId) });
  await allSent(till);
  expect(await books()).toEqual({ sales: 1, stock: -1000 });
  await until(till, () => till.catalogue.onHandMilli(7) === -1000);
  const { headSeq } = till.state.getState();
  const body = aShiftClose(shift.shiftId, { lastSeq: headSeq });
  expect(await till.commit({ kind: 'shift.closed', entryId: newId(), body })).toMatchObject({ ok: true });
  await allSent(till);
});

test('replies lost, bodies cut, proxies failing: each sale is booked exactly once', async () => {
  const { till, shift } = await readyTill();
  const faults: NetFault[] = ['lost_reply', 'offline', 'cut', 'lost_reply', 'portal', 'http_502', 'http_500', 'none'];
  let at = 0;
  fault = (path) => (path === '/sync/push' ? faults[at++ % faults.length]! : 'none');
  let sales = 0;
  for (; at < faults.length && sales < 400; sales += 1) {
    const body = aSale(shift.shiftId);
    expect(await till.commit({ kind: 'sale.completed', entryId: newId(), body })).toMatchObject({ ok: true });
    if (sales % 3 !== 0) continue;
    till.sync.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  fault = () => 'none';
  till.sync.wake();
  await allSent(till);
  expect(at).toBeGreaterThanOrEqual(faults.length); // each was met
  expect(await books()).toEqual({ sales, stock: -2_000 * sales });
  await until(till, () => till.catalogue.onHandMilli(7) === -2_000 * sales);
});

test('sold offline, closed, opened again: what waited arrives, in order', async () => {
  const browser = newBrowser();
  const { till, shift } = await readyTill({ browser });
  await allSent(till);
  fault = () => 'offline';
  for (let sale = 0; sale < 450; sale += 1) {
    await till.commit({ kind: 'sale.completed', entryId: newId(), body: aSale(shift.shiftId) });
  }
  await till.close();
  open.splice(0);
  const again = await openTill({ browser });
  await until(again, ({ phase, pending }) => phase === 'ready' && pending === 450);
  fault = () => 'none';
  again.sync.wake();
  await allSent(again); // three pushes: 200 entries are the most of one
  expect(await books()).toEqual({ sales: 450, stock: -900_000 });
});

test('a second till of the store sees stock fall; a price changed in the office reaches both, as a delta', async () => {
  const { till, shift } = await readyTill();
  const { till: other } = await readyTill();
  await until(other, () => other.catalogue.onHandMilli(1) === undefined || other.catalogue.size === PRODUCTS);
  await till.commit({ kind: 'sale.completed', entryId: newId(), body: aSale(shift.shiftId) });
  await until(other, () => other.catalogue.onHandMilli(7) === -2000);
  const skuId = till.catalogue.product(5)!.skuId;
  const paths: string[] = [];
  fault = (path) => {
    paths.push(path);
    return 'none';
  };
  await world.door.write(world.deps.orgId, (tx) =>
    saveProducts(tx, [{ skuId, fields: fields(5, 999) }], { newId, nowMs: Date.now() }).then(() => undefined),
  );
  await until(till, () => till.catalogue.product(5)?.priceMinor === 999);
  await until(other, () => other.catalogue.product(5)?.priceMinor === 999);
  expect(paths.filter((path) => path.includes('snapshot'))).toEqual([]);
});

test('a clock hours off still enrols, proves itself and pushes', async () => {
  world.setAhead(5 * 3_600_000);
  const { till, shift } = await readyTill();
  await till.commit({ kind: 'sale.completed', entryId: newId(), body: aSale(shift.shiftId) });
  await allSent(till);
  expect((await books()).sales).toBe(1);
});

test('a till waits for the office to confirm it, and says when it was taken out', async () => {
  const till = await openTill();
  expect(await till.enrol(await world.code('office'), 'New till')).toMatchObject({ ok: true });
  expect(till.state.getState().phase).toBe('waiting');
  const { deviceId } = till.state.getState().identity!;
  await world.door.write(world.deps.orgId, (tx) => confirmDevice(tx, deviceId));
  till.sync.wake();
  await until(till, ({ phase, settings, reading }) => phase === 'ready' && settings !== null && !reading);
  await world.door.write(world.deps.orgId, (tx) => revokeDevice(tx, deviceId, Date.now()));
  till.sync.wake();
  await until(till, ({ phase }) => phase === 'revoked');
});

test('after a restore that kept everything the audit finds both sides equal', async () => {
  const { till } = await readyTill();
  await allSent(till);
  const asked: string[] = [];
  fault = (path) => {
    asked.push(path);
    return 'none';
  };
  await world.door.write(world.deps.orgId, async ({ db }) => {
    await db.updateTable('org').set({ server_epoch: newId() }).execute();
  });
  till.sync.wake();
  await until(till, () => asked.includes('/sync/pull'));
  await until(till, () => asked.filter((path) => path === '/sync/hello').length > 1);
  expect(asked.filter((path) => path.includes('snapshot'))).toEqual([]);
  expect(till.state.getState().attention).toBe(0);
});
