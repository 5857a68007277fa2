import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cart } from '../../src/core/cart.ts';
import { type CashRounding, inSteps } from '../../src/core/cash-rounding.ts';
import { checkReturn, checkSale } from '../../src/core/check-sale.ts';
import { completeSale } from '../../src/core/complete-sale.ts';
import type { TaxRate } from '../../src/core/line-tax.ts';
import { type Minor, toMinor } from '../../src/core/money.ts';
import { priceCart, type PricedCart, type PriceRules } from '../../src/core/price-cart.ts';
import { returnOfSale } from '../../src/core/return.ts';
import type { Return, Sale } from '../../src/core/sale.ts';
import { shiftTotals } from '../../src/core/shift.ts';
import { aProduct, bookOf, cartOf, uuidOf } from '../support/builders.ts';
import { aPromotion, aTax, each, of, percent, rulesOf } from '../support/pricing.ts';
import { cash } from '../support/sales.ts';
import { EVERYTHING } from '../../src/core/scope.ts';

type Good = readonly [priceMinor: number, qtyMilli: number, taxBp?: number];

/** Goods by price and quantity: the n-th is SKU n. */
function pricedAs(goods: readonly Good[], rules: PriceRules, change: Partial<Cart> = {}): PricedCart {
  const book = bookOf(
    goods.map(([priceMinor, , taxBp = 0], i) =>
      aProduct(i + 1, { priceMinor: toMinor(priceMinor), taxBp, unit: 'kg' }),
    ),
  );
  const cart = cartOf(goods.map(([, qtyMilli], i) => [i + 1, qtyMilli] as const));
  return priceCart({ ...cart, ...change }, book, { rules });
}

const partsOf = ({ lines }: PricedCart): number[][] => lines.map((line) => line.taxes.map((part) => part.taxMinor));
const added = { taxMode: 'added' } as const;
const gst = aTax(1, { ratePpm: 50_000 });

const BY = { staffId: null, wallMs: 0 };

describe('tax on top of the price, worked cases', () => {
  test.each<[string, readonly Good[], readonly TaxRate[], number[][], number]>([
    // Revenu Québec, "Basic rules for applying the GST/HST and QST": both on the price, 5 % and 9.975 %.
    [
      'Québec, 100.00: GST 5.00 and QST 9.975, so 9.98',
      [[10_000, 1000]],
      [gst, aTax(2, { ratePpm: 99_750 })],
      [[500, 998]],
      11_498,
    ],
    // Before 2013 the QST (then 9.5 %) was taken on the price with GST: 9.5 % of 105.00 is 9.975.
    [
      'Québec before 2013, the QST compound: 9.975, so 9.98',
      [[10_000, 1000]],
      [gst, aTax(2, { ratePpm: 95_000, isCompound: true })],
      [[500, 998]],
      11_498,
    ],
    // New York City: state 4 %, city 4.5 %, MCTD 0.375 % on 19.99: 0.7996, 0.89955, 0.0749625.
    [
      'New York, three rates on 19.99',
      [[1999, 1000]],
      [aTax(1, { ratePpm: 40_000 }), aTax(2, { ratePpm: 45_000 }), aTax(3, { ratePpm: 3750 })],
      [[80, 90, 7]],
      2176,
    ],
    // A deposit of 0.05 a bottle and 10 % on both: hand calculation, 6 bottles at 1.00.
    [
      'a fixed 0.05 a bottle, then 10 % compound: 0.30 and 0.63',
      [[100, 6000]],
      [aTax(1, { perUnitMinor: toMinor(5) }), aTax(2, { ratePpm: 100_000, isCompound: true })],
      [[30, 63]],
      693,
    ],
    ['a fixed tax on free goods is still due', [[0, 2000]], [aTax(1, { perUnitMinor: toMinor(25) })], [[50]], 50],
    ['half a cent up: 5 % of 0.10', [[10, 1000]], [gst], [[1]], 11],
  ])('%s', (_source, goods, taxes, parts, total) => {
    const priced = pricedAs(goods, rulesOf({ taxes }, added));
    expect(partsOf(priced)).toEqual(parts);
    expect(priced.totals.totalMinor).toBe(total);
  });

  test('per line or in total: three lines of 0.10 at 5 % are 0.03 or 0.02', () => {
    const goods: Good[] = [
      [10, 1000],
      [10, 1000],
      [10, 1000],
    ];
    expect(pricedAs(goods, rulesOf({ taxes: [gst] }, added)).totals.taxMinor).toBe(3);
    const total = pricedAs(goods, rulesOf({ taxes: [gst] }, { ...added, taxRounding: 'total' }));
    expect(total.totals).toMatchObject({ taxMinor: 2, totalMinor: 32 }); // 0.015, half up
    expect(partsOf(total)).toEqual([[1], [1], [0]]);
  });

  test("without rows of taxes the product's own rate is added", () => {
    const priced = pricedAs([[1000, 1000, 825]], rulesOf({}, added));
    expect(priced.totals).toMatchObject({ taxMinor: 83, totalMinor: 1083 }); // Texas, 8.25 % of 10.00: 0.825
    expect(priced.byTax).toEqual([{ taxBp: 825, grossMinor: 1083, taxMinor: 83 }]);
  });
});

