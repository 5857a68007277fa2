/** Taxes inside prices never come to more than the prices, however small these are and however taxes are rounded. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Levy, taxLines } from '../../src/core/line-tax.ts';
import { sumMinor, toMinor } from '../../src/core/money.ts';

const levy = (n: number, ratePpm: number): Levy => ({
  taxKey: String(n),
  ratePpm,
  perUnitMinor: toMinor(0),
  isCompound: false,
});
const policy = fc.record({
  mode: fc.constant('included'),
  rounding: fc.constantFrom('line', 'total'),
  roundsTo: fc.constantFrom('nearest', 'up', 'down'),
}) as fc.Arbitrary<Parameters<typeof taxLines>[1]>;

test('seven sweets at 0.01 with two halves of a tax: both odd units do not fall on one of them', () => {
  const levies = [levy(1, 90_000), levy(2, 90_000)];
  const lines = Array.from({ length: 7 }, () => ({ amountMinor: 1, qtyMilli: 1000, levies }));
  const taxes = taxLines(lines, { mode: 'included', rounding: 'total', roundsTo: 'nearest' });
  expect(taxes.map((own) => sumMinor(own)).toSorted()).toEqual([0, 0, 0, 0, 0, 1, 1]);
});

test('in any cart, of any line and of the whole', () => {
  const rate = fc.integer({ min: 0, max: 3 }).map((n) => levy(n, [0, 50_000, 90_000, 400_000][n] ?? 0));
  const levies = fc.uniqueArray(rate, { selector: ({ taxKey }) => taxKey, maxLength: 4 });
  const line = fc.record({ amountMinor: fc.nat({ max: 6 }), qtyMilli: fc.integer({ min: 1, max: 3000 }), levies });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 9 }), policy, (lines, how) => {
      for (const [at, own] of taxLines(lines, how).entries()) {
        expect(sumMinor(own)).toBeLessThanOrEqual(lines[at]?.amountMinor ?? 0);
        for (const tax of own) expect(tax).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
