/**
 * After the sale, in a real browser and both languages: goods come back by the code on the receipt, no more of them
 * than were sold; without a receipt a second person agrees; a copy says that it is one. Paper goes to a printer at a
 * serial port, whose bytes are read by a printer of our own; the drawer opens for cash.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { readEscPos, textsOf } from '../support/escpos-reader.ts';
import { expectNoFaults } from './support/audit.ts';
import { cashierOf, openShop, scannable, type Person, type ShopServer } from './support/shop-server.ts';
import { LANGS, wordsOf } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

const TILL = { viewport: { width: 1024, height: 768 } } as const;
const ALBUM = process.env['ALBUM']; // a folder for pictures of the screens

/** A printer at the tablet's serial port: it keeps what it is sent, and may be switched off. */
function serialPrinter(): void {
  const printer = { sent: [] as number[][], isOff: false };
  const port = {
    writable: null as WritableStream<Uint8Array> | null,
    open: () => {
      if (printer.isOff) return Promise.reject(new DOMException('gone', 'NetworkError'));
      const job: number[] = [];
      port.writable = new WritableStream({
        write: (bytes) => void job.push(...bytes),
        close: () => void printer.sent.push(job),
      });
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  const serial = { getPorts: () => Promise.resolve([port]), requestPort: () => Promise.resolve(port) };
  Object.defineProperty(navigator, 'serial', { value: serial });
  Object.assign(window, { printer });
}

let browser: Browser;
let shop: ShopServer;
let gtin: string; // of goods sold by the piece
beforeAll(async () => {
  browser = await openChromium();
  shop = await openShop();
  gtin = scannable(await shop.goods())[0]!.gtin;
});
afterAll(async () => {
  await browser.close();
  await shop.end();
});

const managerOf = ({ people }: ShopServer): Person => people.find(({ role }) => role === 'manager')!;

describe.each(LANGS)('in %s', (lang) => {
  const say = wordsOf('till', lang);
  const kit = wordsOf('ui', lang);
  let context: BrowserContext;
  let till: TillPage;
  let page: Page;
  let receiptCode = '';
  beforeAll(async () => {
    await shop.kill(); // each start prints a code of its own, for one till
    await shop.comeBack();
    context = await browser.newContext({ ...TILL, locale: lang });
    await context.addInitScript(serialPrinter);
    page = await context.newPage();
    till = tillPage(page, lang);
    await page.goto(`${shop.origin}/till`);
    await till.begin(await shop.enrolCode(), cashierOf(shop));
  });
  afterAll(() => context.close());

  const button = (message: string, values = {}) =>
    page.getByRole('button', { name: say(message, values), exact: true });
  const named = (start: string) => page.getByRole('button', { name: new RegExp(`^${start}`) });
  const picture = async (name: string) => {
    if (ALBUM === undefined) return;
    mkdirSync(ALBUM, { recursive: true });
    await page.screenshot({ path: join(ALBUM, `${name}-${lang}.png`) });
  };
  const look = async (name: string) => {
    await picture(name);
    await expectNoFaults(page, name);
  };
  /** What has come out of the printer since the last look. */
  const papers = async () => {
    const jobs = await page.evaluate(() =>
      (window as unknown as { printer: { sent: number[][] } }).printer.sent.splice(0),
    );
    const read = jobs.map((bytes) => readEscPos(Uint8Array.from(bytes)));
    expect(read.flatMap(({ complaints }) => complaints)).toEqual([]);
    return read;
  };
  const switchPrinter = (isOff: boolean) =>
    page.evaluate((off) => Object.assign((window as unknown as { printer: object }).printer, { isOff: off }), isOff);
  const agree = async () => {
    const dialog = page.getByRole('dialog', { name: say('Manager approval') });
    const { name, pin } = managerOf(shop);
    const [own = '', ...other] = name.split(' ');
    await dialog.getByRole('button', { name: lang === 'en' ? other.join(' ') : own }).click();
    await look('approval');
    await page.keyboard.type(pin);
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0, { timeout: 10_000 });
  };
  /** The refund of a return, whatever its amount. */
  const refundKey = () => named(say('Refund {amount}').replace('{amount}', ''));
  const more = () => page.getByRole('button', { name: new RegExp(kit('One more {name}').replace('{name}', '.*')) });

  test('the printer is chosen, tried, and prints a page with Chinese and a code', async () => {
    await button('Menu').click();
    await button('This device').click();
    await page.getByLabel(say('Way to the printer')).selectOption('serial');
    await page.getByLabel(say('Open the drawer after each cash sale')).check();
    await look('device');
    await button('Choose the printer').click();
    await button('Print a test page').click();
    await expect
      .poll(async () =>
        (await papers())
          .map(textsOf)
          .flat()
          .map((text) => text.trim()),
      )
      .toEqual(expect.arrayContaining(['Halfloop 半环', say('Test page'), say('Test code')]));
    await button('Open the drawer').click();
    await expect.poll(async () => (await papers()).map(({ kicks }) => kicks)).toEqual([[{ pin: 2, onMs: 50 }]]);
    await button('Sell').click();
  });

  test('a sale opens the drawer after it is saved; its paper is the receipt, the next one a copy', async () => {
    await till.scan(gtin);
    await till.scan(gtin);
    await till.scan(gtin);
    await till.payExact();
    await expect.poll(async () => (await papers()).map(({ kicks }) => kicks.length)).toEqual([1]);
    await button('Print').click();
    let first: Awaited<ReturnType<typeof papers>> = [];
    await expect.poll(async () => (first = [...first, ...(await papers())]).length).toBe(1);
    const code = first[0]?.lines.find((line) => line.is === 'code');
    receiptCode = code?.is === 'code' ? code.text : '';
    expect(receiptCode).toMatch(/\/R\/[A-Z2-7]+$/);
    expect(textsOf(first[0]!).some((text) => text.includes(say('Copy')))).toBe(false);
    await till.openReceipts();
    await look('receipts');
    await till.receipts.first().getByRole('button').click();
    await look('receipt');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('Reprint'), exact: true })
      .click();
    let again: Awaited<ReturnType<typeof papers>> = [];
    await expect.poll(async () => (again = [...again, ...(await papers())]).length).toBe(1);
    expect(textsOf(again[0]!).map((text) => text.trim())).toContain(`${say('Copy')} 1`);
    await page.keyboard.press('Escape');
    await button('Sell').click();
  });

  test('the code on the receipt opens its return; a part comes back, and no more than was sold', async () => {
    await till.scan(receiptCode);
    await expect(page).toHaveURL(/\/till\/return$/);
    await more().click();
    await page.getByRole('button', { name: say('Faulty'), exact: true }).click();
    await look('return');
    await refundKey().click();
    await expect(page.locator('[role=status]').filter({ hasText: say('Done') })).toBeVisible();
    await expect.poll(async () => (await papers()).map(({ kicks }) => kicks.length)).toEqual([1]); // the cash goes back
    await look('return-done');
    await button('Print').click();
    let paper: Awaited<ReturnType<typeof papers>> = [];
    await expect.poll(async () => (paper = [...paper, ...(await papers())]).length).toBe(1);
    expect(textsOf(paper[0]!).some((text) => text.startsWith(say('Refunded')))).toBe(true);
    expect(paper[0]!.lines.some((line) => line.is === 'code')).toBe(true);
    await button('Done').click();
    await till.scan(receiptCode);
    await more().click();
    await more().click();
    await expect(more()).toBeDisabled(); // two of three were left
    await button('Sell').click();
  });

  test('the paper of a return opens no return, and a product is no receipt', async () => {
    await button('Menu').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('Return'), exact: true })
      .click();
    await look('find');
    await till.scan(gtin);
    await expect(till.notices).toContainText(kit('This is no receipt of this shop.'));
    await page.getByLabel(say('Receipt number')).fill('999999');
    await button('Find').click();
    await expect(till.notices).toHaveCount(2);
  });

  test('without a receipt a second person agrees', async () => {
    await button('No receipt').click();
    await till.scan(gtin);
    await page.getByRole('button', { name: say('Faulty'), exact: true }).click();
    await look('blind');
    await refundKey().click();
    await agree();
    await expect(page.locator('[role=status]').filter({ hasText: say('Done') })).toBeVisible({ timeout: 10_000 });
    await button('Done').click();
  });

  test('a sale of this shift is voided with a second person, once', async () => {
    await till.scan(gtin);
    await till.payExact();
    await till.openReceipts();
    await till.receipts.first().getByRole('button').click();
    await button('Void').click();
    await page.getByRole('button', { name: say('Wrong price'), exact: true }).click();
    await look('void');
    await named(say('Void and give back {amount}').replace('{amount}', '')).click();
    await agree();
    await expect(page.locator('[role=status]').filter({ hasText: say('Done') })).toBeVisible({ timeout: 10_000 });
    await button('Done').click();
    await till.openReceipts();
    await expect(till.receipts.first()).toContainText(say('Void'));
    await button('Sell').click();
  });

  test('a printer that is away holds up nothing: the paper waits, and comes by one touch', async () => {
    await papers();
    await switchPrinter(true);
    await till.scan(gtin);
    await till.payExact();
    await button('Print').click();
    const chip = page.getByRole('button', { name: say('Waiting to print') });
    await expect(chip).toBeVisible();
    await chip.click();
    await look('waiting');
    await switchPrinter(false);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: new RegExp(say('Retry {label}', { label: '.*' })) })
      .click();
    await expect.poll(async () => (await papers()).length).toBe(1);
    await page.keyboard.press('Escape');
    await expect(chip).toHaveCount(0);
  });
});
