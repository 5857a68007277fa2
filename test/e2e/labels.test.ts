/** Shelf labels as a browser draws them, read back by the engine of the scanners: every code on every sheet. */
import type { Browser, BrowserContext } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { officePage, type OfficePage } from './support/office-page.ts';
import { openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { shownCodes } from './support/shown-codes.ts';

const PRINTED = { viewport: { width: 1280, height: 1200 }, deviceScaleFactor: 2, locale: 'zh-CN' } as const; // 192 dpi
const LABELS = 27; // one A4 sheet, and three on a second

let browser: Browser;
let context: BrowserContext;
let shop: ShopServer;
let office: OfficePage;
beforeAll(async () => {
  browser = await openChromium();
  shop = await openShop();
  context = await browser.newContext(PRINTED);
  office = officePage(await context.newPage(), 'zh-CN', shop);
  await office.signIn();
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});

test.each([
  { paper: 'a4-24', pages: 2 },
  { paper: 'roll-58', pages: LABELS },
] as const)('every code on $paper is read', async ({ paper, pages }) => {
  const products = scannable(await shop.goods()).slice(0, LABELS);
  await office.makeLabels(products, paper);
  const sheets = office.page.locator('[data-paper]');
  await expect(sheets).toHaveCount(pages);
  const read: string[] = [];
  for (const sheet of await sheets.all()) read.push(...(await shownCodes(sheet)).map(({ text }) => text));
  const wanted = products.map(({ gtin }) => `${shop.origin}/01/${gtin}?`);
  expect(read.map((text) => text.slice(0, text.indexOf('?') + 1)).sort()).toEqual(wanted.sort());
  expect(new Set(read).size).toBe(LABELS); // each label has a number of its own
});
