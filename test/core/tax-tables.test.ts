import { describe, expect, test } from 'vitest';
import { type CashRounding, inSteps } from '../../src/core/cash-rounding.ts';
import { decimalText, minorFromDecimal } from '../../src/core/currency.ts';
import type { TaxRate } from '../../src/core/line-tax.ts';
import { toMinor } from '../../src/core/money.ts';
import { priceCart, type PriceRules } from '../../src/core/price-cart.ts';
import { EVERYTHING } from '../../src/core/scope.ts';
import { aProduct, bookOf, cartOf } from '../support/builders.ts';
import { aPromotion, aTax, each, NOON, of, percent, rulesOf } from '../support/pricing.ts';

type Good = readonly [priceMinor: number, qtyMilli: number, taxBp?: number];
type Rules = Partial<PriceRules>;

/** The n-th good is SKU n. */
function taxed(goods: readonly Good[], taxes: readonly TaxRate[], change: Rules, off: number | null = null) {
  const book = bookOf(
    goods.map(([price, , taxBp = 0], at) => aProduct(at + 1, { priceMinor: toMinor(price), taxBp, unit: 'kg' })),
  );
  const promotions = off === null ? [] : [aPromotion(1, each(EVERYTHING, percent(off)))];
  const rules = rulesOf({ taxes, promotions }, change);
  const { byTax, totals } = priceCart(cartOf(goods.map(([, qty], at) => [at + 1, qty] as const)), book, { rules });
  return { taxes: byTax.map((row) => row.taxMinor), tax: totals.taxMinor, total: totals.totalMinor };
}

const rate = (n: number, ratePpm: number, change: Partial<TaxRate> = {}): TaxRate => aTax(n, { ratePpm, ...change });
const fixed = (n: number, perUnit: number, change: Partial<TaxRate> = {}): TaxRate =>
  aTax(n, { perUnitMinor: toMinor(perUnit), ...change });
const inside: Rules = { taxMode: 'included' };
const insideInAll: Rules = { taxMode: 'included', taxRounding: 'total' };
const onTop: Rules = { taxMode: 'added' };
const onTopInAll: Rules = { taxMode: 'added', taxRounding: 'total' };

const JAPAN: readonly Good[] = [
  [101, 1000, 800],
  [203, 1000, 800],
  [110, 1000, 1000],
  [443, 1000, 1000],
];

