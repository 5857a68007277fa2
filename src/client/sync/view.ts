/**
 * What a stream's cache holds as one view: pages of the shown generation with the overlay laid over them in order; the
 * folding of a long overlay back into pages; and the sums of an audit. All in small steps, so no frame waits.
 */
import { BUCKETS, bucketOf, mixOf } from '../../wire/digest.ts';
import { rowName, type CacheDb, type PackedRows, type Shown, type StoredRow } from '../db/cache-db.ts';
import type { Breathe } from './breather.ts';

/** Above this many rows the overlay is folded. */
export const FOLD_ROWS = 5000;
/** Pages read in one go. Taking them apart is one stretch of work: at 2,000 rows a slow tablet keeps its frames. */
const AT_ONCE = 2;
const NEW_PAGE_ROWS = 1000;

type ViewDeps = { readonly cache: CacheDb; readonly breathe: Breathe };

/**
 * Gives every live row of the stream as shown, in batches: the overlay's, then the pages'. `onBulk` is told once, when
 * what comes before the bulk of it (db/cache-db.ts) has been given; the bulk waits for its answer.
 */
export async function readView(
  deps: ViewDeps,
  stream: string,
  onRows: (rows: readonly StoredRow[]) => void,
  onBulk: () => Promise<void> | void = () => undefined,
): Promise<Shown | null> {
  const shown = (await deps.cache.cursor.get(stream))?.now ?? null;
  if (shown === null) return null;
  const over = await overlayOf(deps, stream, shown.key);
  onRows([...over.values()].filter(({ d }) => d !== 1));
  let inBulk = false;
  await eachPacked(deps, 'pages', { stream, key: shown.key, after: -Infinity }, async ({ n, rows }) => {
    if (n >= 0 && !inBulk) {
      inBulk = true;
      await onBulk();
    }
    onRows(over.size === 0 ? rows : rows.filter((row) => !over.has(rowName(row))));
  });
  return shown;
}

/** The small tables of a snapshot that is on its way, as far as they are here. */
export async function smallPagesOf(cache: CacheDb, stream: string): Promise<readonly PackedRows[]> {
  const loading = await cache.loading.get(stream);
  if (loading === undefined) return [];
  const { key } = loading;
  return cache.pages.where('[stream+key+n]').between([stream, key, -Infinity], [stream, key, 0], true, false).toArray();
}

/** The changes after `seq` that lie in the overlay, in order. */
export async function readChanges(
  deps: ViewDeps,
  shown: Pick<Shown, 'key'>,
  stream: string,
  seq: number,
): Promise<StoredRow[]> {
  const changed: StoredRow[] = [];
  await eachPacked(deps, 'overlay', { stream, key: shown.key, after: seq }, ({ rows }) => {
    for (const row of rows) changed.push(row);
  });
  return changed;
}

/** The newest of each overlaid row, tombstones included. */
async function overlayOf(
  deps: ViewDeps,
  stream: string,
  key: string,
  upTo = Infinity,
): Promise<Map<string, StoredRow>> {
  const newest = new Map<string, StoredRow>();
  await eachPacked(deps, 'overlay', { stream, key, after: -1 }, ({ n, rows }) => {
    if (n <= upTo) for (const row of rows) newest.set(rowName(row), row);
  });
  return newest;
}

type From = { readonly stream: string; readonly key: string; readonly after: number };

/** Packed rows in order, a few at a time; the next few are on their way while these are taken apart. */
async function eachPacked(
  { cache, breathe }: ViewDeps,
  table: 'pages' | 'overlay',
  { stream, key, after }: From,
  onPacked: (packed: PackedRows) => Promise<void> | void,
): Promise<void> {
  const read = (at: number) => {
    const range = cache[table].where('[stream+key+n]').between([stream, key, at], [stream, key, Infinity], false, true);
    const some = range.limit(AT_ONCE).toArray();
    some.catch(() => undefined); // awaited a turn later; until then a failure must not count as unheard
    return some;
  };
  let ahead = read(after);
  for (;;) {
    const some = await ahead;
    const last = some.at(-1);
    const isEnd = last === undefined || some.length < AT_ONCE;
    if (!isEnd) ahead = read(last.n);
    for (const packed of some) {
      await onPacked(packed);
      await breathe();
    }
    if (isEnd) return;
  }
}

