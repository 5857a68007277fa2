import { describe, expect, test } from 'vitest';
import { cashBeyond, isAtLimit, manualDiscounts, standsOut, type ManualDiscount } from '../../src/core/exceptions.ts';
import { toMinor } from '../../src/core/money.ts';
import type { SaleOffer } from '../../src/core/sale.ts';
import { aSale } from '../support/sales.ts';

const given = (percentBp: number | null, over: Partial<ManualDiscount> = {}): ManualDiscount => ({
  offerNo: 1, action: 'discount_line', amountMinor: 100, percentBp, approverId: null, ...over,
}); // prettier-ignore

test.each([
  ['cashier', given(1000), true],
  ['cashier', given(900), true],
  ['cashier', given(899), false],
  ['cashier', given(1000, { approverId: 'm' }), false], // somebody agreed
  ['cashier', given(null), false],
  ['senior', given(1000), false],
  ['senior', given(2000, { action: 'discount_cart' }), true],
  ['manager', given(9000), false], // has no limit
] as const)('%s giving %j goes to the limit: %s', (role, discount, isThere) => {
  expect(isAtLimit(role, discount)).toBe(isThere);
});

test('what a person gave is a share of the goods it was given on; promotions are none of it', () => {
  const [first, second] = aSale([
    [1, 5000],
    [2, 4000],
  ]).lines; // 10.00 and 30.00
  if (first === undefined || second === undefined) throw new Error('two lines');
  const offer = (offerNo: number, kind: SaleOffer['kind'], amountMinor: number): SaleOffer => ({
    offerNo,
    kind,
    promotionId: null,
    rev: null,
    name: '',
    coupon: null,
    times: 1,
    amountMinor: toMinor(amountMinor),
    approverId: offerNo === 2 ? 'm' : null,
  });
  const applied = (...offerNos: number[]) => offerNos.map((offerNo) => ({ offerNo, amountMinor: toMinor(1) }));
  const sale = {
    lines: [
      { ...first, applied: applied(1, 3) },
      { ...second, applied: applied(2, 3) },
    ],
    offers: [offer(1, 'line_discount', 100), offer(2, 'cart_discount', 400), offer(3, 'promotion', 999)],
  };
  expect(manualDiscounts(sale)).toEqual([
    { offerNo: 1, action: 'discount_line', amountMinor: 100, percentBp: 1000, approverId: null },
    { offerNo: 2, action: 'discount_cart', amountMinor: 400, percentBp: 1000, approverId: 'm' },
  ]);
  expect(manualDiscounts({ lines: sale.lines })).toEqual([]);
});

describe('somebody stands out', () => {
  test.each([
    ['who does what nobody else does', { times: 3, sales: 50 }, { times: 0, sales: 200 }, true],
    ['not for once or twice', { times: 2, sales: 50 }, { times: 0, sales: 200 }, false],
    ['not for what all do', { times: 10, sales: 100 }, { times: 30, sales: 300 }, false],
    ['just beyond two sigma', { times: 17, sales: 100 }, { times: 30, sales: 300 }, true],
    ['not just within it', { times: 16, sales: 100 }, { times: 30, sales: 300 }, false],
    ['not where nobody else sells', { times: 9, sales: 50 }, { times: 0, sales: 0 }, false],
  ])('%s', (_what, own, others, isOut) => {
    expect(standsOut(own, others)).toBe(isOut);
  });
});

test.each([
  [500, [300, 200], [0, 0]],
  [500, [300, 300, 100], [0, 100, 100]],
  [0, [250], [250]],
  [500, [], []],
])('of %d paid in cash, refunds of %j go beyond it by %j', (kept, refunds, beyond) => {
  expect(cashBeyond(kept, refunds)).toEqual(beyond);
});
