/**
 * A till at 200 %: every main screen on 640 by 400 pixels, which is 1280 by 800 enlarged twice. Nothing is wider than
 * the window, and every control can be brought into sight whole and touched there. In practice, whose band stands over
 * every screen and takes of the little room there is; then the real till knows nothing of what was practised.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, expect as check, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { expectNoFaults } from './support/audit.ts';
import { cashierOf, openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { wordsOf, type Lang } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

const WHOLE = { width: 1280, height: 800 };
const ENLARGED = { width: 640, height: 400 };
const LANG: Lang = 'en'; // its words are the longer ones
const ALBUM = process.env['ALBUM']; // a folder for pictures of the screens

let browser: Browser;
let shop: ShopServer;
let context: BrowserContext;
let page: Page;
let till: TillPage;
let gtins: readonly string[];
const say = wordsOf('till', LANG);

beforeAll(async () => {
  browser = await openChromium();
  shop = await openShop();
  gtins = scannable(await shop.goods()).map(({ gtin }) => gtin);
  context = await browser.newContext({ viewport: WHOLE, locale: LANG });
  page = await context.newPage();
  till = tillPage(page, LANG);
  await page.goto(`${shop.origin}/till`);
  await till.begin(await shop.enrolCode(), cashierOf(shop));
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});

const button = (message: string) => page.getByRole('button', { name: say(message), exact: true });

/** Controls that cannot be seen whole or touched, and whether the page is wider than the window. Runs in the page. */
function cutOff(): string[] {
  const faults: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${String(root.scrollWidth)} px wide`);
  const dialogs = [...document.querySelectorAll('[role=dialog]')];
  const within: ParentNode = dialogs.at(-1) ?? document;
  for (const element of within.querySelectorAll<HTMLElement>('button, input, select, textarea, a[href]')) {
    if (element.closest('[inert], [hidden], [aria-hidden=true]') !== null) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (element.getBoundingClientRect().width <= 1) continue; // for readers only
    element.scrollIntoView({ block: 'center', inline: 'center' });
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    const name = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40);
    const isIn = left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    const label = element.closest('label');
    const isHit = hit !== null && (element.contains(hit) || hit.contains(element) || label?.contains(hit) === true);
    if (!isIn) faults.push(`${name}: ${[left, top, right, bottom].map(Math.round).join(' ')}`);
    else if (!isHit) faults.push(`${name}: covered by ${hit?.className.toString() ?? 'nothing'}`);
  }
  return faults;
}

/** The screen as it stands, enlarged, is whole; then as it was. */
async function fits(name: string): Promise<void> {
  await page.setViewportSize(ENLARGED);
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(ENLARGED.width);
  if (ALBUM !== undefined) {
    mkdirSync(ALBUM, { recursive: true });
    await page.screenshot({ path: join(ALBUM, `zoom-${name}.png`) });
  }
  check.soft(await page.evaluate(cutOff), name).toEqual([]);
  await page.setViewportSize(WHOLE);
}

const goTo = async (message: string) => {
  await button('Menu').click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say(message), exact: true })
    .click();
};
const agree = async () => {
  const dialog = page.getByRole('dialog', { name: say('Manager approval') });
  const manager = shop.people.find(({ role }) => role === 'manager')!;
  const [, ...name] = manager.name.split(' ');
  await dialog.getByRole('button', { name: name.join(' ') }).click();
  await fits('approval');
  await page.keyboard.type(manager.pin);
  await page.keyboard.press('Enter');
};
const band = () => page.getByRole('complementary', { name: say('Practice mode') });

test('practice begins with somebody who agrees, and says so over every screen', async () => {
  await till.scan(gtins[0]!); // stays in the real till's hand
  await expect(till.lines).toHaveCount(1);
  await goTo('This device');
  await button('Begin practice').click();
  await agree();
  await expect(band()).toBeVisible({ timeout: 20_000 });
  await fits('sign-in');
  await till.signIn(cashierOf(shop));
  await expect(page.getByRole('textbox', { name: say('Float'), exact: true })).toBeVisible();
  await fits('open-shift');
  await till.openShift();
  await expectNoFaults(page, 'practice');
});

test('the sale and the payment', async () => {
  await fits('sell-empty');
  for (const gtin of gtins.slice(0, 3)) await till.scan(gtin);
  await expect(till.lines).toHaveCount(3);
  await fits('sell');
  await page.setViewportSize(ENLARGED);
  await page.getByRole('button', { name: /^3 lines/ }).click();
  check.soft(await page.evaluate(cutOff), 'cart').toEqual([]);
  await page.setViewportSize(WHOLE);
  await page.keyboard.press('F9');
  await expect(page.getByText(say('Remaining'))).toBeVisible();
  await fits('pay');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: say('Give the money back first') })).toBeVisible();
  await page.setViewportSize(ENLARGED);
  await expect(page.getByRole('dialog').getByText(say('Together'))).toBeInViewport({ ratio: 1 }); // nothing scrolled
  await fits('leave-payment');
  await button('Given back, to the cart').click();
  await till.payExact();
  await fits('paid');
  await button('QR receipt').click();
  await expect(page.getByText(`*** ${say('PRACTICE, NOT A RECEIPT')} ***`)).toHaveCount(2);
  await fits('receipt');
  await page.keyboard.press('Escape');
});

test.each([
  ['Receipts', 'receipts'],
  ['Return', 'return'],
  ['Stock', 'stock'],
  ['Cash drawer', 'cash'],
  ['X report', 'x-report'],
  ['Hand over shift', 'hand-over'],
  ['Close shift', 'close-shift'],
  ['This device', 'device'],
])('%s', async (message, name) => {
  await goTo(message);
  await expect(page.locator('main')).toBeVisible();
  await fits(name);
});

test('the pad of a line is whole below a notice, without scrolling', async () => {
  await button('Sell').click();
  await till.scan(gtins[1]!);
  await till.scan('4006381333931'); // of no product here
  await expect(till.notices).toHaveCount(1);
  await till.lines.first().getByRole('button').first().click();
  const pad = till.lines.first();
  const keys = pad.getByRole('button');
  await expect(pad.getByRole('button', { name: '0', exact: true })).toBeVisible();
  for (const key of await keys.all()) {
    await expect(key).toBeInViewport({ ratio: 1 });
    const { height } = (await key.boundingBox()) ?? { height: 0 };
    check(height).toBeGreaterThanOrEqual(40);
  }
  await fits('line-pad');
  await goTo('This device'); // where practice is ended
});

test('practice ends, and the real till has its cart, its shift and none of it', async () => {
  await button('End practice').last().click();
  await agree();
  await expect(band()).toHaveCount(0, { timeout: 20_000 });
  await till.signIn(cashierOf(shop));
  await expect(till.lines).toHaveCount(1);
  await goTo('Receipts');
  await expect(page.getByText(/P\d-000001/)).toHaveCount(0);
});
