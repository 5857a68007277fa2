import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import { cartOff, eachOff, type Promotion, rewardOff } from '../../src/core/promotion.ts';
import { EVERYTHING } from '../../src/core/scope.ts';
import { aProduct, bookOf, cartOf } from '../support/builders.ts';
import {
  amount,
  aPromotion,
  buyGet,
  cheapestOf,
  each,
  type Goods,
  nFor,
  of,
  over,
  percent,
  price,
  priced,
  rulesOf,
} from '../support/pricing.ts';

// Any promotions on any carts -------------------------------------------------------------------------------------

const scope = fc.oneof(
  fc.constant(EVERYTHING),
  fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }).map((skuNos) => of(...skuNos)),
);
const reward = fc.oneof(
  fc.integer({ min: 1, max: 10_000 }).map(percent),
  fc.integer({ min: 1, max: 900 }).map(amount),
  fc.integer({ min: 0, max: 1500 }).map(price),
);
const offer = fc.oneof(
  fc.tuple(scope, reward).map(([on, what]) => each(on, what)),
  fc.tuple(scope, fc.integer({ min: 1, max: 4 }), reward).map(([on, count, what]) => nFor(on, count, what)),
  fc.tuple(scope, fc.integer({ min: 2, max: 3 })).map(([on, count]) => cheapestOf(on, count, percent(10_000))),
  fc.tuple(scope, scope, reward).map(([buy, get, what]) => buyGet(buy, get, what)),
  fc
    .tuple(fc.integer({ min: 100, max: 6000 }), fc.integer({ min: 1, max: 2000 }))
    .map(([from, what]) => over(from, amount(what))),
);
const promotions = fc
  .array(fc.tuple(offer, fc.constantFrom('', '', 'b'), fc.nat(3)), { maxLength: 6 })
  .map((rows) => rows.map(([what, stackGroup, priority], n) => aPromotion(n, what, { stackGroup, priority })));
const goods = fc.array(
  fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 5 }).map((n) => n * 1000),
  ),
  {
    minLength: 1,
    maxLength: 6,
  },
);

describe('for any promotions and goods', () => {
  test('every discount is the sum of its lines, every line the sum of what applied, and none below zero', () => {
    fc.assert(
      fc.property(goods, promotions, (list, all) => {
        const { lines, offers, totals } = priced(cartOf(list), ...all);
        for (const line of lines) {
          expect(line.discountMinor).toBe(line.applied.reduce((sum, part) => sum + part.amountMinor, 0));
          expect(line.grossMinor - line.discountMinor).toBeGreaterThanOrEqual(0);
        }
        for (const { offerNo, amountMinor } of offers) {
          const parts = lines.flatMap((line) => line.applied).filter((part) => part.offerNo === offerNo);
          expect(parts.reduce((sum, part) => sum + part.amountMinor, 0)).toBe(amountMinor);
        }
        expect(offers.reduce((sum, one) => sum + one.amountMinor, 0)).toBe(totals.discountMinor);
        expect(totals.totalMinor).toBe(totals.grossMinor - totals.discountMinor);
      }),
    );
  });

  test('neither the order of lines nor of promotions changes the total', () => {
    const shuffled = goods.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, promotions, ([list, other], all) => {
        const one = priced(cartOf(list), ...all);
        expect(priced(cartOf(other), ...all.toReversed()).totals).toEqual(one.totals);
      }),
    );
  });

  test('one more promotion in the same group never makes it dearer', () => {
    fc.assert(
      fc.property(goods, promotions, offer, (list, all, more) => {
        const same = all.map((one) => ({ ...one, stackGroup: '', priority: 0 }));
        const before = priced(cartOf(list), ...same);
        const after = priced(cartOf(list), ...same, aPromotion(99, more));
        if (before.isExact && after.isExact)
          expect(after.totals.totalMinor).toBeLessThanOrEqual(before.totals.totalMinor);
      }),
    );
  });

  test('never below the floor', () => {
    fc.assert(
      fc.property(
        goods,
        promotions,
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 1, max: 10_000 }),
        (list, all, floor, bp) => {
          const floors = bookOf(
            [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => aProduct(n, { floorMinor: toMinor(Math.min(floor, n * 100)) })),
          );
          const discount = { reward: percent(bp) as { kind: 'percent'; bp: number }, reason: '', approverId: null };
          const cart = { ...cartOf(list), discount };
          const { lines } = priceCart(cart, floors, { rules: rulesOf({ promotions: all }) });
          for (const { line, grossMinor, discountMinor } of lines) {
            const least = (Math.min(floor, line.skuNo * 100) * line.qtyMilli) / 1000;
            expect(grossMinor - discountMinor).toBeGreaterThanOrEqual(least);
          }
        },
      ),
    );
  });
});

