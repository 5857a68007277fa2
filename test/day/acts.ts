/** What a cashier's hands do besides selling: the shift's ends, cash, returns, goods, carts put aside. */
import type { Locator } from 'playwright';
import { expect } from 'playwright/test';
import type { Person } from '../e2e/support/shop-server.ts';
import { shownCodes } from '../e2e/support/shown-codes.ts';
import { WITHIN_MS, yuan, type Hands } from './hands.ts';
import type { Good } from './goods.ts';

const main = ({ page }: Hands): Locator => page.locator('main');
const nameIn = ({ lang }: Hands, good: Good): string => (lang === 'en' ? good.en : good.zh);
const backToSelling = (hands: Hands): Promise<void> => hands.goTo('Sell');

/** The screen where goods are sold stands. */
const untilSelling = ({ page, say }: Hands): Promise<void> =>
  expect(page.getByRole('region', { name: say('Products') })).toBeVisible({ timeout: WITHIN_MS });

/** The float, counted by its notes: so many of the largest. */
export async function openShift(hands: Hands, largestNotes: number): Promise<void> {
  await hands.button('Notes and coins').click();
  await hands.page.getByRole('textbox').first().fill(String(largestNotes));
  await hands.button('Open shift').click();
  await untilSelling(hands);
}

export async function moveCash(hands: Hands, way: 'Paid in' | 'Paid out' | 'To safe', minor: number): Promise<void> {
  const { page, ui, say } = hands;
  await hands.goTo('Cash drawer');
  const form = main(hands).locator('form').first();
  await page
    .getByRole('group', { name: say('What for') })
    .getByRole('button', { name: ui(way), exact: true })
    .click();
  await page.getByLabel(say('What it is for')).fill(`day ${yuan(minor)}`);
  await hands.digits(yuan(minor), form);
  await form.locator('button[type=submit]').click();
  const row = page.getByRole('region', { name: say('In this shift') }).getByRole('listitem');
  await hands.until(async () => (await row.filter({ hasText: `day ${yuan(minor)}` }).count()) > 0);
  await backToSelling(hands);
}

export async function openDrawer(hands: Hands, why: string): Promise<void> {
  const { page, say } = hands;
  await hands.goTo('Cash drawer');
  await page.getByLabel(say('Why'), { exact: true }).fill(why);
  await hands.button('Open the drawer').click();
  const row = page.getByRole('region', { name: say('In this shift') }).getByRole('listitem');
  await hands.until(async () => (await row.filter({ hasText: why }).count()) > 0);
  await backToSelling(hands);
}

/** The X report: its text, with what the drawer should hold. */
export async function readX(hands: Hands): Promise<string> {
  const { page, say } = hands;
  await hands.goTo('X report');
  const paper = page.getByRole('region', { name: say('X report') });
  await expect(paper).toBeVisible({ timeout: WITHIN_MS });
  const show = hands.button('Show expected cash');
  const expected = paper.getByText(say('Expected cash'));
  await expect(show.or(expected).first()).toBeVisible({ timeout: WITHIN_MS });
  if (await show.isVisible()) await show.click();
  await hands.until(() => expected.isVisible());
  const text = await paper.innerText();
  await backToSelling(hands);
  return text;
}

async function count(hands: Hands, minor: number, usdMinor: number): Promise<void> {
  await hands.button('One sum').click();
  await hands.page.getByLabel(hands.say('Counted cash')).fill(yuan(minor));
  if (usdMinor > 0) {
    const label = hands.say('Notes in {currency}').replace('{currency}', 'USD');
    await hands.page.getByLabel(label).fill(yuan(usdMinor));
  }
  await hands.button('Done counting').click();
}

/** Another person takes the shift, the drawer counted between the two. */
export async function handOver(hands: Hands, to: Person, countedMinor: number): Promise<void> {
  await hands.goTo('Hand over shift');
  await count(hands, countedMinor, 0);
  await hands.prove(to, main(hands));
  const sell = main(hands).getByRole('button', { name: hands.say('Sell'), exact: true });
  await expect(sell).toBeVisible({ timeout: WITHIN_MS });
  await expect(main(hands)).toContainText(hands.say('Difference'));
  await sell.click();
  await untilSelling(hands);
}

