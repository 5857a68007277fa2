import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyStep } from '../../src/core/cart.ts';
import { lineAmount, negated, toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import { includedTax, taxSummary } from '../../src/core/tax.ts';
import { aProduct, bookOf, cartOf } from '../support/builders.ts';

const book = bookOf([
  aProduct(1, { priceMinor: toMinor(200), taxBp: 1300 }),
  aProduct(2, { priceMinor: toMinor(750), taxBp: 1300 }),
  aProduct(3, { priceMinor: toMinor(1299), taxBp: 900, unit: 'kg' }),
  aProduct(4, { priceMinor: toMinor(0), taxBp: 0 }),
  aProduct(5, { priceMinor: toMinor(500), status: 'stopped' }),
]);
const goodsList = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 50_000 })), {
  maxLength: 40,
});

describe('tax inside the price', () => {
  // Worked by hand: gross × 10000 / (10000 + rate), rounded half up, is the net.
  test.each([
    [11_300, 1300, 1300, 'a round net of 100'],
    [1150, 1300, 132, 'net 10.177, so 10.18'],
    [100, 900, 8, 'net 0.917, so 0.92'],
    [1, 1300, 0, 'a cent holds no whole cent of tax'],
    [-1150, 1300, -132, 'a return mirrors its sale'],
    [1150, 0, 0, 'no tax'],
    [12_000, 2000, 2000, 'British VAT'],
  ])('of %d at %d is %d (%s)', (gross, taxBp, tax) => {
    expect(includedTax(toMinor(gross), taxBp)).toBe(tax);
  });

  test('mirrors, and lies between nothing and the gross', () => {
    fc.assert(
      fc.property(fc.nat(100_000_000), fc.nat(10_000), (gross, taxBp) => {
        const tax = includedTax(toMinor(gross), taxBp);
        expect(tax).toBeGreaterThanOrEqual(0);
        expect(tax).toBeLessThanOrEqual(gross);
        expect(includedTax(toMinor(-gross), taxBp)).toBe(negated(tax));
      }),
    );
  });

  test('a summary does not depend on the order of its rows', () => {
    const rows = fc.array(
      fc.record({
        taxBp: fc.constantFrom(0, 900, 1300),
        grossMinor: fc.nat(9999).map(toMinor),
        taxMinor: fc.nat(999).map(toMinor),
      }),
    );
    fc.assert(
      fc.property(rows, (list) => {
        expect(taxSummary(list.toReversed())).toEqual(taxSummary(list));
      }),
    );
  });
});

describe('line amounts', () => {
  test.each([
    [200, 2000, 400, 'two pieces'],
    [1299, 345, 448, '0.345 kg: 448.155'],
    [1299, 500, 650, 'half up: 649.5'],
    [-1299, 500, -650, 'the sign is put back'],
    [123_456_789, 80_995_000, 9_999_382_625_055, 'eighty thousand pieces'],
  ])('%d × %d thousandths is %d (%s)', (unit, qty, amount) => {
    expect(lineAmount(toMinor(unit), qty)).toBe(amount);
  });
});

