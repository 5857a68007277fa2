/** Pieces of a line that get numbers of their own take their share of what a person took off the line, and no more. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyStep, type Cart } from '../../src/core/cart.ts';
import { toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import { aProduct, bookOf, cartOf } from '../support/builders.ts';

const book = bookOf([aProduct(1, { priceMinor: toMinor(10_000) })]);
const totalOf = (cart: Cart): number => priceCart(cart, book).totals.totalMinor;

test.each([
  ['an amount', { kind: 'amount', amountMinor: toMinor(1000) }],
  ['a share', { kind: 'percent', bp: 1000 }],
] as const)('%s off comes to the same whatever numbers the pieces have', (_name, reward) => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 9 }), fc.nat({ max: 9 }), (pieces, numbered) => {
      const discount = { reward, reason: 'scratched', approverId: null };
      const filled = cartOf([[1, pieces * 1000]]);
      const given = applyStep(filled, { step: 'line_discounted', lineId: 1, discount });
      let cart = given;
      for (let n = 0; n < Math.min(numbered, pieces); n += 1) {
        cart = applyStep(cart, { step: 'line_traced', lineId: 1, traced: { serial: `S${String(n)}` } });
      }
      expect(totalOf(cart)).toBe(totalOf(given));
      expect(cart.lines.reduce((sum, { qtyMilli }) => sum + qtyMilli, 0)).toBe(pieces * 1000);
    }),
  );
});
