import { beforeEach, describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import type { Counter } from '../../src/till/counter.ts';
import { confirmAge, linesForAge } from '../../src/till/sell/age-asking.ts';
import { addProduct, takeOut } from '../../src/till/sell/filling.ts';
import { receive } from '../../src/till/sell/handing-over.ts';
import { hold, recall } from '../../src/till/sell/holding.ts';
import { openPayment, takeCash } from '../../src/till/sell/paying.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { aProduct } from '../support/builders.ts';
import { CASHIER, noticesOf, openCounter } from '../support/counter-kit.ts';
import { memoryTill, type MemoryTill } from '../support/memory-till.ts';

const WATER = aProduct(1, { code: 'WATER', priceMinor: toMinor(200) });
const BEER = aProduct(2, { code: 'BEER', priceMinor: toMinor(400), minAge: 16 });
const SPIRIT = aProduct(3, { code: 'SPIRIT', priceMinor: toMinor(4900), minAge: 18 });

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  const opened = await openCounter({ till: memoryTill({ products: [WATER, BEER, SPIRIT] }) });
  counter = opened.counter;
  till = opened.till;
});
const asking = () => counter.view.getState().askingAge;
const close = () => counter.view.setState({ askingAge: null });
const scan = (text: string) => takeScan(counter, { text });

describe('goods for customers of an age', () => {
  test('are asked about at the scan, once for an age, and again for a higher one', async () => {
    await scan('WATER');
    expect(asking()).toBe(null);
    await scan('BEER');
    expect(asking()).toBe(16);
    confirmAge(counter, { age: 16, how: 'looks' });
    await scan('BEER');
    expect(asking()).toBe(null);
    await scan('SPIRIT');
    expect(asking()).toBe(18);
  });

  test('block the payment until they are answered for; the sale tells by whom, and no date', async () => {
    await scan('SPIRIT');
    close();
    expect(openPayment(counter)).toBe(false);
    expect(asking()).toBe(18);
    close();
    await takeCash(counter, toMinor(4900));
    expect([asking(), till.journal]).toEqual([18, []]);
    confirmAge(counter, { age: 18, how: 'birth_date' });
    await takeCash(counter, toMinor(4900));
    expect(till.journal.at(-1)).toMatchObject({
      kind: 'sale.completed',
      body: { ageCheck: { age: 18, how: 'birth_date', staffId: CASHIER.staffId } },
    });
    await scan('SPIRIT');
    expect(asking()).toBe(18); // another customer
  });

  test('that came in while money was counted do not slip through', async () => {
    await scan('WATER');
    await takeCash(counter, toMinor(100));
    await scan('SPIRIT');
    close();
    await takeCash(counter, toMinor(5000));
    expect([asking(), noticesOf(counter), till.journal]).toEqual([18, ['age_not_checked'], []]);
  });

  test('leave the cart when they are refused, and what else is in it stays', async () => {
    await scan('BEER');
    confirmAge(counter, { age: 16, how: 'looks' });
    await scan('SPIRIT');
    await scan('WATER');
    expect(linesForAge(counter).map(({ skuNo }) => skuNo)).toEqual([3]);
    for (const { lineId } of linesForAge(counter)) await takeOut(counter, lineId);
    close();
    expect(counter.hand.getState().cart.lines.map(({ skuNo }) => skuNo)).toEqual([2, 1]);
    expect(openPayment(counter)).toBe(true);
  });

  test('are asked about when a phone hands them over', async () => {
    const lines = [{ skuNo: 3, gtin: null, qtyMilli: 1000, seenMinor: toMinor(4900) }];
    await receive(counter, { by: 'O0', storeNo: 1, cartRef: 'aa', rev: 1, totalSeenMinor: null, lines });
    expect(asking()).toBe(18);
  });

  test('stay confirmed in a cart that is put aside and taken back', async () => {
    addProduct(counter, SPIRIT, 'tap');
    confirmAge(counter, { age: 18, how: 'looks' });
    await hold(counter, null);
    await recall(counter, till.catalogue.heldCarts()[0]!.heldId);
    expect(openPayment(counter)).toBe(true);
  });
});
