/** How long a till may stand alone is the shop's to say: chosen in the office, kept by the till, nothing is lost. */
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { lookerAt, openAlbum, WIDE } from './support/album.ts';
import { officePage } from './support/office-page.ts';
import { cashierOf, openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { wordsOf } from './support/shown-words.ts';
import { tillPage } from './support/till-page.ts';

const LANG = 'zh-CN';

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

test('a minute chosen in the office locks the till after a minute without a touch, and the cart stays', async () => {
  const faults: string[] = [];
  const look = lookerAt(openAlbum('idle-lock'), faults);
  const [say, sayOffice] = [wordsOf('till', LANG), wordsOf('office', LANG)];
  const till = tillPage(await (await browser.newContext({ locale: LANG, ...WIDE })).newPage(), LANG);
  await till.page.clock.install();
  await till.page.goto(`${shop.origin}/till`);
  await till.begin(await shop.enrolCode(), cashierOf(shop));

  const office = officePage(await (await browser.newContext({ locale: LANG, ...WIDE })).newPage(), LANG, shop);
  await office.signIn();
  await office.page.goto(`${shop.origin}/office/settings`);
  const choice = office.page.getByLabel(sayOffice('Locks itself after'));
  await expect(choice).toHaveValue('10');
  await choice.selectOption('1');
  await office.page.getByRole('button', { name: sayOffice('Save when tills lock') }).click();
  await look(office.page, 'office');
  await office.page.reload();
  await expect(choice).toHaveValue('1');

  const [product] = scannable(await shop.goods());
  const goods = till.page.getByRole('region', { name: say('Products') });
  await till.scan(product?.gtin ?? '');
  await expect(till.lines).toHaveCount(1);
  await expect(async () => {
    await till.page.mouse.wheel(0, 1); // somebody is there; the choice may still be on its way to the till
    await till.page.clock.fastForward(61_000);
    await expect(goods).toHaveCount(0, { timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await till.signIn(cashierOf(shop));
  await expect(goods).toBeVisible();
  await till.page.clock.fastForward(50_000);
  await expect(goods).toBeVisible();
  await till.page.clock.fastForward(11_000);
  await expect(goods).toHaveCount(0);
  await look(till.page, 'locked');
  await till.signIn(cashierOf(shop));
  await expect(goods).toBeVisible();
  await expect(till.lines).toHaveCount(1);
  expect(faults).toEqual([]);
}, 180_000);
