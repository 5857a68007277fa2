import { beforeEach, describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import { readOptions } from '../../src/core/options.ts';
import type { Counter } from '../../src/till/counter.ts';
import { choose, chosenOf, openOptions, takenOf, withChoice } from '../../src/till/sell/choosing.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { hold, recall } from '../../src/till/sell/holding.ts';
import { openPayment, owed, takeCash } from '../../src/till/sell/paying.ts';
import { split } from '../../src/till/sell/splitting.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { aProduct } from '../support/builders.ts';
import { openCounter } from '../support/counter-kit.ts';
import { memoryTill, type MemoryTill } from '../support/memory-till.ts';

const SUGAR = '糖度|Sugar 1-1: 全糖|full, 半糖|half';
const EXTRAS = '加料|Extras 0-2: 加蛋|egg +2.00, 珍珠|pearls +1.50, 小份|small -1.00';
const groups = (text: string) => readOptions(text, 2)!;
const TEA = aProduct(1, {
  code: 'TEA',
  priceMinor: toMinor(1000),
  options: groups(`${SUGAR}\n${EXTRAS}`),
});
const NOODLES = aProduct(2, { code: 'NOODLES', priceMinor: toMinor(800), options: groups(EXTRAS) });

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  const opened = await openCounter({ till: memoryTill({ products: [TEA, NOODLES] }) });
  counter = opened.counter;
  till = opened.till;
});
const lines = () => counter.hand.getState().cart.lines;
const pick = (text: string, ...places: number[][]) => chosenOf(groups(text), places);
const asked = () => counter.view.getState().choosing;
const add = (...places: number[][]) => {
  addProduct(counter, TEA, 'tap');
  choose(counter, asked()!, { options: pick(`${SUGAR}\n${EXTRAS}`, ...places), note: '' });
};

describe('goods somebody has to be asked about', () => {
  test('are asked before they are a line, by scan and by tap; what is chosen moves the price', async () => {
    await takeScan(counter, { text: 'TEA' });
    expect([lines(), asked()?.product.skuNo]).toEqual([[], 1]);
    choose(counter, asked()!, { options: pick(`${SUGAR}\n${EXTRAS}`, [1], [0, 2]), note: ' no straw ' });
    expect(lines()).toMatchObject([
      {
        options: [{ name: 'half' }, { name: 'egg', deltaMinor: 200 }, { name: 'small', deltaMinor: -100 }],
        note: 'no straw',
      },
    ]); // prettier-ignore
    expect([asked(), owed(counter).totalMinor]).toEqual([null, 1100]);
  });

  test('with groups nobody has to choose from, the flow does not stop', async () => {
    await takeScan(counter, { text: 'NOODLES' });
    await takeScan(counter, { text: 'NOODLES' });
    expect([lines().map(({ qtyMilli }) => qtyMilli), asked()]).toEqual([[2000], null]);
  });

  test('a line with something chosen stays apart from one without; the sale tells what was chosen', async () => {
    add([0], []);
    add([0], [1]);
    expect(lines()).toHaveLength(2);
    await takeCash(counter, toMinor(3000));
    expect(till.journal.at(-1)).toMatchObject({
      kind: 'sale.completed',
      body: {
        lines: [
          { unitMinor: 1000, options: [{ name: 'full', deltaMinor: 0 }] },
          { unitMinor: 1150, listMinor: 1150, options: [{ name: 'full' }, { name: 'pearls', deltaMinor: 150 }] },
        ],
      },
    });
  });

  test('that came from a phone are asked about before the money', () => {
    const handoff = { cartRef: 'aa', rev: 1, by: 'O0', totalSeenMinor: null, missing: [] } as const;
    const goods = [{ skuNo: 1, qtyMilli: 1000, seenMinor: null }];
    counter.hand.getState().step({ step: 'handoff_taken', handoff, lines: goods });
    expect(openPayment(counter)).toBe(false);
    expect(asked()).toMatchObject({ lineId: 1 });
    choose(counter, asked()!, { options: pick(SUGAR, [0]), note: '' });
    expect(openPayment(counter)).toBe(true);
  });
});

describe('what is chosen with a line', () => {
  test('is changed on it, and Undo takes that back', () => {
    add([0], [0]);
    openOptions(counter, 1);
    choose(counter, asked()!, { options: pick(`${SUGAR}\n${EXTRAS}`, [1], []), note: 'hot' });
    expect(lines()).toMatchObject([{ options: [{ name: 'half' }], note: 'hot' }]);
    counter.toasts.shown().at(-1)!.action!.run();
    expect(lines()).toMatchObject([{ options: [{ name: 'full' }, { name: 'egg' }] }]);
    expect(lines()[0]!.note).toBe(undefined);
  });

  test('stays with it when the cart is held, split and taken back', async () => {
    add([1], [0]);
    add([0], []);
    await split(counter, new Map([[1, 1000]]), 'rest');
    await hold(counter, null);
    const held = till.catalogue.heldCarts();
    await recall(counter, held.find(({ goods }) => goods?.lines[0]?.options?.length === 2)!.heldId);
    expect(lines()).toMatchObject([{ options: [{ name: 'half' }, { name: 'egg', deltaMinor: 200 }] }]);
  });
});

test('a group of one changes its choice, a full group takes no more, and a choice taken again is left', () => {
  const all = groups(`${SUGAR}\n${EXTRAS}`);
  const one = withChoice(all, [[0], []], 0, 1);
  expect(one).toEqual([[1], []]);
  const full = withChoice(all, withChoice(all, one, 1, 2), 1, 0);
  expect(full).toEqual([[1], [0, 2]]);
  expect(withChoice(all, full, 1, 1)).toEqual(full);
  expect(withChoice(all, full, 1, 0)).toEqual([[1], [2]]);
  expect(takenOf(all, chosenOf(all, full))).toEqual(full); // also when it was chosen in the other language
  const half = { name: '半糖', deltaMinor: toMinor(0) };
  const gone = { name: 'gone', deltaMinor: toMinor(9) };
  expect(takenOf(all, [half, gone])).toEqual([[1], []]);
});