/**
 * Every way there is to use one group's offers on a few pieces, by brute force: each piece alone, under an `each`
 * offer, or in a set with any others; then the best cart offer. Prices are whole units and percents whole, so
 * nothing rounds.
 */
function bestByForce(pieces: readonly number[], all: readonly Promotion[]): number {
  const cartBest = (left: number): number =>
    Math.max(0, ...all.map(({ offer }) => (offer.form === 'cart' ? cartOff(offer, left, left).offMinor : 0)));
  const whole = pieces.reduce((sum, skuNo) => sum + skuNo * 100, 0);
  const isIn = (skuNo: number, { skuNos }: { readonly skuNos: readonly number[] }): boolean =>
    skuNos.length === 0 || skuNos.includes(skuNo);
  const packings = (rest: readonly number[]): number[] => {
    const [first, ...others] = rest;
    if (first === undefined) return [0];
    const found = packings(others);
    for (const { offer } of all) {
      if (offer.form === 'each' && isIn(first, offer.scope)) {
        found.push(...packings(others).map((off) => off + eachOff(offer.reward, first * 100, 1000)));
      }
      if (offer.form !== 'set') continue;
      const size = offer.slots.reduce((sum, slot) => sum + slot.count, 0);
      for (const [set, left] of splits(others, size - 1)) {
        for (const arranged of orders([first, ...set])) {
          const seats = offer.slots.flatMap((slot, at) => Array.from({ length: slot.count }, () => ({ slot, at })));
          if (!arranged.every((skuNo, i) => isIn(skuNo, seats[i]!.slot.scope))) continue;
          const target = offer.target;
          const counted =
            target.kind === 'all'
              ? arranged
              : target.kind === 'slot'
                ? arranged.filter((_, i) => seats[i]!.at === target.slot)
                : arranged.toSorted((a, b) => a - b).slice(0, target.count);
          const off = rewardOff(
            offer.reward,
            counted.reduce((sum, skuNo) => sum + skuNo * 100, 0),
          );
          found.push(...packings(left).map((more) => more + off));
        }
      }
    }
    return [...new Set(found)];
  };
  return Math.max(...packings(pieces).map((off) => off + cartBest(whole - off)));
}

function splits(list: readonly number[], count: number): [number[], number[]][] {
  if (count === 0) return [[[], [...list]]];
  const [first, ...rest] = list;
  if (first === undefined) return [];
  return [
    ...splits(rest, count - 1).map(([set, left]): [number[], number[]] => [[first, ...set], left]),
    ...splits(rest, count).map(([set, left]): [number[], number[]] => [set, [first, ...left]]),
  ];
}

const orders = (list: readonly number[]): number[][] =>
  list.length < 2
    ? [[...list]]
    : list.flatMap((one, at) => orders(list.toSpliced(at, 1)).map((rest) => [one, ...rest]));

const wholeReward = fc.oneof(
  fc.integer({ min: 1, max: 100 }).map((p) => percent(p * 100)),
  fc.integer({ min: 1, max: 900 }).map(amount),
  fc.integer({ min: 0, max: 1500 }).map(price),
);
const rivals = fc.array(
  fc.oneof(
    fc.tuple(scope, wholeReward).map(([on, what]) => each(on, what)),
    fc.tuple(scope, fc.integer({ min: 1, max: 3 }), wholeReward).map(([on, count, what]) => nFor(on, count, what)),
    fc.tuple(scope, fc.integer({ min: 2, max: 3 })).map(([on, count]) => cheapestOf(on, count, percent(10_000))),
    fc.tuple(scope, scope, wholeReward).map(([buy, get, what]) => buyGet(buy, get, what)),
  ),
  { minLength: 1, maxLength: 4 },
);

