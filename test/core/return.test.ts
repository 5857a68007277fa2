import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PLAIN_RULES } from '../../src/core/price-cart.ts';
import { checkReturn } from '../../src/core/check-sale.ts';
import { toMinor } from '../../src/core/money.ts';
import { blindReturn } from '../../src/core/blind-return.ts';
import { type EarlierReturn, refundPlan, returnOfSale, type SoldGoods } from '../../src/core/return.ts';
import type { Return, Sale } from '../../src/core/sale.ts';
import { movesOfReturn, movesOfSale, sumMoves } from '../../src/core/stock.ts';
import { uuidOf } from '../support/builders.ts';
import { aSale, cash } from '../support/sales.ts';
import { PLAIN_TAXES } from '../support/pricing.ts';

const head = {
  returnId: uuidOf(2001),
  no: 'T3-000002',
  shiftId: uuidOf(500),
  currency: 'CNY',
  reason: 'damaged',
  approverId: null,
};
const all = (sale: Sale): SoldGoods[] =>
  sale.lines.map(({ lineId, qtyMilli }) => ({ lineId, qtyMilli, condition: 'resalable' }));
const some = (lineId: number, qtyMilli: number): SoldGoods[] => [{ lineId, qtyMilli, condition: 'resalable' }];

function made(sale: Sale, goods: readonly SoldGoods[], earlier: readonly EarlierReturn[] = []): Return {
  const back = returnOfSale(head, sale, goods, earlier);
  if (!back.ok) throw new Error(back.error.code);
  return back.value;
}

describe('of a known sale', () => {
  test('in three parts, worked by hand: 0.77 kg for 9.99 come back as 3.33, 3.34 and 3.32', () => {
    const sale = aSale([[3, 770]], { tenders: [cash(1000)], discountMinor: toMinor(1) }); // 0.77 kg at 12.99 = 10.00
    const first = made(sale, some(1, 257));
    const second = made(sale, some(1, 257), [first]);
    const third = made(sale, some(1, 256), [first, second]);
    expect([first, second, third].map((back) => back.totalMinor)).toEqual([333, 334, 332]);
    expect(first.lines[0]!.taxMinor + second.lines[0]!.taxMinor + third.lines[0]!.taxMinor).toBe(sale.totals.taxMinor);
  });

  test('refuses more than is left, saying how much is', () => {
    const sale = aSale([[1, 3000]]);
    const first = made(sale, some(1, 2000));
    expect(returnOfSale(head, sale, some(1, 2000), [first])).toEqual({
      ok: false,
      error: { code: 'over_return', lineId: 1, leftMilli: 1000 },
    });
    expect(() => returnOfSale(head, sale, [...some(1, 1000), ...some(1, 1000)])).toThrow('once');
    expect(returnOfSale(head, sale, some(7, 1000))).toMatchObject({ error: { code: 'over_return', leftMilli: 0 } });
  });

  test.each([
    ['nothing', [], 'empty_cart'],
    ['a quantity of zero', some(1, 0), 'bad_quantity'],
    ['a quantity below zero', some(1, -1000), 'bad_quantity'],
  ])('refuses %s', (_name, goods, code) => {
    expect(returnOfSale(head, aSale(), goods)).toMatchObject({ ok: false, error: { code } });
  });

  test('refuses without an open shift', () => {
    expect(returnOfSale({ ...head, shiftId: null }, aSale(), some(1, 1000))).toMatchObject({
      error: { code: 'no_open_shift' },
    });
  });

  // Returning everything undoes the sale: money, tax and stock, however it was cut into parts (I4, I5).
  test('everything in any parts is exactly the sale undone', () => {
    const goodsList = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9000 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        goodsList,
        fc.nat(90),
        fc.nat(3000),
        fc.integer({ min: 1, max: 999 }),
        fc.constantFrom('nearest' as const, 'down' as const, 'up' as const),
        (goods, percent, over, cut, taxRoundsTo) => {
          const plain = aSale(goods);
          const discountMinor = toMinor(Math.floor((plain.totals.grossMinor * percent) / 100));
          const due = plain.totals.grossMinor - discountMinor;
          const sale = aSale(goods, {
            discountMinor,
            rules: { ...PLAIN_RULES, taxRoundsTo },
            tenders: [cash(Math.floor(due / 2)), cash(due - Math.floor(due / 2) + over, 2)],
          });
          const parts = all(sale).map((good) => ({ ...good, qtyMilli: Math.ceil((good.qtyMilli * cut) / 1000) }));
          const first = made(sale, parts);
          const rest = all(sale)
            .map((good, i) => ({ ...good, qtyMilli: good.qtyMilli - parts[i]!.qtyMilli }))
            .filter((good) => good.qtyMilli > 0);
          const returns = rest.length === 0 ? [first] : [first, made(sale, rest, [first])];
          const sum = (of: (back: Return) => number): number => returns.reduce((s, back) => s + of(back), 0);
          expect(sum((back) => back.totalMinor)).toBe(sale.totals.totalMinor);
          expect(sum((back) => back.lines.reduce((s, line) => s + line.taxMinor, 0))).toBe(sale.totals.taxMinor);
          expect(sum((back) => back.plan.reduce((s, row) => s + row.amountMinor, 0))).toBe(sale.totals.totalMinor);
          for (const back of returns) expect(checkReturn(back)).toEqual([]);
          const kept = [sale.tenders[0]!.amountMinor, sale.tenders[1]!.amountMinor];
          for (const [i, tenderId] of [1, 2].entries()) {
            const gone = returns.flatMap((b) => b.plan).filter((row) => row.tenderId === tenderId);
            expect(gone.reduce((s, row) => s + row.amountMinor, 0)).toBeLessThanOrEqual(kept[i]!);
          }
          const stock = sumMoves([...movesOfSale(sale), ...returns.flatMap(movesOfReturn)]);
          expect([...stock.values()].every((milli) => milli === 0)).toBe(true);
        },
      ),
    );
  });
});

