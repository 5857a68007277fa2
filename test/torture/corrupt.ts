/**
 * Files of the browser's store are damaged while the browser is down. What comes up is a till that sells on, one that
 * says its storage is broken and gives out the rescue file, or one that says what it lost and asks to be enrolled;
 * what was promised is at the server, in that file, or named as missing, and nothing is booked twice.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { findChromium } from '../../scripts/find-tools.mjs';
import { untilKept } from '../e2e/support/kept-files.ts';
import { openRescue } from '../../src/wire/rescue-file.ts';
import { Dice } from '../sim/dice.ts';
import { damage } from './damage.ts';
import { inTortureShop } from './in-torture-shop.ts';
import { judgeLives, type Life } from './judge-lives.ts';
import { openKillableTill, sellInPage } from './killable-till.ts';
import { readJournal } from './page-journal.ts';
import type { Asked, Part, Tally } from './tally.ts';
import { askForPin, enrolTill, isDrained, setUpTill, unlock } from './till-screens.ts';
import type { TortureShop } from './torture-shop.ts';

const ROUNDS = 30;
const DRAIN_WITHIN_MS = 60_000;
const COMES_UP_WITHIN_MS = 30_000;

const ENDS = ['sells on', 'gone', 'broken', 'stuck'] as const;
type End = (typeof ENDS)[number];
type World = {
  readonly shop: TortureShop;
  readonly dice: Dice;
  readonly lives: Life[];
  readonly faults: string[];
  readonly ends: Record<End, number>;
  stuck: number;
};

/** What the till shows after the damage. */
async function cameUp(page: Page): Promise<End> {
  const shown = (end: End, what: ReturnType<Page['locator']>) =>
    what.waitFor({ timeout: COMES_UP_WITHIN_MS }).then(() => end);
  return Promise.any([
    shown('sells on', askForPin(page)),
    shown('gone', page.getByLabel('Enrolment code')),
    shown('broken', page.getByRole('button', { name: 'Save unsent entries to a file' })),
  ]).catch((): End => 'stuck');
}

/** Texts of the entries in the file the broken till gives out; null when it cannot give one. */
async function rescued(page: Page): Promise<readonly string[] | null> {
  const saving = page.waitForEvent('download', { timeout: 10_000 }).catch(() => null);
  await page.getByRole('button', { name: 'Save unsent entries to a file' }).click();
  const file = await saving;
  if (file === null) return null;
  const code = (await page.locator('code').last().textContent()) ?? '';
  const opened = await openRescue(new Uint8Array(readFileSync(await file.path())), code);
  return opened.ok ? opened.value.sections.flatMap(({ lines }) => lines) : null;
}

async function round(world: World, folder: string, n: number): Promise<void> {
  const { shop, dice, faults, ends } = world;
  const profile = join(folder, `profile-${String(n)}`);
  const shown: string[] = [];
  const onTold = ({ stage, no }: { stage: string; no: string }) => stage === 'shown' && shown.push(no);
  const till = await openKillableTill(profile, onTold);
  await setUpTill(till.page, shop);
  const hand = { barcodes: shop.barcodes, lines: dice.int(1, 3), first: dice.int(0, 11), hasCart: false };
  await sellInPage(till.page, { ...hand, sales: dice.int(1, 3) });
  if (!(await isDrained(till.page, DRAIN_WITHIN_MS))) world.stuck += 1;
  await untilKept(till.page, 'till'); // or it could not come up without the server
  await shop.kill();
  await sellInPage(till.page, { ...hand, sales: dice.int(1, 3) });
  const journal = await readJournal(till.page);
  const life: Life = { journal, shown: [...shown], rescued: [] };
  await till.close();
  const done = damage(profile, dice);
  const say = (fault: string) => faults.push(`round ${String(n)}, ${done.words}: ${fault}`);
  const again = await openKillableTill(profile, onTold);
  await again.page.goto(`${shop.origin}/till`);
  const end = await cameUp(again.page);
  ends[end] += 1;
  if (end === 'stuck') say(`nothing came up: ${await again.page.locator('body').innerText()}`);
  const lines = end === 'broken' ? await rescued(again.page) : [];
  if (lines === null) say('the storage is broken, and there is no file');
  await shop.comeBack();
  if (end === 'gone') {
    if (!(await again.page.getByText('The browser has deleted the data of till').isVisible())) say('lost in silence');
    await enrolTill(again.page, shop);
  }
  if (end === 'sells on') await unlock(again.page, shop);
  if (end === 'gone' || end === 'sells on') {
    await sellInPage(again.page, { ...hand, sales: 1 }).catch((error: unknown) => say(String(error)));
    if (!(await isDrained(again.page, DRAIN_WITHIN_MS))) world.stuck += 1;
  }
  world.lives.push({ ...life, rescued: lines ?? [] });
  await again.close();
}

async function play({ seed, count, say }: Asked, shop: TortureShop, folder: string): Promise<readonly Tally[]> {
  const begun = performance.now();
  const rounds = count ?? ROUNDS;
  const ends = { 'sells on': 0, gone: 0, broken: 0, stuck: 0 };
  const world: World = { shop, dice: new Dice(seed), lives: [], faults: [], ends, stuck: 0 };
  for (let n = 1; n <= rounds; n += 1) {
    await round(world, folder, n);
    say(`corrupt: ${String(n)} of ${String(rounds)} rounds`);
  }
  const { named, rescued: inFiles, ...counts } = judgeLives(world.lives, await shop.stored(), world.faults);
  const told = ENDS.map((end) => `${end} ${String(ends[end])}`).join(', ');
  const notes = [`${told}; of the sales, ${String(named)} named as missing, ${String(inFiles)} in a rescue file`];
  const seconds = (performance.now() - begun) / 1000;
  const { faults, stuck } = world;
  return [{ part: 'corrupt', runs: rounds, ...counts, stuck: stuck + ends.stuck, seconds, notes, faults }];
}

export const corrupt: Part = {
  name: 'corrupt',
  cannot: () => (findChromium() === null ? 'no Chrome or Chromium here: set CHROME_PATH' : null),
  run: (asked) => inTortureShop(asked, (shop, folder) => play(asked, shop, folder)),
};
