/**
 * The whole loop in both languages, told in order: a till opens, a phone scans a shelf, the server goes away, the cart
 * crosses from screen to camera and is sold; the server is back, an answer is lost, and everything is booked once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openChromium, openDevice } from '../support/chromium.ts';
import { openAlbum } from './support/album.ts';
import { expectNoFaults } from './support/audit.ts';
import { filmScenes, phoneScene, shelfScene } from './support/camera-clip.ts';
import { untilKept } from './support/kept-files.ts';
import { officePage, type OfficePage } from './support/office-page.ts';
import { phonePage, type PhonePage } from './support/phone-page.ts';
import { cashierOf, openShop, scannable, type ShopServer, type StockedProduct } from './support/shop-server.ts';
import { shownCodes } from './support/shown-codes.ts';
import { LANGS } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

const TILL = { viewport: { width: 1280, height: 800 } } as const;
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
const QTY = 2;

let studio: Browser; // where clips are made, and where the office sits
beforeAll(async () => {
  studio = await openChromium();
});
afterAll(() => studio.close());

describe.each(LANGS)('the story in %s', (lang) => {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-story-'));
  const album = openAlbum(lang);
  const faults: string[] = [];
  const devices = new Map<string, BrowserContext>();
  let shop: ShopServer;
  let product: StockedProduct;
  let stockBefore: number;
  let receipt: string; // the address in the receipt's code
  let office: OfficePage;
  let till: TillPage;
  let phone: PhonePage;

  /** Switches a device on with what its camera will see; one that is on is switched off first. */
  const turnOn = async (name: 'till' | 'phone', cameraClip?: string): Promise<Page> => {
    await devices.get(name)?.close();
    const camera = cameraClip === undefined ? {} : { cameraClip };
    const looks = name === 'phone' ? PHONE : TILL;
    const device = await openDevice(join(folder, name), camera, { ...looks, locale: lang });
    devices.set(name, device);
    return device.pages()[0] ?? device.newPage();
  };

  /** Once the screen is there: a picture for people, and an audit. */
  const look = async (page: Page, name: string): Promise<void> => {
    await expect(page.locator('h1').first()).toBeAttached();
    await expect(page.locator('main[aria-busy=true]')).toHaveCount(0);
    await album.take(page, name);
    await expectNoFaults(page, name).catch((cause: unknown) => faults.push(String(cause)));
  };

  beforeAll(async () => {
    shop = await openShop();
    const found = scannable(await shop.goods())[30];
    if (found === undefined) throw new Error('the demo shop has too few goods with barcodes');
    product = found;
  });
  afterAll(async () => {
    for (const device of devices.values()) await device.close();
    await shop.end();
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`the screens of the story in ${lang}: ${album.folder}\n`);
  });

  test('the office signs in and looks at the stock', async () => {
    const desk = await studio.newContext({ ...TILL, locale: lang });
    devices.set('desk', desk);
    office = officePage(await desk.newPage(), lang, shop);
    await office.page.goto(`${shop.origin}/office`);
    await look(office.page, 'office-login');
    await office.signIn();
    await office.untilToday();
    await expect(office.sales).toHaveCount(0);
    await look(office.page, 'office-today-empty');
    stockBefore = await office.stockOf(product);
    await look(office.page, 'office-products');
  });

  test('the till is enrolled, a cashier signs in and opens a shift', async () => {
    till = tillPage(await turnOn('till'), lang);
    await till.page.goto(`${shop.origin}/till`);
    await look(till.page, 'till-enrol');
    await till.enrol(await shop.enrolCode());
    await till.untilPeople();
    await look(till.page, 'till-people');
    await till.signIn(cashierOf(shop));
    await till.untilFloat();
    await look(till.page, 'till-open-shift');
    await till.openShift();
    await untilKept(till.page, 'till');
    await expect(till.pill).toHaveAttribute('data-kind', 'synced');
    await look(till.page, 'till-sell-empty');
  });

  test('the phone opens a shelf’s code and scans it by its camera', async () => {
    const shelf = `${shop.origin}/01/${product.gtin}?s=1&q=1`;
    const name = product.names[lang === 'en' ? 'en' : 'zh'] ?? '';
    const clip = await filmScenes(studio, [shelfScene(shelf, name)], join(folder, 'shelf.mjpeg'));
    phone = phonePage(await turnOn('phone', clip), lang, shop.origin);
    await phone.page.goto(shelf);
    await look(phone.page, 'phone-product');
    await phone.openScanner();
    await expect(phone.main).toContainText(name, { timeout: 30_000 });
    await look(phone.page, 'phone-scan');
    await phone.openCart();
    await phone.more(product);
    await look(phone.page, 'phone-cart');
    await untilKept(phone.page, 'shop');
  });

  test('without a server the till, started anew, reads the phone’s screen and sells', async () => {
    await shop.kill();
    await phone.takeToTill();
    await look(phone.page, 'phone-to-till');
    const held = phoneScene(await phone.page.screenshot());
    till = tillPage(await turnOn('till', await filmScenes(studio, [held], join(folder, 'phone.mjpeg'))), lang);
    await till.page.goto(`${shop.origin}/till`);
    await till.signIn(cashierOf(shop));
    await expect(till.pill).toHaveAttribute('data-kind', /offline|may_be_erased/);
    await till.openCamera();
    await till.untilPhoneIsRead();
    await look(till.page, 'till-camera');
    await till.closeCamera();
    await expect(till.lines).toHaveCount(1);
    await look(till.page, 'till-cart-from-phone');
    await till.payExact();
    await look(till.page, 'till-change');
    await till.openReceipt();
    receipt = (await shownCodes(till.page)).find(({ text }) => text.includes('/R/'))?.text ?? '';
    expect(receipt).not.toBe('');
    await look(till.page, 'till-receipt');
  });

  test('both are reloaded, and the sale and the cart are still there', async () => {
    await till.page.reload();
    await till.signIn(cashierOf(shop));
    await expect(till.pill).not.toHaveAttribute('data-waiting', '0');
    await till.openReceipts();
    await expect(till.receipts).toHaveCount(1);
    await look(till.page, 'till-receipts-waiting');
    await phone.page.reload();
    await expect(phone.handoffCode).toBeVisible();
  });

  test('the server is back, its first answer is lost, and the sale is booked exactly once', async () => {
    const network = await shop.comeBackLosingAReply();
    await expect(till.pill).toHaveAttribute('data-waiting', '0', { timeout: 60_000 });
    expect(network.lost()).toBe(1);
    await look(till.page, 'till-receipts-synced');
    await office.page.goto(`${shop.origin}/office`);
    await expect(office.sales).toHaveCount(1);
    await look(office.page, 'office-today-one-sale');
    expect(await office.stockOf(product)).toBe(stockBefore - QTY);
  });

  test('the phone opens the receipt’s code and keeps its purchase', async () => {
    await phone.page.goto(receipt);
    await expect(phone.purchases).toHaveCount(1);
    await look(phone.page, 'phone-purchases');
    await phone.purchases.first().click();
    await expect(phone.main).toContainText(((product.priceMinor * QTY) / 100).toFixed(2));
    await look(phone.page, 'phone-purchase');
  });
  test('every screen on the way passed the audit', () => {
    expect(faults).toEqual([]);
  });
});