describe('a cart', () => {
  test('of three lines, worked by hand', () => {
    const priced = priceCart(cartOf([[1, 2000], [2, 1000], [3, 345]]), book); // prettier-ignore
    expect(priced.lines.map((line) => [line.unitMinor, line.grossMinor, line.taxMinor])).toEqual([
      [200, 400, 46],
      [750, 750, 86],
      [1299, 448, 37],
    ]);
    expect(priced.totals).toEqual({ grossMinor: 1598, discountMinor: 0, taxMinor: 169, totalMinor: 1598 });
    expect(priced.byTax).toEqual([
      { taxBp: 900, grossMinor: 448, taxMinor: 37 },
      { taxBp: 1300, grossMinor: 1150, taxMinor: 132 },
    ]);
    expect(priced.problems).toEqual([]);
  });

  test('keeps the list price beside one set by a person', () => {
    const cart = applyStep(cartOf([[1, 1000]]), { step: 'price_overridden', lineId: 1, unitMinor: toMinor(150) });
    expect(priceCart(cart, book).lines[0]).toMatchObject({ listMinor: 200, unitMinor: 150, grossMinor: 150 });
  });

  test('never charges what a phone showed', () => {
    const cart = applyStep(cartOf([]), {
      step: 'handoff_taken',
      handoff: { cartRef: 'aa', rev: 1, by: 'O0', totalSeenMinor: toMinor(1), missing: [] },
      lines: [{ skuNo: 2, qtyMilli: 1000, seenMinor: toMinor(1) }],
    });
    expect(priceCart(cart, book).totals.totalMinor).toBe(750);
  });

  test('names an unknown product by its number and charges nothing for it', () => {
    const goods = cartOf([[77, 1000], [1, 1000]]); // prettier-ignore
    const cart = applyStep(goods, { step: 'price_overridden', lineId: 1, unitMinor: toMinor(9) });
    const priced = priceCart(cart, book);
    expect(priced.lines[0]).toMatchObject({
      product: null,
      names: { zh: '#77', en: '#77' },
      unitMinor: 0,
      grossMinor: 0,
    });
    expect(priced.problems).toEqual([{ code: 'price_missing', lineId: 1, skuNo: 77 }]);
  });

  test('says when a product has been withdrawn, and a price of zero is a price', () => {
    const priced = priceCart(cartOf([[5, 1000], [4, 1000]]), book); // prettier-ignore
    expect(priced.problems).toEqual([{ code: 'product_stopped', lineId: 1, skuNo: 5 }]);
    expect(priced.totals.totalMinor).toBe(500);
  });

  test('a line beyond any sale counts as nothing and is named, whatever its figures', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const dear = bookOf([aProduct(1, { priceMinor: toMinor(most), taxBp: 1300 }), aProduct(2)]);
    const priced = priceCart(cartOf([[1, 1_000_000_000], [2, 1000]]), dear); // prettier-ignore
    expect(priced.problems).toEqual([{ code: 'amount_too_large', lineId: 1, skuNo: 1 }]);
    expect(priced.lines[0]).toMatchObject({ unitMinor: most, grossMinor: 0, taxMinor: 0 });
    expect(priced.totals.totalMinor).toBe(priced.lines[1]?.grossMinor);
  });

  test('a discount may not be more than the goods', () => {
    expect(() => priceCart(cartOf([[1, 1000]]), book, { discountMinor: toMinor(201) })).toThrow('at most');
  });

  // I1, I2, I3 and I14 of the domain design, for any goods and any discount.
  test('sums, splits and taxes hold for any goods and discount', () => {
    fc.assert(
      fc.property(goodsList, fc.nat(100), (goods, percent) => {
        const cart = cartOf(goods);
        const plain = priceCart(cart, book);
        const discountMinor = toMinor(Math.floor((plain.totals.grossMinor * percent) / 100));
        const { lines, totals, byTax } = priceCart(cart, book, { discountMinor });
        const sum = (of: (line: (typeof lines)[number]) => number): number =>
          lines.reduce((s, line) => s + of(line), 0);
        expect(sum((line) => line.grossMinor - line.discountMinor)).toBe(totals.totalMinor);
        expect(sum((line) => line.discountMinor)).toBe(discountMinor);
        expect(totals.totalMinor).toBe(plain.totals.totalMinor - discountMinor);
        expect(lines.every((line) => line.grossMinor - line.discountMinor >= 0)).toBe(true);
        expect(byTax.reduce((s, row) => s + row.taxMinor, 0)).toBe(totals.taxMinor);
        expect(byTax.reduce((s, row) => s + row.grossMinor, 0)).toBe(totals.totalMinor);
        for (const line of lines) {
          expect(line.taxMinor).toBe(includedTax(toMinor(line.grossMinor - line.discountMinor), line.taxBp));
        }
      }),
    );
  });
});
