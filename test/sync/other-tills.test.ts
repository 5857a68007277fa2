/**
 * What has happened to other tills, as reported in public, played against this one: real till code, real server, the
 * network and the kills in between.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyOf } from '../support/copy-browser.ts';
import { newBrowser, until } from '../support/node-till.ts';
import { aSale, newId } from '../support/till-facts.ts';
import { allSent, books, sell, tillWorld, type TillWorld } from './till-world.ts';

let world: TillWorld;
beforeEach(async () => {
  world = await tillWorld();
});
afterEach(() => world.close());

const numbersFrom = (count: number) =>
  Array.from({ length: count }, (_, at) => `T1-${String(at + 1).padStart(6, '0')}`);

test('ODOO-1: power gone right after "done": the sale is there, its number never given again', async () => {
  const browser = newBrowser();
  const { till, shift } = await world.ready({ browser });
  world.setFault(() => 'offline');
  const sold: string[] = [];
  let disk = browser;
  let open = till;
  for (let round = 0; round < 5; round += 1) {
    sold.push(await sell(open, shift.shiftId));
    const cut = await copyOf(disk); // the disk as it is at the very moment the cashier saw "done"
    await world.shut(open);
    disk = cut;
    open = await world.open({ browser: disk });
    const state = await until(
      open,
      ({ phase, settings, reading }) => phase === 'ready' && settings !== null && !reading,
    );
    expect(state.pending).toBeGreaterThanOrEqual(sold.length);
    expect((await open.recentSales(1))[0]).toMatchObject({ saleId: sold.at(-1), totalMinor: 380 });
  }
  world.setFault(() => 'none');
  open.sync.wake();
  await allSent(open);
  expect(await books(world)).toMatchObject({ sales: [...sold].sort(), numbers: numbersFrom(5) });
}, 60_000);

test('ODOO-2: five offline sales in one tab, the link returns into a second: five sales, same numbers', async () => {
  const browser = newBrowser();
  const { till, shift } = await world.ready({ browser });
  world.setFault(() => 'offline');
  const sold: string[] = [];
  for (let n = 0; n < 5; n += 1) sold.push(await sell(till, shift.shiftId));
  const second = await world.open({ browser });
  await until(second, ({ phase }) => phase === 'ready');
  world.setFault(() => 'none');
  second.sync.wake();
  till.sync.wake();
  await allSent(second);
  await allSent(till);
  expect(await books(world)).toMatchObject({ sales: [...sold].sort(), numbers: numbersFrom(5), stock: -10_000 });
}, 60_000);

test('ODOO-3: the server stored it and the answer is lost, ten times, with a restart between: one sale', async () => {
  const browser = newBrowser();
  const { till, shift } = await world.ready({ browser });
  await allSent(till);
  let lost = 0;
  world.setFault((path) => (path === '/sync/push' && (lost += 1) <= 10 ? 'lost_reply' : 'none'));
  const saleId = await sell(till, shift.shiftId);
  await until(till, () => lost >= 3);
  await world.shut(till);
  const again = await world.open({ browser });
  for (let tries = 0; tries < 40 && lost < 10; tries += 1) {
    again.sync.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  again.sync.wake();
  await allSent(again);
  expect(await books(world)).toMatchObject({ sales: [saleId], stock: -2000 });
}, 60_000);

test('ODOO-4: the link drops while paying, sync is tapped often, the till is switched off: it arrives', async () => {
  const browser = newBrowser();
  const { till, shift } = await world.ready({ browser });
  await allSent(till);
  world.setFault((path) => (path === '/sync/push' ? 'cut' : 'offline'));
  const entryId = newId();
  const body = aSale(shift.shiftId);
  const [first, second] = await Promise.all([
    till.commit({ kind: 'sale.completed', entryId, body }),
    till.commit({ kind: 'sale.completed', entryId, body }), // an impatient finger
  ]);
  expect([first, second].map((done) => done.ok && done.value.repeated).sort()).toEqual([false, true]);
  for (let taps = 0; taps < 30; taps += 1) till.sync.wake();
  await world.shut(till);
  world.setFault(() => 'none');
  const again = await world.open({ browser });
  await allSent(again);
  expect(await books(world)).toMatchObject({ sales: [body.saleId], numbers: ['T1-000001'] });
}, 60_000);

test('ODOO-5: the link drops in the middle of catching up: the count is right, all arrive', async () => {
  const browser = newBrowser();
  const { till, shift } = await world.ready({ browser });
  await allSent(till);
  const sold: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    world.setFault(() => 'offline');
    for (let n = 0; n < 3; n += 1) sold.push(await sell(till, shift.shiftId));
    expect(till.state.getState().pending).toBeGreaterThanOrEqual(3);
    let pushes = 0;
    world.setFault((path) => (path === '/sync/push' && (pushes += 1) <= round ? 'lost_reply' : 'none'));
    till.sync.wake();
    await until(till, () => pushes > 0);
    const { pending, ackedSeq, headSeq } = till.state.getState();
    expect(pending).toBe(headSeq - ackedSeq);
  }
  await world.shut(till); // "reload data"
  world.setFault(() => 'none');
  const again = await world.open({ browser });
  await allSent(again);
  expect((await books(world)).sales).toEqual([...sold].sort());
}, 60_000);

test('ODOO-6: a cart kept as a draft is paid offline; neither a late draft nor a reload reopens it', async () => {
  const browser = newBrowser();
  const { till, shift } = await world.ready({ browser });
  const cartId = crypto.randomUUID();
  await till.saveCart({ cartId });
  world.setFault(() => 'offline');
  const body = aSale(shift.shiftId, { cartId });
  await till.commit({ kind: 'sale.completed', entryId: newId(), body, closesCart: cartId });
  const late = await world.open({ browser }); // another tab still has the draft in its hand, and saves it
  await until(late, ({ phase }) => phase === 'ready');
  await late.saveCart({ cartId });
  expect(await late.openCarts()).toEqual([]);
  await world.shut(till);
  world.setFault(() => 'none');
  const again = await world.open({ browser });
  await allSent(again);
  expect(await again.openCarts()).toEqual([]);
  expect((await again.recentSales(1))[0]).toMatchObject({ saleId: body.saleId, kind: 'sale' });
  expect((await books(world)).sales).toEqual([body.saleId]);
}, 60_000);
