import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyStep, type Cart, type CartStep, emptyCart } from '../../src/core/cart.ts';
import { toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import { pickStep, splitCart } from '../../src/core/split-cart.ts';
import { aProduct } from '../support/builders.ts';

const GOODS = [
  aProduct(1, { priceMinor: toMinor(199) }),
  aProduct(2, { priceMinor: toMinor(750) }),
  aProduct(3, { priceMinor: toMinor(1299), unit: 'kg' }),
  aProduct(4, { priceMinor: toMinor(1) }),
];
const productOf = (skuNo: number) => GOODS.find((product) => product.skuNo === skuNo);
const price = (cart: Cart) => priceCart(cart, productOf);
const filled = (...steps: CartStep[]) => steps.reduce(applyStep, emptyCart('root'));
const add = (skuNo: number, qtyMilli: number): CartStep => ({ step: 'product_added', skuNo, qtyMilli, merge: false });
const split = (cart: Cart, picks: readonly (readonly [number, number])[]) =>
  splitCart({ cart, priced: price(cart), picks: new Map(picks) }, 'second');
const done = (answer: ReturnType<typeof splitCart>) => {
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};

const anyManual = fc.record({
  reward: fc.oneof(
    fc.record({ kind: fc.constant('percent' as const), bp: fc.integer({ min: 1, max: 10_000 }) }),
    fc.record({ kind: fc.constant('amount' as const), amountMinor: fc.integer({ min: 1, max: 5000 }).map(toMinor) }),
  ),
  reason: fc.constant('worn'),
  approverId: fc.constant(null),
});
const anyLine = fc.record({
  skuNo: fc.integer({ min: 1, max: 4 }),
  qtyMilli: fc.oneof(fc.integer({ min: 1, max: 9 }).map((n) => n * 1000), fc.integer({ min: 1, max: 5000 })),
  overrideMinor: fc.option(fc.integer({ min: 0, max: 3000 }).map(toMinor)),
  discount: fc.option(anyManual, { nil: undefined }),
}); // prettier-ignore
const anyCart = fc
  .record({
    lines: fc.array(anyLine, { minLength: 1, maxLength: 6 }),
    discount: fc.option(anyManual, { nil: undefined }),
  })
  .map(({ lines, discount }): Cart => ({
    ...emptyCart('root'),
    lines: lines.map((line, at) => ({ ...line, lineId: at + 1, seenMinor: null, from: 'till' as const })),
    nextLineId: lines.length + 1,
    discount,
  })); // prettier-ignore

describe('a cart in two', () => {
  test('no piece is lost, none is there twice, and the two totals add up to the one', () => {
    const cases = anyCart.chain((cart) =>
      fc.tuple(
        fc.constant(cart),
        fc.tuple(...cart.lines.map((line) => fc.nat(line.qtyMilli / pickStep(line)).map((n) => n * pickStep(line)))),
      ),
    );
    let halves = 0;
    fc.assert(
      fc.property(cases, ([cart, takes]) => {
        const picks = cart.lines.map(({ lineId }, at) => [lineId, takes[at] ?? 0] as const);
        const answer = split(cart, picks);
        const all = cart.lines.reduce((sum, line) => sum + line.qtyMilli, 0);
        const moved = picks.reduce((sum, [, qty]) => sum + qty, 0);
        expect(answer.ok).toBe(moved > 0 && moved < all);
        if (!answer.ok) return;
        halves += 1;
        const { kept, taken } = answer.value;
        const pieces = (of: Cart) =>
          of.lines.map(({ skuNo, qtyMilli, overrideMinor }) => ({ skuNo, qtyMilli, overrideMinor }));
        const sum = (list: ReturnType<typeof pieces>) => {
          const sums = new Map<string, number>();
          for (const { qtyMilli, ...what } of list) {
            const key = JSON.stringify(what);
            sums.set(key, (sums.get(key) ?? 0) + qtyMilli);
          }
          return Object.fromEntries([...sums].sort());
        };
        expect(sum([...pieces(kept), ...pieces(taken)])).toEqual(sum(pieces(cart)));
        const [before, one, two] = [price(cart).totals, price(kept).totals, price(taken).totals];
        expect(one.grossMinor + two.grossMinor).toBe(before.grossMinor);
        expect(one.totalMinor + two.totalMinor).toBe(before.totalMinor);
      }),
      { numRuns: 1000 },
    );
    expect(halves).toBeGreaterThan(10);
  });

  test('each is a cart of its own; what counts once stays with what is kept', () => {
    const cart = filled(
      add(1, 3000),
      add(2, 1000),
      { step: 'coupon_added', code: 'SPRING' },
      { step: 'member_set', tier: 'gold' },
    );
    const hold = { heldId: 'h', cartId: 'r', name: '', note: '' };
    const { kept, taken } = done(split({ ...cart, hold }, [[1, 1000], [2, 1000]])); // prettier-ignore
    expect(kept).toMatchObject({ cartId: 'root', coupons: ['SPRING'], hold, memberTier: 'gold' });
    expect(kept.lines).toMatchObject([{ lineId: 1, qtyMilli: 2000 }]);
    expect(taken).toMatchObject({ cartId: 'second', memberTier: 'gold', nextLineId: 3, handoff: null });
    expect(taken.coupons ?? taken.hold).toBe(undefined);
    const lines = taken.lines.map(({ lineId, skuNo, qtyMilli }) => [lineId, skuNo, qtyMilli]);
    expect(lines).toEqual([[1, 1, 1000], [2, 2, 1000]]); // prettier-ignore
  });

  test.each([
    ['part of what was weighed', [[2, 500]], 'bad_quantity'],
    ['more than there is', [[1, 4000]], 'bad_quantity'],
    ['less than nothing', [[1, -1000]], 'bad_quantity'],
    ['half a piece', [[1, 500]], 'bad_quantity'],
    ['nothing', [], 'empty_cart'],
    ['everything', [[1, 3000], [2, 1345]], 'empty_cart'],
  ] as const)('refuses %s', (_what, picks, code) => {
    const cart = filled(add(1, 3000), add(3, 1345));
    expect(split(cart, picks)).toEqual({ ok: false, error: { code } });
  }); // prettier-ignore

  test('neither part loses more than it costs, so nothing of a discount is lost', () => {
    const off = (amountMinor: number) =>
      ({ reward: { kind: 'amount', amountMinor: toMinor(amountMinor) }, reason: 'worn', approverId: null }) as const;
    const cart = filled(
      add(4, 2000),
      { step: 'line_discounted', lineId: 1, discount: off(1) },
      { step: 'cart_discounted', discount: off(1) },
    );
    const { kept, taken } = done(split(cart, [[1, 1000]]));
    expect([price(cart), price(kept), price(taken)].map(({ totals }) => totals.totalMinor)).toEqual([0, 0, 0]);
  });

  test('what a person took off is divided, to the cent', () => {
    const discount = { reward: { kind: 'percent', bp: 3333 }, reason: 'worn', approverId: 'boss' } as const;
    const cart = filled(add(1, 3000), { step: 'line_discounted', lineId: 1, discount });
    const { kept, taken } = done(split(cart, [[1, 1000]]));
    const off = price(cart).totals.discountMinor;
    expect([kept, taken].map((one) => price(one).totals.discountMinor).reduce((a, b) => a + b, 0)).toBe(off);
    expect(taken.lines[0]?.discount).toMatchObject({ reason: 'worn', approverId: 'boss' });
  });
});
