/**
 * The customer's window beside a real till, without a network: it shows the sale as it grows, the change and the code
 * of the receipt, comes back right after a reload of either side, and speaks the customer's language.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { expectNoFaults } from './support/audit.ts';
import { cashierOf, openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { wordsOf, type Lang } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

const WIDE = { viewport: { width: 1280, height: 800 } } as const;
const ALBUM = process.env['ALBUM']; // a folder for pictures of the screens

let browser: Browser;
let shop: ShopServer;
let gtins: readonly string[];
beforeAll(async () => {
  browser = await openChromium();
  shop = await openShop();
  gtins = scannable(await shop.goods()).map(({ gtin }) => gtin);
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});

// Of the till; its customer chooses the other.
const SPOKEN: readonly Lang[] = ['zh-CN'];

describe.each(SPOKEN)('in %s', (lang) => {
  const say = wordsOf('till', lang);
  const tell = wordsOf('display', lang);
  let context: BrowserContext;
  let till: TillPage;
  let page: Page;
  let display: Page;
  beforeAll(async () => {
    await shop.kill(); // each start prints a code of its own, for one till
    await shop.comeBack();
    context = await browser.newContext({ ...WIDE, locale: lang });
    page = await context.newPage();
    till = tillPage(page, lang);
    await page.goto(`${shop.origin}/till`);
    await till.begin(await shop.enrolCode(), cashierOf(shop));
  });
  afterAll(() => context.close());

  const button = (message: string) => page.getByRole('button', { name: say(message), exact: true });
  const look = async (shown: Page, name: string) => {
    if (ALBUM !== undefined) {
      mkdirSync(ALBUM, { recursive: true });
      await shown.screenshot({ path: join(ALBUM, `${name}-${lang}.png`) });
    }
    await expectNoFaults(shown, name);
  };
  const goodsShown = () => display.getByRole('list', { name: tell('Your goods') }).getByRole('listitem');

  test('is opened from the settings and tried there', async () => {
    await button('Menu').click();
    await button('This device').click();
    const opened = context.waitForEvent('page');
    await button('Open the display').click();
    display = await opened;
    await display.setViewportSize({ width: 1024, height: 600 });
    await expect(display.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText(say('A display is open.'))).toBeVisible({ timeout: 20_000 });
    await look(display, 'display-idle');
    await look(page, 'device-with-display');
    await button('Test the display').click();
    await expect(display.getByText(tell('This is a trial'))).toBeVisible();
    await look(display, 'display-trial');
    await expect(display.getByText(tell('This is a trial'))).toHaveCount(0, { timeout: 20_000 });
    await page.getByRole('button', { name: say('Sell'), exact: true }).click();
  });

  test('shows the sale as it grows, without a network, after reloads of either side', async () => {
    await shop.kill();
    await till.scan(gtins[0]!);
    await till.scan(gtins[1]!);
    await expect(goodsShown()).toHaveCount(2);
    await till.scan(gtins[0]!);
    await look(display, 'display-cart');
    const due = (await display.getByRole('status').textContent()) ?? '';
    await display.reload();
    await expect(display.getByRole('status')).toHaveText(due);
    await page.reload();
    await expect(goodsShown()).toHaveCount(2, { timeout: 20_000 }); // also before anybody signs in again
    await till.signIn(cashierOf(shop));
    await expect(till.lines).toHaveCount(2);
    await shop.comeBack();
  });

  test('thanks, shows the change and the code of the receipt, in the language the customer chooses', async () => {
    await till.scan(gtins[2]!);
    await expect(goodsShown()).toHaveCount(3);
    await page.keyboard.press('F9');
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await expect(display.getByText(tell('Still to pay')).first()).toBeVisible();
    await look(display, 'display-paying');
    await page.keyboard.press('Escape');
    await button('Given back, to the cart').click();
    await till.payExact();
    await expect(display.getByRole('region', { name: tell('Thank you') })).toBeVisible();
    await expect(display.getByRole('img', { name: tell('Scan to keep your receipt') })).toBeVisible();
    await look(display, 'display-thanks');
    const other = lang === 'en' ? 'zh-CN' : 'en';
    await display.getByRole('button', { name: other === 'en' ? 'English' : '中文' }).click();
    await expect(display.getByRole('region', { name: wordsOf('display', other)('Thank you') })).toBeVisible();
    await expect(display.locator('html')).toHaveAttribute('lang', other);
    await look(display, `display-thanks-${other}`);
    expect(await page.locator('html').getAttribute('lang')).toBe(lang); // the till keeps its own
    await till.scan(gtins[0]!);
    await expect(display.getByRole('listitem')).toHaveCount(1);
    await till.payExact();
  });
});
