/**
 * The room the browser gives runs out at a moment of selling drawn by a seed: the till must say so in words, show no
 * change for what it could not keep, keep all it had promised, and sell on in the same page when there is room again.
 *
 * The browser looks at the quota anew when its databases are opened, so it is cut while the till's page is away: to
 * what is used and a little more, which selling then uses up.
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright';
import { findChromium } from '../../scripts/find-tools.mjs';
import { Dice } from '../sim/dice.ts';
import { inTortureShop } from './in-torture-shop.ts';
import { faultsOfJournal, receiptsOf } from './judge-journal.ts';
import { openKillableTill, pressInPage, sellInPage } from './killable-till.ts';
import { readJournal } from './page-journal.ts';
import { settleTill } from './settle-till.ts';
import type { Asked, Part, Tally } from './tally.ts';
import { askForPin, setUpTill, unlock } from './till-screens.ts';
import type { TortureShop } from './torture-shop.ts';

const ROUNDS = 20;
const KB = 1024;
const MOST_SALES = 250; // of one round: twice what the room left and the till's reserve can hold
const CHANGE_WITHIN_MS = 3_000;
const CLOSED_MS = 3_000; // after a page has gone, until the browser has closed its databases
const SELLS_AGAIN_WITHIN_MS = 30_000;
const FULL = 'Storage is full, sync first. Nothing was sold and nothing was lost.';

type World = {
  readonly shop: TortureShop;
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly dice: Dice;
  readonly shown: string[];
  readonly faults: string[];
  readonly refused: { atPin: number; atSale: number; never: number };
};

const setQuota = ({ cdp, shop }: World, quotaSize?: number) =>
  cdp.send('Storage.overrideQuotaForOrigin', {
    origin: shop.origin,
    ...(quotaSize === undefined ? {} : { quotaSize }),
  });

/** The till, opened where little room is left. Whether there is enough of it to prove a PIN. */
async function openCramped(world: World): Promise<boolean> {
  const { cdp, dice, page, shop } = world;
  await page.goto('about:blank');
  await wait(CLOSED_MS);
  const { usage } = await cdp.send('Storage.getUsageAndQuota', { origin: shop.origin });
  await setQuota(world, usage + dice.int(0, 80) * KB);
  await page.goto(`${shop.origin}/till`);
  await askForPin(page).waitFor();
  const opened = unlock(page, shop).then(() => true);
  const refused = page
    .getByText(FULL)
    .first()
    .waitFor()
    .then(() => false);
  const isOpen = await Promise.race([opened, refused]);
  await Promise.allSettled([isOpen ? opened : refused]);
  opened.catch(() => undefined); // whichever came second is not waited for
  refused.catch(() => undefined);
  return isOpen;
}

/** What the till says and holds when a sale was refused: words, and nothing of that sale. */
async function judge({ page, shown, faults }: World, say: (fault: string) => void): Promise<void> {
  if (!(await page.getByText(FULL).first().isVisible()))
    say(`no words of it: ${await page.locator('main').innerText()}`);
  const journal = await readJournal(page);
  for (const fault of faultsOfJournal(journal)) say(fault);
  const there = receiptsOf(journal.entries);
  const known = new Set(there);
  for (const no of shown) if (!known.has(no)) say(`${no} was shown and is not in the journal`);
  if (there.length > shown.length) say(`${String(there.length)} sales in the journal, ${String(shown.length)} shown`);
  if (faults.length > 50) throw new Error(faults.join('\n'));
}

/** One more sale in the page as it is. */
async function sellsAgain(world: World): Promise<boolean> {
  const { page, shop, shown } = world;
  const untilMs = performance.now() + SELLS_AGAIN_WITHIN_MS;
  const before = shown.length;
  const hand = { barcodes: shop.barcodes, sales: 0, lines: 1, first: 0, hasCart: true, withinMs: CHANGE_WITHIN_MS };
  while (shown.length === before && performance.now() < untilMs) {
    await sellInPage(page, hand).catch(() => undefined); // refused still: tried again until it is late
  }
  return shown.length > before;
}

async function round(world: World, n: number): Promise<void> {
  const { shop, page, dice, faults, refused } = world;
  const say = (fault: string) => faults.push(`round ${String(n)}: ${fault}`);
  if (dice.chance(0.4)) await (shop.isUp() ? shop.kill() : shop.comeBack());
  if (!(await openCramped(world))) {
    refused.atPin += 1;
    await setQuota(world);
    await unlock(page, shop);
    return;
  }
  const hand = { barcodes: shop.barcodes, sales: MOST_SALES, lines: dice.int(1, 3), first: dice.int(0, 11) };
  const end = await sellInPage(page, { ...hand, hasCart: false, withinMs: CHANGE_WITHIN_MS }).then(
    () => 'no end of room',
    () => null,
  );
  if (end !== null) {
    refused.never += 1; // the browser had not closed the databases: it looks at the quota another time
    await setQuota(world);
    return;
  }
  refused.atSale += 1;
  await judge(world, say);
  if (dice.chance(0.5)) await pressInPage(page, 'Escape'); // the shopper is asked to wait: back to the cart
  await setQuota(world);
  if (!(await sellsAgain(world))) say(`room is back, and it does not sell: ${await page.locator('main').innerText()}`);
}

async function play({ seed, count, say }: Asked, shop: TortureShop, folder: string): Promise<readonly Tally[]> {
  const begun = performance.now();
  const rounds = count ?? ROUNDS;
  const shown: string[] = [];
  const faults: string[] = [];
  const till = await openKillableTill(join(folder, 'profile'), ({ stage, no }) => {
    if (stage === 'shown') shown.push(no);
  });
  const { page } = till;
  await setUpTill(page, shop);
  const cdp = await till.context.newCDPSession(page);
  const refused = { atPin: 0, atSale: 0, never: 0 };
  const world: World = { shop, page, cdp, dice: new Dice(seed), shown, faults, refused };
  for (let n = 1; n <= rounds; n += 1) {
    await round(world, n);
    say(`quota: ${String(n)} of ${String(rounds)} rounds, ${String(shown.length)} sales`);
  }
  await shop.comeBack();
  const settled = await settleTill({ page, shop, shown, faults });
  await till.close();
  if (refused.atSale === 0) faults.push('room never ran out in a sale');
  const { atSale, atPin, never } = refused;
  const notes = [
    `room ran out in a sale ${String(atSale)} times, before a PIN ${String(atPin)}, never ${String(never)}`,
  ];
  const seconds = (performance.now() - begun) / 1000;
  return [{ part: 'quota', runs: rounds, ...settled, seconds, notes, faults }];
}

export const quota: Part = {
  name: 'quota',
  cannot: () => (findChromium() === null ? 'no Chrome or Chromium here: set CHROME_PATH' : null),
  run: (asked) => inTortureShop(asked, (shop, folder) => play(asked, shop, folder)),
};
