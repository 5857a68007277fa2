import { describe, expect, test } from 'vitest';
import { applyStep, type Cart, type Manual } from '../../src/core/cart.ts';
import { toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import type { Promotion } from '../../src/core/promotion.ts';
import { EVERYTHING } from '../../src/core/scope.ts';
import { cartOf, uuidOf } from '../support/builders.ts';
import {
  amount,
  aPromotion,
  book,
  buyGet,
  cheapestOf,
  each,
  NOON,
  type Goods,
  nFor,
  of,
  over,
  percent,
  price,
  priced,
  rulesOf,
} from '../support/pricing.ts';

const off = (goods: Goods, ...promotions: Promotion[]): number =>
  priced(cartOf(goods), ...promotions).totals.discountMinor;
const pcs = (...goods: [number, number][]): Goods => goods.map(([skuNo, count]) => [skuNo, count * 1000] as const);

describe('worked cases: one promotion', () => {
  test.each<[string, number, Goods, Promotion]>([
    ['10 % off, 15.00 of goods: 1.50', 150, pcs([7, 1], [8, 1]), aPromotion(1, each(EVERYTHING, percent(1000)))],
    ['a third off 1.00: 0.333, so 0.33', 33, pcs([1, 1]), aPromotion(1, each(EVERYTHING, percent(3333)))],
    [
      'half off 0.345 kg at 19.80 (6.83): 3.415, half up 3.42',
      342,
      [[30, 345]],
      aPromotion(1, each(of(30), percent(5000))),
    ],
    ['2.00 off each of three', 600, pcs([5, 3]), aPromotion(1, each(of(5), amount(200)))],
    ['2.00 off goods of 1.00: no more than 1.00', 100, pcs([1, 1]), aPromotion(1, each(of(1), amount(200)))],
    [
      'a member price of 14.90 a kilogram on 0.5 kg: 9.90 less 7.45',
      245,
      [[30, 500]],
      aPromotion(1, each(of(30), price(1490))),
    ],
    ['3 for 5.00 at 2.50 each: 2.50 off', 250, pcs([20, 3]), aPromotion(1, nFor(of(20), 3, price(500)))],
    ['3 for 5.00, seven bought: two sets, one left', 500, pcs([20, 7]), aPromotion(1, nFor(of(20), 3, price(500)))],
    ['3 for 5.00, once a sale', 250, pcs([20, 7]), aPromotion(1, nFor(of(20), 3, price(500), 1))],
    [
      'any 3 for 10.00 of 9, 8, 7 and 2: the dearest, 24 less 10',
      1400,
      pcs([9, 1], [8, 1], [7, 1], [2, 1]),
      aPromotion(1, nFor(EVERYTHING, 3, price(1000))),
    ],
    ['a set that costs more than its goods is none', 0, pcs([1, 3]), aPromotion(1, nFor(EVERYTHING, 3, price(1000)))],
    [
      'buy one get one free, five bought: two free',
      500,
      pcs([20, 5]),
      aPromotion(1, cheapestOf(of(20), 2, percent(10_000))),
    ],
    ['buy a 5.00 get a 2.00 free', 200, pcs([5, 1], [2, 1]), aPromotion(1, buyGet(of(5), of(2)))],
    ['buy a 5.00 get a 2.00 free, without the 5.00', 0, pcs([2, 2]), aPromotion(1, buyGet(of(5), of(2)))],
    ['second at half price', 450, pcs([9, 2]), aPromotion(1, cheapestOf(of(9), 2, percent(5000)))],
    [
      '3 for 2 over 9 8 7 6 5 4: 7 and 4 free, the best grouping for the customer',
      1100,
      pcs([4, 1], [5, 1], [6, 1], [7, 1], [8, 1], [9, 1]),
      aPromotion(1, cheapestOf(EVERYTHING, 3, percent(10_000))),
    ],
    ['20.00 off from 100.00: not at 99.00', 0, pcs([9, 11]), aPromotion(1, over(10_000, amount(2000)))],
    ['20.00 off from 100.00: at 108.00', 2000, pcs([9, 12]), aPromotion(1, over(10_000, amount(2000)))],
    [
      '10 off for every full 30, at 72: 20 off',
      2000,
      pcs([9, 8]),
      aPromotion(1, over(3000, amount(1000), { isEvery: true })),
    ],
    [
      '10 off for every full 30, 15 at most',
      1500,
      pcs([9, 8]),
      aPromotion(1, over(3000, amount(1000), { isEvery: true, capMinor: toMinor(1500) })),
    ],
    [
      'steps: 5 % from 20, 10 % from 50; 54.00',
      540,
      pcs([9, 6]),
      aPromotion(
        1,
        over(0, percent(500), {
          steps: [
            { from: 2000, reward: percent(500) },
            { from: 5000, reward: percent(1000) },
          ],
        }),
      ),
    ],
    ['10 % off from five pieces', 150, pcs([3, 5]), aPromotion(1, over(5, percent(1000), { measure: 'pieces' }))],
    [
      'meal deal, one drink and one dish for 8.00: of 4 and 9, 5.00 off',
      500,
      pcs([4, 1], [9, 1], [1, 1]),
      aPromotion(1, {
        form: 'set',
        slots: [
          { scope: { ...EVERYTHING, categories: ['drinks'] }, count: 1 },
          { scope: { ...EVERYTHING, categories: ['food'] }, count: 1 },
        ],
        target: { kind: 'all' },
        reward: price(800),
        maxSets: null,
      }),
    ],
    [
      'never below the floor: half off 4.00 with a floor of 3.00',
      100,
      pcs([40, 1]),
      aPromotion(1, each(of(40), percent(5000))),
    ],
    [
      'all but the named',
      200,
      pcs([2, 1], [3, 1]),
      aPromotion(1, each({ ...EVERYTHING, exceptSkuNos: [3] }, percent(10_000))),
    ],
  ])('%s', (_source, expected, goods, promotion) => {
    expect(off(goods, promotion)).toBe(expected);
  });
});

describe('best for the customer, where greedy is wrong', () => {
  test('two pairs beat the one dearest triple', () => {
    // 9 8 7 6. Any 3 for 12.00: 24 - 12 = 12 off. Pairs for 9.00 twice: 30 - 18 = 12. Pairs for 8.00: 30 - 16 = 14 off.
    const goods = pcs([9, 1], [8, 1], [7, 1], [6, 1]);
    const triple = aPromotion(1, nFor(EVERYTHING, 3, price(1200)));
    const pair = aPromotion(2, nFor(EVERYTHING, 2, price(800)));
    expect(off(goods, triple)).toBe(1200);
    expect(off(goods, triple, pair)).toBe(1400);
  });

  test('an offer on pieces is not taken when it would lose a threshold worth more', () => {
    // 108.00: 10 % off leaves 97.20; 20 off from 100.00 leaves 88.00.
    const ten = aPromotion(1, each(EVERYTHING, percent(1000)));
    const from100 = aPromotion(2, over(10_000, amount(2000)));
    expect(off(pcs([9, 12]), ten)).toBe(1080);
    const both = priced(cartOf(pcs([9, 12])), ten, from100);
    expect(both.totals.discountMinor).toBe(2000);
    expect(both.passed).toMatchObject([{ promotion: { promotionId: ten.promotionId }, why: 'better_offer' }]);
  });

  test('the lesser of two rivals when only it leaves the threshold in reach', () => {
    // 110: 15 off leaves 95; 9 off leaves 101 and 20 more.
    const cart = cartOf(pcs([9, 12], [2, 1]));
    const most = aPromotion(1, each(of(2), percent(10_000)));
    const rivals = [aPromotion(2, nFor(of(9), 12, amount(1500))), aPromotion(3, nFor(of(9), 12, amount(900)))];
    const from100 = aPromotion(4, over(10_000, amount(2000)));
    expect(priced(cart, ...rivals, from100).totals.discountMinor).toBe(2900);
    expect(priced(cart, ...rivals, from100, most).totals.discountMinor).toBe(2900);
  });

  test('one set fewer keeps the threshold', () => {
    // Six at 9.00 = 54.00; each pair for 15.00 is 3.00 off. From 50.00 on 10.00 off: one pair, not three.
    const pair = aPromotion(1, nFor(of(9), 2, price(1500)));
    const from50 = aPromotion(2, over(5000, amount(1000)));
    expect(off(pcs([9, 6]), pair)).toBe(900);
    expect(off(pcs([9, 6]), pair, from50)).toBe(1300);
  });
});

describe('going together', () => {
  const half = aPromotion(1, each(EVERYTHING, percent(5000)));
  test('one group: the best only; two groups: one after the other', () => {
    const tenth = aPromotion(2, each(EVERYTHING, percent(1000)));
    expect(off(pcs([8, 1]), half, tenth)).toBe(400);
    expect(off(pcs([8, 1]), half, { ...tenth, stackGroup: 'b' })).toBe(440); // 8.00, 4.00, 3.60
  });

  test('which group comes first is the same for every cart', () => {
    const a = { stackGroup: 'a' };
    const triple = aPromotion(1, nFor(of(8), 3, price(2000)), a); // 24.00 for 20.00
    const forFive = aPromotion(2, each(of(9), price(500)), { ...a, priority: 9 }); // 9.00 for 5.00
    const tenth = aPromotion(3, each(of(8), percent(1000)), { stackGroup: 'b', priority: 5 });
    const all = [triple, forFive, tenth];
    expect(off(pcs([8, 3], [9, 1]), ...all)).toBe(400 + 400 + 200); // 20.00, then a tenth of it
    expect(off(pcs([8, 3]), ...all)).toBe(400 + 200);
    const ended = { ...forFive, state: 'ended' as const }; // it has no say any more: 2.40, and 21.60 for 20.00
    expect(off(pcs([8, 3]), triple, ended, tenth)).toBe(240 + 160);
  });

  test('of one priority percents come first, whatever the groups are called', () => {
    const goods = pcs([8, 25]); // 200.00
    const less = over(10_000, amount(3000));
    for (const [one, other] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const tenth = { stackGroup: one };
      const threshold = { stackGroup: other };
      expect(off(goods, aPromotion(1, over(0, percent(1000)), tenth), aPromotion(2, less, threshold))).toBe(5000);
      expect(off(goods, aPromotion(1, each(EVERYTHING, percent(1000)), tenth), aPromotion(2, less, threshold))).toBe(
        5000,
      );
      const apiece = aPromotion(2, each(EVERYTHING, amount(100)), threshold); // 8.00, 7.20, 6.20
      expect(off(goods, aPromotion(1, each(EVERYTHING, percent(1000)), tenth), apiece)).toBe(180 * 25);
    }
    const first = aPromotion(2, less, { stackGroup: 'b', priority: 1 }); // 170.00, and a tenth of it
    expect(off(goods, aPromotion(1, over(0, percent(1000)), { stackGroup: 'a' }), first)).toBe(4700);
  });

  test('what a floor keeps of a percent on the cart is not taken off the others; of an amount it is', () => {
    const goods = pcs([40, 1], [9, 1]); // 4.00 with a floor of 3.00, and 9.00
    const offLines = (cart: Cart, ...all: Promotion[]) =>
      priced(cart, ...all).lines.map(({ discountMinor }) => discountMinor);
    const half = over(0, percent(5000));
    expect(offLines(cartOf(goods), aPromotion(1, half))).toEqual([100, 450]);
    expect(offLines(cartOf(goods), aPromotion(1, over(0, percent(5000), { capMinor: toMinor(500) })))).toEqual([
      100, 400,
    ]);
    expect(offLines(cartOf(goods), aPromotion(1, over(0, amount(650))))).toEqual([100, 550]);
    const byHand = (reward: Manual['reward']): Cart =>
      applyStep(cartOf(goods), { step: 'cart_discounted', discount: { reward, reason: 'x', approverId: null } });
    expect(offLines(byHand({ kind: 'percent', bp: 5000 }))).toEqual([100, 450]);
    expect(offLines(byHand({ kind: 'amount', amountMinor: toMinor(650) }))).toEqual([100, 550]);
  });

  test('one that stands alone meets no other', () => {
    const alone = aPromotion(3, each(EVERYTHING, percent(5200)), { isAlone: true, priority: 9, stackGroup: 'alone' });
    const then = aPromotion(2, each(EVERYTHING, percent(1000)), { stackGroup: 'b' });
    // 52 % alone, or 50 % and then 10 % of the rest: 55 %.
    expect(off(pcs([8, 1]), half, then)).toBe(440);
    expect(off(pcs([8, 1]), alone, then)).toBe(416);
    expect(off(pcs([8, 1]), alone, half, then)).toBe(440);
  });

  test('not on a price a person has changed, unless it says so', () => {
    const cart = applyStep(cartOf(pcs([8, 1])), { step: 'price_overridden', lineId: 1, unitMinor: toMinor(600) });
    expect(priced(cart, { ...half, onManual: false }).totals.discountMinor).toBe(0);
    expect(priced(cart, half).totals.discountMinor).toBe(300);
  });

  test('on top of discounts by persons: line first, then promotion, then cart', () => {
    const steps = [
      { step: 'line_discounted', lineId: 1, discount: { reward: amount(200), reason: 'dented', approverId: null } },
      { step: 'cart_discounted', discount: { reward: percent(1000), reason: 'friend', approverId: null } },
    ] as const;
    const cart = steps.reduce(
      (all, step) => applyStep(all, step as Parameters<typeof applyStep>[1]),
      cartOf(pcs([8, 1])),
    );
    const { offers, totals } = priced(cart, half); // 8.00 - 2.00 - 3.00 - 0.30
    expect(offers.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['line_discount', 200],
      ['promotion', 300],
      ['cart_discount', 30],
    ]);
    expect(totals.totalMinor).toBe(270);
  });
});

