/** Two tabs that take each other for gone load one snapshot: the slower one must not lay pages under what is shown. */
import { createHash, webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { CacheDb } from '../../../src/client/db/cache-db.ts';
import { openDatabase } from '../../../src/client/db/open-database.ts';
import { LoadedElsewhere, loadSnapshot } from '../../../src/client/sync/snapshot.ts';
import type { Manifest } from '../../../src/wire/sync.ts';
import { uuidOf } from '../../support/builders.ts';
import { memoryPlace } from '../../support/memory-databases.ts';

const STREAM = 'org';
const part = (n: number) => new TextEncoder().encode(`{"t":"note","id":"n${n}","s":${n + 1},"r":{"text":"x"}}`);
const parts = [0, 1].map((n) => {
  const sha256 = createHash('sha256').update(part(n)).digest('hex');
  return { n, rows: 1, bytes: part(n).length, sha256 };
});
const MANIFEST: Manifest = { stream: STREAM, gen: 'g', seq: 2, mark: 'm', rows: 2, serverEpoch: uuidOf(1), parts };

test('the slower one stops, and what the other has laid stays as it is', async () => {
  const news = { onRetired: () => undefined, onBlocked: () => undefined };
  const cache = await openDatabase(new CacheDb('till', memoryPlace()), news);
  const load = (before: (n: number) => Promise<void>) =>
    loadSnapshot(
      {
        cache,
        crypto: webcrypto as unknown as Crypto,
        seal: (verifier) => Promise.resolve(verifier),
        breathe: () => Promise.resolve(),
        manifestOf: () => Promise.resolve(MANIFEST),
        partOf: async (_manifest, n) => {
          await before(n);
          return part(n);
        },
        onProgress: () => undefined,
      },
      STREAM,
    );
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  const slow = load((n) => (n === 1 ? held : Promise.resolve()));
  await load(() => Promise.resolve());
  const laid = await cache.pages.toArray();
  const shown = await cache.cursor.get(STREAM);
  expect(laid).toHaveLength(2);
  goOn();
  await expect(slow).rejects.toThrow(LoadedElsewhere);
  expect(await cache.pages.toArray()).toEqual(laid);
  expect(await cache.cursor.get(STREAM)).toEqual(shown);
  expect(await cache.loading.count()).toBe(0);
  cache.close();
});
