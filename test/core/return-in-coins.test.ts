import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CashRounding } from '../../src/core/cash-rounding.ts';
import { checkReturn, checkSale } from '../../src/core/check-sale.ts';
import { completeSale } from '../../src/core/complete-sale.ts';
import { sumMinor, toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import { returnOfSale, withoutWays } from '../../src/core/return.ts';
import type { Return, Sale, Tender } from '../../src/core/sale.ts';
import { isCash } from '../../src/core/tender.ts';
import { aProduct, bookOf, cartOf, uuidOf } from '../support/builders.ts';
import { rulesOf } from '../support/pricing.ts';
import { cash, saleInput } from '../support/sales.ts';

const card = (amountMinor: number, tenderId: number): Tender => ({
  tenderId,
  method: 'card_external',
  amountMinor: toMinor(amountMinor),
  evidence: { code: '1' },
});
const stamps = (amountMinor: number, tenderId: number): Tender => ({
  tenderId,
  method: 'custom',
  amountMinor: toMinor(amountMinor),
  typeId: STAMPS,
  name: 'Stamps',
});
const STAMPS = uuidOf(77);
const SHUT = new Set([STAMPS]); // no money goes back by them: it is cash
const FIVE: CashRounding = { stepMinor: 5, how: 'half_up', on: 'cash' };

/** Pieces at these prices, one of each, paid so. */
function sold(prices: readonly number[], cashRounding: CashRounding, tenders: readonly Tender[], pieces = 1): Sale {
  const cart = cartOf(prices.map((_, at) => [at + 1, pieces * 1000] as const));
  const book = bookOf(prices.map((price, at) => aProduct(at + 1, { priceMinor: toMinor(price) })));
  const priced = priceCart(cart, book, { rules: rulesOf({}, { cashRounding }) });
  const made = completeSale({ ...saleInput(cart), priced, tenders });
  if (!made.ok) throw new Error(made.error.code);
  expect(checkSale(made.value)).toEqual([]);
  return made.value;
}

function brought(sale: Sale, lineIds: readonly number[], earlier: readonly Return[] = [], qtyMilli = 1000): Return {
  const head = {
    returnId: uuidOf(2001 + earlier.length),
    no: 'T3-2',
    shiftId: uuidOf(500),
    currency: 'CHF',
    reason: '',
    approverId: null,
  };
  const goods = lineIds.map((lineId) => ({ lineId, qtyMilli, condition: 'resalable' as const }));
  const made = returnOfSale(head, sale, goods, earlier);
  if (!made.ok) throw new Error(made.error.code);
  expect(checkReturn(made.value)).toEqual([]);
  return made.value;
}

const rowsOf = ({ plan }: Return): [string, number][] => plan.map((row) => [row.method, row.amountMinor]);

describe('goods of a sale paid partly in coins, worked by hand', () => {
  // 3.33 and 6.69 are 10.02: by card 5.00, the open 5.02 in coins of 0.05 is 5.00.
  const sale = sold([333, 669], FIVE, [card(500, 1), cash(500, 2)]);

  test('the card gives back its exact half, the drawer what coins can pay; all of it at last', () => {
    const first = brought(sale, [1]); // half of 3.33 is 1.67 by card, and 1.66 in coins is 1.65
    expect(rowsOf(first)).toEqual([['card_external', 167], ['cash', 165]]); // prettier-ignore
    expect(first.roundingMinor).toBe(-1);
    const second = brought(sale, [2], [first]);
    expect(rowsOf(second)).toEqual([['card_external', 333], ['cash', 335]]); // prettier-ignore
    expect(first.totalMinor + second.totalMinor).toBe(1000);
  });

  test('where every sum is in coins, the total is, and the drawer pays in them', () => {
    const all = sold([333, 669], { ...FIVE, on: 'all' }, [card(500, 1), cash(500, 2)]);
    const first = brought(all, [1]); // 3.35 in all: half is 1.68 by card; 1.67 in coins is 1.65, so 1.70 by card
    expect(rowsOf(first)).toEqual([['card_external', 170], ['cash', 165]]); // prettier-ignore
    expect(rowsOf(brought(all, [2], [first]))).toEqual([['card_external', 330], ['cash', 335]]); // prettier-ignore
  });

  test('nothing was paid for 0.02 in coins of 0.05, and nothing goes back', () => {
    const two = sold([2], FIVE, []);
    expect(two.totals).toMatchObject({ totalMinor: 0, roundingMinor: -2 });
    expect(brought(two, [1])).toMatchObject({ totalMinor: 0, plan: [], roundingMinor: -2 });
  });

  test('a card that paid all but what no coin pays gets back what it paid', () => {
    const most = sold([333, 669], FIVE, [card(1000, 1)]);
    const first = brought(most, [2]);
    expect(rowsOf(first)).toEqual([['card_external', 669]]);
    expect(rowsOf(brought(most, [1], [first]))).toEqual([['card_external', 331]]);
  });
});

describe('goods paid by a way by which no money goes back', () => {
  const sale = withoutWays(sold([333], FIVE, [stamps(999, 1)], 3), SHUT);

  test('come to coins over all visits, and never to more than was paid', () => {
    const first = brought(sale, [1]);
    expect(first).toMatchObject({ plan: [{ tenderId: 1, method: 'cash', amountMinor: 335 }], totalMinor: 335 });
    expect([first.roundingMinor, first.plan[0]?.typeId]).toEqual([2, undefined]);
    const second = brought(sale, [1], [first]); // 6.66 in coins is 6.65
    expect([rowsOf(second), second.roundingMinor]).toEqual([[['cash', 330]], -3]);
    expect(rowsOf(brought(sale, [1], [first, second]))).toEqual([['cash', 330]]); // no coins pay 9.99: 9.95
    const atOnce = brought(sale, [1], [], 3000);
    expect([rowsOf(atOnce), atOnce.roundingMinor]).toEqual([[['cash', 995]], -4]);
  });

  test('shut between two visits: what is left of it goes back in coins', () => {
    const open = brought(sold([333], FIVE, [stamps(999, 1)], 3), [1]);
    expect(rowsOf(open)).toEqual([['custom', 333]]);
    const next = brought(sale, [1], [open]); // 6.66 less 3.33
    expect(rowsOf(next)).toEqual([['cash', 335]]);
    expect(rowsOf(brought(sale, [1], [open, next]))).toEqual([['cash', 330]]); // 6.65 of 6.66
  });

  test('where no coins matter, and beside change that was of true cash', () => {
    const exact = sold([333], { ...FIVE, stepMinor: 1 }, [stamps(500, 2), cash(1000, 1)], 3);
    const back = brought(withoutWays(exact, SHUT), [1], [], 3000);
    expect(back.plan).toMatchObject([
      { tenderId: 2, method: 'cash', amountMinor: 500 }, { tenderId: 1, method: 'cash', amountMinor: 499 },
    ]); // prettier-ignore
  });
});

const policies = fc.record({
  stepMinor: fc.constantFrom(5, 10, 50, 100),
  how: fc.constantFrom('half_up' as const, 'half_down' as const, 'up' as const, 'down' as const),
  on: fc.constantFrom('cash' as const, 'all' as const),
});

// Whatever comes back first, and in however many visits: every tender gets back what it gave, cash always in coins.
test('any goods, any coins, any order of coming back: each tender is undone, cash always in coins', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 4 }),
      policies,
      fc.nat(1000),
      fc.infiniteStream(fc.nat(50)),
      (prices, policy, part, picks) => {
        const whole = 3 * prices.reduce((sum, price) => sum + price, 0);
        const wanted = Math.floor((whole * part) / 1000);
        const byCard = policy.on === 'all' ? wanted - (wanted % policy.stepMinor) : wanted;
        const tenders = [...(byCard > 0 ? [card(byCard, 1)] : []), cash(whole + policy.stepMinor, 2)];
        const sale = sold(prices, policy, tenders, 3);
        const pieces = sale.lines.flatMap(({ lineId }) => [lineId, lineId, lineId]);
        const backs: Return[] = [];
        while (pieces.length > 0) {
          const [lineId] = pieces.splice((picks.next().value ?? 0) % pieces.length, 1);
          backs.push(brought(sale, [lineId ?? 0], backs));
        }
        const rows = backs.flatMap((back) => back.plan);
        for (const row of rows) if (isCash(row)) expect(row.amountMinor % policy.stepMinor).toBe(0);
        for (const { tenderId, amountMinor } of sale.tenders) {
          const given = rows.reduce((sum, row) => sum + (row.tenderId === tenderId ? row.amountMinor : 0), 0);
          expect(given).toBe(amountMinor - (tenderId === 2 ? sale.changeMinor : 0));
        }
      },
    ),
    { numRuns: 300 },
  );
});

