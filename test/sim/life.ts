/**
 * One life of the simulated shop: chaos, then healing, then everything must drain within its bound, then the checks.
 */
import { isCaughtUp, isDecided, judge } from './judge.ts';
import { resend } from './resend.ts';
import { beginScenes } from './scenes.ts';
import { codeLoaded, type SimTill } from './sim-till.ts';
import { Shop } from './shop-door.ts';
import type { OpenShop } from './shop-database.ts';
import { watch } from './watch.ts';
import { World } from './world.ts';

/** After healing, all that is pending is stored within this. */
const LIVENESS_MS = 600_000;
/** By then a page that somebody was loading anew at that moment is gone. */
const PAGES_LEFT_MS = 2_500;
/** And then every page shows it within this: a poll, and a new snapshot if need be. */
const QUIET_MS = 180_000;

export type Life = {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly traceHash: string;
  readonly events: number;
  readonly entries: number;
  readonly broken: { readonly id: string; readonly what: string } | null;
  readonly lines: readonly string[];
};

/** Lives the life of a seed. Never throws for what the product did: that is `broken`. */
export async function live(
  seed: number,
  {
    openShop = () => new Shop(),
    always = [],
  }: { readonly openShop?: OpenShop; readonly always?: readonly string[] } = {},
): Promise<Life> {
  await codeLoaded();
  const world = new World(seed, openShop, always);
  try {
    return await liveIn(world, seed);
  } finally {
    await world.shop.close();
  }
}

async function liveIn(world: World, seed: number): Promise<Life> {
  const { clockwork } = world;
  watch(world);
  await world.fillShop();
  world.healed = false;
  beginScenes(world);
  const isBroken = () => world.violation !== null;
  await clockwork.run(world.plan.chaosMs, isBroken);
  heal(world);
  const isDrained = () => isBroken() || world.tills.every(isDrainedTill);
  await clockwork.run(clockwork.now + 6_000, isBroken); // pages come back, and what was under way ends
  await clockwork.run(clockwork.now + LIVENESS_MS, isDrained);
  if (!isBroken() && !isDrained()) world.fail('L1', 'entries still wait ten minutes after all was healed');
  for (const till of world.tills) for (const tab of till.live) tab.wake();
  await quiet(world);
  if (!isBroken()) judge(world);
  if (!isBroken()) await resend(world);
  return {
    seed,
    faults: world.faultNames,
    traceHash: (world.traceHash >>> 0).toString(16).padStart(8, '0'),
    events: clockwork.events,
    entries: world.tills.reduce((sum, till) => sum + till.allEntries().length, 0),
    broken: world.violation === null ? null : { id: world.violation.id, what: world.violation.message },
    lines: world.lines,
  };
}

const isDrainedTill = ({ isEnrolled, pending }: SimTill): boolean => isEnrolled && pending === 0;

/** Until every page shows what the server has, or the time for it is over: then the checks say what is missing. */
async function quiet(world: World): Promise<void> {
  const { clockwork, plan, greeted } = world;
  const isHonest = plan.restore === 'no' && plan.copies === 'no';
  // One told that its journal is frozen is about to begin anew, and to send what no other life of it has sent.
  const isTold = (till: SimTill) => isHonest || (greeted.has(till) && till.meta('frozen') === undefined);
  const untilMs = clockwork.now + QUIET_MS;
  let lookAtMs = clockwork.now + 2_000;
  await clockwork.run(untilMs, () => {
    if (world.violation !== null || clockwork.now < lookAtMs) return world.violation !== null;
    lookAtMs = clockwork.now + 2_000;
    return world.tills.every(isTold) && world.tills.every(isDrainedTill) && isCaughtUp(world) && isDecided(world);
  });
}

/** The network is whole, our code fails on nothing, servers are up, disks have room, every till has a page. */
function heal(world: World): void {
  world.healed = true;
  world.greeted.clear();
  world.trace('healed');
  const isChoked = world.choked.size + world.rejected.size > 0;
  world.choked.clear();
  world.rejected.clear();
  // Either the new build fails on nothing, or what stood in the way in the books is gone and no process hears of it.
  if (isChoked && world.dice.chance(0.5)) for (const server of [...world.servers]) world.crash(server);
  for (const till of world.tills) {
    till.journal.full = till.cache.full = false;
    for (const tab of till.live) tab.fuse = null;
    world.clockwork.after(PAGES_LEFT_MS, () => {
      if (till.live.every(({ isRetired }) => isRetired)) till.open(); // such a page says it must be loaded anew
    });
  }
}