describe('tax inside the price, worked cases', () => {
  test.each<[string, readonly Good[], readonly TaxRate[], number[][]]>([
    // HMRC VAT guide 17.5 "VAT fraction": 1/6 of a price at 20 %.
    ['British VAT fraction: a sixth of 1.20', [[120, 1000]], [aTax(1, { ratePpm: 200_000 })], [[20]]],
    // Chinese VAT, 13 %: price / 1.13 × 13 % (增值税暂行条例实施细则, article 14).
    ['Chinese VAT of 113.00', [[11_300, 1000]], [aTax(1, { ratePpm: 130_000 })], [[1300]]],
    // Halves of one tax: India's CGST and SGST Acts levy 9 % each on the same value, so the two are the same amount.
    // 100.00 / 1.18 × 9 % = 7.627 each; the net is what they leave, 84.74.
    [
      'Indian halves of 18 % in 100.00',
      [[10_000, 1000]],
      [aTax(1, { ratePpm: 90_000 }), aTax(2, { ratePpm: 90_000 })],
      [[763, 763]],
    ],
    // 10.50 / 1.05 × 2.5 % is 0.25 each; of 0.30 it is 0.00714, so 0.01 each.
    [
      'Indian halves of 5 %',
      [
        [1050, 1000],
        [30, 1000],
      ],
      [aTax(1, { ratePpm: 25_000 }), aTax(2, { ratePpm: 25_000 })],
      [
        [25, 25],
        [1, 1],
      ],
    ],
    // 109.98 / 1.14975 = 95.6556, net 95.66, tax 14.32: exactly 4.7828 and 9.5416, by hand.
    ['two rates inside one price', [[10_998, 1000]], [gst, aTax(2, { ratePpm: 99_750 })], [[478, 954]]],
    // Four taxes as high as the net: 0.6 of 3 each would be 1 each, and no more than 3 was paid.
    [
      'a price that is almost all tax',
      [[3, 1000]],
      [1, 2, 3, 4].map((n) => aTax(n, { ratePpm: 1_000_000 })),
      [[1, 1, 1, 0]],
    ],
    ['a fixed tax beyond the price takes all of it', [[30, 1000]], [aTax(1, { perUnitMinor: toMinor(50) })], [[30]]],
  ])('%s', (_source, goods, taxes, parts) => {
    const priced = pricedAs(goods, rulesOf({ taxes }));
    const exact = partsOf(priced);
    expect(exact.flat().reduce((a, b) => a + b, 0)).toBe(priced.totals.taxMinor);
    expect(priced.totals.totalMinor).toBe(priced.totals.grossMinor);
    expect(exact).toEqual(parts);
  });

  test("a row that is the product's own rate gives the same tax, whatever the price", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 9000 }),
        fc.nat(3000),
        (price, qty, bp) => {
          const own = pricedAs([[price, qty, bp]], rulesOf({}));
          const row = pricedAs([[price, qty]], rulesOf({ taxes: [aTax(1, { ratePpm: bp * 100 })] }));
          expect(row.totals).toEqual(own.totals);
        },
      ),
    );
  });
});

