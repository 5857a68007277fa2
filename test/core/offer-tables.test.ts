import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cart } from '../../src/core/cart.ts';
import { checkReturn, checkSale } from '../../src/core/check-sale.ts';
import { completeSale } from '../../src/core/complete-sale.ts';
import { toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import type { Offer, Promotion } from '../../src/core/promotion.ts';
import { returnOfSale } from '../../src/core/return.ts';
import type { Return, Sale, SaleLine } from '../../src/core/sale.ts';
import { EVERYTHING, type Scope } from '../../src/core/scope.ts';
import { aProduct, bookOf, cartOf, uuidOf } from '../support/builders.ts';
import {
  amount,
  aPromotion,
  aTax,
  buyGet,
  cheapestOf,
  each,
  type Goods,
  nFor,
  NOON,
  of,
  over,
  percent,
  price,
  priced,
  rulesOf,
} from '../support/pricing.ts';
import { cash, saleInput } from '../support/sales.ts';

const pcs = (...goods: (readonly [number, number])[]): Goods => goods.map(([skuNo, count]) => [skuNo, count * 1000]);
const off = (goods: Goods, ...all: Promotion[]): number => priced(cartOf(goods), ...all).totals.discountMinor;
const set = (slots: readonly (readonly [Scope, number])[], change: Partial<Offer & { form: 'set' }>): Offer => ({
  form: 'set',
  slots: slots.map(([scope, count]) => ({ scope, count })),
  target: { kind: 'all' },
  reward: percent(10_000),
  maxSets: null,
  ...change,
});

// SKU n costs n.00 (1 to 9), 20 costs 2.50, 30 is 19.80 a kilogram, 40 costs 4.00 and never less than 3.00.
describe('sets, worked by hand', () => {
  test.each<[string, number, Goods, readonly Promotion[]]>([
    ['3 for 2 of seven alike: two free', 500, pcs([20, 7]), [aPromotion(1, cheapestOf(of(20), 3, percent(10_000)))]],
    [
      'cheapest of six free: of 9 8 7 6 5 4 the 4',
      400,
      pcs([9, 1], [8, 1], [7, 1], [6, 1], [5, 1], [4, 1]),
      [aPromotion(1, cheapestOf(EVERYTHING, 6, percent(10_000)))],
    ],
    [
      'cheapest of seven free, six bought: none',
      0,
      pcs([2, 6]),
      [aPromotion(1, cheapestOf(EVERYTHING, 7, percent(10_000)))],
    ],
    [
      'buy 2 get 1 where the same good is both: of seven, two free',
      500,
      pcs([20, 7]),
      [
        aPromotion(
          1,
          set(
            [
              [of(20), 2],
              [of(20), 1],
            ],
            { target: { kind: 'slot', slot: 1 } },
          ),
        ),
      ],
    ],
    [
      'buy any get any of 2 and 9: the 9 is the free one',
      900,
      pcs([2, 1], [9, 1]),
      [aPromotion(1, buyGet(EVERYTHING, EVERYTHING))],
    ],
    [
      'two at the price of an offer a customer: 1.00 off the first two of five',
      200,
      pcs([5, 5]),
      [aPromotion(1, nFor(of(5), 1, price(400), 2))],
    ],
    [
      'dearest first where it is limited: one at half price of 9 and 4',
      450,
      pcs([4, 1], [9, 1]),
      [aPromotion(1, nFor(EVERYTHING, 1, percent(5000), 1))],
    ],
    // Drinks are 1 to 4, dishes 5 to 9. 4 with 9 and 3 with 8 are 24.00; two meals for 8.00 each leave 16.00.
    [
      'two meals of overlapping prices',
      800,
      pcs([4, 1], [3, 1], [9, 1], [8, 1]),
      [
        aPromotion(
          1,
          set(
            [
              [{ ...EVERYTHING, categories: ['drinks'] }, 1],
              [{ ...EVERYTHING, categories: ['food'] }, 1],
            ],
            { reward: price(800) },
          ),
        ),
      ],
    ],
    // 8 with 9 for 10.00 and 6 with 7 for 8.00 take 7.00 and 5.00; 7 with 9 and 6 with 8 take 6.00 each.
    [
      'overlapping groups are paired for the customer',
      1200,
      pcs([6, 1], [7, 1], [8, 1], [9, 1]),
      [aPromotion(1, nFor(of(7, 8, 9), 2, price(1000), 1)), aPromotion(2, nFor(of(6, 7, 8), 2, price(800), 1))],
    ],
    ['a gift at nothing is no piece worth a set', 0, pcs([1, 1]), [aPromotion(1, buyGet(of(1), of(2)))]],
    [
      'weighed goods are one piece, whatever they weigh: the 0.5 kg (9.90) free beside the 1 kg',
      990,
      [
        [30, 500],
        [30, 1000],
      ],
      [aPromotion(1, cheapestOf(of(30), 2, percent(10_000)))],
    ],
    ['3 for 2.00 at 1.00 each: 1.00 off', 100, pcs([1, 3]), [aPromotion(1, nFor(of(1), 3, price(200)))]],
    ['half of 0.05 off is half a cent up: 0.03', 3, [[20, 20]], [aPromotion(1, each(EVERYTHING, percent(5000)))]],
    [
      'member price or promotion, one group: the better',
      200,
      pcs([5, 1]),
      [aPromotion(1, each(of(5), price(400))), aPromotion(2, each(of(5), percent(4000)))],
    ],
    [
      'the floor of 3.00 holds against a set of two for 5.00',
      200,
      pcs([40, 2]),
      [aPromotion(1, nFor(of(40), 2, price(500)))],
    ],
  ])('%s', (_source, expected, goods, all) => {
    expect(off(goods, ...all)).toBe(expected);
  });
});

describe('thresholds and stacking, worked by hand', () => {
  const ten = aPromotion(1, each(EVERYTHING, percent(1000)), { stackGroup: 'goods' });
  test.each<[string, number, Goods, readonly Promotion[]]>([
    // 54.00 less 10 % is 48.60: below 50.00, where 10.00 off would begin; so 10.00 alone is better than 5.40.
    [
      'a threshold counts what is left: without the tenth it is reached',
      1000,
      pcs([9, 6]),
      [ten, aPromotion(2, over(5000, amount(1000)), { stackGroup: 'cart' })],
    ],
    // 63.00 less 6.30 is 56.70: reached as well. 6.30 and 10.00.
    [
      'both where both are reached',
      1630,
      pcs([9, 7]),
      [ten, aPromotion(2, over(5000, amount(1000)), { stackGroup: 'cart' })],
    ],
    [
      'two percents in two groups: 10 % of what 20 % leaves',
      252,
      pcs([9, 1]),
      [
        aPromotion(1, each(EVERYTHING, percent(2000)), { stackGroup: 'a', priority: 2 }),
        aPromotion(2, each(EVERYTHING, percent(1000)), { stackGroup: 'b' }),
      ],
    ],
    ['exactly on the threshold counts', 100, pcs([5, 2]), [aPromotion(1, over(1000, amount(100)))]],
    ['one minor unit below does not', 0, [[30, 505]], [aPromotion(1, over(1001, amount(100)))]],
    [
      '5.00 for each full 20.00 of 65.00: three times',
      1500,
      pcs([9, 5], [20, 8]),
      [aPromotion(1, over(2000, amount(500), { isEvery: true }))],
    ],
    [
      'every third piece brings 1.00, of eight: two',
      200,
      pcs([2, 8]),
      [aPromotion(1, over(3, amount(100), { measure: 'pieces', isEvery: true }))],
    ],
    ['a voucher of 100.00 never pays more than there is', 900, pcs([9, 1]), [aPromotion(1, over(0, amount(10_000)))]],
    [
      '8.00 off over 40 with a floor and 9: what the one has no room for, the other gives',
      800,
      pcs([40, 1], [9, 1]),
      [aPromotion(1, over(0, amount(800)))],
    ],
  ])('%s', (_source, expected, goods, all) => {
    expect(off(goods, ...all)).toBe(expected);
  });

  test.each([
    ['16:59', 1019, false],
    ['17:00', 1020, true],
    ['18:59', 1138, true],
    ['19:00', 1140, false],
  ])('happy hour from 17:00 to 19:00, at %s', (_time, minute, isOn) => {
    const happy = aPromotion(1, each(EVERYTHING, percent(5000)), { fromMinute: 1020, toMinute: 1140 });
    const rules = rulesOf({ promotions: [happy] }, { moment: { ...NOON, minute } });
    const { totals } = priceCart(cartOf(pcs([1, 1])), bookOf([aProduct(1)]), { rules });
    expect(totals.discountMinor).toBe(isOn ? 50 : 0);
  });
});

function onePieceBack(sale: Sale, lineId: number, earlier: readonly Return[]): Return {
  const names = { returnId: uuidOf(3000 + earlier.length), no: 'T3-9', shiftId: uuidOf(500), currency: 'CNY' };
  const head = { ...names, reason: '', approverId: null };
  const back = returnOfSale(head, sale, [{ lineId, qtyMilli: 1000, condition: 'resalable' }], earlier);
  if (!back.ok) throw new Error(back.error.code);
  expect(checkReturn(back.value)).toEqual([]);
  return back.value;
}

const givenBack = (backs: readonly Return[]): number => backs.reduce((sum, back) => sum + back.totalMinor, 0);

const byTax = (lines: readonly Pick<SaleLine, 'taxes'>[], taxNo: number): number =>
  lines.flatMap((line) => line.taxes ?? []).reduce((sum, one) => sum + (one.taxNo === taxNo ? one.taxMinor : 0), 0);

// Of a promoted set any piece may come back first, and then any other: all of it is what was paid, tax by tax.
test('parts of promoted goods in any order give back what was paid and every tax, no more at any time', () => {
  const offers = fc.array(
    fc.constantFrom<Offer>(
      nFor(of(1, 2, 3), 3, price(299)),
      cheapestOf(EVERYTHING, 3, percent(10_000)),
      buyGet(of(1), of(2)),
      over(500, amount(133)),
      each(of(3), percent(3333)),
    ),
    { minLength: 1, maxLength: 3 },
  );
  const goods = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 });
  const how = fc.record({
    taxMode: fc.constantFrom('included' as const, 'added' as const),
    taxRounding: fc.constantFrom('line' as const, 'total' as const),
    taxRoundsTo: fc.constantFrom('nearest' as const, 'down' as const, 'up' as const),
  });
  const taxes = [aTax(1, { ratePpm: 50_000 }), aTax(2, { ratePpm: 99_750, scope: of(1, 2), isCompound: true })];
  fc.assert(
    fc.property(
      offers,
      goods,
      how,
      fc.boolean(),
      fc.infiniteStream(fc.nat(50)),
      (kinds, counts, rules, isFree, picks) => {
        const promotions = kinds.map((what, n) => aPromotion(n, what, { stackGroup: String(n % 2) }));
        const book = bookOf([
          aProduct(1, { priceMinor: toMinor(199) }),
          aProduct(2, { priceMinor: toMinor(333) }),
          aProduct(3, { priceMinor: toMinor(89) }),
        ]);
        const taxFree = { paper: 'T1', approverId: null };
        const cart: Cart = {
          ...cartOf(counts.map((count, at) => [at + 1, count * 1000] as const)),
          ...(isFree ? { taxFree } : {}),
        };
        const inAll = priceCart(cart, book, { rules: rulesOf({ promotions, taxes }, rules) });
        const made = completeSale({ ...saleInput(cart), priced: inAll, tenders: [cash(10_000)] });
        if (!made.ok) throw new Error(made.error.code);
        const sale = made.value;
        expect(checkSale(sale)).toEqual([]);
        const pieces = sale.lines.flatMap(({ lineId, qtyMilli }) =>
          Array.from({ length: qtyMilli / 1000 }, () => lineId),
        );
        const backs: Return[] = [];
        while (pieces.length > 0) {
          const [lineId = 0] = pieces.splice((picks.next().value ?? 0) % pieces.length, 1);
          backs.push(onePieceBack(sale, lineId, backs));
          expect(givenBack(backs)).toBeLessThanOrEqual(sale.totals.totalMinor);
        }
        expect(givenBack(backs)).toBe(sale.totals.totalMinor);
        for (const { taxNo } of sale.taxes ?? []) {
          expect(byTax(backs.flatMap((back) => back.lines), taxNo)).toBe(byTax(sale.lines, taxNo)); // prettier-ignore
        }
      },
    ),
    { numRuns: 200 },
  );
});
