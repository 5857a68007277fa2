/** A tab taken for gone folds on beside the one that took its place: nothing may come back that was newer. */
import { expect, test } from 'vitest';
import { CacheDb } from '../../../src/client/db/cache-db.ts';
import { openDatabase } from '../../../src/client/db/open-database.ts';
import { foldOverlay, readView } from '../../../src/client/sync/view.ts';
import { memoryPlace } from '../../support/memory-databases.ts';

const [stream, key] = ['org', 'k'];
const row = (id: string, s: number) => ({ t: 'note', id, s, r: s });
const APPLIED = { incarnation: '', seq: 0, parked: [] };

test('the one that began later has the word', async () => {
  const news = { onRetired: () => undefined, onBlocked: () => undefined };
  const cache = await openDatabase(new CacheDb('till', memoryPlace()), news);
  const moveTo = async (seq: number) => {
    const now = (await cache.cursor.get(stream))?.now;
    const laid = (now?.laid ?? 0) + 1;
    const next = { gen: 'g', mark: 'm', applied: APPLIED, foldedTo: 0, ...now, key, seq, laid };
    await cache.cursor.put({ stream, now: next, next: null, serverEpoch: 'e' });
  };
  for (const n of [0, 1]) await cache.pages.put({ stream, key, n, rows: [row(`a${String(n)}`, 1)] });
  await cache.overlay.put({ stream, key, n: 10, rows: [row('a1', 10)] });
  await moveTo(10);

  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  let reached: () => void = () => undefined;
  const isHeld = new Promise<void>((resolve) => (reached = resolve));
  let breaths = 0;
  const breathe = () => {
    breaths += 1; // of the overlay, then of the first page: the second is read and not yet written
    if (breaths !== 2) return undefined;
    reached();
    return held;
  };
  const slow = foldOverlay({ cache, breathe }, stream, 'slow');
  await isHeld;
  await cache.overlay.put({ stream, key, n: 20, rows: [row('a1', 20)] });
  await moveTo(20);
  await foldOverlay({ cache, breathe: () => undefined }, stream, 'fast');
  await cache.overlay.put({ stream, key, n: 30, rows: [row('a0', 30)] });
  await moveTo(30);
  goOn();
  await slow;

  const shown = new Map<string, unknown>();
  await readView({ cache, breathe: () => undefined }, stream, (rows) => {
    for (const { id, r } of rows) shown.set(id, r);
  });
  expect(Object.fromEntries(shown)).toEqual({ a0: 30, a1: 20 });
  expect((await cache.cursor.get(stream))?.now).toMatchObject({ foldedTo: 20, laid: 1 });
  cache.close();
});
