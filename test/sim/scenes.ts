/**
 * What happens in the simulated shop: people at tills, hands on plugs, an office that changes prices, a server that is
 * restarted and restored. Everything is drawn from the world's dice.
 */
import { saveCart } from '../../src/client/db/cart-shelf.ts';
import type { JournalDb } from '../../src/client/db/journal-db.ts';
import type { NewFact } from '../../src/client/db/local-book.ts';
import { noRows } from '../../src/server/journal/fact-rows.ts';
import { toMinor } from '../../src/core/money.ts';
import { ModelDb } from './disk.ts';
import { returnBody, saleBody, SKUS } from './goods.ts';
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

/** One act of a cashier: what was begun and is not known to be done comes first. */
function atCounter(world: World, till: SimTill, tab: SimTab): void {
  const state = tab.device?.state.getState();
  if (tab.device === null || state === undefined || state.phase !== 'ready') return;
  const begun = world.acts.find((act) => act.till === till && !act.done);
  if (begun !== undefined && world.dice.chance(0.7)) return void perform(world, tab, begun);
  const act = newAct(world, till, state.shift?.shiftId ?? null, state.headSeq);
  world.acts.push(act);
  if (world.dice.chance(world.plan.chokes)) choke(world, act.entryId);
  if (world.dice.chance(world.plan.rejects)) world.rejected.add(act.entryId);
  if (act.closesCart !== null) keepCart(world, tab, act.closesCart);
  void perform(world, tab, act);
  // Two taps, or two tabs, on the same "Pay": one sale.
  if (world.dice.chance(world.plan.acts.doubleTap))
    void perform(world, till.live.length > 0 ? world.dice.pick(till.live) : tab, act);
  if (act.closesCart !== null && world.dice.chance(0.2)) lateSave(world, till, act.closesCart);
}

function choke({ choked, excused }: World, entryId: string): void {
  choked.add(entryId);
  excused.ids.add(entryId);
}

function newAct(world: World, till: SimTill, shiftId: string | null, headSeq: number): Act {
  const { dice } = world;
  const act = (fact: NewFact, closesCart: string | null = null): Act => ({
    till,
    entryId: dice.uuid(),
    fact,
    closesCart,
    done: false,
  });
  if (shiftId === null) {
    return act({ kind: 'shift.opened', body: { shiftId: dice.uuid(), shiftNo: 1, floatMinor: toMinor(10_000) } });
  }
  const sold = world.acts.filter(({ fact, done }) => done && fact.kind === 'sale.completed');
  if (sold.length > 0 && dice.chance(0.12)) {
    const { fact } = dice.pick(sold); // perhaps of a till that has not sent it yet
    if (fact.kind === 'sale.completed')
      return act({ kind: 'return.completed', body: returnBody(fact.body, { shiftId, returnId: dice.uuid() }) });
  }
  if (dice.chance(0.05)) {
    const cartId = dice.uuid();
    return act({ kind: 'line.removed', body: { cartId, lineId: 1, skuNo: 1, qtyMilli: 1000, reason: 'wrong' } });
  }
  if (dice.chance(0.04)) return act(closing(shiftId, headSeq));
  const cartId = dice.uuid();
  return act({ kind: 'sale.completed', body: saleBody(dice, shiftId, { saleId: dice.uuid(), cartId }) }, cartId);
}

function closing(shiftId: string, lastSeq: number): NewFact {
  const none = toMinor(0);
  const sums = { floatMinor: none, expectedMinor: none, countedMinor: none, diffMinor: none, salesMinor: none };
  const counts = { zNo: 1, sales: 0, returns: 0, returnsMinor: none, taxMinor: none, grandTotalMinor: none };
  const body = { shiftId, ...sums, ...counts, byMethod: [], byTax: [], firstSeq: 1, lastSeq, provisional: true };
  return { kind: 'shift.closed', body };
}

async function perform(world: World, tab: SimTab, act: Act): Promise<void> {
  const { device } = tab;
  if (device === null) return;
  const name = `T${act.till.identity.tillNo} ${act.fact.kind}`;
  try {
    const life = device.state.getState().identity?.incarnation;
    const done = await device.commit({ ...act.fact, entryId: act.entryId, closesCart: act.closesCart } as never);
    world.trace(`${name} ${done.ok ? `done ${done.value.seq}` : done.error.code}`);
    if (done.ok) {
      if (!act.done && world.dice.chance(world.plan.meets)) bringBack(world, act);
      act.done = true;
      const { headSeq, identity } = device.state.getState();
      if (headSeq < done.value.seq && identity?.incarnation === life)
        world.fail('U2', `${name} is done as ${done.value.seq} and the page knows ${headSeq}`);
    } else if (done.error.code === 'no_open_shift' || done.error.code === 'shift_open_already') forget(world, act);
    else if (done.error.code === 'try_later') forget(world, act);
  } catch (error) {
    world.onFault(error);
  }
}

/** The customer goes to another till, which may be quicker at the server. */
function bringBack(world: World, { till: first, fact }: Act): void {
  const till = world.tills.find((other) => other !== first);
  const [tab] = till?.live ?? [];
  const state = tab?.device?.state.getState();
  const shiftId = state?.shift?.shiftId;
  if (till === undefined || tab === undefined || state?.phase !== 'ready' || shiftId === undefined) return;
  if (fact.kind !== 'sale.completed') return;
  const { dice } = world;
  const body = returnBody(fact.body, { shiftId, returnId: dice.uuid() });
  const act: Act = {
    till,
    entryId: dice.uuid(),
    fact: { kind: 'return.completed', body },
    closesCart: null,
    done: false,
  };
  world.acts.push(act);
  void perform(world, tab, act);
}

/** The till said no: there is nothing to be paid. */
function forget(world: World, act: Act): void {
  world.acts.splice(world.acts.indexOf(act), 1);
}

const diskOf = (world: World, till: SimTill, tab: SimTab): JournalDb =>
  new ModelDb(till.journal, tab, {
    clockwork: world.clockwork,
    dice: world.dice,
    faults: world.plan.disk,
  }) as unknown as JournalDb;

function keepCart(world: World, tab: SimTab, cartId: string): void {
  tab.device?.saveCart({ cartId }).catch(world.onFault);
}

/** Another page still has the cart in hand and keeps it, late. */
function lateSave(world: World, till: SimTill, cartId: string): void {
  world.clockwork.after(world.dice.int(0, 5_000), () => {
    const [tab] = till.live;
    if (tab !== undefined) saveCart(diskOf(world, till, tab), { cartId }, till.wallMs()).catch(world.onFault);
  });
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
      const levels = await tx.addStock(world.storeId, new Map([[moved, 5000]]));
      const level = levels.get(moved) ?? 0;
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
