import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PackedProducts } from '../../../src/client/catalogue/packed-products.ts';
import type { Product } from '../../../src/core/product.ts';
import { aProduct } from '../../support/builders.ts';

/** Long texts, so that few products fill blocks and empty them. */
const change = fc.record({
  skuNo: fc.integer({ min: 1, max: 40 }),
  letter: fc.constantFrom('a', '中', '🥛'),
  length: fc.oneof(fc.nat(300), fc.integer({ min: 20_000, max: 400_000 })),
  category: fc.constantFrom('x', 'y', null),
  rank: fc.nat(1000),
  hot: fc.boolean(),
  status: fc.constantFrom('active' as const, 'stopped' as const),
  isDropped: fc.boolean(),
});

test('what is read is what was put last, and lists name the living, whatever was replaced, moved or dropped', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const packed = new PackedProducts();
      const all = new Map<number, Product>();
      for (const { skuNo, letter, length, isDropped, ...fields } of changes) {
        if (isDropped) {
          packed.drop(skuNo);
          all.delete(skuNo);
        } else {
          const product = aProduct(skuNo, { ...fields, search: letter.repeat(length) });
          packed.show(packed.pack(product));
          if (skuNo % 2 === 0) packed.pack({ ...product, rank: -1 }); // written down and never shown
          all.set(skuNo, product);
        }
        expect(packed.get(skuNo)).toEqual(all.get(skuNo));
        if (skuNo % 3 === 0) while (packed.tidy());
      }
      expect(packed.size).toBe(all.size);
      for (const [skuNo, product] of all) expect(packed.get(skuNo)).toEqual(product);
      for (const category of [null, 'x', 'y']) {
        const listed = [...packed.listed(category)].sort((a, b) => a.skuNo - b.skuNo);
        const expected = [...all.values()]
          .filter((product) => product.status === 'active' && (category === null || product.category === category))
          .sort((a, b) => a.skuNo - b.skuNo);
        expect(listed).toEqual(expected.map(({ skuNo, rank, hot }) => ({ skuNo, rank, hot })));
      }
    }),
    { numRuns: 60 },
  );
});

test('products replaced for ever take up no more and no more memory', () => {
  const packed = new PackedProducts();
  const longer = 'x'.repeat(4000);
  for (let round = 0; round < 60; round += 1) {
    for (let skuNo = 1; skuNo <= 1000; skuNo += 1)
      packed.show(packed.pack(aProduct(skuNo, { search: longer.slice(0, 1000 + ((round * 61 + skuNo * 7) % 3000)) })));
    while (packed.tidy());
  }
  expect(packed.bytesHeld).toBeLessThan(3 * 1000 * 4500);
  expect(packed.get(1000)?.skuNo).toBe(1000);
});
