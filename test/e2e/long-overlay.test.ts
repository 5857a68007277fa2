/**
 * More changes than an overlay holds: the browser folds them into its pages in a worker of its own, and what was folded
 * is what a till without network starts with.
 */
import type { Browser, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { catalogueCsv, importFile, signIn } from '../bench/import-speed.ts';
import { openChromium } from '../support/chromium.ts';
import { cashierOf, openShop, type ShopServer } from './support/shop-server.ts';
import { tillPage } from './support/till-page.ts';

/** So few changes never make a snapshot the shorter way. */
const ROWS = 950;
const WAVES = 6;

let browser: Browser;
let shop: ShopServer;
beforeAll(async () => {
  browser = await openChromium();
  shop = await openShop();
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});

/** What the till's cache says of the stream of products. */
const foldedOf = (page: Page): Promise<{ foldedTo: number; laid: number; over: number }> =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open('halfloop-till-cache');
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(new Error('no cache'));
    });
    const all = <T>(table: string) =>
      new Promise<T[]>((resolve) => {
        const asked = db.transaction(table).objectStore(table).getAll();
        asked.onsuccess = () => resolve(asked.result as T[]);
      });
    const cursors = await all<{ stream: string; now: { foldedTo: number; laid: number } }>('cursor');
    const over = await all<{ stream: string; rows: unknown[] }>('overlay');
    db.close();
    const { foldedTo, laid } = cursors.find(({ stream }) => stream === 'org')!.now;
    const rows = over.filter(({ stream }) => stream === 'org').reduce((sum, { rows }) => sum + rows.length, 0);
    return { foldedTo, laid, over: rows };
  });

test('folded in a worker, and there without network', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en' });
  const page = await context.newPage();
  const till = tillPage(page, 'en');
  await page.goto(`${shop.origin}/till`);
  await till.enrol(await shop.enrolCode());
  await till.signIn(cashierOf(shop));
  await till.openShift();
  const before = await foldedOf(page);
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  const call = await signIn(shop.origin, shop.office);
  const laidRows = async () => (await foldedOf(page)).laid;
  for (let dearer = 0; dearer < WAVES; dearer += 1) {
    await importFile(call, Buffer.from(catalogueCsv(ROWS, dearer)));
    if (dearer < WAVES - 1)
      await expect.poll(laidRows, { timeout: 30_000 }).toBeGreaterThanOrEqual(ROWS * (dearer + 1));
  }
  await expect.poll(async () => (await foldedOf(page)).foldedTo, { timeout: 60_000 }).toBeGreaterThan(before.foldedTo);
  const after = await foldedOf(page);
  expect(after.over).toBe(after.laid);
  expect(after.over).toBeLessThan(ROWS);
  expect(workers.filter((url) => url.includes('fold-worker')).length).toBeGreaterThan(0);

  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await context.setOffline(true);
  await page.reload();
  await till.signIn(cashierOf(shop));
  await page.getByRole('searchbox').or(page.getByRole('combobox')).first().waitFor();
  const [barcode = '', , , name = '', price = ''] =
    catalogueCsv(ROWS, WAVES - 1)
      .split('\r\n')
      .at(-2)
      ?.split(',') ?? [];
  await till.scan(barcode);
  await expect(till.lines).toContainText([name]);
  await expect(till.lines).toContainText([price]);
  await context.close();
});
