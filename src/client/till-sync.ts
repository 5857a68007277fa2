/**
 * A till's syncing as its device sees it. The engine, its requests and its parsers are fetched when syncing starts,
 * after the first screen: nothing of selling waits for them. Should the fetch fail (no network, nothing kept yet), the
 * next wish or wake tries again; what was committed meanwhile is read from the journal then.
 */
import type { Identity } from './auth/enrol.ts';
import type { Told } from './sync/driver.ts';
import type { RunningSync, SyncParts } from './sync/run-sync.ts';

/** What a commit sets going here waits this long: the frame that says "paid" comes first, a burst goes as one. */
const SEND_AFTER_MS = 120;

export type TillSync = {
  readonly streams: readonly string[];
  readonly tell: (told: Told) => void;
  /** This page has committed up to here. */
  readonly committed: (headSeq: number) => void;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export const storeStream = ({ storeId }: Pick<Identity, 'storeId'>): string => `store:${storeId}`;

export function createTillSync(parts: Omit<SyncParts, 'streams'>): TillSync {
  const { deps, identity } = parts;
  const streams = ['org', storeStream(identity)];
  let running: RunningSync | null = null;
  let loading: Promise<void> | null = null;
  let wanted = false;
  let closed = false;
  let stopWaking: () => void = () => undefined;

  let newestSeq = 0;
  let callOff: (() => void) | null = null; // of the word about what was committed

  const load = async () => {
    const { runSync } = await import('./sync/run-sync.ts');
    stopWaking();
    if (!closed) running = runSync({ ...parts, streams });
    if (wanted) running?.start();
  };
  const fetchOnce = () => {
    if (running !== null || loading !== null || closed) return;
    loading = load().catch(deps.onFault).finally(() => (loading = null)); // prettier-ignore
  };
  const passOn = (told: Told) => {
    if (running === null && wanted) fetchOnce();
    running?.tell(told);
  };
  const tellCommitted = () => {
    callOff?.();
    callOff = null;
    passOn({ is: 'committed', headSeq: newestSeq });
  };
  return {
    streams,
    tell: (told) => {
      if (callOff !== null) tellCommitted(); // news keep their order
      passOn(told);
    },
    committed: (headSeq) => {
      newestSeq = headSeq;
      callOff ??= deps.setTimer(SEND_AFTER_MS, tellCommitted);
    },
    start: () => {
      wanted = true;
      running?.start();
      if (running === null) stopWaking = deps.onWake(fetchOnce);
      fetchOnce();
    },
    stop: async () => {
      wanted = false;
      stopWaking();
      await loading;
      await running?.stop();
    },
    close: async () => {
      wanted = false;
      closed = true;
      callOff?.();
      stopWaking();
      await loading;
      await running?.close();
    },
  };
}
