/** A till as a cashier meets it: its screens by the words on them, its scanner as fast keys. */
import type { Locator, Page } from 'playwright';
import { expect } from 'playwright/test';
import { wordsOf, type Lang } from './shown-words.ts';
import type { Person } from './shop-server.ts';

export type TillPage = {
  readonly page: Page;
  readonly lines: Locator;
  readonly notices: Locator;
  readonly pill: Locator;
  enrol(code: string): Promise<void>;
  /** Chooses the person, unless the screen asks for that one's PIN already, and types the PIN. */
  signIn(person: Person, where?: { readonly isChosen: boolean }): Promise<void>;
  /** The till asks for the float. */
  untilFloat(): Promise<void>;
  openShift(): Promise<void>;
  /** A keyboard scanner: the text in one burst, then Enter. */
  scan(text: string): Promise<void>;
  /** Looks for goods; the tiles show what is found. */
  search(text: string): Promise<void>;
  /** Pieces left, as the first tile says. */
  stockShown(): Promise<number>;
  /** Pays exactly, by one key, and waits for the change to be shown. */
  payExact(): Promise<void>;
  /** The till knows who may sign in. */
  untilPeople(): Promise<void>;
  openCamera(): Promise<void>;
  /** The camera has read a phone's cart. */
  untilPhoneIsRead(): Promise<void>;
  closeCamera(): Promise<void>;
  /** The receipt of the sale just made, with its code. */
  openReceipt(): Promise<void>;
  openReceipts(): Promise<void>;
  readonly receipts: Locator;
  /** Opens the shift and sells nothing yet: all there is between an empty page and the first scan. */
  begin(code: string, person: Person): Promise<void>;
};

/**
 * In the page and stamped as evenly as a scanner sends, so that a busy machine does not make a scanner as slow as a
 * hand: a page that is held up between two strokes has heard them no later. Capitals come as a key of their own:
 * the driver's keyboard types them without Shift, which no scanner does.
 */
function typeAsScanner(text: string): void {
  const to = document.activeElement ?? document.body;
  const begunMs = new Event('begun').timeStamp;
  for (const [at, key] of Array.from(text).concat('Enter').entries()) {
    for (const name of ['keydown', 'keyup']) {
      const stroke = new KeyboardEvent(name, { key, bubbles: true, cancelable: true });
      Object.defineProperty(stroke, 'timeStamp', { value: begunMs + at });
      to.dispatchEvent(stroke);
    }
  }
}

/** How the till calls someone: by the Chinese name, or by the other. */
function nameIn(lang: Lang, { name }: Person): string {
  const [own = '', ...other] = name.split(' ');
  return lang === 'en' ? other.join(' ') : own;
}

export function tillPage(page: Page, lang: Lang): TillPage {
  const say = wordsOf('till', lang);
  const button = (message: string, exact = true) => page.getByRole('button', { name: say(message), exact });
  const tiles = page
    .getByRole('region', { name: say('Products') })
    .getByRole('button', { name: say('{left} in stock', { left: '' }).trim() });
  const enrol = async (code: string): Promise<void> => {
    await page.getByLabel(say('Enrolment code')).fill(code);
    await button('Set up').click();
  };
  const signIn: TillPage['signIn'] = async (person, { isChosen } = { isChosen: false }) => {
    if (!isChosen) await page.getByRole('button', { name: nameIn(lang, person) }).click();
    await page.keyboard.type(person.pin);
    await page.keyboard.press('Enter');
  };
  const openShift = async (): Promise<void> => {
    await page.getByRole('textbox', { name: say('Float'), exact: true }).fill('200');
    await button('Open shift').click();
    // Of a large shop the products may still be arriving.
    await expect(button('Pay', false).first()).toBeVisible({ timeout: 60_000 });
  };
  return {
    page,
    lines: page.getByRole('list', { name: say('Lines of the cart') }).getByRole('listitem'),
    notices: page.getByRole('list', { name: say('Notices') }).getByRole('listitem'),
    pill: page.locator('header [data-waiting]'),
    receipts: page.locator('main ul > li'),
    enrol,
    signIn,
    untilPeople: async () => {
      await expect(page.locator('main li button').first()).toBeVisible({ timeout: 20_000 });
    },
    untilFloat: async () => {
      await expect(page.getByRole('textbox', { name: say('Float'), exact: true })).toBeVisible({ timeout: 20_000 });
    },
    openShift,
    openCamera: () => button('Camera').click(),
    untilPhoneIsRead: async () => {
      await expect(page.getByRole('dialog').getByRole('status')).toContainText(say('From phone'), { timeout: 30_000 });
    },
    closeCamera: () =>
      page
        .getByRole('dialog')
        .getByRole('button', { name: say('Done'), exact: true })
        .click(),
    openReceipt: async () => {
      await button('QR receipt').click();
      await expect(page.getByRole('dialog').getByRole('img').first()).toBeVisible();
    },
    openReceipts: () => button('Receipts').click(),
    scan: (text) => page.evaluate(typeAsScanner, text),
    search: async (text) => {
      await page.getByRole('searchbox', { name: say('Search products') }).fill(text);
      await expect(tiles).toHaveCount(1);
    },
    stockShown: async () => Number(/, \D*(\d+)\D*$/.exec((await tiles.first().textContent()) ?? '')?.[1]),
    payExact: async () => {
      const exact = say('Exact cash {amount}').replace(/\{amount\}/, '');
      await page.getByRole('button', { name: exact }).click();
      await expect(page.locator('[data-change]')).toHaveAttribute('data-change', '0');
    },
    begin: async (code, person) => {
      await enrol(code);
      await signIn(person);
      await openShift();
    },
  };
}
