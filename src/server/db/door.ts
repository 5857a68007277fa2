/**
 * The one door to the database. Everything that reads or writes does so inside `read` or `write`, for one org, and
 * all SQL is in this folder: callers pass the `Tx` they were given to the functions of the query files here.
 *
 *   await door.write(orgId, async (tx) => { await saveProduct(tx, product); putState(tx, 'org', [row]); });
 *
 * Invariants
 * - `work` of a write may run more than once (busy, deadlock, lost connection before commit): it must do nothing but
 *   database work, and must not call the door again (that would wait for itself; it is asserted).
 * - What `work` throws rolls everything back and comes out unchanged, unless it is the engine's own fault
 *   (`StorageFault`).
 * - A read sees one moment: everything inside one `read` is from the same snapshot.
 * - Streams touched by `putState` are numbered last, in name order, in the same transaction (put-state.ts), and
 *   announced
 *   to `changes` after the commit: by this process at once, by others through the engine (sqlite.ts, postgres.ts).
 *
 * Adding a part: write `src/server/db/<part>.ts` with functions `(tx, ...) => Promise<...>` that name `tx.orgId` in
 * every query, a migration in `migrations/` with the part's numbers (plain SQL both engines read; `.postgres.sql` and
 * `.sqlite.sql` beside it for what only one understands), and its tables in `tables-<part>.ts` (schema.ts says how).
 * Row security and grants come by themselves to every table with an `org_id`.
 */
import type { Kysely } from 'kysely';
import type { FeedRow, Stream } from '../../wire/sync.ts';
import type { Tables } from './schema.ts';

export type Engine = 'sqlite' | 'postgres';

/** A new version of a row of a stream; `r: null` deletes it. */
export type StateRow = { readonly t: FeedRow['t']; readonly id: string; readonly r: unknown };

/** One transaction of one org. */
export interface Tx {
  readonly orgId: string;
  readonly engine: Engine;
  /** For query files of src/server/db only. */
  readonly db: Kysely<Tables>;
  /** Filled by `putState`, numbered and written by the door just before it commits. */
  readonly state: Map<Stream, Map<string, StateRow>>;
}

export type StreamHeads = { readonly orgId: string; readonly heads: Readonly<Record<string, number>> };

/** What a commit survives, as checked on the engine's own settings, never as hoped. */
export type Kept = 'none' | 'fsync' | 'replicated';

export interface Door {
  readonly engine: Engine;
  write<T>(orgId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  read<T>(orgId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Hears of streams moved by committed writes, also of other processes. Hints: one may be missed, none is wrong. */
  changes(listener: (moved: StreamHeads) => void): () => void;
  durability(): Promise<Kept>;
  close(): Promise<void>;
}

/**
 * What a door is made with. `random` gives n random bytes; `onFault` hears of troubles that no caller can be told
 * of.
 */
export type DoorMeans = {
  readonly clock: () => number;
  readonly random: (size: number) => Uint8Array;
  readonly onFault: (cause: unknown) => void;
};

/**
 * The engine could not do it now; nothing was written, except that after `commit_unknown` (the connection went during
 * the commit) it may have been.
 */
export class StorageFault extends Error {
  override readonly name = 'StorageFault';
  readonly fault: 'busy' | 'disk_full' | 'commit_unknown';
  constructor(fault: StorageFault['fault'], options?: ErrorOptions) {
    super(`storage: ${fault}`, options);
    this.fault = fault;
  }
}
