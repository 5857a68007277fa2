/** From a command's fact to a committed entry: read by the schema of its kind, stamped, made durable. */
import { assert } from '../core/assert.ts';
import { canonicalText, CLOCK_STEP_MS, MAX_ENTRY_BYTES, utf8Length } from '../core/journal.ts';
import { businessDateOf } from '../core/business-date.ts';
import type { Result } from '../core/result.ts';
import { entryBodies } from '../wire/entry.ts';
import type { Refusal } from '../wire/refusal.ts';
import type { CacheDb } from './db/cache-db.ts';
import type { Committed } from './db/commit-entry.ts';
import { commitFact, type Timers } from './db/commit-fact.ts';
import { freeSpace } from './db/free-space.ts';
import type { JournalDb } from './db/journal-db.ts';
import { localFact, type NewFact, type Stamp } from './db/local-book.ts';
import type { ServerClock } from './sync/server-clock.ts';
import type { TillDeps } from './till-deps.ts';
import type { CommittedEntry, TillDevice, TillIdentity, TillState } from './till-device.ts';

type CommitPlace = Timers & {
  readonly journal: JournalDb;
  readonly cache: CacheDb;
  readonly isRetired: () => boolean;
  readonly till: TillIdentity;
};

const ENVELOPE_ROOM = 512; // more than the stamp, the chain and the ids ever take

/** Whether a body goes into one entry; what does not is split by whoever makes it. */
export const fitsOneEntry = (body: object): boolean =>
  utf8Length(canonicalText(body)) + ENVELOPE_ROOM <= MAX_ENTRY_BYTES;

/** Who and when, as this device believes now. */
export const stampNow = (
  { clock, mono }: Pick<TillDeps, 'clock' | 'mono'>,
  serverClock: ServerClock,
  { signedIn, store }: Pick<TillState, 'signedIn' | 'store'>,
): Omit<Stamp, 'entryId'> => ({
  wallMs: Math.round(clock()),
  monoMs: Math.round(mono()),
  offsetMs: serverClock.offsetMs(),
  staffId: signedIn?.staffId ?? null,
  today: businessDateOf(clock(), store?.tz ?? 'UTC'),
});

/** A clock put back by more than a correction is a fact of its own, so that later times can be read rightly. */
export function clockShift(
  { clock, newId }: Pick<TillDeps, 'clock' | 'newId'>,
  headWallMs: number,
): Parameters<TillDevice['commit']>[0] | null {
  const offsetMs = Math.round(clock()) - headWallMs;
  return offsetMs >= -CLOCK_STEP_MS ? null : { kind: 'clock.shifted', entryId: newId(), body: { offsetMs } };
}

/** Throws when the body is none of its kind: that is a mistake of ours, and nobody could read it back. */
export function commitOnTill(
  { journal, cache, isRetired, till, setTimer }: CommitPlace,
  fact: Parameters<TillDevice['commit']>[0],
  stamp: Stamp,
): Promise<Result<Committed, Refusal>> {
  const read = entryBodies[fact.kind].safeParse(fact.body);
  assert(read.success, `not the body of ${fact.kind}: ${String(read.error)}`);
  const known = { kind: fact.kind, body: fact.body } as NewFact; // the schema of its kind has just read it
  const local = localFact({ db: journal, till }, known, stamp, fact.closesCart ?? null);
  return commitFact({ db: journal, retired: isRetired, freeSpace: () => freeSpace(journal, cache), setTimer }, local);
}

/** What a command hears of it. */
export function committedEntry({ row, entry, repeated }: Committed): CommittedEntry {
  const { seq, entryId, hash, bytes } = row;
  const { no } = entry.body as { readonly no?: unknown }; // of a sale or return: text, by the schema of its kind
  return { seq, entryId, hash, bytes, repeated, receiptNo: typeof no === 'string' ? no : null };
}
