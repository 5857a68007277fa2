import { beforeEach, describe, expect, test, vi } from 'vitest';
import { heldState } from '../../src/core/held-cart.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Counter } from '../../src/till/counter.ts';
import { makeCounter } from '../../src/till/make-counter.ts';
import { addProduct, clearCart, takeOut } from '../../src/till/sell/filling.ts';
import { clearHold, hold, recall } from '../../src/till/sell/holding.ts';
import { pressKey } from '../../src/till/sell/keys.ts';
import { openPayment, takeCash } from '../../src/till/sell/paying.ts';
import type { Product } from '../../src/core/product.ts';
import { uuidOf } from '../support/builders.ts';
import { GOODS, HUSHED, linesOf, noticesOf, openCounter } from '../support/counter-kit.ts';
import { heldBody } from '../support/held-carts.ts';
import { memoryTill, type MemoryTill } from '../support/memory-till.ts';

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  const opened = await openCounter();
  counter = opened.counter;
  till = opened.till;
});

const [WATER, CRISPS] = GOODS;
const kinds = () => till.journal.map((entry) => entry.kind);
const bodyAt = (at: number) => till.journal.at(at)?.body;
const waiting = () => till.catalogue.heldCarts().filter((held) => heldState(held) === 'held');
const undo = () => counter.toasts.shown().at(-1)!.action!.run();
const fill = (...products: (Product | undefined)[]) => {
  for (const product of products) addProduct(counter, product!, 'tap');
};
const holdOne = async (words: { name: string; note: string } | null = null) => {
  expect(await hold(counter, words)).toBe(true);
  return waiting().at(-1)!.heldId;
};

describe('one touch puts the cart aside', () => {
  test('it is named by its first product, and the hand is free', async () => {
    fill(WATER, CRISPS);
    await holdOne();
    expect(linesOf(counter)).toEqual([]);
    expect(waiting()).toMatchObject([{ name: 'Spring water', totalMinor: 950, note: '' }]);
  });

  test('with a name and a note of one’s own', async () => {
    fill(WATER);
    await holdOne({ name: ' 王女士 ', note: 'gone for her wallet' });
    expect(waiting()).toMatchObject([{ name: '王女士', note: 'gone for her wallet' }]);
  });

  test('an empty cart is none; money that was counted stays with its cart', async () => {
    expect(await hold(counter, null)).toBe(false);
    fill(CRISPS);
    await takeCash(counter, toMinor(100));
    expect(await hold(counter, null)).toBe(false);
    expect(noticesOf(counter)).toEqual(['money_counted', 'empty_cart']);
    expect(kinds()).toEqual([]);
  });

  test('by F4, also while a payment is open that has taken nothing; F6 shows what is held', async () => {
    const bare = { isComposing: false, ctrlKey: false, altKey: false, metaKey: false, inField: false, onKey: false };
    fill(CRISPS);
    openPayment(counter);
    const acts = { focusSearch: () => undefined, openCart: () => undefined, go: () => undefined };
    expect(pressKey(counter, { key: 'F4', ...bare }, acts)).toBe(true);
    await vi.waitFor(() => expect(waiting()).toMatchObject([{ wasAsked: true }]));
    pressKey(counter, { key: 'F6', ...bare }, acts);
    expect(counter.view.getState().sheet).toBe('held');
  });

  test('undo brings it back; nothing is lost when the page is closed in between', async () => {
    fill(WATER, CRISPS);
    await holdOne();
    const again = await makeCounter({ device: till, ...HUSHED });
    expect(linesOf(again)).toEqual([]); // it is held, not in the hand
    undo();
    await vi.waitFor(() => expect(linesOf(counter)).toEqual([[1, 1000], [2, 1000]])); // prettier-ignore
    await vi.waitFor(async () => {
      const reopened = await makeCounter({ device: till, ...HUSHED });
      expect(linesOf(reopened)).toEqual(linesOf(counter));
    });
  });
});

