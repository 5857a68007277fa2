/**
 * Which life of its journal a till is in, and moving to the next when this one is frozen. It copies what the server may
 * not have while selling goes on, and takes up what a kill has left half done.
 *
 * Not here: the transactions (db/new-life.ts).
 */
import type { Identity } from './auth/enrol.ts';
import { isDiskTrouble, isQuota } from './db/commit-fact.ts';
import { readMeta, type EntryRow, type JournalDb } from './db/journal-db.ts';
import type { TillDeps } from './till-deps.ts';

/** A disk that is full, a database that is away, code that did not arrive: tried again, with no last try. */
const AGAIN_MS = 30_000;

type LifeParts = {
  readonly deps: Pick<TillDeps, 'newId' | 'clock' | 'mono' | 'setTimer' | 'onFault'>;
  readonly journal: JournalDb;
  readonly freeSpace: () => Promise<void>;
  /** The journal's life, told at each look: the till moves when it is in another one. */
  readonly onLife: (identity: Identity) => Promise<void>;
  readonly onDiskTrouble: () => void;
  readonly onCopied: (rows: readonly EntryRow[]) => void; // after each slice that was looked at
};

export type TillLife = {
  /** Moves on if this life is frozen or was left in another tab. One look at a time. */
  readonly look: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export function followLife(parts: LifeParts): TillLife {
  const { deps, journal, freeSpace, onLife, onDiskTrouble, onCopied } = parts;
  let closed = false;
  const isClosed = () => closed;
  let turn: Promise<void> = Promise.resolve();
  let cancelAgain: () => void = () => undefined;

  const tryAgain = () => {
    if (!isClosed()) cancelAgain = deps.setTimer(AGAIN_MS, () => void look().catch(deps.onFault));
  };
  const follow = async () => {
    const identity = await readMeta(journal, 'identity');
    if (identity !== undefined && !closed) await onLife(identity);
  };
  const moveOn = async () => {
    const isFrozen = (await readMeta(journal, 'frozen')) !== undefined;
    const isCopying = ((await readMeta(journal, 'copying'))?.parts.length ?? 0) > 0;
    if (!isFrozen && !isCopying) return follow(); // as good as always
    const code = await import('./db/new-life.ts').catch(() => null);
    if (code === null) {
      tryAgain();
      return;
    }
    const stamp = { wallMs: Math.round(deps.clock()), monoMs: Math.round(deps.mono()) };
    await code.beginNextLife(journal, { newId: deps.newId, stamp });
    await follow();
    for (let left = 1; left > 0 && !closed;) {
      const copied = await code.copyNextSlice(journal);
      onCopied(copied.rows); // none, where all of it was here already: what is shown as pending is less all the same
      left = copied.left;
    }
  };
  const tryOnce = async () => {
    if (closed) return;
    cancelAgain();
    try {
      await moveOn();
    } catch (error) {
      if (!isDiskTrouble(error)) throw error;
      if (isQuota(error)) await freeSpace().catch(deps.onFault);
      else onDiskTrouble();
      tryAgain();
    }
  };
  const look = (): Promise<void> => {
    const mine = turn.then(tryOnce);
    turn = mine.catch(() => undefined); // the caller hears of it
    return mine;
  };
  return {
    look,
    close: async () => {
      closed = true;
      cancelAgain();
      await turn;
    },
  };
}
