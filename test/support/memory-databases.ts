/** Real Dexie on an IndexedDB in memory. Two databases opened in the same place are two tabs of one browser. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { CacheDb } from '../../src/client/db/cache-db.ts';
import { JournalDb } from '../../src/client/db/journal-db.ts';
import { openDatabase, type DatabaseNews, type DatabasePlace } from '../../src/client/db/open-database.ts';

export const memoryPlace = (): DatabasePlace => ({ indexedDB: new IDBFactory(), IDBKeyRange });

const QUIET: DatabaseNews = { onRetired: () => undefined, onBlocked: () => undefined };

export const openJournal = (place: DatabasePlace, news: DatabaseNews = QUIET): Promise<JournalDb> =>
  openDatabase(new JournalDb('halfloop-till', place), news);

export const openCache = (place: DatabasePlace, news: DatabaseNews = QUIET): Promise<CacheDb> =>
  openDatabase(new CacheDb('halfloop-till', place), news);
