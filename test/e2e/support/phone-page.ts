/** A shopper's phone: its screens by the words on them. */
import type { Locator, Page } from 'playwright';
import { expect } from 'playwright/test';
import { wordsOf, type Lang } from './shown-words.ts';
import type { StockedProduct } from './shop-server.ts';

export type PhonePage = {
  readonly page: Page;
  readonly main: Locator;
  readonly cartLines: Locator;
  readonly handoffCode: Locator;
  readonly purchases: Locator;
  /** Opens the scanning screen, as its key at the bottom does. */
  openScanner(): Promise<void>;
  openCart(): Promise<void>;
  /** One more of it, in the cart. */
  more(product: StockedProduct): Promise<void>;
  takeToTill(): Promise<void>;
};

export function phonePage(page: Page, lang: Lang, origin: string): PhonePage {
  const say = wordsOf('shop', lang);
  const ui = wordsOf('ui', lang);
  const handoffCode = page.getByRole('img', { name: say('Cart QR for the till') });
  return {
    page,
    main: page.locator('main:not([aria-busy=true])').filter({ visible: true }),
    cartLines: page.locator('main ul > li'),
    handoffCode,
    purchases: page.locator('main ul > li a'),
    openScanner: async () => {
      await page
        .getByRole('navigation')
        .getByRole('link', { name: say('Scan'), exact: true })
        .click();
    },
    openCart: async () => {
      await page.goto(`${origin}/shop/cart`);
    },
    more: async (product) => {
      const name = product.names[lang === 'en' ? 'en' : 'zh'] ?? '';
      await page.getByRole('button', { name: ui('One more {name}', { name }) }).click();
    },
    takeToTill: async () => {
      await page.getByRole('button', { name: say('Take to till') }).click();
      await expect(handoffCode).toBeVisible();
    },
  };
}
