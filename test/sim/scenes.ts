/**
 * What happens in the simulated shop: hands on plugs, an office that changes prices, a server that is restarted and
 * restored. What is sold meanwhile is counter.ts. Everything is drawn from the world's dice.
 */
import { noRows } from '../../src/server/journal/fact-rows.ts';
import { atCounter } from './counter.ts';
import { SKUS } from './goods.ts';
import type { Profile, SimTab, SimTill } from './sim-till.ts';
import type { Act, World } from './world.ts';

/** How far a clock goes wrong: months behind, decades ahead. */
const MOST_BEHIND_MS = -3e11;
const MOST_AHEAD_MS = 1e12;

/** Sets everything going; what is under way ends when the world is healed. */
export function beginScenes(world: World): void {
  for (const till of world.tills) {
    for (let n = 0; n < world.plan.tabs; n += 1) world.clockwork.after(n * 300, () => till.open());
    personAt(world, till);
    if (world.plan.downMs > 0) networkOf(world, till);
  }
  office(world);
  if (world.plan.serverDownMs > 0) restarts(world);
  if (world.plan.restore !== 'no') restore(world);
  if (world.plan.bigImport) importMany(world);
  if (world.plan.deploys) world.clockwork.after(world.dice.int(0, world.plan.chaosMs / 2), () => deploy(world));
  if (world.plan.copies === 'clone') clone(world);
  if (world.plan.copies === 'put_back') putBack(world);
}

/** What a life is about happens several times in it, however short it is. */
const often = ({ plan }: World, meanMs: number): number => Math.min(meanMs, plan.chaosMs / 6);

/** Calls `act` again and again until the world is healed. */
function again(world: World, meanMs: number, act: () => void): void {
  const next = () =>
    world.clockwork.after(world.dice.int(meanMs / 4, meanMs * 2), () => {
      if (world.healed) return;
      act();
      next();
    });
  next();
}

// --- at a till -------------------------------------------------------------------------------------------------------
function personAt(world: World, till: SimTill): void {
  again(world, world.plan.pauseMs, () => {
    const { dice, plan } = world;
    const tab = till.live.length > 0 ? dice.pick(till.live) : reopened(world, till);
    const roll = dice.next();
    let upTo = 0;
    const is = (share: number) => roll < (upTo += share);
    if (is(plan.acts.kill)) {
      killSoon(world, tab);
      return;
    }
    if (is(plan.acts.power)) {
      powerCut(world, till);
      return;
    }
    if (is(plan.acts.reload)) {
      reload(world, tab);
      return;
    }
    if (is(plan.acts.clock)) {
      moveClock(world, till);
      return;
    }
    if (is(plan.acts.quota)) {
      fillDisk(world, till);
      return;
    }
    if (is(plan.acts.evict)) {
      evict(world, till);
      return;
    }
    if (is(0.1)) {
      tab.wake();
      return;
    }
    if (is(0.05)) return tab.device?.sync.wake();
    atCounter(world, till, tab);
    if (till.live.length > 0 && dice.chance(0.15)) atCounter(world, till, dice.pick(till.live)); // two hands at once
  });
}

function reopened(world: World, till: SimTill): SimTab {
  world.trace(`T${till.identity.tillNo} opens`);
  return till.open();
}

function killSoon({ dice }: World, tab: SimTab): void {
  tab.fuse = dice.int(0, 25);
}

function powerCut(world: World, till: SimTill): void {
  world.trace(`T${till.identity.tillNo} power cut`);
  till.powerCut();
  const kept = new Set(till.allEntries().map(({ entryId }) => entryId));
  const lost = world.acts.find((act) => act.till === till && act.done && isLost(world, kept, act));
  if (lost !== undefined) world.fail('S1', `T${till.identity.tillNo} lost a ${lost.fact.kind} that was done`);
}

function reload(world: World, tab: SimTab): void {
  world.trace(`T${tab.owner.identity.tillNo} reload`);
  const leave = () => tab.owner.kill(tab);
  tab.leaving = true;
  tab.device?.close().then(leave, leave);
  world.clockwork.after(world.dice.int(50, 2_000), () => {
    leave();
    if (!world.healed) tab.owner.open();
  });
}

const isLost = ({ undone }: World, kept: ReadonlySet<string>, { entryId }: Act): boolean =>
  !kept.has(entryId) && !undone.stored.has(entryId) && !undone.unsent.has(entryId);

/** Somebody sets up a second tablet from a copy of the first, and both sell. */
function clone(world: World): void {
  const { clockwork, dice, plan } = world;
  clockwork.after(dice.int(plan.chaosMs / 8, (plan.chaosMs * 2) / 3), () => {
    if (world.healed) return;
    const till = world.cloneTill(dice.pick(world.tills));
    till.open();
    personAt(world, till);
  });
}

/** A tablet's disk is kept, and some time later it is what the tablet has. */
function putBack(world: World): void {
  let kept: { readonly till: SimTill; readonly profile: Profile } | null = null;
  again(world, often(world, 6_000), () => {
    if (kept === null || world.dice.chance(0.3)) {
      const till = world.dice.pick(world.tills);
      kept = { till, profile: till.profile() };
      return;
    }
    world.putBack(kept.till, kept.profile, world.dice.chance(0.5));
    kept = null;
  });
}