/** Whether the overlay of the shown generation has become long. */
export async function isLong(cache: CacheDb, stream: string): Promise<boolean> {
  return ((await cache.cursor.get(stream))?.now?.laid ?? 0) > FOLD_ROWS;
}

/**
 * Folds the overlay into the pages, page by page. The overlay goes last, so at every moment pages with the overlay over
 * them are the same view; a fold that was cut short is simply done again. A new generation meanwhile ends it, and so
 * does another `folder`: a page that two had read would be put back by the slower one.
 */
export async function foldOverlay(deps: ViewDeps, stream: string, folder: string): Promise<void> {
  const { cache } = deps;
  const shown = await beginFold(cache, stream, folder);
  if (shown === null) return;
  const { key, seq: upTo, laid = 0 } = shown;
  const fold = { stream, key, upTo, laid, folder };
  const left = await overlayOf(deps, stream, key, upTo);
  if (left.size === 0) return;
  let lastPage = -1;
  await eachPacked(deps, 'pages', { stream, key, after: -Infinity }, async ({ n, rows }) => {
    lastPage = Math.max(lastPage, n);
    if (!rows.some((row) => left.has(rowName(row)))) return;
    const folded = rows.map((row) => left.get(rowName(row)) ?? row).filter(({ d }) => d !== 1);
    for (const row of rows) left.delete(rowName(row));
    await putIfMine(cache, fold, { stream, key, n, rows: folded });
  });
  const added = [...left.values()].filter(({ d }) => d !== 1);
  for (let from = 0; from < added.length; from += NEW_PAGE_ROWS) {
    lastPage += 1;
    await putIfMine(cache, fold, { stream, key, n: lastPage, rows: added.slice(from, from + NEW_PAGE_ROWS) });
  }
  await dropFolded(cache, fold);
}

type Fold = {
  readonly stream: string;
  readonly key: string;
  readonly upTo: number;
  readonly laid: number; // rows in the overlay when it began
  readonly folder: string;
};

const beginFold = (cache: CacheDb, stream: string, folder: string): Promise<Shown | null> =>
  cache.transaction('rw!', [cache.cursor], async () => {
    const cursor = await cache.cursor.get(stream);
    if (!cursor?.now) return null;
    const now = { ...cursor.now, folder };
    await cache.cursor.put({ ...cursor, now });
    return now;
  });

const isOf = (shown: Shown | null | undefined, { key, folder }: Fold): shown is Shown =>
  shown?.key === key && shown.folder === folder;

const putIfMine = (cache: CacheDb, fold: Fold, page: PackedRows): Promise<void> =>
  cache.transaction('rw!', [cache.cursor, cache.pages], async () => {
    if (isOf((await cache.cursor.get(fold.stream))?.now, fold)) await cache.pages.put(page);
  });

const dropFolded = (cache: CacheDb, fold: Fold): Promise<void> =>
  cache.transaction('rw!', [cache.cursor, cache.overlay], async () => {
    const { stream, key, upTo } = fold;
    const cursor = await cache.cursor.get(stream);
    if (cursor === undefined || !isOf(cursor.now, fold)) return;
    await cache.overlay.where('[stream+key+n]').between([stream, key, 0], [stream, key, upTo], true, true).delete();
    const laid = (cursor.now.laid ?? fold.laid) - fold.laid; // what came meanwhile
    await cache.cursor.put({ ...cursor, now: { ...cursor.now, foldedTo: upTo, laid } });
  });

/** Whether our copy sums to what the server says it should (wire/digest.ts). */
export async function sumsAgree(
  deps: ViewDeps,
  stream: string,
  told: readonly { readonly bucket: number; readonly sum: string }[],
): Promise<boolean> {
  const sums = new Array<number>(BUCKETS).fill(0);
  await readView(deps, stream, (rows) => {
    for (const { t, id, s } of rows) {
      const bucket = bucketOf(t, id);
      sums[bucket] = (sums[bucket] ?? 0) + mixOf(t, id, s);
    }
  });
  for (const { bucket, sum } of told) {
    if (String(sums[bucket]) !== sum) return false;
    sums[bucket] = 0;
  }
  return sums.every((sum) => sum === 0);
}
