/** A browser profile copied or put back: every database of one place, as it is now, in another. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { DatabasePlace } from '../../src/client/db/open-database.ts';
import type { NodeBrowser } from './node-till.ts';

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no reason'));
  });

/** The copy knows nothing of the first from here on: other databases, other tabs. */
export async function copyOf({ place }: NodeBrowser): Promise<NodeBrowser> {
  const copy: DatabasePlace = { indexedDB: new IDBFactory(), IDBKeyRange };
  for (const { name, version } of await place.indexedDB.databases()) {
    const from = await done(place.indexedDB.open(name ?? ''));
    const names = [...from.objectStoreNames];
    const stores = await Promise.all(names.map((store) => readStore(from, store)));
    from.close();
    const opening = copy.indexedDB.open(name ?? '', version);
    opening.onupgradeneeded = () => {
      for (const { store, keyPath, autoIncrement, indexes, rows } of stores) {
        const made = opening.result.createObjectStore(store, { keyPath, autoIncrement });
        for (const index of indexes) made.createIndex(index.name, index.keyPath, index);
        for (const row of rows) made.put(row);
      }
    };
    (await done(opening)).close();
  }
  return { place: copy, hub: new Set() };
}

async function readStore(db: IDBDatabase, store: string) {
  const table = db.transaction(store, 'readonly').objectStore(store);
  const indexes = [...table.indexNames].map((each) => {
    const { name, keyPath, unique, multiEntry } = table.index(each);
    return { name, keyPath, unique, multiEntry };
  });
  const { keyPath, autoIncrement } = table;
  // Who syncs is of the moment: the copy need not wait for a tab it never had.
  if (store === 'lease') return { store, keyPath, autoIncrement, indexes, rows: [] };
  return { store, keyPath, autoIncrement, indexes, rows: (await done(table.getAll())) as unknown[] };
}