/** The browser makes room at a till's cost; then somebody enrols it by a code of the office, as another device. */
function evict(world: World, till: SimTill): void {
  const { clockwork, dice, codes } = world;
  if (!till.isEnrolled) return;
  world.evict(till, dice.chance(0.7));
  let code = codes.make();
  let asking: SimTab | null = null;
  const lost = world.evictions.at(-1);
  const enrol = async (tab: SimTab) => {
    asking = tab;
    const done = await tab.device?.enrol(code, 'Till');
    if (done?.ok === false && done.error.code === 'enrol_code_used') code = codes.make(); // its data went once more
    world.trace(`T${till.identity.tillNo} ${done?.ok === true ? 'is enrolled' : (done?.error.code ?? '')}`);
  };
  const again = () => {
    if (world.evictions.findLast((one) => one.till === till) !== lost) return; // that is another's matter
    const looks = till.live.map((tab) => ({ tab, ...tab.device?.state.getState() }));
    if (looks.some(({ identity, tab }) => identity !== null && !tab.isRetired)) return;
    clockwork.after(dice.int(1_000, 8_000), again);
    const tab = looks.find(({ phase }) => phase === 'unenrolled')?.tab;
    if (looks.every(({ phase, tab: { isRetired } }) => isRetired || phase === 'older_app')) reopened(world, till);
    if (tab === undefined || asking?.alive === true) return;
    enrol(tab).then(
      () => (asking = null),
      (error: unknown) => {
        asking = null;
        world.onFault(error);
        till.kill(tab); // it shows an error, and somebody loads it anew
      },
    );
  };
  again();
}

function moveClock({ dice }: World, till: SimTill): void {
  const ms = dice.pick([1_000, 90_000, 600_000, 90_000_000, 3e11]);
  till.wallOffsetMs += dice.chance(0.5) ? ms : -ms;
  till.wallOffsetMs = Math.max(MOST_BEHIND_MS, Math.min(MOST_AHEAD_MS, till.wallOffsetMs));
}

function fillDisk(world: World, till: SimTill): void {
  world.trace(`T${till.identity.tillNo} disk full`);
  till.journal.full = true;
  if (world.dice.chance(0.5)) till.cache.full = true;
  world.clockwork.after(world.dice.int(5_000, 60_000), () => (till.journal.full = till.cache.full = false));
}

// --- around it -------------------------------------------------------------------------------------------------------
function networkOf(world: World, till: SimTill): void {
  again(world, often(world, world.plan.downMs * 2), () => {
    world.setDown(till, true);
    world.clockwork.after(world.dice.int(1_000, world.plan.downMs), () => {
      world.setDown(till, false);
      for (const tab of till.live) tab.wake();
    });
  });
}

function office(world: World): void {
  let n = 0;
  again(world, world.plan.pauseMs / world.plan.acts.office, () => {
    const [server] = world.servers;
    if (server === undefined) return;
    n += 1;
    const many = world.dice.int(1, 6);
    const rows = Array.from({ length: many }, (_, at) => {
      const isGone = world.dice.chance(0.15);
      return { t: 'note', id: `n${world.dice.int(0, 12)}`, r: isGone ? null : { text: `${n}.${at}` } };
    });
    const moved = world.plan.delivers ? world.dice.pick(SKUS) : null;
    const change = server.write(async (tx) => {
      tx.putState('org', rows);
      if (moved === null) return;
      const { onHand } = await tx.addStock(world.storeId, new Map([[moved, 5000]]));
      const level = onHand.get(moved) ?? 0;
      await tx.addFacts({ ...noRows(), stock_move: [world.delivery(moved, 5000)] });
      tx.putState(world.stream, [{ t: 'stock', id: String(moved), r: { skuNo: moved, onHandMilli: level } }]);
    });
    change.catch(() => undefined); // the engine was busy or the process died: the office tries another time
  });
}

function importMany(world: World): void {
  let wave = 0;
  again(world, 5_000, () => {
    const [server] = world.servers;
    if (server === undefined || wave >= 4) return;
    wave += 1;
    const row = (id: number) => ({ t: 'note', id: `p${id}`, r: { text: `${wave} ${id}` } });
    server
      .write(async (tx) =>
        tx.putState(
          'org',
          Array.from({ length: 1900 }, (_, id) => row(id)),
        ),
      )
      .catch(() => undefined);
  });
}

function deploy(world: World): void {
  world.trace('the next build is there');
  world.newestBuild += 1;
}

function restarts(world: World): void {
  again(world, often(world, 12_000), () => {
    const [server] = world.servers;
    if (server !== undefined) world.crash(server);
  });
}

/** A copy is taken, and some time later it is what the server has. */
function restore(world: World): void {
  let putBack: ((serverEpoch: string | null) => void) | null = null;
  again(world, often(world, 8_000), () => {
    if (putBack === null || world.dice.chance(0.3)) {
      putBack = world.shop.backup();
      return;
    }
    world.trace(`restored (${world.plan.restore})`);
    for (const server of [...world.servers]) world.crash(server);
    const before = headOf(world);
    putBack(world.plan.restore === 'announced' ? world.dice.uuid() : null);
    putBack = null;
    if (world.dice.chance(0.5)) world.clockwork.after(world.dice.int(500, 5_000), () => growTo(world, before));
  });
}

const headOf = ({ shop: { data } }: World): number => data.stream_head.get('org') ?? 0;

/** The office goes on after a restore until there are as many changes as before: other ones. */
function growTo(world: World, head: number): void {
  const [server] = world.servers;
  const many = head - headOf(world);
  if (server === undefined || many <= 0) return;
  const rows = Array.from({ length: many }, (_, at) => ({ t: 'note', id: `g${at}`, r: { text: 'again' } }));
  server.write(async (tx) => tx.putState('org', rows)).catch(() => undefined); // the process died: it stays shorter
}
