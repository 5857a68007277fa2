/**
 * Two tills of a store, one in each language: what one puts aside the other takes, with the network and without it, and
 * the sheets pass the audit.
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
import { cashierOf, openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { wordsOf, type Lang } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

const WIDE = { width: 1280, height: 800 };
const SMALL = { width: 1024, height: 768 };

describe('carts put aside', () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-held-'));
  const album = openAlbum('held');
  const faults: string[] = [];
  let shop: ShopServer;
  let gtins: readonly string[];
  const open: { device: BrowserContext; page: Page; till: TillPage; say: ReturnType<typeof wordsOf> }[] = [];

  const begin = async (lang: Lang, code: string) => {
    const device = await openDevice(join(folder, lang), {}, { viewport: WIDE, locale: lang });
    const page = device.pages()[0] ?? (await device.newPage());
    const till = tillPage(page, lang);
    await page.goto(`${shop.origin}/till`);
    await till.begin(code, cashierOf(shop));
    open.push({ device, page, till, say: wordsOf('till', lang) });
  };
  const look = async (at: number, name: string): Promise<void> => {
    const { page } = open[at]!;
    await album.take(page, name);
    await expectNoFaults(page, name).catch((cause: unknown) => faults.push(String(cause)));
    await page.setViewportSize(SMALL);
    await album.take(page, `${name}-1024`);
    await page.setViewportSize(WIDE);
  };
  const bar = (at: number) => open[at]!.page.getByRole('group', { name: open[at]!.say('Held carts') });
  const chips = (at: number) =>
    bar(at).getByRole('button', { name: open[at]!.say('Take back {name}, {total}').split('{')[0]!.trim() });

  beforeAll(async () => {
    shop = await openShop();
    gtins = scannable(await shop.goods())
      .slice(20, 24)
      .map(({ gtin }) => gtin);
    const options = [
      '糖度|Sugar 1-1: 全糖|full, 半糖|half, 无糖|none',
      '加料|Extras 0-2: 加蛋|egg +2.00, 珍珠|pearls +1.50',
    ];
    await shop.importGoods(`货号,品名,英文名,售价,加料\nTEA9,珍珠奶茶,Bubble tea,10.00,"${options.join('; ')}"\n`);
    await begin('zh-CN', await shop.enrolCode());
    await begin('en', await shop.anotherCode());
  });
  afterAll(async () => {
    for (const { device } of open) await device.close();
    await shop.end();
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`the screens of held carts: ${album.folder}\n`);
  });

  test('one holds, the other takes and pays; a cart of its own waits through a network that is gone', async () => {
    const [one, two] = [open[0]!, open[1]!];
    await one.till.scan(gtins[0]!);
    await one.till.scan(gtins[1]!);
    await one.page.keyboard.press('F4');
    await expect(one.till.lines).toHaveCount(0);
    await expect(chips(0)).toHaveCount(1);
    await look(0, 'held-by-one-touch');

    await expect(chips(1)).toHaveCount(1, { timeout: 30_000 });
    await two.till.scan(gtins[2]!);
    await chips(1).first().click(); // its own goods are put aside by themselves
    await expect(two.till.lines).toHaveCount(2);
    await look(1, 'taken-back');
    await expect(chips(0)).toHaveCount(1, { timeout: 30_000 });
    await two.page.getByRole('button', { name: two.say('Split'), exact: true }).click();
    const parts = two.page.getByRole('dialog');
    await parts.getByRole('listitem').first().getByRole('button').first().click();
    await look(1, 'split');
    await parts.getByRole('button', { name: two.say('Pay this part first') }).click();
    await expect(two.till.lines).toHaveCount(1);
    await expect(chips(1)).toHaveCount(2);
    await two.till.payExact();
    await chips(1).first().click();
    await expect(two.till.lines).toHaveCount(1);
    await two.till.payExact();

    const allHeld = bar(0).getByRole('button').last(); // only its own goods are held now, and this till has heard so
    await expect(allHeld).toHaveText(/1$/, { timeout: 30_000 });
    await one.device.setOffline(true);
    await one.till.scan(gtins[3]!);
    await one.page.keyboard.press('F6');
    const sheet = one.page.getByRole('dialog');
    await sheet.getByLabel(one.say('Name'), { exact: true }).fill('王女士');
    await sheet.getByLabel(one.say('Note'), { exact: true }).fill('去拿钱包');
    await look(0, 'sheet-with-a-cart');
    await sheet.getByRole('button', { name: one.say('Hold this cart') }).click();
    await expect(chips(0)).toHaveCount(2);
    await one.page.reload();
    await one.till.signIn(cashierOf(shop));
    await expect(chips(0)).toHaveCount(2);
    await one.page.keyboard.press('F6');
    await expect(sheet.getByRole('listitem').filter({ hasText: '王女士' })).toHaveCount(1);
    await look(0, 'sheet-offline');
    await sheet.getByRole('listitem').filter({ hasText: '王女士' }).getByRole('button').first().click();
    await expect(one.till.lines).toHaveCount(1);
    await expect(one.page.getByText('去拿钱包')).toBeVisible();
    await one.page.keyboard.press('F4');
    await expect(one.till.lines).toHaveCount(0);
    await one.device.setOffline(false);

    await expect(two.page.getByRole('button', { name: /王女士/ })).toBeVisible({ timeout: 30_000 });
    await two.page.keyboard.press('F6');
    await look(1, 'sheet-of-the-other');
    await two.page.keyboard.press('Escape');
    await one.page.goto(`${shop.origin}/till/shift/close`);
    await one.till.signIn(cashierOf(shop));
    await expect(one.page.getByRole('region', { name: one.say('Held carts') })).toContainText('王女士');
    await look(0, 'close-names-it');
    expect(faults).toEqual([]);
  }, 90_000);

  test('goods with options are asked about, by a scan too, and the paper tells what was chosen', async () => {
    await open[0]!.page.goto(`${shop.origin}/till`);
    await open[0]!.till.signIn(cashierOf(shop));
    for (const [at, { page, till, say }] of open.entries()) {
      const [half, pearls] = at === 0 ? ['半糖', '珍珠'] : ['half', 'pearls'];
      await expect(page.getByRole('region', { name: say('Products') })).toBeVisible();
      await till.scan('TEA9');
      const sheet = page.getByRole('dialog');
      await sheet.getByRole('button', { name: half }).click();
      await sheet.getByRole('button', { name: pearls }).click();
      await sheet.getByLabel(say('Note')).fill('less ice 少冰');
      await look(at, 'options');
      await sheet.getByRole('button', { name: say('Add') }).click();
      await expect(till.lines).toContainText([half]);
      await expect(till.lines).toContainText(['11.50']);
      await till.lines.first().getByRole('button').first().click();
      await look(at, 'line-with-options');
      await page.keyboard.press('Escape');
      await till.payExact();
      await till.openReceipt();
      await expect(page.getByRole('dialog')).toContainText('less ice 少冰');
      await page.keyboard.press('Escape');
    }
    expect(faults).toEqual([]);
  }, 60_000);
});
