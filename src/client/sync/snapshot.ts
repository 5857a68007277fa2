/**
 * A first or new copy of a stream: manifest, parts, packed pages.
 *
 * Invariants: a part counts only when its SHA-256 agrees with the signed manifest; parts already packed are not fetched
 * again after a cut or a restart; the old generation stays in use until the first pull on top of the new one.
 * The main thread is given away between rows.
 *
 * Not here: the network (passed in), the flip (apply.ts).
 */
import { bytesToHex } from '@noble/hashes/utils.js';
import { readFeedRow, type FeedRow, type Manifest } from '../../wire/sync.ts';
import type { CryptoPort } from '../auth/device-key.ts';
import { packedOf, type CacheDb, type LoadingRow, type PackedRows, type Position } from '../db/cache-db.ts';
import { dropGathered } from './apply.ts';
import type { Breathe } from './breather.ts';
import { readRows, ROWS_AT_ONCE, type Seal } from './read-rows.ts';

/** Rows to a packed page: single rows would take thirty times as long to write. */
const PAGE_ROWS = 1000;
/** Numbers a part's pages may take: more than its rows could ever fill. */
const PAGES_PER_PART = 1000;
/** Pages of a part's small tables come before everybody's page 0. */
const smallPage = (part: number, page: number): number => (part + 1) * -PAGES_PER_PART + page;
const BULK: ReadonlySet<string> = new Set(['product', 'stock']);

type SnapshotDeps = {
  readonly cache: CacheDb;
  readonly crypto: CryptoPort;
  readonly seal: Seal;
  readonly breathe: Breathe;
  readonly manifestOf: (stream: string) => Promise<Manifest>;
  readonly partOf: (manifest: Manifest, n: number) => Promise<Uint8Array<ArrayBuffer>>;
  /** Told after each part: rows packed so far, of all. Also keeps the request's deadline moving. */
  readonly onProgress: (stream: string, done: number, total: number) => void;
};

/** A part that is not what the manifest signed for. */
export class DamagedPart extends Error {
  override readonly name = 'DamagedPart';
}

/** Another tab has finished this download, or begun another. */
export class LoadedElsewhere extends Error {
  override readonly name = 'LoadedElsewhere';
}

/** Fetches what is missing and leaves the snapshot complete beside the one in use. Throws what the network throws. */
export async function loadSnapshot(deps: SnapshotDeps, stream: string): Promise<Position> {
  const manifest = await deps.manifestOf(stream);
  let loading = await beginLoading(deps.cache, manifest);
  const isDone = new Set(loading.done);
  const missing = manifest.parts.filter(({ n }) => !isDone.has(n));
  const report = () => deps.onProgress(stream, rowsIn(loading), manifest.rows);
  report();
  // The next part is on its way and the one before on its way to the disk while this one is packed.
  let ahead = fetchPart(deps, manifest, missing[0]?.n);
  let written = Promise.resolve(loading);
  for (const [at, part] of missing.entries()) {
    const bytes = await ahead;
    ahead = fetchPart(deps, manifest, missing[at + 1]?.n);
    const pages = await packPart(deps, loading, { n: part.n, sha256: part.sha256, bytes });
    loading = await written;
    report();
    written = heardLater(writePart(deps.cache, loading, part.n, pages));
  }
  loading = await written;
  report();
  await finishLoading(deps.cache, loading);
  return { gen: manifest.gen, seq: manifest.seq, mark: manifest.mark };
}

function fetchPart(deps: SnapshotDeps, manifest: Manifest, n: number | undefined): Promise<Uint8Array<ArrayBuffer>> {
  if (n === undefined) return Promise.resolve(new Uint8Array(0));
  return heardLater(deps.partOf(manifest, n));
}

/** Awaited a turn later; until then a failure must not count as unheard. */
function heardLater<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

const rowsIn = ({ manifest, done }: LoadingRow): number =>
  manifest.parts.reduce((sum, part) => sum + (done.includes(part.n) ? part.rows : 0), 0);

