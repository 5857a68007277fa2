import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partShares } from '../../src/core/bundle.ts';
import { partsText, readParts } from '../../src/core/bundle-text.ts';
import { applyStep } from '../../src/core/cart.ts';
import { checkReturn, checkSale } from '../../src/core/check-sale.ts';
import { completeSale } from '../../src/core/complete-sale.ts';
import { toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import { blindReturn } from '../../src/core/blind-return.ts';
import { returnOfSale } from '../../src/core/return.ts';
import { returnByReceipt } from '../../src/core/return-by-receipt.ts';
import { paidForLine, type Return, type Sale } from '../../src/core/sale.ts';
import { EVERYTHING } from '../../src/core/scope.ts';
import { shiftTotals } from '../../src/core/shift.ts';
import { movesOfReturn, movesOfSale, sumMoves } from '../../src/core/stock.ts';
import { aProduct, bookOf, cartOf, uuidOf } from '../support/builders.ts';
import { PLAIN_TAXES, aPromotion, aTax, each, of, percent, rulesOf } from '../support/pricing.ts';
import { cash, saleInput } from '../support/sales.ts';

const HAMPER = 9;
const GOODS = [
  aProduct(1, { names: { en: 'Tea' }, priceMinor: toMinor(3000), taxBp: 1300 }),
  aProduct(2, { names: { en: 'Rice' }, unit: 'kg', priceMinor: toMinor(800), taxBp: 900 }),
  aProduct(3, { names: { en: 'Book' }, priceMinor: toMinor(2000), taxBp: 0 }),
];
const hamper = (priceMinor: number) =>
  aProduct(HAMPER, {
    names: { en: 'Hamper' },
    priceMinor: toMinor(priceMinor),
    taxBp: 1300,
    parts: [{ skuNo: 1, qtyMilli: 2000 }, { skuNo: 2, qtyMilli: 1500 }, { skuNo: 3, qtyMilli: 1000 }],
  }); // prettier-ignore

type Rules = Parameters<typeof rulesOf>;
const PLAIN: Rules = [{}, {}];
const RULES: readonly (readonly [string, Rules])[] = [
  ['each product its own rate', PLAIN],
  ['10 % off', [{ promotions: [aPromotion(1, each(EVERYTHING, percent(1000)))] }, {}]],
  ['tax on top, rounded in total', [
    { taxes: [aTax(1, { ratePpm: 50_000 }), aTax(2, { ratePpm: 99_750, scope: of(2) })] },
    { taxMode: 'added', taxRounding: 'total' },
  ]],
  ["one of the shop's taxes on a part, its own rate on the others", [
    { taxes: [aTax(1, { ratePpm: 70_000, scope: of(3) })] }, {},
  ]],
]; // prettier-ignore

function sell(priceMinor: number, qtyMilli: number, rules: Rules = PLAIN, taxFree = false): Sale {
  const filled = cartOf([[HAMPER, qtyMilli], [1, 1000]]); // prettier-ignore
  const cart = taxFree
    ? applyStep(filled, { step: 'tax_free_set', taxFree: { paper: 'P1', approverId: null } })
    : filled;
  const book = bookOf([...GOODS, hamper(priceMinor)]);
  const priced = priceCart(cart, book, { rules: rulesOf(...rules) });
  const tenders = [cash(priced.totals.totalMinor)];
  const sale = completeSale({ ...saleInput(cart, { lang: 'en' }), priced, tenders });
  if (!sale.ok) throw new Error(sale.error.code);
  return sale.value;
}
const sum = (amounts: readonly number[]) => amounts.reduce((all, one) => all + one, 0);
const head = {
  returnId: uuidOf(2001), no: 'T3-000002', shiftId: uuidOf(500), currency: 'CNY', reason: 'x', approverId: uuidOf(12),
}; // prettier-ignore
const valueOf = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

describe('a bundle', () => {
  // 80.00 paid; by themselves 60.00, 12.00 and 20.00, together 92.00: 52.17, 10.43, 17.39 and the odd cent to the
  // largest rest, which is the book's. Tax inside: 52.17 × 13/113 = 6.00, 10.43 × 9/109 = 0.86. By hand.
  test('is taxed as its parts are, each on its share', () => {
    const [line] = sell(8000, 1000).lines;
    expect(line).toMatchObject({ unitMinor: 8000, grossMinor: 8000, taxMinor: 686 });
    expect(line!.parts).toMatchObject([
      { name: 'Tea', qtyMilli: 2000, shareMinor: 5217, taxBp: 1300, taxMinor: 600 },
      { name: 'Rice', qtyMilli: 1500, shareMinor: 1044, taxBp: 900, taxMinor: 86 },
      { name: 'Book', qtyMilli: 1000, shareMinor: 1739, taxBp: 0, taxMinor: 0 },
    ]);
  });

  test('moves the stock of its parts, not of itself, and gives it back with a return', () => {
    const sale = sell(8000, 2000);
    expect([...sumMoves(movesOfSale(sale))]).toEqual([[1, -5000], [2, -3000], [3, -2000]]); // prettier-ignore
    const back = valueOf(returnOfSale(head, sale, [{ lineId: 1, qtyMilli: 1000, condition: 'waste' }]));
    expect(movesOfReturn(back).map(({ skuNo, deltaMilli, reason }) => [skuNo, deltaMilli, reason])).toEqual([
      [1, 2000, 'return'], [1, -2000, 'waste'], [2, 1500, 'return'], [2, -1500, 'waste'],
      [3, 1000, 'return'], [3, -1000, 'waste'],
    ]); // prettier-ignore
  });

  test('of which a part is not known here cannot be sold', () => {
    const cart = cartOf([[HAMPER, 1000]]);
    const priced = priceCart(cart, bookOf([GOODS[0]!, hamper(8000)]));
    expect(priced.problems).toEqual([{ code: 'price_missing', lineId: 1, skuNo: HAMPER }]);
  });

  test('with a part for an age asks for that age', () => {
    const cart = cartOf([[HAMPER, 1000]]);
    const adult = [{ ...GOODS[0]!, minAge: 18 }, ...GOODS.slice(1), hamper(8000)];
    const sale = completeSale({ ...saleInput(cart), priced: priceCart(cart, bookOf(adult)) });
    expect(sale).toMatchObject({ ok: false, error: { code: 'age_not_checked', age: 18 } });
  });
});

const amounts = fc.integer({ min: 0, max: 1_000_000_00 });

test('shares of parts are all that was paid, whatever the parts cost', () => {
  fc.assert(
    fc.property(amounts, fc.array(amounts, { minLength: 1, maxLength: 20 }), (paid, prices) => {
      const parts = prices.map((price) => ({ priceMinor: toMinor(price), qtyMilli: 1000 }));
      const shares = partShares(toMinor(paid), parts);
      expect(sum(shares)).toBe(paid);
      expect(shares.every((share) => share >= 0)).toBe(true);
    }),
  );
});

describe.each(RULES)('a sold bundle, %s', (_what, rules) => {
  const goods = [fc.integer({ min: 0, max: 50_000 }), fc.integer({ min: 1, max: 5 }), fc.boolean()] as const;

  test('adds up to the minor unit: shares to what was paid, taxes to the line, the Z to the sale', () => {
    fc.assert(
      fc.property(...goods, (priceMinor, count, taxFree) => {
        const sale = sell(priceMinor, count * 1000, rules, taxFree);
        expect(checkSale(sale)).toEqual([]);
        const [line] = sale.lines;
        expect(sum(line!.parts!.map((part) => part.shareMinor))).toBe(line!.grossMinor - line!.discountMinor);
        expect(sum(line!.parts!.map((part) => part.taxMinor))).toBe(line!.taxMinor);
        const fact = { kind: 'sale.completed', body: sale, staffId: null, wallMs: 0 } as const;
        const z = shiftTotals(sale.shiftId, [fact]);
        expect(sum(z.byTax.map((row) => row.taxMinor))).toBe(sale.totals.taxMinor);
      }),
      { numRuns: 60 },
    );
  });

  test('comes back in any pieces as exactly what it was: money, tax and goods of each part', () => {
    fc.assert(
      fc.property(...goods, (priceMinor, count, taxFree) => {
        const sale = sell(priceMinor, count * 1000, rules, taxFree);
        const [line] = sale.lines;
        const backs: Return[] = [];
        for (let piece = 0; piece < count; piece += 1) {
          const one = [{ lineId: 1, qtyMilli: 1000, condition: 'resalable' }] as const;
          const back = valueOf(returnOfSale({ ...head, returnId: uuidOf(3000 + piece) }, sale, one, backs));
          expect(checkReturn(back)).toEqual([]);
          backs.push(back);
        }
        const lines = backs.flatMap((back) => back.lines);
        expect(sum(lines.map((each) => each.refundMinor))).toBe(paidForLine(line!, sale.taxMode));
        expect(sum(lines.map((each) => each.taxMinor))).toBe(line!.taxMinor);
        for (const part of line!.parts!) {
          const own = lines.flatMap((each) => each.parts ?? []).filter(({ skuNo }) => skuNo === part.skuNo);
          expect(sum(own.map((each) => each.qtyMilli))).toBe(part.qtyMilli);
          expect(sum(own.map((each) => each.taxMinor))).toBe(part.taxMinor);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a bundle of which this till holds no sale', () => {
  const parts = [
    { skuNo: 1, name: 'Tea', qtyMilli: 2000, priceMinor: toMinor(3000), taxBp: 1300 },
    { skuNo: 3, name: 'Book', qtyMilli: 1000, priceMinor: toMinor(2000), taxBp: 0 },
  ];

  test('gives its parts back by the paper of its receipt, in pieces too', () => {
    const proof = { saleRef: 'ab'.repeat(10), tillNo: 4, incarnationNo: 1, seq: 12, hash8: '0123456789abcdef' };
    const line = { lineId: 1, skuNo: HAMPER, name: 'Hamper', qtyMilli: 3000, paidMinor: toMinor(10_001), taxBp: 1300 };
    const paper = { proof, cashMinor: toMinor(10_001), lines: [{ ...line, parts }], rules: PLAIN_TAXES };
    const backs: Return[] = [];
    for (const qtyMilli of [1000, 2000]) {
      const back = valueOf(returnByReceipt(head, paper, [{ lineId: 1, qtyMilli, condition: 'resalable' }], backs));
      expect(checkReturn(back)).toEqual([]);
      backs.push(back);
    }
    expect(sum(backs.map((back) => back.totalMinor))).toBe(10_001);
    expect([...sumMoves(backs.flatMap(movesOfReturn))]).toEqual([[1, 6000], [3, 3000]]); // prettier-ignore
  });

  test.each<[string, Rules]>([
    ['inside', PLAIN],
    ['on top', [{}, { taxMode: 'added' }]],
    ["on top, by the shop's own", [{ taxes: [aTax(2, { ratePpm: 99_750, scope: of(2) })] }, { taxMode: 'added' }]],
  ])('gives back by its receipt what its sale was charged, part by part: tax %s', (_what, rules) => {
    const sale = sell(9900, 2000, rules);
    const known = GOODS.map((product, at) => {
      const qtyMilli = [2000, 1500, 1000][at] ?? 0;
      return { ...product, name: product.names.en ?? '', qtyMilli };
    });
    const lines = sale.lines.map(({ parts: inside, ...line }) => {
      const paidMinor = paidForLine(line, sale.taxMode);
      return { ...line, paidMinor, taxBp: 1300, parts: inside === undefined ? undefined : known };
    });
    const proof = { saleRef: 'ab'.repeat(10), tillNo: 4, incarnationNo: 1, seq: 12, hash8: '0123456789abcdef' };
    const paper = {
      proof,
      cashMinor: sale.totals.totalMinor,
      lines,
      rules: { ...rulesOf(...rules), lang: 'en' as const },
    };
    const goods = lines.map(({ lineId }) => ({ lineId, qtyMilli: 1000, condition: 'resalable' as const }));
    const back = valueOf(returnByReceipt(head, paper, goods));
    const mirror = valueOf(returnOfSale(head, sale, goods));
    expect(back).toEqual({ ...mirror, saleId: null, receipt: proof });
  });

  test('gives them back without any paper', () => {
    const good = { skuNo: HAMPER, name: 'Hamper', qtyMilli: 1000, unitMinor: toMinor(8000), taxBp: 1300 };
    const back = valueOf(blindReturn(head, [{ ...good, condition: 'resalable', parts }], PLAIN_TAXES));
    expect(checkReturn(back)).toEqual([]);
    expect([back.totalMinor, back.lines[0]!.taxMinor]).toEqual([8000, 690]); // 60.00 of it at 13 %
    expect([...sumMoves(movesOfReturn(back))]).toEqual([[1, 2000], [3, 1000]]); // prettier-ignore
  });
});

describe('what a bundle is made of, written down', () => {
  test.each([
    ['2 x W1\n#17', [{ key: 'W1', qtyMilli: 2000 }, { key: '#17', qtyMilli: 1000 }]],
    ['0.5×6901234567892; 10* A x B', [{ key: '6901234567892', qtyMilli: 500 }, { key: 'A x B', qtyMilli: 10_000 }]],
    ['', []],
    ['0 x W1', null],
    ['W1\nW1', null],
    ['1.2345 x W1', [{ key: '1.2345 x W1', qtyMilli: 1000 }]],
  ])('is read: %j', (text, parts) => {
    expect(readParts(text)).toEqual(parts);
  }); // prettier-ignore

  test('reads back what it writes', () => {
    const keys = fc.stringMatching(/^[A-Z#][A-Z0-9-]{0,20}$/);
    const some = fc.uniqueArray(fc.record({ key: keys, qtyMilli: fc.integer({ min: 1, max: 999_999 }) }), {
      selector: ({ key }) => key,
      maxLength: 20,
    });
    fc.assert(
      fc.property(some, (parts) => {
        expect(readParts(partsText(parts))).toEqual(parts);
      }),
    );
  });
});
