/**
 * A cashier's hands at one till of the day: each act as a person does it, by scanner, key or touch, and done when the
 * screen shows that it is. Knows no figures but those it is told to type or to expect.
 */
import type { Locator, Page } from 'playwright';
import { expect } from 'playwright/test';
import type { Person } from '../e2e/support/shop-server.ts';
import { wordsOf, type Lang } from '../e2e/support/shown-words.ts';
import { tillPage, type TillPage } from '../e2e/support/till-page.ts';
import type { Deal, Item, Pay } from './deals.ts';
import { CUSTOM_WAY, MEMBER, priceLabel, weightLabel } from './goods.ts';
import { halfUp, type SoldDeal } from './reckoner.ts';

export const WITHIN_MS = 20_000;
export const yuan = (minor: number): string => (minor / 100).toFixed(2);

export type Hands = {
  readonly lang: Lang;
  readonly page: Page;
  readonly till: TillPage;
  /** Words of the till, and those all faces share. */
  say(message: string): string;
  ui(message: string): string;
  nameOf(person: Person): string;
  button(message: string, within?: Locator): Locator;
  /** A key whose words begin so, whatever figure follows. */
  keyOf(message: string): Locator;
  dialog(): Locator;
  goTo(place: string): Promise<void>;
  digits(text: string, within: Locator): Promise<void>;
  /** Until it is done; a second person agrees when one is asked for. */
  until(done: () => Promise<boolean>): Promise<void>;
  /** Chooses the person, where more than one could be meant, and types the PIN. */
  prove(person: Person, within: Locator): Promise<void>;
};

export function handsOf(page: Page, lang: Lang, boss: Person): Hands {
  const [say, ui] = [wordsOf('till', lang), wordsOf('ui', lang)];
  const nameOf = ({ name }: Person): string => {
    const [own = '', ...other] = name.split(' ');
    return lang === 'en' ? other.join(' ') : own;
  };
  const button: Hands['button'] = (message, within) =>
    (within ?? page).getByRole('button', { name: say(message), exact: true });
  const dialog = () => page.getByRole('dialog');
  const prove: Hands['prove'] = async (person, within) => {
    const field = within.locator('input[type=password]');
    if ((await field.count()) === 0) await within.getByRole('button', { name: nameOf(person) }).click();
    await field.fill(person.pin);
    await page.keyboard.press('Enter');
  };
  const approval = page.getByRole('dialog', { name: say('Manager approval') });
  return {
    lang,
    page,
    till: tillPage(page, lang),
    say,
    ui,
    nameOf,
    button,
    dialog,
    prove,
    keyOf: (message) => page.getByRole('button', { name: new RegExp(`^${say(message).split('{')[0] ?? ''}`) }),
    goTo: async (place) => {
      await button('Menu').click();
      await button(place, dialog()).click();
    },
    digits: async (text, within) => {
      for (const char of text) {
        const name = char === '.' ? ui('Decimal point') : char;
        await within.getByRole('button', { name, exact: true }).click();
      }
    },
    until: async (done) => {
      let isAsked = false;
      const isDone = async (): Promise<boolean> => {
        if (await done()) return true;
        if (!isAsked && (await approval.isVisible())) {
          isAsked = true;
          await prove(boss, approval);
        }
        return false;
      };
      await expect.poll(isDone, { timeout: WITHIN_MS, intervals: [20, 50, 100] }).toBe(true);
    },
  };
}

/** By its whole name: a bundle's line tells the names of its parts too. */
const lineOf = ({ page, till, lang }: Hands, { good }: Pick<Item, 'good'>): Locator =>
  till.lines.filter({ has: page.getByText(lang === 'en' ? good.en : good.zh, { exact: true }) });

/** What the scanner sends for it. */
function codeOf({ good, how, qtyMilli, pack }: Item): string {
  if (how === 'price_label') return priceLabel(good.article ?? '', halfUp(good.priceMinor * qtyMilli, 1000));
  if (how === 'weight_label') return weightLabel(good.article ?? '', qtyMilli);
  if (pack !== undefined) return `(01)0${good.barcode ?? ''}(${how === 'lot' ? '10' : '21'})${pack}`;
  return good.barcode ?? good.code;
}

/** Opens the pad of a line on one of its sides, types, and sets it. */
async function padOf(hands: Hands, item: Item, side: string, text: string, isSet: () => Promise<boolean>) {
  const line = lineOf(hands, item);
  await line.getByRole('button').first().click();
  await hands.button(side, line).click();
  await hands.digits(text, line);
  await hands.button('Set', line).click();
  await hands.until(isSet);
  if ((await hands.button(side, line).count()) > 0) await line.getByRole('button').first().click();
}

