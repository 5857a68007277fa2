/**
 * `npm run sim -- --tier 2`: the same lives on a real PostgreSQL, and every order in which the transactions of two
 * writers and a reader can fall there.
 */
import { Dice } from './dice.ts';
import { Stage } from './interleave.ts';
import { playOf, SCENES } from './interleave-scenes.ts';
import { live } from './life.ts';
import { liveAll, told, type Ask } from './live-all.ts';
import { nothingSeen } from './pg-gate.ts';
import { startPlace, type PgPlace } from './pg-place.ts';
import { PgShop } from './pg-shop.ts';
import type { OpenShop } from './shop-database.ts';

const TWICE_EVERY = 10;

type Say = (line: string) => void;
type Lives = Omit<Ask, 'liveOne' | 'onBroken'>;
type Orders = { readonly scenes: readonly string[]; readonly stopAt: number; readonly reads: number };

type Asked = { readonly lives: Lives; readonly lastLines: number; readonly orders: string | null };

/** All of it, in a cluster of its own. Without PostgreSQL nothing is shown, and so nothing holds. */
export async function tierTwo({ lives, lastLines, orders }: Asked, say: Say): Promise<boolean> {
  if (orders !== null && !(orders in SCENES)) {
    say(`no scene is called ${orders}; there are: ${Object.keys(SCENES).join(', ')}`);
    return false;
  }
  const place = await startPlace();
  if (place === null) {
    say('NOTHING WAS PLAYED: no PostgreSQL here. Install postgresql, or set HALFLOOP_PG_BIN');
    return false;
  }
  try {
    const areGood = orders !== null || (await liveOnPg(place, { ...lives, lastLines }, say));
    if (process.env['SIM_SEED'] !== undefined) return areGood;
    const scenes = orders === null ? Object.keys(SCENES) : [orders];
    return (await playOrders(place, { scenes, reads: 1, stopAt: lives.stopAt }, say)) && areGood;
  } finally {
    await place.close();
  }
}

/** Lives on `place`. Answers whether every invariant held. */
export async function liveOnPg(
  place: PgPlace,
  ask: Lives & { readonly lastLines?: number },
  say: Say,
): Promise<boolean> {
  const seen = nothingSeen();
  const openShop: OpenShop = (world) => new PgShop(place, seen, world);
  const out = await liveAll({
    ...ask,
    twiceEvery: TWICE_EVERY,
    liveOne: (seed) => live(seed, { openShop }),
    onBroken: (life) =>
      say(told(life, { lastLines: ask.lastLines ?? 25, again: `SIM_SEED=${life.seed} npm run sim -- --tier 2` })),
  });
  const { lives, entries, ms, twice, broken } = out;
  const met = [...seen.errors].map(([code, times]) => `, ${times} times ${code}`).join('');
  say(
    `${seen.transactions} transactions of ${seen.statements} statements, at most ${seen.atOnce} open at once, ` +
      `${seen.waited} times one waited for another${met}`,
  );
  say(
    `${lives} lives on PostgreSQL, ${entries} entries in ${inSeconds(ms, lives)}; ${twice} lived twice; ` +
      `${broken.length} broken`,
  );
  return broken.length === 0;
}

const inSeconds = (ms: number, times: number): string =>
  `${(ms / 1000).toFixed(1)} s (${(ms / times).toFixed(0)} ms each)`;

/** Every order of these scenes. Answers whether every invariant held. */
export async function playOrders(place: PgPlace, { scenes, reads, stopAt }: Orders, say: Say): Promise<boolean> {
  const stage = new Stage(place);
  let isGood = true;
  try {
    for (const name of scenes) {
      const dice = new Dice(1);
      const startMs = performance.now();
      const { orders, isAll, broken } = await stage.explore(() => playOf(place, { name, reads, dice }), { stopAt });
      for (const { n, order, what } of broken) say(`order ${n} of ${name} (${order}) broke ${what}`);
      const ms = performance.now() - startMs;
      const many = isAll ? `all ${orders} orders` : `${orders} orders`;
      say(`${name}: ${many} in ${inSeconds(ms, orders)}; ${broken.length} broken`);
      isGood &&= broken.length === 0;
    }
  } finally {
    await stage.close();
  }
  return isGood;
}
