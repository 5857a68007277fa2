/**
 * The drill: sell, back up, sell more, lose the server, put the old backup back. The tills' real code heals it over
 * real HTTP: nothing lost, nothing doubled, no alarm; of a till that never comes back exactly what it announced is
 * named.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenShift, TillDevice } from '../../src/client/till-device.ts';
import { readEntry } from '../../src/client/db/commit-entry.ts';
import { toMinor } from '../../src/core/money.ts';
import { putMeta, readMeta } from '../../src/client/db/journal-db.ts';
import { forgetOldEntries, KEPT_MS } from '../../src/client/db/retention.ts';
import { backupCommand } from '../../src/server/backup/backup-command.ts';
import { restoreCommand } from '../../src/server/backup/restore-command.ts';
import { saveProducts } from '../../src/server/catalogue/save-product.ts';
import { confirmDevice } from '../../src/server/db/enrolment.ts';
import { saveMember, standingNow } from '../../src/server/db/members.ts';
import { verifyCommand } from '../../src/server/journal/verify-command.ts';
import { declareLost } from '../../src/server/office/declare-lost.ts';
import { testPlace, type TestPlace } from '../server/engines.ts';
import { envOf, startShop, type RunningShop } from '../server/shop-on-disk.ts';
import { newBrowser, openNodeTill, until, type NodeBrowser } from '../support/node-till.ts';
import { aProductRow } from '../support/shop-rows.ts';
import { openJournal } from '../support/memory-databases.ts';
import { aSale, aShift, aShiftClose, newId } from '../support/till-facts.ts';

const ORIGIN = 'http://shop.test';
type Till = { readonly device: TillDevice; readonly shift: OpenShift; isCut: boolean };

let place: TestPlace;
let shop: RunningShop;
let folder: string;
let said = '';
const tills: Till[] = [];

beforeEach(async () => {
  place = await testPlace('sqlite');
  shop = await startShop(place);
  folder = mkdtempSync(join(tmpdir(), 'halfloop-drill-'));
  await shop.deps.door.write(shop.deps.orgId, async (tx) => {
    const { skuId: _id, skuNo: _no, search: _search, category: _category, ...fields } = aProductRow(7);
    const draft = { skuId: null, fields: { ...fields, category: null, gtins: [] } };
    await saveProducts(tx, [draft], { newId, nowMs: Date.now() });
  });
});
afterEach(async () => {
  for (const { device } of tills.splice(0)) await device.close();
  await shop.stop();
  await place.remove();
  rmSync(folder, { recursive: true });
});

/** A till whose network finds the server wherever it runs now, unless its cable is cut. */
async function openTill(browser = newBrowser()): Promise<Till> {
  const till = { isCut: false } as Till;
  await openPage(till, browser);
  const { device } = till;
  expect(await device.enrol(await shop.code(), 'Till')).toMatchObject({ ok: true });
  await until(device, ({ phase, settings, reading }) => phase === 'ready' && settings !== null && !reading);
  return openShift(till);
}

/** The page of a till, as its browser opens it. */
async function openPage(till: Till, browser: NodeBrowser): Promise<void> {
  const follow: typeof fetch = (input, init) => {
    if (till.isCut) return Promise.reject(new TypeError('no network'));
    return fetch(String(input instanceof Request ? input.url : input).replace(ORIGIN, shop.url), init);
  };
  const device = await openNodeTill({ fetch: follow, origin: ORIGIN, speed: 5, browser });
  Object.assign(till, { device });
  if (!tills.includes(till)) tills.push(till);
  device.sync.start();
}

async function openShift(till: Till): Promise<Till> {
  await till.device.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() });
  return Object.assign(till, { shift: till.device.state.getState().shift! });
}

async function closeShift({ device, shift }: Till): Promise<void> {
  const body = aShiftClose(shift.shiftId, { lastSeq: device.state.getState().headSeq });
  expect(await device.commit({ kind: 'shift.closed', entryId: newId(), body })).toMatchObject({ ok: true });
}

