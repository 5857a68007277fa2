import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import {
  cartRefOf,
  emptyShopperCart,
  goodsBeyond,
  MAX_QTY_MILLI,
  seenTotal,
  settlePaid,
  stepShopperCart,
  type ShopperCart,
  type ShopperStep,
} from '../../src/core/shopper-cart.ts';

const CART_ID = '01935f6e-7c1a-7b3e-8a51-0123456789ab';
const empty = emptyShopperCart(CART_ID, 1, 0);
const water = { skuNo: 7, gtin: '06901234567892', qtyMilli: 1000, seenMinor: toMinor(200), sourceQr: null } as const;
const noted = { skuNo: null, gtin: '00000096385074', qtyMilli: 1000, seenMinor: null, sourceQr: null } as const;

const after = (cart: ShopperCart, ...steps: readonly ShopperStep[]): ShopperCart =>
  steps.reduce((now, step) => {
    const next = stepShopperCart(now, step, 1);
    if (!next.ok) throw new Error(`${step.step} refused: ${next.error}`);
    return next.value;
  }, cart);

test('the same article again counts up in its line', () => {
  const cart = after(
    empty,
    { step: 'added', what: water },
    { step: 'added', what: { ...water, seenMinor: toMinor(180) } },
  );
  expect(cart.lines).toHaveLength(1);
  expect(cart.lines[0]).toMatchObject({ qtyMilli: 2000, seenMinor: 180 });
  expect(cart.rev).toBe(2);
});

test('a removed line stays at hand and comes back to its place', () => {
  const two = after(empty, { step: 'added', what: water }, { step: 'added', what: noted });
  const without = after(two, { step: 'quantity_set', lineId: 1, qtyMilli: 0 });
  expect(without.lines.map((line) => line.lineId)).toEqual([2]);
  expect(after(without, { step: 'line_restored', lineId: 1 }).lines).toEqual(two.lines);
});

test('a noted GTIN becomes the article, or joins the line that is there', () => {
  const resolve = { step: 'resolved', gtin: noted.gtin, skuNo: 9, seenMinor: toMinor(350) } as const;
  expect(after(empty, { step: 'added', what: noted }, resolve).lines[0]).toMatchObject({ skuNo: 9, seenMinor: 350 });
  const known = { ...water, skuNo: 9 };
  const joined = after(empty, { step: 'added', what: known }, { step: 'added', what: noted }, resolve);
  expect(joined.lines).toHaveLength(1);
  expect(joined.lines[0]).toMatchObject({ skuNo: 9, qtyMilli: 2000 });
});

const reach: Readonly<Record<ShopperCart['state'], readonly ShopperStep[]>> = {
  open: [{ step: 'added', what: water }],
  handed_off: [{ step: 'added', what: water }, { step: 'handed_off' }],
  checked_out: [{ step: 'added', what: water }, { step: 'handed_off' }, { step: 'checked_out' }],
  merged: [{ step: 'added', what: water }, { step: 'handed_off' }, { step: 'merged' }],
  abandoned: [{ step: 'added', what: water }, { step: 'abandoned' }],
};
const allowed: Readonly<Record<ShopperCart['state'], readonly ShopperStep['step'][]>> = {
  open: ['added', 'quantity_set', 'line_restored', 'resolved', 'handed_off', 'abandoned'],
  handed_off: ['taken_back', 'checked_out', 'merged'],
  checked_out: [],
  merged: [],
  abandoned: [],
};
const everyStep: readonly ShopperStep[] = [
  { step: 'added', what: water },
  { step: 'quantity_set', lineId: 1, qtyMilli: 3000 },
  { step: 'line_restored', lineId: 1 },
  { step: 'resolved', gtin: noted.gtin, skuNo: 9, seenMinor: toMinor(1) },
  { step: 'handed_off' },
  { step: 'taken_back' },
  { step: 'checked_out' },
  { step: 'merged' },
  { step: 'abandoned' },
];

test.each(Object.keys(reach) as ShopperCart['state'][])('from %s only the moves that are written lead on', (state) => {
  const cart = after(empty, ...reach[state]);
  expect(cart.state).toBe(state);
  for (const step of everyStep) {
    const moved = stepShopperCart(cart, step, 2);
    expect([step.step, moved.ok]).toEqual([step.step, allowed[state].includes(step.step)]);
  }
});