/** Goes on with a download of the same snapshot, or clears what another one left and begins. */
const beginLoading = (cache: CacheDb, manifest: Manifest): Promise<LoadingRow> =>
  cache.transaction('rw!', [cache.loading, cache.cursor, cache.pages, cache.overlay], async () => {
    const { stream } = manifest;
    const before = await cache.loading.get(stream);
    if (before && sameParts(before.manifest, manifest)) return before;
    const cursor = await cache.cursor.get(stream);
    for (const key of [before?.key, cursor?.next?.key]) {
      if (key !== undefined) await packedOf(cache.pages, stream, key).delete();
    }
    if (cursor?.next) await cache.cursor.put({ ...cursor, next: null });
    const first = `${manifest.gen}.0`;
    const key = cursor?.now?.key === first ? `${manifest.gen}.1` : first;
    await packedOf(cache.pages, stream, key).delete();
    await packedOf(cache.overlay, stream, key).delete();
    const loading: LoadingRow = { stream, key, manifest, done: [] };
    await cache.loading.put(loading);
    return loading;
  });

const sameParts = (a: Manifest, b: Manifest): boolean =>
  a.gen === b.gen &&
  a.seq === b.seq &&
  a.parts.map(({ sha256 }) => sha256).join() === b.parts.map(({ sha256 }) => sha256).join();

type Part = { readonly n: number; readonly sha256: string; readonly bytes: Uint8Array<ArrayBuffer> };

async function packPart(deps: SnapshotDeps, loading: LoadingRow, part: Part): Promise<readonly PackedRows[]> {
  const { crypto, breathe } = deps;
  const sum = bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', part.bytes)));
  if (sum !== part.sha256) throw new DamagedPart(`part ${part.n} of ${loading.stream}`);
  const lines = new TextDecoder().decode(part.bytes).split('\n');
  const { stream, key } = loading;
  const pages: PackedRows[] = [];
  let page = 0;
  for (let from = 0; from < lines.length; from += PAGE_ROWS) {
    const feed = await parseLines(lines.slice(from, from + PAGE_ROWS), breathe);
    const rows = await readRows(feed, deps.seal, breathe);
    const [bulk, small] = [rows.filter(({ t }) => BULK.has(t)), rows.filter(({ t }) => !BULK.has(t))];
    if (bulk.length > 0) pages.push({ stream, key, n: part.n * PAGES_PER_PART + page, rows: bulk });
    if (small.length > 0) pages.push({ stream, key, n: smallPage(part.n, page), rows: small });
    page += 1;
  }
  return pages;
}

/**
 * The download is still the one that was begun: another tab may have finished it, or begun another, and pages laid
 * under its key now would lie under what is shown.
 */
async function stillLoading(cache: CacheDb, { stream, key, manifest }: LoadingRow): Promise<LoadingRow> {
  const row = await cache.loading.get(stream);
  if (row?.key !== key || !sameParts(row.manifest, manifest)) throw new LoadedElsewhere(stream);
  return row;
}

/** A part's pages and the word that it is here, in one transaction. */
async function writePart(
  cache: CacheDb,
  loading: LoadingRow,
  n: number,
  pages: readonly PackedRows[],
): Promise<LoadingRow> {
  return cache.transaction('rw!', [cache.pages, cache.loading], async () => {
    const now = await stillLoading(cache, loading);
    const done = { ...now, done: [...now.done.filter((other) => other !== n), n] };
    await cache.pages.bulkPut(pages);
    await cache.loading.put(done);
    return done;
  });
}

async function parseLines(lines: readonly string[], breathe: Breathe): Promise<FeedRow[]> {
  const rows: FeedRow[] = [];
  for (const line of lines) {
    if (line !== '') rows.push(readFeedRow(JSON.parse(line)));
    if (rows.length % ROWS_AT_ONCE === 0) await breathe();
  }
  return rows;
}

/** Complete: it waits beside the one in use for the first pull on top of it. */
const finishLoading = (cache: CacheDb, loading: LoadingRow): Promise<void> =>
  cache.transaction('rw!', [cache.cursor, cache.loading, cache.incoming], async () => {
    const { stream, key, manifest } = await stillLoading(cache, loading);
    const { gen, seq, mark, serverEpoch } = manifest;
    const cursor = await cache.cursor.get(stream);
    await cache.cursor.put({ stream, now: cursor?.now ?? null, next: { gen, key, seq, mark }, serverEpoch });
    await dropGathered(cache, stream);
    await cache.loading.delete(stream);
  });
