/**
 * The till's browser is killed again and again at moments of checkout drawn by a seed, most of them within
 * milliseconds of the key that pays, with the server there or away. After each reopening the journal is read past the
 * till's own code; at the end every sale whose change was shown is looked for in the server's books.
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Dice } from '../sim/dice.ts';
import { inTortureShop } from './in-torture-shop.ts';
import { faultsOfJournal, receiptsOf } from './judge-journal.ts';
import { openKillableTill, sellInPage, type KillableTill, type Told } from './killable-till.ts';
import { readJournal, type JournalOnDisk } from './page-journal.ts';
import { settleTill, type Settled } from './settle-till.ts';
import type { Asked, Part, Tally } from './tally.ts';
import { setUpTill, toSellable } from './till-screens.ts';
import type { TortureShop } from './torture-shop.ts';
import { findChromium } from '../../scripts/find-tools.mjs';

const ROUNDS = 200;
const SALES = 3;
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

type World = {
  readonly shop: TortureShop;
  readonly profile: string;
  readonly dice: Dice;
  readonly shown: string[]; // receipt numbers, as they were told
  readonly faults: string[];
  readonly reopenMs: number[];
  readonly cut: Record<Moment['at'], number>;
  restLines: number; // of the cart that lay at rest when the till was killed; 0: none did
};

/** What the disk holds after a kill, against what people were shown before it. */
function judge(world: World, journal: JournalOnDisk, round: number): void {
  const say = (fault: string) => world.faults.push(`round ${String(round)}: ${fault}`);
  for (const fault of faultsOfJournal(journal)) say(fault);
  const there = new Set(receiptsOf(journal.entries));
  for (const no of world.shown) if (!there.has(no)) say(`${no} was shown and is not in the journal`);
  const lines = Math.max(0, ...journal.carts.map((cart) => cart.lines ?? 0));
  if (lines < world.restLines) say(`a cart of ${String(world.restLines)} lines came back with ${String(lines)}`);
}

/** Sells until the moment comes, and kills. */
async function sellAndKill(world: World, till: Till, moment: Moment, hasCart: boolean): Promise<void> {
  const { dice, shop } = world;
  const lines = dice.int(1, 3);
  const killed = new Promise<void>((resolve) => {
    till.onTold = ({ stage, sale, no }) => {
      if (stage === 'shown') world.shown.push(no);
      if (stage !== moment.at || sale !== moment.sale) return;
      if (moment.afterMs === 0) resolve();
      else setTimeout(resolve, moment.afterMs);
    };
  }).then(() => {
    world.cut[moment.at] += 1;
    return till.kill();
  });
  const lastUnpaid = moment.at === 'cart';
  const hand = { barcodes: shop.barcodes, sales: SALES, lines, first: dice.int(0, 11), hasCart, lastUnpaid };
  const selling = sellInPage(till.page, hand);
  const end = await Promise.race([selling.then(() => 'sold' as const), killed.then(() => 'killed' as const)]).catch(
    async (error: unknown) => {
      if (!till.isKilled()) throw error;
      await killed;
      return 'killed' as const;
    },
  );
  world.restLines = 0;
  if (end === 'killed') {
    await selling.catch(() => undefined); // it broke off with its page
    return;
  }
  if (lastUnpaid) {
    await wait(CART_AT_REST_MS);
    world.restLines = lines;
    world.cut.cart += 1;
  }
  await till.kill();
}

type Till = KillableTill & { onTold: (told: Told) => void; isKilled: () => boolean };

async function openTill(profile: string): Promise<Till> {
  let isKilled = false;
  const opened = await openKillableTill(profile, (told) => {
    till.onTold(told);
  });
  const till: Till = {
    ...opened,
    onTold: () => undefined,
    isKilled: () => isKilled,
    kill: () => {
      isKilled = true;
      return opened.kill();
    },
  };
  return till;
}

async function round(world: World, n: number): Promise<void> {
  const { shop, dice, profile } = world;
  if (dice.chance(0.25)) await (shop.isUp() ? shop.kill() : shop.comeBack());
  const from = performance.now();
  const till = await openTill(profile);
  await toSellable(till.page, shop);
  world.reopenMs.push(performance.now() - from);
  const journal = await readJournal(till.page);
  judge(world, journal, n);
  await sellAndKill(
    world,
    till,
    drawMoment(dice),
    journal.carts.some(({ lines }) => (lines ?? 0) > 0),
  );
}

/** The server back, everything sent, both books compared. */
async function settle(world: World): Promise<Settled> {
  const { shop, profile, shown, faults } = world;
  await shop.comeBack();
  const till = await openTill(profile);
  await toSellable(till.page, shop);
  judge(world, await readJournal(till.page), world.reopenMs.length + 1);
  const settled = await settleTill({ page: till.page, shop, shown, faults });
  await till.close();
  return settled;
}

async function play({ seed, count, say }: Asked, shop: TortureShop, folder: string): Promise<readonly Tally[]> {
  const rounds = count ?? ROUNDS;
  const begun = performance.now();
  const cut = { scanned: 0, pressed: 0, shown: 0, cart: 0 };
  const more = { shown: [], faults: [], reopenMs: [], cut, restLines: 0 };
  const world: World = { shop, profile: join(folder, 'profile'), dice: new Dice(seed), ...more };
  const till = await openTill(world.profile);
  await setUpTill(till.page, shop);
  await sellInPage(till.page, { barcodes: shop.barcodes, sales: 1, lines: 1, first: 0, hasCart: false });
  await till.close();
  for (let n = 1; n <= rounds; n += 1) {
    await round(world, n);
    if (n % 20 === 0) say(`kill: ${String(n)} of ${String(rounds)} rounds`);
  }
  const counts = await settle(world);
  const sorted = world.reopenMs.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  const late = sorted.filter((ms) => ms > SELLABLE_WITHIN_MS).length;
  const notes = [
    `from start of the browser to sellable: median ${String(at(0.5))} ms, 95% ${String(at(0.95))} ms, ` +
      `longest ${String(at(1))} ms, ${String(late)} over ${String(SELLABLE_WITHIN_MS)} ms`,
    `killed after a scan ${String(cut.scanned)}, after the key that pays ${String(cut.pressed)}, ` +
      `after the change was shown ${String(cut.shown)}, with a cart at rest ${String(cut.cart)}`,
  ];
  const seconds = (performance.now() - begun) / 1000;
  return [{ part: 'kill', runs: rounds, ...counts, seconds, notes, faults: world.faults }];
}

export const kill: Part = {
  name: 'kill',
  cannot: () => (findChromium() === null ? 'no Chrome or Chromium here: set CHROME_PATH' : null),
  run: (asked) => inTortureShop(asked, (shop, folder) => play(asked, shop, folder)),
};
