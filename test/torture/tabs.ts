/**
 * Two tabs of one browser sell on one till as fast as they can, with and without the browser's locks between tabs: one
 * journal, one series of receipts, nothing twice at the server.
 */
import { join } from 'node:path';
import { findChromium } from '../../scripts/find-tools.mjs';
import { inTortureShop } from './in-torture-shop.ts';
import { openKillableTill, sellInPage } from './killable-till.ts';
import { settleTill } from './settle-till.ts';
import type { Part, Tally } from './tally.ts';
import { setUpTill, toSellable } from './till-screens.ts';
import type { TortureShop } from './torture-shop.ts';

const SALES = 250; // of each tab

/** As in a browser that has no locks: correctness may not rest on them. */
const withoutLocks = (): void => {
  Object.defineProperty(navigator, 'locks', { value: undefined });
};

async function race(count: number | null, shop: TortureShop, folder: string, hasLocks: boolean): Promise<Tally> {
  const begun = performance.now();
  const sales = count ?? SALES;
  const shown: string[] = [];
  const faults: string[] = [];
  const till = await openKillableTill(join(folder, 'profile'), ({ stage, no }) => {
    if (stage === 'shown') shown.push(no);
  });
  if (!hasLocks) await till.context.addInitScript(withoutLocks);
  await setUpTill(till.page, shop);
  const other = await till.context.newPage();
  await toSellable(other, shop);
  const hand = { barcodes: shop.barcodes, sales, lines: 2, hasCart: false };
  const from = performance.now();
  await Promise.all([sellInPage(till.page, { ...hand, first: 0 }), sellInPage(other, { ...hand, first: 3 })]);
  const took = (performance.now() - from) / 1000;
  const settled = await settleTill({ page: other, shop, shown, faults });
  await till.close();
  const part = hasLocks ? 'tabs' : 'tabs, no locks';
  const notes = [`${String(2 * sales)} sales of two tabs side by side in ${took.toFixed(1)} s`];
  const seconds = (performance.now() - begun) / 1000;
  return { part, runs: 2 * sales, ...settled, seconds, notes, faults };
}

export const tabs: Part = {
  name: 'tabs',
  cannot: () => (findChromium() === null ? 'no Chrome or Chromium here: set CHROME_PATH' : null),
  run: async (asked) => {
    const played = (hasLocks: boolean) =>
      inTortureShop(asked, (shop, folder) => race(asked.count, shop, folder, hasLocks));
    return [await played(true), await played(false)];
  },
};
