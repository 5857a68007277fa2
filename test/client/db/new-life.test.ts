/** A journal that begins anew: on the real database code, with a fault at each of its requests. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkChain, contentText, genesisHash } from '../../../src/core/journal.ts';
import { commitEntry, readEntry } from '../../../src/client/db/commit-entry.ts';
import { entriesAfter, putMeta, readMeta, type JournalDb } from '../../../src/client/db/journal-db.ts';
import { leftOf } from '../../../src/client/db/left-lives.ts';
import { beginNextLife, copyNextSlice } from '../../../src/client/db/new-life.ts';
import type { DatabasePlace } from '../../../src/client/db/open-database.ts';
import { sha256Hex } from '../../../src/client/sha256-hex.ts';
import { followLife } from '../../../src/client/till-life.ts';
import { journalState } from '../../../src/client/till-state.ts';
import { withFault, type FaultKind } from '../../support/faulty-indexeddb.ts';
import { memoryPlace, openJournal } from '../../support/memory-databases.ts';
import { aSale, aShiftClose, newId } from '../../support/till-facts.ts';
import { factOf, openShop, sale } from './journal-kit.ts';

const MEANS = { newId, stamp: { wallMs: 1_000_500, monoMs: 9 } };
const DEVICE = randomUUID();
const SOLD = 12;
const ACKED = 5;

let place: DatabasePlace;
let db: JournalDb;
let old: string;
let shiftId: string;

/** An incarnation with a shift and sales, of which the first entries are with the server. */
beforeEach(async () => {
  place = memoryPlace();
  db = await openJournal(place);
  ({ incarnation: old, shiftId } = await openShop(db, DEVICE));
  await putMeta(db, 'identity', {
    deviceId: DEVICE,
    incarnation: old,
    incarnationNo: 1,
    orgId: randomUUID(),
    orgNo: 1,
    storeId: randomUUID(),
    storeNo: 1,
    tillCode: 'T3',
    tillNo: 3,
    kid: 'aaaaaaaa',
    thumbprint: 'x',
    serverKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
    openedEntryId: newId(),
    waiting: false,
  });
  for (let n = 0; n < SOLD; n += 1) await sell();
  const at = await db.entries.get([old, ACKED]);
  await putMeta(db, 'acked', { seq: ACKED, hash: at!.hash });
  await putMeta(db, 'safe', { seq: ACKED - 1 });
});

const sell = (wallMs = 1_000_000, tab = db) => commitEntry(tab, factOf(tab, sale(shiftId), { wallMs }));
const freeze = (at = 9) => putMeta(db, 'frozen', { reason: 'fork', at, serverHash: null });
const entriesOf = (incarnation: string) => entriesAfter(db, { incarnation, seq: 0, limit: 1000 });

async function copyAll(atOnce = 4): Promise<void> {
  while ((await copyNextSlice(db, atOnce)).left > 0);
}

/** The new life holds, in a sound chain, each fact past `agreed` once, as it was said. */
async function expectAllAgain(agreed: number): Promise<void> {
  const head = (await readMeta(db, 'head'))!;
  const fresh = await entriesOf(head.incarnation);
  const start = { seq: 0, hash: genesisHash(sha256Hex, DEVICE, head.incarnation) };
  expect(checkChain(fresh, { start, end: head, sha256Hex })).toBe(null);
  const contents = fresh.map((row) => contentText(readEntry(row)));
  expect(new Set(contents).size).toBe(fresh.length);
  for (const row of (await entriesOf(old)).filter(({ seq }) => seq > agreed)) {
    expect(contents.filter((each) => each === contentText(readEntry(row)))).toHaveLength(1);
  }
  expect(leftOf((await readMeta(db, 'copying'))!.parts)).toBe(0);
}

test('nothing begins anew while nothing is wrong', async () => {
  expect(await beginNextLife(db, MEANS)).toBe(null);
  expect(await readMeta(db, 'head')).toMatchObject({ incarnation: old, seq: SOLD + 1 });
});

test('the first entry names the old life and the last place both agree on; facts past it come again', async () => {
  await freeze();
  const before = await entriesOf(old);
  const next = (await beginNextLife(db, MEANS))!;
  expect(await beginNextLife(db, MEANS)).toBe(null); // another tab that saw it too
  expect(next).toMatchObject({ incarnationNo: 2, deviceId: DEVICE });
  const [first] = await entriesOf(next.incarnation);
  expect(readEntry(first!).body).toMatchObject({
    reason: 'fork',
    incarnationNo: 2,
    old: { incarnation: old, ackedSeq: ACKED, ackedHash: before[ACKED - 1]!.hash },
  });
  expect(await journalState(db)).toMatchObject({ pending: 1 + SOLD + 1 - ACKED, frozen: false, ackedSeq: 0 });
  await copyAll();
  await expectAllAgain(ACKED);
  expect(await entriesOf(old)).toEqual(before);
  expect(await journalState(db)).toMatchObject({ pending: 1 + SOLD + 1 - ACKED, counters: { receiptNo: 0 } });
});

test.each([
  [3, 2], // they differ below what was acknowledged: further back
  [1, 0],
  [99, ACKED], // the server is ahead of this disk
])('differing from entry %i on, facts past %i come again', async (at, agreed) => {
  await freeze(at);
  const next = (await beginNextLife(db, MEANS))!;
  const [first] = await entriesOf(next.incarnation);
  expect(readEntry(first!).body).toMatchObject({ old: { ackedSeq: agreed } });
  await copyAll();
  await expectAllAgain(agreed);
});