async function sell({ device, shift }: Till, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const body = aSale(shift.shiftId, { currency: 'CNY' });
    expect(await device.commit({ kind: 'sale.completed', entryId: newId(), body })).toMatchObject({ ok: true });
  }
}
const sent = ({ device }: Till) => until(device, ({ pending }) => pending === 0, 20_000);

async function run(command: typeof backupCommand, ...args: string[]): Promise<number> {
  said = '';
  const say = (text: string) => {
    said += text;
  };
  return command({ args, env: envOf(place), workDir: folder, terminal: { out: say, note: say } });
}

const tables = () =>
  shop.deps.door.read(shop.deps.orgId, async ({ db }) => ({
    sales: (await db.selectFrom('sale').select(['no', 'device_id']).execute()).length,
    entries: (await db.selectFrom('entry').select('entry_id').execute()).map((row) => row.entry_id),
    stock: (await db.selectFrom('stock').selectAll().where('sku_no', '=', 7).executeTakeFirst())?.on_hand_milli,
    alarms: await db.selectFrom('task').select(['code', 'device_id', 'facts']).where('closed_ms', 'is', null).execute(),
  }));

/** Both tills sell 6, a backup is made, they sell 5 more, and the server comes back as it was at the backup. */
async function loseTheDay(): Promise<[Till, Till]> {
  const [one, two] = [await openTill(), await openTill()];
  await sell(one, 6);
  await sell(two, 6);
  await Promise.all([sent(one), sent(two)]);
  expect(await run(backupCommand, '--to', 'noon.tar')).toBe(0);
  await sell(one, 5);
  await sell(two, 5);
  await Promise.all([sent(one), sent(two)]);
  expect((await tables()).sales).toBe(22);
  two.isCut = true;
  await shop.stop();
  await sell(one, 3); // while there is no server
  expect(await run(restoreCommand, '--from', 'noon.tar', '--replace')).toBe(0);
  shop = await startShop(place);
  expect((await tables()).sales).toBe(12);
  one.device.sync.wake();
  return [one, two];
}

test('both tills come back: nothing lost, nothing doubled, the alarm is silent', async () => {
  const [one, two] = await loseTheDay();
  await until(one.device, ({ pending }) => pending === 0, 20_000);
  two.isCut = false;
  two.device.sync.wake();
  await expect.poll(async () => (await tables()).sales, { timeout: 20_000 }).toBe(25);
  await Promise.all([sent(one), sent(two)]);
  const { entries, stock, alarms } = await tables();
  expect(new Set(entries).size).toBe(entries.length);
  expect(stock).toBe(-25 * 2000);
  expect(alarms).toEqual([]);
  expect(one.device.state.getState().attention + two.device.state.getState().attention).toBe(0);
  expect([await run(verifyCommand), said]).toEqual([0, expect.stringContaining('whole')]);
});

test('a till that never comes back: the alarm names exactly what it had announced', async () => {
  const [one, two] = await loseTheDay();
  await until(one.device, ({ pending }) => pending === 0, 20_000);
  await expect.poll(async () => (await tables()).sales, { timeout: 20_000 }).toBe(20);
  const { deviceId } = two.device.state.getState().identity!;
  const { headSeq } = two.device.state.getState();
  expect(await run(verifyCommand)).toBe(3);
  await shop.deps.door.write(shop.deps.orgId, (tx) => declareLost(tx, deviceId, Date.now()));
  const facts = JSON.stringify({ from: headSeq - 4, to: headSeq, missing: 5 });
  expect((await tables()).alarms).toEqual([{ code: 'entries_missing', device_id: deviceId, facts }]);
  // It turns up after all, with one sale more: its facts are kept for a person, and nothing is missing any more.
  await sell(two, 1);
  two.isCut = false;
  two.device.sync.wake();
  await expect
    .poll(async () => (await tables()).alarms.map(({ code }) => code), { timeout: 20_000 })
    .toEqual(Array.from({ length: 6 }, () => 'entry_quarantined'));
  expect(await run(verifyCommand)).toBe(0);
});