describe('a customer who pays no tax', () => {
  const exempt = { taxFree: { paper: 'Form 17', approverId: null } };
  test('pays the price without what is inside it', () => {
    const priced = pricedAs([[11_300, 1000, 1300]], rulesOf({}), exempt);
    expect(priced.totals).toMatchObject({ grossMinor: 11_300, discountMinor: 1300, taxMinor: 0, totalMinor: 10_000 });
    expect(priced.offers).toMatchObject([{ kind: 'tax_free', names: { en: 'Form 17' }, amountMinor: 1300 }]);
  });
  test('and is not charged what would come on top', () => {
    const priced = pricedAs([[1000, 1000, 825]], rulesOf({}, added), exempt);
    expect(priced.totals.totalMinor).toBe(1000);
    expect(priced.offers).toMatchObject([{ kind: 'tax_free', names: { en: 'Form 17' }, amountMinor: 0 }]);
  });
});

describe('coins that exist, worked cases', () => {
  const steps = (stepMinor: number, how: CashRounding['how']): CashRounding => ({ stepMinor, how, on: 'cash' });
  test.each<[string, number, CashRounding, number]>([
    // Royal Canadian Mint and Department of Finance, phasing out the penny: 1.01 and 1.02 down, 1.03 and 1.04 up.
    ['Canada 1.01', 101, steps(5, 'half_up'), 100],
    ['Canada 1.02', 102, steps(5, 'half_up'), 100],
    ['Canada 1.03', 103, steps(5, 'half_up'), 105],
    ['Canada 1.07', 107, steps(5, 'half_up'), 105],
    ['Canada 1.08', 108, steps(5, 'half_up'), 110],
    // Reserve Bank of New Zealand, 10-cent rounding: 1 to 4 down, 6 to 9 up, 5 as the shop decides.
    ['New Zealand 1.04', 104, steps(10, 'half_down'), 100],
    ["New Zealand 1.05, in the customer's favour", 105, steps(10, 'half_down'), 100],
    ['New Zealand 1.05, up', 105, steps(10, 'half_up'), 110],
    ['New Zealand 1.06', 106, steps(10, 'half_down'), 110],
    // Sweden, SFS 1970:1029: to the nearest krona, 50 öre up.
    ['Sweden 12.49', 1249, steps(100, 'half_up'), 1200],
    ['Sweden 12.50', 1250, steps(100, 'half_up'), 1300],
    ['抹零: the fen dropped', 1239, steps(10, 'down'), 1230],
    ['up', 1231, steps(10, 'up'), 1240],
    ['a refund mirrors', -1231, steps(10, 'up'), -1240],
  ])('%s', (_source, exact, how, rounded) => {
    expect(inSteps(toMinor(exact), how)).toBe(rounded);
  });
});

// Whole sales ---------------------------------------------------------------------------------------------------

function sold(priced: PricedCart, goods: readonly Good[], tenders = [cash(100_000_000)]): Sale {
  const cart = cartOf(goods.map(([, qtyMilli], i) => [i + 1, qtyMilli] as const));
  const head = { shiftId: uuidOf(500), saleId: uuidOf(1001), no: 'T3-000001', currency: 'CNY', pbVersion: 'a1b2:7' };
  const sale = completeSale({ ...head, cart, priced, tenders, lang: 'en' });
  if (!sale.ok) throw new Error(sale.error.code);
  return sale.value;
}

const anyRules = fc
  .record({
    taxMode: fc.constantFrom<PriceRules['taxMode']>('included', 'added'),
    taxRounding: fc.constantFrom<PriceRules['taxRounding']>('line', 'total'),
    taxRoundsTo: fc.constantFrom<PriceRules['taxRoundsTo']>('nearest', 'down', 'up'),
    rates: fc.array(
      fc.record({
        ratePpm: fc.constantFrom(0, 50_000, 99_750, 200_000),
        perUnitMinor: fc.constantFrom(0, 0, 7),
        isCompound: fc.boolean(),
        sku: fc.nat(3),
      }),
      { maxLength: 3 },
    ),
    cashRounding: fc.option(
      fc.record({
        stepMinor: fc.constantFrom(5, 10, 100),
        how: fc.constantFrom<CashRounding['how']>('half_up', 'half_down', 'up', 'down'),
        on: fc.constantFrom<CashRounding['on']>('cash', 'all'),
      }),
    ),
    off: fc.integer({ min: 1, max: 9999 }),
  })
  .map(({ rates, off, ...change }) =>
    rulesOf(
      {
        promotions: [aPromotion(1, each(of(1, 2), percent(off)))],
        taxes: rates.map(({ sku, perUnitMinor, ...rate }, n) =>
          aTax(n + 1, { ...rate, perUnitMinor: toMinor(perUnitMinor), scope: sku === 0 ? EVERYTHING : of(sku) }),
        ),
      },
      change,
    ),
  );
