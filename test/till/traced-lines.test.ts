import { beforeEach, expect, test } from 'vitest';
import { checkSale } from '../../src/core/check-sale.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Sale } from '../../src/core/sale.ts';
import { movesOfSale } from '../../src/core/stock.ts';
import { keptCart } from '../../src/wire/kept-cart.ts';
import type { Counter } from '../../src/till/counter.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { openPayment, takeCash } from '../../src/till/sell/paying.ts';
import { productOf, takeScan } from '../../src/till/sell/scanning.ts';
import { aProduct } from '../support/builders.ts';
import { linesOf, noticesOf, openCounter } from '../support/counter-kit.ts';
import { memoryTill, type MemoryTill } from '../support/memory-till.ts';

const GTIN = '09520123456788';
const MILK = aProduct(1, { names: { en: 'Milk' }, priceMinor: toMinor(900), gtins: [GTIN] });
const HAM = aProduct(2, { names: { en: 'Ham' }, unit: 'kg', priceMinor: toMinor(4800), gtins: ['00000096385074'] });

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  ({ counter, till } = await openCounter({ till: memoryTill({ products: [MILK, HAM] }) }));
});

const scan = (text: string, identifier = '') => takeScan(counter, { text, identifier });
const cart = () => counter.hand.getState().cart;
const traced = () => cart().lines.map(({ qtyMilli, lot, serial, expiry }) => [qtyMilli / 1000, lot, expiry, serial]);

test('lot, expiry and serial number land on the line, from element strings, links and shelf links alike', async () => {
  await scan(`01${GTIN}10L1\u001d17491231`, ']d2');
  await scan(`(01)${GTIN}(10)L1(17)491231`); // the same lot: one more of it
  await scan(`https://id.example/01/${GTIN}/10/L2/21/S9?17=490100`);
  await scan(`https://id.example/01/${GTIN}/10/L2/21/S8?17=490100`); // each piece for itself
  await scan('9520123456788'); // says nothing of its lot
  expect(traced()).toEqual([
    [2, 'L1', '2049-12-31', undefined],
    [1, 'L2', '2049-01-31', 'S9'],
    [1, 'L2', '2049-01-31', 'S8'],
    [1, undefined, undefined, undefined],
  ]);
});

test('a tap adds to the line without a lot, never to one with', async () => {
  await scan(`(01)${GTIN}(10)L1`);
  addProduct(counter, MILK, 'tap');
  addProduct(counter, MILK, 'tap');
  expect(traced()).toEqual([
    [1, 'L1', undefined, undefined],
    [2, undefined, undefined, undefined],
  ]);
});

test('a number typed before is of pieces: one with a number of its own stays one', async () => {
  counter.view.setState({ multiplyMilli: 3000 });
  await scan(`(01)${GTIN}(21)S1`);
  counter.view.setState({ multiplyMilli: 3000 });
  await scan(`(01)${GTIN}(10)L1`);
  expect(linesOf(counter)).toEqual([[1, 1000], [1, 3000]]); // prettier-ignore
});

test('a pack past its date is refused with that date, whatever form its code has; it may be thrown away', async () => {
  const expired = [
    [`01${GTIN}1724022910L1`, ']d2', '2024-02-29'],
    [`https://shop.example/01/${GTIN}?17=240200&s=1`, '', '2024-02-29'], // a shelf link of this shop
    [`(01)${GTIN}(17)491231(16)240301`, '', '2024-03-01'], // may be eaten for long, not sold any more
    [`(01)${GTIN}(7003)2403011200`, '', '2024-03-01'],
  ] as const;
  till.state.setState(({ settings }) => ({
    settings: settings && { ...settings, shopOrigin: 'https://shop.example' },
  }));
  for (const [text, identifier, expiry] of expired) {
    counter.view.setState({ notices: [] });
    await scan(text, identifier);
    expect(counter.view.getState().notices.map(({ refusal }) => refusal)).toEqual([
      { code: 'goods_expired', facts: { expiry } },
    ]);
    expect(productOf(counter, { text, identifier })).toMatchObject({ skuNo: 1 });
  }
  expect(linesOf(counter)).toEqual([]);
});

test('the sale says what was sold, its goods leave by their lot, and the cart on disk keeps it', async () => {
  await scan(`(01)${GTIN}(10)L1(17)491231(21)S1`);
  const kept = keptCart.parse({ cartId: cart().cartId, cart: cart(), tenders: [], wasAsked: false, savedMs: 1 });
  expect(kept.cart.lines).toEqual(cart().lines);
  openPayment(counter);
  await takeCash(counter, toMinor(900));
  const sale = till.journal.find((entry) => entry.kind === 'sale.completed')?.body as Sale;
  expect(sale.lines).toMatchObject([{ lot: 'L1', serial: 'S1', expiry: '2049-12-31' }]);
  expect(checkSale(sale)).toEqual([]);
  expect(movesOfSale(sale)).toMatchObject([{ skuNo: 1, deltaMilli: -1000, lot: 'L1', expiry: '2049-12-31' }]);
});

test('weight and price of goods by weight; the price of a piece; a price in other money is nobody’s', async () => {
  await scan('(01)00000096385074(3103)000500(3922)2500(10)H7');
  await scan(`(01)${GTIN}(3922)750`);
  await scan(`(01)${GTIN}(3932)840750`); // dollars in a shop of yuan
  await scan(`(01)${GTIN}(3932)156700`);
  const rows = cart().lines.map(({ skuNo, qtyMilli, overrideMinor, lot }) => [skuNo, qtyMilli, overrideMinor, lot]);
  expect(rows).toEqual([
    [2, 500, 5000, 'H7'],
    [1, 1000, 750, undefined],
    [1, 1000, null, undefined],
    [1, 1000, 700, undefined],
  ]);
  expect(noticesOf(counter)).toEqual([]);
});
