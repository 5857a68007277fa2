/**
 * A till that practises, on the real databases and the real device code: nothing of it reaches the journal, the server
 * or the numbers of the real one, and that it was is told there.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPractice, tellPractice } from '../../src/client/practice/practice-till.ts';
import { clearPractice, readPractice, writePractice } from '../../src/client/practice/practice-mark.ts';
import { TILL_PARTS } from '../../src/client/open-till-device.ts';
import type { TillDevice } from '../../src/client/till-device.ts';
import type { StaffRow } from '../../src/wire/catalogue.ts';
import { FakeServer } from '../support/fake-server.ts';
import { newBrowser, nodeTillDeps, openNodeTill, until, type NodeTillOptions } from '../support/node-till.ts';
import { fillShop } from '../support/shop-rows.ts';
import { aSale, aShift, newId } from '../support/till-facts.ts';

let server: FakeServer;
let options: NodeTillOptions;
let ann: StaffRow;
const open: TillDevice[] = [];

beforeEach(async () => {
  server = new FakeServer();
  options = { fetch: server.fetch, browser: newBrowser() };
  ({ ann } = await fillShop(server, 12));
});
afterEach(async () => {
  for (const till of open.splice(0)) await till.close();
});

const MARK = { practiceId: newId(), startedMs: 1_000_000 };

async function realTill(): Promise<TillDevice> {
  const till = await openNodeTill(options);
  open.push(till);
  till.sync.start();
  if (till.state.getState().identity === null) expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(till, ({ phase, settings, reading }) => phase === 'ready' && settings !== null && !reading);
  await until(till, () => till.catalogue.onHandMilli(1) !== undefined);
  return till;
}

async function practiceTill(): Promise<TillDevice> {
  const till = await openPractice(nodeTillDeps(options), MARK, TILL_PARTS);
  if (till === null) throw new Error('nobody can practise here');
  open.push(till);
  await until(till, ({ reading }) => !reading);
  return till;
}

const shut = async (till: TillDevice) => {
  open.splice(open.indexOf(till), 1);
  await till.close();
};
const begin = async (till: TillDevice) => {
  expect(await till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() })).toMatchObject({ ok: true });
  return till.state.getState().shift!.shiftId;
};
const sell = (till: TillDevice, shiftId: string) =>
  till.commit({ kind: 'sale.completed', entryId: newId(), body: aSale(shiftId) });

test('sells with numbers of its own, and nothing of it is anywhere else', async () => {
  const real = await realTill();
  const shiftId = await begin(real);
  await sell(real, shiftId);
  await until(real, ({ pending }) => pending === 0);
  const before = real.state.getState();
  await shut(real);

  const practice = await practiceTill();
  expect(practice.state.getState()).toMatchObject({ phase: 'ready', shift: null, practice: { sinceMs: 1_000_000 } });
  expect(practice.catalogue.size).toBe(12);
  expect(await practice.signIn(ann.staffId, '246810')).toMatchObject({ ok: true });
  const practised = await begin(practice);
  practice.sync.start();
  practice.sync.wake();
  expect(await sell(practice, practised)).toMatchObject({ ok: true, value: { receiptNo: 'P1-000001' } });
  expect(await practice.ask('GET', '/anything', null, () => null)).toMatchObject({ ok: false });
  expect(await practice.rescue()).toMatchObject({ ok: false });
  expect(await practice.leaveShop()).toMatchObject({ ok: false });
  await shut(practice);

  const again = await practiceTill(); // a reload in the middle of it
  expect(again.state.getState()).toMatchObject({ shift: { shiftId: practised }, counters: { receiptNo: 1 } });
  expect(await sell(again, practised)).toMatchObject({ value: { receiptNo: 'P1-000002' } });
  await shut(again);

  const back = await realTill();
  expect(back.state.getState()).toMatchObject({
    headSeq: before.headSeq,
    shift: { shiftId },
    counters: before.counters,
  });
  expect(back.state.getState().practice).toBe(undefined);
  expect(await sell(back, shiftId)).toMatchObject({ value: { receiptNo: 'T1-000002' } });
  await until(back, ({ pending }) => pending === 0);
  expect(server.booked('sale.completed')).toHaveLength(2);
  expect(server.booked('shift.opened')).toHaveLength(1);
});

test('what was practised is told once, also when the telling is repeated, and then gone', async () => {
  await shut(await realTill());
  const practice = await practiceTill();
  const shiftId = await begin(practice);
  for (let one = 0; one < 3; one += 1) await sell(practice, shiftId);
  const [sale] = await practice.recentSales(1);
  await practice.markPrinted(sale!.saleId);
  await shut(practice);

  const real = await realTill();
  const mark = { ...MARK, ended: { entryId: newId(), staffId: ann.staffId, approverId: null } };
  const told = await tellPractice(nodeTillDeps(options), real, mark);
  expect(told).toMatchObject({ ok: true, value: { repeated: false } });
  await until(real, ({ pending }) => pending === 0);
  const [end] = server.booked('practice.ended');
  expect(end?.body).toMatchObject({
    practiceId: MARK.practiceId, staffId: ann.staffId, sales: 3, returns: 0, papers: 1, startedMs: 1_000_000,
    salesMinor: sale!.totalMinor * 3, kinds: 1, goods: [{ qtyMilli: 3 * aSale(shiftId).lines[0]!.qtyMilli }],
  }); // prettier-ignore
  const repeated = await tellPractice(nodeTillDeps(options), real, mark); // killed before the mark was cleared
  expect(repeated).toMatchObject({ ok: true, value: { repeated: true } });
  const fresh = await practiceTill();
  expect(fresh.state.getState()).toMatchObject({ shift: null, counters: { receiptNo: 0 } });
});

test('a PIN tried while practising counts as tried', async () => {
  await shut(await realTill());
  const practice = await practiceTill();
  for (let one = 0; one < 5; one += 1) await practice.signIn(ann.staffId, '111111');
  expect(await practice.signIn(ann.staffId, '246810')).toMatchObject({ error: { code: 'too_many_tries' } });
  await shut(practice);
  const real = await realTill();
  const mark = { ...MARK, ended: { entryId: newId(), staffId: ann.staffId, approverId: null } };
  expect(await tellPractice(nodeTillDeps(options), real, mark)).toMatchObject({ ok: true });
  expect(await real.signIn(ann.staffId, '246810')).toMatchObject({ error: { code: 'too_many_tries' } });
});

test('reloading while practising buys no try: never more than ten, whatever is opened between', async () => {
  await shut(await realTill());
  let asked = 0;
  const stretch = nodeTillDeps(options).stretchPin;
  options = { ...options, over: { stretchPin: (...of) => ((asked += 1), stretch(...of)), clock: () => nowMs } };
  let nowMs = Date.now();
  for (let round = 0; round < 8; round += 1) {
    const till = round % 2 === 0 ? await practiceTill() : await realTill();
    for (let one = 0; one < 2; one += 1) await till.signIn(ann.staffId, '111111');
    await shut(till);
    nowMs += 3_600_000;
  }
  expect(asked).toBe(10);
  const till = await practiceTill();
  expect(await till.signIn(ann.staffId, '246810')).toMatchObject({ error: { code: 'pin_locked' } });
});

test('where no till is, nobody practises', async () => {
  expect(await openPractice(nodeTillDeps(options), MARK, TILL_PARTS)).toBe(null);
});

test('a mark is read back, and whatever is none is no practice', () => {
  const kept = new Map<string, string>();
  const shelf = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  expect(readPractice(shelf)).toBe(null);
  writePractice(shelf, MARK);
  expect(readPractice(shelf)).toEqual(MARK);
  for (const odd of ['x', '{}', '[]', '{"practiceId":1,"startedMs":2}', 'null']) {
    expect(readPractice({ getItem: () => odd })).toBe(null);
  }
  clearPractice(shelf);
  expect(readPractice(shelf)).toBe(null);
});
