/**
 * What scanners read, from the office to the counter: a pack held before the till's camera rings once, however long it
 * is held; its lot and date stand on the line; a scale's label is read by a rule the office has just saved.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bwip from 'bwip-js/node';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { checkDigit } from '../../src/core/gtin.ts';
import { demoGoods } from '../../src/server/demo/demo-goods.ts';
import { openChromium } from '../support/chromium.ts';
import { openAlbum, lookerAt, WIDE } from './support/album.ts';
import { filmScenes } from './support/camera-clip.ts';
import { officePage } from './support/office-page.ts';
import { phonePage } from './support/phone-page.ts';
import { cashierOf, openShop, scannable, type ShopServer, type StockedProduct } from './support/shop-server.ts';
import { wordsOf, type Lang } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

const lang: Lang = 'zh-CN';
const FRAMES_HELD = 90;
const weighed = demoGoods().find(({ unit }) => unit === 'kg');
const article = weighed?.gtins[0]?.slice(3, 8) ?? '';
/** A label of the demo's scale: so many grams. */
const weightLabel = (grams: number): string => withCheck(`22${article}${String(grams).padStart(5, '0')}`);
const withCheck = (body: string): string => body + checkDigit(body);

/** A pack carries an EAN and, beside it, a QR code that names the same product, its lot and its date. */
async function packScene({ gtin }: StockedProduct): Promise<string> {
  const white = { padding: 20, backgroundcolor: 'ffffff' };
  const codes = [
    await bwip.toBuffer({ bcid: 'ean13', text: gtin.slice(1), scale: 4, ...white }),
    await bwip.toBuffer({ bcid: 'qrcode', text: `https://id.example/01/${gtin}`, scale: 6, ...white }),
  ];
  const images = codes.map((code) => `<img src="data:image/png;base64,${code.toString('base64')}">`).join(' ');
  return `<div style="background:#fff;transform:rotate(-5deg);display:flex;align-items:center">${images}</div>`;
}

const price = ({ priceMinor }: StockedProduct, times: number): string => ((times * priceMinor) / 100).toFixed(2);

/** So many frames of the camera have been shown: a pack that is held, on a machine of any speed. */
const untilFramesShown = (page: Page, count: number) =>
  page.evaluate(async (frames) => {
    const video = document.querySelector('video');
    for (let at = 0; at < frames; at += 1) {
      await new Promise((resolve) => video?.requestVideoFrameCallback(resolve));
    }
  }, count);

describe('scanning', () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-scanning-'));
  const album = openAlbum('scanning');
  const faults: string[] = [];
  const look = lookerAt(album, faults);
  const open: { close(): Promise<void> }[] = [];
  let studio: Browser;
  let shop: ShopServer;
  let pack: StockedProduct;
  let till: TillPage;
  let desk: BrowserContext;

  beforeAll(async () => {
    studio = await openChromium();
    shop = await openShop();
    const found = scannable(await shop.goods())[12];
    if (found === undefined) throw new Error('the demo shop has too few goods with barcodes');
    pack = found;
    const clip = await filmScenes(studio, [await packScene(pack)], join(folder, 'pack.mjpeg'));
    const browser = await openChromium({ cameraClip: clip });
    open.push(studio, browser);
    const counter = await browser.newContext({ ...WIDE, locale: lang });
    till = tillPage(await counter.newPage(), lang);
    await till.page.goto(`${shop.origin}/till`);
    await till.begin(await shop.enrolCode(), cashierOf(shop));
  });
  afterAll(async () => {
    for (const each of open) await each.close();
    await shop.end();
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`the screens of scanning: ${album.folder}\n`);
  });

  test('a pack with an EAN and a QR code, held before the camera, is one item', async () => {
    const say = wordsOf('till', lang);
    await till.openCamera();
    const sheet = till.page.getByRole('dialog');
    await expect(sheet.getByText(say('Items {count}', { count: 1 }))).toBeVisible({ timeout: 30_000 });
    await look(till.page, 'camera-reading');
    await untilFramesShown(till.page, FRAMES_HELD);
    await till.closeCamera();
    await expect(till.lines).toHaveCount(1);
    await expect(till.lines).toContainText(`1 × ¥${price(pack, 1)}`);
    await till.openCamera(); // opened anew, it is another scan
    await expect(till.page.getByText(price(pack, 2)).first()).toBeAttached({ timeout: 30_000 }); // behind the sheet
    await till.closeCamera();
    await expect(till.lines).toContainText(`2 × ¥${price(pack, 1)}`);
  });

  test('lot and date of a code stand on the line; a pack past its date is refused with that date', async () => {
    await till.scan(`(01)${pack.gtin}(10)L-77(17)491231`);
    await expect(till.lines).toHaveCount(2);
    await expect(till.lines.nth(1)).toContainText('L-77');
    await expect(till.lines.nth(1)).toContainText('2049-12-31');
    await till.scan(`(01)${pack.gtin}(17)240229`);
    await expect(till.notices).toContainText('2024-02-29');
    await look(till.page, 'lot-and-date');
    await expect(till.lines).toHaveCount(2);
  });

  test('a label of the demo’s scale is so much of the goods, at the till and on a phone', async () => {
    await till.scan(weightLabel(1250));
    await expect(till.lines).toHaveCount(3);
    await expect(till.lines.nth(2)).toContainText('1.25');
    const context = await studio.newContext({ viewport: { width: 390, height: 844 }, locale: lang });
    const phone = phonePage(await context.newPage(), lang, shop.origin);
    const say = wordsOf('shop', lang);
    await phone.page.goto(`${shop.origin}/shop?s=1`);
    await phone.openScanner();
    await phone.page.getByRole('button', { name: say('Type the code') }).click();
    await phone.page.getByLabel(say('Digits under the bars')).fill(weightLabel(1250));
    await phone.page.keyboard.press('Enter');
    await expect(phone.main).toContainText(weighed?.names.zh ?? '');
    await look(phone.page, 'phone-no-camera');
    await context.close();
  });

  test('a rule saved in the office is honoured at the till', async () => {
    const told = wordsOf('office', lang);
    const both = `28${article}0125002500`; // 1.25 kg for 25.00
    const before = await till.lines.count();
    await till.scan(withCheck(both));
    await expect(till.notices.last()).toBeVisible();
    await expect(till.lines).toHaveCount(before);
    desk = await studio.newContext({ ...WIDE, locale: lang });
    const office = officePage(await desk.newPage(), lang, shop);
    await office.signIn();
    await office.page.goto(`${shop.origin}/office/settings`);
    const scales = office.page.getByRole('group', { name: told('Labels of scales') }).first();
    await scales.getByRole('button', { name: told('Add a pattern') }).click();
    await office.page
      .getByRole('button', { name: told('Save the store') })
      .first()
      .click();
    await expect
      .poll(
        async () => {
          await till.scan(withCheck(both));
          return till.lines.count();
        },
        { timeout: 30_000 },
      )
      .toBe(before + 1);
    await expect(till.lines.last()).toContainText('25.00');
    await desk.close();
  });

  test('every screen of it passes the audit', () => {
    expect(faults).toEqual([]);
  });
});
