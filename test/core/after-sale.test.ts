/**
 * Returns by a receipt alone, voids, and what the server looks at: tables worked by hand, and what must always hold.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterReturn, doubtReturn, isApproved, type BookedSale } from '../../src/core/check-return.ts';
import { checkReturn } from '../../src/core/check-sale.ts';
import { completeSale } from '../../src/core/complete-sale.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Role } from '../../src/core/permission.ts';
import { priceCart, type PriceRules } from '../../src/core/price-cart.ts';
import { blindReturn } from '../../src/core/blind-return.ts';
import { returnOfSale } from '../../src/core/return.ts';
import { returnByReceipt, type PaperSale } from '../../src/core/return-by-receipt.ts';
import { paidForLine, saleRefOf, type Return, type Sale } from '../../src/core/sale.ts';
import { shiftTotals } from '../../src/core/shift.ts';
import { movesOfReturn, movesOfSale, sumMoves } from '../../src/core/stock.ts';
import { voidOfSale } from '../../src/core/void-sale.ts';
import { aProduct, bookOf, cartOf, uuidOf } from '../support/builders.ts';
import { aRichSale, aSale, cash, saleInput } from '../support/sales.ts';
import { aTax, of, PLAIN_TAXES, rulesOf } from '../support/pricing.ts';

const HEAD = {
  returnId: uuidOf(2001), no: '', shiftId: uuidOf(500), currency: 'CNY', reason: 'damaged', approverId: null,
}; // prettier-ignore
const PROOF = { saleRef: 'ab'.repeat(10), tillNo: 2, incarnationNo: 1, seq: 9, hash8: '0123456789abcdef' };

/** Three of one product for 10.00 and one of another for 7.50; 15.00 of it were paid in cash. */
const paper = (cashMinor = 1500): PaperSale => ({
  proof: PROOF,
  cashMinor: toMinor(cashMinor),
  rules: PLAIN_TAXES,
  lines: [
    { lineId: 1, skuNo: 1, name: 'Water', qtyMilli: 3000, paidMinor: toMinor(1000), taxBp: 1300 },
    { lineId: 2, skuNo: 2, name: 'Crisps', qtyMilli: 1000, paidMinor: toMinor(750), taxBp: 1300 },
  ],
});
const line = (lineId: number, qtyMilli: number) => ({ lineId, qtyMilli, condition: 'resalable' as const });
const made = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

describe('by a receipt alone', () => {
  // 10.00 / 3: the first piece gives 3.33, the next 3.34, the last 3.33 (counting from the start: 333, 667, 1000).
  test('parts of a line give back what was paid for it, to the cent', () => {
    const earlier: Return[] = [];
    for (let n = 0; n < 3; n += 1) earlier.push(made(returnByReceipt(HEAD, paper(), [line(1, 1000)], earlier)));
    expect(earlier.map((one) => one.totalMinor)).toEqual([333, 334, 333]);
    expect(earlier.every((one) => one.saleId === null && one.receipt === PROOF)).toBe(true);
    const more = returnByReceipt(HEAD, paper(), [line(1, 1000)], earlier);
    expect(more).toEqual({ ok: false, error: { code: 'over_return', lineId: 1, leftMilli: 0 } });
  });

  test.each([
    ['more pieces than were sold', [line(2, 2000)], { code: 'over_return', lineId: 2, leftMilli: 1000 }],
    ['a line it does not carry', [line(3, 1000)], { code: 'over_return', lineId: 3, leftMilli: 0 }],
    ['nothing of a line', [line(1, 0)], { code: 'bad_quantity', lineId: 1 }],
    ['no line', [], { code: 'empty_cart' }],
    ['more than was paid in cash', [line(1, 3000), line(2, 1000)], { code: 'refund_beyond_cash', leftMinor: 1500 }],
  ] as const)('refused: %s', (_what, goods, error) => {
    expect(returnByReceipt(HEAD, paper(), goods)).toEqual({ ok: false, error });
  });

  test('cash that went back before counts against the cash part', () => {
    const first = made(returnByReceipt(HEAD, paper(1200), [line(2, 1000)]));
    const second = returnByReceipt(HEAD, paper(1200), [line(1, 3000)], [first]);
    expect(second).toEqual({ ok: false, error: { code: 'refund_beyond_cash', leftMinor: 450 } });
  });

  // Two bottles at 5.01 come to 10.02, paid with 10.00 where the smallest coin is 0.05. Each alone is 5.00 in coins;
  // both together 10.00, which is all that was paid: it used to be refused as more than that.
  test.each([
    { parts: [2000], paid: [1000] },
    { parts: [1000, 1000], paid: [500, 500] },
  ])('paid in coins that exist, $parts back gives $paid', ({ parts, paid }) => {
    const water = { lineId: 1, skuNo: 1, name: 'Water', qtyMilli: 2000, paidMinor: toMinor(1002), taxBp: 1300 };
    const cashRounding = { stepMinor: 5, how: 'half_up', on: 'cash' } as const;
    const sold = { proof: PROOF, cashMinor: toMinor(1000), lines: [water], cashRounding, rules: PLAIN_TAXES };
    const earlier: Return[] = [];
    for (const qtyMilli of parts) earlier.push(made(returnByReceipt(HEAD, sold, [line(1, qtyMilli)], earlier)));
    expect(earlier.map((one) => one.totalMinor)).toEqual(paid);
    expect(earlier.flatMap(checkReturn)).toEqual([]);
    const isBeyond = returnByReceipt(HEAD, { ...sold, cashMinor: toMinor(500) }, [line(1, 2000)]);
    expect(isBeyond).toEqual({ ok: false, error: { code: 'refund_beyond_cash', leftMinor: 500 } });
  });

  test('whatever the parts, no line gives back more than was paid, and its own sums hold', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 5000 }), fc.constantFrom(0, 600, 1300), (qtys, paid, taxBp) => {
        const sold = { ...paper(5000), lines: [{ ...paper().lines[0]!, paidMinor: toMinor(paid), taxBp }] };
        const earlier: Return[] = [];
        for (const qtyMilli of qtys) {
          const back = returnByReceipt(HEAD, sold, [line(1, qtyMilli)], earlier);
          if (back.ok) earlier.push(back.value);
        }
        const gone = earlier.reduce((sum, one) => sum + one.totalMinor, 0);
        const qty = earlier.reduce((sum, one) => sum + one.lines[0]!.qtyMilli, 0);
        expect(gone).toBeLessThanOrEqual(paid);
        if (qty === 3000) expect(gone).toBe(paid);
        for (const one of earlier) expect(checkReturn(one)).toEqual([]);
      }),
    );
  });
});

