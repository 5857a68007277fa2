/**
 * What is done at the counter of the simulated shop: sales, returns, shifts, carts kept and paid twice, phones held
 * under two scanners. Everything is drawn from the world's dice.
 */
import { saveCart } from '../../src/client/db/cart-shelf.ts';
import type { JournalDb } from '../../src/client/db/journal-db.ts';
import type { NewFact } from '../../src/client/db/local-book.ts';
import { toMinor } from '../../src/core/money.ts';
import { ModelDb } from './disk.ts';
import { handedOver, returnBody, saleBody } from './goods.ts';
import type { SimTab, SimTill } from './sim-till.ts';
import type { Act, World } from './world.ts';

/** One act of a cashier: what was begun and is not known to be done comes first. */
export function atCounter(world: World, till: SimTill, tab: SimTab): void {
  const state = tab.device?.state.getState();
  if (tab.device === null || state === undefined) return;
  if (state.identity === null || (state.phase !== 'ready' && state.phase !== 'older_app')) return;
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
  const body = saleBody(dice, shiftId, { saleId: dice.uuid(), cartId });
  return act({ kind: 'sale.completed', body: dice.chance(world.plan.phones) ? handedOver(body) : body }, cartId);
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
      if (!act.done) showAgain(world, act);
      act.done = true;
      const { headSeq, identity } = device.state.getState();
      // A copied till's page may be between two lives, and reads its numbers anew.
      const isItsLife = identity?.incarnation === life && !world.copied.has(act.till.identity.deviceId);
      if (headSeq < done.value.seq && isItsLife)
        world.fail('U2', `${name} is done as ${done.value.seq} and the page knows ${headSeq}`);
    } else if (done.error.code === 'no_open_shift' || done.error.code === 'shift_open_already') world.forget(act);
    else if (done.error.code === 'try_later') world.forget(act);
  } catch (error) {
    world.onFault(error);
  }
}

/** A phone's cart is no till's own: its picture is shown at another one too, and paid there. */
function showAgain(world: World, { till: first, fact }: Act): void {
  if (fact.kind !== 'sale.completed' || fact.body.sourceQr === null || !world.dice.chance(0.5)) return;
  const at = elsewhere(world, first);
  if (at === null) return;
  const body = { ...fact.body, saleId: world.dice.uuid(), shiftId: at.shiftId };
  begin(world, at, { kind: 'sale.completed', body }, body.cartId);
}

/** The customer goes to another till, which may be quicker at the server. */
function bringBack(world: World, { till: first, fact }: Act): void {
  const at = elsewhere(world, first);
  if (at === null || fact.kind !== 'sale.completed') return;
  const body = returnBody(fact.body, { shiftId: at.shiftId, returnId: world.dice.uuid() });
  begin(world, at, { kind: 'return.completed', body }, null);
}

type Counter = { readonly till: SimTill; readonly tab: SimTab; readonly shiftId: string };

/** Another till that is open for customers. */
function elsewhere({ tills }: World, first: SimTill): Counter | null {
  const till = tills.find((other) => other !== first);
  const [tab] = till?.live ?? [];
  const state = tab?.device?.state.getState();
  const shiftId = state?.shift?.shiftId;
  if (till === undefined || tab === undefined || state?.phase !== 'ready' || shiftId === undefined) return null;
  return { till, tab, shiftId };
}

function begin(world: World, { till, tab }: Counter, fact: NewFact, closesCart: string | null): void {
  const act: Act = { till, entryId: world.dice.uuid(), fact, closesCart, done: false };
  world.acts.push(act);
  if (!world.healed && world.dice.chance(world.plan.chokes)) choke(world, act.entryId);
  void perform(world, tab, act);
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
