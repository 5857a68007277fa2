/** A folder for one part, gone afterwards. A browser that is just ending may still write to it: it is tried again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTortureShop, type TortureShop } from './torture-shop.ts';

/** Gives what `play` gives. What cannot be removed is told and does not hide why the part failed. */
async function inTemporaryFolder<T>(play: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-torture-'));
  try {
    return await play(folder);
  } finally {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    } catch (error) {
      process.stderr.write(`${folder} stays: ${String(error)}\n`);
    }
  }
}

type Place = { readonly dist: string; readonly env?: Readonly<Record<string, string>> };

/** A shop of the part's own, and a folder beside it for what its tills leave on disk. Both are gone afterwards. */
export const inTortureShop = <T>(
  { dist, env }: Place,
  play: (shop: TortureShop, folder: string) => Promise<T>,
): Promise<T> =>
  inTemporaryFolder(async (folder) => {
    const shop = await openTortureShop(dist, folder, env);
    try {
      return await play(shop, folder);
    } finally {
      await shop.end();
    }
  });