test('points, stored value and vouchers: what the backup lacks comes back with the facts, once', async () => {
  const one = await openTill();
  const { orgId } = shop.deps;
  const [memberId, { shiftId }, label] = [newId(), one.shift, '•6688'];
  const person = { card_no: '6688', card_hash: 'ab'.repeat(32), name: 'Wang', tier: null, state: 'active' } as const;
  const row = { member_id: memberId, ...person, phone_hash: null, phone_tail: null, joined_ms: 0 };
  await shop.deps.door.write(orgId, (tx) => saveMember(tx, row));
  const act = async (minor: number, points: number) => {
    const value = { principalMinor: toMinor(minor), giftMinor: toMinor(0), method: 'cash' as const };
    const topUp = { topUpId: newId(), shiftId, memberId, label, ...value };
    await one.device.commit({ kind: 'value.topped_up', entryId: newId(), body: topUp });
    const plain = aSale(shiftId, { currency: 'CNY', member: { memberId, label, points, perMinor: 100 } });
    const by = { tenderId: 1, method: 'voucher' as const, evidence: { code: 'GIFT-1' } };
    const tenders = [{ ...by, amountMinor: plain.totals.totalMinor }];
    const body = { ...plain, tenders, changeMinor: toMinor(0) };
    expect(await one.device.commit({ kind: 'sale.completed', entryId: newId(), body })).toMatchObject({ ok: true });
    await sent(one);
  };
  const books = () =>
    shop.deps.door.read(orgId, async (tx) => {
      const lines = await tx.db.selectFrom('ledger_line').select(['entry_id', 'account', 'amount']).execute();
      const used = await tx.db.selectFrom('sale_tender').select('code').where('code', '=', 'GIFT-1').execute();
      const { points, value } = await standingNow(tx, memberId);
      return {
        has: [points, value.principalMinor, used.length],
        lines: lines.map((line) => JSON.stringify(line)).sort(),
      };
    });
  await act(1000, 3);
  expect(await run(backupCommand, '--to', 'noon.tar')).toBe(0);
  await act(500, 4);
  const before = await books();
  await shop.stop();
  expect(await run(restoreCommand, '--from', 'noon.tar', '--replace')).toBe(0);
  shop = await startShop(place);
  expect([before.has, (await books()).has]).toEqual([[7, 1500, 2], [3, 1000, 1]]); // prettier-ignore
  one.device.sync.wake();
  await expect.poll(async () => (await books()).has, { timeout: 20_000 }).toEqual(before.has);
  expect(await books()).toEqual(before);
});

/** A till that came after the backup which is put back: the server does not know it any more. */
async function loseATill(): Promise<Till> {
  const one = await openTill();
  await sell(one, 2);
  await sent(one);
  expect(await run(backupCommand, '--to', 'early.tar')).toBe(0);
  const late = await openTill();
  await sell(late, 4);
  await sent(late);
  await shop.stop();
  expect(await run(restoreCommand, '--from', 'early.tar', '--replace')).toBe(0);
  shop = await startShop(place);
  await sell(late, 1);
  for (const { device } of tills) device.sync.wake();
  await until(late.device, ({ access, attention }) => access === 'refused' && attention === 1, 20_000);
  return late;
}

