/**
 * Opens the till of this browser profile (or of a Node process): databases, keys, what stands in the journal,
 * catalogue. The one place where the parts of a device meet.
 *
 * Invariant: opening never waits for the network, and a browser that gives no storage yields a device that says so.
 */
import { deviceKeys } from './auth/device-key.ts';
import { isWorldFailing } from './db/commit-fact.ts';
import { CacheDb } from './db/cache-db.ts';
import { APP_SCHEMA, JournalDb, readMeta } from './db/journal-db.ts';
import { openDatabase, type DatabaseNews } from './db/open-database.ts';
import { lockedTill } from './locked-till.ts';
import type { TillDeps } from './till-deps.ts';
import type { TillDevice } from './till-device.ts';
import { OpenTill } from './open-till.ts';

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
  if (opened === null) return lockedTill();
  const { journal, cache } = opened;
  const schema = await readMeta(journal, 'schema');
  const readOnly = (schema?.minAppSchema ?? 0) > APP_SCHEMA;
  till = new OpenTill({ deps, journal, cache, isRetired: () => isRetired, readOnly });
  const identity = await readMeta(journal, 'identity');
  if (identity !== undefined) await till.begin(identity, await deviceKeys(journal, deps.crypto));
  else till.showUnenrolled();
  return till;
}

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
