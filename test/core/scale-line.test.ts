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

/** Whether any whole unit price makes so much of it cost that. */
const meets = (qtyMilli: number, wanted: number): boolean =>
  lineAmount(toMinor(Math.round((wanted * 1000) / qtyMilli)), qtyMilli) === wanted;

test.each(['kg', 'g'] as const)(
  'the label of goods by the %s is charged as it says, its weight as near as can be',
  (unit) => {
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 9_999 }), price, (priceMinor, weight, wanted) => {
        const product = { unit, priceMinor: toMinor(priceMinor) } as const;
        const line = scaleLine(product, label(weight, wanted));
        if (!line.ok) throw new Error(line.error.code);
        expect(cost(product, line)).toBe(wanted);
        const weighed = unit === 'g' ? weight * 1000 : weight;
        const perUnit = (wanted * 1000) / weighed;
        const coin = 1.5 / Math.max(1.5, perUnit - 1.5); // what a coin on each unit is, as a share of it
        const off = Math.abs(line.value.qtyMilli - weighed);
        expect(off).toBeLessThanOrEqual(Math.max(3, weighed * Math.max(0.02, coin)));
        for (let nearer = 1 - Math.min(off, 400); nearer < Math.min(off, 400); nearer += 1) {
          const qtyMilli = weighed + nearer;
          if (qtyMilli > 0 && meets(qtyMilli, wanted)) throw new Error(`${String(qtyMilli)} is nearer`);
        }
      }),
    );
  },
);

test.each([
  ['the price of today', 2, 123, 244, 122_000, null],
  ['another price', 2, 123, 400, 133_333, 3],
  ['a kilogram and more', 107, 9500, 1005, 9485, 106],
] as const)(
  'a label of %s, where no whole unit price meets it',
  (_name, priceMinor, weight, wanted, qtyMilli, unit) => {
    const product = { unit: weight > 1000 ? 'kg' : 'g', priceMinor: toMinor(priceMinor) } as const;
    const line = scaleLine(product, label(weight, wanted));
    expect(line).toMatchObject({ ok: true, value: { qtyMilli, unitMinor: unit } });
    expect(cost(product, line)).toBe(wanted);
  },
);

test('a label with its price alone is charged as it says, and its weight is about that of the price', () => {
  fc.assert(
    fc.property(list, price, (unit, wanted) => {
      const product = { unit: 'kg', priceMinor: toMinor(unit) } as const;
      const line = scaleLine(product, label(null, wanted));
      if (!line.ok) return;
      const charged = cost(product, line) ?? NaN;
      expect(charged).toBe(wanted);
      expect(Math.abs(line.value.qtyMilli - (wanted * 1000) / unit)).toBeLessThanOrEqual(6 + line.value.qtyMilli / 100);
    }),
  );
});
