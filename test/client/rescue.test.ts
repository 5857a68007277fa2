/** Ways out of a till: the file of unsent facts, clearing the device, storage that is gone or damaged. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenShift, TillDevice } from '../../src/client/till-device.ts';
import type { MarkShelf } from '../../src/client/till-marker.ts';
import { openRescue } from '../../src/wire/rescue-file.ts';
import { FakeServer } from '../support/fake-server.ts';
import { faultyFetch, type NetFault } from '../support/faulty-fetch.ts';
import { memoryPlace, openJournal } from '../support/memory-databases.ts';
import { newBrowser, openNodeTill, until, type NodeBrowser } from '../support/node-till.ts';
import { fillShop } from '../support/shop-rows.ts';
import { aSale, aShift, aShiftClose, newId } from '../support/till-facts.ts';

let server: FakeServer;
let net: NetFault;
let stockNet: NetFault; // of the store's own stream, which comes second
const open: TillDevice[] = [];
const faults: unknown[] = [];

beforeEach(async () => {
  server = new FakeServer();
  net = 'none';
  stockNet = 'none';
  faults.length = 0;
  await fillShop(server, 10);
});
afterEach(async () => {
  for (const till of open.splice(0)) await till.close();
});

function shelf(): MarkShelf {
  let kept: string | null = null;
  return { get: () => kept, set: (value) => (kept = value), clear: () => (kept = null) };
}
const aBrowser = (): NodeBrowser => ({ ...newBrowser(), marker: shelf() });

async function openTill(browser: NodeBrowser): Promise<TillDevice> {
  const over = { onFault: (error: unknown) => void faults.push(error) };
  const fetch = faultyFetch(server.fetch, ({ path }) => (path.includes('/store') ? stockNet : net));
  const till = await openNodeTill({ fetch, browser, over });
  open.push(till);
  till.sync.start();
  return till;
}
async function readyTill(browser: NodeBrowser): Promise<{ till: TillDevice; shift: OpenShift }> {
  const till = await openTill(browser);
  expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(till, ({ phase, settings, reading }) => phase === 'ready' && settings !== null && !reading);
  await till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() });
  await until(till, ({ pending }) => pending === 0);
  return { till, shift: till.state.getState().shift! };
}
async function sell(till: TillDevice, shiftId: string): Promise<string> {
  const entryId = newId();
  expect(await till.commit({ kind: 'sale.completed', entryId, body: aSale(shiftId) })).toMatchObject({ ok: true });
  return entryId;
}
const idsIn = async (exported: Awaited<ReturnType<TillDevice['rescue']>>) => {
  if (!exported.ok) throw new Error(exported.error.code);
  const file = await openRescue(exported.value.bytes, exported.value.code);
  if (!file.ok) throw new Error(file.error.code);
  const lines = file.value.sections.flatMap((section) => section.lines);
  return { lines, ids: lines.map((line) => (JSON.parse(line) as { entryId: string }).entryId), file: file.value };
};

test('the file holds every unsent fact in its own bytes, signed, and nothing that was sent', async () => {
  const browser = aBrowser();
  const { till, shift } = await readyTill(browser);
  net = 'offline';
  const sold: string[] = [];
  for (let n = 0; n < 230; n += 1) sold.push(await sell(till, shift.shiftId));
  const exported = await till.rescue();
  expect(exported).toMatchObject({ ok: true, value: { entries: 230, unreadable: 0 } });
  const { ids, lines, file } = await idsIn(exported);
  expect(ids).toEqual(sold);
  const disk = await openJournal(browser.place);
  const bytes = new Set((await disk.entries.toArray()).map((row) => row.bytes));
  disk.close();
  expect(lines.every((line) => bytes.has(line))).toBe(true);
  expect(file.sections.map(({ lines: each }) => each.length)).toEqual([200, 30]);
  expect(file.sections.every(({ signature, statement }) => signature !== null && statement.headSeq === 232)).toBe(true);
  net = 'none';
  till.sync.wake();
  await until(till, ({ pending }) => pending === 0); // the file takes nothing away
  expect(server.booked('sale.completed')).toHaveLength(230);
});

test('a device is not cleared while facts are only on it; the file, or the network, is the way out', async () => {
  const browser = aBrowser();
  const { till, shift } = await readyTill(browser);
  expect(await till.leaveShop()).toMatchObject({ error: { code: 'shift_open_already' } });
  net = 'offline';
  await sell(till, shift.shiftId);
  const { headSeq: lastSeq } = till.state.getState();
  const body = aShiftClose(shift.shiftId, { lastSeq });
  expect(await till.commit({ kind: 'shift.closed', entryId: newId(), body })).toMatchObject({ ok: true });
  expect(await till.leaveShop()).toMatchObject({ error: { code: 'facts_unsent', facts: { pending: 2 } } });
  await idsIn(await till.rescue());
  await till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() });
  const shiftId = till.state.getState().shift!.shiftId;
  const close = aShiftClose(shiftId, { lastSeq: till.state.getState().headSeq });
  await till.commit({ kind: 'shift.closed', entryId: newId(), body: close });
  expect(await till.leaveShop()).toMatchObject({ error: { code: 'facts_unsent' } }); // made after the file
  await idsIn(await till.rescue());
  open.splice(0);
  expect(await till.leaveShop()).toMatchObject({ ok: true });
  expect(await browser.place.indexedDB.databases()).toEqual([]);
  expect(browser.marker!.get()).toBe(null);
});

describe('storage', () => {
  test('evicted: told as lost; enrolled anew, its journal names the one that is gone', async () => {
    const browser = aBrowser();
    const { till, shift } = await readyTill(browser);
    const before = till.state.getState().identity!;
    net = 'offline';
    await sell(till, shift.shiftId);
    await sell(till, shift.shiftId);
    await until(till, () => browser.marker!.get()?.includes('"headSeq":4') === true);
    await till.close();
    open.splice(0);
    const evicted: NodeBrowser = { ...browser, place: memoryPlace() };
    net = 'none';
    server.codes.set('AGAIN', null);
    const again = await openTill(evicted);
    expect(again.state.getState()).toMatchObject({ phase: 'unenrolled', lost: { tillCode: 'T1', unsent: 2 } });
    expect(await again.enrol('AGAIN', 'Till')).toMatchObject({ ok: true });
    await until(again, ({ phase, pending, lost }) => phase === 'ready' && pending === 0 && lost === null);
    expect(server.booked('incarnation.opened').at(-1)?.body).toMatchObject({
      reason: 'data_loss',
      old: { deviceId: before.deviceId, incarnation: before.incarnation, headSeq: 4, ackedSeq: 2 },
    });
    expect(JSON.parse(browser.marker!.get() ?? '')).toMatchObject({
      deviceId: again.state.getState().identity!.deviceId,
    });
  });

  test.each([
    ['after the first stock came', true],
    ['before it', false],
  ])('damaged %s: the till says so, sells nothing, and gives out what can be read', async (_when, knowsStock) => {
    const browser = aBrowser();
    stockNet = knowsStock ? 'none' : 'offline';
    const { till, shift } = await readyTill(browser);
    if (knowsStock) await until(till, () => till.catalogue.onHandMilli(1) !== undefined);
    [net, stockNet] = ['offline', 'offline'];
    const sold: string[] = [];
    for (let n = 0; n < 6; n += 1) sold.push(await sell(till, shift.shiftId));
    await till.close();
    open.splice(0);
    const disk = await openJournal(browser.place);
    const row = (await disk.entries.toArray())[4]!;
    await disk.entries.put({ ...row, bytes: row.bytes.slice(0, 100) });
    disk.close();
    for (let start = 0; start < 3; start += 1) {
      const broken = await openTill(browser);
      expect(broken.state.getState().phase).toBe('broken_storage');
      const body = aSale(shift.shiftId);
      const tried = await broken.commit({ kind: 'sale.completed', entryId: newId(), body });
      expect(tried).toMatchObject({ error: { code: 'storage_broken' } });
      const exported = await broken.rescue();
      expect(exported).toMatchObject({ ok: true, value: { entries: 6 } });
      if (!exported.ok) return;
      const file = await openRescue(exported.value.bytes, exported.value.code);
      const lines = file.ok ? file.value.sections.map((section) => section.lines.length) : [];
      expect(lines).toEqual([2, 1, 3]); // what is damaged stands alone
      expect(file.ok && file.value.sections.every(({ signature }) => signature !== null)).toBe(true);
    }
    expect(faults.length).toBeGreaterThan(0); // told, each time
  });

  test('the end of the journal gone: what is left goes on in another life, which names the rest', async () => {
    const browser = aBrowser();
    const { till, shift } = await readyTill(browser);
    const { incarnation } = till.state.getState().identity!;
    net = 'offline';
    const kept = [await sell(till, shift.shiftId), await sell(till, shift.shiftId)];
    const disk = await openJournal(browser.place);
    const marks = await disk.meta.bulkGet(['head', 'register']);
    await sell(till, shift.shiftId);
    await sell(till, shift.shiftId);
    await till.close();
    open.splice(0);
    await disk.transaction('rw!', [disk.entries, disk.sales, disk.meta], async () => {
      await disk.entries.filter(({ seq }) => seq > 4).delete();
      await disk.sales.filter(({ seq }) => seq > 4).delete();
      await disk.meta.bulkPut(marks.flatMap((row) => row ?? []));
    });
    disk.close();
    net = 'none';
    const again = await openTill(browser);
    await until(again, ({ identity, pending }) => identity?.incarnationNo === 2 && pending === 0);
    expect(server.booked('incarnation.opened').at(-1)?.body).toMatchObject({
      reason: 'restored_disk',
      old: { incarnation, ackedSeq: 2, headSeq: 6, keptSeq: 4 },
    });
    expect(server.booked('sale.completed').map(({ entryId }) => entryId)).toEqual(kept);
    const body = aSale(shift.shiftId);
    const next = await again.commit({ kind: 'sale.completed', entryId: newId(), body });
    expect(next.ok && next.value.receiptNo?.startsWith('T1b-')).toBe(true);
  });

  test('not to be opened any more: told as damaged where a till was, as locked where none ever was', async () => {
    const browser = aBrowser();
    await readyTill(browser);
    for (const till of open.splice(0)) await till.close();
    const indexedDB = new Proxy(browser.place.indexedDB, {
      get: (target, name) => {
        if (name === 'open') throw new DOMException('Internal error opening backing store', 'UnknownError');
        return Reflect.get(target, name) as unknown;
      },
    });
    const place = { ...browser.place, indexedDB };
    const broken = await openTill({ ...browser, place });
    expect(broken.state.getState().phase).toBe('broken_storage');
    expect(await broken.rescue()).toMatchObject({ error: { code: 'storage_broken' } });
    const never = await openTill({ ...newBrowser(), place, marker: shelf() });
    expect(never.state.getState().phase).toBe('no_storage');
  });

  test('a mark that is none of ours is no till', async () => {
    const browser = aBrowser();
    for (const text of ['', 'null', '{}', '[1]', '{"deviceId":1}', 'x'.repeat(5000)]) {
      browser.marker!.set(text);
      expect((await openTill(browser)).state.getState()).toMatchObject({ phase: 'unenrolled', lost: null });
    }
  });
});
