/** What a till may forget, at each border: safe or not, 35 days or a millisecond less, its shift closed or open. */
import { beforeEach, expect, test } from 'vitest';
import { commitEntry } from '../../../src/client/db/commit-entry.ts';
import { entriesAfter, putMeta, readMeta, type JournalDb } from '../../../src/client/db/journal-db.ts';
import { beginNextLife, copyNextSlice } from '../../../src/client/db/new-life.ts';
import { forgetOldEntries, KEPT_MS } from '../../../src/client/db/retention.ts';
import { hashAt } from '../../../src/client/sync/requests.ts';
import { memoryPlace, openJournal } from '../../support/memory-databases.ts';
import { aShift, aShiftClose, newId } from '../../support/till-facts.ts';
import { commit, factOf, openIncarnation, sale } from './journal-kit.ts';

const DAY = 24 * 3_600_000;
const START = 1_700_000_000_000;
const LATER = START + KEPT_MS;

let db: JournalDb;
let life: string;

beforeEach(async () => {
  db = await openJournal(memoryPlace());
  life = await openIncarnation(db);
});

/** A shift of one day with `sales` sales, a second apart; closed at its end unless told not to. Its entries. */
async function aDay(day: number, { sales = 3, close = true } = {}): Promise<void> {
  const body = aShift();
  let wallMs = START + day * DAY;
  await commit(db, { kind: 'shift.opened', body }, { wallMs });
  for (let n = 0; n < sales; n += 1) await commit(db, sale(body.shiftId), { wallMs: (wallMs += 1000) });
  const lastSeq = (await readMeta(db, 'head'))!.seq;
  const closed = { kind: 'shift.closed', body: aShiftClose(body.shiftId, { lastSeq }) } as const;
  if (close) await commit(db, closed, { wallMs: wallMs + 1000 });
}

async function told({ acked, safe }: { acked: number; safe: number }): Promise<void> {
  await putMeta(db, 'acked', { seq: acked, hash: (await db.entries.get([life, acked]))?.hash ?? 'x' });
  await putMeta(db, 'safe', { seq: safe });
}
const kept = async (incarnation = life) =>
  (await entriesAfter(db, { incarnation, seq: 0, limit: 5000 })).map(({ seq }) => seq);
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

test('35 days to the millisecond: an entry goes at its age, not before', async () => {
  await aDay(0); // entries 1 to 5, one second apart
  await aDay(1);
  await told({ acked: 10, safe: 10 });
  expect(await forgetOldEntries(db, LATER - 1)).toBe(0);
  expect(await forgetOldEntries(db, LATER)).toBe(1);
  expect(await forgetOldEntries(db, LATER + 1000)).toBe(1);
  expect(await kept()).toEqual(from(3, 10));
  expect(await forgetOldEntries(db, LATER + 5000)).toBe(3);
  expect(await kept()).toEqual(from(6, 10));
  expect(await db.sales.count()).toBe(3); // the list goes with its entries
});

test('only what is safe goes, whatever is acknowledged; the acknowledged entry itself stays', async () => {
  await aDay(0);
  await aDay(1);
  await told({ acked: 10, safe: 0 });
  expect(await forgetOldEntries(db, LATER + 90 * DAY)).toBe(0);
  await told({ acked: 10, safe: 4 });
  expect(await forgetOldEntries(db, LATER + 90 * DAY)).toBe(4);
  await told({ acked: 10, safe: 10 });
  expect(await forgetOldEntries(db, LATER + 90 * DAY)).toBe(5);
  expect(await kept()).toEqual([10]); // by its hash both sides know that they mean one history
  expect(await hashAt(db, { deviceId: 'x', incarnation: life, seq: 10 })).not.toBe(null);
});

test('a shift that is open keeps all of it, however old; the shifts before it go', async () => {
  await aDay(0);
  await aDay(1, { close: false }); // entry 6 opens it
  await told({ acked: 9, safe: 9 });
  expect(await forgetOldEntries(db, LATER + 300 * DAY)).toBe(5);
  expect(await kept()).toEqual(from(6, 9));
});