test('a till the backup does not know goes on selling, and is let in again as the till it is', async () => {
  const late = await loseATill();
  expect(late.device.state.getState().phase).toBe('ready');
  await sell(late, 1);
  expect(await late.device.enrol('0000-0000-0000', '')).toMatchObject({ error: { code: 'enrol_code_unknown' } });
  const code = await shop.code('office');
  expect(await late.device.enrol(code, 'Counter')).toMatchObject({ ok: true, value: { tillCode: 'T2' } });
  await until(late.device, ({ access, phase }) => access === 'waiting' && phase === 'ready', 20_000);
  await sell(late, 1); // nobody has confirmed it yet: selling does not wait for that
  const { deviceId } = late.device.state.getState().identity!;
  await shop.deps.door.write(shop.deps.orgId, (tx) => confirmDevice(tx, deviceId));
  late.device.sync.wake();
  await sent(late);
  await until(late.device, ({ access, attention }) => access === 'open' && attention === 0, 20_000);
  const { entries, stock, alarms, sales } = await tables();
  expect([sales, stock, alarms]).toEqual([9, -9 * 2000, []]);
  expect(new Set(entries).size).toBe(entries.length);
  expect(await numbersOf(deviceId)).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `T2-00000${String(n)}`));
  expect([await run(verifyCommand), said]).toEqual([0, expect.stringContaining('whole')]);
});

test('its number went to another till meanwhile: it counts on under a new one', async () => {
  const late = await loseATill();
  const other = await openTill();
  expect(other.device.state.getState().identity).toMatchObject({ tillCode: 'T2' });
  expect(await late.device.enrol(await shop.code(), '')).toMatchObject({ ok: true, value: { tillCode: 'T3' } });
  await sell(late, 1);
  await sent(late);
  const { deviceId, tillCode } = late.device.state.getState().identity!;
  expect(tillCode).toBe('T3');
  const numbers = await numbersOf(deviceId);
  expect(numbers).toHaveLength(6);
  expect(numbers.at(-1)).toBe('T3-000006');
});

const numbersOf = (deviceId: string) =>
  shop.deps.door.read(shop.deps.orgId, async ({ db }) => {
    const rows = await db.selectFrom('sale').select('no').where('device_id', '=', deviceId).execute();
    return rows.map(({ no }) => no).sort();
  });

/** A till forgets all but the shift that is open, 35 days on, and then the server is an older copy. */
async function loseMoreThanIsKept(till: Till, browser: NodeBrowser, backup: string): Promise<number> {
  const { device } = till;
  await closeShift(till);
  await openShift(till);
  await sell(till, 2);
  await sent(till);
  await device.close();
  const disk = await openJournal(browser.place);
  const gone = await forgetOldEntries(disk, Date.now() + KEPT_MS + 60_000);
  expect((await readMeta(disk, 'head'))?.seq).toBe(gone + 3);
  disk.close();
  await shop.stop();
  expect(await run(restoreCommand, '--from', backup, '--replace')).toBe(0);
  shop = await startShop(place);
  await openPage(till, browser);
  await until(till.device, ({ phase }) => phase === 'ready');
  await sell(till, 1); // nobody waits for the server
  return gone;
}

test('a till that has forgotten what the backup lacks brings the rest, and what is gone is named', async () => {
  const browser = newBrowser();
  const till = await openTill(browser);
  await sell(till, 2);
  await sent(till);
  expect(await run(backupCommand, '--to', 'noon.tar')).toBe(0);
  await sell(till, 4);
  const gone = await loseMoreThanIsKept(till, browser, 'noon.tar');
  expect(gone).toBe(9); // its first entry, the shift's two, six sales
  await until(till.device, ({ identity }) => identity?.incarnationNo === 2, 20_000);
  await sell(till, 1);
  await sent(till);
  const { sales, stock, alarms, entries } = await tables();
  expect([sales, stock]).toEqual([6, -6 * 2000]); // two of the backup, two that were kept, two since
  expect(new Set(entries).size).toBe(entries.length);
  const { deviceId } = till.device.state.getState().identity!;
  const facts = JSON.stringify({ from: 5, to: gone, missing: 5 });
  expect(alarms).toEqual([{ code: 'entries_missing', device_id: deviceId, facts }]);
  expect(till.device.state.getState()).toMatchObject({ frozen: false, pending: 0 });
  expect(await run(verifyCommand)).toBe(3);
});

