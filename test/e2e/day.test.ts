/**
 * A day's money in both languages, most of it without a server: the float by its notes, a sale in cash and one by card,
 * money paid out with a manager's PIN, the X report, another person, a blind count, a Z with its difference; then the
 * office has all of it once, and doubts nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openChromium, openDevice } from '../support/chromium.ts';
import { lookerAt, openAlbum, WIDE } from './support/album.ts';
import { expectNoFaults } from './support/audit.ts';
import { untilKept } from './support/kept-files.ts';
import { officePage } from './support/office-page.ts';
import { cashierOf, openShop, scannable, type Person, type ShopServer } from './support/shop-server.ts';
import { LANGS, wordsOf } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

let studio: Browser; // where the office sits
beforeAll(async () => {
  studio = await openChromium();
});
afterAll(() => studio.close());

describe.each(LANGS)("a day's money in %s", (lang) => {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-day-'));
  const album = openAlbum(`day-${lang}`);
  const faults: string[] = [];
  const say = wordsOf('till', lang);
  let shop: ShopServer;
  let device: BrowserContext;
  let page: Page;
  let till: TillPage;
  let manager: Person;
  let price: number; // of the goods, in minor units
  let gtin: string;

  const look = lookerAt(album, faults);
  const button = (message: string, values = {}) =>
    page.getByRole('button', { name: say(message, values), exact: true });
  const nameOf = ({ name }: Person): string => {
    const [own = '', ...other] = name.split(' ');
    return lang === 'en' ? other.join(' ') : own;
  };
  const goTo = async (place: string): Promise<void> => {
    await button('Menu').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say(place), exact: true })
      .click();
  };
  const prove = async (person: Person, within = page.locator('main')): Promise<void> => {
    const tile = within.getByRole('button', { name: nameOf(person) });
    if ((await within.locator('input[type=password]').count()) === 0) await tile.click();
    await page.keyboard.type(person.pin);
    await page.keyboard.press('Enter');
  };
  const sell = async (): Promise<void> => {
    await till.scan(gtin);
    await expect(till.lines).toHaveCount(1);
  };

  beforeAll(async () => {
    shop = await openShop();
    const found = scannable(await shop.goods())[30];
    const boss = shop.people.find(({ role }) => role === 'manager');
    if (found === undefined || boss === undefined) throw new Error('the demo shop lacks goods or a manager');
    [gtin, price, manager] = [found.gtin, found.priceMinor, boss];
    device = await openDevice(join(folder, 'till'), {}, { ...WIDE, locale: lang });
    page = device.pages()[0] ?? (await device.newPage());
    till = tillPage(page, lang);
  });
  afterAll(async () => {
    await device.close();
    await shop.end();
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`the screens of the day in ${lang}: ${album.folder}\n`);
  });

  test('the shift is opened with a float counted by its notes', async () => {
    await page.goto(`${shop.origin}/till`);
    await till.enrol(await shop.enrolCode());
    await till.untilPeople();
    await till.signIn(cashierOf(shop));
    await till.untilFloat();
    await button('Notes and coins').click();
    await page.getByRole('textbox').first().fill('2');
    await look(page, 'open-by-notes');
    await button('Open shift').click();
    await expect(button('Menu')).toBeVisible();
    await untilKept(page, 'till');
    await expect(till.pill).toHaveAttribute('data-kind', 'synced');
    await shop.kill();
  });

  test('one sale in cash, one by card with its approval number', async () => {
    await sell();
    await till.payExact();
    await sell();
    await page.keyboard.press('F9');
    await page.getByRole('button', { name: wordsOf('ui', lang)('Card'), exact: true }).click();
    await page.getByLabel(say('Approval code')).fill('204417');
    await look(page, 'pay-by-card');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-change]')).toHaveAttribute('data-change', '0');
  });

  test('money is paid out with a manager’s PIN, and the drawer opened without a sale', async () => {
    await goTo('Cash drawer');
    await page.getByRole('button', { name: wordsOf('ui', lang)('Paid out'), exact: true }).click();
    await page.getByLabel(say('What it is for')).fill('ice');
    for (const digit of ['3', '0']) await page.getByRole('button', { name: digit, exact: true }).click();
    await look(page, 'cash-drawer');
    await page.locator('main form').first().locator('button[type=submit]').click();
    await look(page, 'approval');
    await prove(manager, page.getByRole('dialog'));
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByText('ice').first()).toBeVisible();
  });

  test('the X report keeps what the drawer should hold from whoever will count it', async () => {
    await goTo('X report');
    const paper = page.getByRole('region', { name: say('X report') });
    await expect(paper.getByText('204417')).toHaveCount(0);
    await expect(paper).toContainText(wordsOf('ui', lang)('Paid out'));
    await expect(paper).not.toContainText(say('Expected cash'));
    await look(page, 'x-report');
    await button('Show expected cash').click();
    await prove(manager, page.getByRole('dialog'));
    await expect(paper).toContainText(say('Expected cash'));
    await expect(paper).toContainText(((20_000 + price - 3000) / 100).toFixed(2));
  });

  test('the shift passes to the manager, counted between the two', async () => {
    await goTo('Hand over shift');
    await button('One sum').click();
    await page.getByLabel(say('Counted cash')).fill(((20_000 + price - 3000) / 100).toFixed(2));
    await button('Done counting').click();
    await look(page, 'hand-over');
    await prove(manager);
    await expect(page.locator('main')).toContainText(say('Difference'));
    await look(page, 'handed-over');
    await page
      .locator('main')
      .getByRole('button', { name: say('Sell'), exact: true })
      .click();
    await sell();
    await till.payExact();
  });

  test('another person takes the till in place, and it is given back', async () => {
    await page
      .locator('header')
      .getByRole('button', { name: nameOf(manager) })
      .click();
    await look(page, 'person');
    await prove(cashierOf(shop), page.getByRole('dialog'));
    await expect(page.locator('header').getByRole('button', { name: nameOf(cashierOf(shop)) })).toBeVisible();
    await page
      .locator('header')
      .getByRole('button', { name: nameOf(cashierOf(shop)) })
      .click();
    await prove(manager, page.getByRole('dialog'));
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('the drawer is counted before anybody sees what it should hold; the Z is signed one short', async () => {
    await goTo('Close shift');
    await button('One sum').click();
    const expected = 20_000 + 2 * price - 3000;
    const figure = (expected / 100).toFixed(2);
    await page.getByLabel(say('Counted cash')).fill(((expected - 100) / 100).toFixed(2));
    await expect(page.locator('main')).not.toContainText(figure);
    await look(page, 'close-count');
    await button('Done counting').click();
    await expect(page.locator('main')).toContainText(figure);
    await button('Wrong change').click();
    await look(page, 'close-difference');
    await button('Accept').click();
    await button('Sign and close').click();
    await expect(page.locator('main')).toContainText('0001');
    await expect(page.locator('main')).toContainText(say('Provisional'));
    await look(page, 'close-z');
  });

  test('the office has the shift once, with its Z, and doubts nothing', async () => {
    await shop.comeBack();
    await expect(till.pill).toHaveAttribute('data-kind', 'synced', { timeout: 60_000 });
    const desk = await studio.newContext({ ...WIDE, locale: lang });
    const office = officePage(await desk.newPage(), lang, shop);
    const told = wordsOf('office', lang);
    await office.signIn();
    await office.page.goto(`${shop.origin}/office/shifts`);
    const row = office.page.getByRole('row').filter({ hasText: 'Z 0001' });
    await expect(row).toHaveCount(1);
    await expect(row).toContainText('1.00');
    await look(office.page, 'office-shifts');
    await row.getByRole('link').click();
    await expect(office.page.getByRole('dialog')).toContainText('204417');
    await expect(office.page.getByRole('dialog')).toContainText(told('Drawer'));
    await look(office.page, 'office-shift');
    await office.page.goto(`${shop.origin}/office/settings`);
    await office.page.getByRole('button', { name: told('Add a way of paying') }).click();
    await office.page
      .getByRole('button', { name: told('Add a currency') })
      .first()
      .click();
    const scales = office.page.getByRole('group', { name: told('Labels of scales') }).first();
    await scales.getByRole('button', { name: told('Add a pattern') }).click();
    await scales.getByLabel(told('Try a label')).fill('2100123012503');
    await expect(scales.getByRole('status')).toContainText('12.50');
    await scales.scrollIntoViewIfNeeded();
    await office.page.getByLabel(told('A drawer may be off by, {currency}', { currency: 'CNY' })).fill('5');
    await office.page.getByRole('button', { name: told('Save how shifts are closed') }).click();
    await expect(office.page.getByText(told('Saved. Tills and phones were told.'))).toBeVisible();
    await album.take(office.page, 'office-settings');
    await expectNoFaults(office.page, 'office-settings').catch((cause: unknown) => faults.push(String(cause)));
    await office.page.goto(`${shop.origin}/office/taxes`);
    await office.page.getByRole('button', { name: told('Add a tax') }).click();
    const tax = office.page.getByRole('dialog');
    await tax.getByLabel(told('Name in Chinese')).fill('增值税');
    await tax.getByLabel(told('Name in English')).fill('VAT');
    await tax.getByLabel(told('Percent'), { exact: true }).fill('9.975');
    await look(office.page, 'office-tax');
    await tax.getByRole('button', { name: told('Save'), exact: true }).click();
    const taxRow = office.page.getByRole('row').filter({ hasText: '9.975%' });
    await taxRow
      .getByRole('button', { name: told('Another rate of {name}', { name: lang === 'en' ? 'VAT' : '增值税' }) })
      .click();
    await tax.getByLabel(told('From this day on')).fill('2099-01-01');
    await tax.getByLabel(told('Percent'), { exact: true }).fill('13');
    await look(office.page, 'office-tax-follows');
    await tax.getByRole('button', { name: told('Save'), exact: true }).click();
    await expect(office.page.getByRole('row').filter({ hasText: '2098-12-31' })).toHaveCount(1);
    await look(office.page, 'office-taxes');
    await office.page.goto(`${shop.origin}/office`);
    await office.untilToday();
    await look(office.page, 'office-today');
    await expect(office.page.locator('main')).not.toContainText('Z report 0001');
    await desk.close();
  });

  test('every screen of it passes the audit', () => {
    expect(faults).toEqual([]);
  });
});