/** The Z, signed: what the screen says of it. */
export async function closeShift(hands: Hands, countedMinor: number, usdMinor: number): Promise<string> {
  await hands.goTo('Close shift');
  await count(hands, countedMinor, usdMinor);
  const accept = hands.button('Accept');
  // Out of reach while somebody is asked.
  await hands.until(async () => (await accept.count()) > 0 && (await accept.isEnabled()));
  const why = hands.button('Wrong change');
  if (await why.isVisible()) await why.click();
  await accept.click();
  await hands.button('Sign and close').click();
  await expect(hands.button('Done')).toBeVisible({ timeout: WITHIN_MS });
  const text = await main(hands).innerText();
  await hands.button('Done').click();
  return text;
}

/** The text of the code on the receipt of the sale just made, as a phone or a scanner reads it off the screen. */
export async function receiptCode(hands: Hands): Promise<string> {
  await hands.till.openReceipt();
  const found = (await shownCodes(hands.page)).find(({ text }) => text.includes('/R/'));
  await hands.page.keyboard.press('Escape');
  await expect(hands.dialog()).toHaveCount(0);
  if (found === undefined) throw new Error('no receipt code on the screen');
  return found.text;
}

type Bringing = {
  readonly by: { readonly no: string } | { readonly code: string };
  readonly goods: readonly { readonly good: Good; readonly qtyMilli: number; readonly isWaste: boolean }[] | 'all';
};

/** Goods come back against a receipt. Answers what the key said would be handed out. */
export async function bringBack(hands: Hands, bringing: Bringing): Promise<string> {
  await chooseBack(hands, bringing);
  return settle(hands, { why: 'Faulty', key: 'Refund {amount}' });
}

/** Goods come back for others: what they cost stands over the cart of these. */
export async function bringForOthers(hands: Hands, bringing: Bringing): Promise<string> {
  await chooseBack(hands, bringing);
  await hands.button('Wrong goods').click();
  await hands.button('Exchange for other goods').click();
  const notice = hands.page.getByRole('status').filter({ hasText: hands.say('Exchange') });
  await hands.until(() => notice.isVisible());
  await untilSelling(hands);
  return notice.innerText();
}

/** What comes back, by the receipt's number or the code on it. */
async function chooseBack(hands: Hands, { by, goods }: Bringing): Promise<void> {
  const { page, say, till } = hands;
  if ('code' in by) await till.scan(by.code);
  else {
    await hands.goTo('Return');
    await page.getByLabel(say('Receipt number')).fill(by.no);
    await hands.button('Find').click();
  }
  const sold = page.getByRole('region', { name: say('Goods of the sale') });
  await expect(sold).toBeVisible({ timeout: WITHIN_MS });
  if (goods === 'all') await hands.button('Everything', sold).click();
  else {
    for (const { good, qtyMilli, isWaste } of goods) {
      const line = sold.getByRole('listitem').filter({ hasText: nameIn(hands, good) });
      const typed = line.getByRole('textbox');
      if ((await typed.count()) > 0) await typed.fill(String(qtyMilli / 1000));
      else {
        const more = line.getByRole('button', {
          name: hands.ui('One more {name}').replace('{name}', nameIn(hands, good)),
        });
        for (let n = 0; n < qtyMilli / 1000; n += 1) await more.click();
      }
      if (isWaste) await hands.button('Write off', line).click();
    }
  }
}

type Asked = { readonly why: string; readonly key: string };

/** The reason, the key that names the amount, and a second person where one is needed. */
async function settle(hands: Hands, { why, key: words }: Asked): Promise<string> {
  await hands.button(why).click();
  const key = hands.keyOf(words).last();
  await expect(key).toBeEnabled({ timeout: WITHIN_MS });
  const said = await key.innerText();
  await key.click();
  const done = hands.button('Done');
  await hands.until(() => done.isVisible());
  await done.click();
  return said;
}

