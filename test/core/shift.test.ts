import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import { returnOfSale } from '../../src/core/return.ts';
import type { Return, Sale } from '../../src/core/sale.ts';
import { businessDateOf } from '../../src/core/business-date.ts';
import { closeShift, type ShiftFact, shiftTotals } from '../../src/core/shift.ts';
import { uuidOf } from '../support/builders.ts';
import { aSale, cash } from '../support/sales.ts';

const SHIFT = uuidOf(500);
const sold = (body: Sale): ShiftFact => ({ kind: 'sale.completed', body });
const cameBack = (body: Return): ShiftFact => ({ kind: 'return.completed', body });
const backOf = (sale: Sale, qtyMilli: number): Return => {
  const head = { returnId: uuidOf(9), no: 'T3-000009', shiftId: SHIFT, currency: 'CNY', reason: '', approverId: null };
  const back = returnOfSale(head, sale, [{ lineId: 1, qtyMilli, condition: 'resalable' }]);
  if (!back.ok) throw new Error(back.error.code);
  return back.value;
};
const close = {
  shiftId: SHIFT,
  zNo: 7,
  floatMinor: toMinor(30_000),
  countedMinor: toMinor(31_000),
  grandBeforeMinor: toMinor(1_000_000),
  firstSeq: 12,
  lastSeq: 20,
  provisional: true,
};

test('a Z report, worked by hand', () => {
  const water = aSale([[1, 4000]], { tenders: [cash(1000)] }); // 8.00, 2.00 change
  const apples = aSale([[3, 1000]]); // 12.99
  const facts = [sold(water), sold(apples), cameBack(backOf(water, 1000))];
  expect(closeShift(close, facts)).toEqual({
    shiftId: SHIFT,
    zNo: 7,
    floatMinor: 30_000,
    countedMinor: 31_000,
    expectedMinor: 31_899, // 300.00 + 8.00 + 12.99 - 2.00
    diffMinor: -899,
    sales: 2,
    returns: 1,
    salesMinor: 2099,
    returnsMinor: 200,
    taxMinor: 107 + 69, // 12.99 at 9 % and 6.00 at 13 %
    byMethod: [{ method: 'cash', amountMinor: 1899 }],
    byTax: [
      { taxBp: 900, grossMinor: 1299, taxMinor: 107 },
      { taxBp: 1300, grossMinor: 600, taxMinor: 69 },
    ],
    grandTotalMinor: 1_002_099,
    firstSeq: 12,
    lastSeq: 20,
    provisional: true,
  });
});

test('a shift in which nothing happened', () => {
  expect(closeShift({ ...close, countedMinor: toMinor(30_000) }, [])).toMatchObject({
    sales: 0,
    expectedMinor: 30_000,
    diffMinor: 0,
    byMethod: [],
    byTax: [],
    grandTotalMinor: 1_000_000,
  });
});

test('facts of another shift are not counted', () => {
  expect(shiftTotals(SHIFT, [sold(aSale([[1, 1000]], { shiftId: uuidOf(501) }))])).toMatchObject({
    sales: 0,
    cashMinor: 0,
  });
});

describe('for any sales and returns', () => {
  const factLists = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }), fc.nat(5000), fc.boolean())
      .map(([skuNo, pieces, over, isBack]) => {
        const due = aSale([[skuNo, pieces * 1000]]).totals.totalMinor;
        const sale = aSale([[skuNo, pieces * 1000]], { tenders: [cash(due + over)] });
        return isBack ? [sold(sale), cameBack(backOf(sale, 1000))] : [sold(sale)];
      }),
    { maxLength: 12 },
  );

  test('methods, taxes and the drawer agree with sales less returns, in any order', () => {
    fc.assert(
      fc.property(factLists, (lists) => {
        const facts = lists.flat();
        const totals = shiftTotals(SHIFT, facts);
        const net = totals.salesMinor - totals.returnsMinor;
        expect(totals.byMethod.reduce((sum, row) => sum + row.amountMinor, 0)).toBe(net);
        expect(totals.byTax.reduce((sum, row) => sum + row.grossMinor, 0)).toBe(net);
        expect(totals.byTax.reduce((sum, row) => sum + row.taxMinor, 0)).toBe(totals.taxMinor);
        expect(totals.cashMinor).toBe(net); // cash is the only method a till takes
        expect(shiftTotals(SHIFT, facts.toReversed())).toEqual(totals);
      }),
      { numRuns: 60 },
    );
  });

  test('the grand total never falls', () => {
    fc.assert(
      fc.property(factLists, (lists) => {
        expect(closeShift(close, lists.flat()).grandTotalMinor).toBeGreaterThanOrEqual(close.grandBeforeMinor);
      }),
      { numRuns: 30 },
    );
  });
});

test.each([
  ['2025-11-21T15:59:59Z', 'Asia/Shanghai', '2025-11-21'],
  ['2025-11-21T16:00:00Z', 'Asia/Shanghai', '2025-11-22'],
  ['2011-11-01T00:30:00Z', 'Europe/London', '2011-11-01'],
  ['2025-07-01T23:30:00Z', 'Europe/London', '2025-07-02'],
  ['2024-02-29T20:00:00Z', 'America/New_York', '2024-02-29'],
])('%s in %s is %s', (at, timeZone, date) => {
  expect(businessDateOf(Date.parse(at), timeZone)).toBe(date);
});
