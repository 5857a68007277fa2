import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProductBook } from '../../../src/client/catalogue/product-book.ts';
import type { Product } from '../../../src/core/product.ts';
import { aProduct, uuidOf } from '../../support/builders.ts';

const code = fc.constantFrom('ab1', 'AB1', 'Ab1', 'x', 'X', null);
const GTINS = ['00000000000017', '00000000000024', '00000000000031'];
const gtin = fc.constantFrom(...GTINS);
type Put = { put: number } & Pick<Product, 'code' | 'gtins' | 'category' | 'rank' | 'hot' | 'status'>;
const change: fc.Arbitrary<Put | { drop: number }> = fc.oneof(
  fc.record({
    put: fc.integer({ min: 1, max: 6 }),
    code,
    gtins: fc.uniqueArray(gtin, { maxLength: 2 }),
    category: fc.constantFrom('a', 'b', null),
    rank: fc.nat(3),
    hot: fc.boolean(),
    status: fc.constantFrom('active' as const, 'stopped' as const),
  }),
  fc.record({ drop: fc.integer({ min: 1, max: 6 }) }),
);

const productOf = ({ put, ...fields }: Put): Product => aProduct(put, fields);

/** What the book should say, worked out the slow way. */
function slowly(products: readonly Product[]) {
  const listed = products.filter(({ status }) => status !== 'stopped');
  return {
    holders: (key: string) => products.filter(({ gtins }) => gtins.includes(key)),
    list: (category: string | null) =>
      listed
        .filter((product) => category === null || product.category === category)
        .sort((a, b) => (category === null ? Number(b.hot) - Number(a.hot) : 0) || b.rank - a.rank || a.skuNo - b.skuNo)
        .map(({ skuNo }) => skuNo),
  };
}

test('after any changes the book finds and lists what a slow look through all products finds', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 40 }),
      fc.nat(4),
      fc.integer({ min: 1, max: 4 }),
      (changes, offset, limit) => {
        const book = new ProductBook();
        const all = new Map<number, Product>();
        const shared = new Set<string>(); // keys two products held at once: the server never says so
        for (const row of changes) {
          if ('put' in row) {
            all.set(row.put, productOf(row));
            book.put(productOf(row));
          } else {
            expect(book.drop(uuidOf(row.drop))).toBe(all.delete(row.drop) ? row.drop : null);
          }
          for (const key of GTINS) if (slowly([...all.values()]).holders(key).length > 1) shared.add(key);
        }
        const expected = slowly([...all.values()]);
        expect(book.size).toBe(all.size);
        for (const key of GTINS) if (!shared.has(key)) expect(book.byGtin(key)).toEqual(expected.holders(key)[0]);
        for (const category of [null, 'a', 'b']) {
          const page = book.list(category, limit, offset).map(({ skuNo }) => skuNo);
          expect(page).toEqual(expected.list(category).slice(offset, offset + limit));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('a code is exact; in the other case it is found only when one product is meant', () => {
  const book = new ProductBook();
  book.put(aProduct(1, { code: 'Milk-1' }));
  expect(book.byCode('Milk-1')?.skuNo).toBe(1);
  expect(book.byCode('MILK-1')?.skuNo).toBe(1);
  book.put(aProduct(2, { code: 'milk-1' }));
  expect([book.byCode('Milk-1')?.skuNo, book.byCode('milk-1')?.skuNo]).toEqual([1, 2]);
  expect(book.byCode('MILK-1')).toBe(undefined);
  book.drop(uuidOf(1));
  expect(book.byCode('MILK-1')?.skuNo).toBe(2);
});

test('a key that moves to another product in one change leads to the new one, whatever the order', () => {
  for (const order of [
    [1, 2],
    [2, 1],
  ]) {
    const book = new ProductBook();
    book.put(aProduct(1, { gtins: ['00000000000017'], code: 'a' }));
    book.put(aProduct(2, { gtins: [], code: null }));
    const after = new Map([
      [1, aProduct(1, { gtins: [], code: null })],
      [2, aProduct(2, { gtins: ['00000000000017'], code: 'a' })],
    ]);
    for (const skuNo of order) book.put(after.get(skuNo)!);
    expect([book.byGtin('00000000000017')?.skuNo, book.byCode('a')?.skuNo]).toEqual([2, 2]);
  }
});
