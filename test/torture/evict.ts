/**
 * The browser deletes every database of a till that is closed, as it does when it needs room; its small store with the
 * till's mark stays. The till must say which one it was and how much went with it, and become another one; the office
 * must be told by number what never arrived.
 *
 * `found` counts sales booked once and sales named as missing; `lost` are those of which nobody would hear.
 */
import { join } from 'node:path';
import type { Page } from 'playwright';
import { findChromium } from '../../scripts/find-tools.mjs';
import { untilKept } from '../e2e/support/kept-files.ts';
import { Dice } from '../sim/dice.ts';
import { inTortureShop } from './in-torture-shop.ts';
import { judgeLives, type Life } from './judge-lives.ts';
import { openKillableTill, sellInPage, type KillableTill } from './killable-till.ts';
import { readJournal } from './page-journal.ts';
import type { Asked, Part, Tally } from './tally.ts';
import { askForPin, enrolTill, isDrained } from './till-screens.ts';
import type { TortureShop } from './torture-shop.ts';

const ROUNDS = 20;
const DRAIN_WITHIN_MS = 60_000;

type Mark = { readonly headSeq?: number; readonly ackedSeq?: number; readonly tillCode?: string };

type World = {
  readonly shop: TortureShop;
  readonly profile: string;
  readonly dice: Dice;
  readonly lives: Life[];
  readonly faults: string[];
  shown: string[]; // of the life that is being lived
  stuck: number;
  mark: Mark; // as the till left it
};

async function openTill(world: World): Promise<KillableTill> {
  return openKillableTill(world.profile, ({ stage, no }) => {
    if (stage === 'shown') world.shown.push(no);
  });
}

const sell = async ({ shop, dice }: World, { page }: KillableTill, sales: number): Promise<void> => {
  if (sales === 0) return;
  await sellInPage(page, {
    barcodes: shop.barcodes,
    sales,
    lines: dice.int(1, 3),
    first: dice.int(0, 11),
    hasCart: false,
  });
};

/** Some sales that are sent and some that wait; what the till has at its end is kept for the judge. */
async function live(world: World, till: KillableTill): Promise<void> {
  const { shop, dice } = world;
  await sell(world, till, dice.int(0, 3));
  if (!(await isDrained(till.page, DRAIN_WITHIN_MS))) world.stuck += 1;
  await shop.kill();
  await sell(world, till, dice.int(0, 4));
  const { page } = till;
  world.lives.push({ journal: await readJournal(page), shown: world.shown, rescued: [] });
  world.shown = [];
  world.mark = await markOf(page);
}

/** What the page says of the till it was; empty when it says nothing. */
const told = async ({ page }: KillableTill): Promise<string> => {
  await page.getByLabel('Enrolment code').waitFor();
  return (await page.getByRole('alert').allInnerTexts()).join(' ');
};

async function loseAll(world: World, till: KillableTill): Promise<void> {
  const { shop, faults, lives } = world;
  const { page } = till;
  const cdp = await till.context.newCDPSession(page);
  await cdp.send('Storage.clearDataForOrigin', { origin: shop.origin, storageTypes: 'indexeddb' });
  const last = lives.at(-1);
  const { headSeq = 0, ackedSeq = 0, tillCode = '' } = world.mark;
  if (headSeq !== last?.journal.head?.seq) faults.push(`the mark stands at ${String(headSeq)}`);
  const wanted = `the data of till ${tillCode}. Entries not yet sent, at least: ${String(headSeq - ackedSeq)}.`;
  for (const where of ['without the server', 'with it']) {
    await page.goto(`${shop.origin}/till`);
    const said = await told(till);
    if (!said.includes(wanted)) faults.push(`${where} it says "${said}", not "${wanted}"`);
    if ((await askForPin(page).count()) > 0) faults.push(`${where} it asks for a PIN`);
    await shop.comeBack();
  }
}

const markOf = (page: Page): Promise<Mark> =>
  page.evaluate(() => JSON.parse(localStorage.getItem('halfloop-till-mark') ?? '{}') as Mark);

async function round(world: World, till: KillableTill): Promise<KillableTill> {
  await live(world, till);
  await till.close();
  const again = await openTill(world);
  await loseAll(world, again);
  await enrolTill(again.page, world.shop);
  return again;
}

async function play({ seed, count, say }: Asked, shop: TortureShop, folder: string): Promise<readonly Tally[]> {
  const begun = performance.now();
  const rounds = count ?? ROUNDS;
  const faults: string[] = [];
  const start = { shop, profile: join(folder, 'profile'), dice: new Dice(seed), lives: [], faults };
  const world: World = { ...start, shown: [], stuck: 0, mark: {} };
  let till = await openTill(world);
  await till.page.goto(`${shop.origin}/till`);
  await enrolTill(till.page, shop);
  await untilKept(till.page, 'till');
  for (let n = 1; n <= rounds; n += 1) {
    till = await round(world, till);
    say(`evict: ${String(n)} of ${String(rounds)} rounds`);
  }
  if (!(await isDrained(till.page, DRAIN_WITHIN_MS))) world.stuck += 1;
  world.lives.push({ journal: await readJournal(till.page), shown: world.shown, rescued: [] });
  await till.close();
  const { named, rescued: _none, ...counts } = judgeLives(world.lives, await shop.stored(), faults);
  if (named === 0) faults.push('nothing that was unsent was ever deleted');
  const notes = [`${String(named)} sales went with a till's data, each named in the office by its entry's number`];
  const seconds = (performance.now() - begun) / 1000;
  return [{ part: 'evict', runs: rounds, ...counts, stuck: world.stuck, seconds, notes, faults }];
}

export const evict: Part = {
  name: 'evict',
  cannot: () => (findChromium() === null ? 'no Chrome or Chromium here: set CHROME_PATH' : null),
  run: (asked) => inTortureShop(asked, (shop, folder) => play(asked, shop, folder)),
};
