/**
 * Room for the next sale when the disk is full: first what the server can send again goes, then a reserve that was laid
 * aside while there was room (sync.md 2). The journal itself is never touched.
 */
import { packedOf, type CacheDb } from './cache-db.ts';
import { putMeta, readMeta, type JournalDb } from './journal-db.ts';

export const BALLAST_BYTES = 512 * 1024;

/** Lays the reserve aside. `random`: bytes that do not compress, or the store would keep next to nothing. */
export async function layBallast(journal: JournalDb, random: (size: number) => Uint8Array): Promise<void> {
  if (await readMeta(journal, 'ballast')) return;
  await putMeta(journal, 'ballast', { bytes: random(BALLAST_BYTES) });
}

/** Throws away snapshots not in use, half-done downloads, analytic events and the reserve. */
export async function freeSpace(journal: JournalDb, cache: CacheDb): Promise<void> {
  await dropUnusedGenerations(cache);
  await cache.transaction('rw!', [cache.incoming, cache.events], async () => {
    await cache.incoming.clear();
    await cache.events.clear();
  });
  await journal.meta.delete('ballast');
}

/** Deletes every page and overlay row whose generation no cursor names, whole ranges at a time. */
export async function dropUnusedGenerations(cache: CacheDb): Promise<void> {
  await cache.transaction('rw!', [cache.pages, cache.overlay, cache.cursor, cache.loading], async () => {
    const used = new Set<string>();
    for (const { stream, now } of await cache.cursor.toArray()) {
      if (now !== null) used.add(`${stream}\n${now.key}`);
    }
    for (const table of [cache.pages, cache.overlay]) {
      for (const [stream, key] of await generationsIn(table)) {
        if (!used.has(`${stream}\n${key}`)) await packedOf(table, stream, key).delete();
      }
    }
    await cache.loading.clear();
    // A complete snapshot that waits for its first pull was among what went.
    await cache.cursor.toCollection().modify({ next: null });
  });
}

async function generationsIn(table: CacheDb['pages']): Promise<Set<readonly [string, string]>> {
  const seen = new Map<string, readonly [string, string]>();
  for (const [stream, key] of await table.toCollection().primaryKeys()) seen.set(`${stream}\n${key}`, [stream, key]);
  return new Set(seen.values());
}