describe('when, where, for whom', () => {
  const half = (change: Partial<Promotion>): Promotion => aPromotion(1, each(EVERYTHING, percent(5000)), change);
  test.each<[string, Partial<Promotion>, Partial<typeof NOON>, boolean]>([
    ['on its last day', { fromDate: '2025-11-01', toDate: '2025-11-19' }, {}, true],
    ['a day late', { toDate: '2025-11-18' }, {}, false],
    ['on another weekday', { weekdays: [6, 7] }, {}, false],
    ['in its hour', { fromMinute: 660, toMinute: 780 }, {}, true],
    ['the first minute too late', { fromMinute: 660, toMinute: 720 }, {}, false],
    [
      'Tuesday night, told on Wednesday 01:00',
      { weekdays: [2], fromMinute: 1320, toMinute: 120 },
      { minute: 60 },
      true,
    ],
    [
      'Wednesday night is not Wednesday 01:00',
      { weekdays: [3], fromMinute: 1320, toMinute: 120 },
      { minute: 60 },
      false,
    ],
    [
      'its last night ends after New Year',
      { toDate: '2025-12-31', fromMinute: 1320, toMinute: 120 },
      { date: '2026-01-01', weekday: 4, minute: 30 },
      true,
    ],
    [
      'the night of 29 February',
      { fromDate: '2028-02-29', toDate: '2028-02-29', fromMinute: 1320, toMinute: 60 },
      { date: '2028-03-01', weekday: 3, minute: 30 },
      true,
    ],
    ['in another store', { storeIds: [uuidOf(71)] }, {}, false],
    ['for members', { memberTiers: [] }, {}, false],
    ['ended', { state: 'ended' }, {}, false],
  ])('%s', (_name, change, at, runs) => {
    const rules = rulesOf({ promotions: [half(change)] }, { moment: { ...NOON, ...at } });
    expect(priceCart(cartOf(pcs([8, 1])), book, { rules }).totals.discountMinor).toBe(runs ? 400 : 0);
  });

  test('a coupon needs its code, a member price its tier; else it is said why', () => {
    const rules = rulesOf({
      promotions: [
        half({ coupon: 'NOV50' }),
        aPromotion(2, each(EVERYTHING, percent(6000)), { memberTiers: ['gold'] }),
      ],
    });
    const at = (change: Partial<Cart>) => priceCart({ ...cartOf(pcs([8, 1])), ...change }, book, { rules });
    expect(at({}).totals.discountMinor).toBe(0);
    expect(at({}).passed).toMatchObject([{ why: 'members_only' }]); // a coupon's code is not given away
    expect(at({ coupons: ['NOV50'] }).offers).toMatchObject([{ coupon: 'NOV50', amountMinor: 400 }]);
    expect(at({ memberTier: 'gold', coupons: ['NOV50'] }).totals.discountMinor).toBe(480);
    expect(at({ memberTier: 'silver' }).totals.discountMinor).toBe(0);
    expect(at({ coupons: ['NONE'] }).passed).toMatchObject([
      { why: 'members_only' },
      { promotion: null, coupon: 'NONE', why: 'unknown_coupon' },
    ]);
  });

  test('what was passed over says what is missing', () => {
    const { passed } = priced(
      cartOf(pcs([8, 1], [40, 1])),
      aPromotion(1, nFor(of(8), 3, price(100))),
      aPromotion(2, over(5000, amount(100))),
      aPromotion(3, over(20, amount(100), { measure: 'pieces' })),
    );
    expect(passed.map(({ why, missing }) => [why, missing])).toEqual([
      ['too_few', 2],
      ['below_threshold', 3800],
      ['below_threshold', 18],
    ]);
  });
});
