import { beforeEach, describe, expect, test } from 'vitest';
import { toMinor, ZERO } from '../../src/core/money.ts';
import type { Counter } from '../../src/till/counter.ts';
import { receive } from '../../src/till/sell/handing-over.ts';
import { setPadTab, setPadText, submitPad } from '../../src/till/sell/pad.ts';
import { openPayment, takeCash } from '../../src/till/sell/paying.ts';
import { priceNow } from '../../src/till/commands/price-now.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { aProduct } from '../support/builders.ts';
import { noticesOf, openCounter } from '../support/counter-kit.ts';
import { memoryTill, type MemoryTill } from '../support/memory-till.ts';
import { aPromotion, each, of, percent } from '../support/pricing.ts';

const FISH = aProduct(1, { code: 'FISH', openPrice: true, priceMinor: ZERO });
const FLOWERS = aProduct(2, { code: 'ROSE', openPrice: true, priceMinor: toMinor(3000), floorMinor: toMinor(1000) });
const SALT = aProduct(3, { code: 'SALT', priceMinor: toMinor(250) });

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  const opened = await openCounter({ till: memoryTill({ products: [FISH, FLOWERS, SALT] }) });
  counter = opened.counter;
  till = opened.till;
});
const scan = (text: string) => takeScan(counter, { text });
const lines = () => counter.hand.getState().cart.lines;
const total = () => priceNow(counter.tools, counter.hand.getState().cart).totals.totalMinor;
const pad = () => ({ tab: counter.view.getState().padTab, of: counter.hand.getState().cart.selected });
function say(text: string): void {
  setPadText(counter, text);
  submitPad(counter);
}

describe('goods priced at the till', () => {
  test('open the pad for their price at the scan, and cost what is said; nobody is asked', async () => {
    await scan('FISH');
    expect(pad()).toEqual({ tab: 'price', of: lines()[0]?.lineId });
    say('18.60');
    expect([total(), pad().of, counter.view.getState().approval]).toEqual([1860, null, null]);
    await takeCash(counter, toMinor(1860));
    expect(till.journal.map(({ kind }) => kind)).toEqual(['sale.completed']); // no price was changed
    expect(till.journal.at(-1)).toMatchObject({
      body: { lines: [{ unitMinor: 1860, listMinor: 1860, grossMinor: 1860 }], totals: { totalMinor: 1860 } },
    });
  });

  test('stand on a line each, and a price may be said again', async () => {
    await scan('FISH');
    say('5');
    await scan('FISH');
    say('7');
    expect([lines().length, total()]).toEqual([2, 1200]);
    counter.hand.getState().step({ step: 'line_selected', lineId: lines()[0]?.lineId ?? 0 });
    setPadTab(counter, 'price');
    say('6');
    expect(total()).toBe(1300);
  });

  test('cannot be paid before: the pad opens again, whatever was scanned after them', async () => {
    await scan('FISH');
    await scan('SALT');
    expect(openPayment(counter)).toBe(false);
    expect(pad()).toEqual({ tab: 'price', of: lines()[0]?.lineId });
    expect(noticesOf(counter)).toContain('price_missing');
    say('0');
    expect(openPayment(counter)).toBe(false);
    await takeCash(counter, toMinor(250));
    expect(till.journal).toEqual([]);
    say('9');
    expect(noticesOf(counter)).toEqual([]);
    expect(openPayment(counter)).toBe(true);
  });

  test('may have a usual price; another is free down to the floor, below it somebody agrees', async () => {
    await scan('ROSE');
    expect([pad().of, total()]).toEqual([null, 3000]);
    await scan('ROSE');
    expect(lines()).toMatchObject([{ qtyMilli: 2000 }]);
    counter.hand.getState().step({ step: 'line_selected', lineId: lines()[0]?.lineId ?? 0 });
    setPadTab(counter, 'price');
    say('10.00');
    expect([total(), counter.view.getState().approval]).toEqual([2000, null]);
    counter.hand.getState().step({ step: 'line_selected', lineId: lines()[0]?.lineId ?? 0 });
    setPadTab(counter, 'price');
    say('1.00');
    expect(counter.view.getState().approval?.asked).toMatchObject({ action: 'override_price' });
    expect(total()).toBe(2000);
  });

  test('are on offer as others are: what was said is the price the offer takes off', async () => {
    const tenth = aPromotion(1, each(of(1), percent(1000)));
    const opened = await openCounter({ till: memoryTill({ products: [FISH], promotions: [tenth] }) });
    counter = opened.counter;
    await scan('FISH');
    say('20');
    expect(total()).toBe(1800);
  });

  test('of a phone are asked about before money is', async () => {
    const lines = [{ skuNo: 1, gtin: null, qtyMilli: 2000, seenMinor: null }];
    await receive(counter, { by: 'O0', storeNo: 1, cartRef: 'aa', rev: 1, totalSeenMinor: null, lines });
    expect(openPayment(counter)).toBe(false);
    expect(pad().tab).toBe('price');
    say('4.50');
    expect(total()).toBe(900);
  });
});
