/**
 * A commit as a person meets it. It ends in one of three ways, never two: committed, not committed, or unknown (the
 * browser lost its database, the tab was frozen). Unknown is resolved by reopening and looking before anybody speaks.
 *
 * Invariants: nothing is said to be lost that may be stored; a full disk is first fought with what may be thrown away;
 * at most `ANSWER_WITHIN_MS` pass before the till speaks, and what it then says is "unknown", not "failed".
 */
import type { Result } from '../../core/result.ts';
import { err, ok } from '../../core/result.ts';
import type { Refusal, RefusalCode } from '../../wire/refusal.ts';
import { RefusedError } from '../../wire/refused-error.ts';
import { commitEntry, type Committed, type Fact } from './commit-entry.ts';
import type { JournalDb } from './journal-db.ts';
import { reopenDatabase } from './open-database.ts';

export const ANSWER_WITHIN_MS = 5000;
const REOPEN_EVERY_MS = 250;

export type Timers = { readonly setTimer: (ms: number, fire: () => void) => () => void };

export type CommitDeps = Timers & {
  readonly db: JournalDb;
  /** True once a newer build has taken the database: older code must not write. */
  readonly retired: () => boolean;
  /** Throws away what can be fetched again. Called once when the disk is full. */
  readonly freeSpace: () => Promise<void>;
};

type Outcome =
  | { readonly is: 'committed'; readonly committed: Committed }
  | { readonly is: 'refused'; readonly code: RefusalCode }
  | { readonly is: 'full' }
  | { readonly is: 'unknown' };

/** Makes a fact durable. Refuses: `journal_full`, `outcome_unknown`, `older_app`, and what the fact itself refuses. */
export async function commitFact(deps: CommitDeps, fact: Fact): Promise<Result<Committed, Refusal>> {
  if (deps.retired()) return err({ code: 'older_app' });
  const outcome = await withDeadline(deps, (late) => settle(deps, fact, late));
  switch (outcome.is) {
    case 'committed':
      return ok(outcome.committed);
    case 'refused':
      return err({ code: outcome.code });
    case 'full':
      return err({ code: 'journal_full' });
    case 'unknown':
      return err({ code: deps.retired() ? 'older_app' : 'outcome_unknown' });
  }
}

async function settle(deps: CommitDeps, fact: Fact, late: () => boolean): Promise<Outcome> {
  let outcome = await attempt(deps, fact);
  if (outcome.is === 'full') {
    await deps.freeSpace();
    outcome = await attempt(deps, fact);
  }
  while (outcome.is === 'unknown' && !late() && !deps.retired()) {
    // `commitEntry` looks the id up before it writes, so asking again is both the look-up and the second try.
    if (await reopened(deps.db)) outcome = await attempt(deps, fact);
    if (outcome.is === 'unknown') await pause(deps, REOPEN_EVERY_MS);
  }
  return outcome;
}

async function attempt({ db }: CommitDeps, fact: Fact): Promise<Outcome> {
  try {
    return { is: 'committed', committed: await commitEntry(db, fact) };
  } catch (error) {
    if (error instanceof RefusedError) return { is: 'refused', code: error.code };
    if (isQuota(error)) return { is: 'full' };
    if (isWorldFailing(error)) return { is: 'unknown' };
    throw error; // our own code is wrong: say so loudly, nothing was written
  }
}

async function reopened(db: JournalDb): Promise<boolean> {
  try {
    await reopenDatabase(db);
    return true;
  } catch (error) {
    if (isWorldFailing(error)) return false;
    throw error;
  }
}

async function withDeadline(deps: Timers, run: (late: () => boolean) => Promise<Outcome>): Promise<Outcome> {
  let late = false;
  let cancel: () => void = () => undefined;
  const deadline = new Promise<Outcome>((resolve) => {
    cancel = deps.setTimer(ANSWER_WITHIN_MS, () => {
      late = true;
      resolve({ is: 'unknown' });
    });
  });
  try {
    return await Promise.race([run(() => late), deadline]);
  } finally {
    cancel();
  }
}

const pause = (deps: Timers, ms: number): Promise<void> =>
  new Promise((resolve) => {
    deps.setTimer(ms, resolve);
  });

/** The browser or the disk at fault, as against a mistake of ours. Names as IndexedDB and Dexie give them. */
const WORLD = new Set([
  'AbortError',
  'UnknownError',
  'InvalidStateError',
  'DatabaseClosedError',
  'DatabaseClosed',
  'TimeoutError',
  'OpenFailedError',
  'MissingAPIError',
  'VersionError',
  'InternalError',
]);

/** The browser or the disk failed, not our code. */
export const isWorldFailing = (error: unknown): boolean => errorChain(error).some(({ name }) => WORLD.has(name));
/** The disk is full. */
export const isQuota = (error: unknown): boolean =>
  errorChain(error).some(({ name }) => name === 'QuotaExceededError' || name === 'QuotaExceeded');
/** Either: trying again later may help, and nothing of ours is wrong. */
export const isDiskTrouble = (error: unknown): boolean => isQuota(error) || isWorldFailing(error);

/** An error and those inside it: Dexie wraps what the browser said. */
function errorChain(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && chain.length < 5; at = innerOf(at)) chain.push(at);
  return chain;
}

const innerOf = (error: Error): unknown => ('inner' in error ? error.inner : error.cause);
