/**
 * A till in a real browser that is killed as a dead battery kills it: SIGKILL to every process that was started for its
 * profile, and to no other. What it said in time was said: a sale counts as promised when its change was seen here.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { openDevice } from '../support/chromium.ts';
import { killAll, treeOf } from '../support/process-tree.ts';

export type Stage = 'scanned' | 'pressed' | 'shown';
/** `no`: the receipt's number, where the change is shown. */
export type Told = { readonly stage: Stage; readonly sale: number; readonly no: string };

export type KillableTill = {
  readonly context: BrowserContext;
  readonly page: Page;
  /** SIGKILL, now. Resolves when the browser is gone. */
  kill(): Promise<void>;
  close(): Promise<void>;
};

const TILL = { viewport: { width: 1024, height: 768 }, locale: 'en' } as const;
const GONE_WITHIN_MS = 10_000;

/** What Chromium leaves in a profile whose process was killed, and what makes it think another one has it. */
function removeLocks(profile: string): void {
  for (const name of readdirSync(profile))
    if (name.startsWith('Singleton')) rmSync(join(profile, name), { force: true });
}

const STARTS = 3;

/** Now and then the driver does not get hold of a browser just after one was killed: it is told and started again. */
async function started(profile: string): Promise<BrowserContext> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await openDevice(profile, {}, TILL);
    } catch (error) {
      if (tries === STARTS) throw error;
      process.stderr.write(`the browser did not start: ${String(error).split('\n')[0] ?? ''}\n`);
      removeLocks(profile);
    }
  }
}

export async function openKillableTill(
  profile: string,
  onTold: (told: Told, page: Page) => void = () => undefined,
): Promise<KillableTill> {
  const context = await started(profile);
  const gone = new Promise<void>((resolve) => {
    context.once('close', () => {
      resolve();
    });
  });
  await context.exposeBinding('halfloopTold', ({ page: from }, told: Told) => {
    onTold(told, from);
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const tree = () => treeOf(({ command }) => command.includes(`--user-data-dir=${profile}`));
  const known = tree(); // looked for beforehand: a kill that first looks around comes late
  return {
    context,
    page,
    kill: async () => {
      killAll(known);
      killAll(tree());
      const late = new Promise<never>((_, reject) => {
        setTimeout(reject, GONE_WITHIN_MS, new Error('a killed browser is still there')).unref();
      });
      await Promise.race([gone, late]);
      removeLocks(profile);
    },
    close: () => context.close(),
  };
}

type Hand = {
  readonly barcodes: readonly string[];
  readonly sales: number;
  readonly lines: number;
  readonly first: number; // which goods to begin with
  readonly hasCart: boolean; // one is in the hand already: it is paid first
  readonly lastUnpaid?: boolean; // the last cart is scanned and left as it is
  readonly withinMs?: number; // how long a sale may take until its change is shown
};

/**
 * Sells as a hand does that never waits: the scanner's keys, then exact cash by its key, and on. Every step is told
 * as it happens. Runs inside the page, so that nothing but the till itself lies between one step and the next.
 */
export const sellInPage = (page: Page, hand: Hand): Promise<void> =>
  page.evaluate(async ({ barcodes, sales, lines, first, hasCart, lastUnpaid, withinMs }) => {
    const tell = (window as unknown as { halfloopTold: (told: unknown) => Promise<void> }).halfloopTold;
    const press = (key: string): void => {
      for (const name of ['keydown', 'keyup'])
        document.dispatchEvent(new KeyboardEvent(name, { key, bubbles: true, cancelable: true }));
    };
    const shownNo = (): string => {
      const panel = document.querySelector('[data-change]')?.parentElement?.textContent ?? '';
      return /[A-Z]\w*-\d{6}/.exec(panel)?.[0] ?? '';
    };
    const cartLines = (): number => document.querySelectorAll('[aria-label="Lines of the cart"] > li').length;
    const cartText = (): string => document.querySelector<HTMLElement>('[aria-label="Cart"]')?.innerText ?? 'nothing';
    const until = (what: string, isSo: () => boolean, withinMs = 10_000): Promise<void> =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          look.disconnect();
          reject(new Error(`waited too long: ${what}. The cart says: ${cartText()}`));
        }, withinMs);
        const check = (): void => {
          if (!isSo()) return;
          clearTimeout(late);
          look.disconnect();
          resolve();
        };
        const look = new MutationObserver(check);
        look.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
        check();
      });
    /** A machine that stalls in the middle of a burst makes a misread of it: a person would scan again. */
    const scanUntil = async (text: string, isSo: () => boolean): Promise<void> => {
      for (let tries = 1; !isSo(); tries += 1) {
        for (const key of Array.from(text).concat('Enter')) press(key);
        await until('a line', isSo, tries < 5 ? 2_000 : 10_000).catch((error: unknown) => {
          if (tries >= 5) throw error;
        });
      }
    };
    const pay = async (sale: number): Promise<void> => {
      const before = shownNo();
      void tell({ stage: 'pressed', sale, no: '' });
      press('F10');
      await until('the change', () => shownNo() !== '' && shownNo() !== before, withinMs);
      await tell({ stage: 'shown', sale, no: shownNo() });
    };
    if (hasCart) await pay(0);
    for (let sale = 0; sale < sales; sale += 1) {
      for (let line = 0; line < lines; line += 1) {
        const text = barcodes[(first + sale + line * 5) % barcodes.length] ?? '';
        await scanUntil(text, () => cartLines() > line);
        if (line === 0) void tell({ stage: 'scanned', sale, no: '' });
      }
      if (lastUnpaid !== true || sale < sales - 1) await pay(sale);
    }
  }, hand);

/** One key, as if nobody's field had the focus. */
export const pressInPage = (page: Page, key: string): Promise<void> =>
  page.evaluate((pressed) => {
    for (const name of ['keydown', 'keyup'])
      document.dispatchEvent(new KeyboardEvent(name, { key: pressed, bubbles: true, cancelable: true }));
  }, key);
