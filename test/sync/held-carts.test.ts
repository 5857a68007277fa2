/**
 * Carts put aside, shared by real tills through the real server: each hears of the other's, and whatever the order in
 * which two that were offline come back, nothing is lost and what was taken twice is told.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OpenShift, TillDevice } from '../../src/client/till-device.ts';
import { alsoTakenBy, type HeldAct, type HeldCart } from '../../src/core/held-cart.ts';
import { heldBody } from '../support/held-carts.ts';
import { newBrowser, until } from '../support/node-till.ts';
import { aSale, newId } from '../support/till-facts.ts';
import { allSent, books, tillWorld, type TillWorld } from './till-world.ts';

let world: TillWorld;
beforeEach(async () => {
  world = await tillWorld();
});
afterEach(() => world.close());

type Open = { readonly till: TillDevice; readonly shift: OpenShift };
const idOf = ({ till }: Open) => till.state.getState().identity!.deviceId;
const listOf = ({ till }: Open) => till.catalogue.heldCarts();
const actsOf = (held: HeldCart | undefined) => held?.takers.map(({ act, deviceId }) => [act, deviceId]);

const done = async (answer: ReturnType<TillDevice['commit']>) => expect(await answer).toMatchObject({ ok: true });

async function hold({ till }: Open, from: string | null = null, cartId = newId()) {
  const body = { ...heldBody(from), heldId: newId(), cartId };
  await done(till.commit({ kind: 'cart.held', entryId: newId(), body }));
  return { heldId: body.heldId, cartId };
}
type Hold = Awaited<ReturnType<typeof hold>>;
const take = ({ till }: Open, held: Hold) => {
  const body = { from: 'held', ...held, rev: 4, totalMinor: heldBody().totalMinor } as const;
  return done(till.commit({ kind: 'cart.claimed', entryId: newId(), body }));
};
const pay = ({ till, shift }: Open, held: Hold) => {
  const body = aSale(shift.shiftId, { ...held, currency: 'CNY' });
  return done(till.commit({ kind: 'sale.completed', entryId: newId(), body }));
};
const sell = async (open: Open, held: Hold) => {
  await take(open, held);
  await pay(open, held);
};
const clear = ({ till }: Open, held: Hold) =>
  done(till.commit({ kind: 'cart.released', entryId: newId(), body: held }));

/** Waits until a till's list says so. */
const sees = (open: Open, wanted: (list: readonly HeldCart[]) => boolean) =>
  vi.waitFor(
    () => {
      open.till.sync.wake();
      expect(wanted(listOf(open)), JSON.stringify(listOf(open))).toBe(true);
    },
    { timeout: 15_000, interval: 20 },
  );

test('held at one till, taken, held again and paid at another; kept through a restart', async () => {
  const browser = newBrowser();
  let one = await world.ready({ browser });
  const two = await world.ready();
  const first = await hold(one);
  await sees(two, (list) => list.length === 1);
  expect(listOf(two)[0]).toMatchObject({ name: '王女士', deviceId: idOf(one), goods: heldBody().goods });
  await take(two, first);
  await sees(one, ([held]) => held?.takers[0]?.act === 'taken');
  const again = await hold(two, first.heldId, first.cartId);
  await sees(one, (list) => list.length === 1 && list[0]?.heldId === again.heldId);
  await allSent(one.till);
  await world.shut(one.till);
  one = { ...one, till: await world.open({ browser }) };
  await until(one.till, ({ phase, reading, settings }) => phase === 'ready' && settings !== null && !reading);
  expect(listOf(one).map(({ heldId }) => heldId)).toEqual([again.heldId]);
  await take(one, again);
  await pay(one, again);
  await sees(two, (list) => list.length === 0);
  await sees(one, (list) => list.length === 0);
  expect((await books(world)).tasks).toEqual([]);
}, 60_000);

