/**
 * Room for the next sale when the disk is full: first what the server can send again goes, then a reserve that was laid
 * aside while there was room. The journal itself is never touched.
 */
import { packedOf, type CacheDb } from './cache-db.ts';
import { isDiskTrouble } from './commit-fact.ts';
import { putMeta, readMeta, type JournalDb } from './journal-db.ts';

const BALLAST_BYTES = 512 * 1024;
const RANDOM_AT_ONCE = 64 * 1024;

/** Lays the reserve aside. `random`: bytes that do not compress, or the store would keep next to nothing. */
export async function layBallast(journal: JournalDb, random: (size: number) => Uint8Array): Promise<void> {
  if (await readMeta(journal, 'ballast')) return;
  const bytes = new Uint8Array(BALLAST_BYTES);
  // Browsers give at most so much randomness at once.
  for (let at = 0; at < BALLAST_BYTES; at += RANDOM_AT_ONCE) bytes.set(random(RANDOM_AT_ONCE), at);
  await putMeta(journal, 'ballast', { bytes });
}

/**
 * Throws away snapshots not in use, half-done downloads, analytic events and the reserve. A cache that is too full to
 * be tidied keeps nobody from the reserve, and a reserve that cannot be given up is no reason to say nothing.
 */
export async function freeSpace(journal: JournalDb, cache: CacheDb): Promise<void> {
  for (const free of [() => tidyCache(cache), () => journal.meta.delete('ballast')]) {
    try {
      await free();
    } catch (error) {
      if (!isDiskTrouble(error)) throw error;
    }
  }
}

async function tidyCache(cache: CacheDb): Promise<void> {
  await cache.transaction('rw!', [cache.incoming, cache.events, cache.loading, cache.cursor], async () => {
    await cache.incoming.clear();
    await cache.events.clear();
    await cache.loading.clear();
    await cache.cursor.toCollection().modify({ next: null });
  });
  await dropUnusedGenerations(cache);
}

/**
 * Deletes every page and overlay row whose generation nothing names, whole ranges at a time: what a crash in the middle
 * of a flip or a fold leaves behind.
 */
export async function dropUnusedGenerations(cache: CacheDb): Promise<void> {
  await cache.transaction('rw!', [cache.pages, cache.overlay, cache.cursor, cache.loading], async () => {
    const used = new Set<string>();
    for (const { stream, now, next } of await cache.cursor.toArray()) {
      for (const generation of [now, next]) if (generation !== null) used.add(`${stream}\n${generation.key}`);
    }
    for (const { stream, key } of await cache.loading.toArray()) used.add(`${stream}\n${key}`);
    for (const table of [cache.pages, cache.overlay]) {
      for (const [name, [stream, key]] of await generationsIn(table)) {
        if (!used.has(name)) await packedOf(table, stream, key).delete();
      }
    }
  });
}

async function generationsIn(table: CacheDb['pages']): Promise<Map<string, readonly [string, string]>> {
  const seen = new Map<string, readonly [string, string]>();
  for (const [stream, key] of await table.toCollection().primaryKeys()) seen.set(`${stream}\n${key}`, [stream, key]);
  return seen;
}
