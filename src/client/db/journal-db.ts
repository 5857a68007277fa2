/**
 * The database that must not lose anything: this device's journal and what stands beside it. Every commit
 * waits for the disk (`strict`), and nothing is cached in memory, so no reader sees a write before it is durable.
 *
 * Invariants: the schema only grows; an entry's row is never rewritten; older code may read a newer database and push
 * from it, but not write (`minAppSchema`).
 *
 * Not here: who may write entries (commit-entry.ts alone), what can be rebuilt from the server (cache-db.ts).
 */
import { Dexie, type PromiseExtended, type Table } from 'dexie';
import type { Head } from '../../core/journal.ts';
import type { PublicJwk } from '../../wire/scalars.ts';
import type { Grant, LocalSale, OpenShift, TillCounters, TillIdentity } from '../till-device.ts';
import type { DatabasePlace } from './open-database.ts';

/** Raised when older code must no longer write; written to `meta.schema` by the upgrade that needs it. */
export const APP_SCHEMA = 1;

export type EntryRow = {
  readonly incarnation: string;
  readonly seq: number;
  readonly entryId: string;
  readonly kind: string;
  readonly hash: string;
  readonly bytes: string; // the canonical text, made once
};

/**
 * `cart` is null when a sale closed it: the row stays as a mark, so that a late save cannot bring the cart back.
 * `closedSeq`: of the entry that closed it.
 */
export type CartRow = {
  readonly cartId: string;
  readonly cart: unknown;
  readonly savedMs: number;
  readonly closedSeq?: number;
};

/** Something a person should look at. The key keeps one matter from being told twice. */
type AttentionRow = {
  readonly key: string; // entry:<incarnation>:<seq>, frozen:<incarnation>, epoch:<serverEpoch>, audit:<stream>
  readonly code: string;
  readonly seq: number | null;
  readonly atMs: number;
};

export type KeyRow = {
  readonly name: 'device' | 'pepper';
  readonly key: CryptoKey;
  readonly publicJwk: PublicJwk | null;
};

/**
 * Counters of this till's own series, and the shift that is open. `incarnationNo`: of the life receipts are numbered
 * in; absent in the first.
 */
export type Register = TillCounters & { readonly shift: OpenShift | null; readonly incarnationNo?: number };

export type PinTries = { readonly fails: number; readonly failedMs: number; readonly waitMs: number };

export type FreezeReason = 'fork' | 'broken_chain' | 'restored_disk' | 'restored_server' | 'frozen_by_server';

export type OldLife = {
  readonly incarnation: string;
  readonly safeSeq: number;
  readonly agreed?: { readonly seq: number; readonly hash: string };
};

type MetaValues = {
  head: Head;
  acked: { readonly seq: number; readonly hash: string };
  safe: { readonly seq: number };
  serverEpoch: { readonly epoch: string };
  identity: TillIdentity & {
    readonly thumbprint: string;
    readonly serverKey: PublicJwk;
    readonly openedEntryId: string;
    readonly waiting: boolean; // for an admin to confirm the thumbprint
  };
  /** Made before the first request, so that an enrolment whose answer was lost is asked again with the same ids. */
  enrolling: { readonly deviceId: string; readonly incarnation: string };
  register: Register;
  frozen: {
    readonly reason: FreezeReason;
    readonly at: number;
    readonly serverHash: string | null;
    readonly markSeq?: number; // the mark outside the database had come so far
  };
  /** What of older lives is to be journalled again in this one: entries past `after` up to `to`. */
  copying: { readonly parts: readonly { readonly incarnation: string; readonly after: number; readonly to: number }[] };
  /** The last entry that stands in a file carried to the office by hand. */
  rescued: { readonly incarnation: string; readonly seq: number };
  /**
   * Lives this device has left: entries up to `safeSeq` are with the server for good. `agreed`: where both histories
   * were one; up to there nothing was journalled again, so a server that has lost it is to be told.
   */
  oldLives: { readonly lives: readonly OldLife[] };
  pinTries: { readonly byPin: Readonly<Record<string, PinTries>> };
  ballast: { readonly bytes: Uint8Array };
  schema: { readonly minAppSchema: number };
  persisted: { readonly answer: boolean };
};

export type MetaKey = keyof MetaValues;
export type Meta<K extends MetaKey> = { readonly key: K } & MetaValues[K];
type MetaRow = { [K in MetaKey]: Meta<K> }[MetaKey];

export class JournalDb extends Dexie {
  declare readonly entries: Table<EntryRow, [string, number]>;
  declare readonly sales: Table<LocalSale, string>;
  declare readonly carts: Table<CartRow, string>;
  declare readonly grants: Table<Grant, string>;
  declare readonly attention: Table<AttentionRow, string>;
  declare readonly keys: Table<KeyRow, string>;
  declare readonly meta: Table<MetaRow, string>;

  /** `face` as in `halfloop-till`: all faces share one origin, so each has databases of its own. */
  constructor(face: string, place: DatabasePlace) {
    super(`${face}-journal`, { ...place, autoOpen: false, chromeTransactionDurability: 'strict', cache: 'disabled' });
    this.version(1).stores({
      entries: '[incarnation+seq], entryId',
      sales: 'saleId, shiftId',
      carts: 'cartId',
      grants: 'grantId',
      attention: 'key',
      keys: 'name',
      meta: 'key',
    });
  }
}

/** One fact about this device. Usable inside a transaction: it awaits nothing but Dexie. */
export const readMeta = <K extends MetaKey>(db: JournalDb, key: K): PromiseExtended<Meta<K> | undefined> =>
  // `putMeta` is the only writer, and its type ties the value to the key.
  db.meta.get(key) as unknown as PromiseExtended<Meta<K> | undefined>;

export const putMeta = <K extends MetaKey>(db: JournalDb, key: K, value: MetaValues[K]): PromiseExtended<string> =>
  db.meta.put({ key, ...value } as MetaRow);

export const EMPTY_REGISTER: Register = { receiptNo: 0, shiftNo: 0, zNo: 0, grandTotalMinor: 0, shift: null };

/** Entries after `seq` of an incarnation, oldest first. */
export const entriesAfter = (
  db: JournalDb,
  { incarnation, seq, limit }: { incarnation: string; seq: number; limit: number },
): PromiseExtended<EntryRow[]> =>
  db.entries
    .where('[incarnation+seq]')
    .between([incarnation, seq + 1], [incarnation, Infinity], true, true)
    .limit(limit)
    .toArray();
