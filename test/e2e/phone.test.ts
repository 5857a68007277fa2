/**
 * The shopper's phone in a real browser on the real build: a shelf code's page without and with scripts, the camera in
 * the page, the shop without network, the code for the till.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { createEngine } from '../../src/client/scan/zxing-engine.ts';
import { qrPath } from '../../src/ui/qr-code.tsx';
import { readQr } from '../../src/wire/qr.ts';
import { shopCatalogue, SHOPPER_HEADER, type ShopCatalogue, type ShopProduct } from '../../src/wire/shop.ts';
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts';
import { openChromium, openDevice } from '../support/chromium.ts';
import { expectNoFaults } from './support/audit.ts';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
const LANGS = ['zh-CN', 'en'] as const;
const WORDS = {
  'zh-CN': {
    add: '加入购物车',
    scan: '扫码',
    toTill: '去收银台',
    type: '输入条码',
    give: '添加',
    inStock: '库存',
    back: '修改购物车',
  },
  en: {
    add: 'Add to cart',
    scan: 'Scan',
    toTill: 'Take to till',
    type: 'Type the code',
    give: 'Add',
    inStock: 'In stock',
    back: 'Change the cart',
  },
} as const;

let server: BuiltServer;
let browser: Browser;
let goods: ShopCatalogue;
let folder: string;

beforeAll(async () => {
  server = await startBuiltServer();
  browser = await openChromium();
  folder = mkdtempSync(join(tmpdir(), 'halfloop-phone-'));
  const headers = { [SHOPPER_HEADER]: 'p'.repeat(43) };
  const reply = await fetch(`${server.origin}/shop/api/stores/1/catalogue`, { headers });
  goods = shopCatalogue.parse(await reply.json());
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  server.forget();
  rmSync(folder, { recursive: true, force: true });
});

const contexts: BrowserContext[] = [];
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function openPhone(locale: string, more: object = {}): Promise<Page> {
  const context = await browser.newContext({ ...PHONE, locale, ...more });
  contexts.push(context);
  return context.newPage();
}

/** A product with a barcode, and its shelf address. */
function shelf(at = 0): { product: ShopProduct; url: string; gtin: string } {
  const product = goods.rows.filter((row) => row.gtins.length > 0 && row.picture !== null)[at];
  const gtin = product?.gtins[0];
  if (product === undefined || gtin === undefined) throw new Error('the demo shop has no such product');
  return { product, gtin, url: `${server.origin}/01/${gtin}?s=1&q=1` };
}

const cartLines = (page: Page) => page.locator('main ul > li');
const yuan = (minor: number) => (minor / 100).toFixed(2);

describe.each(LANGS)('in %s', (locale) => {
  const words = WORDS[locale];

  test('the price behind a shelf code is there without a script', async () => {
    const page = await openPhone(locale, { javaScriptEnabled: false });
    const { product, url } = shelf();
    await page.goto(url);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page.locator('h1')).toContainText(product.names[locale === 'en' ? 'en' : 'zh'] ?? '');
    await expect(page.locator('main')).toContainText(yuan(product.priceMinor));
    await expect(page.locator('main')).toContainText(words.inStock);
    const picture = page.locator('main img');
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  });

  test('the app takes over the very same elements, and nothing moves', async () => {
    const plain = await openPhone(locale, { javaScriptEnabled: false });
    const page = await openPhone(locale);
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) window.name += `${String(Reflect.get(shift, 'value'))} `;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    for (const at of [0, 3, 7]) {
      const { url } = shelf(at);
      await page.goto(url);
      await expect(page.getByRole('button', { name: words.add })).toBeVisible();
      await plain.goto(url);
      const written = await plain.locator('main').evaluate((main) => main.outerHTML);
      const drawn = await page.locator('main').evaluate((main) => main.outerHTML);
      expect(drawn).toBe(written);
    }
    expect(await page.evaluate(() => window.name)).toBe('');
  });

  test('goods go in the cart, survive a reload, go to the till and come back', async () => {
    const page = await openPhone(locale);
    const { product, gtin, url } = shelf();
    await page.goto(url);
    await page.getByRole('button', { name: words.add }).click();
    await expect(page.locator('nav')).toContainText(yuan(product.priceMinor));
    await page.goto(`${server.origin}/shop/cart`);
    await expect(cartLines(page)).toHaveCount(1);
    await page.getByRole('button', { name: words.toTill }).click();
    const cart = await readShownCart(page);
    expect(cart).toMatchObject({ storeNo: 1, rev: 1, totalSeenMinor: product.priceMinor });
    expect(cart?.lines).toEqual([{ skuNo: product.skuNo, gtin: null, qtyMilli: 1000, seenMinor: null }]);
    await expect(page.getByText(/^\d{3} \d{3}$/)).toBeVisible();
    await page.reload();
    await page.getByRole('button', { name: words.back }).click();
    await expect(cartLines(page)).toHaveCount(1);
    expect(gtin).toHaveLength(14);
  });

  test('no screen fails an audit, and none needs sideways scrolling at four times the size', async () => {
    const page = await openPhone(locale, { viewport: { width: 320, height: 640 } });
    const { product, url } = shelf();
    await page.goto(url);
    await page.getByRole('button', { name: words.add }).click();
    await expect(page.locator('nav')).toContainText(yuan(product.priceMinor));
    for (const path of [
      url,
      '/shop?s=1',
      '/shop/cart',
      '/shop/scan',
      '/shop/me',
      '/01/12345670?s=1',
      '/01/x?s=1',
      '/shop/till',
    ]) {
      if (path === '/shop/till') await toTill(page, words.toTill);
      else await page.goto(new URL(path, server.origin).href);
      await expect(page.locator('nav a')).toHaveCount(4);
      await expect(page.locator('main[aria-busy=true]')).toHaveCount(0);
      await expect(page.locator('h1')).toHaveCount(1);
      await expectNoFaults(page, path);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([path, overflow]).toEqual([path, 0]);
    }
  });
});

