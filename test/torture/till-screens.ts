/** From an empty page to a till that can sell, by its screens. */
import type { Locator, Page } from 'playwright';
import { untilKept } from '../e2e/support/kept-files.ts';
import { tillPage } from '../e2e/support/till-page.ts';
import type { TortureShop } from './torture-shop.ts';

const SHOWN_WITHIN_MS = 30_000;

/** The field for the PIN. */
export const askForPin = (page: Page) => page.getByLabel('PIN of Owner'); // the only person of the shop: chosen already

/** Types the owner's PIN and waits until goods can be scanned. */
export async function unlock(page: Page, { shop }: TortureShop): Promise<void> {
  await shown(page, askForPin(page));
  await page.keyboard.type(shop.pin);
  await page.keyboard.press('Enter');
  await shown(page, page.getByRole('region', { name: 'Cart' }));
}

/** Waits for it; what stood there instead is told, or nobody could say why a till did not come back. */
async function shown(page: Page, wanted: Locator): Promise<void> {
  try {
    await wanted.waitFor({ timeout: SHOWN_WITHIN_MS });
  } catch (cause) {
    const instead = await page.locator('body').innerText({ timeout: 1000 }).catch(String);
    throw new Error(`the till showed instead: ${instead || 'nothing'}`, { cause });
  }
}

/** Opens the till's address and unlocks it. */
export async function toSellable(page: Page, shop: TortureShop): Promise<void> {
  await page.goto(`${shop.origin}/till`, { timeout: SHOWN_WITHIN_MS });
  await unlock(page, shop);
}

/** From the screen that asks for an enrolment code to one that sells. */
export async function enrolTill(page: Page, shop: TortureShop): Promise<void> {
  const till = tillPage(page, 'en');
  await till.enrol(await shop.enrolCode());
  await askForPin(page).waitFor({ timeout: SHOWN_WITHIN_MS });
  await till.signIn({ name: '店主 Owner', role: 'owner', pin: shop.shop.pin }, { isChosen: true });
  await till.openShift();
}

/** Enrols a fresh profile, opens a shift, and waits until the till opens without the server as well. */
export async function setUpTill(page: Page, shop: TortureShop): Promise<void> {
  await page.goto(`${shop.origin}/till`);
  await enrolTill(page, shop);
  await untilKept(page, 'till');
}

/** Nothing waits for the server any more. False when it does not come to that in time. */
export async function isDrained(page: Page, withinMs: number): Promise<boolean> {
  try {
    await page.locator('header [data-waiting="0"]').waitFor({ timeout: withinMs });
    return true;
  } catch {
    return false; // the verdict of this part: a till that is stuck
  }
}
