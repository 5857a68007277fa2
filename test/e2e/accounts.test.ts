/** Goods sold on account at a till, and the owner who sees who owes what, takes a part of it, and takes that back. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openChromium, openDevice } from '../support/chromium.ts';
import { lookerAt, openAlbum, WIDE } from './support/album.ts';
import { officePage } from './support/office-page.ts';
import { openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { LANGS, wordsOf } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

let studio: Browser;
beforeAll(async () => {
  studio = await openChromium();
});
afterAll(() => studio.close());

describe.each(LANGS)("customers' accounts in %s", (lang) => {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-accounts-'));
  const album = openAlbum(`accounts-${lang}`);
  const faults: string[] = [];
  const look = lookerAt(album, faults);
  let shop: ShopServer;
  let device: BrowserContext;
  let page: Page;
  let till: TillPage;

  beforeAll(async () => {
    shop = await openShop();
    device = await openDevice(join(folder, 'till'), {}, { ...WIDE, locale: lang });
    page = device.pages()[0] ?? (await device.newPage());
    till = tillPage(page, lang);
  });
  afterAll(async () => {
    await device.close();
    await shop.end();
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`the screens of accounts in ${lang}: ${album.folder}\n`);
  });

  test('a till sells on account', async () => {
    const say = wordsOf('till', lang);
    const ui = wordsOf('ui', lang);
    const manager = shop.people.find(({ role }) => role === 'manager');
    const [product] = scannable(await shop.goods());
    if (manager === undefined || product === undefined) throw new Error('the demo shop has a manager and goods');
    await page.goto(`${shop.origin}/till`);
    await till.begin(await shop.enrolCode(), manager);
    await till.scan(product.gtin);
    await expect(till.lines).toHaveCount(1);
    await page.keyboard.press('F9');
    const ways = page.getByRole('group', { name: say('Way of paying') });
    await ways.getByRole('button', { name: ui('On account'), exact: true }).click();
    await page.getByLabel(say('Customer')).fill('=Wang Li');
    await page
      .locator('form')
      .filter({ has: page.getByLabel(say('Customer')) })
      .locator('button[type=submit]')
      .click();
    await expect(page.locator('[data-change]')).toHaveCount(1);
    await expect(till.pill).toHaveAttribute('data-kind', 'synced', { timeout: 60_000 });
  });

  test('the office has it, takes a part, and takes that back', async () => {
    const context = await studio.newContext({ ...WIDE, locale: lang });
    try {
      const desk = await context.newPage();
      const word = wordsOf('office', lang);
      const button = (message: string) => desk.getByRole('button', { name: word(message), exact: true });
      await officePage(desk, lang, shop).signIn();
      await desk.getByRole('link', { name: word('Accounts'), exact: true }).click();
      const row = desk.getByRole('row').filter({ hasText: '=Wang Li' });
      await expect(row).toHaveCount(1);
      await look(desk, 'accounts');
      const saving = desk.waitForEvent('download');
      await button('Save as CSV').click();
      expect(readFileSync(await (await saving).path(), 'utf8')).toContain("\n'=Wang Li,");

      await row.getByRole('button').click();
      const sheet = desk.getByRole('dialog').first();
      await sheet.getByLabel(word('Amount paid')).fill('99999');
      await expect(sheet.getByRole('alert')).toContainText(word('Only {owed} is owed.').split('{')[0] ?? '');
      await expect(button('Write down the payment')).toBeDisabled();
      await look(desk, 'too-much');
      await sheet.getByLabel(word('Amount paid')).fill('0.5');
      await sheet.getByLabel(word('Paid by')).selectOption('cash');
      await sheet.getByLabel(word('Note')).fill('at the counter');
      await button('Write down the payment').click();
      await expect(sheet.getByText('at the counter')).toBeVisible();
      await expect(desk.getByText(word('Payment written down.')).first()).toBeVisible();
      await look(desk, 'paid-a-part');
      await sheet.getByRole('button', { name: word('Take back the payment of {amount}').split('{')[0] ?? '' }).click();
      await desk.getByLabel(word('Reason')).fill('wrong customer');
      await look(desk, 'take-back');
      await button('Take back').click();
      await expect(sheet.getByText('wrong customer')).toBeVisible();
      await look(desk, 'taken-back');
    } finally {
      await context.close();
    }
  });

  test('nothing that was shown is out of reach for anybody', () => {
    expect(faults).toEqual([]);
  });
});