const decimal = (milli: number): string => String(milli / 1000);

async function putIn(hands: Hands, item: Item): Promise<void> {
  const { till, lang } = hands;
  const line = lineOf(hands, item);
  const pieces = item.qtyMilli / 1000;
  if (item.how === 'price_said') {
    await sayPrice(hands, item);
    return;
  }
  if (item.how === 'scan' || item.how === 'lot') {
    for (let n = 0; n < pieces; n += 1) {
      await till.scan(codeOf(item));
      if (n === 0 && item.good.minAge !== undefined) await proveAge(hands);
    }
  } else await till.scan(codeOf(item));
  if (item.how === 'options') {
    const sheet = hands.dialog();
    await sheet.getByRole('button', { name: lang === 'en' ? 'half' : '半糖' }).click();
    for (const extra of item.extras ?? [])
      await sheet.getByRole('button', { name: extra[lang === 'en' ? 'en' : 'zh'] }).click();
    await sheet.getByRole('button', { name: hands.say('Add') }).click();
    await expect(sheet).toHaveCount(0);
  }
  await expect(line).toHaveCount(1, { timeout: WITHIN_MS });
  const struck = line.locator('s'); // what it would have cost
  if (item.how === 'pad_quantity' || item.how === 'pad_pieces') {
    const text = decimal(item.qtyMilli);
    await padOf(hands, item, 'Quantity', text, async () => (await hands.button('Quantity', line).count()) === 0);
    await expect(line).toContainText(text);
  }
  if (item.unitMinor !== undefined) {
    await padOf(hands, item, 'Price', yuan(item.unitMinor), async () => (await struck.count()) > 0);
  }
  if (item.lineOffBp !== undefined) {
    await padOf(hands, item, 'Discount %', String(item.lineOffBp / 100), async () => (await struck.count()) > 0);
  }
  if (item.how === 'note') await writeNote(hands, line);
}

/** The pad is open for its price at once; how many there are is typed on it afterwards. */
async function sayPrice(hands: Hands, item: Item): Promise<void> {
  const line = lineOf(hands, item);
  const asks = line.getByText(hands.say('Enter its price'));
  await hands.till.scan(codeOf(item));
  await expect(asks).toBeVisible({ timeout: WITHIN_MS });
  await hands.digits(yuan(item.unitMinor ?? 0), line);
  await hands.button('Set', line).click();
  await expect(asks).toHaveCount(0);
  if (item.qtyMilli === 1000) return;
  const text = decimal(item.qtyMilli);
  await padOf(hands, item, 'Quantity', text, async () => (await hands.button('Quantity', line).count()) === 0);
}

/** A paper with a date of birth is shown, once for the cart. */
async function proveAge({ page, say, dialog }: Hands): Promise<void> {
  await page.getByLabel(say('Date of birth on the paper')).fill('19800101');
  await page.keyboard.press('Enter');
  await expect(dialog()).toHaveCount(0);
}

async function writeNote(hands: Hands, line: Locator): Promise<void> {
  await line.getByRole('button').first().click();
  await hands.button('Options & note', line).click();
  const sheet = hands.dialog();
  await sheet.getByLabel(hands.say('Note')).fill('礼品包装 gift');
  await sheet.getByRole('button', { name: hands.say('Set') }).click();
  await expect(sheet).toHaveCount(0);
  await expect(line).toContainText('礼品包装 gift');
}

/** The goods of a deal, with what is taken off them, on the counter. */
export async function fillCart(hands: Hands, deal: Deal): Promise<void> {
  for (const item of deal.items) await putIn(hands, item);
  if (deal.removed !== undefined) {
    await hands.till.scan(deal.removed.barcode ?? deal.removed.code);
    const name = hands.lang === 'en' ? deal.removed.en : deal.removed.zh;
    const line = lineOf(hands, { good: deal.removed });
    await line.getByRole('button', { name: hands.ui('One less {name}').replace('{name}', name) }).click();
    await expect(line).toHaveCount(0);
  }
  await expect(hands.till.lines).toHaveCount(deal.items.length, { timeout: WITHIN_MS });
  if (deal.coupon !== undefined) await hands.till.scan(deal.coupon);
  if (deal.isMember === true) {
    await hands.till.scan(MEMBER.cardNo);
    await expect(hands.page.getByRole('button', { name: MEMBER.name.slice(0, 1) }).first()).toBeVisible();
  }
  if (deal.cartOff !== undefined) await takeOffCart(hands, deal.cartOff);
  if (deal.taxFree !== undefined) await takeTaxOff(hands, deal.taxFree);
}