test('what is pending never goes', async () => {
  await aDay(0);
  await told({ acked: 2, safe: 2 });
  expect(await forgetOldEntries(db, LATER + 300 * DAY)).toBe(1);
  expect(await kept()).toEqual(from(2, 5));
});

test('an entry stamped by a clock in the future is not old, and nothing after it goes: no holes', async () => {
  await aDay(0, { sales: 2 });
  const body = aShift();
  await commit(db, { kind: 'shift.opened', body }, { wallMs: START + 4000 * DAY });
  const close = { kind: 'shift.closed', body: aShiftClose(body.shiftId, { lastSeq: 5 }) } as const;
  await commit(db, close, { wallMs: START + 1 * DAY });
  await aDay(2);
  await told({ acked: 11, safe: 11 });
  expect(await forgetOldEntries(db, LATER + 300 * DAY)).toBe(4);
  expect(await kept()).toEqual(from(5, 11));
});

test('stamped months behind before the server was heard: as old as what came after it', async () => {
  const behind = { wallMs: START - 200 * DAY, offsetMs: null };
  const body = aShift();
  await commit(db, { kind: 'shift.opened', body }, behind);
  await commit(db, sale(body.shiftId), behind);
  const close = { kind: 'shift.closed', body: aShiftClose(body.shiftId, { lastSeq: 2 }) } as const;
  await commit(db, close, { wallMs: START - 200 * DAY, offsetMs: 200 * DAY }); // entry 3, two milliseconds on
  await aDay(1);
  await commit(db, { kind: 'shift.opened', body: aShift() }, behind); // and not heard again since
  await told({ acked: 9, safe: 9 });
  expect(await forgetOldEntries(db, START + 1000)).toBe(0);
  expect(await forgetOldEntries(db, LATER + 1)).toBe(0);
  expect(await forgetOldEntries(db, LATER + 2)).toBe(3);
  expect(await kept()).toEqual(from(4, 9));
});

test('a whole slice from before the server was heard waits for the first entry after it', async () => {
  const body = aShift();
  await commit(db, { kind: 'shift.opened', body }, { wallMs: 1, offsetMs: null });
  for (let n = 0; n < 520; n += 1) await commit(db, sale(body.shiftId), { wallMs: 2, offsetMs: null });
  const close = { kind: 'shift.closed', body: aShiftClose(body.shiftId, { lastSeq: 521 }) } as const;
  await commit(db, close, { wallMs: START });
  await aDay(1);
  await told({ acked: 527, safe: 527 });
  expect(await forgetOldEntries(db, LATER - 1)).toBe(0);
  expect(await forgetOldEntries(db, LATER)).toBe(522);
}, 60_000);

test('more than one slice goes in one call', async () => {
  await aDay(0, { sales: 1200 });
  await aDay(1);
  const last = (await readMeta(db, 'head'))!.seq;
  await told({ acked: last, safe: last });
  expect(await forgetOldEntries(db, LATER + DAY - 1)).toBe(1202);
  expect((await kept())[0]).toBe(1203);
}, 60_000);

test('of a life that was left, what was safe in it goes; what was copied from it stays', async () => {
  await aDay(0);
  await putMeta(db, 'identity', {
    deviceId: newId(), incarnation: life, incarnationNo: 1, orgId: newId(), orgNo: 1, storeId: newId(), storeNo: 1,
    tillCode: 'T3', tillNo: 3, kid: 'aaaaaaaa', thumbprint: 'x', openedEntryId: newId(), waiting: false,
    serverKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
  }); // prettier-ignore
  await told({ acked: 4, safe: 3 });
  await putMeta(db, 'frozen', { reason: 'fork', at: 5, serverHash: null });
  const next = (await beginNextLife(db, { newId, stamp: { wallMs: START + DAY, monoMs: 1 } }))!;
  while ((await copyNextSlice(db)).left > 0);
  expect(await forgetOldEntries(db, LATER + 300 * DAY)).toBe(3);
  expect(await kept(life)).toEqual([4, 5]);
  expect(await kept(next.incarnation)).toEqual([1, 2]);
  const body = aShift();
  await commitEntry(db, factOf(db, { kind: 'shift.opened', body }, { wallMs: START + 2 * DAY }));
});