async function toTill(page: Page, words: string): Promise<void> {
  await page.goto(`${server.origin}/shop/cart`);
  await page.getByRole('button', { name: words }).click();
}

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
const engine = createEngine({ wasmBytes: new Uint8Array(wasm).buffer });
const EVERY = { codes: 'all', harder: true, invert: true, downscale: true } as const;

/** The cart on the screen, read by the scanner's engine from what the screen shows. */
async function readShownCart(page: Page) {
  await expect(page.locator('svg[role=img]')).toBeVisible();
  const seen = await engine.look(new Uint8Array(await page.screenshot()), EVERY);
  const text = seen.find((code) => code.symbology === 'qr')?.text ?? '';
  const read = await readQr(text, {
    orgNo: goods.store.orgNo,
    storeNo: 1,
    nowS: Math.floor(Date.now() / 1000),
    keyOf: () => undefined,
    verify: () => Promise.resolve(false),
  });
  return read.ok && read.value.type === 'cart' ? read.value.cart : null;
}

/** A clip for the camera: a shelf label held still. */
async function clipOf(text: string): Promise<string> {
  const page = await openPhone('en', { viewport: { width: 640, height: 480 }, isMobile: false });
  const { d, side } = qrPath(text, 'byte');
  const drawing = `<svg viewBox="0 0 ${side} ${side}" style="width:300px;margin:90px 170px"><path d="${d}"/></svg>`;
  await page.setContent(`<body style="margin:0;background:#fff">${drawing}`);
  const frame = await page.screenshot({ type: 'jpeg', quality: 90 });
  const file = join(folder, 'shelf.mjpeg');
  writeFileSync(file, Buffer.concat(Array.from({ length: 10 }, () => frame)));
  return file;
}

test('the camera in the page reads a shelf code once, though it stays in view', async () => {
  const { product, url } = shelf(2);
  const device = await openDevice(
    join(folder, 'camera'),
    { cameraClip: await clipOf(url) },
    { ...PHONE, locale: 'en' },
  );
  contexts.push(device);
  const page = await device.newPage();
  await page.goto(`${server.origin}/shop/scan?s=1`);
  await expect(page.locator('main')).toContainText(product.names.en ?? '', { timeout: 30_000 });
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 4);
  await expect(page.locator('nav')).toContainText(`1 · ¥${yuan(product.priceMinor)}`);
});

test('without network the shop opens, scans, notes what it does not know, and shows the code', async () => {
  const device = await openDevice(join(folder, 'offline'), {}, { ...PHONE, locale: 'en' });
  contexts.push(device);
  const page = await device.newPage();
  const { product, gtin, url } = shelf(4);
  await page.goto(url);
  await expect.poll(() => keptOffline(page), { timeout: 30_000 }).toBe(true);
  await device.setOffline(true);
  await page.goto(`${server.origin}/shop/scan?s=1`);
  await page.getByRole('button', { name: WORDS.en.type }).click();
  for (const digits of [gtin, '4006381333931', '4006381333932']) {
    await page.getByLabel('Digits under the bars').fill(digits);
    await page.getByRole('button', { name: WORDS.en.give, exact: true }).click();
    const answer =
      digits === gtin
        ? (product.names.en ?? '')
        : digits.endsWith('1')
          ? 'Noted: 4006381333931'
          : 'Misread, scan again';
    await expect(page.locator('main')).toContainText(answer);
  }
  const other = shelf(6);
  await page.goto(other.url); // another shelf code, opened by the phone's own camera
  await expect(page.locator('h1')).toContainText(other.product.names.en ?? '');
  await page.goto(`${server.origin}/shop/cart`);
  await expect(cartLines(page)).toHaveCount(2);
  await page.getByRole('button', { name: WORDS.en.toTill }).click();
  const cart = await readShownCart(page);
  expect(cart?.lines.map((line) => [line.skuNo, line.gtin])).toEqual([
    [product.skuNo, null],
    [null, '04006381333931'],
  ]);
  await expect(page.getByText('No network, so no six-digit code: the QR is enough.')).toBeVisible();
});

/** The face's files and the goods are on the phone. */
const keptOffline = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const files = (await caches.has('face-shop')) ? await (await caches.open('face-shop')).keys() : [];
    const databases = await indexedDB.databases();
    if (!databases.some((one) => one.name === 'halfloop-shop-cache')) return false;
    const rows = await new Promise<number>((resolve) => {
      const asked = indexedDB.open('halfloop-shop-cache');
      asked.onsuccess = () => {
        const counted = asked.result.transaction('goods').objectStore('goods').count();
        counted.onsuccess = () => {
          asked.result.close();
          resolve(counted.result);
        };
      };
    });
    return files.some((request) => new URL(request.url).pathname.startsWith('/kept/')) && rows > 0;
  });
