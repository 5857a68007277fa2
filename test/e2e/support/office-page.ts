/** The office as its owner meets it: screens by their addresses and the words on them. */
import type { Locator, Page } from 'playwright';
import { expect } from 'playwright/test';
import type { ShopServer, StockedProduct } from './shop-server.ts';
import { wordsOf, type Lang, type Say } from './shown-words.ts';

export type OfficePage = {
  readonly page: Page;
  readonly sales: Locator;
  /** Today's figures and sales are there. */
  untilToday(): Promise<void>;
  /** Opens the office and signs in by the password the server printed. */
  signIn(): Promise<void>;
  /** Pieces the first store has on its shelf, as the product list shows. */
  stockOf(product: StockedProduct): Promise<number>;
  setPrice(product: StockedProduct, price: string): Promise<void>;
  /** A code for one more till. */
  makeEnrolCode(): Promise<string>;
  /** Confirms the one till that waits. */
  confirmTill(): Promise<void>;
  removeTill(tillCode: string): Promise<void>;
  /** Makes a sheet of labels for the goods, by hand chosen, and shows it. */
  makeLabels(products: readonly StockedProduct[], paper: 'a4-24' | 'roll-58'): Promise<void>;
};

export function officePage(page: Page, lang: Lang, shop: ShopServer): OfficePage {
  const say = wordsOf('office', lang);
  const open = (path: string) => page.goto(`${shop.origin}/office${path}`);
  const button = (message: string) => page.getByRole('button', { name: say(message), exact: true });
  const rowOf = async (product: StockedProduct): Promise<Locator> => {
    await open(`/products?q=${product.gtin}`);
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('gridcell', { name: String(product.skuNo), exact: true }) });
    await expect(row).toHaveCount(1);
    return row;
  };
  const cellOf = async (row: Locator, column: string): Promise<Locator> => {
    const heads = (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
    return row.getByRole('gridcell').nth(heads.indexOf(say(column)));
  };
  const tools = { page, say, open, button };
  return {
    page,
    sales: page.locator('a[href*="/office/sales/"]'),
    signIn: async () => {
      await open('');
      await page.getByLabel(say('Password')).fill(shop.office.password);
      await button('Sign in').click();
      await expect(page.getByRole('navigation', { name: say('Office') })).toBeVisible();
    },
    untilToday: async () => {
      await expect(page.getByRole('heading', { name: say('Latest sales') })).toBeVisible();
    },
    stockOf: async (product) => {
      const text = await (await cellOf(await rowOf(product), 'Stock')).innerText();
      return Number(/-?[\d,]+/.exec(text.replace('−', '-'))?.[0].replaceAll(',', ''));
    },
    setPrice: async (product, price) => {
      await (await cellOf(await rowOf(product), 'Price')).dblclick();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(price);
      await page.keyboard.press('Enter');
    },
    makeEnrolCode: () => makeEnrolCode(tools),
    confirmTill: async () => {
      await open('/devices');
      await button('Confirm').click();
      await button('They are the same').click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
    },
    removeTill: async (tillCode) => {
      await open('/devices');
      await page.getByRole('button', { name: say('Remove till {tillCode}', { tillCode }) }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: say('Remove till {tillCode}', { tillCode }) }).click();
      await expect(dialog).toHaveCount(0);
    },
    makeLabels: (...asked) => makeLabels(tools, lang, ...asked),
  };
}

type Tools = {
  readonly page: Page;
  readonly say: Say;
  readonly open: (path: string) => Promise<unknown>;
  readonly button: (message: string) => Locator;
};

async function makeEnrolCode({ page, say, open, button }: Tools): Promise<string> {
  await open('/devices');
  await button('Enrol a till').first().click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('Make a code'), exact: true })
    .click();
  const code = await page.getByRole('dialog').getByRole('status').innerText();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('Done'), exact: true })
    .click();
  return code.trim();
}

async function makeLabels(
  { page, say, open, button }: Tools,
  lang: Lang,
  products: readonly StockedProduct[],
  paper: 'a4-24' | 'roll-58',
): Promise<void> {
  await open('/labels');
  await page.locator('input[name=by][value=selected]').check();
  const found = page.getByRole('list', { name: say('Found') }).getByRole('listitem');
  for (const { gtin, names } of products) {
    await page.getByLabel(say('Find a product')).fill(gtin);
    await expect(found).toHaveText([new RegExp(`^${(lang === 'en' ? names.en : names.zh) ?? ''}`)]);
    await found.getByRole('button').click();
  }
  await page.getByLabel(say('Paper')).selectOption(paper);
  await button('Make the labels').click();
  await expect(page).toHaveURL(/\/office\/labels\/.+/);
}