test('offline a till holds and takes its own; a restart before anything was sent loses none', async () => {
  const browser = newBrowser();
  const one = await world.ready({ browser });
  await allSent(one.till);
  world.setFault(() => 'offline');
  const [kept, taken] = [await hold(one), await hold(one)];
  await take(one, taken);
  await world.shut(one.till);
  const till = await world.open({ browser });
  await until(till, ({ phase, reading, settings }) => phase === 'ready' && settings !== null && !reading);
  const list = till.catalogue.heldCarts();
  expect(list.map(({ heldId }) => heldId)).toEqual([kept.heldId, taken.heldId]);
  expect(actsOf(list[1])).toEqual([['taken', idOf(one)]]);
}, 60_000);

describe.each([
  ['the till that took it first comes back first', [0, 1]],
  ['the other one comes back first', [1, 0]],
] as const)('two tills offline with one held cart; %s', (_name, order) => {
  let tills: readonly [Open, Open];
  let held: Hold;
  const back = async () => {
    for (const at of order) {
      offline.delete(at);
      tills[at].till.sync.wake();
      await allSent(tills[at].till);
    }
  };
  const offline = new Set<number>();
  const faulted = async (at: number) =>
    world.ready({
      fetch: (input, init) => (offline.has(at) ? Promise.reject(new TypeError('offline')) : fetch(input, init)),
    });
  beforeEach(async () => {
    offline.clear();
    tills = [await faulted(0), await faulted(1)];
    held = await hold(tills[0]);
    await sees(tills[1], (list) => list.length === 1);
    await allSent(tills[0].till);
    offline.add(0).add(1);
  });
  const outcome = async (first: (open: Open) => Promise<unknown>, second: (open: Open) => Promise<unknown>) => {
    await first(tills[0]);
    await second(tills[1]);
    await back();
  };
  const told = (at: 0 | 1): HeldAct | undefined => {
    const mine = listOf(tills[at]).find(({ heldId }) => heldId === held.heldId);
    return mine === undefined ? undefined : alsoTakenBy(mine, idOf(tills[at]))?.act;
  };

  test('both took it: each is told of the other, and the first to come has it', async () => {
    await outcome(
      (open) => take(open, held),
      (open) => take(open, held),
    );
    await sees(tills[0], () => told(0) === 'taken');
    await sees(tills[1], () => told(1) === 'taken');
    const holder = idOf(tills[order[0]]);
    expect(listOf(tills[0])[0]?.takers[0]?.deviceId).toBe(holder);
    expect(listOf(tills[1])[0]?.takers[0]?.deviceId).toBe(holder);
  }, 60_000);

  test('one paid what the other still has in the hand: it hears so before it takes money', async () => {
    await outcome(
      (open) => sell(open, held),
      (open) => take(open, held),
    );
    await sees(tills[1], () => told(1) === 'paid');
    await clear(tills[1], held);
    await sees(tills[0], (list) => list.length === 0);
    expect((await books(world)).tasks).toEqual([]);
  }, 60_000);

  test('both paid: two facts, one doubt, and nobody sees it held any more', async () => {
    await outcome(
      (open) => sell(open, held),
      (open) => sell(open, held),
    );
    await sees(tills[0], (list) => list.length === 0);
    await sees(tills[1], (list) => list.length === 0);
    const { sales, tasks } = await books(world);
    expect([sales.length, tasks]).toEqual([2, ['duplicate_cart']]);
  }, 60_000);

  test('one put it aside again, the other paid: the new hold stays, lines are not merged', async () => {
    let again: Hold | undefined;
    await outcome(
      async (open) => {
        await take(open, held);
        again = await hold(open, held.heldId, held.cartId);
      },
      (open) => sell(open, held),
    );
    for (const open of tills) {
      await sees(open, (list) => list.length === 1 && list[0]?.heldId === again?.heldId);
      expect(listOf(open)[0]).toMatchObject({ takers: [], goods: heldBody().goods });
    }
  }, 60_000);
});