/** Without a receipt, at the price of today. */
export async function bringBackBlind(hands: Hands, good: Good, isWaste: boolean): Promise<string> {
  const { page, say } = hands;
  await hands.goTo('Return');
  await hands.button('No receipt').click();
  const goods = page.getByRole('region', { name: say('Goods without a receipt') });
  await expect(goods).toBeVisible({ timeout: WITHIN_MS });
  await hands.till.scan(good.barcode ?? good.code);
  const line = goods.getByRole('listitem').filter({ hasText: nameIn(hands, good) });
  await expect(line).toHaveCount(1, { timeout: WITHIN_MS });
  if (isWaste) await hands.button('Write off', line).click();
  return settle(hands, { why: 'Faulty', key: 'Refund {amount}' });
}

/** A sale of this shift undone. */
export async function voidSale(hands: Hands, no: string): Promise<string> {
  const { page, say } = hands;
  await hands.till.openReceipts();
  await page.getByLabel(say('Number, product, amount or time')).fill(no);
  const row = hands.till.receipts.filter({ hasText: no });
  await expect(row).toHaveCount(1, { timeout: WITHIN_MS });
  await row.getByRole('button').click();
  await hands.button('Void').click();
  const said = await settle(hands, { why: 'Wrong price', key: 'Void and give back {amount}' });
  await untilSelling(hands);
  return said;
}

export type Movement = 'Goods-in' | 'Waste' | 'To another store' | 'Adjust';

async function openStock(hands: Hands, task: string): Promise<void> {
  await hands.goTo('Stock');
  const tasks = hands.page.getByRole('group', { name: hands.say('What to do') });
  await hands.button(task, tasks).click();
}

/** Goods come, go or are thrown away, without a sale. */
export async function moveGoods(hands: Hands, task: Movement, good: Good, pieces: number): Promise<void> {
  const { page, say } = hands;
  await openStock(hands, task);
  await hands.till.scan(good.barcode ?? good.code);
  const label = new RegExp(say('Quantity of {name}').replace('{name}', '.*'));
  await page.getByRole('textbox', { name: label }).fill(String(pieces));
  if (task === 'Waste' || task === 'Adjust') await page.getByLabel(say('Why')).fill('seen by hand');
  if (task === 'Adjust') await hands.button('More than the books say').click();
  if (task === 'To another store') {
    await page
      .getByRole('group', { name: say('To which store') })
      .getByRole('button')
      .first()
      .click();
  }
  await main(hands).locator('form button[type=submit]').click();
  const rows = page.getByRole('region', { name: say('Goods') }).getByRole('listitem');
  await hands.until(async () => (await rows.count()) === 0);
  await backToSelling(hands);
}

/** The shelf is counted: so many stand there. */
export async function countGoods(hands: Hands, good: Good, pieces: number): Promise<void> {
  const { page, say } = hands;
  await openStock(hands, 'Stocktake');
  await hands.button('Start counting').click();
  const counting = page.getByRole('region', { name: say('Counted'), exact: true });
  await hands.until(() => counting.isVisible());
  await hands.till.scan(good.barcode ?? good.code);
  const form = page.getByRole('form', { name: say('Being counted') });
  await expect(form).toBeVisible({ timeout: WITHIN_MS });
  await hands.digits(String(pieces), form);
  await expect(form.getByRole('status')).toHaveText(String(pieces));
  await hands.button('Save count', form).click();
  await expect(counting.getByRole('listitem')).toHaveCount(1, { timeout: WITHIN_MS });
  await backToSelling(hands);
}

const chips = ({ page, say }: Hands): Locator =>
  page
    .getByRole('group', { name: say('Held carts') })
    .getByRole('button', { name: (say('Take back {name}, {total}').split('{')[0] ?? '').trim() });

/** What is on the counter is put aside at this till. */
export async function hold(hands: Hands): Promise<void> {
  await hands.page.keyboard.press('F4');
  await expect(hands.till.lines).toHaveCount(0, { timeout: WITHIN_MS });
}

/** The one cart that is put aside is taken back. */
export async function recall(hands: Hands, lines: number): Promise<void> {
  await expect(chips(hands)).toHaveCount(1, { timeout: 60_000 });
  await chips(hands).first().click();
  await expect(hands.till.lines).toHaveCount(lines, { timeout: WITHIN_MS });
}