async function takeOffCart(hands: Hands, off: NonNullable<Deal['cartOff']>): Promise<void> {
  await hands.button('Discount').click();
  const sheet = hands.page.getByRole('dialog', { name: hands.say('Discount') });
  if ('minor' in off) await hands.button('Amount', sheet).click();
  await hands.digits('bp' in off ? String(off.bp / 100) : yuan(off.minor), sheet);
  await hands.button('Set', sheet).click();
  await hands.until(async () => (await hands.dialog().count()) === 0);
  await expect(hands.page.getByRole('button', { name: new RegExp(`^${hands.say('Discounts')}`) })).toBeVisible();
}

/** A paper is shown that says so, and somebody agrees. */
async function takeTaxOff(hands: Hands, paper: string): Promise<void> {
  await hands.button('Discount').click();
  const sheet = hands.page.getByRole('dialog', { name: hands.say('Discount') });
  const form = sheet.getByRole('form', { name: hands.say('Tax free'), exact: true });
  await form.getByRole('textbox').fill(paper);
  await hands.button('Tax free', form).click();
  await hands.until(async () => (await sheet.getByText(paper).count()) > 0); // among what applies
  await hands.page.keyboard.press('Escape');
  await expect(hands.dialog()).toHaveCount(0);
}

const wayName = ({ ui, lang }: Hands, way: Pay['way']): string => {
  if (way === 'custom') return lang === 'en' ? CUSTOM_WAY.en : CUSTOM_WAY.zh;
  if (way === 'usd') return 'USD';
  if (way === 'value') return ui('Stored value');
  if (way === 'points') return ui('Points');
  return ui({ card: 'Card', voucher: 'Voucher', account: 'On account', cash: 'Cash', exact: 'Cash' }[way]);
};

/** One way of paying taken: the way chosen, what it asks for written down, its amount typed where it is not all. */
async function take(hands: Hands, pay: Pay, amountMinor: number): Promise<void> {
  const { page, say, ui } = hands;
  const ways = page.getByRole('group', { name: say('Way of paying') });
  const exact = pay.way !== 'value' && pay.way !== 'points'; // these say the balance too
  await ways.getByRole('button', { name: wayName(hands, pay.way), exact }).click();
  if (pay.way === 'card') await page.getByLabel(say('Approval code')).fill(pay.code);
  if (pay.way === 'voucher') await page.getByLabel(say('Voucher code, scanned or typed')).fill(pay.code);
  if (pay.way === 'account') await page.getByLabel(say('Customer')).fill(pay.who);
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: ui('Decimal point') }) });
  if (pay.way !== 'exact') {
    const text = pay.way === 'usd' ? String(pay.wholes) : yuan(amountMinor);
    await hands.digits(text, form);
  }
  await form.locator('button[type=submit]').click();
}

const patternOf = (words: string): string => words.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*');

const takenRows = ({ page, say }: Hands): Locator =>
  page.getByRole('button', {
    name: new RegExp(['Take back {amount} cash', 'Take back {name} {amount}'].map(say).map(patternOf).join('|')),
  });

/** Pays, and answers the number of the receipt. */
export async function pay(hands: Hands, deal: Deal, sold: SoldDeal): Promise<string> {
  const { page } = hands;
  const [only] = deal.pays;
  const change = page.locator('[data-change]');
  if (deal.pays.length === 1 && only?.way === 'exact') await page.keyboard.press('F10');
  else {
    await page.keyboard.press('F9');
    for (const [at, part] of deal.pays.entries()) {
      await take(hands, part, sold.paid[at]?.minor ?? 0);
      const isLast = at === deal.pays.length - 1;
      if (!isLast) await expect(takenRows(hands)).toHaveCount(at + 1, { timeout: WITHIN_MS });
    }
  }
  await hands.until(async () => (await change.count()) === 1);
  await expect(change).toHaveAttribute('data-change', String(sold.changeMinor));
  const text = await change.locator('..').innerText();
  const [no] = /[A-Z][A-Z0-9]{0,3}[a-z]*-\d{6,}/.exec(text) ?? [];
  if (no === undefined) throw new Error(`no receipt number in: ${text}`);
  return no;
}
