import { beforeEach, expect, test } from 'vitest';
import { campaign, RENEW_MS, SILENCE_MS, type LeaderDeps } from '../../../src/client/sync/leader.ts';
import type { CacheDb } from '../../../src/client/db/cache-db.ts';
import { memoryPlace, openCache } from '../../support/memory-databases.ts';

let cache: CacheDb;
let now: number;
let timers: { atMs: number; fire: () => void }[];
let leaders: Set<string>;

beforeEach(async () => {
  cache = await openCache(memoryPlace());
  now = 1_000_000;
  timers = [];
  leaders = new Set();
});

const depsOf = (tab: string, locks: LockManager | null = null): LeaderDeps => ({
  cache,
  locks,
  lockName: 'sync',
  tab,
  clock: () => now,
  setTimer: (ms, fire) => {
    const timer = { atMs: now + ms, fire };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  },
  onLead: (gained) => {
    if (gained) leaders.add(tab);
    else leaders.delete(tab);
  },
  onFault: (error) => {
    throw error;
  },
});

/** Lets databases and promises settle: fake-indexeddb answers in macrotasks. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

async function pass(ms: number): Promise<void> {
  const end = now + ms;
  for (;;) {
    const next = timers.filter(({ atMs }) => atMs <= end).sort((a, b) => a.atMs - b.atMs)[0];
    if (next === undefined) break;
    timers = timers.filter((other) => other !== next);
    now = Math.max(now, next.atMs); // a timer that slept fires late, it does not turn time back
    next.fire();
    await settle();
  }
  now = end;
}

test('without Web Locks the lease decides: one leads, and the other takes over when it lets go', async () => {
  const stop = campaign(depsOf('a'));
  await settle();
  campaign(depsOf('b'));
  await pass(5 * RENEW_MS);
  expect([...leaders]).toEqual(['a']);
  await stop();
  await pass(2 * RENEW_MS);
  expect([...leaders]).toEqual(['b']);
});

test('a lease written before the clock was put back by years does not outlive its dead holder', async () => {
  await cache.lease.put({ key: 'sync', tab: 'dead', untilMs: now + 3e11 });
  campaign(depsOf('b'));
  await pass(4 * RENEW_MS);
  expect([...leaders]).toEqual(['b']);
});

test('a clock put back does not take the lead from one who renews', async () => {
  campaign(depsOf('a'));
  await settle();
  campaign(depsOf('b'));
  await pass(RENEW_MS);
  timers = timers.map((timer) => ({ ...timer, atMs: timer.atMs - 3_600_000 })); // timers do not follow the clock
  now -= 3_600_000;
  await pass(5 * RENEW_MS);
  expect([...leaders]).toEqual(['a']);
});

test('a holder asleep since before the clock was put back is found', async () => {
  const locks = fakeLocks();
  await cache.lease.put({ key: 'sync', tab: 'asleep', untilMs: now + 3e11 });
  locks.request('sync', {}, () => new Promise(() => undefined)).catch(() => undefined);
  campaign(depsOf('b', locks));
  await pass(SILENCE_MS + 3 * RENEW_MS);
  expect([...leaders]).toEqual(['b']);
});

test('a holder whose databases were closed before it could write a lease is found', async () => {
  const locks = fakeLocks();
  locks.request('sync', {}, () => new Promise(() => undefined)).catch(() => undefined);
  campaign(depsOf('b', locks));
  await pass(SILENCE_MS);
  expect([...leaders]).toEqual([]); // it may only be slow
  await pass(SILENCE_MS + 3 * RENEW_MS);
  expect([...leaders]).toEqual(['b']);
});

/** Web Locks as the standard has them: a queue, and stealing. */
function fakeLocks() {
  const queue: { hold: () => Promise<unknown>; fail: (error: Error) => void; done: () => void }[] = [];
  let holder: (typeof queue)[number] | null = null;
  const next = () => {
    holder = queue.shift() ?? null;
    const mine = holder;
    mine?.hold().then(
      () => {
        mine.done();
        if (holder === mine) next();
      },
      () => undefined,
    );
  };
  const request = (_name: string, options: LockOptions, hold: () => Promise<unknown>) =>
    new Promise<void>((done, fail) => {
      const one = { hold, fail, done };
      options.signal?.addEventListener('abort', () => {
        if (!queue.includes(one)) return; // granted locks are not taken back by their signal
        queue.splice(queue.indexOf(one), 1);
        fail(new Error('AbortError'));
      });
      if (options.steal === true) {
        holder?.fail(new Error('AbortError'));
        queue.unshift(one);
        next();
      } else {
        queue.push(one);
        if (holder === null) next();
      }
    });
  return { request } as unknown as LockManager;
}

test('with Web Locks the next in line leads at once when a tab closes', async () => {
  const locks = fakeLocks();
  const stop = campaign(depsOf('a', locks));
  campaign(depsOf('b', locks));
  await settle();
  expect([...leaders]).toEqual(['a']);
  await stop();
  await settle();
  expect([...leaders]).toEqual(['b']);
});

test('a holder that fell asleep without letting go loses the lock; awake, it waits in line', async () => {
  const locks = fakeLocks();
  campaign(depsOf('a', locks));
  await settle();
  campaign(depsOf('b', locks));
  await settle();
  await pass(3 * RENEW_MS);
  expect([...leaders]).toEqual(['a']);
  const asleep = timers;
  timers = timers.slice(1); // a's timer does not fire while it is suspended
  await pass(SILENCE_MS + 3 * RENEW_MS);
  expect([...leaders]).toEqual(['b']);
  timers.push(asleep[0]!);
  await pass(3 * RENEW_MS);
  expect([...leaders]).toEqual(['b']);
});
