/**
 * A sale in the making outlives what happens to a browser; and what one screen changes, the others show without being
 * asked.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openChromium, openDevice } from '../support/chromium.ts';
import { untilKept } from './support/kept-files.ts';
import { officePage, type OfficePage } from './support/office-page.ts';
import { cashierOf, openShop, scannable, type ShopServer, type StockedProduct } from './support/shop-server.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

const LOOKS = { viewport: { width: 1024, height: 768 }, locale: 'en' } as const;

let browser: Browser;
let shop: ShopServer;
let product: StockedProduct;
beforeAll(async () => {
  browser = await openChromium();
  shop = await openShop();
  const found = scannable(await shop.goods())[12];
  if (found === undefined) throw new Error('the demo shop has too few goods with barcodes');
  product = found;
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});

describe('a cart on a till', () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-open-sale-'));
  let device: BrowserContext;
  let till: TillPage;

  const openTill = async (): Promise<TillPage> => {
    const page = await device.newPage();
    await page.goto(`${shop.origin}/till`);
    return tillPage(page, 'en');
  };
  beforeAll(async () => {
    device = await openDevice(folder, {}, LOOKS);
    till = await openTill();
    await till.begin(await shop.enrolCode(), cashierOf(shop));
    await till.scan(product.gtin);
    await till.scan(product.gtin);
    await expect(till.lines).toHaveCount(1);
    await untilKept(till.page, 'till');
  });
  afterAll(async () => {
    await device.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Two of one product, exactly as it was left. */
  const expectCart = async (): Promise<void> => {
    await till.signIn(cashierOf(shop));
    await expect(till.lines).toHaveCount(1);
    await expect(till.lines).toContainText(((product.priceMinor * 2) / 100).toFixed(2));
  };

  test('outlives a reload', async () => {
    await till.page.reload();
    await expectCart();
  });

  test('outlives its tab', async () => {
    await till.page.close();
    till = await openTill();
    await expectCart();
  });

  test('outlives a restart of the device without a network', async () => {
    await shop.kill();
    await device.close();
    device = await openDevice(folder, {}, LOOKS);
    till = await openTill();
    await expectCart();
    await till.payExact();
    await shop.comeBack();
    await expect(till.pill).toHaveAttribute('data-waiting', '0', { timeout: 60_000 });
  });
});

describe('two tills and the office', () => {
  let office: OfficePage;
  let first: TillPage;
  let second: TillPage;
  const contexts: BrowserContext[] = [];

  const openPage = async () => {
    const context = await browser.newContext(LOOKS);
    contexts.push(context);
    return context.newPage();
  };
  const openTill = async (): Promise<TillPage> => {
    const page = await openPage();
    await page.goto(`${shop.origin}/till`);
    return tillPage(page, 'en');
  };
  beforeAll(async () => {
    office = officePage(await openPage(), 'en', shop);
    await office.signIn();
    first = await openTill();
    await first.begin(await shop.enrolCode(), cashierOf(shop));
    second = await openTill();
    await second.enrol(await office.makeEnrolCode());
    await office.confirmTill();
    await second.untilPeople();
    await second.signIn(cashierOf(shop));
    await second.openShift();
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
  });

  test('a till enrolled by the office, after its thumbprint was confirmed, sees what the other sells', async () => {
    await second.search(product.gtin.replace(/^0+/, ''));
    const before = await second.stockShown();
    await first.scan(product.gtin);
    await first.payExact();
    await expect.poll(() => second.stockShown(), { timeout: 20_000 }).toBe(before - 1);
  });

  test('a price changed in the office reaches the cart of an open till without a reload', async () => {
    await first.scan(product.gtin);
    await office.setPrice(product, '123.45');
    await expect(first.lines).toContainText('123.45', { timeout: 20_000 });
  });
});