describe('a return by the receipt of another till gives back the tax its sale was charged', () => {
  type Sold = readonly (readonly [number, number])[]; // price, thousandths
  const sell = (rules: PriceRules, sold: Sold): Sale => {
    const book = bookOf(
      sold.map(([price], i) => aProduct(i + 1, { priceMinor: toMinor(price), unit: 'kg', taxBp: 0 })),
    );
    const cart = cartOf(sold.map(([, qtyMilli], i) => [i + 1, qtyMilli] as const));
    const priced = priceCart(cart, book, { rules });
    return made(
      completeSale({ ...saleInput(cart, { lang: 'en' }), priced, tenders: [cash(priced.totals.totalMinor)] }),
    );
  };
  const proof = { saleRef: 'ab'.repeat(10), tillNo: 2, incarnationNo: 1, seq: 9, hash8: '0123456789abcdef' };
  const byPaper = (sale: Sale, rules: PriceRules, parts: readonly (readonly [number, number])[][]): Return[] => {
    const lines = sale.lines.map((line) => ({
      ...line,
      taxBp: 0,
      parts: undefined,
      paidMinor: paidForLine(line, sale.taxMode),
    }));
    const paper = { proof, cashMinor: sale.totals.totalMinor, lines, rules: { ...rules, lang: 'en' as const } };
    return parts.reduce<Return[]>((earlier, goods) => {
      const wanted = goods.map(([lineId, qtyMilli]) => ({ lineId, qtyMilli, condition: 'resalable' as const }));
      return [...earlier, made(returnByReceipt(HEAD, paper, wanted, earlier))];
    }, []);
  };
  const whole = (sale: Sale) => sale.lines.map(({ lineId, qtyMilli }) => [lineId, qtyMilli] as const);
  const taxesOf = ({ lines }: Pick<Return, 'lines'> | Sale) => lines.map(({ taxMinor, taxes }) => [taxMinor, taxes]);
  const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const gst = aTax(1, { ratePpm: 50_000 });
  const bottle = aTax(3, { perUnitMinor: toMinor(25) });
  const added = { taxMode: 'added' } as const;
  const qst = aTax(2, { ratePpm: 99_750 });

  // By hand, on 100.00: 5.00 and 9.975. Downwards 9.97 of it, of 114.97 paid; inside 114.98 the net is 100.00.
  test.each<[string, Partial<PriceRules>, number, number, readonly number[]]>([
    ['on top', added, 10_000, 11_498, [500, 998]],
    ['on top, downwards', { ...added, taxRoundsTo: 'down' }, 10_000, 11_497, [500, 997]],
    ['on top, in total', { ...added, taxRounding: 'total' }, 10_000, 11_498, [500, 998]],
    ['inside', {}, 11_498, 11_498, [500, 998]],
  ])('two taxes %s', (_what, how, price, paid, parts) => {
    const rules = rulesOf({ taxes: [gst, qst] }, how);
    const sale = sell(rules, [[price, 1000]]);
    const [all] = byPaper(sale, rules, [whole(sale)]);
    expect([all?.totalMinor, all?.lines[0]?.taxMinor]).toEqual([paid, sumOf(parts)]);
    expect(all?.lines[0]?.taxes?.map((part) => part.taxMinor)).toEqual(parts);
    expect(all?.taxes).toEqual(sale.taxes);
    const known = made(returnOfSale(HEAD, sale, [{ lineId: 1, qtyMilli: 1000, condition: 'resalable' }]));
    expect(all).toEqual({ ...known, saleId: null, receipt: proof });
    expect(checkReturn(all!)).toEqual([]);
  });

  test('where rates were others then, what was paid is the limit', () => {
    const sale = sell(rulesOf({ taxes: [gst] }, added), [[10_001, 1000]]);
    const [all] = byPaper(sale, rulesOf({ taxes: [gst, qst, bottle] }, added), [whole(sale)]);
    expect([all?.totalMinor, checkReturn(all!)]).toEqual([sale.totals.totalMinor, []]);
  });

  const how = fc.record({
    first: fc.integer({ min: 0, max: 300_000 }),
    second: fc.integer({ min: 0, max: 300_000 }),
    perUnit: fc.constantFrom(0, 25),
    isCompound: fc.boolean(),
    taxMode: fc.constantFrom('included' as const, 'added' as const),
    taxRounding: fc.constantFrom('line' as const, 'total' as const),
    taxRoundsTo: fc.constantFrom('nearest' as const, 'down' as const, 'up' as const),
  });
  const goods = fc.array(fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 1, max: 20_000 })), {
    minLength: 1,
    maxLength: 5,
  });

  test('whatever the taxes: as charged, and in parts the same sums with no tax beyond its refund', () => {
    fc.assert(
      fc.property(how, goods, fc.integer({ min: 1, max: 99 }), (some, sold, percent) => {
        const { first, second, perUnit, isCompound, ...policy } = some;
        const then = aTax(2, { ratePpm: second, isCompound, scope: of(1, 2) });
        const fixed = aTax(3, { perUnitMinor: toMinor(perUnit) });
        const rules = rulesOf({ taxes: [aTax(1, { ratePpm: first }), then, fixed] }, policy);
        const sale = sell(rules, sold);
        const [all] = byPaper(sale, rules, [whole(sale)]);
        expect(all?.totalMinor).toBe(sale.totals.totalMinor);
        if (policy.taxRounding === 'line' || policy.taxMode === 'included') {
          expect(taxesOf(all!)).toEqual(taxesOf(sale));
        }
        const parts = whole(sale).map(([lineId, qtyMilli]) => {
          const one = Math.max(1, Math.floor((qtyMilli * percent) / 200));
          return [one, Math.min(one, qtyMilli - one), Math.max(0, qtyMilli - 2 * one)]
            .filter((qty) => qty > 0)
            .map((qty) => [[lineId, qty] as const]);
        });
        const backs = byPaper(sale, rules, parts.flat());
        for (const back of backs) {
          expect(checkReturn(back)).toEqual([]);
          for (const { refundMinor, taxMinor } of back.lines) expect(taxMinor).toBeLessThanOrEqual(refundMinor);
        }
        expect(sumOf(backs.map((back) => back.totalMinor))).toBe(sale.totals.totalMinor);
        const taxed = backs.flatMap((back) => back.lines.map((line) => line.taxMinor));
        expect(sumOf(taxed)).toBe(sumOf(all!.lines.map((line) => line.taxMinor)));
      }),
    );
  });
});

