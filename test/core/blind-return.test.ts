import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BlindGoods, blindReturn } from '../../src/core/blind-return.ts';
import { checkReturn } from '../../src/core/check-sale.ts';
import { completeSale } from '../../src/core/complete-sale.ts';
import { type TaxRate } from '../../src/core/line-tax.ts';
import { toMinor } from '../../src/core/money.ts';
import { priceCart, type PriceRules } from '../../src/core/price-cart.ts';
import { EVERYTHING } from '../../src/core/scope.ts';
import { aProduct, bookOf, cartOf, uuidOf } from '../support/builders.ts';
import { aTax, NOON, of, rulesOf } from '../support/pricing.ts';
import { cash, saleInput } from '../support/sales.ts';

const valueOf = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

const head = {
  returnId: uuidOf(3),
  no: 'T1-R1',
  shiftId: uuidOf(4),
  currency: 'CNY',
  reason: 'changed mind',
  approverId: uuidOf(7),
};
const good = (unitMinor: number, over: Partial<BlindGoods> = {}): BlindGoods => ({
  skuNo: 1,
  name: 'Tea',
  qtyMilli: 1000,
  unitMinor: toMinor(unitMinor),
  taxBp: 600,
  condition: 'resalable',
  ...over,
});
const back = (goods: readonly BlindGoods[], taxes: readonly TaxRate[], change: Partial<PriceRules> = {}) =>
  valueOf(blindReturn(head, goods, { ...rulesOf({ taxes }, change), lang: 'en' }));

const ten = aTax(1, { ratePpm: 100_000 });
const five = aTax(1, { ratePpm: 50_000 });
const onTop = aTax(2, { ratePpm: 100_000, isCompound: true });
const bottle = aTax(3, { perUnitMinor: toMinor(25) });
const added = { taxMode: 'added' } as const;

