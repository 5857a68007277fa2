/** A till without a camera: it says so in words, and pictures of codes sell all the same. */
import { writeFileSync } from 'node:fs';
import bwip from 'bwip-js/node';
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { expectNoFaults } from './support/audit.ts';
import { cashierOf, openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { wordsOf, type Lang } from './support/shown-words.ts';
import { tillPage } from './support/till-page.ts';

/** Where the pictures of what was tested go, for whoever wants to look. */
const LOOK = process.env['HALFLOOP_LOOK'];

describe.each([
  ['zh-CN', { width: 1024, height: 768 }],
  ['en', { width: 1280, height: 800 }],
] as const)('a till in %s', (lang: Lang, viewport) => {
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

  test('takes a picture of a code, chosen or pasted, where the camera cannot be used', async () => {
    const say = wordsOf('till', lang);
    const goods = scannable(await shop.goods())[5];
    if (goods === undefined) throw new Error('the demo shop has too few goods with barcodes');
    const label = await bwip.toBuffer({ bcid: 'ean13', text: goods.gtin.slice(-13), scale: 3, padding: 12 });
    const blank = await bwip.toBuffer({ bcid: 'pdf417', text: 'none of ours', scale: 2 });
    const context = await browser.newContext({ viewport, locale: lang });
    const page = await context.newPage();
    await page.goto(`${shop.origin}/till`);
    const till = tillPage(page, lang);
    await till.begin(await shop.enrolCode(), cashierOf(shop));
    await till.openCamera();
    const sheet = page.getByRole('dialog');
    await expect(sheet.getByRole('alert')).toBeVisible();
    const photo = (buffer: Buffer) =>
      sheet.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer });
    await photo(blank);
    await expect(
      sheet.getByText(wordsOf('ui', lang)('No code was found on the photo. Go closer, or type the code.')),
    ).toBeVisible();
    const told = wordsOf('ui', lang);
    const noPicture = sheet.getByText(told('This file is no picture. Choose a JPEG or PNG, or type the code.'));
    await sheet
      .locator('input[type=file]')
      .setInputFiles({ name: 'code.heic', mimeType: 'image/heic', buffer: Buffer.from('\0\0\0\x18ftypheic') });
    await expect(noPicture).toBeVisible();
    await photo(blank);
    await expect(noPicture).toBeHidden();
    const isTaken = await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['%PDF-1.4'], 'offer.pdf', { type: 'application/pdf' }));
      return !document.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    expect(isTaken).toBe(true); // or the browser shows it in place of the till
    await expect(noPicture).toBeVisible();
    if (LOOK !== undefined) writeFileSync(`${LOOK}/photo-${lang}.png`, await page.screenshot());
    await expectNoFaults(page, 'the photo sheet');
    await photo(label);
    await expect(sheet.getByText(say('Items {count}', { count: 1 }))).toBeVisible();
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], 'code.png', { type: 'image/png' }));
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, label.toString('base64'));
    await till.closeCamera();
    await expect(till.lines).toHaveCount(1);
    await expect(till.lines).toContainText(((goods.priceMinor * 2) / 100).toFixed(2));
    await context.close();
  });
});
