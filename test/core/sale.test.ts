import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyStep } from '../../src/core/cart.ts';
import { checkSale } from '../../src/core/check-sale.ts';
import { completeSale, readyToPay } from '../../src/core/complete-sale.ts';
import { canonicalText, MAX_ENTRY_BYTES, utf8Length } from '../../src/core/journal.ts';
import { toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import type { Sale } from '../../src/core/sale.ts';
import { movesOfSale, sumMoves } from '../../src/core/stock.ts';
import { aProduct, bookOf, cartOf, uuidOf } from '../support/builders.ts';
import { aSale, cash, noGoods, saleInput } from '../support/sales.ts';

const goodsList = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 50_000 })), {
  minLength: 1,
  maxLength: 40,
});

test('a sale of three lines with change, worked by hand', () => {
  const sale = aSale([[1, 2000], [2, 1000], [3, 345]], { tenders: [cash(2000)] }); // prettier-ignore
  expect(sale).toMatchObject({
    kind: 'counter',
    channel: 'counter',
    changeMinor: 402,
    totals: { grossMinor: 1598, discountMinor: 0, taxMinor: 169, totalMinor: 1598 },
  });
  expect(sale.lines.map((line) => line.name)).toEqual(['农夫山泉 550ml', '薯片 黄瓜味', '苹果']);
  expect(checkSale(sale)).toEqual([]);
});

describe('refuses', () => {
  test('an empty cart', () => {
    expect(completeSale(saleInput(noGoods))).toEqual({ ok: false, error: { code: 'empty_cart' } });
  });

  test('a sale without an open shift', () => {
    const input = saleInput(cartOf([[1, 1000]]), { shiftId: null });
    expect(completeSale(input)).toEqual({ ok: false, error: { code: 'no_open_shift' } });
  });

  test('too little money, saying how much is missing', () => {
    const input = saleInput(cartOf([[2, 1000]]), { tenders: [cash(500)] });
    expect(completeSale(input)).toEqual({ ok: false, error: { code: 'short_tender', missingMinor: 250 } });
  });

  test('a line nobody here knows the price of', () => {
    const input = saleInput(cartOf([[1, 1000], [99, 1000]])); // prettier-ignore
    expect(completeSale(input)).toEqual({ ok: false, error: { code: 'price_missing', lineId: 2, skuNo: 99 } });
  });

  test('lines that are each an amount, and beyond any sale together', () => {
    const dear = bookOf([1, 2].map((n) => aProduct(n, { priceMinor: toMinor(600_000_000_000 + n) })));
    const cart = cartOf([[1, 1000], [2, 1000]]); // prettier-ignore
    const input = { ...saleInput(cart), priced: priceCart(cart, dear) };
    expect(readyToPay(input)).toEqual({ ok: false, error: { code: 'amount_too_large', lineId: 2, skuNo: 2 } });
  });

  test('a cart too long for one entry, before anybody pays', () => {
    const goods = Array.from({ length: 593 }, (): [number, number] => [1, 1000]);
    const input = saleInput(cartOf(goods), { tenders: [] });
    expect(readyToPay(input)).toEqual({ ok: false, error: { code: 'cart_too_large', lines: 593 } });
    expect(readyToPay(saleInput(cartOf(goods.slice(0, 250))))).toMatchObject({ ok: true });
  });
});

test('what may be paid always fits an entry, whatever the names', () => {
  const wide = bookOf([aProduct(1, { names: { zh: '𠮷'.repeat(150) } })]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), (count) => {
      const cart = cartOf(Array.from({ length: count }, (): [number, number] => [1, 1000]));
      const input = { ...saleInput(cart), priced: priceCart(cart, wide), tenders: [cash(10_000_000)] };
      const sale = completeSale(input);
      const envelope = { v: 1, seq: 1e9, entryId: uuidOf(1), prev: 'f'.repeat(64), wallMs: 2e12, monoMs: 2e12 };
      if (sale.ok) expect(utf8Length(canonicalText({ ...envelope, body: sale.value }))).toBeLessThan(MAX_ENTRY_BYTES);
      else expect(sale.error.code).toBe('cart_too_large');
    }),
    { numRuns: 40 },
  );
});

