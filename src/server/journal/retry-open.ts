/**
 * Entries kept aside are tried again: all at each start, because a new version may know better, and while the server
 * runs those that what the books held may have stood in the way of, at times of their own (decide-again.ts).
 *
 * Each process looks by itself, and remembers only when it last looked.
 */
import { openEffects, openKeys } from '../db/entries-with-effects.ts';
import { journalDoor } from '../db/journal-tx.ts';
import { slices } from '../db/slices.ts';
import type { ServerDeps } from '../deps.ts';
import { decideAgain, HELPED_BY_BUILD, HELPED_BY_TIME, isDue, LAST_TIME_MS, type Span } from './decide-again.ts';

const LOOK_MS = 30_000;

type Asked = { readonly keys: readonly string[]; readonly isStopped: () => boolean };
const never = (): boolean => false;

/** All of them; answers how many were applied. One that fails again stays as it is. */
export async function retryOpenEntries(deps: ServerDeps, isStopped = never): Promise<number> {
  const { door, orgId } = deps;
  const kept = await door.read(orgId, (tx) => openKeys(tx, HELPED_BY_BUILD, 0));
  return retry(deps, { keys: kept.map(({ key }) => key), isStopped });
}

/** Those one of whose times lies in the span. */
export async function retryDueEntries(deps: ServerDeps, span: Span, isStopped = never): Promise<number> {
  const { door, orgId } = deps;
  const kept = await door.read(orgId, (tx) => openKeys(tx, HELPED_BY_TIME, span.afterMs - LAST_TIME_MS));
  const due = kept.filter(({ receivedMs }) => isDue(receivedMs, span));
  return retry(deps, { keys: due.map(({ key }) => key), isStopped });
}

async function retry({ door, orgId, clock, log }: ServerDeps, { keys, isStopped }: Asked): Promise<number> {
  if (keys.length === 0) return 0;
  const means = {
    door: journalDoor(door, orgId),
    clock,
    report: (what: string, facts: Readonly<Record<string, unknown>>) => {
      log.warn(facts, what);
    },
  };
  let applied = 0;
  await slices(keys, async (piece) => {
    const open = await door.read(orgId, (tx) => openEffects(tx, (query) => query.where('f.entry_id', 'in', piece)));
    for (const entry of open) if (!isStopped()) applied += await decideAgain(means, [entry]);
    return [];
  });
  log.info({ tried: keys.length, applied }, 'entries tried again');
  return applied;
}

/** Begins with all, then looks for those whose time has come; gives the way to stop, which waits for what is begun. */
export function keepRetrying(deps: ServerDeps, lookMs = LOOK_MS): () => Promise<void> {
  let lookedMs = deps.clock();
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  const lookLater = (): void => {
    if (!isStopped) timer = setTimeout(look, lookMs).unref();
  };
  const failed = (cause: unknown): void => {
    deps.log.warn({ err: cause }, 'entries not tried again');
    lookLater();
  };
  const look = (): void => {
    const span = { afterMs: lookedMs, untilMs: deps.clock() };
    running = retryDueEntries(deps, span, () => isStopped).then(() => {
      lookedMs = span.untilMs; // of a look that failed the next one has the times too
      lookLater();
    }, failed);
  };
  let running = retryOpenEntries(deps, () => isStopped).then(lookLater, failed);
  return async () => {
    isStopped = true;
    if (timer !== null) clearTimeout(timer);
    await running;
  };
}
