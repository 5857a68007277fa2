/**
 * Which tab of this device syncs. A Web Lock hands over at once when a tab closes; a lease row, renewed while leading,
 * finds the holder that fell asleep without letting go (seen in Safari), whose lock is then stolen. Without Web Locks
 * the lease alone decides. Two leaders at once are harmless: nothing rests on there being one.
 */
import type { CacheDb, LeaseRow } from '../db/cache-db.ts';

const LEASE_MS = 10_000;
export const RENEW_MS = 5_000;
/** Silence after which a holder is taken for asleep: its lease and a little. */
export const SILENCE_MS = 15_000;

export type LeaderDeps = {
  readonly cache: CacheDb;
  readonly locks: LockManager | null;
  readonly lockName: string;
  readonly tab: string;
  readonly clock: () => number;
  readonly setTimer: (ms: number, fire: () => void) => () => void;
  readonly onLead: (gained: boolean) => void;
  readonly onFault: (error: unknown) => void;
};

/** Runs for leader until the returned function is called, which lets go so that another tab need not wait. */
export function campaign(deps: LeaderDeps): () => Promise<void> {
  let stopped = false;
  let leads = false;
  let stealing = false;
  let letGo: () => void = () => undefined;
  let cancelTimer: () => void = () => undefined;
  const quit = new AbortController();

  const lead = (gained: boolean) => {
    if (gained === leads || (gained && stopped)) return;
    leads = gained;
    deps.onLead(gained);
  };
  const beat = async () => {
    const free = await renewLease(deps, leads || deps.locks === null);
    if (stopped) return dropLease(deps);
    if (deps.locks === null) lead(free === 'mine');
    else if (!leads && free === 'silent' && !stealing) runForLock(true);
  };
  let beating: Promise<void> = Promise.resolve();
  const tick = () => {
    beating = beat().catch(deps.onFault);
    cancelTimer = deps.setTimer(RENEW_MS, tick);
  };
  const runForLock = (steal: boolean) => {
    stealing = steal;
    const hold = () => {
      stealing = false;
      lead(true);
      beating = beating.then(beat).catch(deps.onFault); // the lease is ours from now on
      return new Promise<void>((resolve) => (letGo = resolve));
    };
    const lost = () => {
      stealing = false;
      lead(false);
      if (!stopped) runForLock(false); // somebody stole it: wait in line again
    };
    const options = steal ? { steal } : { signal: quit.signal };
    deps.locks?.request(deps.lockName, options, hold).catch(lost);
  };

  if (deps.locks === null) tick();
  else {
    // The lease in the row may be of a tab long gone: nobody is taken for asleep before the lock had time to come.
    runForLock(false);
    cancelTimer = deps.setTimer(RENEW_MS, tick);
  }
  return async () => {
    stopped = true;
    cancelTimer();
    quit.abort();
    lead(false);
    letGo();
    await beating;
    await dropLease(deps);
  };
}

const dropLease = ({ cache, tab }: LeaderDeps): Promise<void> =>
  cache.transaction('rw', [cache.lease], async () => {
    const lease = await cache.lease.get('sync');
    if (lease?.tab === tab) await cache.lease.delete('sync');
  });

/**
 * The lease as this device's clock can judge it. One that runs longer than any lease does was written before the clock
 * was put back: it runs out from now on, or its dead holder would lead for years.
 */
async function leaseNow(cache: CacheDb, now: number): Promise<LeaseRow | undefined> {
  const lease = await cache.lease.get('sync');
  if (lease === undefined || lease.untilMs <= now + LEASE_MS) return lease;
  const corrected = { ...lease, untilMs: now + LEASE_MS };
  await cache.lease.put(corrected);
  return corrected;
}

/** Takes or renews the lease when allowed and free. `silent`: its holder has not been heard for too long. */
function renewLease(deps: LeaderDeps, mayTake: boolean): Promise<'mine' | 'taken' | 'silent'> {
  const { cache, tab, clock } = deps;
  return cache.transaction('rw', [cache.lease], async () => {
    const now = clock();
    const lease = await leaseNow(cache, now);
    const isFree = lease === undefined || lease.tab === tab || lease.untilMs < now;
    if (mayTake && (isFree || deps.locks !== null)) {
      await cache.lease.put({ key: 'sync', tab, untilMs: now + LEASE_MS });
      return 'mine';
    }
    if (lease === undefined) {
      // Who holds the lock has not written one: its databases may be closed to it for good. From now on it runs out.
      await cache.lease.put({ key: 'sync', tab: '', untilMs: now + LEASE_MS });
      return 'taken';
    }
    return now > lease.untilMs + SILENCE_MS - LEASE_MS ? 'silent' : 'taken';
  });
}
