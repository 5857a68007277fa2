import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settleExchange } from '../../src/core/exchange.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Tender } from '../../src/core/sale.ts';

const row = (tenderId: number, method: Tender['method'], amount: number): Tender => ({
  tenderId, method, amountMinor: toMinor(amount),
  ...(method === 'card_external' ? { evidence: { code: '204417' } } : {}),
}); // prettier-ignore
const settle = (total: number, ...back: Tender[]) =>
  settleExchange({ returnId: 'r', no: 'T2-7', back }, toMinor(total));

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
    const amounts = (rows: readonly Tender[]) => rows.map(({ method, amountMinor }) => [method, amountMinor]);
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
