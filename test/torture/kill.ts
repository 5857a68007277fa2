/**
 * The tills' browser is killed again and again at moments of checkout drawn by a seed, most of them within
 * milliseconds of the key that pays, with the server there or away. After each reopening the journals are read past
 * the till's own code; at the end every sale whose change was shown is looked for in the server's books.
 *
 * A round is one till struck in the middle of its checkout and opened again from its disk. One browser holds four
 * tills, each at an address of its own and so with storage and service worker of its own, and one kill strikes them
 * all: the drawn moment is the first one's, the others are struck wherever they are.
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import { Dice } from '../sim/dice.ts';
import { inTortureShop } from './in-torture-shop.ts';
import { faultsOfJournal, receiptsOf } from './judge-journal.ts';
import { openKillableTill, sellInPage, type KillableTill, type Stage, type Told } from './killable-till.ts';
import { readJournal, type JournalOnDisk } from './page-journal.ts';
import { settleTill, type Settled } from './settle-till.ts';
import type { Asked, Part, Tally } from './tally.ts';
import { setUpTill, toSellable } from './till-screens.ts';
import type { TortureShop } from './torture-shop.ts';
import { findChromium } from '../../scripts/find-tools.mjs';

const ROUNDS = 200;
const TILLS = 4;
const SALES = 3;
/** More than a till gets done before the first one's moment has come. */
const SALES_OF_OTHERS = 500;
const SELLABLE_WITHIN_MS = 3_000;
/** A cart that lay still for so long is on the disk, line by line. */
const CART_AT_REST_MS = 250;

/** `cart`: the goods of the last sale are scanned and nobody pays. */
type Moment = {
  readonly at: 'scanned' | 'pressed' | 'shown' | 'cart';
  readonly sale: number;
  readonly afterMs: number;
};

function drawMoment(dice: Dice): Moment {
  const at = dice.pick(['scanned', 'pressed', 'pressed', 'pressed', 'shown', 'shown', 'cart'] as const);
  const sale = dice.int(0, SALES - 1);
  const longestMs = { scanned: 60, pressed: 25, shown: 4, cart: 0 }[at];
  return { at, sale, afterMs: dice.int(0, longestMs) };
}

/** One of the browser's tills, and what it has shown so far. */
type Desk = {
  readonly shop: TortureShop; // at this till's own address
  readonly shown: string[]; // receipt numbers, as they were told
  restLines: number; // of the cart that lay at rest when the till was killed; 0: none did
  hasCart: boolean;
  page: Page | null;
  onTold: (told: Told) => void;
};

type World = {
  readonly shop: TortureShop;
  readonly profile: string;
  readonly dice: Dice;
  readonly desks: readonly Desk[];
  readonly faults: string[];
  readonly reopenMs: number[]; // of the till that was opened first, nothing else running
  readonly cut: Record<Moment['at'], number>;
  kills: number;
};

const deskAt = (shop: TortureShop, n: number): Desk => ({
  shop: { ...shop, origin: `http://t${String(n)}.localhost:${String(shop.port)}` },
  shown: [],
  restLines: 0,
  hasCart: false,
  page: null,
  onTold: () => undefined,
});

type Browser = KillableTill & { readonly isKilled: () => boolean };

async function openBrowser({ profile, desks }: World): Promise<Browser> {
  let isKilled = false;
  const opened = await openKillableTill(profile, (told, page) => {
    desks.find((desk) => desk.page === page)?.onTold(told);
  });
  const kill = () => {
    isKilled = true;
    return opened.kill();
  };
  return { ...opened, kill, isKilled: () => isKilled };
}

