/** Offers as an owner makes them in the office, and what the till then takes off: sets, steps, stores. */
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, expect as check, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { lookerAt, openAlbum, WIDE } from './support/album.ts';
import { officePage, type OfficePage } from './support/office-page.ts';
import { cashierOf, openShop, type ShopServer } from './support/shop-server.ts';
import { wordsOf } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

const LANG = 'zh-CN';
const GOODS = ['货号,品名,售价', 'BREAD1,全麦面包,8.00', 'HAM1,火腿片,6.00', 'SOCK1,棉袜,4.00'].join('\n');
const [say, sayTill] = [wordsOf('office', LANG), wordsOf('till', LANG)];

let browser: Browser;
let shop: ShopServer;
let office: OfficePage;
let till: TillPage;
const faults: string[] = [];
const look = lookerAt(openAlbum('offers'), faults);

beforeAll(async () => {
  browser = await openChromium();
  shop = await openShop();
  await shop.importGoods(GOODS);
  till = tillPage(await (await browser.newContext({ locale: LANG, ...WIDE })).newPage(), LANG);
  await till.page.goto(`${shop.origin}/till`);
  await till.begin(await shop.enrolCode(), cashierOf(shop));
  office = officePage(await (await browser.newContext({ locale: LANG, ...WIDE })).newPage(), LANG, shop);
  await office.signIn();
});
afterAll(async () => {
  await browser.close();
  await shop.end();
  check(faults).toEqual([]);
});

const dialog = () => office.page.getByRole('dialog');
const field = (message: string) => dialog().getByLabel(say(message), { exact: true });
const press = (message: string) =>
  dialog()
    .getByRole('button', { name: say(message), exact: true })
    .click();
const row = (name: string) => office.page.getByRole('row').filter({ hasText: name });

async function begin(name: string, kind: string): Promise<void> {
  await office.page.goto(`${shop.origin}/office/promotions`);
  await office.page.getByRole('button', { name: say('Add a promotion') }).click();
  await field('Name in Chinese').fill(name);
  await field('What it gives').selectOption(kind);
}

const sells = async (codes: readonly string[], total: string): Promise<void> => {
  for (const code of codes) await till.scan(code);
  const exact = till.page.getByRole('button', { name: sayTill('Exact cash {amount}', { amount: `¥${total}` }) });
  await expect(exact).toBeVisible({ timeout: 20_000 });
  await till.payExact();
};

test('two of these and one of those for nothing, in one store of two', async () => {
  await begin('买面包送火腿', 'mix');
  for (const [no, count, code] of [
    [1, '2', 'BREAD1'],
    [2, '1', 'HAM1'],
  ] as const) {
    const goods = dialog().getByRole('group', { name: say('Goods {no}', { no }) });
    await goods.getByLabel(say('Pieces')).fill(count);
    await goods.getByLabel(say('Find a product')).fill(code);
    await goods.getByRole('button', { name: say('Add'), exact: true }).click();
  }
  await field('What becomes cheaper').selectOption('1');
  await field('It then has').selectOption('percent');
  await field('Percent off').fill('100');
  await field('In which stores').selectOption('some');
  await press('Save');
  await expect(dialog().getByText(wordsOf('ui', LANG)('Nothing is chosen yet. Choose at least one.'))).toBeVisible();
  await look(office.page, 'set');
  await dialog().getByLabel('湖滨店').check();
  await press('Save');
  await expect(row('买面包送火腿')).toContainText('湖滨店');
  await look(office.page, 'list');
  await sells(['BREAD1', 'BREAD1', 'HAM1'], '16.00');
});

test('from two pieces 1.00 off, from four 3.00', async () => {
  await begin('棉袜多买多减', 'threshold');
  await field('Counted by').selectOption('pieces');
  await press('One step more');
  for (const [at, from, off] of [
    [0, '2', '1'],
    [1, '4', '3'],
  ] as const) {
    await field('From so many pieces').nth(at).fill(from);
    await dialog()
      .getByLabel(say('Amount off ({sign})', { sign: '¥' }))
      .nth(at)
      .fill(off);
  }
  await field('On which goods').selectOption('products');
  await field('Find a product').fill('SOCK1');
  await press('Add');
  await look(office.page, 'steps');
  await press('Save');
  await expect(row('棉袜多买多减')).toBeVisible();
  await sells(['SOCK1', 'SOCK1'], '7.00');
  await sells(['SOCK1', 'SOCK1', 'SOCK1', 'SOCK1'], '13.00');
});
