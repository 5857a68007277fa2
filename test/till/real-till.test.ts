import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TillDevice } from '../../src/client/till-device.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Counter } from '../../src/till/counter.ts';
import { closeShift, countCash } from '../../src/till/commands/close-shift.ts';
import { openShift } from '../../src/till/commands/open-shift.ts';
import { makeCounter } from '../../src/till/make-counter.ts';
import { findSale } from '../../src/till/receipt/receipt-acts.ts';
import { receiptOf } from '../../src/till/receipt/receipt-data.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { takeCash } from '../../src/till/sell/paying.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { activateWords } from '../../src/ui/words.ts';
import { readReceiptCode } from '../../src/wire/qr.ts';
import { HUSHED, linesOf } from '../support/counter-kit.ts';
import { FakeServer } from '../support/fake-server.ts';
import { faultyFetch, type NetFault } from '../support/faulty-fetch.ts';
import { newBrowser, openNodeTill, until, type NodeBrowser } from '../support/node-till.ts';
import { fillShop } from '../support/shop-rows.ts';

let server: FakeServer;
let browser: NodeBrowser;
let fault: NetFault;
const open: TillDevice[] = [];

beforeEach(async () => {
  await activateWords('till', 'en');
  server = new FakeServer();
  browser = newBrowser();
  fault = 'none';
});
afterEach(async () => {
  for (const till of open.splice(0)) await till.close();
});

/** The till of one browser, as its app opens it: enrolled the first time, then as it was left. */
async function openCounterOf(): Promise<{ till: TillDevice; counter: Counter; staffId: string }> {
  const till = await openNodeTill({ fetch: faultyFetch(server.fetch, () => fault), browser });
  open.push(till);
  till.sync.start();
  if (till.state.getState().identity === null)
    expect(await till.enrol('CODE', 'By the door')).toMatchObject({ ok: true });
  await until(till, ({ phase, reading, staff }) => phase === 'ready' && !reading && staff.length > 0);
  const staffId = till.state.getState().staff[0]!.staffId;
  expect(await till.signIn(staffId, '246810')).toMatchObject({ ok: true });
  return { till, counter: await makeCounter({ device: till, ...HUSHED }), staffId };
}

test('a day with the network off: sold, reloaded, closed, and booked once when it is back', async () => {
  const { ann } = await fillShop(server, 120);
  server.put('org', [{ t: 'staff', id: ann.staffId, r: { ...ann, role: 'manager' } }]); // may close alone
  const first = await openCounterOf();
  await until(first.till, () => first.till.catalogue.size === 120);
  fault = 'offline';
  expect(await openShift(first.counter.tools, toMinor(10_000))).toMatchObject({ ok: true });
  addProduct(first.counter, first.till.catalogue.product(5)!, 'tap');
  await takeCash(first.counter, toMinor(50_000));
  expect(first.counter.view.getState().sold?.sale.no).toBe('T1-000001');
  await takeScan(first.counter, { text: 'sku-7' });
  expect(linesOf(first.counter)).toEqual([[7, 1000]]);
  await until(first.till, ({ pending }) => pending >= 2);
  await first.till.close();
  open.length = 0;

  const again = await openCounterOf();
  expect(linesOf(again.counter)).toEqual([[7, 1000]]);
  expect(again.till.state.getState().shift?.floatMinor).toBe(10_000);
  await takeCash(again.counter, toMinor(50_000));
  const count = await countCash(again.counter.tools, { countedMinor: toMinor(1), denominations: [], approverId: null });
  expect(count.ok).toBe(true);
  const closed = count.ok ? await closeShift(again.counter.tools, count.value) : count;
  expect(closed).toMatchObject({ ok: true, value: { zNo: 1, sales: 2, provisional: true } });
  fault = 'none';
  again.till.sync.wake();
  await until(again.till, ({ pending }) => pending === 0);
  expect(server.booked('sale.completed')).toHaveLength(2);
  expect(server.booked('shift.closed')).toHaveLength(1);
});

test('a receipt carries a code that the device key signed', async () => {
  await fillShop(server, 20);
  const { till, counter } = await openCounterOf();
  await openShift(counter.tools, toMinor(0));
  addProduct(counter, till.catalogue.product(5)!, 'tap');
  await takeCash(counter, toMinor(50_000));
  const row = await findSale(counter, counter.view.getState().sold!.sale.saleId);
  const { rows, qrText } = await receiptOf(counter.tools, row!, 0);
  expect(rows.some((each) => each.row === 'pair' && each.right === 'T1-000001')).toBe(true);
  expect(qrText).toMatch(/^HTTPS?:\/\/[A-Z0-9.:-]+\/R\/[A-Z2-7]+$/);
  expect(qrText!.length).toBeLessThanOrEqual(400);
  const device = [...server.devices.values()][0]!;
  const key = await crypto.subtle.importKey('jwk', device.key, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'verify',
  ]);
  const read = await readReceiptCode(/\/R\/(.*)$/.exec(qrText!)![1]!, {
    orgNo: till.state.getState().identity!.orgNo,
    storeNo: null,
    nowS: Math.floor(Date.now() / 1000),
    keyOf: () => ({ types: [7], revoked: false }),
    verify: (_kid, bytes, signature) =>
      crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, Uint8Array.from(signature), Uint8Array.from(bytes)),
  });
  expect(read).toMatchObject({
    ok: true,
    value: { receipt: { seq: row!.seq, totalMinor: row!.totalMinor, tillNo: 1 } },
  });
});
