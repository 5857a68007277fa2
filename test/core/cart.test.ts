import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyStep, type Cart, type CartStep, checkQuantity, emptyCart, type Handoff } from '../../src/core/cart.ts';
import { toMinor } from '../../src/core/money.ts';
import { cartOf, uuidOf } from '../support/builders.ts';

const add = (skuNo: number, qtyMilli = 1000, merge = true): CartStep => ({
  step: 'product_added',
  skuNo,
  qtyMilli,
  merge,
});
const remove = (lineId: number): CartStep => ({ step: 'line_removed', lineId });
const restore = (lineId: number): CartStep => ({ step: 'line_restored', lineId });
const handoffOf = (cartRef: string, rev: number): Handoff => ({
  cartRef,
  rev,
  by: 'O0',
  totalSeenMinor: null,
  missing: [],
});
const take = (cartRef: string, rev: number, skuNos: readonly number[]): CartStep => ({
  step: 'handoff_taken',
  handoff: handoffOf(cartRef, rev),
  lines: skuNos.map((skuNo) => ({ skuNo, qtyMilli: 1000, seenMinor: toMinor(150) })),
});
const run = (steps: readonly CartStep[], cart: Cart = emptyCart(uuidOf(1))): Cart => steps.reduce(applyStep, cart);
const goods = (cart: Cart): string[] =>
  cart.lines.map((line) => `${line.lineId}: ${line.qtyMilli / 1000} × #${line.skuNo}`);

const steps: fc.Arbitrary<CartStep> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9000 }), fc.boolean())
      .map(([s, q, m]) => add(s, q, m)),
  },
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9000 }))
    .map(([lineId, qtyMilli]): CartStep => ({ step: 'quantity_set', lineId, qtyMilli })),
  fc.tuple(fc.integer({ min: 1, max: 12 }), fc.option(fc.nat(9999))).map(([lineId, unit]): CartStep => ({
    step: 'price_overridden',
    lineId,
    unitMinor: unit === null ? null : toMinor(unit),
  })),
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 12 }).map(remove) },
  fc.integer({ min: 1, max: 12 }).map(restore),
  fc.option(fc.integer({ min: 1, max: 12 })).map((lineId): CartStep => ({ step: 'line_selected', lineId })),
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }))
    .map(([rev, skuNos]) => take('aa', rev, skuNos)),
  fc.constant<CartStep>({ step: 'payment_started', saleEntryId: uuidOf(7) }),
  fc.constant<CartStep>({ step: 'payment_left' }),
);

describe('adding', () => {
  test('the same product again is the same line', () => {
    expect(goods(run([add(1), add(2), add(1, 2000)]))).toEqual(['1: 3 × #1', '2: 1 × #2']);
  });

  test('without merge it is a line of its own', () => {
    expect(goods(run([add(1), add(1, 1000, false)]))).toEqual(['1: 1 × #1', '2: 1 × #1']);
  });

  test('a line at a price of its own takes no more goods', () => {
    const cart = run([add(1), { step: 'price_overridden', lineId: 1, unitMinor: toMinor(50) }, add(1)]);
    expect(goods(cart)).toEqual(['1: 1 × #1', '2: 1 × #1']);
  });

  test('what a phone handed over is not mixed with what the till scanned', () => {
    expect(goods(run([take('aa', 1, [1]), add(1)]))).toEqual(['1: 1 × #1', '2: 1 × #1']);
  });
});

describe('removing and undo', () => {
  test('a removed line waits in `removed` and goes back to its place', () => {
    const gone = run([add(1), add(2), add(3), remove(2)]);
    expect(goods(gone)).toEqual(['1: 1 × #1', '3: 1 × #3']);
    expect(gone.removed.map((line) => line.lineId)).toEqual([2]);
    const back = run([restore(2)], gone);
    expect(goods(back)).toEqual(['1: 1 × #1', '2: 1 × #2', '3: 1 × #3']);
    expect(back.removed).toEqual([]);
  });

  test('a second tap on remove changes nothing, not even the rev', () => {
    const gone = run([add(1), remove(1)]);
    expect(applyStep(gone, remove(1))).toBe(gone);
  });

  test('undo is the inverse of remove', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 30 }), fc.integer({ min: 1, max: 12 }), (list, lineId) => {
        const before = run(list);
        fc.pre(before.lines.some((line) => line.lineId === lineId) && before.selected !== lineId);
        expect({ ...run([remove(lineId), restore(lineId)], before), rev: before.rev }).toEqual(before);
      }),
    );
  });
});

describe('hand-off', () => {
  test('shown twice, taken once', () => {
    const once = run([add(9), take('aa', 3, [1, 2])]);
    expect(goods(once)).toEqual(['1: 1 × #9', '2: 1 × #1', '3: 1 × #2']);
    expect(run([take('aa', 3, [1, 2])], once)).toBe(once);
    expect(run([take('aa', 2, [5])], once)).toBe(once);
  });

  test('a later rev of the same cart stands in place of the earlier', () => {
    const cart = run([add(9), take('aa', 1, [1, 2]), remove(2), take('aa', 2, [3])]);
    expect(goods(cart)).toEqual(['1: 1 × #9', '4: 1 × #3']);
    expect(cart.removed).toEqual([]);
  });

  test("another phone's cart does not join", () => {
    expect(() => run([take('aa', 1, [1]), take('bb', 1, [2])])).toThrow('hold the cart');
  });
});

describe('payment', () => {
  test('the id of a sale stays the same until payment is left', () => {
    const paying = run([add(1), { step: 'payment_started', saleEntryId: uuidOf(7) }]);
    expect(paying.saleEntryId).toBe(uuidOf(7));
    expect(run([{ step: 'payment_started', saleEntryId: uuidOf(8) }], paying)).toBe(paying);
    expect(run([{ step: 'payment_left' }], paying).saleEntryId).toBeNull();
  });
});

test('whatever is done: ids unique and in order, quantities above zero, rev counts the changes', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60 }), (list) => {
      let cart = emptyCart(uuidOf(1));
      for (const step of list) {
        const next = applyStep(cart, step);
        expect(next.rev).toBe(next === cart ? cart.rev : cart.rev + 1);
        cart = next;
        const ids = [...cart.lines, ...cart.removed].map((line) => line.lineId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(cart.lines.map((line) => line.lineId)).toEqual(
          cart.lines.map((line) => line.lineId).toSorted((a, b) => a - b),
        );
        expect(ids.every((id) => id < cart.nextLineId)).toBe(true);
        expect(cart.lines.every((line) => line.qtyMilli > 0)).toBe(true);
        if (cart.selected !== null) expect(cart.lines.some((line) => line.lineId === cart.selected)).toBe(true);
      }
    }),
  );
});

test('a step never changes the cart it was given', () => {
  const cart = cartOf([
    [1, 1000],
    [2, 2000],
  ]);
  const copy = structuredClone(cart);
  run([remove(1), { step: 'quantity_set', lineId: 2, qtyMilli: 5 }, add(2)], cart);
  expect(cart).toEqual(copy);
});

test.each([
  [1000, 'pcs', true],
  [1500, 'pcs', false],
  [1500, 'kg', true],
  [0, 'kg', false],
  [-1000, 'pcs', false],
  [0.5, 'kg', false],
  [Number.NaN, 'kg', false],
  [1_000_000_000, 'pcs', true],
  [1_000_001_000, 'pcs', false],
] as const)('quantity %d of %s: %s', (qty, unit, allowed) => {
  expect(checkQuantity(qty, unit).ok).toBe(allowed);
});