describe('taking it back', () => {
  test('prices it anew and says so', async () => {
    fill(CRISPS);
    const heldId = await holdOne();
    const dearer = memoryTill({ products: [{ ...CRISPS!, priceMinor: toMinor(800) }] });
    const other = (await openCounter({ till: dearer })).counter;
    dearer.toldHolds.push({ ...till.catalogue.heldCarts()[0]!, deviceId: uuidOf(77) });
    expect(await recall(other, heldId)).toBe(true);
    expect(dearer.journal.at(-1)).toMatchObject({
      kind: 'cart.claimed',
      body: { from: 'held', heldId, totalMinor: 800 },
    });
    expect(other.toasts.shown().at(-1)?.words).toContain('8.00');
  });

  test('the cart on the counter is held by itself; undo swaps them back', async () => {
    fill(WATER);
    const heldId = await holdOne();
    fill(CRISPS);
    expect(await recall(counter, heldId)).toBe(true);
    expect([linesOf(counter), waiting().map(({ name }) => name)]).toEqual([[[1, 1000]], ['Crisps']]);
    undo();
    await vi.waitFor(() => expect(linesOf(counter)).toEqual([[2, 1000]]));
    expect(waiting().map(({ name }) => name)).toEqual(['Spring water']);
  });

  test('the sale names the root and the hold; a second till’s sale of it can be told', async () => {
    fill(WATER);
    const root = counter.hand.getState().cart.cartId;
    await recall(counter, await holdOne());
    const second = await holdOne(); // held again
    await recall(counter, second);
    await takeCash(counter, toMinor(500));
    expect(bodyAt(-1)).toMatchObject({ cartId: root, heldId: second });
    expect(till.catalogue.heldCarts()).toEqual([]);
    till.toldHolds.push({ ...heldOfOther(), heldId: uuidOf(55), cartId: root });
    expect(await recall(counter, uuidOf(55))).toBe(false);
    expect(noticesOf(counter)).toEqual(['cart_already_paid']);
  });

  test('what another till has in the hand is refused, what it forgot is a copy', async () => {
    const atMs = Date.now();
    const taken = { act: 'taken' as const, deviceId: uuidOf(77), staffId: null };
    till.toldHolds.push({ ...heldOfOther(), takers: [{ ...taken, atMs }] });
    expect(await recall(counter, heldBody().heldId)).toBe(false);
    expect(noticesOf(counter)).toEqual(['cart_elsewhere']);
    till.toldHolds[0] = { ...heldOfOther(), takers: [{ ...taken, atMs: atMs - 600_000 }] };
    expect(await recall(counter, heldBody().heldId)).toBe(true);
  });

  test('all lines taken out: it is cleared for every till, and what comes next is another cart', async () => {
    fill(WATER);
    await recall(counter, await holdOne());
    await takeOut(counter, counter.hand.getState().cart.lines[0]!.lineId);
    expect(kinds()).toEqual(['cart.held', 'cart.claimed', 'cart.released']);
    fill(CRISPS);
    await takeCash(counter, toMinor(1000));
    expect(bodyAt(-1)).not.toHaveProperty('heldId');
    expect(till.catalogue.heldCarts()).toEqual([]);
  });

  test('a line taken out after payment began is a fact, also when the cart was held in between', async () => {
    fill(WATER, CRISPS);
    openPayment(counter);
    await recall(counter, await holdOne());
    await clearCart(counter);
    expect(kinds()).toEqual(['cart.held', 'cart.claimed', 'line.removed', 'line.removed', 'cart.released']);
  });
});

test('clearing one: it is gone for all, and undo puts the same goods aside again', async () => {
  fill(WATER, CRISPS);
  await holdOne({ name: 'Table 4', note: 'x' });
  await clearHold(counter, waiting()[0]!);
  expect(waiting()).toEqual([]);
  undo();
  await vi.waitFor(() => expect(waiting()).toMatchObject([{ name: 'Table 4', note: 'x', totalMinor: 950 }]));
});

test('an answer that never came: the cart stays in the hand', async () => {
  fill(WATER);
  till.nextOutcome = 'outcome_unknown';
  expect(await hold(counter, null)).toBe(false);
  expect([linesOf(counter), noticesOf(counter)]).toEqual([[[1, 1000]], ['outcome_unknown']]);
});

const heldOfOther = () => {
  const { from: _from, ...body } = heldBody();
  return { ...body, deviceId: uuidOf(77), staffId: null, heldMs: 0, takers: [] };
};
