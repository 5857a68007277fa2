/** The till's dialogs that no story passes, as anybody may meet them; and its mirror for left hands. */
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, expect as check, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { faultsOfLooks, type Sizes } from './support/every-looks.ts';
import { openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { LANGS, wordsOf } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

/** 1280 by 800 at 200 %. */
const SIZES: Sizes = {
  whole: { width: 1280, height: 800 },
  narrow: [{ width: 640, height: 400 }],
  pictured: [{ width: 1024, height: 768 }],
};

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

describe.each(LANGS)('the till in %s', (lang) => {
  const say = wordsOf('till', lang);
  let context: BrowserContext;
  let page: Page;
  let till: TillPage;
  let gtins: readonly string[];
  const button = (message: string) => page.getByRole('button', { name: say(message), exact: true });
  const dialog = () => page.getByRole('dialog').last();

  beforeAll(async () => {
    gtins = scannable(await shop.goods()).map(({ gtin }) => gtin);
    context = await browser.newContext({ viewport: SIZES.whole, locale: lang, reducedMotion: 'reduce' });
    page = await context.newPage();
    till = tillPage(page, lang);
    const manager = shop.people.find(({ role }) => role === 'manager');
    if (manager === undefined) throw new Error('the demo shop has no manager');
    await page.goto(`${shop.origin}/till`);
    await till.begin(await shop.anotherCode(), manager);
    await till.scan(gtins[0] ?? '');
    await expect(till.lines).toHaveCount(1);
  });
  afterAll(() => context.close());

  test.each([
    ['menu', () => button('Menu').click()],
    ['sync', () => till.pill.click()],
    ['keys', () => button('Keys').click()],
    ['code', () => button('Type a code').click()],
    ['discount', () => page.keyboard.press('F8')],
    ['member', () => page.keyboard.press('F3')],
  ] as const)('%s', async (name, open) => {
    await open();
    await expect(dialog()).toBeVisible();
    check(await faultsOfLooks(page, `till-${name}`, SIZES)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('for left hands cart and goods change sides, and nothing else breaks', async () => {
    const sides = async () => {
      const goods = await page.getByRole('region', { name: say('Products') }).boundingBox();
      const lines = await page.getByRole('list', { name: say('Lines of the cart') }).boundingBox();
      if (goods === null || lines === null) throw new Error('the sale has goods and a cart');
      return lines.x < goods.x ? 'cart first' : 'goods first';
    };
    check(await sides()).toBe('goods first');
    await button('Menu').click();
    await button('This device').click();
    await page.getByLabel(say('Cart at the left')).check();
    check(await faultsOfLooks(page, 'till-device', SIZES)).toEqual([]);
    await button('Sell').click();
    await expect(till.lines).toHaveCount(1);
    check(await sides()).toBe('cart first');
    check(await faultsOfLooks(page, 'till-mirrored', SIZES)).toEqual([]);
    await page.reload();
    await till.signIn(shop.people.find(({ role }) => role === 'manager') ?? { name: '', role: '', pin: '' });
    await expect(till.lines).toHaveCount(1);
    check(await sides()).toBe('cart first'); // it is kept
  });
});