describe("a return without a receipt is taxed by the shop's own taxes", () => {
  // By hand. Inside 110.00 at 10 %: net 100.00. On top of 100.00 at 10 %: 10.00. At 5 %, then 10 % on both: 5.00 and
  // 10.50. 0.25 a bottle, for three: 0.75.
  test.each<[string, BlindGoods, readonly TaxRate[], Partial<PriceRules>, number, readonly number[]]>([
    ['inside the price', good(11_000), [ten], {}, 11_000, [1000]],
    ['on top of it', good(10_000), [ten], added, 11_000, [1000]],
    ['one upon another, inside', good(11_550), [five, onTop], {}, 11_550, [500, 1050]],
    ['one upon another, on top', good(10_000), [five, onTop], added, 11_550, [500, 1050]],
    ['a fixed one, inside', good(300, { qtyMilli: 3000 }), [bottle], {}, 900, [75]],
    ['a fixed one, on top', good(300, { qtyMilli: 3000 }), [bottle], added, 975, [75]],
  ])('%s', (_what, goods, taxes, rules, refund, parts) => {
    const made = back([goods], taxes, rules);
    expect(checkReturn(made)).toEqual([]);
    expect([made.totalMinor, made.lines[0]?.refundMinor]).toEqual([refund, refund]);
    expect(made.lines[0]?.taxes?.map((part) => part.taxMinor)).toEqual(parts);
    expect(made.taxes?.map((tax) => [tax.taxNo, tax.taxId])).toEqual(taxes.map((tax, at) => [at + 1, tax.taxId]));
    expect(made.plan).toEqual([{ tenderId: 1, method: 'cash', amountMinor: refund }]);
  });

  // 9.98 in coins of 0.05: 10.00 by the nearest, 9.95 downwards. 0.02 is no coin at all. Swiss and Australian practice.
  test.each([
    [998, { stepMinor: 5, how: 'half_up', on: 'cash' }, 1000],
    [998, { stepMinor: 5, how: 'down', on: 'all' }, 995],
    [2, { stepMinor: 5, how: 'half_up', on: 'cash' }, 0],
    [1_049, { stepMinor: 100, how: 'half_up', on: 'cash' }, 1000], // Swedish: to the whole
  ] as const)('%i in coins that exist is %o: %i', (unitMinor, cashRounding, refund) => {
    const made = back([good(unitMinor)], [], { cashRounding });
    expect([made.totalMinor, made.roundingMinor ?? 0]).toEqual([refund, refund - unitMinor]);
    expect(made.lines[0]?.refundMinor).toBe(unitMinor); // the goods keep their price and tax
    expect(checkReturn(made)).toEqual([]);
  });

  test('of two that follow each other the one of the day counts', () => {
    const before = { ...ten, toDate: '2025-11-18' };
    const after = aTax(2, { ratePpm: 200_000, fromDate: '2025-11-19' });
    const on = (date: string) =>
      back([good(12_000)], [before, after], { moment: { ...NOON, date } }).lines[0]?.taxMinor;
    expect([on('2025-11-18'), on('2025-11-19')]).toEqual([1091, 2000]);
  });

  test('goods no tax is about keep their own rate, on top where the shop adds tax', () => {
    const other = { ...ten, scope: of(9) };
    expect(back([good(10_600)], [other])).toMatchObject({ totalMinor: 10_600, lines: [{ taxBp: 600, taxMinor: 600 }] });
    expect(back([good(10_000)], [other], added)).toMatchObject({ totalMinor: 10_600, lines: [{ taxMinor: 600 }] });
    expect(back([good(10_600)], [other]).taxes).toBeUndefined();
  });

  test('a tax of a category finds its goods, and the parts of a bundle each by its own', () => {
    const drinks = { ...ten, scope: { ...EVERYTHING, categories: ['drinks'] } };
    expect(back([good(11_000, { category: 'drinks' })], [drinks]).lines[0]?.taxMinor).toBe(1000);
    const part = { name: 'x', qtyMilli: 1000, priceMinor: toMinor(500), taxBp: 0 };
    const parts = [
      { ...part, skuNo: 2, category: 'drinks' },
      { ...part, skuNo: 3, category: 'food' },
    ];
    const inside = back([good(22_000, { parts })], [drinks]);
    expect(inside.lines[0]).toMatchObject({ refundMinor: 22_000, taxMinor: 1000, taxBp: 600 });
    const onTopOf = back([good(20_000, { parts })], [drinks], added);
    expect(onTopOf.lines[0]?.parts?.map((one) => [one.refundMinor, one.taxMinor])).toEqual([
      [11_000, 1000],
      [10_000, 0],
    ]);
    expect([checkReturn(inside), checkReturn(onTopOf), onTopOf.totalMinor]).toEqual([[], [], 21_000]);
    expect(onTopOf.lines[0]?.parts?.some((one) => 'category' in one)).toBe(false); // an entry has no room for it
  });

  test('what was just sold gives back what was paid, with the same taxes', () => {
    const taxes = fc.record({
      first: fc.integer({ min: 0, max: 300_000 }),
      second: fc.integer({ min: 0, max: 300_000 }),
      isCompound: fc.boolean(),
      taxMode: fc.constantFrom('included' as const, 'added' as const),
      taxRounding: fc.constantFrom('line' as const, 'total' as const),
      taxRoundsTo: fc.constantFrom('nearest' as const, 'down' as const, 'up' as const),
    });
    const goods = fc.array(fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 1, max: 20_000 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(taxes, goods, ({ first, second, isCompound, ...how }, sold) => {
        const rates = [aTax(1, { ratePpm: first }), aTax(2, { ratePpm: second, isCompound, scope: of(1, 2) })];
        const rules = rulesOf({ taxes: rates }, how);
        const book = bookOf(sold.map(([price], i) => aProduct(i + 1, { priceMinor: toMinor(price), unit: 'kg' })));
        const cart = cartOf(sold.map(([, qtyMilli], i) => [i + 1, qtyMilli] as const));
        const priced = priceCart(cart, book, { rules });
        const tenders = [cash(priced.totals.totalMinor)];
        const sale = valueOf(completeSale({ ...saleInput(cart, { lang: 'en' }), priced, tenders }));
        const given = back(
          sold.map(([price, qtyMilli], i) => good(price, { skuNo: i + 1, qtyMilli, taxBp: 0 })),
          rates,
          how,
        );
        expect(given.totalMinor).toBe(sale.totals.totalMinor);
        expect(given.lines.map((line) => [line.taxMinor, line.taxes])).toEqual(
          sale.lines.map((line) => [line.taxMinor, line.taxes]),
        );
        expect(given.taxes).toEqual(sale.taxes);
        expect(checkReturn(given)).toEqual([]);
      }),
    );
  });
});
