import { afterEach, expect, test, vi } from 'vitest';
import { CacheDb } from '../../../src/client/db/cache-db.ts';
import { campaign, RENEW_MS } from '../../../src/client/sync/leader.ts';
import { memoryPlace } from '../../support/memory-databases.ts';

/** Locks as a browser grants them: one holder at a time, a moment after they were asked for; `steal` takes it away. */
function browserLocks() {
  let taken: ((reason: unknown) => void) | null = null;
  const asked: ('wait' | 'steal')[] = [];
  const request = (_name: string, options: LockOptions, hold: () => Promise<void>) => {
    asked.push(options.steal === true ? 'steal' : 'wait');
    return new Promise<void>((resolve, reject) => {
      setTimeout(() => {
        if (options.steal === true) taken?.(new Error('stolen'));
        taken = reject;
        void hold().then(resolve);
      }, 30);
    });
  };
  return { asked, locks: { request } as unknown as LockManager };
}

afterEach(() => vi.useRealTimers());

test('a reload leads at once, whatever lease a tab long gone left behind, and takes nothing from itself', async () => {
  const cache = new CacheDb('leader-test', memoryPlace());
  await cache.open();
  await cache.lease.put({ key: 'sync', tab: 'gone', untilMs: 1000 });
  const { asked, locks } = browserLocks();
  const led: boolean[] = [];
  const stop = campaign({
    cache,
    locks,
    lockName: 'sync',
    tab: 'here',
    clock: () => 10_000_000,
    setTimer: (ms, fire) => {
      const timer = setTimeout(fire, ms / 50); // RENEW_MS becomes 100 ms
      return () => clearTimeout(timer);
    },
    onLead: (gained) => led.push(gained),
    onFault: (error) => {
      throw error;
    },
  });
  await vi.waitFor(async () => expect(await cache.lease.get('sync')).toMatchObject({ tab: 'here' }));
  await new Promise((resolve) => setTimeout(resolve, (2.5 * RENEW_MS) / 50));
  expect(asked).toEqual(['wait']);
  expect(led).toEqual([true]);
  await stop();
  expect(await cache.lease.get('sync')).toBe(undefined);
  cache.close();
});