// The same where a part was paid by a way that is shut, from the first visit or a later one.
test('any goods of a shut way, in any visits: cash in coins, never more than was paid, as much as at once', () => {
  const money = fc.tuple(fc.nat(1000), fc.nat(1000));
  const visits = fc.record({ shutFrom: fc.nat(4), picks: fc.infiniteStream(fc.nat(50)) });
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 4 }),
      policies,
      money,
      visits,
      (prices, policy, [part, ofIt], { shutFrom, picks }) => {
        const whole = 3 * prices.reduce((sum, price) => sum + price, 0);
        const fit = (wanted: number) => wanted - (policy.on === 'all' ? wanted % policy.stepMinor : 0);
        const byStamps = fit(Math.floor((whole * part) / 1000));
        const byCard = fit(Math.floor(((whole - byStamps) * ofIt) / 1000));
        const tenders = [stamps(byStamps, 1), card(byCard, 2), cash(whole + policy.stepMinor, 3)];
        const sale = sold(prices, policy, tenders.filter((row) => row.amountMinor > 0), 3); // prettier-ignore
        const pieces = sale.lines.flatMap(({ lineId }) => [lineId, lineId, lineId]);
        const backs: Return[] = [];
        while (pieces.length > 0) {
          const [lineId] = pieces.splice((picks.next().value ?? 0) % pieces.length, 1);
          const seen = backs.length < shutFrom ? sale : withoutWays(sale, SHUT);
          backs.push(brought(seen, [lineId ?? 0], backs));
        }
        const rows = backs.flatMap((back) => back.plan);
        for (const back of backs) expect(sumMinor(back.plan.filter(isCash)) % policy.stepMinor).toBe(0); // in one sum
        for (const { tenderId, amountMinor } of sale.tenders) {
          const given = rows.reduce((sum, row) => sum + (row.tenderId === tenderId ? row.amountMinor : 0), 0);
          expect(given).toBeLessThanOrEqual(amountMinor - (tenderId === 3 ? sale.changeMinor : 0));
        }
        const lines = sale.lines.map(({ lineId }) => lineId);
        const atOnce = brought(withoutWays(sale, SHUT), lines, [], 3000);
        const given = backs.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
        if (shutFrom === 0) expect(given).toBe(atOnce.totalMinor);
        expect(sale.totals.totalMinor - given).toBeLessThan(policy.stepMinor);
      },
    ),
    { numRuns: 300 },
  );
});
