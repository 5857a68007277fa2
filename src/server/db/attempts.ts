/**
 * Running a transaction again when the engine, not the work, was in the way; and guarding against waiting for
 * oneself.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { assert } from '../../core/assert.ts';
import { StorageFault } from './door.ts';

const FIRST_WAIT_MS = 4;

/**
 * Tries of one transaction before its caller is told `busy`, and the longest wait between two of them. After
 * `withinMs` no further try begins, however few there were: each may have waited long for an engine that is silent.
 */
type Patience = { readonly tries: number; readonly longestWaitMs: number; readonly withinMs: number };

/** What an engine's error means: try again, tell the caller, or pass it on as it is. */
export type Verdict = 'again' | 'busy' | 'disk_full' | 'commit_unknown' | 'not_ours';

type AttemptMeans = {
  readonly judge: (cause: unknown) => Verdict;
  readonly random: (size: number) => Uint8Array;
  readonly patience: Patience;
};

/** Runs `attempt` until it ends, the verdict is not `again`, or the tries are used up. */
export async function withAttempts<T>(means: AttemptMeans, attempt: () => Promise<T>): Promise<T> {
  const lastMs = performance.now() + means.patience.withinMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (cause) {
      const verdict = means.judge(cause);
      if (verdict === 'not_ours') throw cause;
      if (verdict !== 'again') throw new StorageFault(verdict, { cause });
      if (tries === means.patience.tries || performance.now() > lastMs) throw new StorageFault('busy', { cause });
      await wait(jitter(means.random, Math.min(means.patience.longestWaitMs, FIRST_WAIT_MS * 2 ** tries)));
    }
  }
}

function jitter(random: (size: number) => Uint8Array, belowMs: number): number {
  return ((random(1)[0] ?? 0) / 256) * belowMs;
}

const inside = new AsyncLocalStorage<true>();

/** Runs the work of one transaction; a door called from inside would wait for itself. */
export function insideOnce<T>(work: () => Promise<T>): Promise<T> {
  return inside.run(true, work);
}

/** To be asked before a transaction begins. */
export function assertOutside(): void {
  assert(inside.getStore() === undefined, 'the door was called inside a transaction: pass the tx on instead');
}
