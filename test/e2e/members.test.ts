/** A shop's members: made in the office, found at the till, with points, member money on the card, and paying by it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openChromium, openDevice } from '../support/chromium.ts';
import { lookerAt, openAlbum, WIDE } from './support/album.ts';
import { officePage } from './support/office-page.ts';
import { openShop, scannable, type ShopServer, type StockedProduct } from './support/shop-server.ts';
import { LANGS, wordsOf } from './support/shown-words.ts';
import { tillPage, type TillPage } from './support/till-page.ts';

const CARD = 'VIP-20260001';

let studio: Browser;
beforeAll(async () => {
  studio = await openChromium();
});
afterAll(() => studio.close());

describe.each(LANGS)('members in %s', (lang) => {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-members-'));
  const album = openAlbum(`members-${lang}`);
  const faults: string[] = [];
  const look = lookerAt(album, faults);
  const say = wordsOf('till', lang);
  const ui = wordsOf('ui', lang);
  const word = wordsOf('office', lang);
  let shop: ShopServer;
  let device: BrowserContext;
  let office: BrowserContext;
  let desk: Page;
  let page: Page;
  let till: TillPage;
  let product: StockedProduct;

  const onDesk = (message: string) => desk.getByRole('button', { name: word(message), exact: true });
  const sheet = () => page.getByRole('dialog').first();
  const inSheet = (message: string) => sheet().getByRole('button', { name: say(message), exact: true });
  const synced = () => expect(till.pill).toHaveAttribute('data-kind', 'synced', { timeout: 60_000 });

  beforeAll(async () => {
    shop = await openShop();
    device = await openDevice(join(folder, 'till'), {}, { ...WIDE, locale: lang });
    office = await studio.newContext({ ...WIDE, locale: lang });
    [page, desk] = [device.pages()[0] ?? (await device.newPage()), await office.newPage()];
    till = tillPage(page, lang);
    const [first] = scannable(await shop.goods());
    if (first === undefined) throw new Error('the demo shop has goods');
    product = first;
  });
  afterAll(async () => {
    await device.close();
    await office.close();
    await shop.end();
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`the screens of members in ${lang}: ${album.folder}\n`);
  });

  test('the office sets the rules and adds a member', async () => {
    await officePage(desk, lang, shop).signIn();
    await desk.getByRole('link', { name: word('Members'), exact: true }).click();
    const per = desk.getByLabel(word('One point for each, {currency}').split('{')[0] ?? '');
    await per.fill('0.10');
    const rate = desk.getByLabel(word('Points that pay for 1 {currency}').split('{')[0] ?? '');
    await rate.fill('5');
    await onDesk('Save points and stored value').click();
    await onDesk('Add a member').click();
    await desk.getByLabel(word('Card number'), { exact: true }).fill(CARD);
    await desk.getByLabel(word('Name'), { exact: true }).fill('王丽');
    await desk.getByLabel(word('Telephone'), { exact: true }).fill('13800002345');
    await look(desk, 'add-a-member');
    await onDesk('Save').click();
    await expect(desk.getByRole('row').filter({ hasText: CARD })).toHaveCount(1);
    await look(desk, 'members');
  });

  test('the till finds the member by the key, and takes money onto the card', async () => {
    const manager = shop.people.find(({ role }) => role === 'manager');
    if (manager === undefined) throw new Error('the demo shop has a manager');
    await page.goto(`${shop.origin}/till`);
    await till.begin(await shop.enrolCode(), manager);
    await till.scan(product.gtin);
    await expect(till.lines).toHaveCount(1);
    await page.keyboard.press('F3');
    await page.getByLabel(say('Card number or telephone')).fill('NOBODY-1');
    await inSheet('Find').click();
    await expect(sheet().getByRole('alert')).toContainText(ui('No member found.'));
    await look(page, 'nobody');
    await page.getByLabel(say('Card number or telephone')).fill('138 0000 2345');
    await inSheet('Find').click();
    const form = sheet().getByRole('form', { name: say('Top up'), exact: true });
    await form.getByLabel(say('Top up by')).fill('50');
    await look(page, 'member-here');
    await form.getByRole('button', { name: say('Top up'), exact: true }).click();
    await expect(sheet().locator('dl')).toContainText('50', { timeout: 20_000 });
    await expect(sheet().getByRole('region', { name: say('Receipt') })).toContainText('50');
    await look(page, 'topped-up');
    await page.keyboard.press('Escape');
    await synced();
  });

  test('the sale is paid by what is on the card', async () => {
    await look(page, 'member-on-cart');
    await page.keyboard.press('F9');
    const ways = page.getByRole('group', { name: say('Way of paying') });
    const key = ways.getByRole('button', { name: ui('Stored value') });
    await expect(key).toContainText('50.00'); // what is on the card, before anything is pressed
    await expect(ways.getByRole('button', { name: ui('Points') })).toBeDisabled(); // none yet
    await expect(ways.getByRole('button', { name: ui('Points') })).toContainText(say('Nothing left'));
    await key.click();
    await look(page, 'way-stored-value');
    const take = say('{name}: take {amount}').replace('{name}', ui('Stored value')).split('{')[0] ?? '';
    await page.getByRole('button', { name: take }).click();
    await expect(page.locator('[data-change]')).toHaveCount(1, { timeout: 20_000 });
    await look(page, 'paid');
    await synced();
  });

  test('the office knows what was earned and what is left', async () => {
    await desk.reload();
    await desk.getByRole('row').filter({ hasText: CARD }).getByRole('button').click();
    const moves = desk.getByRole('dialog').getByRole('region', { name: word('Last moves') });
    await expect(moves.getByRole('row').filter({ hasText: word('Top-up') })).toHaveCount(1, { timeout: 20_000 });
    await expect(moves.getByRole('row').filter({ hasText: word('Points') })).toHaveCount(1);
    await look(desk, 'member');
  });

  test('a scanned card puts the member on the next sale', async () => {
    await till.scan(product.gtin);
    await till.scan(CARD);
    await expect(page.getByText(/王/).first()).toBeVisible();
    await look(page, 'scanned-card');
  });

  test('points pay a part of it; taken back they are free again, and cash pays the rest', async () => {
    await page.keyboard.press('F9');
    const byPoints = async () => {
      const ways = page.getByRole('group', { name: say('Way of paying') });
      await ways.getByRole('button', { name: ui('Points') }).click();
      await page.keyboard.type('1');
      const take = say('{name}: take {amount}').replace('{name}', ui('Points')).split('{')[0] ?? '';
      // A digit shows once it is known to be no scanner's.
      const key = page.getByRole('button', { name: take }).filter({ hasText: /(?<!\d)1\.00/ });
      await key.click();
    };
    const takesBack = say('Take back {name} {amount}').replace('{name}', ui('Points')).split('{')[0] ?? '';
    const back = page.getByRole('button', { name: takesBack });
    await byPoints();
    await expect(back).toHaveCount(1, { timeout: 20_000 });
    await look(page, 'points-taken');
    await back.click();
    await expect(back).toHaveCount(0);
    await synced();
    await byPoints();
    await expect(back).toHaveCount(1, { timeout: 20_000 });
    await page
      .getByRole('group', { name: say('Cash at one touch') })
      .getByRole('button')
      .first()
      .click();
    await expect(page.locator('[data-change]')).toHaveCount(1, { timeout: 20_000 });
    await synced();
    await desk.reload();
    await desk.getByRole('row').filter({ hasText: CARD }).getByRole('button').click();
    const moves = desk.getByRole('dialog').getByRole('region', { name: word('Last moves') });
    const freed = moves.getByRole('row').filter({ hasText: word('Given back by a till') });
    await expect(freed).toHaveCount(1, { timeout: 20_000 });
    await expect(moves.getByRole('row').filter({ hasText: word('Reserved for a till') })).not.toHaveCount(0);
    await look(desk, 'member-who-paid-with-points');
  });

  test('without the network a key offers what is reserved here, and says so when that is nothing', async () => {
    await till.scan(product.gtin);
    await till.scan(CARD);
    await expect(page.getByText(/王/).first()).toBeVisible();
    await shop.kill();
    await page.keyboard.press('F9');
    const ways = page.getByRole('group', { name: say('Way of paying') });
    const key = ways.getByRole('button', { name: ui('Stored value') });
    await expect(key).toBeDisabled({ timeout: 60_000 });
    await expect(key).toContainText(say('Needs the network'));
    await look(page, 'way-offline');
    await shop.comeBack();
    await expect(key).toBeEnabled({ timeout: 60_000 });
    await page.keyboard.press('Escape');
  });

  test('nothing that was shown is out of reach for anybody', () => {
    expect(faults).toEqual([]);
  });
});