const BY = { staffId: null, wallMs: 0 };

describe('a void', () => {
  test.each([
    [
      'paid in two parts, with change',
      aSale(
        [
          [1, 2000],
          [3, 345],
        ],
        { tenders: [cash(500), cash(1000, 2)] },
      ),
    ],
    ['with promotions, two taxes and cash rounding', aRichSale()],
  ])('undoes a sale %s: money, tax and goods', (_what, sale) => {
    const undone = made(voidOfSale({ ...HEAD, shiftId: sale.shiftId }, sale, []));
    const totals = shiftTotals(sale.shiftId, [
      { kind: 'sale.completed', body: sale, ...BY },
      { kind: 'sale.voided', body: undone, ...BY },
    ]);
    expect(totals).toMatchObject({ byMethod: [{ method: 'cash', amountMinor: 0 }], taxMinor: 0 });
    expect(totals.salesMinor).toBe(totals.returnsMinor);
    const moved = sumMoves([...movesOfSale(sale), ...movesOfReturn(undone)]);
    expect([...moved.values()].every((delta) => delta === 0)).toBe(true);
    expect(checkReturn(undone)).toEqual([]);
  });

  test('is for the shift of the sale, and for sales of which nothing came back', () => {
    const sale = aSale([[1, 2000]]);
    const part = made(returnOfSale(HEAD, sale, [line(1, 1000)]));
    const codeOf = (result: ReturnType<typeof voidOfSale>) => (result.ok ? null : result.error.code);
    expect(codeOf(voidOfSale({ ...HEAD, shiftId: uuidOf(501) }, sale, []))).toBe('sale_of_other_shift');
    expect(codeOf(voidOfSale({ ...HEAD, shiftId: null }, sale, []))).toBe('no_open_shift');
    expect(codeOf(voidOfSale(HEAD, sale, [part]))).toBe('came_back');
  });
});

