import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate } from '../../src/core/allocate.ts';
import { negated, toMinor } from '../../src/core/money.ts';

const amounts = fc.integer({ min: -1_000_000_00, max: 1_000_000_00 }).map(toMinor);
const weightLists = fc
  .array(fc.nat(1_000_000), { minLength: 1, maxLength: 60 })
  .filter((weights) => weights.some((weight) => weight > 0));

test.each([
  [100, [1, 1, 1], [34, 33, 33], 'the odd cent goes to the earliest of equals'],
  [-2000, [3000, 5000, 2000], [-600, -1000, -400], 'twenty off a cart of three lines'],
  [5, [0, 7, 0], [0, 5, 0], 'nothing falls on a free line'],
  [10, [1, 2, 4], [1, 3, 6], 'remainders .43 .86 .71: the two largest are rounded up'],
  [0, [0, 0], [0, 0], 'nothing over nothing'],
])('%d by %j is %j (%s)', (total, weights, parts) => {
  expect(allocate(toMinor(total), weights)).toEqual(parts);
});

test('refuses to lose an amount by splitting it over nothing', () => {
  expect(() => allocate(toMinor(1), [0, 0])).toThrow('split over nothing');
});

// A discount spread over lines must neither mint nor lose a cent, and no line may be a whole cent off its exact share.
test('conserves the total and stays within one cent of the exact share', () => {
  fc.assert(
    fc.property(amounts, weightLists, (total, weights) => {
      const parts = allocate(total, weights);
      const whole = weights.reduce((a, b) => a + b, 0);
      expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
      parts.forEach((part, i) => expect(Math.abs(part - (total * weights[i]!) / whole)).toBeLessThan(1));
    }),
  );
});

test('a return mirrors its sale', () => {
  fc.assert(
    fc.property(amounts, weightLists, (total, weights) => {
      const back = allocate(negated(total), weights).map(negated);
      expect(back).toEqual(allocate(total, weights));
    }),
  );
});

test('a heavier line never carries less than a lighter one', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000).map(toMinor), weightLists, (total, weights) => {
      const rows = allocate(total, weights)
        .map((part, i) => ({ part, weight: weights[i]! }))
        .sort((a, b) => a.weight - b.weight);
      for (let i = 1; i < rows.length; i += 1) {
        if (rows[i]!.weight > rows[i - 1]!.weight) expect(rows[i]!.part).toBeGreaterThanOrEqual(rows[i - 1]!.part);
      }
    }),
  );
});

test('amounts and weights too large for a product of two numbers still split exactly', () => {
  const parts = allocate(toMinor(9_007_199_254_740_991), [9_007_199_254_740_991, 9_007_199_254_740_990]);
  expect(BigInt(parts[0]!) + BigInt(parts[1]!)).toBe(9_007_199_254_740_991n);
});