describe('the plan of a refund', () => {
  test('goes back in proportion to the tenders, change taken off', () => {
    const sale = aSale([[2, 4000]], { tenders: [cash(1000), cash(2500, 2)] }); // 30.00 due, 35.00 given
    expect(refundPlan(sale, toMinor(1500))).toEqual([
      { tenderId: 1, method: 'cash', amountMinor: 500 },
      { tenderId: 2, method: 'cash', amountMinor: 1000 },
    ]);
  });

  test('of nothing is empty', () => {
    expect(refundPlan(aSale(), toMinor(0))).toEqual([]);
  });

  test('never more than was kept', () => {
    expect(() => refundPlan(aSale([[1, 1000]]), toMinor(201))).toThrow('at most');
  });
});

describe('blind', () => {
  const goods = [
    { skuNo: 2, name: '薯片', qtyMilli: 2000, unitMinor: toMinor(750), taxBp: 1300, condition: 'waste' as const },
    { skuNo: 1, name: '水', qtyMilli: 1000, unitMinor: toMinor(0), taxBp: 0, condition: 'resalable' as const },
  ];

  test('gives the price agreed back in cash', () => {
    const back = blindReturn({ ...head, approverId: uuidOf(7) }, goods, PLAIN_TAXES);
    expect(back).toMatchObject({
      ok: true,
      value: { saleId: null, totalMinor: 1500, plan: [{ tenderId: 1, method: 'cash', amountMinor: 1500 }] },
    });
    expect(back.ok && checkReturn(back.value)).toEqual([]);
    expect(back.ok && back.value.lines[0]).toMatchObject({ lineId: 1, refundMinor: 1500, taxMinor: 173 });
  });

  test('needs an approver', () => {
    expect(blindReturn(head, goods, PLAIN_TAXES)).toEqual({ ok: false, error: { code: 'not_allowed' } });
  });

  test('spoilt goods come in and go out again', () => {
    const back = blindReturn({ ...head, approverId: uuidOf(7) }, goods, PLAIN_TAXES);
    expect(back.ok && [...sumMoves(movesOfReturn(back.value))]).toEqual([[2, 0], [1, 1000]]); // prettier-ignore
  });
});

test('checkReturn sees what does not add up', () => {
  const back = made(aSale([[1, 2000]]), some(1, 1000));
  expect(checkReturn({ ...back, totalMinor: toMinor(199) }).map((fault) => fault.what)).toEqual(['totals', 'plan']);
  expect(checkReturn({ ...back, plan: [] }).map((fault) => fault.what)).toEqual(['plan']);
  const [line] = back.lines as [Return['lines'][number]];
  expect(checkReturn({ ...back, lines: [{ ...line, taxMinor: toMinor(99) }] }).map((fault) => fault.what)).toEqual([
    'tax',
  ]);
});
