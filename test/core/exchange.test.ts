import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CashRounding } from '../../src/core/cash-rounding.ts';
import { settleExchange } from '../../src/core/exchange.ts';
import { sumMinor, toMinor, ZERO } from '../../src/core/money.ts';
import { totalsWhenPaid } from '../../src/core/price-cart.ts';
import type { Tender } from '../../src/core/sale.ts';
import { rulesOf } from '../support/pricing.ts';

const row = (tenderId: number, method: Tender['method'], amount: number): Tender => ({
  tenderId, method, amountMinor: toMinor(amount),
  ...(method === 'card_external' ? { evidence: { code: '204417' } } : {}),
}); // prettier-ignore
const costing = (total: number, cashRounding: CashRounding | null = null) => ({
  totals: { grossMinor: toMinor(total), discountMinor: ZERO, taxMinor: ZERO, totalMinor: toMinor(total) },
  rules: rulesOf({}, { cashRounding }),
});
const settle = (total: number, ...back: Tender[]) =>
  settleExchange({ returnId: 'r', no: 'T2-7', back }, costing(total));
const amounts = (rows: readonly Tender[]) => rows.map(({ method, amountMinor }) => [method, amountMinor]);

describe('what came back', () => {
  test('pays for dearer goods whole, under the number of its return', () => {
    expect(settle(5000, row(1, 'cash', 3000))).toEqual({
      carried: [{ tenderId: 1, method: 'cash', amountMinor: 3000, evidence: { ref: 'T2-7' } }],
      out: [], carriedMinor: 3000, outMinor: 0,
    }); // prettier-ignore
  });

  // 30.00 cash and 10.00 by card came back, 20.00 is bought: three quarters of it in cash, by hand.
  test('is more than cheaper goods cost: the rest goes out by the tenders it would have gone back to', () => {
    const { carried, out } = settle(2000, row(1, 'cash', 3000), row(2, 'card_external', 1000));
    const half = [['cash', 1500], ['card_external', 500]]; // prettier-ignore
    expect([amounts(carried), amounts(out)]).toEqual([half, half]);
    expect(carried[1]?.evidence).toEqual({ code: '204417', ref: 'T2-7' });
  });

  test('to a voucher or an account goes back there, and does not count', () => {
    const { carried, out } = settle(9000, row(1, 'voucher', 1000), row(2, 'cash', 500), row(3, 'on_account', 200));
    expect([carried.map(({ method }) => method), out.map(({ method }) => method)]).toEqual([
      ['cash'], ['voucher', 'on_account'],
    ]); // prettier-ignore
  });

  test('is carried over or handed out, tender by tender, to the minor unit', () => {
    const methods = fc.constantFrom('cash', 'card_external', 'custom', 'voucher', 'on_account');
    const rows = fc.array(fc.tuple(methods, fc.integer({ min: 1, max: 1_000_000 })), { maxLength: 8 });
    fc.assert(
      fc.property(fc.nat(3_000_000), rows, (total, list) => {
        const back = list.map(([method, amount], at) => row(at + 1, method, amount));
        const { carriedMinor, outMinor, carried } = settle(total, ...back);
        expect(carriedMinor + outMinor).toBe(back.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
        expect(carriedMinor).toBeLessThanOrEqual(total);
        expect(carried.every(({ amountMinor }) => amountMinor > 0)).toBe(true);
      }),
    );
  });
});

describe('what came back, where cash is paid in coins', () => {
  const FIVE: CashRounding = { stepMinor: 5, how: 'half_up', on: 'cash' };
  const inCoins = (total: number, ...back: Tender[]) => {
    const { carried, out } = settleExchange({ returnId: 'r', no: 'T2-7', back }, costing(total, FIVE));
    return [amounts(carried), amounts(out)];
  };

  test('coins are carried and coins are left; the other way pays the odd units', () => {
    const half = [row(1, 'cash', 500), row(2, 'card_external', 500)];
    expect(inCoins(498, ...half)).toEqual([
      [['cash', 250], ['card_external', 248]], [['cash', 250], ['card_external', 252]],
    ]); // prettier-ignore
    expect(inCoins(333, ...half)).toEqual([
      [['cash', 165], ['card_external', 168]], [['cash', 335], ['card_external', 332]],
    ]); // prettier-ignore
  });

  test('coins round where nothing else can pay the odd units: a voucher, which is not carried, does not', () => {
    const carried = [['cash', 500]];
    expect(inCoins(498, row(1, 'voucher', 1000), row(2, 'cash', 500))).toEqual([carried, [['voucher', 1000]]]);
    expect(inCoins(333, row(1, 'cash', 500))).toEqual([[['cash', 335]], [['cash', 165]]]);
  });

  test('any refund, any goods, any coins: the sale is paid or asks for coins, and nothing is lost', () => {
    const rounding = fc.record({
      stepMinor: fc.constantFrom(1, 5, 10, 100),
      how: fc.constantFrom('half_up' as const, 'half_down' as const, 'up' as const, 'down' as const),
      on: fc.constantFrom('cash' as const, 'all' as const),
    });
    const methods = fc.constantFrom('cash', 'card_external', 'custom', 'voucher', 'on_account');
    const rows = fc.array(fc.tuple(methods, fc.integer({ min: 1, max: 3000 })), { maxLength: 5 });
    const cashOf = (list: readonly Tender[]) => sumMinor(list.filter(({ method }) => method === 'cash'));
    fc.assert(
      fc.property(fc.nat(6000), rows, rounding, (total, list, policy) => {
        const back = list.map(([method, amount], at) =>
          row(at + 1, method, method === 'cash' ? amount * policy.stepMinor : amount),
        );
        const priced = costing(total, policy);
        const { carried, out } = settleExchange({ returnId: 'r', no: 'T2-7', back }, priced);
        expect(sumMinor(carried) + sumMinor(out)).toBe(sumMinor(back));
        expect([cashOf(carried) % policy.stepMinor, cashOf(out) % policy.stepMinor]).toEqual([0, 0]);
        const openMinor = totalsWhenPaid(priced, carried).totalMinor - sumMinor(carried);
        expect([openMinor >= 0, openMinor % policy.stepMinor]).toEqual([true, 0]);
        const isLeft = out.some(({ method }) => method !== 'voucher' && method !== 'on_account');
        if (isLeft) expect(openMinor).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
