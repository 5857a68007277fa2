/**
 * Ten thousand prices change while a cashier scans: how long the main thread of the page was ever busy in one go, from
 * the upload of the file until the till shows its last price.
 */
import type { Page } from 'playwright';
import type { TillPage } from '../e2e/support/till-page.ts';
import { importFile, type Call } from './import-speed.ts';

export type Wave = {
  readonly rows: number;
  readonly longestFrameMs: number; // between two frames, as the page drew them
  readonly longestTaskMs: number; // of work that nothing could interrupt; 0: none took 50 ms
  readonly seconds: number; // from the upload to the last price on the screen
};

type Shown = { readonly barcode: string; readonly price: string };
type Watched = { watched: { stop: () => { frameMs: number; taskMs: number } } };

const BETWEEN_SCANS_MS = 250;
const MOST_SCANS = 600;

/** `file`: the rows to import. `last`: a product of them, and its price after. */
export async function priceWave(
  { page, till, call }: { readonly page: Page; readonly till: TillPage; readonly call: Call },
  { file, rows, last }: { readonly file: Buffer; readonly rows: number; readonly last: Shown },
): Promise<Wave> {
  await watch(page);
  const begun = performance.now();
  const importing = importFile(call, file);
  let isShown = false;
  for (let n = 0; n < MOST_SCANS && !isShown; n += 1) {
    await page.waitForTimeout(BETWEEN_SCANS_MS);
    await page.evaluate(typeKeyByKey, last.barcode);
    isShown = (await till.lines.allTextContents()).some((text) => text.includes(last.price));
  }
  const seconds = (performance.now() - begun) / 1000;
  await importing;
  const { frameMs, taskMs } = await page.evaluate(() => (window as unknown as Watched).watched.stop());
  if (!isShown) throw new Error(`the price ${last.price} never came`);
  return { rows, longestFrameMs: frameMs, longestTaskMs: taskMs, seconds };
}

/** As a scanner types: each key is an event of its own, a few milliseconds after the one before. */
async function typeKeyByKey(text: string): Promise<void> {
  for (const key of Array.from(text).concat('Enter')) {
    const to = document.activeElement ?? document.body;
    for (const name of ['keydown', 'keyup'])
      to.dispatchEvent(new KeyboardEvent(name, { key, bubbles: true, cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Looks at every frame and every long task from now on. */
const watch = (page: Page): Promise<void> =>
  page.evaluate(() => {
    let [frameMs, taskMs, stopped] = [0, 0, false];
    let before = performance.now();
    const frame = (): void => {
      const now = performance.now();
      frameMs = Math.max(frameMs, now - before);
      before = now;
      if (!stopped) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) taskMs = Math.max(taskMs, duration);
    });
    tasks.observe({ entryTypes: ['longtask'] });
    (window as unknown as Watched).watched = {
      stop: () => {
        stopped = true;
        tasks.disconnect();
        return { frameMs, taskMs };
      },
    };
  });