test('selling goes on meanwhile, in a series of its own, and a shift closes over both lives', async () => {
  await freeze();
  await beginNextLife(db, MEANS);
  const sold = await sell(1_002_000);
  expect((sold.entry.body as { no: string }).no).toBe('T3b-000001');
  await copyNextSlice(db, 3);
  expect(((await sell(1_003_000)).entry.body as { no: string }).no).toBe('T3b-000002');
  await copyAll();
  await expectAllAgain(ACKED);
  const { entries } = db;
  const times = (await entriesOf(sold.row.incarnation)).map((row) => readEntry(row).wallMs);
  expect(times.slice(1)).not.toEqual([...times.slice(1)].sort((a, b) => a - b)); // told as they were, not restamped
  const lastSeq = (await readMeta(db, 'head'))!.seq;
  expect(await db.sales.where('shiftId').equals(shiftId).count()).toBe(SOLD + 2);
  const close = factOf(db, { kind: 'shift.closed', body: aShiftClose(shiftId, { lastSeq }) }, { wallMs: 1_004_000 });
  await commitEntry(db, close);
  expect(await entries.where('entryId').equals(close.entryId).count()).toBe(1);
});

test('a sale paid before the freeze and tried again after it is the same sale', async () => {
  const body = aSale(shiftId);
  const entryId = newId();
  const first = await commitEntry(db, factOf(db, { kind: 'sale.completed', body }, { entryId }));
  await freeze();
  await beginNextLife(db, MEANS);
  const again = await commitEntry(db, factOf(db, { kind: 'sale.completed', body }, { entryId }));
  expect(again).toMatchObject({ repeated: true, row: { hash: first.row.hash } });
  await copyAll();
  const twins = await db.entries.where('entryId').equals(entryId).toArray();
  expect(twins.map((row) => row.incarnation === old).sort()).toEqual([false, true]);
});

test('frozen again before all was copied: the third life holds what the second still owed, and its own', async () => {
  await freeze();
  const second = (await beginNextLife(db, MEANS))!;
  await copyNextSlice(db, 2);
  await sell(1_002_000);
  await freeze(1);
  await beginNextLife(db, MEANS);
  await copyAll();
  await expectAllAgain(ACKED);
  const fresh = new Set((await entriesOf((await readMeta(db, 'head'))!.incarnation)).map(({ entryId }) => entryId));
  for (const row of await entriesOf(second.incarnation)) {
    expect(fresh.has(row.entryId)).toBe(row.kind !== 'incarnation.opened');
  }
});

test('two tabs that copy at once copy each fact once', async () => {
  await freeze();
  await beginNextLife(db, MEANS);
  const other = await openJournal(place);
  await Promise.all([copyNextSlice(db, 3), copyNextSlice(other, 3), sell(1_002_000, other), copyNextSlice(other, 3)]);
  await copyAll();
  await expectAllAgain(ACKED);
});

test('where all that was asked for is here already, the till hears that nothing waits', async () => {
  await putMeta(db, 'copying', { parts: [{ incarnation: old, after: 0, to: SOLD }] });
  expect((await journalState(db)).left).toBe(SOLD);
  const heard: Promise<number>[] = [];
  const onFault = (error: unknown) => expect.fail(String(error));
  const life = followLife({
    deps: { newId, clock: Date.now, mono: () => 0, setTimer: () => () => undefined, onFault },
    journal: db,
    freeSpace: () => Promise.resolve(),
    onLife: () => Promise.resolve(),
    onDiskTrouble: () => expect.fail('the disk is well'),
    onCopied: () => heard.push(journalState(db).then(({ left }) => left)),
  }); // prettier-ignore
  await life.look();
  expect((await Promise.all(heard)).at(-1)).toBe(0);
  await life.close();
});

test('an entry the disk has damaged stays where it is and stops nothing', async () => {
  const broken = (await db.entries.get([old, 8]))!;
  await db.entries.put({ ...broken, bytes: broken.bytes.slice(0, 40) });
  await freeze();
  await beginNextLife(db, MEANS);
  await copyAll();
  expect(await entriesOf((await readMeta(db, 'head'))!.incarnation)).toHaveLength(1 + SOLD + 1 - ACKED - 1);
  expect((await db.entries.get([old, 8]))!.bytes).toHaveLength(40);
});

describe.each<FaultKind>(['throws', 'aborts', 'quota'])('a database that %s at the n-th request', (kind) => {
  test('leaves a journal that is taken up again, with each fact once', async () => {
    await freeze();
    let faults = 0;
    for (let at = 1; ; at += 1) {
      const run = async () => {
        await beginNextLife(db, MEANS);
        while ((await copyNextSlice(db, 2)).left > 0);
      };
      const { result, struck } = await withFault({ at, kind }, run);
      if (!struck) {
        expect(result.status).toBe('fulfilled');
        break;
      }
      faults += 1;
      // What is there after the fault is a whole life or none, and its marks agree with it.
      const head = (await readMeta(db, 'head'))!;
      expect((await readMeta(db, 'identity'))!.incarnation).toBe(head.incarnation);
      expect((await entriesOf(head.incarnation)).length).toBe(head.seq);
      const { pending } = await journalState(db);
      expect(pending).toBeGreaterThanOrEqual(SOLD + 1 - ACKED); // never shown as sent
    }
    expect(faults).toBeGreaterThan(10);
    await copyAll();
    await expectAllAgain(ACKED);
    expect(await readMeta(db, 'frozen')).toBe(undefined);
  });
});