describe('taxes of the world, worked by hand', () => {
  // Taxes come in the order of the summary: the lowest rate first.
  test.each<[string, readonly Good[], readonly TaxRate[], Rules, number[], number]>([
    // CRA, GST/HST rates by province: British Columbia 5 % and 7 %, Ontario one of 13 %, both on the price.
    [
      'British Columbia, 19.99: 0.9995 and 1.3993',
      [[1999, 1000]],
      [rate(1, 5e4), rate(2, 7e4)],
      onTop,
      [100, 140],
      2239,
    ],
    ['Ontario, 12.49: 1.6237', [[1249, 1000]], [rate(1, 13e4)], onTop, [162], 1411],
    // Prince Edward Island until 2013: 10 % on the price with GST. 10 % of 20.99 (19.99 and 0.9995) is 2.09895.
    [
      'PEI before 2013, compound: 1.00 and 2.10',
      [[1999, 1000]],
      [rate(1, 5e4), rate(2, 1e5, { isCompound: true })],
      onTop,
      [100, 210],
      2309,
    ],
    // Basic groceries are zero-rated in Canada: a tax that is about other goods only.
    [
      'Canada, milk untaxed beside a taxed bag',
      [
        [599, 1000],
        [100, 1000],
      ],
      [rate(1, 5e4, { scope: of(2) })],
      onTop,
      [0, 5],
      704,
    ],
    // Goods and Services Tax (Compensation to States) Act: cess on the value, beside CGST and SGST, none on another.
    [
      'India, 28 % and a cess of 12 % on 100.00',
      [[1e4, 1000]],
      [rate(1, 14e4), rate(2, 14e4), rate(3, 12e4)],
      onTop,
      [1200, 1400, 1400],
      14000,
    ],
    // The cess on tobacco: a percentage and so much a thousand; here 5 % and 4.17 a pack, 3 packs at 100.00.
    [
      'India, cess of 5 % and 4.17 a piece',
      [[1e4, 3000]],
      [rate(1, 14e4), rate(2, 14e4), rate(3, 5e4, { perUnitMinor: toMinor(417) })],
      onTop,
      [2751, 4200, 4200],
      41151,
    ],
    // An MRP holds its GST: 118.00 is 100.00, 9.00 and 9.00.
    ['India, MRP 118.00', [[11800, 1000]], [rate(1, 9e4), rate(2, 9e4)], inside, [900, 900], 11800],
    // National Tax Agency of Japan, qualified invoices: one rounding for each rate and invoice.
    ['Japan, 8 % and 10 % on an invoice: of 304 and 553 yen 24.32 and 55.3', JAPAN, [], onTopInAll, [24, 55], 936],
    ['Japan, the same inside: of 304 and 553 yen 22.5 and 50.27', JAPAN, [], insideInAll, [23, 50], 857],
    // The same authority leaves the way of rounding to the seller: down is the custom. 304 × 8 % and 553 × 10 %.
    ['Japan, rounded down on an invoice', JAPAN, [], { ...onTopInAll, taxRoundsTo: 'down' }, [24, 55], 936],
    ['Japan, rounded up on an invoice', JAPAN, [], { ...onTopInAll, taxRoundsTo: 'up' }, [25, 56], 938],
    // 101: 8.08, 203: 16.24, 110: 11, 443: 44.3; each line by itself.
    ['rounded down on each line', JAPAN, [], { ...onTop, taxRoundsTo: 'down' }, [24, 55], 936],
    ['rounded up on each line', JAPAN, [], { ...onTop, taxRoundsTo: 'up' }, [26, 56], 939],
    // Inside, of 304 and 553: 22.519 and 50.27; line by line 7.48, 15.04, 10 and 40.27.
    ['inside, rounded down', JAPAN, [], { ...insideInAll, taxRoundsTo: 'down' }, [22, 50], 857],
    ['inside, rounded up on each line', JAPAN, [], { ...inside, taxRoundsTo: 'up' }, [24, 51], 857],
    [
      'inside a price of one unit, up is no more than it',
      [[1, 1000, 9900]],
      [],
      { ...inside, taxRoundsTo: 'up' },
      [1],
      1,
    ],
    // EN 16931, BR-CO-17: the tax of a category is its taxable amount times its rate, rounded once.
    [
      'EN 16931: 19 % of three lines of 0.99 is 0.5643',
      [
        [99, 1000, 1900],
        [99, 1000, 1900],
        [99, 1000, 1900],
      ],
      [],
      onTopInAll,
      [56],
      353,
    ],
    [
      'the same line by line: 0.19 three times',
      [
        [99, 1000, 1900],
        [99, 1000, 1900],
        [99, 1000, 1900],
      ],
      [],
      onTop,
      [57],
      354,
    ],
    // UStG: 19 % and 7 % inside one receipt: 11.90 holds 1.90, 10.70 holds 0.70.
    [
      'Germany, 7 % and 19 % inside',
      [
        [1190, 1000, 1900],
        [1070, 1000, 700],
      ],
      [],
      inside,
      [70, 190],
      2260,
    ],
    // Swiss VAT Act, article 25 as of 2024: 8.1 % and 2.6 %. 108.10 holds 8.10, 102.60 holds 2.60.
    [
      'Switzerland, 2.6 % and 8.1 % inside',
      [
        [10810, 1000, 810],
        [10260, 1000, 260],
      ],
      [],
      inside,
      [260, 810],
      21070,
    ],
    // Finland 2024: 25.5 %, inside: 12.55 holds 2.55.
    ['Finland, 25.5 % inside', [[1255, 1000, 2550]], [], inside, [255], 1255],
    // Argentina, IVA 21 % inside the price: 1,210.00 holds 210.00. Korea 10 % of 11,000 won: 1,000.
    ['Argentina, 21 % inside', [[121000, 1000, 2100]], [], inside, [21000], 121000],
    [
      'Korea, 10 % inside 11,000 won, and inside 9,990: 908.18',
      [
        [11000, 1000, 1000],
        [9990, 1000, 1000],
      ],
      [],
      inside,
      [1908],
      20990,
    ],
    // Brazil, ICMS "por dentro": 18 % of the price itself is 18 / 82 of the rest, 21.9512 %. 100.00 holds 18.00.
    ['Brazil, 18 % of the price itself', [[10000, 1000]], [rate(1, 219512)], inside, [1800], 10000],
    // Bahrain, VAT 10 % in fils: 1.155 dinar holds 0.105.
    ['Bahrain, three decimals', [[1155, 1000, 1000]], [], inside, [105], 1155],
    // California: 7.25 % on the drink and on its deposit (CDTFA publication 8, CRV is taxed as its drink is).
    [
      'California, CRV of 0.05 taxed with six drinks of 0.99',
      [[99, 6000]],
      [fixed(1, 5), rate(2, 72500, { isCompound: true })],
      onTop,
      [30, 45],
      669,
    ],
    // New York: a deposit is no part of the price and is not taxed. 8.875 % of 5.94 is 0.527.
    ['New York, deposit of 0.05 not taxed', [[99, 6000]], [rate(1, 88750), fixed(2, 5)], onTop, [30, 53], 677],
    // A bag fee beside taxed goods, the bag itself being free: 0.10 a bag and nothing else.
    [
      'a fee on the bag alone',
      [
        [1000, 1000],
        [0, 2000],
      ],
      [rate(1, 6e4, { scope: of(1) }), fixed(2, 10, { scope: of(2) })],
      onTop,
      [20, 60],
      1080,
    ],
    // Five rates as in Chicago: 6.25, 1.75, 1.25, 1 and 0.5 % of 8.75 are .546875 .153125 .109375 .0875 and .04375.
    [
      'Chicago, five rates',
      [[875, 1000]],
      [62500, 17500, 12500, 1e4, 5000].map((ppm, n) => rate(n + 1, ppm)),
      onTop,
      [4, 9, 11, 15, 55],
      969,
    ],
    // The same in one rate, as Streamlined Sales Tax section 324 lets a seller do: 10.75 % of 8.75 is 0.940625.
    ['Chicago, one rate for all', [[875, 1000]], [rate(1, 107500)], onTop, [94], 969],
    ['half a cent up: 7.5 % of 0.20 is 0.015', [[20, 1000]], [rate(1, 75000)], onTop, [2], 22],
    ['weighed: 0.335 kg at 12.99 is 4.35, and 9 % of that 0.3915', [[1299, 335]], [rate(1, 9e4)], onTop, [39], 474],
  ])('%s', (_source, goods, taxes, rules, parts, total) => {
    expect(taxed(goods, taxes, rules)).toEqual({ taxes: parts, tax: parts.reduce((a, b) => a + b, 0), total });
  });

  test.each<[string, number, readonly TaxRate[], Rules, number, number]>([
    [
      'tax on the price that is left: 25 % off 79.99 is 20.00, 8.25 % of 59.99',
      2500,
      [rate(1, 82500)],
      onTop,
      495,
      6494,
    ],
    ['inside the price that is left: 20 % of 59.99 holds 10.00', 2500, [rate(1, 2e5)], inside, 1000, 5999],
    ['all of it given away: no tax in percent', 10000, [rate(1, 82500)], onTop, 0, 0],
    ['and the deposit is still due', 10000, [rate(1, 82500), fixed(2, 25)], onTop, 25, 25],
  ])('%s', (_source, off, taxes, rules, tax, total) => {
    expect(taxed([[7999, 1000]], taxes, rules, off)).toMatchObject({ tax, total });
  });

  test('a tax holiday of two days: the tax stands in two rows, before and after it', () => {
    const taxes = [rate(1, 6e4, { toDate: '2025-07-31' }), rate(2, 6e4, { fromDate: '2025-08-03' })];
    const at = (date: string): number => taxed([[1000, 1000]], taxes, { ...onTop, moment: { ...NOON, date } }).tax;
    expect(['2025-07-31', '2025-08-01', '2025-08-02', '2025-08-03'].map(at)).toEqual([60, 0, 0, 60]);
  });
});