test('an empty cart is not handed off, and handing off freezes the rev', () => {
  expect(stepShopperCart(empty, { step: 'handed_off' }, 1)).toEqual({ ok: false, error: 'empty_cart' });
  const handed = after(empty, ...reach.handed_off);
  expect(handed.rev).toBe(1);
  expect(handed.handedOff).toMatchObject({ rev: 1 });
});

test('what was gathered after the hand-off is told from what was paid', () => {
  const handed = after(empty, ...reach.handed_off);
  const more = after(handed, { step: 'taken_back' }, { step: 'added', what: water }, { step: 'added', what: noted });
  expect(goodsBeyond(more)).toMatchObject([
    { skuNo: 7, qtyMilli: 1000 },
    { skuNo: null, gtin: noted.gtin },
  ]);
  expect(goodsBeyond(handed)).toEqual([]);
});

test('a paid cart closes as the till saw it, and what came after goes on in a new one', () => {
  const next = { cartId: '01935f6e-7c1a-7b3e-8a51-0123456789ac', nowMs: 9 };
  const handed = after(empty, ...reach.handed_off);
  expect(settlePaid(handed, next)).toMatchObject({
    ok: true,
    value: { closed: { state: 'checked_out', rev: 1 }, rest: null },
  });
  const more = after(handed, { step: 'taken_back' }, { step: 'added', what: water }, { step: 'added', what: noted });
  expect(settlePaid(more, next)).toMatchObject({
    ok: true,
    value: {
      closed: { state: 'checked_out', rev: 1, lines: [{ qtyMilli: 1000 }] },
      rest: { state: 'open', cartId: next.cartId, lines: [{ skuNo: 7, qtyMilli: 1000 }, { gtin: noted.gtin }] },
    },
  });
  expect(settlePaid(empty, next)).toEqual({ ok: false, error: 'cart_closed' });
  expect(settlePaid(after(empty, ...reach.checked_out), next)).toEqual({ ok: false, error: 'cart_closed' });
});

test('the total counts what the phone can price and says how many lines it cannot', () => {
  const cart = after(empty, { step: 'added', what: { ...water, qtyMilli: 3000 } }, { step: 'added', what: noted });
  expect(seenTotal(cart.lines, (line) => line.seenMinor)).toEqual({ totalMinor: 600, goods: 4, unresolved: 1 });
});

test('the cart reference is the last ten bytes of the id', () => {
  expect(cartRefOf(CART_ID)).toBe('7b3e8a510123456789ab');
});

// Whatever a thumb does: one line per article, ids never reused, quantities in range, rev never runs back.
test('any steps leave a cart in order', () => {
  const article = fc.record({
    skuNo: fc.constantFrom(1, 2, 3, null),
    gtin: fc.constantFrom('00000096385074', '06901234567892'),
    qtyMilli: fc.integer({ min: 1, max: 1_200_000 }),
    seenMinor: fc.constant(toMinor(5)),
    sourceQr: fc.constant(null),
  });
  const anyLine = fc.integer({ min: 1, max: 6 });
  const step: fc.Arbitrary<ShopperStep> = fc.oneof(
    article.map((what) => ({ step: 'added', what }) as const),
    fc.record({
      step: fc.constant('quantity_set' as const),
      lineId: anyLine,
      qtyMilli: fc.integer({ min: 0, max: 2_000_000 }),
    }),
    fc.record({ step: fc.constant('line_restored' as const), lineId: anyLine }),
    fc.constantFrom(...everyStep),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let cart = empty;
      for (const each of steps) {
        const next = stepShopperCart(cart, each, 1);
        if (!next.ok) continue;
        expect(next.value.rev).toBeGreaterThanOrEqual(cart.rev);
        cart = next.value;
        const keys = cart.lines.map((line) => line.skuNo ?? line.gtin);
        expect(new Set(keys).size).toBe(keys.length);
        const ids = [...cart.lines, ...cart.removed].map((line) => line.lineId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const line of cart.lines) {
          expect(line.qtyMilli).toBeGreaterThan(0);
          expect(line.qtyMilli).toBeLessThanOrEqual(MAX_QTY_MILLI);
        }
      }
    }),
  );
});
