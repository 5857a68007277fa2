/** Every screen and dialog of the office that no story passes, as anybody may meet it; and a session that ends. */
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, expect as check, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { faultsOfLooks, type Sizes } from './support/every-looks.ts';
import { officePage, type OfficePage } from './support/office-page.ts';
import { openShop, scannable, type ShopServer } from './support/shop-server.ts';
import { LANGS, wordsOf } from './support/shown-words.ts';
import { tillPage } from './support/till-page.ts';

/** 1280 by 800 at 200 % and at 400 %. */
const SIZES: Sizes = {
  whole: { width: 1280, height: 800 },
  narrow: [
    { width: 640, height: 400 },
    { width: 320, height: 640 },
  ],
  pictured: [
    { width: 1024, height: 768 },
    { width: 640, height: 800 },
    { width: 390, height: 844 },
  ],
};

/** A black square. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADElEQVR4nGNgoA4AAABIAAEuuDx+AAAAAElFTkSuQmCC';
const LOGO = { name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(DOT, 'base64') };
const NO_LOGO = { name: 'logo.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') };

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

describe.each(LANGS)('the office in %s', (lang) => {
  const word = wordsOf('office', lang);
  let context: BrowserContext;
  let page: Page;
  let office: OfficePage;

  const button = (message: string) => page.getByRole('button', { name: word(message), exact: true });
  const named = (message: string) => page.getByRole('button', { name: word(message).split('{')[0] ?? '' }).first();
  const open = async (path: string) => {
    await page.goto(`${shop.origin}/office${path}`);
    await expect(page.locator('h1').first()).toBeVisible();
  };
  const dialog = () => page.getByRole('dialog').last();

  beforeAll(async () => {
    context = await browser.newContext({ viewport: SIZES.whole, locale: lang, reducedMotion: 'reduce' });
    page = await context.newPage();
    office = officePage(page, lang, shop);
    await office.signIn();
    await expect(page.getByRole('heading', { name: word('Latest sales') })).toBeVisible({ timeout: 30_000 });
  });
  afterAll(() => context.close());

  const press = (message: string) => async () => {
    await button(message).first().click();
    await expect(dialog()).toBeVisible();
  };
  const pressNamed = (message: string) => async () => {
    await named(message).click();
    await expect(dialog()).toBeVisible();
  };

  type Stop = readonly [name: string, path: string, more: (() => Promise<void>) | null];
  const stops: readonly Stop[] = [
    ['today', '', null],
    ['search', '', () => searchFor()],
    ['user-menu', '', () => openUserMenu()],
    ['products', '/products', null],
    ['product', '/products', () => openProduct()],
    ['add-product', '/products', press('Add product')],
    ['inbox', '/inbox', null],
    ['exceptions', '/exceptions', null],
    ['accounts', '/accounts', null],
    ['shifts', '/shifts', null],
    ['stock', '/stock', null],
    ['import', '/import', null],
    ['labels', '/labels', null],
    ['label-sheet', '/labels', () => office.makeLabels(labelled, 'a4-24')],
    ['promotions', '/promotions', null],
    ['add-promotion', '/promotions', press('Add a promotion')],
    ['edit-promotion', '/promotions', pressNamed('Edit {name}')],
    ['taxes', '/taxes', null],
    ['devices', '/devices', null],
    ['enrol', '/devices', press('Enrol a till')],
    ['enrol-code', '/devices', () => makeCode()],
    ['rescue', '/devices', press('Take in a rescue file')],
    ['remove-till', '/devices', () => removeTill()],
    ['confirm-till', '/devices', () => confirmTill()],
    ['members', '/members', null],
    ['staff', '/staff', null],
    ['add-person', '/staff', press('Add a person')],
    ['edit-person', '/staff', pressNamed('Edit {name}')],
    ['set-pin', '/staff', pressNamed('Set PIN of {name}')],
    ['settings', '/settings', null],
    ['logo', '/settings', () => chooseLogo(LOGO, 'The logo as it will be printed')],
    ['logo-refused', '/settings', () => chooseLogo(NO_LOGO, null)],
    ['nowhere', '/nowhere', null],
  ];

  let labelled: Parameters<OfficePage['makeLabels']>[0] = [];
  beforeAll(async () => {
    labelled = scannable(await shop.goods()).slice(0, 3);
  });

  const searchFor = async () => {
    await page.getByRole('combobox', { name: word('Search products') }).fill('n');
    await expect(page.getByRole('option').first()).toBeVisible();
  };
  const openUserMenu = async () => {
    await page.locator('[popovertarget=user-menu]').click();
    await expect(page.locator('#user-menu')).toBeVisible();
  };
  const openProduct = async () => {
    await page.getByRole('gridcell').nth(1).click();
    await expect(dialog()).toBeVisible();
  };
  const makeCode = async () => {
    await press('Enrol a till')();
    await dialog()
      .getByRole('button', { name: word('Make a code') })
      .click();
    await expect(dialog().getByRole('img')).toBeVisible();
  };

  /** A till somebody has just set up, from another tablet. */
  const removeTill = async () => {
    const tablet = await browser.newContext({ locale: lang });
    const till = tillPage(await tablet.newPage(), lang);
    await till.page.goto(`${shop.origin}/till`);
    await till.enrol(await shop.anotherCode());
    await till.untilPeople();
    await tablet.close();
    await open('/devices');
    await pressNamed('Remove till {tillCode}')();
  };
  /** A till that shows its thumbprint and waits for somebody to compare it. */
  const confirmTill = async () => {
    const tablet = await browser.newContext({ locale: lang });
    const till = tillPage(await tablet.newPage(), lang);
    const code = await office.makeEnrolCode();
    await till.page.goto(`${shop.origin}/till`);
    await till.enrol(code);
    await expect(till.page.getByText(wordsOf('till', lang)('Waiting for the office'))).toBeVisible();
    check(await faultsOfLooks(till.page, 'till-waiting', SIZES)).toEqual([]);
    await tablet.close();
    await open('/devices');
    await press('Confirm')();
  };
  const chooseLogo = async (file: typeof LOGO, shown: string | null) => {
    await page.getByLabel(word('Picture of the logo'), { exact: true }).setInputFiles(file);
    const told = shown === null ? word('This is no PNG, JPEG or WebP picture.') : null;
    await expect(
      told === null ? page.getByRole('img', { name: word(shown ?? '') }) : page.getByText(told),
    ).toBeVisible();
  };

  test.each(stops)('%s', async (name, path, more) => {
    await open(path);
    await more?.();
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    check(await faultsOfLooks(page, `office-${name}`, SIZES)).toEqual([]);
  });

  test('a session that ends keeps what was typed, hidden until its owner is back', async () => {
    await open('/members');
    await press('Add a member')();
    await page.getByLabel(word('Card number'), { exact: true }).fill(`KEPT-${lang}`);
    await page.getByLabel(word('Name'), { exact: true }).fill('王丽');
    await context.clearCookies();
    await dialog()
      .getByRole('button', { name: word('Save'), exact: true })
      .click();
    await expect(page.getByLabel(word('Password'))).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0); // by role: what is hidden does not count
    await expect(page.getByLabel(word('Card number'), { exact: true })).toBeHidden();
    check(await faultsOfLooks(page, 'office-sign-in-again', SIZES)).toEqual([]);
    await page.getByLabel(word('Password')).fill(shop.office.password);
    await button('Sign in').click();
    await expect(page.getByLabel(word('Card number'), { exact: true })).toHaveValue(`KEPT-${lang}`);
    await dialog()
      .getByRole('button', { name: word('Save'), exact: true })
      .click();
    await expect(page.getByRole('row').filter({ hasText: `KEPT-${lang}` })).toHaveCount(1);
  });
});
