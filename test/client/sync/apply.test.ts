/** Pages into the cache: only what goes on from where the stream stands, in the history it stands in. */
import { expect, test } from 'vitest';
import { applyPage } from '../../../src/client/sync/apply.ts';
import type { Manifest, Page } from '../../../src/wire/sync.ts';
import { uuidOf } from '../../support/builders.ts';
import { memoryPlace, openCache } from '../../support/memory-databases.ts';

const STREAM = 'org';
const PAGE: Page = {
  stream: STREAM,
  gen: 'g',
  after: 7,
  afterMark: 'seven',
  to: 9,
  mark: 'nine',
  head: 9,
  more: false,
  rows: [{ t: 'note', id: 'n9', s: 9, r: { text: 'x' } }],
  applied: { incarnation: uuidOf(1), seq: 0, parked: [] },
};

/** A stream that stands at 7. */
async function standing() {
  const cache = await openCache(memoryPlace());
  const now = { gen: 'g', key: 'k', seq: 7, mark: 'seven', applied: PAGE.applied, foldedTo: 7, laid: 0 };
  await cache.cursor.put({ stream: STREAM, now, next: null, serverEpoch: uuidOf(2) });
  const deps = { cache, seal: (text: string) => Promise.resolve(text), breathe: () => Promise.resolve() };
  const stands = async () => {
    const at = (await cache.cursor.get(STREAM))?.now;
    return [at?.seq, at?.mark, await cache.overlay.count()];
  };
  return { cache, apply: (page: Page) => applyPage(deps, page, uuidOf(2)), stands };
}

test('a page that goes on from here is laid; a server before schema 11 does not say from where', async () => {
  for (const page of [PAGE, { ...PAGE, afterMark: undefined }]) {
    const { apply, stands } = await standing();
    expect(await apply(page)).toMatchObject({ at: { missed: false, position: { seq: 9, mark: 'nine' } } });
    expect(await stands()).toEqual([9, 'nine', 1]);
  }
});

test('one that goes on from the same number of another history is not, and the stream stays', async () => {
  const { apply, stands } = await standing();
  const answer = await apply({ ...PAGE, afterMark: 'seven of before the restore' });
  expect(answer).toMatchObject({ at: { missed: true, position: { seq: 7, mark: 'seven' } }, shown: null });
  expect(await stands()).toEqual([7, 'seven', 0]);
});

test('nor is a page that goes on from another first page of the same length', async () => {
  const { apply, stands } = await standing();
  const first = { ...PAGE, to: 8, mark: 'eight 9 nine', more: true, rows: [] };
  expect(await apply(first)).toMatchObject({ at: { missed: false, more: true } });
  const other = { ...PAGE, after: 8, afterMark: 'eight 9 another' };
  expect(await apply(other)).toMatchObject({ at: { missed: true, position: { seq: 7, mark: 'seven' } } });
  expect(await apply(first)).toMatchObject({ at: { missed: false, more: true } }); // from the beginning
  expect(await apply({ ...other, afterMark: first.mark })).toMatchObject({ at: { missed: false } });
  expect(await stands()).toEqual([9, 'nine', 1]);
});

test('a copy half fetched goes when the one in use is pulled on: nothing may ever ask for the rest of it', async () => {
  const { apply, cache } = await standing();
  const manifest = { stream: STREAM, gen: 'new', seq: 5, mark: 'five', parts: [] } as unknown as Manifest;
  await cache.loading.put({ stream: STREAM, key: 'new.0', manifest, done: [0] });
  await cache.pages.bulkPut(['new.0', 'k'].map((key) => ({ stream: STREAM, key, n: 0, rows: [] })));
  await apply({ ...PAGE, to: 8, mark: 'eight', more: true });
  expect(await cache.loading.count()).toBe(1); // half a pull says nothing yet
  await apply({ ...PAGE, after: 8, afterMark: 'eight' });
  expect([await cache.loading.count(), (await cache.pages.toArray()).map(({ key }) => key)]).toEqual([0, ['k']]);
});
