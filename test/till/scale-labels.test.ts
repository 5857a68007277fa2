import { beforeEach, expect, test } from 'vitest';
import { checkSale } from '../../src/core/check-sale.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Sale } from '../../src/core/sale.ts';
import { priceNow } from '../../src/till/commands/price-now.ts';
import type { Counter } from '../../src/till/counter.ts';
import { openPayment, takeCash } from '../../src/till/sell/paying.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { aProduct } from '../support/builders.ts';
import { linesOf, noticesOf, openCounter } from '../support/counter-kit.ts';
import { memoryTill, type MemoryTill } from '../support/memory-till.ts';

const HAM = { names: { en: 'Ham' }, unit: 'kg', priceMinor: toMinor(4800) } as const;
const GOODS = [
  aProduct(1, { ...HAM, code: '123' }),
  aProduct(2, { ...HAM, gtins: ['02200456000007'] }), // as many shops list it: the label's number without its weight
  aProduct(3, { names: { en: 'Cake' }, unit: 'pcs', priceMinor: toMinor(2500), code: '00789' }),
  aProduct(4, { ...HAM, gtins: ['09520123456788'] }),
];
const RULES = [
  { pattern: '21IIIIIPPPPPC', weightDecimals: 3 },
  { pattern: '22IIIIIWWWWWC', weightDecimals: 3 },
  { pattern: '28IIIIIWWWWWPPPPPC', weightDecimals: 3 },
];

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  ({ counter, till } = await openCounter({ till: memoryTill({ products: GOODS }) }));
  till.state.setState(({ store }) => ({ store: store && { ...store, scaleRules: RULES } }));
});

const scan = (text: string) => takeScan(counter, { text });
const total = () => priceNow(counter.tools, counter.hand.getState().cart).totals.totalMinor;

test('a weight: so much of the article, each pack a line of its own', async () => {
  await scan('2200123002501');
  await scan('2200123002501');
  expect(linesOf(counter)).toEqual([[1, 250], [1, 250]]); // prettier-ignore
  expect(total()).toBe(2400);
});

test('a weight of an article listed by its number', async () => {
  await scan('2200456012505');
  expect(linesOf(counter)).toEqual([[2, 1250]]);
});

test('a price: what the label says is charged, and the weight follows it', async () => {
  await scan('2100123012503');
  expect(total()).toBe(1250);
  expect(linesOf(counter)).toEqual([[1, 260]]);
});

test('a price of something sold by the piece, and of nothing listed', async () => {
  await scan('2100789019908');
  expect([linesOf(counter), total()]).toEqual([[[3, 1000]], 1990]);
  await scan('2100555019903');
  expect(noticesOf(counter)).toEqual(['unknown_code']);
});

test('weight and price: the sale says both, and its sums hold', async () => {
  await scan('280012300250012503'); // 12.50 for what is 12.00 by the book of today
  expect([linesOf(counter), total()]).toEqual([[[1, 250]], 1250]);
  openPayment(counter);
  await takeCash(counter, toMinor(1250));
  const sale = till.journal.find((entry) => entry.kind === 'sale.completed')?.body as Sale;
  expect(sale.lines).toMatchObject([{ qtyMilli: 250, unitMinor: 5000, listMinor: 4800, grossMinor: 1250 }]);
  expect(checkSale(sale)).toEqual([]);
});

test('weight and price in a code of GS1', async () => {
  await scan('(01)09520123456788(3103)000500(3922)2500');
  expect([linesOf(counter), total()]).toEqual([[[4, 500]], 2500]);
});

test('a label of nothing, one misread, and no rule at all', async () => {
  await scan('2200123000002');
  expect(noticesOf(counter)).toEqual(['bad_quantity']);
  await scan('2200123002502');
  expect(noticesOf(counter)).toContain('wrong_check_digit');
  till.state.setState(({ store }) => ({ store: store && { ...store, scaleRules: [] } }));
  await scan('2200123002501');
  expect(linesOf(counter)).toEqual([]);
});