const anyGoods = fc.array(fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 4000 }), fc.constantFrom(0, 825, 1300)), {
  minLength: 1,
  maxLength: 4,
});

describe('for any goods, taxes and rounding', () => {
  test('line totals, tax summary and tenders add up, and the server finds nothing to say', () => {
    fc.assert(
      fc.property(anyGoods, anyRules, fc.nat(3000), (goods, rules, cartOff) => {
        const discount = { reward: { kind: 'percent', bp: cartOff } as const, reason: 'x', approverId: null };
        const priced = pricedAs(goods, rules, { discount });
        const sale = sold(priced, goods);
        expect(checkSale(sale)).toEqual([]);
        const tax = sale.lines.reduce((sum, line) => sum + line.taxMinor, 0);
        const paid = sale.lines.reduce((sum, line) => sum + line.grossMinor - line.discountMinor, 0);
        const top = sale.taxMode === 'added' ? tax : 0;
        expect(paid + top + (sale.totals.roundingMinor ?? 0)).toBe(sale.totals.totalMinor);
        expect(sale.tenders[0]!.amountMinor - sale.changeMinor).toBe(sale.totals.totalMinor);
        expect(priced.byTax.reduce((sum, row) => sum + row.taxMinor, 0)).toBe(tax);
        if (sale.cashRounding !== undefined) expect(sale.totals.totalMinor % sale.cashRounding.stepMinor).toBe(0);
      }),
    );
  });

  test('everything in any parts is exactly the sale undone: money, each tax, the shift', () => {
    fc.assert(
      fc.property(anyGoods, anyRules, fc.integer({ min: 1, max: 999 }), (goods, rules, cut) => {
        const sale = sold(pricedAs(goods, rules), goods);
        const back = (share: (qty: number) => number, earlier: readonly Return[]): Return | null => {
          const lines = sale.lines
            .map(({ lineId, qtyMilli }) => ({ lineId, qtyMilli: share(qtyMilli), condition: 'resalable' as const }))
            .filter((line) => line.qtyMilli > 0);
          const head = {
            returnId: uuidOf(2001 + earlier.length),
            no: 'T3-2',
            shiftId: uuidOf(500),
            currency: 'CNY',
            reason: '',
            approverId: null,
          };
          const made = lines.length === 0 ? null : returnOfSale(head, sale, lines, earlier);
          if (made !== null && !made.ok) throw new Error(made.error.code);
          return made?.value ?? null;
        };
        const part = (qty: number): number => Math.floor((qty * cut) / 1000);
        const first = back(part, []);
        const returns = first === null ? [] : [first];
        const last = back((qty) => qty - part(qty), returns);
        const all = last === null ? returns : [...returns, last];
        for (const one of all) expect(checkReturn(one)).toEqual([]);
        const sum = (of_: (one: Return) => number): number => all.reduce((total, one) => total + of_(one), 0);
        expect(sum((one) => one.totalMinor)).toBe(sale.totals.totalMinor);
        expect(sum((one) => one.lines.reduce((tax, line) => tax + line.taxMinor, 0))).toBe(sale.totals.taxMinor);
        const shift = shiftTotals(uuidOf(500), [
          { kind: 'sale.completed', body: sale, ...BY },
          ...all.map((body) => ({ kind: 'return.completed' as const, body, ...BY })),
        ]);
        const kept = shift.byMethod.reduce((total, row) => total + row.amountMinor, 0);
        expect([kept, shift.taxMinor, shift.salesMinor - shift.returnsMinor]).toEqual([0, 0, 0]);
        expect(shift.byTax.every((row) => row.taxMinor === 0 && row.grossMinor === 0)).toBe(true);
      }),
    );
  });

  test('the order of lines changes no total', () => {
    fc.assert(
      fc.property(anyGoods, anyRules, (goods, rules) => {
        const book = bookOf(
          goods.map(([p, , bp], i) => aProduct(i + 1, { priceMinor: toMinor(p), taxBp: bp, unit: 'kg' })),
        );
        const list = goods.map(([, qty], i) => [i + 1, qty] as const);
        const one = priceCart(cartOf(list), book, { rules });
        expect(priceCart(cartOf(list.toReversed()), book, { rules }).totals).toEqual(one.totals);
      }),
    );
  });
});

