/**
 * Opens the till of this browser profile (or of a Node process): databases, keys, what stands in the journal,
 * catalogue. The one place where the parts of a device meet.
 *
 * Invariants: opening never waits for the network; a browser that gives no storage, or a damaged one, yields a device
 * that says so and offers what can be read.
 */
import { err } from '../core/result.ts';
import { deviceKeys } from './auth/device-key.ts';
import { isWorldFailing } from './db/commit-fact.ts';
import { CacheDb } from './db/cache-db.ts';
import { APP_SCHEMA, JournalDb, readMeta } from './db/journal-db.ts';
import { openDatabase, type DatabaseNews } from './db/open-database.ts';
import { lockedTill } from './locked-till.ts';
import type { TillDeps } from './till-deps.ts';
import type { TillDevice } from './till-device.ts';
import { OpenTill, type OpenTillParts } from './open-till.ts';
import { rescueTill } from './leave-till.ts';
import { readMark } from './till-marker.ts';

/** The till as it was left. `sync.start()` begins to talk to the server. */
export async function openTillDevice(deps: TillDeps): Promise<TillDevice> {
  let isRetired = false;
  let till: OpenTill | null = null;
  const news: DatabaseNews = {
    onRetired: () => {
      isRetired = true;
      till?.retire();
    },
    onBlocked: () => deps.onFault(new Error('another window holds an older version of the databases open')),
  };
  const opened = await openBoth(deps, news);
  // A browser that never gave storage is locked; one that had a till and gives nothing any more is broken.
  if (opened === null) return readMark(deps.marker) === null ? lockedTill() : brokenTill(deps);
  const { journal, cache } = opened;
  try {
    till = await tillOf({ deps, journal, cache, isRetired: () => isRetired });
    return till;
  } catch (error) {
    if (!isDamage(error)) throw error;
    deps.onFault(error);
    return brokenTill(deps);
  }
}

/** The till that stands in the databases. Throws when they cannot be read. */
async function tillOf(parts: Omit<OpenTillParts, 'readOnly'>): Promise<OpenTill> {
  const { deps, journal } = parts;
  const schema = await readMeta(journal, 'schema');
  const readOnly = (schema?.minAppSchema ?? 0) > APP_SCHEMA;
  const till = new OpenTill({ ...parts, readOnly });
  try {
    const identity = await readMeta(journal, 'identity');
    if (identity !== undefined) await till.begin(identity, await deviceKeys(journal, deps.crypto));
    else till.showUnenrolled();
    return till;
  } catch (error) {
    await till.close().catch(deps.onFault);
    throw error;
  }
}

/**
 * What a till is made of, for whoever makes one over another journal (practice). Handed on as values: an import of the
 * same modules would cut the page's first script in two.
 */
export const TILL_PARTS = { OpenTill, CacheDb, deviceKeys, openDatabase } as const;
export type TillParts = typeof TILL_PARTS;

/** What a damaged disk makes of reading: the browser's own errors, and rows that are no entries any more. */
const isDamage = (error: unknown): boolean => isWorldFailing(error) || error instanceof SyntaxError;

/** Sells nothing; each wish for the rescue file opens the journal once more and takes what it gives. */
const brokenTill = (deps: TillDeps): TillDevice =>
  lockedTill('broken_storage', async () => {
    const journal = new JournalDb(deps.face, deps.place);
    try {
      await journal.open();
      const identity = await readMeta(journal, 'identity').catch(() => undefined);
      const whose = identity ?? readMark(deps.marker);
      if (whose === null) return err({ code: 'storage_broken' });
      const keys = await deviceKeys(journal, deps.crypto).catch(() => null); // the file is unsigned then
      const key = keys?.key ?? null;
      const isOurs = identity === undefined || key?.thumbprint === identity.thumbprint;
      return await rescueTill({ ...deps, ...whose, journal, key: isOurs ? key : null });
    } catch (error) {
      if (!isDamage(error)) throw error;
      return err({ code: 'storage_broken' });
    } finally {
      journal.close();
    }
  });

async function openBoth(deps: TillDeps, news: DatabaseNews): Promise<{ journal: JournalDb; cache: CacheDb } | null> {
  try {
    const journal = await openDatabase(new JournalDb(deps.face, deps.place), news);
    return { journal, cache: await openCache(deps, news) };
  } catch (error) {
    if (!isWorldFailing(error)) throw error;
    deps.onFault(error);
    return null;
  }
}

/** The cache may be thrown away: a damaged one is, and all of it comes again. */
async function openCache(deps: TillDeps, news: DatabaseNews): Promise<CacheDb> {
  try {
    return await openDatabase(new CacheDb(deps.face, deps.place), news);
  } catch (error) {
    if (!isWorldFailing(error)) throw error;
    deps.onFault(error);
    const cache = new CacheDb(deps.face, deps.place);
    await cache.delete({ disableAutoOpen: false });
    return openDatabase(cache, news);
  }
}
