import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineAmount, toMinor } from '../../src/core/money.ts';
import { scaleLine } from '../../src/core/scale-line.ts';

const apples = { unit: 'kg', priceMinor: toMinor(1299) } as const;
const pack = { unit: 'pcs', priceMinor: toMinor(500) } as const;
const label = (weightMilli: number | null, priceMinor: number | null) => ({
  weightMilli,
  priceMinor: priceMinor === null ? null : toMinor(priceMinor),
});
const cost = (product: { readonly priceMinor: ReturnType<typeof toMinor> }, of: ReturnType<typeof scaleLine>) =>
  of.ok ? lineAmount(of.value.unitMinor ?? product.priceMinor, of.value.qtyMilli) : null;

describe('a label of a scale becomes', () => {
  test.each([
    ['the weight at the price of the book', apples, label(1250, null), { qtyMilli: 1250, unitMinor: null }],
    ['the weight in grams', { ...apples, unit: 'g' }, label(1250, null), { qtyMilli: 1_250_000, unitMinor: null }],
    ['weight and price where they agree', apples, label(1250, 1624), { qtyMilli: 1250, unitMinor: null }],
    ['a unit price of its own where not', apples, label(500, 600), { qtyMilli: 500, unitMinor: 1200 }],
    ['a piece at the price of the label', pack, label(null, 734), { qtyMilli: 1000, unitMinor: 734 }],
    ['a piece at the price of the book', pack, label(null, 500), { qtyMilli: 1000, unitMinor: null }],
    ['a piece that only names itself', pack, label(null, null), { qtyMilli: 1000, unitMinor: null }],
    ['pieces counted by the scale', pack, label(3000, null), { qtyMilli: 3000, unitMinor: null }],
    ['the weight behind the price', apples, label(null, 1299), { qtyMilli: 1000, unitMinor: null }],
  ] as const)('%s', (_name, product, code, line) => {
    expect(scaleLine(product, code)).toEqual({ ok: true, value: line });
  });

  test.each([
    ['no weight', apples, label(0, null)],
    ['no price', apples, label(null, 0)],
    ['parts of a piece', pack, label(1250, null)],
  ] as const)('nothing: %s', (_name, product, code) => {
    expect(scaleLine(product, code)).toEqual({ ok: false, error: { code: 'bad_quantity' } });
  });
});

const list = fc.integer({ min: 1, max: 100_000 });
const price = fc.integer({ min: 1, max: 99_999 });

test('up to a kilogram the label is met exactly, beyond it never exceeded nor missed by much', () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 99_999 }), price, (unit, weight, wanted) => {
      const product = { unit: 'kg', priceMinor: toMinor(unit) } as const;
      const charged = cost(product, scaleLine(product, label(weight, wanted))) ?? NaN;
      expect(charged).toBeLessThanOrEqual(wanted);
      expect(wanted - charged).toBeLessThanOrEqual(weight <= 1000 ? 0 : Math.ceil(weight / 1000));
    }),
  );
});

test('a label with its price alone is charged as it says, and its weight is about that of the price', () => {
  fc.assert(
    fc.property(list, price, (unit, wanted) => {
      const product = { unit: 'kg', priceMinor: toMinor(unit) } as const;
      const line = scaleLine(product, label(null, wanted));
      if (!line.ok) return;
      const charged = cost(product, line) ?? NaN;
      expect(charged).toBeLessThanOrEqual(wanted);
      expect(wanted - charged).toBeLessThanOrEqual(Math.ceil(line.value.qtyMilli / 1000));
      expect(Math.abs(line.value.qtyMilli - (wanted * 1000) / unit)).toBeLessThanOrEqual(6);
    }),
  );
});
