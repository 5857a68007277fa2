import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountKey, mostToPay, openCharges } from '../../src/core/account.ts';
import { toMinor } from '../../src/core/money.ts';

const charge = (chargeId: string, atMs: number, amount: number) => ({ chargeId, atMs, amountMinor: toMinor(amount) });
const back = (chargeId: string, amount: number) => ({ chargeId, amountMinor: toMinor(amount) });
const open = (...given: Parameters<typeof openCharges>) =>
  openCharges(...given).charges.map((row) => [row.chargeId, row.backMinor, row.paidMinor, row.openMinor]);

describe('an account', () => {
  test('is one name, however it is spaced, in whichever case and width', () => {
    const same = ['Wang  Li', ' wang li ', 'ＷＡＮＧ li', 'WANG\u3000LI'];
    expect(new Set(same.map(accountKey)).size).toBe(1);
    expect(accountKey('王丽')).not.toBe(accountKey('王莉'));
  });

  test('a payment settles the oldest sale first, whatever the order they came in', () => {
    const sales = [charge('b', 2, 500), charge('a', 1, 300), charge('c', 3, 200)];
    expect(open(sales, [], toMinor(450))).toEqual([
      ['a', 0, 300, 0],
      ['b', 0, 150, 350],
      ['c', 0, 0, 200],
    ]);
  });

  test('a return lowers its own sale, not the oldest', () => {
    const sales = [charge('a', 1, 300), charge('b', 2, 500)];
    expect(open(sales, [back('b', 200)], toMinor(0))).toEqual([
      ['a', 0, 0, 300],
      ['b', 200, 0, 300],
    ]);
  });

  test('goods brought back after they were paid for leave the account in credit', () => {
    const { owedMinor, charges } = openCharges([charge('a', 1, 300)], [back('a', 100)], toMinor(300));
    expect([owedMinor, charges[0]?.openMinor, mostToPay(owedMinor)]).toEqual([-100, 0, 0]);
  });

  test('a return of a sale that is not on the books still counts, on the oldest', () => {
    expect(open([charge('a', 1, 300)], [back('gone', 120)], toMinor(0))).toEqual([['a', 0, 120, 180]]);
  });

  test('nothing is minted or lost, and nothing is open below zero or beyond its charge', () => {
    const amounts = fc.integer({ min: 1, max: 1_000_000 });
    const sales = fc.array(amounts, { maxLength: 12 });
    const returns = fc.array(fc.tuple(fc.nat(14), amounts), { maxLength: 6 });
    fc.assert(
      fc.property(sales, returns, fc.nat(5_000_000), (sold, came, paid) => {
        const state = openCharges(
          sold.map((amount, at) => charge(`c${String(at)}`, at % 4, amount)),
          came.map(([at, amount]) => back(`c${String(at)}`, amount)),
          toMinor(paid),
        );
        const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
        expect(state.owedMinor).toBe(sum(sold) - sum(came.map(([, amount]) => amount)) - paid);
        for (const row of state.charges) {
          expect(row.openMinor).toBe(row.amountMinor - row.backMinor - row.paidMinor);
          expect(Math.min(row.openMinor, row.backMinor, row.paidMinor)).toBeGreaterThanOrEqual(0);
        }
        const isOpen = state.charges.map((row) => row.openMinor > 0 && row.paidMinor > 0);
        expect(isOpen.filter(Boolean).length).toBeLessThanOrEqual(1); // at most one is paid in part
      }),
    );
  });
});