describe('coins of the world', () => {
  const to = (stepMinor: number, how: CashRounding['how'] = 'half_up'): CashRounding => ({
    stepMinor,
    how,
    on: 'cash',
  });
  test.each<[string, CashRounding, readonly (readonly [number, number])[]]>([
    // Switzerland, no coin below 5 Rappen; Finland (890/2000), the Netherlands, Ireland and Belgium likewise in cents.
    [
      '0.05',
      to(5),
      [
        [102, 100],
        [103, 105],
        [107, 105],
        [108, 110],
        [2, 0],
        [3, 5],
      ],
    ],
    // Denmark, 50 øre since 2008: 25 to 74 øre are 50.
    [
      'Denmark 0.50',
      to(50),
      [
        [1024, 1000],
        [1025, 1050],
        [1074, 1050],
        [1075, 1100],
      ],
    ],
    // Norway 2012 and the Czech Republic: whole units, half up.
    [
      '1.00',
      to(100),
      [
        [1049, 1000],
        [1050, 1100],
      ],
    ],
    // Hungary, law III of 2008: 1 and 2 forint down, 3 and 4 up to 5; prices have two decimals in ISO 4217.
    [
      'Hungary 5.00',
      to(500),
      [
        [10200, 10000],
        [10249, 10000],
        [10250, 10500],
        [10700, 10500],
        [10800, 11000],
      ],
    ],
    // Reserve Bank of Australia and ACCC: 1 and 2 cents down, 3 and 4 up.
    [
      'Australia 0.05',
      to(5),
      [
        [996, 995],
        [997, 995],
        [998, 1000],
      ],
    ],
    // South African Reserve Bank, after the 5 cent coin: down to 0.10, for the customer.
    [
      'South Africa, down',
      to(10, 'down'),
      [
        [1999, 1990],
        [1990, 1990],
      ],
    ],
    // Kuwait has no coin below 5 fils. Chile rounds to 10 pesos, 5 down.
    [
      'Kuwait 0.005',
      to(5),
      [
        [1002, 1000],
        [1003, 1005],
      ],
    ],
    [
      'Chile 10, half down',
      to(10, 'half_down'),
      [
        [1995, 1990],
        [1996, 2000],
      ],
    ],
  ])('%s', (_source, how, cases) => {
    for (const [exact, rounded] of cases) expect(inSteps(toMinor(exact), how), String(exact)).toBe(rounded);
  });

  test.each([
    ['KWD', '1.005', 1005],
    ['JPY', '1005', 1005],
    ['KRW', '11000', 11_000],
    ['HUF', '99.90', 9990],
  ])('%s is written with its own decimals', (currency, text, minor) => {
    expect(minorFromDecimal(text, currency)).toBe(minor);
    expect(decimalText(minor, currency)).toBe(text);
  });
});
