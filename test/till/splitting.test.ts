import { beforeEach, expect, test, vi } from 'vitest';
import { heldState } from '../../src/core/held-cart.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Counter } from '../../src/till/counter.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { recall } from '../../src/till/sell/holding.ts';
import { takeCash } from '../../src/till/sell/paying.ts';
import { split } from '../../src/till/sell/splitting.ts';
import { GOODS, linesOf, noticesOf, openCounter } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  const opened = await openCounter();
  counter = opened.counter;
  till = opened.till;
  for (const at of [0, 0, 0, 1]) addProduct(counter, GOODS[at]!, 'tap');
});

const waiting = () => till.catalogue.heldCarts().filter((held) => heldState(held) === 'held');
const totals = () => waiting().map(({ totalMinor }) => totalMinor);
const undo = () => counter.toasts.shown().at(-1)!.action!.run();
const WHOLE = [[1, 3000], [2, 1000]]; // prettier-ignore

test('the picked part waits; what stays is in the hand, and both are paid in the end', async () => {
  const root = counter.hand.getState().cart.cartId;
  expect(await split(counter, new Map([[1, 1000], [2, 1000]]), 'picked')).toBe(true); // prettier-ignore
  expect([linesOf(counter), totals()]).toEqual([[[1, 2000]], [950]]);
  await takeCash(counter, toMinor(400));
  await recall(counter, waiting()[0]!.heldId);
  await takeCash(counter, toMinor(950));
  const sales = till.journal.filter(({ kind }) => kind === 'sale.completed').map(({ body }) => body);
  expect(sales).toMatchObject([{ cartId: root, totals: { totalMinor: 400 } }, { totals: { totalMinor: 950 } }]);
  expect((sales[1] as { cartId: string }).cartId).not.toBe(root); // another cart: nobody takes it for one paid twice
});

test('the picked part is paid first while the rest waits', async () => {
  const root = counter.hand.getState().cart.cartId;
  expect(await split(counter, new Map([[1, 1000]]), 'rest')).toBe(true);
  expect([linesOf(counter), totals()]).toEqual([[[1, 1000]], [1150]]);
  await takeCash(counter, toMinor(200));
  await recall(counter, waiting()[0]!.heldId);
  await takeCash(counter, toMinor(1150));
  expect(till.journal.at(-1)).toMatchObject({ kind: 'sale.completed', body: { cartId: root } });
});

test.each(['picked', 'rest'] as const)(
  'undo makes them one again, and nothing waits (the %s waited)',
  async (waits) => {
    await split(counter, new Map([[1, 2000]]), waits);
    undo();
    await vi.waitFor(() => expect(linesOf(counter)).toEqual(WHOLE));
    expect(waiting()).toEqual([]);
    await takeCash(counter, toMinor(1350));
    expect(till.journal.at(-1)).toMatchObject({ body: { totals: { totalMinor: 1350 } } });
    expect(till.catalogue.heldCarts()).toEqual([]);
  },
);

test('an undo that comes after the next touch does nothing', async () => {
  await split(counter, new Map([[1, 2000]]), 'picked');
  addProduct(counter, GOODS[1]!, 'tap');
  undo();
  await Promise.resolve();
  expect([linesOf(counter), totals()]).toEqual([[[1, 1000], [2, 2000]], [400]]); // prettier-ignore
});

test('the cart stays whole when its part cannot be kept', async () => {
  till.nextOutcome = 'journal_full';
  expect(await split(counter, new Map([[1, 1000]]), 'picked')).toBe(false);
  expect([linesOf(counter), waiting(), noticesOf(counter)]).toEqual([WHOLE, [], ['journal_full']]);
  expect(await split(counter, new Map(), 'picked')).toBe(false);
});
