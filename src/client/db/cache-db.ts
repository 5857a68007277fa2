/**
 * The database that may be thrown away: the server's state as this device last heard it. Writes are
 * relaxed; whatever is lost is fetched again.
 *
 * Rows lie packed, 500 to 2000 to a page: a hundred thousand single rows take ten seconds to write, packed ones a
 * quarter of a second. `pages` hold a snapshot, `overlay` the changes since, `incoming` a pull that is not complete.
 * A view is the pages of the cursor's generation with the overlay laid over them in order. Rows of the small tables
 * (people, settings, this till) lie in pages before 0, so that a start has them before the bulk of the products.
 *
 * Not here: how pages come to be (sync/snapshot.ts, sync/apply.ts), what rows mean (catalogue/).
 */
import { Dexie, type Table } from 'dexie';
import type { Manifest } from '../../wire/sync.ts';
import type { DatabasePlace } from './open-database.ts';

/**
 * A row as kept: table, id, change seq, and the body, or `d` for one that is gone. `x`: this code could not read the
 * body (a newer server); it is kept as it came, for the build that can.
 */
export type StoredRow = {
  readonly t: string;
  readonly id: string;
  readonly s: number;
  readonly d?: 1;
  readonly x?: 1;
  readonly r?: unknown;
};

/** What a row is known by within its stream. */
export const rowName = ({ t, id }: Pick<StoredRow, 't' | 'id'>): string => `${t}\n${id}`;

export type PackedRows = {
  readonly stream: string;
  readonly key: string; // of the generation on this device
  // of a page: its place; of an overlay: the change seq it ends with
  readonly n: number;
  readonly rows: readonly StoredRow[];
};

/** Own facts the server has counted into this state: all up to `seq` but the `parked` ones. */
export type Applied = { readonly incarnation: string; readonly seq: number; readonly parked: readonly number[] };

/** A place in a stream: generation and mark are the server's names, seq is how far. */
export type Position = { readonly gen: string; readonly seq: number; readonly mark: string };

/** `key` names the generation on this device: the server may send one again under the same name. */
type Generation = Position & { readonly key: string };

/** A page of a pull that is not complete: rows after `n` up to `to`. */
export type IncomingRow = {
  readonly stream: string;
  readonly n: number;
  readonly to: number;
  readonly mark: string; // of `to`
  readonly rows: readonly StoredRow[];
};

/**
 * `foldedTo`: changes up to here lie in the pages, not in the overlay. `laid`: rows in the overlay. `folder`: who
 * folds, of several the last to begin: what another has read may be old by now.
 */
export type Shown = Generation & {
  readonly applied: Applied;
  readonly foldedTo: number;
  readonly laid?: number; // not there: an older build wrote this
  readonly folder?: string;
};

/**
 * How far this device has read a stream. `next` is a complete newer snapshot that waits for the first pull on top of
 * it: only a pull says which own facts are inside, and state shown without that would count own sales twice.
 */
export type CursorRow = {
  readonly stream: string;
  readonly now: Shown | null;
  readonly next: Generation | null;
  readonly serverEpoch: string;
};

/** A snapshot on its way: parts already packed are not fetched again. */
export type LoadingRow = {
  readonly stream: string;
  readonly key: string;
  readonly manifest: Manifest;
  readonly done: readonly number[];
};

/** Who syncs, when Web Locks are absent or their holder fell asleep. */
export type LeaseRow = { readonly key: 'sync'; readonly tab: string; readonly untilMs: number };

export class CacheDb extends Dexie {
  declare readonly pages: Table<PackedRows, [string, string, number]>;
  declare readonly overlay: Table<PackedRows, [string, string, number]>;
  declare readonly incoming: Table<IncomingRow, [string, number]>;
  declare readonly cursor: Table<CursorRow, string>;
  declare readonly loading: Table<LoadingRow, string>;
  declare readonly lease: Table<LeaseRow, string>;
  declare readonly events: Table<unknown, number>;

  constructor(face: string, place: DatabasePlace) {
    super(`${face}-cache`, { ...place, autoOpen: false, chromeTransactionDurability: 'relaxed', cache: 'disabled' });
    this.version(1).stores({
      pages: '[stream+key+n]',
      overlay: '[stream+key+n]',
      incoming: '[stream+n]',
      cursor: 'stream',
      loading: 'stream',
      lease: 'key',
      events: '++id',
    });
  }
}

/** Key range of everything a table holds for one stream and generation. */
export const packedOf = (table: Table<PackedRows, [string, string, number]>, stream: string, key: string) =>
  table.where('[stream+key+n]').between([stream, key, -Infinity], [stream, key, Infinity], true, true);
