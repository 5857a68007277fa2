/** Points that pay: what they are worth, what goes back of them, what they earn. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grantsOf, linesOfGrant, linesOfReturn, linesOfSale, standingOf } from '../../src/core/ledger.ts';
import { earningMinor, pointsBack, pointsToPay, pointsWorth } from '../../src/core/loyalty.ts';
import { toMinor } from '../../src/core/money.ts';
import { receiptOfReturn, receiptOfSale } from '../../src/core/receipt.ts';
import { returnOfSale } from '../../src/core/return.ts';
import type { Tender } from '../../src/core/sale.ts';
import { readShift } from '../../src/core/shift.ts';
import { takeTender } from '../../src/core/take-tender.ts';
import { NO_VALUE } from '../../src/core/value.ts';
import { uuidOf } from '../support/builders.ts';
import { HEAD, WORDS } from '../support/paper-words.ts';
import { aSale, cash } from '../support/sales.ts';

const [MEMBER, GRANT] = [uuidOf(50), uuidOf(51)];
const byPoints = (amountMinor: number, points: number, perUnit = 100, tenderId = 1): Tender => ({
  tenderId,
  method: 'points',
  amountMinor: toMinor(amountMinor),
  points: { memberId: MEMBER, grantId: GRANT, points, perUnit },
});

describe('what points pay for', () => {
  test.each([
    ['a hundred for 1.00', 750, 100, 'CNY', 750, 750],
    ['three for 1.00: whole points only', 50, 3, 'CNY', 2, 66],
    ['seven for 1.00', 1, 7, 'CNY', 1, 14],
    ['a currency without smaller units', 500, 10, 'JPY', 5000, 500],
  ])('%s', (_what, amountMinor, perUnit, currency, points, worth) => {
    expect(pointsToPay(amountMinor, perUnit, currency)).toBe(points);
    expect(pointsWorth(points, perUnit, currency)).toBe(worth);
  });

  test('an amount never takes fewer points than it is worth, nor one more than it needs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 10_000 }), (amount, perUnit) => {
        const points = pointsToPay(amount, perUnit, 'CNY');
        expect(pointsWorth(points, perUnit, 'CNY')).toBeGreaterThanOrEqual(amount);
        expect(pointsWorth(points - 1, perUnit, 'CNY')).toBeLessThan(amount);
        expect(pointsToPay(pointsWorth(points, perUnit, 'CNY'), perUnit, 'CNY')).toBeLessThanOrEqual(points);
      }),
    );
  });

  test('nothing is worth nothing, also where more is owed', () => {
    expect(pointsWorth(0, 100, 'CNY')).toBe(0);
    expect(pointsWorth(-5, 100, 'CNY')).toBe(0);
  });
});

test('parts that go back give back every point, whatever the parts', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 1, max: 900 }), (amounts, points) => {
      const paid = { amountMinor: amounts.reduce((sum, one) => sum + one, 0), points };
      let gone = { amountMinor: 0, points: 0 };
      for (const amount of amounts) {
        const back = pointsBack(paid, gone, amount);
        expect(back).toBeGreaterThanOrEqual(0);
        gone = { amountMinor: gone.amountMinor + amount, points: gone.points + back };
      }
      expect(gone.points).toBe(points);
    }),
  );
});

test('over what is owed, or of no grant, points are no payment', () => {
  const paying = {
    remainingMinor: toMinor(300), taken: [], currency: 'CNY', today: '2026-11-21', lang: 'en',
    rules: { off: [], custom: [], foreign: [] },
  } as const; // prettier-ignore
  const { points } = byPoints(301, 301);
  if (points === undefined) throw new Error('there are some');
  const asked = { method: 'points', amountMinor: toMinor(301), points } as const;
  expect(takeTender(asked, paying)).toMatchObject({ error: { code: 'change_without_cash', overMinor: 1 } });
  expect(takeTender({ method: 'points', amountMinor: toMinor(300) }, paying)).toMatchObject({
    error: { code: 'tender_not_taken' },
  });
  expect(takeTender({ ...asked, amountMinor: toMinor(300) }, paying)).toMatchObject({ value: { points } });
});

describe('a sale paid in part with points', () => {
  // 2 x 2.00 and 0.345 kg at 12.99: 8.48
  const sale = aSale([[1, 2000], [3, 345]], { tenders: [byPoints(500, 15, 3), cash(1000, 2)] }); // prettier-ignore
  const head = {
    returnId: uuidOf(2001), no: 'T3-000002', shiftId: uuidOf(500), currency: 'CNY', reason: '', approverId: null,
  }; // prettier-ignore
  const back = (goods: readonly (readonly [number, number])[], earlier: Parameters<typeof returnOfSale>[3] = []) => {
    const wanted = goods.map(([lineId, qtyMilli]) => ({ lineId, qtyMilli, condition: 'resalable' }) as const);
    const made = returnOfSale(head, sale, wanted, earlier);
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };

  test('earns on the rest alone', () => {
    expect(earningMinor(sale.totals.totalMinor, sale.tenders)).toBe(348);
  });

  test('gives back points and cash in proportion, and all points once all is back', () => {
    const first = back([[1, 1000]]); // 2.00 of 8.48: 1.18 by points, 0.82 in cash
    const rest = back([[1, 1000], [2, 345]], [first]); // prettier-ignore
    const rows = (plan: readonly Tender[]) => plan.map((row) => [row.method, row.amountMinor, row.points?.points]);
    expect(rows(first.plan)).toEqual([['points', 118, 4], ['cash', 82, undefined]]); // prettier-ignore
    expect(rows(rest.plan)).toEqual([['points', 382, 11], ['cash', 266, undefined]]); // prettier-ignore
  });

  test('stands in the X by what it counted for, and leaves the drawer alone', () => {
    const fact = { kind: 'sale.completed', body: sale, staffId: null, wallMs: 0 } as const;
    const reading = readShift({ shiftId: sale.shiftId, floatMinor: toMinor(0) }, [fact]);
    expect(reading.byMethod).toEqual([
      { method: 'cash', amountMinor: 348 },
      { method: 'points', amountMinor: 500 },
    ]);
    expect(reading.expectedMinor).toBe(348);
  });

  test('the paper says how many points went, and how many came back', () => {
    const rows = receiptOfSale(sale, HEAD, WORDS);
    expect(rows).toContainEqual({ row: 'pair', left: '积分 -15', right: '5.00', strong: false });
    const whole = back([[1, 2000], [2, 345]]); // prettier-ignore
    expect(receiptOfReturn(whole, HEAD, WORDS)).toContainEqual({
      row: 'pair', left: '积分 +15', right: '5.00', strong: false,
    }); // prettier-ignore
  });

  test('in the ledger points leave their grant, and come back to the member', () => {
    const granted = { grantId: GRANT, memberId: MEMBER, ...NO_VALUE, points: 20 };
    const spent = [...linesOfGrant(granted, 1), ...linesOfSale(sale)];
    expect(grantsOf(spent).get(GRANT)).toMatchObject({ points: 5, principalMinor: 0 });
    expect(standingOf(spent)).toMatchObject({ points: -20, reservedPoints: 5, owedPoints: 0 });
    const all = [...spent, ...linesOfReturn(back([[1, 2000], [2, 345]]))]; // prettier-ignore
    expect(all.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
    expect(standingOf(all)).toMatchObject({ points: -5, reservedPoints: 5 });
  });
});