test('a name is cut between characters', () => {
  const book = bookOf([aProduct(1, { names: { zh: `a${'𠮷'.repeat(150)}` } })]);
  const cart = cartOf([[1, 1000]]);
  const sale = completeSale({ ...saleInput(cart), priced: priceCart(cart, book), tenders: [cash(100)] });
  expect(sale.ok && sale.value.lines[0]!.name).toBe(`a${'𠮷'.repeat(99)}`);
});

test('a cart from a phone is a hand-off sale', () => {
  const cart = applyStep(cartOf([]), {
    step: 'handoff_taken',
    handoff: { cartRef: 'aa', rev: 1, by: 'O0', totalSeenMinor: toMinor(700), missing: [] },
    lines: [{ skuNo: 2, qtyMilli: 1000, seenMinor: null }],
  });
  expect(completeSale(saleInput(cart))).toMatchObject({ ok: true, value: { channel: 'handoff' } });
});

describe('checkSale', () => {
  test('finds nothing to say about any sale the rules made', () => {
    fc.assert(
      fc.property(goodsList, fc.nat(90), fc.nat(5000), (goods, percent, over) => {
        const gross = aSale(goods).totals.grossMinor;
        const discountMinor = toMinor(Math.floor((gross * percent) / 100));
        const sale = aSale(goods, { discountMinor, tenders: [cash(gross - discountMinor + over)] });
        expect(checkSale(sale)).toEqual([]);
        expect(sale.tenders[0]!.amountMinor - sale.changeMinor).toBe(sale.totals.totalMinor); // I1
      }),
      { numRuns: 60 },
    );
  });

  const sale = aSale([[1, 2000], [2, 1000]], { tenders: [cash(2000)], discountMinor: toMinor(100) }); // prettier-ignore
  const [first, second] = sale.lines as [Sale['lines'][number], Sale['lines'][number]];
  test.each<[string, Partial<Sale>, unknown]>([
    ['gross', { lines: [{ ...first, grossMinor: toMinor(401) }, second] }, ['gross:1', 'totals:null']],
    ['tax', { lines: [{ ...first, taxMinor: toMinor(45) }, second] }, ['tax:1', 'totals:null']],
    [
      'a negative discount',
      { lines: [{ ...first, discountMinor: toMinor(-1) }, second] },
      ['discount:1', 'offers:1', 'tax:1', 'totals:null'],
    ],
    ['a line twice', { lines: [first, { ...second, lineId: 1 }] }, ['line_id:null']],
    ['a total', { totals: { ...sale.totals, totalMinor: toMinor(1049) } }, ['totals:null', 'change:null']],
    ['too little money', { tenders: [cash(1000)] }, ['tenders:null']],
    ['change', { changeMinor: toMinor(951) }, ['change:null']],
    ['monstrous amounts', { lines: [{ ...first, unitMinor: toMinor(9e15) }, second] }, ['too_large:null']],
  ])('sees a wrong %s', (_name, change, faults) => {
    expect(checkSale({ ...sale, ...change }).map((fault) => `${fault.what}:${fault.lineId}`)).toEqual(faults);
  });
});

test('a sale takes exactly its goods out of stock', () => {
  fc.assert(
    fc.property(goodsList, (goods) => {
      const sums = sumMoves(movesOfSale(aSale(goods, { tenders: [cash(100_000_000)] })));
      for (const skuNo of [1, 2, 3, 4]) {
        const sold = goods.filter(([sku]) => sku === skuNo).reduce((sum, [, qty]) => sum + qty, 0);
        expect(0 - (sums.get(skuNo) ?? 0)).toBe(sold);
      }
    }),
  );
});
