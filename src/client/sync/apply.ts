/**
 * Deltas into the cache.
 *
 * Invariants
 * - Pages of a pull gather in `incoming`; only when the last is there does one transaction append them to the overlay
 *   and move the cursor with its `applied`. Rows without the cursor, or the cursor without the rows, lose changes for
 *   ever; half a pull shown counts own sales twice.
 * - A newer snapshot (`next`) becomes the one that is shown in that same transaction.
 * - What does not continue where the cursor stands is dropped: another tab was faster.
 *
 * Not here: memory (catalogue/), when to pull (engine-pull.ts).
 */
import type { Page } from '../../wire/sync.ts';
import { packedOf, type Applied, type CacheDb, type CursorRow, type IncomingRow } from '../db/cache-db.ts';
import type { Breathe } from './breather.ts';
import type { AppliedStream } from './engine-state.ts';
import { readRows, type Seal } from './read-rows.ts';

type ApplyDeps = { readonly cache: CacheDb; readonly seal: Seal; readonly breathe: Breathe };

/** Where the stream stands now, whoever moved it; `shown` when this page changed what is shown. */
type Stored = { readonly at: AppliedStream; readonly shown: Applied | null };

/** Packed pages read at once: few, so that taking them apart leaves the screen its frames. */
const AT_ONCE = 2;

/** Stores one page. */
export async function applyPage(deps: ApplyDeps, page: Page, serverEpoch: string): Promise<Stored> {
  const rows = await readRows(page.rows, deps.seal, deps.breathe);
  const incoming = { stream: page.stream, n: page.after, to: page.to, mark: page.mark, rows };
  return page.more ? gather(deps.cache, page, incoming) : publish(deps.cache, page, { incoming, serverEpoch });
}

const gather = (cache: CacheDb, page: Page, incoming: IncomingRow): Promise<Stored> =>
  cache.transaction('rw!', [cache.cursor, cache.incoming], async () => {
    const { stream, to, mark, head } = page;
    const cursor = await cache.cursor.get(stream);
    const base = baseOf(cursor);
    if (base === null || !continues(page, await gatheredTo(cache, stream, base))) return startOver(cache, cursor, page);
    await cache.incoming.put(incoming);
    const position = { gen: base.gen, seq: to, mark };
    return { at: { stream, position, head, more: true, missed: false, differs: false }, shown: null };
  });

const publish = (
  cache: CacheDb,
  page: Page,
  { incoming, serverEpoch }: { incoming: IncomingRow; serverEpoch: string },
): Promise<Stored> =>
  cache.transaction('rw!', [cache.cursor, cache.incoming, cache.loading, cache.overlay, cache.pages], async () => {
    const { stream, to: seq, mark, head, applied } = page;
    const cursor = await cache.cursor.get(stream);
    const base = baseOf(cursor);
    if (base === null || !continues(page, await gatheredTo(cache, stream, base))) return startOver(cache, cursor, page);
    const { gen, key } = base;
    const over = cursor?.now?.key === key ? cursor.now : { foldedTo: base.seq, laid: 0 };
    let laid = over.laid ?? 0;
    const lay = async ({ to: n, rows }: IncomingRow) => {
      laid += rows.length;
      if (rows.length > 0) await cache.overlay.put({ stream, key, n, rows });
    };
    await eachGathered(cache, stream, base.seq, lay);
    await lay(incoming);
    await cache.cursor.put({ stream, now: { ...over, gen, key, seq, mark, applied, laid }, next: null, serverEpoch });
    await dropGathered(cache, stream);
    await dropUnfinished(cache, stream);
    if (cursor?.now && cursor.now.key !== key) await dropGeneration(cache, stream, cursor.now.key);
    return {
      at: { stream, position: { gen, seq, mark }, head, more: false, missed: false, differs: false },
      shown: applied,
    };
  });

/** The generation that pulls go on top of: a complete newer snapshot before the one that is shown. */
const baseOf = (cursor: CursorRow | undefined) => cursor?.next ?? cursor?.now ?? null;

/**
 * The page does not continue where we stand: say where that is. What was gathered goes, or a pull that somebody else
 * left half done would stand in the way of every other for ever.
 */
async function startOver(cache: CacheDb, cursor: CursorRow | undefined, { stream, head }: Page): Promise<Stored> {
  await dropGathered(cache, stream);
  const base = baseOf(cursor);
  const position = base === null ? { gen: '', seq: 0, mark: '' } : { gen: base.gen, seq: base.seq, mark: base.mark };
  return { at: { stream, position, head, more: false, missed: true, differs: false }, shown: null };
}

type Place = { readonly seq: number; readonly mark: string };

/**
 * Whether the page goes on from there. The same number of another history is another place: an answer kept from before
 * a restore would bring the mark of its end along, and what lies between would never be missed.
 */
const continues = ({ after, afterMark }: Page, { seq, mark }: Place): boolean =>
  after === seq && (afterMark === undefined || afterMark === mark);

/** Where the unbroken run of gathered pages ends that begins at the cursor. */
async function gatheredTo(cache: CacheDb, stream: string, { seq, mark }: Place): Promise<Place> {
  let end: Place = { seq, mark };
  await eachGathered(cache, stream, seq, (page) => {
    end = { seq: page.to, mark: page.mark };
  });
  return end;
}

async function eachGathered(
  cache: CacheDb,
  stream: string,
  from: number,
  onPage: (page: IncomingRow) => Promise<void> | void,
): Promise<void> {
  for (let at = from; ;) {
    const range = cache.incoming.where('[stream+n]').between([stream, at], [stream, Infinity], true, true);
    const pages = await range.limit(AT_ONCE).toArray();
    for (const page of pages) {
      if (page.n !== at) return;
      await onPage(page);
      at = page.to;
    }
    if (pages.length < AT_ONCE) return;
  }
}

/** Forgets the pages of a pull: they are laid, or another snapshot makes them void. */
export const dropGathered = (cache: CacheDb, stream: string): Promise<number> =>
  cache.incoming.where('[stream+n]').between([stream, 0], [stream, Infinity], true, true).delete();

/** A copy nobody finished fetching: the one in use goes on, so it may never be asked for again. */
async function dropUnfinished(cache: CacheDb, stream: string): Promise<void> {
  const loading = await cache.loading.get(stream);
  if (loading === undefined) return;
  await dropGeneration(cache, stream, loading.key);
  await cache.loading.delete(stream);
}

async function dropGeneration(cache: CacheDb, stream: string, key: string): Promise<void> {
  await packedOf(cache.pages, stream, key).delete();
  await packedOf(cache.overlay, stream, key).delete();
}
