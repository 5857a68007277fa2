/** A till without a network: its unsent sales go to the office in a file, and are booked once, also when it is back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { openAlbum } from './support/album.ts';
import { expectNoFaults } from './support/audit.ts';
import { untilKept } from './support/kept-files.ts';
import { officePage } from './support/office-page.ts';
import { openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { wordsOf } from './support/shown-words.ts';
import { tillPage } from './support/till-page.ts';

const LANG = 'zh-CN';

let browser: Browser;
let shop: ShopServer;
const folder = mkdtempSync(join(tmpdir(), 'halfloop-rescue-'));
beforeAll(async () => {
  browser = await openChromium();
  shop = await openShop();
});
afterAll(async () => {
  await browser.close();
  await shop.end();
  rmSync(folder, { recursive: true, force: true });
});

test('saved on the till, taken in at the office, pushed again later: each sale is booked once', async () => {
  const album = openAlbum('rescue');
  const say = wordsOf('till', LANG);
  const sayOffice = wordsOf('office', LANG);
  const owner = shop.people.find(({ role }) => role === 'owner');
  if (owner === undefined) throw new Error('a shop has an owner');
  const till = tillPage(await (await browser.newContext({ locale: LANG, acceptDownloads: true })).newPage(), LANG);
  const press = (message: string) => till.page.getByRole('button', { name: say(message), exact: true }).click();
  const go = async (screen: string) => {
    await press('Menu');
    await till.page
      .getByRole('dialog')
      .getByRole('button', { name: say(screen), exact: true })
      .click();
  };
  await till.page.goto(`${shop.origin}/till`);
  await till.begin(await shop.enrolCode(), owner);
  const goods = scannable(await shop.goods());
  await untilKept(till.page, 'till');
  await till.page.context().setOffline(true);
  for (const product of goods.slice(0, 3)) {
    await till.scan(product.gtin);
    await till.payExact();
  }
  await go('Close shift');
  await press('Done counting');
  await press('Accept');
  await press('Sign and close');
  await press('Done');
  await go('This device');
  await press('Take this till out of the shop');
  await press('Yes, clear this device');
  const saving = till.page.waitForEvent('download');
  await press('Save unsent entries to a file');
  const path = join(folder, 'T.halfloop');
  await (await saving).saveAs(path);
  const code = (await till.page.locator('code').last().textContent()) ?? '';
  await album.take(till.page, 'saved');

  const office = officePage(await (await browser.newContext({ locale: LANG })).newPage(), LANG, shop);
  await office.signIn();
  const take = async (typed: string) => {
    await office.page.goto(`${shop.origin}/office/devices`);
    await office.page.getByRole('button', { name: sayOffice('Take in a rescue file') }).click();
    await office.page.getByLabel(sayOffice('File'), { exact: true }).setInputFiles(path);
    await office.page.getByLabel(sayOffice('Code of the file')).fill(typed);
    await expectNoFaults(office.page, 'rescue file');
    await office.page.getByRole('button', { name: sayOffice('Take in'), exact: true }).click();
  };
  const sheet = office.page.getByRole('dialog');
  await take('AAAA-BBBB-CCCC-DDDD-EEEE-FFFF');
  await expect(sheet.getByRole('alert')).toBeVisible(); // another code: nothing happens
  await take(code.toLowerCase().replaceAll('-', ' '));
  await expect(sheet.getByRole('status').first()).toContainText('已入账');
  await album.take(office.page, 'taken');
  await take(code);
  await expect(sheet.getByRole('status').first()).toContainText('0 条已入账');
  await office.page.goto(`${shop.origin}/office`);
  await expect(office.sales).toHaveCount(3);

  await till.page.context().setOffline(false);
  await expect(till.pill).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
  await office.page.reload();
  await office.untilToday();
  await expect(office.sales).toHaveCount(3);
});