describe('what the server looks at', () => {
  const sale = aSale([[1, 2000], [2, 1000]]); // prettier-ignore
  const booked: BookedSale = {
    sold: new Map([[1, 2000], [2, 1000]]), returned: new Map(), shiftId: sale.shiftId, hash: `${PROOF.hash8}77`,
    totalMinor: sale.totals.totalMinor, refundedMinor: 0,
  }; // prettier-ignore
  const back = made(returnOfSale(HEAD, sale, [line(1, 2000)]));
  const codes = (act: { back: Return; isVoid: boolean }, of: BookedSale) =>
    doubtReturn(act, of).map(({ code }) => code);

  test('a return that fits its sale raises nothing; the same again raises goods and money', () => {
    expect(codes({ back, isVoid: false }, booked)).toEqual([]);
    const after = afterReturn(booked, back);
    expect(codes({ back, isVoid: false }, after)).toEqual(['over_return']);
    const all = made(returnOfSale(HEAD, sale, [line(1, 2000), line(2, 1000)]));
    expect(codes({ back: all, isVoid: false }, after)).toEqual(['over_return']);
    const dear = { ...back, totalMinor: toMinor(sale.totals.totalMinor + 1) };
    expect(codes({ back: dear, isVoid: false }, booked)).toEqual(['over_refund']);
  });

  test('a void of another shift, and a receipt that names another entry', () => {
    expect(codes({ back, isVoid: true }, { ...booked, shiftId: uuidOf(777) })).toEqual(['void_too_late']);
    expect(codes({ back: { ...back, receipt: PROOF }, isVoid: false }, booked)).toEqual([]);
    expect(codes({ back: { ...back, receipt: PROOF }, isVoid: false }, { ...booked, hash: 'f'.repeat(64) })).toEqual([
      'receipt_doubted',
    ]);
  });

  const [CASHIER, MANAGER, OWNER] = [uuidOf(11), uuidOf(12), uuidOf(13)];
  const people: [string, Role][] = [[CASHIER, 'cashier'], [MANAGER, 'manager'], [OWNER, 'owner']]; // prettier-ignore
  const ROLES = new Map(people);
  const blind = made(
    blindReturn(
      { ...HEAD, approverId: MANAGER },
      [{ skuNo: 1, name: 'Water', qtyMilli: 1000, unitMinor: toMinor(200), taxBp: 1300, condition: 'waste' }],
      PLAIN_TAXES,
    ),
  );
  const large = { ...back, totalMinor: toMinor(5001) };
  test.each([
    ['within the limit, alone', back, false, CASHIER, true],
    ['beyond the limit, alone', large, false, CASHIER, false],
    ['beyond the limit, approved', { ...large, approverId: MANAGER }, false, CASHIER, true],
    ['approved by oneself', { ...large, approverId: CASHIER }, false, CASHIER, false],
    ['approved by a person nobody knows', { ...large, approverId: uuidOf(99) }, false, CASHIER, false],
    ['by a person nobody knows', back, false, uuidOf(99), false],
    ['by nobody', back, false, null, false],
    ['blind, approved', blind, false, CASHIER, true],
    ['blind, a manager with themselves', blind, false, MANAGER, false],
    ['blind, by the owner', blind, false, OWNER, true],
    ['a void without a second person', back, true, MANAGER, false],
    ['a void with one', { ...back, approverId: OWNER }, true, MANAGER, true],
  ] as const)('%s', (_what, act, isVoid, staffId, right) => {
    expect(isApproved({ back: act, isVoid }, staffId, (id) => ROLES.get(id))).toBe(right);
  });

  test('a receipt carries the end of the id', () => {
    expect(saleRefOf('0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000')).toBe('7ccc8dddeeeeffff0000');
  });
});