test('so does one that came after the backup, when it is let in again', async () => {
  const first = await openTill();
  await sell(first, 1);
  await sent(first);
  expect(await run(backupCommand, '--to', 'early.tar')).toBe(0);
  const browser = newBrowser();
  const till = await openTill(browser);
  await sell(till, 3);
  const gone = await loseMoreThanIsKept(till, browser, 'early.tar');
  expect(gone).toBe(6);
  const isRefused = until(till.device, ({ access, attention }) => access === 'refused' && attention === 1, 20_000);
  till.device.sync.wake();
  await isRefused;
  expect(await till.device.enrol(await shop.code(), '')).toMatchObject({ ok: true });
  await sell(till, 1);
  await until(till.device, ({ identity }) => identity?.incarnationNo === 2, 20_000);
  await sent(till);
  const { sales, alarms } = await tables();
  expect(sales).toBe(1 + 4);
  const { deviceId } = till.device.state.getState().identity!;
  const facts = JSON.stringify({ from: 1, to: gone, missing: gone });
  expect(alarms).toEqual([{ code: 'entries_missing', device_id: deviceId, facts }]);
});

/** A till that is in its second life forgets the beginning of its first; there is a copy of the server before that. */
async function forgetFirstLife(browser: NodeBrowser): Promise<Till> {
  const till = await openTill(browser);
  await sell(till, 2);
  await sent(till);
  expect(await run(backupCommand, '--to', 'noon.tar')).toBe(0);
  const { incarnation } = till.device.state.getState().identity!;
  await sell(till, 4); // entries 5 to 8
  await closeShift(till);
  await sent(till);
  await till.device.close();
  const disk = await openJournal(browser.place);
  await putMeta(disk, 'frozen', { reason: 'fork', at: 10, serverHash: null }); // all nine of it are stored
  disk.close();
  await openPage(till, browser);
  await until(till.device, ({ identity, phase }) => phase === 'ready' && identity?.incarnationNo === 2, 20_000);
  await openShift(till);
  await sell(till, 2);
  await closeShift(till); // nothing is kept for one that is open
  await sent(till);
  await till.device.close();
  const later = await openJournal(browser.place);
  const { wallMs, offsetMs } = readEntry((await later.entries.get([incarnation, 6]))!);
  expect(await forgetOldEntries(later, wallMs + offsetMs! + KEPT_MS)).toBe(6);
  later.close();
  return till;
}

async function putBackBeforeIt(till: Till, browser: NodeBrowser): Promise<void> {
  await shop.stop();
  expect(await run(restoreCommand, '--from', 'noon.tar', '--replace')).toBe(0);
  shop = await startShop(place);
  await openPage(till, browser);
  await until(till.device, ({ phase }) => phase === 'ready');
  if (till.device.state.getState().shift === null) await openShift(till);
  await sell(till, 1);
  await sent(till);
}

test('of a life left long ago what is gone on both sides is named; what the till still has comes again', async () => {
  const browser = newBrowser();
  const till = await forgetFirstLife(browser);
  await putBackBeforeIt(till, browser);
  await expect.poll(async () => (await tables()).sales, { timeout: 20_000 }).toBe(2 + 2 + 2 + 1);
  await sent(till);
  const { stock, entries } = await tables();
  expect(stock).toBe(-7 * 2000);
  expect(new Set(entries).size).toBe(entries.length);
  const { deviceId } = till.device.state.getState().identity!;
  const facts = JSON.stringify({ from: 5, to: 6, missing: 2 });
  const missing = async () => (await tables()).alarms.filter(({ code }) => code === 'entries_missing');
  expect(await missing()).toEqual([{ code: 'entries_missing', device_id: deviceId, facts }]);
  expect(await run(verifyCommand)).toBe(3);
  // Told again to a server that is put back once more: it is still known there.
  await till.device.close();
  await putBackBeforeIt(till, browser);
  await expect.poll(async () => (await tables()).sales, { timeout: 20_000 }).toBe(8);
  expect(await missing()).toEqual([{ code: 'entries_missing', device_id: deviceId, facts }]);
});
