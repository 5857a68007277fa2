import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import { returnOfSale } from '../../src/core/return.ts';
import { checkZ } from '../../src/core/check-shift.ts';
import type { CashReason } from '../../src/core/drawer.ts';
import type { Return, Sale, Tender } from '../../src/core/sale.ts';
import { businessDateOf } from '../../src/core/business-date.ts';
import { closeShift, hourRows, readShift, shiftTotals } from '../../src/core/shift.ts';
import type { ShiftFact } from '../../src/core/shift-fact.ts';
import { uuidOf } from '../support/builders.ts';
import { aSale, cash } from '../support/sales.ts';

const SHIFT = uuidOf(500);
const LI = uuidOf(11);
const by = { staffId: LI, wallMs: 0 };
const sold = (body: Sale): ShiftFact => ({ kind: 'sale.completed', body, ...by });
const cameBack = (body: Return): ShiftFact => ({ kind: 'return.completed', body, ...by });
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
    moves: [],
    drawerOpens: 0,
    byStaff: [{ staffId: LI, sales: 2, returns: 1, salesMinor: 2099, returnsMinor: 200, drawerOpens: 0 }],
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
    byMethod: [],
  });
});

const moved = (reason: CashReason, direction: 'in' | 'out', amountMinor: number): ShiftFact => ({
  kind: 'cash.moved',
  body: { shiftId: SHIFT, direction, amountMinor: toMinor(amountMinor), reason, note: '', approverId: null },
  ...by,
});

test('a day with cash moved, a drawer opened and five ways of paying, worked by hand', () => {
  const tenders: Tender[] = [
    { tenderId: 1, method: 'card_external', amountMinor: toMinor(500), evidence: { code: '1' } },
    {
      tenderId: 2,
      method: 'foreign_cash',
      amountMinor: toMinor(7123),
      foreign: { currency: 'USD', amountMinor: toMinor(1000), ratePpm: 7_123_400, rateDate: '2026-11-21' },
    },
  ];
  const dear = aSale([[2, 10_000]], { tenders }); // 75.00; 5.00 by card, 10 dollars for 71.23: 1.23 change
  const small = aSale([[1, 1000]], { tenders: [cash(500)] }); // 2.00, 3.00 change
  const facts = [
    sold(dear),
    sold(small),
    moved('pay_in', 'in', 2000),
    moved('pay_out', 'out', 4200),
    moved('skim', 'out', 10_000),
    moved('skim', 'out', 5000),
    { kind: 'drawer.opened', body: { shiftId: SHIFT, reason: 'change', approverId: null }, staffId: null, wallMs: 0 },
  ] satisfies ShiftFact[];
  expect(readShift({ shiftId: SHIFT, floatMinor: toMinor(30_000) }, facts)).toMatchObject({
    // 300.00 + 2.00 of the small sale - 1.23 change for dollars + 20.00 - 42.00 - 150.00
    expectedMinor: 12_877,
    byMethod: [
      { method: 'card_external', amountMinor: 500 },
      { method: 'cash', amountMinor: 77 },
      { method: 'foreign_cash', currency: 'USD', amountMinor: 7123, foreignMinor: 1000 },
    ],
    moves: [
      { reason: 'pay_in', direction: 'in', times: 1, amountMinor: 2000 },
      { reason: 'pay_out', direction: 'out', times: 1, amountMinor: 4200 },
      { reason: 'skim', direction: 'out', times: 2, amountMinor: 15_000 },
    ],
    drawerOpens: 1,
    byStaff: [
      { staffId: null, sales: 0, drawerOpens: 1 },
      { staffId: LI, sales: 2, salesMinor: 7700, drawerOpens: 0 },
    ],
  });
});

test('sales by the hour of the day', () => {
  const at = (hour: number, fact: ShiftFact): ShiftFact => ({ ...fact, wallMs: hour * 3_600_000 });
  const water = aSale([[1, 1000]]);
  const facts = [at(9, sold(water)), at(9, sold(water)), at(8, sold(water)), at(9, cameBack(backOf(water, 1000)))];
  const hours = hourRows([...facts, at(10, moved('skim', 'out', 1))], (wallMs) => wallMs / 3_600_000);
  expect(hours).toEqual([
    { hour: 8, sales: 1, netMinor: 200 },
    { hour: 9, sales: 2, netMinor: 200 },
  ]);
});

