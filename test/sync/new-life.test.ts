/**
 * Two histories of one till: a copied profile, a disk put back, a chain the disk has broken. Real till, real server:
 * nothing lost, nothing doubled, selling goes on, and a person is told.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TillDevice } from '../../src/client/till-device.ts';
import { copyOf } from '../support/copy-browser.ts';
import { openJournal } from '../support/memory-databases.ts';
import { newBrowser, until } from '../support/node-till.ts';
import { allSent, books, sell, tillWorld, type TillWorld } from './till-world.ts';

let world: TillWorld;
beforeEach(async () => {
  world = await tillWorld();
});
afterEach(() => world.close());

const lifeOf = (till: TillDevice) => till.state.getState().identity!.incarnation;
const goOffline = () => world.setFault(() => 'offline');
const goOnline = (...tills: TillDevice[]) => {
  world.setFault(() => 'none');
  for (const till of tills) till.sync.wake();
};
const sorted = (ids: readonly string[]) => [...ids].sort();

test('a cloned profile: two copies sell on, nothing is lost or doubled, one alarm says so', async () => {
  const browser = newBrowser();
  const { till, shift } = await world.ready({ browser });
  const sold = [await sell(till, shift.shiftId)];
  await allSent(till);
  const old = lifeOf(till);
  goOffline();
  sold.push(await sell(till, shift.shiftId)); // on both copies, not yet sent: one fact
  const clone = await world.open({ browser: await copyOf(browser) });
  await until(clone, ({ phase }) => phase === 'ready');
  for (let n = 0; n < 20; n += 1) sold.push(await sell(till, shift.shiftId), await sell(clone, shift.shiftId));
  goOnline(till, clone);
  await allSent(till);
  await allSent(clone);
  // The copy that came second is in a life of its own; the first one, whose life was closed by it, too, or still to be.
  for (let n = 0; n < 20; n += 1) sold.push(await sell(till, shift.shiftId), await sell(clone, shift.shiftId));
  await until(till, ({ pending }) => pending === 0 && lifeOf(till) !== old, 20_000);
  await until(clone, ({ pending }) => pending === 0 && lifeOf(clone) !== old, 20_000);
  expect(lifeOf(till)).not.toBe(lifeOf(clone));
  for (const each of [till, clone]) sold.push(await sell(each, shift.shiftId));
  await allSent(till);
  await allSent(clone);
  const booked = await books(world);
  expect(booked.sales).toEqual(sorted(sold));
  expect(booked.stock).toBe(-2000 * sold.length);
  expect(booked.tasks.filter((code) => code === 'till_cloned')).toHaveLength(1);
  expect(booked.heads.filter(({ state }) => state === 'open')).toHaveLength(2);
  for (const each of [till, clone]) expect(each.state.getState()).toMatchObject({ frozen: false, attention: 0 });
}, 60_000);

test('a disk put back: what the server has stays, what is sold from then on comes in a new life', async () => {
  const browser = newBrowser();
  const { till, shift } = await world.ready({ browser });
  const sold = [await sell(till, shift.shiftId)];
  await allSent(till);
  const image = await copyOf(browser);
  for (let n = 0; n < 30; n += 1) sold.push(await sell(till, shift.shiftId));
  await allSent(till);
  const old = lifeOf(till);
  await world.shut(till);
  goOffline();
  const back = await world.open({ browser: image });
  await until(back, ({ phase }) => phase === 'ready');
  sold.push(await sell(back, shift.shiftId)); // before anybody can know
  goOnline(back);
  await until(back, () => lifeOf(back) !== old);
  sold.push(await sell(back, shift.shiftId));
  await allSent(back);
  const booked = await books(world);
  expect(booked.sales).toEqual(sorted(sold));
  expect(booked.heads.filter(({ state }) => state === 'open').length).toBe(1);
  expect(booked.tasks).not.toContain('till_cloned');
  expect(booked.tasks).not.toContain('entries_missing'); // everything announced had come
}, 60_000);

test('a chain the disk has broken: every readable fact arrives once, in a new life', async () => {
  const browser = newBrowser();
  const { till, shift } = await world.ready({ browser });
  await allSent(till);
  const old = lifeOf(till);
  goOffline();
  const sold: string[] = [];
  for (let n = 0; n < 12; n += 1) sold.push(await sell(till, shift.shiftId));
  const disk = await openJournal(browser.place);
  const seqs = (await disk.entries.toArray()).map(({ seq }) => seq);
  const at = seqs[seqs.length - 6]!;
  const row = (await disk.entries.get([old, at]))!;
  await disk.entries.put({ ...row, bytes: row.bytes.replace('Milk', 'Mild') }); // one bit of the disk
  disk.close();
  goOnline(till);
  await until(till, () => lifeOf(till) !== old, 20_000);
  sold.push(await sell(till, shift.shiftId));
  await allSent(till);
  const booked = await books(world);
  expect(booked.sales).toEqual(sorted(sold));
  expect(booked.stock).toBe(-2000 * sold.length);
  expect(booked.tasks).toContain('broken_chain');
}, 60_000);

test('killed while it copies: taken up at the next start, without the network', async () => {
  const browser = newBrowser();
  const { till, shift } = await world.ready({ browser });
  await allSent(till);
  const old = lifeOf(till);
  const image = await copyOf(browser);
  const sold = [await sell(till, shift.shiftId)];
  await allSent(till);
  await world.shut(till);
  goOffline();
  const back = await world.open({ browser: image });
  await until(back, ({ phase }) => phase === 'ready');
  for (let n = 0; n < 230; n += 1) sold.push(await sell(back, shift.shiftId)); // five slices
  let hellos = 0;
  world.setFault((path) => (path === '/sync/hello' && (hellos += 1) > 0 ? 'none' : 'offline'));
  back.sync.wake();
  await until(back, ({ frozen }) => frozen || lifeOf(back) !== old, 20_000);
  goOffline();
  await world.shut(back); // in the middle of it, or just before
  const again = await world.open({ browser: await copyOf(image) });
  await until(again, ({ phase }) => phase === 'ready');
  await until(again, () => lifeOf(again) !== old, 20_000);
  expect(again.state.getState().pending).toBeGreaterThanOrEqual(230);
  goOnline(again);
  await allSent(again);
  expect((await books(world)).sales).toEqual(sorted(sold));
}, 60_000);

test('a second tab of a till that has moved on sells in the new life too', async () => {
  const browser = newBrowser();
  const { till, shift } = await world.ready({ browser });
  await allSent(till);
  const old = lifeOf(till);
  const image = await copyOf(browser);
  const sold = [await sell(till, shift.shiftId)];
  await allSent(till);
  await world.shut(till);
  const one = await world.open({ browser: image });
  const two = await world.open({ browser: image });
  await until(two, ({ phase }) => phase === 'ready');
  await until(two, () => lifeOf(two) !== old, 20_000);
  expect(lifeOf(one)).toBe(lifeOf(two));
  for (const tab of [one, two, two, one]) sold.push(await sell(tab, shift.shiftId));
  await allSent(one);
  await allSent(two);
  const booked = await books(world);
  expect(booked.sales).toEqual(sorted(sold));
  expect(booked.numbers.filter((no) => no.startsWith('T1b-'))).toHaveLength(4);
}, 60_000);