/** What the disk holds after a kill, against what people were shown before it. */
function judge({ kills, faults }: World, desk: Desk, journal: JournalOnDisk): void {
  const say = (fault: string) => faults.push(`after kill ${String(kills)}, ${desk.shop.origin}: ${fault}`);
  for (const fault of faultsOfJournal(journal)) say(fault);
  const there = new Set(receiptsOf(journal.entries));
  for (const no of desk.shown) if (!there.has(no)) say(`${no} was shown and is not in the journal`);
  const lines = Math.max(0, ...journal.carts.map((cart) => cart.lines ?? 0));
  if (lines < desk.restLines) say(`a cart of ${String(desk.restLines)} lines came back with ${String(lines)}`);
}

/** Opens this till in the page, up to where it sells. */
async function openDesk(desk: Desk, page: Page): Promise<void> {
  desk.page = page;
  desk.onTold = () => undefined;
  await toSellable(page, desk.shop);
}

async function judgeDisk(world: World, desk: Desk): Promise<void> {
  const journal = await readJournal(pageOf(desk));
  judge(world, desk, journal);
  desk.hasCart = journal.carts.some(({ lines }) => (lines ?? 0) > 0);
  desk.restLines = 0;
}

function pageOf({ page }: Desk): Page {
  if (page === null) throw new Error('this till is not open');
  return page;
}

const handOf = ({ dice }: World, { shop, hasCart }: Desk) => ({
  barcodes: shop.barcodes,
  lines: dice.int(1, 3),
  first: dice.int(0, 11),
  hasCart,
});

/** Sells without end. Resolves to where it was struck; begins to be worth a strike when `begun` resolves. */
function sellUntilStruck(world: World, browser: Browser, desk: Desk) {
  let at: Stage = 'scanned';
  const begun = new Promise<void>((resolve) => {
    desk.onTold = ({ stage, no }) => {
      at = stage;
      if (stage === 'shown') desk.shown.push(no);
      resolve();
    };
  });
  const struck = sellInPage(pageOf(desk), { ...handOf(world, desk), sales: SALES_OF_OTHERS }).then(
    () => {
      throw new Error('all was sold before the browser was killed');
    },
    (error: unknown) => {
      if (!browser.isKilled()) throw error;
      return at;
    },
  );
  return { begun: Promise.race([begun, struck]), struck };
}

/** Sells until the moment comes, and kills. Resolves to the moment. */
async function sellAndKill(world: World, browser: Browser, desk: Desk): Promise<Moment['at']> {
  const moment = drawMoment(world.dice);
  const killed = new Promise<void>((resolve) => {
    desk.onTold = ({ stage, sale, no }) => {
      if (stage === 'shown') desk.shown.push(no);
      if (stage !== moment.at || sale !== moment.sale) return;
      if (moment.afterMs === 0) resolve();
      else setTimeout(resolve, moment.afterMs);
    };
  }).then(() => browser.kill());
  const lastUnpaid = moment.at === 'cart';
  const hand = { ...handOf(world, desk), sales: SALES, lastUnpaid };
  const selling = sellInPage(pageOf(desk), hand);
  const end = await Promise.race([selling.then(() => 'sold' as const), killed.then(() => 'killed' as const)]).catch(
    async (error: unknown) => {
      if (!browser.isKilled()) throw error;
      await killed;
      return 'killed' as const;
    },
  );
  if (end === 'killed') {
    await selling.catch(() => undefined); // it broke off with its page
    return moment.at;
  }
  if (lastUnpaid) {
    await wait(CART_AT_REST_MS);
    desk.restLines = hand.lines;
  }
  await browser.kill();
  return moment.at;
}

/** Opens the browser, these tills in it, the first by itself; judges their disks; kills the browser as they sell. */
async function killOnce(world: World, [first, ...others]: readonly Desk[]): Promise<void> {
  const { shop, dice } = world;
  if (first === undefined) return;
  if (dice.chance(0.25)) await (shop.isUp() ? shop.kill() : shop.comeBack());
  const from = performance.now();
  const browser = await openBrowser(world);
  await openDesk(first, browser.page);
  world.reopenMs.push(performance.now() - from);
  await Promise.all(others.map(async (desk) => openDesk(desk, await browser.context.newPage())));
  for (const desk of [first, ...others]) await judgeDisk(world, desk);
  const selling = others.map((desk) => sellUntilStruck(world, browser, desk));
  await Promise.all(selling.map(({ begun }) => begun));
  const struck = Promise.all(selling.map((each) => each.struck));
  const [at, rest] = await Promise.all([sellAndKill(world, browser, first), struck]);
  for (const stage of [at, ...rest]) world.cut[stage] += 1;
  world.kills += 1;
}