describe('a Z report is held against its facts and the one before', () => {
  const water = sold(aSale([[1, 1000]]));
  const facts = [water, moved('skim', 'out', 100)];
  const z = closeShift({ ...close, zNo: 8, foreign: [], note: 'short' }, facts);
  const before = { zNo: 7, grandTotalMinor: 1_000_000 };

  test('it agrees, in any order of facts', () => {
    expect(checkZ(z, facts.toReversed(), before)).toEqual([]);
    expect(checkZ(z, null, before)).toEqual([]);
  });
  test.each([
    ['a sale it does not know', z, [water, ...facts], ['figures']],
    ['a move it does not know', z, [water], ['figures']],
    ['cash it expects otherwise', { ...z, expectedMinor: toMinor(1) }, facts, ['figures']],
    ['a difference made smaller', { ...z, diffMinor: toMinor(0) }, facts, ['figures']],
    ['a number left out', { ...z, zNo: 9 }, facts, ['number']],
    ['a running total that fell', { ...z, grandTotalMinor: toMinor(10) }, facts, ['grand_total']],
  ] as const)('%s', (_what, told, known, faults) => {
    expect(checkZ(told, known, before)).toEqual(faults);
  });
  test('the first one begins at nothing', () => {
    const first = closeShift({ ...close, zNo: 1, grandBeforeMinor: toMinor(0) }, facts);
    expect(checkZ(first, facts, null)).toEqual([]);
  });
});

describe('for any day', () => {
  const foreign = { currency: 'USD', amountMinor: toMinor(100), ratePpm: 2_000_000, rateDate: '2026-11-21' };
  const paid = (due: number, how: number, over: number): Tender[] => {
    const part = Math.floor(due / 2);
    switch (how) {
      case 0:
        return [{ tenderId: 1, method: 'foreign_cash', amountMinor: toMinor(due + over), foreign }];
      case 1:
        return [{ tenderId: 1, method: 'voucher', amountMinor: toMinor(part) }, cash(due - part + over, 2)];
      case 2:
        return [{ tenderId: 1, method: 'on_account', amountMinor: toMinor(due) }];
      default:
        return [cash(due + over)];
    }
  };
  const saleFacts = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }), fc.nat(5000), fc.nat(3), fc.boolean())
    .map(([skuNo, pieces, over, how, isBack]): ShiftFact[] => {
      const due = aSale([[skuNo, pieces * 1000]]).totals.totalMinor;
      const sale = aSale([[skuNo, pieces * 1000]], { tenders: paid(due, how, over) });
      return isBack ? [sold(sale), cameBack(backOf(sale, 1000))] : [sold(sale)];
    });
  const moves = fc
    .tuple(
      fc.constantFrom<CashReason>('pay_in', 'pay_out', 'skim', 'float'),
      fc.boolean(),
      fc.integer({ min: 1, max: 9999 }),
    )
    .map(([reason, isIn, amount]) => [
      moved(reason, reason === 'pay_in' || (reason === 'float' && isIn) ? 'in' : 'out', amount),
    ]);
  const factLists = fc.array(fc.oneof(saleFacts, moves), { maxLength: 12 });

  test('ways of paying, taxes and persons agree with sales less returns, in any order', () => {
    fc.assert(
      fc.property(factLists, (lists) => {
        const facts = lists.flat();
        const totals = shiftTotals(SHIFT, facts);
        const net = totals.salesMinor - totals.returnsMinor;
        expect(totals.byMethod.reduce((sum, row) => sum + row.amountMinor, 0)).toBe(net);
        expect(totals.byTax.reduce((sum, row) => sum + row.grossMinor, 0)).toBe(net);
        expect(totals.byTax.reduce((sum, row) => sum + row.taxMinor, 0)).toBe(totals.taxMinor);
        expect(totals.byStaff.reduce((sum, row) => sum + row.salesMinor - row.returnsMinor, 0)).toBe(net);
        expect(shiftTotals(SHIFT, facts.toReversed())).toEqual(totals);
      }),
      { numRuns: 80 },
    );
  });

  test('the drawer holds the float, the cash that came in and not what went out, counted fact by fact', () => {
    fc.assert(
      fc.property(factLists, fc.nat(50_000), (lists, floatMinor) => {
        let drawer = floatMinor;
        for (const fact of lists.flat()) {
          if (fact.kind === 'cash.moved') drawer += (fact.body.direction === 'in' ? 1 : -1) * fact.body.amountMinor;
          if (fact.kind === 'sale.completed') {
            for (const tender of fact.body.tenders) if (tender.method === 'cash') drawer += tender.amountMinor;
            drawer -= fact.body.changeMinor;
          }
          if (fact.kind === 'return.completed') {
            for (const row of fact.body.plan) if (row.method === 'cash') drawer -= row.amountMinor;
          }
        }
        const reading = readShift({ shiftId: SHIFT, floatMinor: toMinor(floatMinor) }, lists.flat());
        expect(reading.expectedMinor).toBe(drawer);
      }),
      { numRuns: 80 },
    );
  });

  test('the grand total never falls, and the Z agrees with its own facts', () => {
    fc.assert(
      fc.property(factLists, (lists) => {
        const z = closeShift(close, lists.flat());
        expect(z.grandTotalMinor).toBeGreaterThanOrEqual(close.grandBeforeMinor);
        expect(checkZ(z, lists.flat(), { zNo: 6, grandTotalMinor: close.grandBeforeMinor })).toEqual([]);
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
