/**
 * Looking after what a till has on disk, while nobody waits: the browser's promise to keep it, the reserve for a full
 * disk, marks of carts closed long ago, entries old enough to be forgotten.
 */
import { forgetClosedCarts } from './db/cart-shelf.ts';
import { layBallast } from './db/free-space.ts';
import type { CacheDb } from './db/cache-db.ts';
import { putMeta, readMeta, type JournalDb } from './db/journal-db.ts';
import { isDiskTrouble } from './db/commit-fact.ts';
import { revive } from './db/open-database.ts';
import type { TillDeps } from './till-deps.ts';
import type { TillState } from './till-device.ts';

const FORGET_EVERY_MS = 6 * 3_600_000;
const LOOK_FOR_ROOM_EVERY_MS = 5_000;
/** Failures of one moment are mended at once, and a disk that goes on failing keeps nobody busy. */
const MEND_MS = 250;

type CareParts = {
  readonly deps: Pick<TillDeps, 'storage' | 'clock' | 'mono' | 'setTimer' | 'randomBytes' | 'onFault'>;
  readonly journal: JournalDb;
  readonly cache: CacheDb;
  readonly isRetired: () => boolean;
  readonly readOnly: boolean;
  /** Whatever could not be read meanwhile is to be read again. */
  readonly onMended: () => Promise<void>;
  readonly report: (error: unknown) => void;
  readonly tell: (change: Partial<Pick<TillState, 'persisted' | 'storageFull'>>) => void;
};

export type TillCare = {
  /** What is done at start and need not be waited for. */
  readonly tend: () => void;
  /** Asks the browser not to evict this shop's books; never waited for. */
  readonly askToKeep: () => void;
  /** The server's time is known: what is old by it may go. */
  readonly heard: (serverMs: number) => void;
  /** A fact found no room. Told, and looked at now and then until the reserve can be laid aside again. */
  readonly full: () => void;
  /** A database failed: one whose connection is gone is opened anew. What failed tries again by itself. */
  readonly mend: () => void;
  /** Something broke while nobody waited. */
  readonly told: (error: unknown) => void;
  readonly settled: () => Promise<void>;
};

export function careFor({ deps, journal, cache, isRetired, readOnly, report, tell, onMended }: CareParts): TillCare {
  let work: Promise<void> = Promise.resolve();
  let forgotMs: number | null = null;
  const then = (next: () => Promise<void>) => {
    work = work.then(next).catch(deps.onFault);
  };
  const mender = menderOf({ deps, journal, cache, isRetired, then, onMended });
  const room = roomWatch({ deps, journal, then, onRoom: () => tell({ storageFull: false }) });
  return {
    tend: () =>
      then(async () => {
        tell({ persisted: (await deps.storage?.persisted()) ?? false });
        // Before the network goes.
        await Promise.allSettled([
          import('./auth/pin.ts'),
          import('./auth/ask-signed.ts'),
          import('./rescue.ts'),
          import('./db/new-life.ts'),
        ]);
        if (readOnly) return;
        await forgetClosedCarts(journal);
        await layBallast(journal, deps.randomBytes).catch((error: unknown) => {
          if (!isDiskTrouble(error)) throw error; // no room for a reserve: sales are told so when they find none
        });
      }),
    askToKeep: () =>
      then(async () => {
        const persisted = (await deps.storage?.persist()) ?? false;
        await putMeta(journal, 'persisted', { answer: persisted });
        tell({ persisted });
      }),
    heard: (serverMs) => {
      const now = deps.mono();
      if (readOnly || (forgotMs !== null && now - forgotMs < FORGET_EVERY_MS)) return;
      forgotMs = now;
      then(async () => {
        const { forgetOldEntries } = await import('./db/retention.ts');
        await forgetOldEntries(journal, serverMs);
      });
    },
    full: () => {
      tell({ storageFull: true });
      room.look();
    },
    mend: mender.mend,
    told: (error) => {
      if (isDiskTrouble(error)) mender.mend();
      report(error);
    },
    settled: async () => {
      await work;
      room.stop();
      mender.stop();
    },
  };
}

type Then = { readonly then: (next: () => Promise<void>) => void };

/** Opens anew what the browser has closed, a moment after something met it. */
function menderOf(parts: Pick<CareParts, 'deps' | 'journal' | 'cache' | 'isRetired' | 'onMended'> & Then) {
  const { deps, journal, cache, isRetired, then, onMended } = parts;
  let stop: (() => void) | null = null;
  const mend = async () => {
    await revive(journal, () => readMeta(journal, 'head'));
    await revive(cache, () => cache.cursor.count());
    await onMended();
  };
  const begin = () => {
    stop = null;
    if (!isRetired()) then(mend);
  };
  return {
    mend: () => {
      if (!isRetired()) stop ??= deps.setTimer(MEND_MS, begin);
    },
    stop: () => stop?.(),
  };
}

/** Looks now and then whether the reserve can be laid aside again: then there is room. */
function roomWatch(parts: Pick<CareParts, 'deps' | 'journal'> & Then & { readonly onRoom: () => void }) {
  const { deps, journal, then, onRoom } = parts;
  let stop: (() => void) | null = null;
  let missed = 0; // times a fact found none
  const tryAgain = async () => {
    stop = null;
    const before = missed;
    try {
      await layBallast(journal, deps.randomBytes);
    } catch (error) {
      if (!isDiskTrouble(error)) throw error;
      wait();
      return;
    }
    if (missed === before) onRoom(); // else it is looked at again
  };
  const wait = () => {
    stop ??= deps.setTimer(LOOK_FOR_ROOM_EVERY_MS, () => then(tryAgain));
  };
  const look = () => {
    missed += 1;
    wait();
  };
  return { look, stop: () => stop?.() };
}
