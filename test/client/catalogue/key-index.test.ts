import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyIndex } from '../../../src/client/catalogue/key-index.ts';
import { hash32 } from '../../../src/core/hash32.ts';

test('every product under a key is named until it is taken away, through growing and cleaning', () => {
  const change = fc.record({
    key: fc.integer({ min: 0, max: 400 }).map(String),
    skuNo: fc.integer({ min: 1, max: 5 }),
    isAdded: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3000, size: 'max' }), (changes) => {
      const index = new KeyIndex();
      const held = new Map<string, Set<number>>();
      for (const { key, skuNo, isAdded } of changes) {
        const numbers = held.get(key) ?? new Set();
        held.set(key, numbers);
        if (isAdded && !numbers.has(skuNo)) index.add(key, skuNo);
        if (!isAdded && numbers.has(skuNo)) index.remove(key, skuNo);
        if (isAdded) numbers.add(skuNo);
        else numbers.delete(skuNo);
      }
      for (const [key, numbers] of held) expect([...index.named(key)].sort()).toEqual([...numbers].sort());
    }),
    { numRuns: 30 },
  );
});

test('keys of one hash are told apart by whoever asks: both products are named', () => {
  const seen = new Map<number, string>();
  let pair: readonly [string, string] | null = null;
  for (let n = 0; pair === null; n += 1) {
    const other = seen.get(hash32(String(n)));
    if (other !== undefined) pair = [other, String(n)];
    seen.set(hash32(String(n)), String(n));
  }
  const index = new KeyIndex();
  pair.forEach((key, at) => index.add(key, at + 1));
  expect([...index.named(pair[0])].sort()).toEqual([1, 2]);
  index.remove(pair[0], 1);
  expect([...index.named(pair[1])]).toEqual([2]);
});
