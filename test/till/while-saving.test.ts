/** Goods that come while a sale is being saved: the next customer's, and never lost without a word. */
import { beforeEach, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import type { Counter } from '../../src/till/counter.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { putAside } from '../../src/till/sell/holding.ts';
import { finishSale, takeCash } from '../../src/till/sell/paying.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { GOODS, linesOf, noticesOf, openCounter } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';

let counter: Counter;
let till: MemoryTill;

beforeEach(async () => {
  ({ counter, till } = await openCounter());
  addProduct(counter, GOODS[0]!, 'tap');
});

const scans = () => [takeScan(counter, { text: 'CRISPS' }), takeScan(counter, { text: '6901234567892' })];
const sold = () => till.journal.filter(({ kind }) => kind === 'sale.completed').length;

test('scans and touches go into the next cart, in their order, and the change stands', async () => {
  const paid = takeCash(counter, toMinor(500));
  expect(counter.view.getState().work).toBe('saving');
  const came = scans();
  addProduct(counter, GOODS[1]!, 'tap');
  await Promise.all([paid, ...came]);
  await expect.poll(() => linesOf(counter)).toEqual([[2, 2000], [1, 1000]]); // prettier-ignore
  expect(noticesOf(counter)).toEqual([]);
  expect(sold()).toBe(1);
  expect(counter.view.getState().sold?.sale).toMatchObject({ changeMinor: 300, lines: [{ qtyMilli: 1000 }] });
});

test('the sale is not saved: what came for the next customer is named, not sold to this one', async () => {
  till.nextOutcome = 'journal_full';
  await Promise.all([takeCash(counter, toMinor(500)), ...scans()]);
  expect(linesOf(counter)).toEqual([[1, 1000]]);
  expect(noticesOf(counter)).toEqual(expect.arrayContaining(['journal_full', 'scan_again']));
  const words = counter.announcer.spoken().assertive;
  expect(words).toContain('was not added');
});

test('nobody knows whether it is saved: the same, and the rows outlive the answer', async () => {
  till.nextOutcome = 'unknown_but_saved';
  await Promise.all([takeCash(counter, toMinor(500)), ...scans()]);
  expect(counter.view.getState().work).toBe('unknown');
  await finishSale(counter);
  expect([sold(), linesOf(counter)]).toEqual([1, []]);
  expect(noticesOf(counter)).toEqual(['scan_again', 'scan_again']);
});

test('other acts say that something is being saved, not that money is in doubt', async () => {
  const { commit } = till;
  let answer = (): void => undefined;
  const slow = new Promise<void>((resolve) => (answer = resolve));
  Object.assign(till, { commit: async (draft: Parameters<typeof commit>[0]) => (await slow, commit(draft)) });
  const paid = takeCash(counter, toMinor(500));
  expect(await putAside(counter, null)).toBe(null);
  expect(noticesOf(counter)).toEqual(['still_saving']);
  answer();
  await paid;
  expect(sold()).toBe(1);
});
