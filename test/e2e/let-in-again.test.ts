/** A till that was removed by mistake: a new code and a compared thumbprint bring it back as the till it was. */
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { lookerAt, openAlbum, WIDE } from './support/album.ts';
import { officePage } from './support/office-page.ts';
import { openShop, scannable, type ShopServer } from './support/shop-server.ts';
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

test('removed, let in again by a code of the office, confirmed: it sells on under its own number', async () => {
  const faults: string[] = [];
  const look = lookerAt(openAlbum('let-in-again'), faults);
  const [say, sayOffice] = [wordsOf('till', LANG), wordsOf('office', LANG)];
  const owner = shop.people.find(({ role }) => role === 'owner')!;
  const till = tillPage(await (await browser.newContext({ locale: LANG, ...WIDE })).newPage(), LANG);
  await till.page.goto(`${shop.origin}/till`);
  await till.begin(await shop.enrolCode(), owner);
  const [product] = scannable(await shop.goods());
  await till.scan(product?.gtin ?? '');
  await till.payExact();

  const office = officePage(await (await browser.newContext({ locale: LANG, ...WIDE })).newPage(), LANG, shop);
  await office.signIn();
  const inDialog = (message: string, values = {}) =>
    office.page.getByRole('dialog').getByRole('button', { name: sayOffice(message, values), exact: true });
  await office.page.goto(`${shop.origin}/office/devices`);
  await office.page.getByRole('button', { name: sayOffice('Remove till {tillCode}', { tillCode: 'T1' }) }).click();
  await inDialog('Remove till {tillCode}', { tillCode: 'T1' }).click();
  await expect(till.page.getByRole('heading', { name: say('This till cannot sell now') })).toBeVisible();
  await look(till.page, 'removed');

  await office.page.getByRole('button', { name: sayOffice('Enrol a till') }).click();
  await inDialog('Make a code').click();
  const code = (await office.page.getByRole('dialog').locator('output').first().textContent()) ?? '';
  await till.page.getByLabel(say('Enrolment code')).fill(code);
  await till.page.getByRole('button', { name: say('Let this till in') }).click();
  await expect(till.page.getByLabel(say('Thumbprint of this device'))).toBeVisible({ timeout: 20_000 });
  await look(till.page, 'waiting');
  await office.page.goto(`${shop.origin}/office/devices`);
  await office.page.getByRole('button', { name: sayOffice('Confirm'), exact: true }).click();
  await inDialog('They are the same').click();
  await expect(till.page.getByRole('button', { name: say('Camera') })).toBeVisible({ timeout: 30_000 });
  await till.scan(product?.gtin ?? '');
  await till.payExact();
  await office.page.goto(`${shop.origin}/office`);
  await expect(office.sales).toHaveCount(2);
  await expect(office.sales.filter({ hasText: 'T1-000002' })).toHaveCount(1);
  expect(faults).toEqual([]);
});
