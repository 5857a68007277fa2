import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BUCKETS, bucketOf, mixOf } from '../../src/wire/digest.ts';

// Device and server must agree for ever: these are on record.
test('known sums', () => {
  expect([bucketOf('product', 'a'), mixOf('product', 'a', 1), mixOf('product', 'a', 2)]).toMatchInlineSnapshot(`
    [
      125,
      1145245998,
      1371122747,
    ]
  `);
});

test('buckets and mixes stay in their ranges', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(), (table, id, seq) => {
      expect(bucketOf(table, id)).toBeLessThan(BUCKETS);
      expect(mixOf(table, id, seq)).toBeLessThan(2 ** 32);
      expect(bucketOf(table, id)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('rows spread over the buckets, and a changed number changes the sum', () => {
  const counts = new Array<number>(BUCKETS).fill(0);
  const mixes = new Set<number>();
  for (let n = 0; n < 25_600; n += 1) {
    const bucket = bucketOf('stock', String(n));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    mixes.add(mixOf('stock', '7', n));
  }
  expect(Math.min(...counts)).toBeGreaterThan(50);
  expect(Math.max(...counts)).toBeLessThan(170);
  expect(mixes.size).toBeGreaterThan(25_590);
});