describe('the best there is, by brute force', () => {
  const list = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
  const lines = (skuNos: readonly number[]): Goods => skuNos.map((skuNo) => [skuNo, 1000] as const);

  test('on pieces', () => {
    let cutShort = 0;
    fc.assert(
      fc.property(list, rivals, (skuNos, offers) => {
        const all = offers.map((what, n) => aPromotion(n, what));
        const { totals, isExact } = priced(cartOf(lines(skuNos)), ...all);
        if (!isExact) cutShort += 1;
        expect(totals.discountMinor).toBe(bestByForce(skuNos, all));
      }),
      { numRuns: 300, seed: 20251119 },
    );
    process.stdout.write(`packings: ${cutShort} of 300 searches cut short\n`);
    expect(cutShort).toBeLessThanOrEqual(6);
  });

  test('and with a threshold over the whole cart', () => {
    const thresholds = fc.tuple(fc.integer({ min: 100, max: 5000 }), fc.integer({ min: 1, max: 2000 }));
    let missed = 0;
    fc.assert(
      fc.property(list, rivals, thresholds, (skuNos, offers, [from, minor]) => {
        const all = [...offers, over(from, amount(minor))].map((what, n) => aPromotion(n, what));
        const found = priced(cartOf(lines(skuNos)), ...all).totals.discountMinor;
        const best = bestByForce(skuNos, all);
        expect(found).toBeLessThanOrEqual(best);
        if (found < best) missed += 1;
      }),
      { numRuns: 300, seed: 20251119 },
    );
    process.stdout.write(`thresholds: ${missed} of 300 carts were not the very best\n`);
    expect(missed).toBeLessThanOrEqual(6); // other pieces in as many sets: not among the cuts that are tried
  });
});

test('ten times the promotions over two hundred lines take ten times the work, not a hundred times', () => {
  const many = bookOf(
    Array.from({ length: 400 }, (_, i) =>
      aProduct(i + 1, { priceMinor: toMinor(100 + ((i * 37) % 900)), category: `c${String(i % 20)}` }),
    ),
  );
  const five = (i: number, n: number) => of(...Array.from({ length: n }, (_, k) => ((i * 7 + k * 13) % 400) + 1));
  const all = Array.from({ length: 500 }, (_, i) => {
    const kinds = [
      each(five(i, 5), percent(500 + i)),
      nFor(five(i, 6), 3, price(500)),
      cheapestOf(five(i, 8), 3, percent(10_000)),
      buyGet(five(i, 4), five(i + 1, 4)),
      over(2000 + i * 100, amount(100 + i)),
    ];
    return aPromotion(i, kinds[i % kinds.length]!);
  });
  const cart = cartOf(
    Array.from({ length: 200 }, (_, i): [number, number] => [((i * 3) % 400) + 1, 1000 * (1 + (i % 3))]),
  );
  const [few, more] = [rulesOf({ promotions: all.slice(0, 50) }), rulesOf({ promotions: all })];
  const timed = (rules: typeof few): number => {
    const start = performance.now();
    priceCart(cart, many, { rules });
    return performance.now() - start;
  };
  // In turn, and the quickest of many: the rest tells of other work on the machine, which slows both alike.
  const times = Array.from({ length: 60 }, () => [timed(few), timed(more)] as const);
  const [quick, slow] = [Math.min(...times.map(([time]) => time)), Math.min(...times.map(([, time]) => time))];
  process.stdout.write(`pricing 200 lines: 50 promotions ${quick.toFixed(1)} ms, 500 ${slow.toFixed(1)} ms\n`);
  expect(slow).toBeLessThan(quick * 10);
});
