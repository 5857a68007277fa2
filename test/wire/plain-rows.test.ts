/** Rows told at a glance: whatever is taken for plain, its schema takes too; and ordinary goods are plain. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { productRow, stockRow } from '../../src/wire/catalogue.ts';
import { isPlainProduct, isPlainStock } from '../../src/wire/plain-rows.ts';
import { feedRow, readFeedRow } from '../../src/wire/sync.ts';

const SKU_ID = '0190a0b0-1111-7222-8333-444455556666';
const PRODUCT = {
  skuId: SKU_ID,
  skuNo: 7,
  code: 'C7',
  gtins: ['06901234567892'],
  names: { zh: '红烧牛肉面' },
  spec: '500 ml',
  brand: null,
  category: 'c1',
  unit: 'pcs',
  priceMinor: -350,
  floorMinor: 100,
  taxBp: 1300,
  picture: null,
  story: null,
  search: '红烧牛肉面 hsnrm',
  rank: 0,
  hot: false,
  status: 'active',
};
const STOCK = { skuNo: 7, onHandMilli: -2000 };
const LINE = { t: 'product', id: SKU_ID, s: 3, r: PRODUCT };

const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '', '\0', '\ud800', 'x'.repeat(1000), 'pcs', 'active', -0, 0, -1, 1.5),
  fc.constantFrom<unknown>(2 ** 53, Number.NaN, Infinity, true, [], {}, [7], ['1'], { zh: 5 }, { en: '\ud800' }),
  fc.anything(),
  fc.string({ unit: 'binary' }),
  fc.integer(),
);
const damaged = <T extends object>(whole: T) =>
  fc
    .dictionary(fc.constantFrom(...Object.keys(whole), 'options', 'minAge', 'asks', 'parts', 'd', 'more'), hostile)
    .map((change) => ({ ...whole, ...change }));

const CASES = [
  ['product', PRODUCT, isPlainProduct, productRow],
  ['stock', STOCK, isPlainStock, stockRow],
] as const;

for (const [name, whole, isPlain, schema] of CASES) {
  test(`an ordinary row of ${name} is plain; whatever is, the schema accepts`, () => {
    expect(isPlain(whole)).toBe(true);
    const row = fc.oneof({ weight: 9, arbitrary: damaged<object>(whole) }, { weight: 1, arbitrary: fc.anything() });
    const seen = { plain: 0, not: 0 };
    fc.assert(
      fc.property(row, (value) => {
        const plain = isPlain(value);
        seen[plain ? 'plain' : 'not'] += 1;
        if (plain) expect(schema.safeParse(value).success).toBe(true);
      }),
      { numRuns: 5000 },
    );
    expect(Math.min(seen.plain, seen.not)).toBeGreaterThan(100);
  });
}

test('a line of a snapshot is read as its schema reads it, and refused as it refuses', () => {
  expect(readFeedRow(LINE)).toEqual(feedRow.parse(LINE));
  fc.assert(
    fc.property(damaged(LINE), (line) => {
      const parsed = feedRow.safeParse(line);
      if (parsed.success) expect(readFeedRow(line)).toMatchObject(parsed.data);
      else expect(() => readFeedRow(line)).toThrow();
    }),
    { numRuns: 3000 },
  );
});
