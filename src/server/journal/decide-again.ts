/**
 * Entries that were kept aside, decided again: each in a transaction of its own, so that one our code fails on holds up
 * no other, and by times that follow from when it was received.
 *
 * Invariants
 * - An entry is kept for a mistake of ours only when our code fails on that very entry. A sale is booked without a
 *   return that waited for it and fails; the return then says so itself.
 * - Nobody remembers what was tried: any process may do it at any time, also several at once, and one that dies leaves
 *   nothing behind. What another has decided meanwhile stays as it is.
 * - A busy engine is no verdict: the entry stays what it was, and its next time comes.
 */
import { saleRefOf } from '../../core/sale.ts';
import type { KeptFor } from '../../wire/task.ts';
import { StorageFault } from '../db/door.ts';
import type { JournalTx, OpenEffect } from './port.ts';
import { reconsider } from './project.ts';
import type { AcceptMeans } from './push.ts';
import { readStored } from './read-lines.ts';
import { tasksFor } from './store-push.ts';

type AgainMeans = Pick<AcceptMeans, 'door' | 'clock' | 'report'>;

/** Kept for these an entry may be helped by time: what the books lacked, or what was in the way there. */
export const HELPED_BY_TIME: readonly KeptFor[] = ['projection_failed', 'awaiting_reference'];
/** Kept for these it may be helped by a new version too. */
export const HELPED_BY_BUILD: readonly KeptFor[] = ['unknown_kind', ...HELPED_BY_TIME];

/** Past `afterMs`, and not past `untilMs`. */
export type Span = { readonly afterMs: number; readonly untilMs: number };

const MINUTE_MS = 60_000;
/** From here on one time in each of these spans. */
const LONGEST_MINUTES = 64;
/** Entries older than this are left to the next build, and to a person. */
export const LAST_TIME_MS = 7 * 24 * 60 * MINUTE_MS;

/** How many of its times an entry of this age has had: after 1 minute, 2, 4 ... 64, then every 64. */
function timesBy(ageMs: number): number {
  const minutes = Math.min(ageMs, LAST_TIME_MS) / MINUTE_MS;
  if (minutes < 1) return 0;
  const untilLongest = Math.log2(LONGEST_MINUTES);
  return minutes < LONGEST_MINUTES
    ? 1 + Math.floor(Math.log2(minutes))
    : untilLongest + Math.floor(minutes / LONGEST_MINUTES);
}

/** Whether one of the times of an entry received then lies in the span. */
export const isDue = (receivedMs: number, { afterMs, untilMs }: Span): boolean =>
  timesBy(untilMs - receivedMs) > timesBy(afterMs - receivedMs);

/** Answers how many were applied, with those that waited for them. Never throws. */
export async function decideAgain(means: AgainMeans, open: readonly OpenEffect[]): Promise<number> {
  let applied = 0;
  for (const entry of open) {
    try {
      applied += await decideOne(means, entry);
    } catch (cause) {
      means.report('not decided again', { entryId: entry.effect.entryId, cause: String(cause) });
    }
  }
  return applied;
}

/** By what returns name this entry's sale; nothing where it is none. */
export function awaitedIn(bytes: string): readonly string[] {
  const entry = readStored(bytes);
  if (entry?.kind !== 'sale.completed') return [];
  const { saleId } = entry.body;
  return [saleId, saleRefOf(saleId)];
}

/** What waited for the sale in these bytes, which is booked now. Never throws. */
export async function decideWaiting(means: AgainMeans, bytes: string): Promise<number> {
  try {
    const waiting = await means.door.write((tx) => tx.waitingFor(awaitedIn(bytes)));
    return await decideAgain(means, waiting);
  } catch (cause) {
    means.report('not decided again', { cause: String(cause) }); // they wait, and their times come
    return 0;
  }
}

async function decideOne(means: AgainMeans, entry: OpenEffect): Promise<number> {
  const { door, clock, report } = means;
  try {
    return await door.write((tx) => reconsider(tx, [entry], clock()));
  } catch (cause) {
    if (cause instanceof StorageFault) throw cause;
    report('still fails', { entryId: entry.effect.entryId, cause: String(cause) });
  }
  if (awaitedIn(entry.bytes).length > 0) {
    const applied = await decideAlone(means, entry);
    if (applied !== null) return applied + (await decideWaiting(means, entry.bytes));
  }
  await door.write((tx) => keepFailed(tx, entry, clock()));
  return 0;
}

/** Without what waits for it; null: our code fails on the entry itself. */
async function decideAlone({ door, clock }: AgainMeans, entry: OpenEffect): Promise<number | null> {
  try {
    return await door.write((tx) => reconsider(tx, [entry], clock(), 'alone'));
  } catch (cause) {
    if (cause instanceof StorageFault) throw cause;
    return null; // a verdict: it stays kept
  }
}

/** What only waited until now has failed: a person is told, as of every entry our code fails on. */
async function keepFailed(tx: JournalTx, { effect, device }: OpenEffect, atMs: number): Promise<void> {
  await tx.lockHead(effect);
  const [now] = await tx.effects([effect.entryId]);
  if (now?.status !== 'parked' || now.code !== 'awaiting_reference') return;
  const failed = { ...now, code: 'projection_failed', awaits: null } as const;
  await tx.setEffect(effect.entryId, failed);
  await tx.openTasks(tasksFor([failed], device), atMs);
}
