import { Dexie } from 'dexie';
import { beforeEach, expect, test } from 'vitest';
import { ANSWER_WITHIN_MS, commitFact, type CommitDeps } from '../../../src/client/db/commit-fact.ts';
import { freeSpace, layBallast } from '../../../src/client/db/free-space.ts';
import { readMeta, type JournalDb } from '../../../src/client/db/journal-db.ts';
import type { DatabasePlace } from '../../../src/client/db/open-database.ts';
import { withFault, type FaultKind } from '../../support/faulty-indexeddb.ts';
import { memoryPlace, openCache, openJournal } from '../../support/memory-databases.ts';
import { expectSound, factOf, openShop, sale } from './journal-kit.ts';

let place: DatabasePlace;
let db: JournalDb;
let shiftId: string;
let freed: number;
let retired: boolean;

beforeEach(async () => {
  place = memoryPlace();
  retired = false;
  freed = 0;
  db = await openJournal(place, { onRetired: () => (retired = true), onBlocked: () => undefined });
  shiftId = (await openShop(db)).shiftId;
});

/** Time runs when the test says so: the deadline is a list of callbacks by their delay. */
const timers: { ms: number; fire: () => void }[] = [];
const deps = (over: Partial<CommitDeps> = {}): CommitDeps => ({
  db,
  retired: () => retired,
  freeSpace: async () => {
    freed += 1;
  },
  setTimer: (ms, fire) => {
    const timer = { ms, fire };
    timers.push(timer);
    if (ms < ANSWER_WITHIN_MS) queueMicrotask(fire); // pauses between tries pass at once
    return () => timers.splice(timers.indexOf(timer), 1);
  },
  ...over,
});

test.each<FaultKind>(['throws', 'aborts'])(
  'a database that %s once is reopened, and the sale is there once',
  async (kind) => {
    for (let at = 1; ; at += 1) {
      const before = await db.sales.count();
      const { result, struck } = await withFault({ at, kind }, () => commitFact(deps(), factOf(db, sale(shiftId))));
      expect(result).toMatchObject({ status: 'fulfilled', value: { ok: true } });
      expect(await db.sales.count()).toBe(before + 1);
      if (!struck) break;
    }
    await expectSound(db);
  },
);

/** The journal with `transaction` replaced. */
function withTransactions(real: JournalDb, run: (commit: () => Promise<unknown>) => Promise<unknown>): JournalDb {
  return new Proxy(real, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const method = value as (...args: unknown[]) => Promise<unknown>;
      return name === 'transaction'
        ? (...args: unknown[]) => run(() => method.apply(target, args))
        : method.bind(target);
    },
  });
}

/** A database that commits and then says it did not: the answer is lost on the way back. */
function losingAnswers(real: JournalDb, times: number): JournalDb {
  let left = times;
  return withTransactions(real, async (commit) => {
    const done = await commit();
    if (left <= 0) return done;
    left -= 1;
    throw new DOMException('connection to Indexed Database server lost', 'UnknownError');
  });
}

test('a commit whose answer was lost is found again, not sold twice', async () => {
  const outcome = await commitFact(deps({ db: losingAnswers(db, 2) }), factOf(db, sale(shiftId)));
  expect(outcome).toMatchObject({ ok: true, value: { repeated: true } });
  expect(await db.sales.count()).toBe(1);
  await expectSound(db);
});

test('a full disk: what can be fetched again goes, then the sale fits', async () => {
  const cache = await openCache(place);
  await layBallast(db, (size) => new Uint8Array(size));
  const rows = [{ t: 'product', id: 'a', s: 1 }];
  const mark = { gen: 'g1', key: 'g1', seq: 1, mark: 'm' };
  const applied = { incarnation: 'i', seq: 0, parked: [] };
  await cache.cursor.put({
    stream: 'org',
    now: { ...mark, applied, foldedTo: 0 },
    next: { ...mark, key: 'g2' },
    serverEpoch: 'e',
  });
  await cache.pages.bulkPut(['g0', 'g1', 'g2'].map((key) => ({ stream: 'org', key, n: 0, rows })));
  const free = { freeSpace: () => freeSpace(db, cache) };
  const { result } = await withFault({ at: 4, kind: 'quota' }, () => commitFact(deps(free), factOf(db, sale(shiftId))));
  expect(result).toMatchObject({ status: 'fulfilled', value: { ok: true } });
  expect((await cache.pages.toArray()).map(({ key }) => key)).toEqual(['g1']);
  expect((await cache.cursor.get('org'))?.next).toBe(null);
  expect(await readMeta(db, 'ballast')).toBe(undefined);
  await expectSound(db);
});

test('a disk that stays full stops the sale in plain words, before anything is half written', async () => {
  const full = factOf(db, sale(shiftId));
  const outcome = await commitFact(deps(), {
    ...full,
    touch: () => Promise.reject(new DOMException('disk full', 'QuotaExceededError')),
  });
  expect(outcome).toEqual({ ok: false, error: { code: 'journal_full' } });
  expect(freed).toBe(1);
  await expectSound(db);
});

test('a database that does not come back: "unknown" after five seconds; the sale counts once if it does', async () => {
  const fact = factOf(db, sale(shiftId));
  let thaw: () => void = () => undefined;
  const frozen = withTransactions(db, async (run) => {
    await new Promise<void>((resolve) => (thaw = resolve));
    return run();
  });
  const answer = commitFact(deps({ db: frozen }), fact);
  timers.find(({ ms }) => ms === ANSWER_WITHIN_MS)!.fire();
  expect(await answer).toEqual({ ok: false, error: { code: 'outcome_unknown' } });
  thaw(); // the commit nobody waited for goes through after all
  expect(await commitFact(deps(), fact)).toMatchObject({ ok: true });
  expect(await db.sales.count()).toBe(1);
  await expectSound(db);
});

test('a newer build in another tab takes the database: this code writes no more', async () => {
  const newer = new Dexie('halfloop-till-journal', { ...place, autoOpen: false });
  newer.version(2).stores({ entries: '[incarnation+seq], entryId', later: 'id' });
  await newer.open();
  expect(retired).toBe(true);
  expect(await commitFact(deps(), factOf(db, sale(shiftId)))).toEqual({ ok: false, error: { code: 'older_app' } });
  expect(await newer.table('entries').count()).toBe(1);
  newer.close();
});
