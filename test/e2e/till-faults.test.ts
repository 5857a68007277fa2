/**
 * What goes wrong at a counter, one test each and in both languages: the screen says what happened in its own language,
 * nothing is lost, and selling goes on where it can. A code that has run out by the clock is tested with the server.
 */
import type { Browser, BrowserContext } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { QrCart } from '../../src/wire/qr-claims.ts';
import { cartParts } from '../../src/wire/qr-parts.ts';
import type { ShopCatalogue } from '../../src/wire/shop.ts';
import { openChromium } from '../support/chromium.ts';
import { officePage } from './support/office-page.ts';
import { cashierOf, openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { LANGS, wordsOf } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

const TILL = { viewport: { width: 1024, height: 768 } } as const;
const FREE_TRIES = 5;

let browser: Browser;
let shop: ShopServer;
let goods: ShopCatalogue;
beforeAll(async () => {
  browser = await openChromium();
  shop = await openShop();
  goods = await shop.goods();
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});

/** A cart as a phone of this shop hands it over. */
const cartOf = (count: number, cartRef: string): QrCart => ({
  orgNo: goods.store.orgNo,
  storeNo: goods.store.storeNo,
  cartRef: cartRef.repeat(20),
  rev: 1,
  totalSeenMinor: null,
  lines: goods.rows
    .filter(({ unit, minAge }) => unit === 'pcs' && minAge === undefined)
    .slice(0, count)
    .map(({ skuNo }) => ({ skuNo, gtin: null, qtyMilli: 1000, seenMinor: null })),
  part: null,
});
const onlyPart = (cart: QrCart): string => cartParts(cart)[0] ?? '';

describe.each(LANGS)('in %s', (lang) => {
  const refusal = wordsOf('ui', lang);
  const say = wordsOf('till', lang);
  let context: BrowserContext;
  let till: TillPage;
  beforeAll(async () => {
    context = await browser.newContext({ ...TILL, locale: lang });
    till = tillPage(await context.newPage(), lang);
    await till.page.goto(`${shop.origin}/till`);
  });
  afterAll(() => context.close());

  /** The cart has its one line, whatever was refused. */
  const expectOneLine = () => expect(till.lines).toHaveCount(1);
  const expectNotice = (words: string) => expect(till.notices.filter({ hasText: words })).toHaveCount(1);

  test('an enrolment code nobody made', async () => {
    await till.enrol('ZZZZZZZZ');
    await expect(till.page.locator('form')).toContainText(
      refusal('This enrolment code is not known. Check it and type it again.'),
    );
  });

  test('an enrolment code when the server is out of reach, and what was typed stays', async () => {
    await shop.kill();
    await till.enrol('ABCD2345');
    await expect(till.page.locator('form')).toContainText(
      refusal('The server cannot be reached. Selling goes on; this needs the network.'),
    );
    await expect(till.page.getByLabel(say('Enrolment code'))).toHaveValue('ABCD2345');
    await shop.comeBack();
  });

  test('an enrolment code that let another till in', async () => {
    const usedCode = await shop.enrolCode();
    await till.enrol(usedCode);
    await till.untilPeople();
    const other = await browser.newContext({ ...TILL, locale: lang });
    const second = tillPage(await other.newPage(), lang);
    await second.page.goto(`${shop.origin}/till`);
    await second.enrol(usedCode);
    await expect(second.page.locator('form')).toContainText(
      refusal('This enrolment code was used already. Make a new one in the office, under Devices.'),
    );
    await other.close();
  });

  test('a wrong PIN, again and again', async () => {
    const clerk = shop.people.find(({ role }) => role === 'senior') ?? cashierOf(shop);
    for (let tries = 0; tries < FREE_TRIES; tries += 1) {
      await till.signIn({ ...clerk, pin: '0000' }, { isChosen: tries > 0 });
      await expect(till.page.locator('form').getByRole('alert')).toHaveText(refusal('Wrong PIN'));
    }
    await till.signIn({ ...clerk, pin: '0000' }, { isChosen: true });
    const [before = ''] = refusal('Too many tries. Wait {seconds} seconds.').split('{seconds}');
    await expect(till.page.locator('form').getByRole('alert')).toContainText(before.trim());
    await expect(till.page.getByRole('button', { name: say('Confirm'), exact: true })).toBeDisabled();
    await till.page.getByRole('button', { name: say('Other person') }).click();
    await till.signIn(cashierOf(shop));
    await till.openShift();
  });

  test('paying for an empty cart', async () => {
    await till.page.keyboard.press('F9');
    await expectNotice(refusal('The cart is empty. Scan or tap a product first.'));
  });

  test('a barcode nobody knows, and one that was misread', async () => {
    await till.scan(scannable(goods)[0]?.gtin ?? '');
    await expectOneLine();
    await till.scan('4006381333931');
    await expectNotice(refusal('Barcode not found: {digits}', { digits: '4006381333931' }));
    await till.scan('4006381333932');
    await expectNotice(refusal('Misread, scan again: {digits}', { digits: '4006381333932' }));
    await expectOneLine();
  });

  test('a cart’s code that was tampered with, and one of another shop', async () => {
    const own = onlyPart(cartOf(2, 'a'));
    await till.scan(own.slice(0, -3));
    await expectNotice(refusal('The code was not read completely. Scan it again.'));
    await till.scan(onlyPart({ ...cartOf(2, 'a'), orgNo: goods.store.orgNo + 1 }));
    await expectNotice(refusal('This code belongs to another shop.'));
    await expectOneLine();
  });

  test('a six-digit code when the server is out of reach, and selling goes on', async () => {
    await shop.kill();
    await till.scan('123456');
    await expectNotice(refusal('The server cannot be reached. Selling goes on; this needs the network.'));
    await till.payExact();
    await shop.comeBack();
    await expect(till.pill).toHaveAttribute('data-waiting', '0', { timeout: 60_000 });
  });

  test('a cart too long for one code comes in parts, in any order', async () => {
    const parts = cartParts(cartOf(90, lang === 'en' ? 'b' : 'c'), 425);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts.toReversed()) await till.scan(part);
    await expect(till.lines).toHaveCount(90);
  });

  test('a till the office has removed', async () => {
    const office = officePage(await context.newPage(), lang, shop);
    await office.signIn();
    await office.removeTill(lang === 'en' ? 'T2' : 'T1');
    await expect(till.page.locator('main')).toContainText(
      refusal('This device was removed from the shop. It cannot sell. Ask the office.'),
      { timeout: 30_000 },
    );
  });
});