/** The server back, everything sent, both books compared. */
async function settle(world: World): Promise<Settled> {
  await world.shop.comeBack();
  const browser = await openBrowser(world);
  const sum = { confirmed: 0, found: 0, lost: 0, doubled: 0, stuck: 0 };
  for (const [at, desk] of world.desks.entries()) {
    await openDesk(desk, at === 0 ? browser.page : await browser.context.newPage());
    await judgeDisk(world, desk);
    const { shop, shown } = desk;
    const settled = await settleTill({ page: pageOf(desk), shop, shown, faults: world.faults });
    for (const key of ['confirmed', 'found', 'lost', 'doubled', 'stuck'] as const) sum[key] += settled[key];
  }
  await browser.close();
  return sum;
}

/** Every till enrolled, with a sale in its books. */
async function setUp(world: World): Promise<void> {
  const browser = await openBrowser(world);
  for (const [at, desk] of world.desks.entries()) {
    desk.page = at === 0 ? browser.page : await browser.context.newPage();
    await setUpTill(desk.page, desk.shop);
    await sellInPage(desk.page, { ...handOf(world, desk), sales: 1 });
  }
  await browser.close();
}

function notesOf({ reopenMs, cut, kills }: World): readonly string[] {
  const sorted = reopenMs.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  const late = sorted.filter((ms) => ms > SELLABLE_WITHIN_MS).length;
  return [
    `SIGKILL to the browser ${String(kills)} times, each striking up to ${String(TILLS)} tills`,
    `from start of the browser to sellable: median ${String(at(0.5))} ms, 95% ${String(at(0.95))} ms, ` +
      `longest ${String(at(1))} ms, ${String(late)} over ${String(SELLABLE_WITHIN_MS)} ms`,
    `struck after a scan ${String(cut.scanned)}, after the key that pays ${String(cut.pressed)}, ` +
      `after the change was shown ${String(cut.shown)}, with a cart at rest ${String(cut.cart)}`,
  ];
}

async function play({ seed, count, say }: Asked, shop: TortureShop, folder: string): Promise<readonly Tally[]> {
  const rounds = count ?? ROUNDS;
  const begun = performance.now();
  const desks = Array.from({ length: Math.min(TILLS, rounds) }, (_, at) => deskAt(shop, at + 1));
  const cut = { scanned: 0, pressed: 0, shown: 0, cart: 0 };
  const more = { desks, faults: [], reopenMs: [], cut, kills: 0 };
  const world: World = { shop, profile: join(folder, 'profile'), dice: new Dice(seed), ...more };
  await setUp(world);
  for (let done = 0; done < rounds; done += TILLS) {
    const from = world.kills % desks.length; // each is the first in its turn
    await killOnce(world, [...desks.slice(from), ...desks.slice(0, from)].slice(0, rounds - done));
    if (world.kills % 5 === 0) say(`kill: ${String(Math.min(done + TILLS, rounds))} of ${String(rounds)} rounds`);
  }
  const counts = await settle(world);
  const seconds = (performance.now() - begun) / 1000;
  return [{ part: 'kill', runs: rounds, ...counts, seconds, notes: notesOf(world), faults: world.faults }];
}

export const kill: Part = {
  name: 'kill',
  cannot: () => (findChromium() === null ? 'no Chrome or Chromium here: set CHROME_PATH' : null),
  run: (asked) => inTortureShop(asked, (shop, folder) => play(asked, shop, folder)),
};
