/**
 * Goods the till asks about, one till in each language: for an age, for a serial number, for a price, and a bundle. The
 * sheets pass the audit, nothing of a date of birth stays, and the phone says beforehand that the till will ask.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openDevice } from '../support/chromium.ts';
import { openAlbum } from './support/album.ts';
import { expectNoFaults } from './support/audit.ts';
import { cashierOf, openShop, type ShopServer } from './support/shop-server.ts';
import { wordsOf, type Lang } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

const WIDE = { width: 1280, height: 800 };
const SMALL = { width: 1024, height: 768 };
const GOODS = [
  '货号,品名,英文名,售价,追溯,组成,时价',
  'PHONE1,手机,Mobile phone,999.00,序列号,,',
  'TEA1,绿茶,Green tea,30.00,,,',
  'CUP1,茶杯,Tea cup,20.00,,,',
  'FISH1,今日鲜鱼,Fish of the day,,,,是',
].join('\n');

describe('goods the till asks about', () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-asked-'));
  const album = openAlbum('asked');
  const faults: string[] = [];
  let shop: ShopServer;
  let beer = '';
  type Open = { readonly device: BrowserContext; readonly page: Page; readonly till: TillPage; readonly lang: Lang };
  const open: Open[] = [];

  const begin = async (lang: Lang, code: string) => {
    const device = await openDevice(join(folder, lang), {}, { viewport: WIDE, locale: lang });
    const page = device.pages()[0] ?? (await device.newPage());
    const till = tillPage(page, lang);
    await page.goto(`${shop.origin}/till`);
    await till.begin(code, cashierOf(shop));
    open.push({ device, page, till, lang });
  };
  const look = async ({ page, lang }: Open, name: string): Promise<void> => {
    await album.take(page, `${name}-${lang}`);
    await expectNoFaults(page, `${name} ${lang}`).catch((cause: unknown) => faults.push(String(cause)));
    await page.setViewportSize(SMALL);
    await album.take(page, `${name}-${lang}-1024`);
    await page.setViewportSize(WIDE);
  };

  /** Goods without a price of their own: nothing is paid before it is said, and nobody else has to agree. */
  const sayThePriceOfFish = async (one: Open): Promise<void> => {
    const { page, till, lang } = one;
    const say = wordsOf('till', lang);
    const fish = till.lines.filter({ hasText: lang === 'en' ? 'Fish of the day' : '今日鲜鱼' });
    await till.scan('FISH1');
    await expect(fish).toContainText(say('Enter its price'));
    await page.keyboard.press('F10'); // nobody has said its price: nothing is paid
    await expect(page.locator('[data-change]')).toHaveCount(0);
    await look(one, 'price-asked');
    await page.keyboard.type('18.60', { delay: 150 }); // as a person does
    await page.keyboard.press('Enter');
    await expect(fish).not.toContainText(say('Enter its price'));
    await expect(fish).toContainText('18.60');
    await expect(page.getByRole('dialog')).toHaveCount(0); // nobody has to agree
    await look(one, 'price-said');
  };

  beforeAll(async () => {
    shop = await openShop();
    const found = (await shop.goods()).rows.find(({ minAge, gtins }) => minAge !== undefined && gtins.length > 0);
    beer = found?.gtins[0] ?? '';
    await shop.importGoods(GOODS);
    await shop.importGoods('货号,品名,英文名,售价,组成\nSET1,茶具礼盒,Tea set,45.00,"2 x CUP1; TEA1"\n');
    await begin('zh-CN', await shop.enrolCode());
    await begin('en', await shop.anotherCode());
  });
  afterAll(async () => {
    for (const { device } of open) await device.close();
    await shop.end();
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`the screens of goods asked about: ${album.folder}\n`);
  });

  test('an age, a serial number by a scan, a bundle with its parts, and an exchange cut off in between', async () => {
    for (const one of open) {
      const { page, till, lang } = one;
      const say = wordsOf('till', lang);
      const sheet = page.getByRole('dialog');
      await till.scan(beer.replace(/^0/, ''));
      await expect(sheet).toContainText('18');
      await page.getByLabel(say('Date of birth on the paper')).fill('20150101');
      await expect(sheet.getByRole('status')).toHaveText(say('Too young. Take it out of the cart.'));
      await look(one, 'too-young');
      await page.getByLabel(say('Date of birth on the paper')).fill('19900229');
      await expect(sheet.getByRole('status')).toHaveText(say('There is no such day.'));
      await page.getByLabel(say('Date of birth on the paper')).fill('19900228');
      await page.keyboard.press('Enter');
      await expect(sheet).toHaveCount(0);

      await till.scan('PHONE1');
      await expect(sheet.getByLabel(say('Serial number'))).toBeVisible();
      await look(one, 'serial');
      await page.keyboard.type(`SN-${lang}`); // a scanner types into the field like a keyboard
      await page.keyboard.press('Enter');
      await expect(sheet).toHaveCount(0);
      await till.scan('SET1');
      await expect(till.lines).toHaveCount(3);
      await expect(till.lines.last()).toContainText(lang === 'en' ? '2 × Tea cup' : '2 × 茶杯');
      await look(one, 'lines');
      await sayThePriceOfFish(one);
      await till.payExact();
      await till.openReceipt();
      await expect(sheet).toContainText(`S/N SN-${lang}`);
      await expect(sheet).toContainText(lang === 'en' ? '2 x Tea cup' : '2 x 茶杯');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await one.page.goto(`${shop.origin}/till/return`);
      await till.signIn(cashierOf(shop));
      await expect(page.getByLabel(say('Receipt number'), { exact: true })).toBeVisible({ timeout: 30_000 });
      await page.getByLabel(say('Receipt number'), { exact: true }).fill(`SN-${lang}`);
      await page.keyboard.press('Enter');
      const set = page
        .getByRole('main')
        .getByRole('listitem')
        .filter({ hasText: lang === 'en' ? 'Tea set' : '茶具礼盒' });
      await set.getByRole('button').last().click(); // one of them
      await page.getByRole('button', { name: say('Wrong goods') }).click();
      await look(one, 'exchange-begins');
      await page.getByRole('button', { name: say('Exchange for other goods') }).click();
      await expect(page.getByRole('status').filter({ hasText: say('Exchange') })).toBeVisible({ timeout: 30_000 });
      await page.reload(); // cut off here: the cart still says what came back
      await till.signIn(cashierOf(shop));
      await expect(page.getByRole('region', { name: say('Products') })).toBeVisible({ timeout: 30_000 });
      await expect(page.getByRole('status').filter({ hasText: say('Exchange') })).toBeVisible({ timeout: 30_000 });
      await till.scan('TEA1');
      await expect(till.lines).toHaveCount(1);
      await expect(
        page.getByText(say('To hand out at the end: {out}').split('{')[0]!.trim(), { exact: false }),
      ).toBeVisible();
      await look(one, 'exchange-cart');
      await page.keyboard.press('F10');
      await expect(page.locator('[data-change="0"]')).toHaveText(/15\.00\D+15\.00$/);
      await look(one, 'exchange-done');
      const kept = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
      expect(kept).not.toContain('1990');
    }
    expect(faults).toEqual([]);
  }, 180_000);
});
