/**
 * Opening a Dexie database so that it never comes back behind our back: no auto-open, and when a newer build asks for
 * the database (`versionchange`) the running transaction finishes, the connection closes for good and the page is told.
 *
 * Not here: tables (journal-db.ts, cache-db.ts; a phone has its own).
 */
import { Dexie } from 'dexie';

/** Where databases live: the browser's own, or an implementation for Node. */
export type DatabasePlace = {
  readonly indexedDB: IDBFactory;
  readonly IDBKeyRange: typeof IDBKeyRange;
};

export type DatabaseNews = {
  /** A newer build wants the database: this page must be reloaded. Nothing can be written from here on. */
  readonly onRetired: () => void;
  /** Another window holds an older version open and does not let go. */
  readonly onBlocked: () => void;
};

/** Opens and watches. Rejects when the browser gives no database at all. */
export async function openDatabase<T extends Dexie>(db: T, news: DatabaseNews): Promise<T> {
  db.on('versionchange', () => {
    retireDatabase(db);
    news.onRetired();
    return false; // Dexie's own handler would leave the way open to reopen with this older code
  });
  db.on('blocked', () => {
    news.onBlocked();
    return false;
  });
  await db.open();
  return db;
}

const retired = new WeakSet<Dexie>();

/** Closes for good: a newer build writes there now, and no mending of this page may bring its connection back. */
export function retireDatabase(db: Dexie): void {
  retired.add(db);
  db.close({ disableAutoOpen: true });
}

/**
 * Opens anew what the browser has closed by itself. `look`: any reading; a connection that answers it is left alone,
 * with what is under way on it.
 */
export async function revive(db: Dexie, look: () => PromiseLike<unknown>): Promise<void> {
  try {
    await look();
  } catch {
    await reopenDatabase(db); // a verdict: whatever it was, this connection reads nothing
  }
}

/** Reads, and once more over a connection opened anew where the first was lost. */
export async function readAgain<T>(db: Dexie, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    await reopenDatabase(db);
    return read();
  }
}

/**
 * Closes a connection that may be dead and opens it anew: what heals a browser that lost its database server. Throws
 * what a closed connection throws when a newer build has taken the database.
 */
export async function reopenDatabase(db: Dexie): Promise<void> {
  if (!retired.has(db)) {
    db.close({ disableAutoOpen: false });
    await db.open();
  }
  if (!retired.has(db)) return;
  db.close({ disableAutoOpen: true }); // also where it was taken while this was opening it
  throw new Dexie.DatabaseClosedError('a newer build has taken this database');
}