test('checkSale sees a tax, an offer or a rounding that does not follow from the sale', () => {
  const goods: Good[] = [[999, 1000, 0]];
  const rounding: CashRounding = { stepMinor: 5, how: 'half_up', on: 'cash' };
  const rules = rulesOf(
    { promotions: [aPromotion(1, each(EVERYTHING, percent(1000)))], taxes: [gst] },
    { ...added, cashRounding: rounding },
  );
  const sale = sold(pricedAs(goods, rules), goods, [cash(1000)]);
  expect(sale.totals).toEqual({ grossMinor: 999, discountMinor: 100, taxMinor: 45, totalMinor: 945, roundingMinor: 1 });
  expect(checkSale(sale)).toEqual([]);
  const whats = (change: Partial<Sale>): string[] => [
    ...new Set(checkSale({ ...sale, ...change }).map(({ what }) => what)),
  ];
  const [line] = sale.lines as [Sale['lines'][number]];
  const other = (change: Partial<Sale['lines'][number]>) => ({ lines: [{ ...line, ...change }] });
  expect(whats(other({ taxes: [{ taxNo: 1, taxMinor: 46 as Minor }] }))).toContain('tax');
  expect(whats(other({ taxes: [{ taxNo: 9, taxMinor: 45 as Minor }] }))).toContain('tax');
  expect(whats(other({ applied: [{ offerNo: 1, amountMinor: 99 as Minor }] }))).toEqual(['offers']);
  expect(whats({ offers: [] })).toEqual(['offers']);
  expect(whats({ cashRounding: undefined })).toEqual(['rounding']);
  expect(whats({ taxMode: 'included' })).toContain('tax');
});

describe('a tax by its days, worked cases', () => {
  const vat = (n: number, ratePpm: number, fromDate: string | null, toDate: string | null) =>
    aTax(n, { ratePpm, fromDate, toDate });
  // 财政部 税务总局 海关总署公告2019年第39号: from 1 April 2019 the rate of 16 % is 13 %.
  const china = [vat(1, 160_000, null, '2019-03-31'), vat(2, 130_000, '2019-04-01', null)];
  // Zweites Corona-Steuerhilfegesetz, 28 UStG: 16 % instead of 19 % from 1 July to 31 December 2020.
  const germany = [
    vat(1, 190_000, null, '2020-06-30'),
    vat(2, 160_000, '2020-07-01', '2020-12-31'),
    vat(3, 190_000, '2021-01-01', null),
  ];

  test.each([
    ['China, the last day of 16 %: 116.00 holds 16.00', china, '2019-03-31', 11_600, 1600],
    ['China, the first day of 13 %: 113.00 holds 13.00', china, '2019-04-01', 11_300, 1300],
    ['Germany before: 119.00 holds 19.00', germany, '2020-06-30', 11_900, 1900],
    ['Germany, the first day of 16 %: 116.00 holds 16.00', germany, '2020-07-01', 11_600, 1600],
    ['Germany, the last day of 16 %', germany, '2020-12-31', 11_600, 1600],
    ['Germany, 19 % again', germany, '2021-01-01', 11_900, 1900],
  ])('%s', (_name, taxes, date, priceMinor, taxMinor) => {
    const rules = rulesOf({ taxes }, { moment: { date, weekday: 1, minute: 720 } });
    const priced = pricedAs([[priceMinor, 1000]], rules);
    expect(priced.lines.map((line) => line.taxes.length)).toEqual([1]);
    expect(priced.totals.taxMinor).toBe(taxMinor);
  });

  test('on a day without any of them the product has its own rate', () => {
    const rules = rulesOf(
      { taxes: [vat(1, 190_000, '2021-01-01', null)] },
      { moment: { date: '2020-01-01', weekday: 3, minute: 0 } },
    );
    expect(pricedAs([[10_700, 1000, 700]], rules).totals.taxMinor).toBe(700);
  });
});
