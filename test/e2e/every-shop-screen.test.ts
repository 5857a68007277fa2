/** The phone's screens with offers on them, as anybody may meet them: what was, what is now and why, on to the till. */
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, expect as check, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { faultsOfLooks, type Sizes } from './support/every-looks.ts';
import { openShop, type ShopServer } from './support/shop-server.ts';
import { LANGS, wordsOf } from './support/shown-words.ts';
import type { ShopProduct } from '../../src/wire/shop.ts';

/** 1280 pixels at 400 % are 320. */
const SIZES: Sizes = {
  whole: { width: 390, height: 844 },
  narrow: [{ width: 320, height: 640 }],
  pictured: [{ width: 640, height: 800 }],
};

let browser: Browser;
let shop: ShopServer;
let crisps: ShopProduct;
beforeAll(async () => {
  browser = await openChromium();
  shop = await openShop();
  const found = (await shop.goods()).rows.find(({ names }) => names.en === 'Crisp Ridge potato crisps tomato');
  if (found === undefined) throw new Error('the demo shop has no crisps');
  crisps = found;
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});

describe.each(LANGS)('the phone in %s', (lang) => {
  const say = wordsOf('shop', lang);
  let context: BrowserContext;
  let page: Page;
  const open = (path: string) => page.goto(`${shop.origin}${path}`);
  const name = () => crisps.names[lang === 'en' ? 'en' : 'zh'] ?? '';

  beforeAll(async () => {
    context = await browser.newContext({
      viewport: SIZES.whole,
      hasTouch: true,
      locale: lang,
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
  });
  afterAll(() => context.close());

  test('goods tell what they cost now, before, and why', async () => {
    await open('/shop?s=1');
    await page.getByRole('searchbox').fill(name());
    const card = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: name() }) });
    await expect(card).toContainText('5.52', { timeout: 20_000 });
    await expect(card.locator('s')).toContainText('6.90');
    await expect(card).toContainText(lang === 'en' ? 'Crisps 20% off' : '薯片八折');
    check(await faultsOfLooks(page, 'shop-home', SIZES)).toEqual([]);
  });

  test('so does the product before it goes into the cart', async () => {
    await open(`/p/${String(crisps.skuNo)}?s=1`);
    await expect(page.getByText(lang === 'en' ? 'Crisps 20% off' : '薯片八折')).toBeVisible({ timeout: 20_000 });
    check(await faultsOfLooks(page, 'shop-product', SIZES)).toEqual([]);
    await page.getByRole('button', { name: say('Add to cart') }).click();
    await expect(page.getByRole('link', { name: /5\.52/ })).toBeVisible();
  });

  test('the cart and the bar below have the same total, and the code for the till stands', async () => {
    await open('/shop/cart');
    await expect(page.locator('main li')).toContainText('5.52', { timeout: 20_000 });
    await expect(page.getByRole('region', { name: say('Total') })).toContainText('5.52');
    check(await faultsOfLooks(page, 'shop-cart', SIZES)).toEqual([]);
    await page.getByRole('button', { name: say('Take to till') }).click();
    await expect(page.getByRole('img', { name: say('Cart QR for the till') })).toBeVisible();
    await expect(page.locator('main')).toContainText('5.52');
    check(await faultsOfLooks(page, 'shop-to-till', SIZES)).toEqual([]);
  });

  test.each([
    ['me', '/shop/me'],
    ['nothing', '/01/09520000000004?s=1'],
  ])('%s', async (at, path) => {
    await open(path);
    await expect(page.locator('h1').first()).toBeAttached();
    await expect(page.locator('main[aria-busy=true]')).toHaveCount(0);
    check(await faultsOfLooks(page, `shop-${at}`, SIZES)).toEqual([]);
  });
});
