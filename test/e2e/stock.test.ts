/**
 * Goods without a sale, most of it without a server: a delivery is booked, the shelf counted by scans; then the office
 * has the moves with who did them, the entry each stands in, and the drawer's opening among the exceptions.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openChromium, openDevice } from '../support/chromium.ts';
import { lookerAt, openAlbum, WIDE } from './support/album.ts';
import { untilKept } from './support/kept-files.ts';
import { officePage } from './support/office-page.ts';
import { openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { LANGS, wordsOf } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

let studio: Browser; // where the office sits
beforeAll(async () => {
  studio = await openChromium();
});
afterAll(() => studio.close());

describe.each(LANGS)('goods without a sale in %s', (lang) => {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-stock-'));
  const album = openAlbum(`stock-${lang}`);
  const faults: string[] = [];
  const say = wordsOf('till', lang);
  let shop: ShopServer;
  let device: BrowserContext;
  let page: Page;
  let till: TillPage;
  let gtin: string;
  let before: number;

  const look = lookerAt(album, faults);
  const button = (message: string) => page.getByRole('button', { name: say(message), exact: true });
  const task = (message: string) =>
    page.getByRole('group', { name: say('What to do') }).getByRole('button', { name: say(message), exact: true });
  const onHand = async (): Promise<number> => {
    await task('On hand').click();
    await till.scan(gtin);
    const figure = page
      .getByRole('region', { name: say('On hand') })
      .getByRole('listitem')
      .locator('strong');
    await expect(figure).toHaveCount(1);
    return Number((await figure.innerText()).replace('−', '-'));
  };

  beforeAll(async () => {
    shop = await openShop();
    const manager = shop.people.find(({ role }) => role === 'manager');
    const [product] = scannable(await shop.goods());
    if (manager === undefined || product === undefined) throw new Error('the demo shop has a manager and goods');
    gtin = product.gtin;
    device = await openDevice(join(folder, 'till'), {}, { ...WIDE, locale: lang });
    page = device.pages()[0] ?? (await device.newPage());
    till = tillPage(page, lang);
    await page.goto(`${shop.origin}/till`);
    await till.begin(await shop.enrolCode(), manager);
    await untilKept(page, 'till');
  });
  afterAll(async () => {
    await device.close();
    await shop.end();
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`the screens of stock in ${lang}: ${album.folder}\n`);
  });

  test('without a server, goods come in and the shelf is counted', async () => {
    await button('Menu').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('Stock'), exact: true })
      .click();
    before = await onHand();
    await shop.kill();
    await look(page, 'on-hand');

    await task('Goods-in').click();
    await till.scan(gtin);
    await page.getByRole('textbox', { name: say('Quantity of {name}', { name: '' }).trim() }).fill('24');
    await page.getByLabel(say('Delivery note')).fill('DN-2026-117');
    await look(page, 'goods-in');
    await page.locator('form button[type=submit]').click();
    await expect.poll(onHand).toBe(before + 24);

    await task('Stocktake').click();
    await button('Start counting').click();
    await till.scan(gtin);
    await till.scan(gtin);
    await expect(page.getByRole('form', { name: say('Being counted') }).getByRole('status')).toHaveText('2');
    await look(page, 'stocktake');
    await button('Save count').click();
    await expect(page.getByRole('region', { name: say('Counted') }).getByRole('listitem')).toHaveCount(1);
    await look(page, 'counted');
    expect(await onHand()).toBe(2);

    await button('Menu').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('Cash drawer'), exact: true })
      .click();
    await page.getByLabel(say('Why'), { exact: true }).fill('=change');
    await button('Open the drawer').click();
    await expect(page.getByText('=change')).toBeVisible();
  });

  test('the office has it with who did it, and the same figure', async () => {
    await shop.comeBack();
    await expect(till.pill).toHaveAttribute('data-kind', 'synced', { timeout: 60_000 });
    const context = await studio.newContext({ ...WIDE, locale: lang });
    try {
      const desk = await context.newPage();
      const office = officePage(desk, lang, shop);
      const word = wordsOf('office', lang);
      await office.signIn();
      await desk.goto(`${shop.origin}/office/stock`);
      await desk.getByLabel(word('Find a product')).fill(gtin);
      await look(desk, 'office-stock');
      await desk
        .getByRole('button', { name: word('Moves of {name}', { name: '' }).trim() })
        .first()
        .click();
      const moves = desk.getByRole('dialog').getByRole('listitem');
      await expect(moves.first()).toContainText(word('Stocktake'));
      await expect(moves.nth(1)).toContainText('DN-2026-117');
      await look(desk, 'office-moves');
      await moves.first().getByRole('link').click();
      await expect(desk.getByRole('row').nth(1)).toBeVisible();
      await look(desk, 'office-entry');
      await desk.goto(`${shop.origin}/office/exceptions`);
      const row = desk.getByRole('row').filter({ hasText: '=change' });
      await expect(row).toContainText(word('Drawer opened without a sale'));
      await look(desk, 'office-exceptions');
      const saving = desk.waitForEvent('download');
      await desk.getByRole('button', { name: word('Save as CSV') }).click();
      expect(readFileSync(await (await saving).path(), 'utf8')).toContain(",'=change,");
    } finally {
      await context.close();
    }
  });

  test('nothing that was shown is out of reach for anybody', () => {
    expect(faults).toEqual([]);
  });
});
