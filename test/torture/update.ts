/**
 * A new build is deployed and its service worker arrives at each step of checkout: a sale that was begun ends on the
 * build it began on, the switch comes when the till is idle and hidden, and nothing is lost. At the end an older and a
 * newer build sell side by side in two tabs.
 *
 * A browser without a screen never hides a page: the page is told that it is hidden, as the browser would tell it.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import { findChromium } from '../../scripts/find-tools.mjs';
import { inTortureShop } from './in-torture-shop.ts';
import { openKillableTill, pressInPage, sellInPage } from './killable-till.ts';
import { makeNextBuild, NEXT } from './next-build.ts';
import { settleTill } from './settle-till.ts';
import type { Asked, Part, Tally } from './tally.ts';
import { setUpTill, toSellable, unlock } from './till-screens.ts';
import type { TortureShop } from './torture-shop.ts';

const UPDATES = 20;
const STEPS = ['put aside', 'a line', 'paying', 'paid'] as const;
const WAITS_WITHIN_MS = 30_000;
/** A page that were to be replaced under a sale would be by then: the worker asks at once. */
const STAYS_MS = 1_500;
/** The page hears of a waiting worker a moment after it waits. */
const HEARD_MS = 500;

type Step = (typeof STEPS)[number];
type World = {
  readonly shop: TortureShop;
  readonly page: Page;
  readonly builds: readonly [first: string, next: string];
  readonly faults: string[];
  isNext: boolean;
};

const hidden = (): void => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
  document.dispatchEvent(new Event('visibilitychange'));
};

/** Deploys the other build and waits until its worker waits for this till. */
async function deployOther(world: World): Promise<void> {
  const { shop, page, builds } = world;
  await shop.deploy(builds[world.isNext ? 0 : 1]);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting !== null, undefined, {
    timeout: WAITS_WITHIN_MS,
  });
}

const isOnNext = async ({ page }: World): Promise<boolean> => (await page.locator(NEXT).count()) > 0;

/** How far a new build has come, for whoever looks into a fault. */
const standing = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const { waiting, active } = await navigator.serviceWorker.ready;
    const isLed = navigator.serviceWorker.controller === active;
    const states = `active ${String(active?.state)}, waiting ${String(waiting?.state)}, led by it ${String(isLed)}`;
    return `${states}, the page is ${document.visibilityState} and says ${document.body.innerText.slice(0, 80)}`;
  });

/** The till is idle and hidden: waits for the build it should then be on. */
async function untilSwitched(world: World, reloaded: Promise<unknown>): Promise<boolean> {
  const { page, shop } = world;
  if ((await Promise.race([reloaded, wait(WAITS_WITHIN_MS, 'late')])) === 'late') return false;
  await unlock(page, shop);
  return (await isOnNext(world)) !== world.isNext;
}

async function play(world: World, step: Step, n: number): Promise<void> {
  const { shop, page, faults } = world;
  const say = (fault: string) => faults.push(`update ${String(n)}, ${step}: ${fault}`);
  const hand = { barcodes: shop.barcodes, lines: 1, first: n, hasCart: false };
  if (step === 'paid') await sellInPage(page, { ...hand, sales: 1 });
  if (step === 'a line' || step === 'paying') await sellInPage(page, { ...hand, sales: 1, lastUnpaid: true });
  if (step === 'paying') await pressInPage(page, 'F9');
  const reloaded = page.waitForEvent('load', { timeout: 0 });
  if (step === 'put aside') await page.evaluate(hidden);
  await deployOther(world);
  await wait(HEARD_MS);
  if (step === 'a line' || step === 'paying') {
    await page.evaluate(hidden);
    await wait(STAYS_MS);
    if ((await isOnNext(world)) !== world.isNext) say('the build changed under a sale');
    await sellInPage(page, { ...hand, sales: 0, hasCart: true });
    if ((await isOnNext(world)) !== world.isNext) say('the sale did not end on the build it began on');
  }
  // It may go to the new build before it can answer that it was told.
  if (step !== 'put aside') await Promise.race([page.evaluate(hidden), reloaded]).catch(() => reloaded);
  if (!(await untilSwitched(world, reloaded)))
    say(`the new build did not come when the till was idle: ${await standing(page)}`);
  world.isNext = !world.isNext;
  await sellInPage(page, { ...hand, sales: 1 });
}

/** A tab behind another is hidden, and a hidden till that is idle would take the new build: this one is looked at. */
const inSight = (): void => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'visible' });
};

/** This tab on the build it has, another on the one the server has now: both sell. */
async function sideBySide(world: World): Promise<void> {
  const { shop, page, faults } = world;
  await page.evaluate(inSight);
  await deployOther(world);
  const other = await page.context().newPage();
  const cdp = await page.context().newCDPSession(other);
  await cdp.send('Network.enable');
  await cdp.send('Network.setBypassServiceWorker', { bypass: true });
  await other.goto(`${shop.origin}/till`);
  await unlock(other, shop);
  const marks = await Promise.all([page, other].map((each) => each.locator(NEXT).count()));
  if (marks[0] === marks[1]) faults.push('both tabs are on the same build');
  const hand = { barcodes: shop.barcodes, sales: 10, lines: 1, hasCart: false };
  await Promise.all([sellInPage(page, { ...hand, first: 0 }), sellInPage(other, { ...hand, first: 4 })]);
  await other.close();
}

async function run({ dist, count, say }: Asked, shop: TortureShop, folder: string): Promise<readonly Tally[]> {
  const begun = performance.now();
  const updates = count ?? UPDATES;
  const next = join(dist, '..', '.stamps', `next-${String(process.pid)}`);
  const shown: string[] = [];
  const faults: string[] = [];
  try {
    const builds = [dist, makeNextBuild(dist, next)] as const;
    const till = await openKillableTill(join(folder, 'profile'), ({ stage, no }) => {
      if (stage === 'shown') shown.push(no);
    });
    await setUpTill(till.page, shop);
    const world: World = { shop, page: till.page, builds, faults, isNext: false };
    for (let n = 0; n < updates; n += 1) {
      await play(world, STEPS[n % STEPS.length] ?? 'paid', n);
      if (n % 10 === 9) say(`update: ${String(n + 1)} of ${String(updates)}`);
    }
    await sideBySide(world);
    await toSellable(till.page, shop); // the tab that was closed let the newer build take over
    const settled = await settleTill({ page: till.page, shop, shown, faults });
    await till.close();
    const notes = [`steps ${STEPS.join(', ')} in turn; then 20 sales of an older and a newer build in two tabs`];
    const seconds = (performance.now() - begun) / 1000;
    return [{ part: 'update', runs: updates, ...settled, seconds, notes, faults }];
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

export const update: Part = {
  name: 'update',
  cannot: () => (findChromium() === null ? 'no Chrome or Chromium here: set CHROME_PATH' : null),
  run: (asked) => inTortureShop(asked, (shop, folder) => run(asked, shop, folder)),
};
