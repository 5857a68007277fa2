import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CashRounding } from '../../src/core/cash-rounding.ts';
import { toMinor } from '../../src/core/money.ts';
import { checkReturn, checkSale } from '../../src/core/check-sale.ts';
import { completeSale } from '../../src/core/complete-sale.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import { returnOfSale } from '../../src/core/return.ts';
import type { Return, Sale, Tender } from '../../src/core/sale.ts';
import { worth } from '../../src/core/take-tender.ts';
import { changeDue, roundingOf } from '../../src/core/tender.ts';
import { aProduct, bookOf, cartOf } from '../support/builders.ts';
import { saleInput } from '../support/sales.ts';
import { rulesOf } from '../support/pricing.ts';

const tenderOf = (tenderId: number, method: Tender['method'], amountMinor: number): Tender => ({
  tenderId,
  method,
  amountMinor: toMinor(amountMinor),
});
const steps = (stepMinor: number, how: CashRounding['how'], on: CashRounding['on'] = 'cash'): CashRounding => ({
  stepMinor,
  how,
  on,
});
const due = (exact: number, tenders: readonly Tender[], how: CashRounding): number =>
  exact + roundingOf(toMinor(exact), tenders, how);

describe('notes of another currency beside coins of the shop', () => {
  // By hand: what they leave, or what goes back for them, in steps; "up" is for the shop either way.
  test.each([
    [11_760, 4986, steps(5, 'half_up'), 11_761, 'leaves 67.74, so 67.75'],
    [11_760, 4986, steps(5, 'down'), 11_756, 'leaves 67.70'],
    [11_760, 4986, steps(100, 'up', 'all'), 11_886, '118 in all; leaves 68.14, so 69'],
    [12_000, 12_037, steps(5, 'half_up'), 12_002, '0.37 too much: 0.35 back'],
    [12_000, 12_037, steps(5, 'up'), 12_002, '0.35 back'],
    [12_000, 12_037, steps(5, 'down'), 11_997, '0.40 back'],
    [1, 50, steps(100, 'down'), 50, 'never more back than was given'],
  ])('%d by notes worth %d: %j makes %d due (%s)', (exact, foreign, how, total) => {
    expect(due(exact, [tenderOf(1, 'foreign_cash', foreign)], how)).toBe(total);
  });

  test('what was taken by card beyond it is no rounding', () => {
    const tenders = [tenderOf(1, 'foreign_cash', 1), tenderOf(2, 'card_external', 20_000)];
    expect(roundingOf(toMinor(11_760), tenders, steps(5, 'half_up'))).toBe(0);
    expect(roundingOf(toMinor(11_760), [tenderOf(1, 'card_external', 11_761)], steps(5, 'half_up'))).toBe(0);
    expect(roundingOf(toMinor(11_763), [tenderOf(1, 'card_external', 20_000)], steps(5, 'half_up', 'all'))).toBe(2);
  });

  test('what another way pays to the end is not rounded', () => {
    const tenders = [tenderOf(1, 'foreign_cash', 4986), tenderOf(2, 'card_external', 6774)];
    expect(roundingOf(toMinor(11_760), tenders, steps(5, 'half_up'))).toBe(0);
  });
});

const policies = fc.record({
  stepMinor: fc.constantFrom(5, 10, 100),
  how: fc.constantFrom<CashRounding['how']>('half_up', 'half_down', 'up', 'down'),
  on: fc.constantFrom<CashRounding['on']>('cash', 'all'),
});
const payments = fc.array(
  fc.record({
    method: fc.constantFrom<Tender['method']>('cash', 'foreign_cash', 'card_external', 'voucher'),
    part: fc.integer({ min: 1, max: 130 }),
  }),
  { maxLength: 5 },
);

// As a hand does it: parts in any order, cash in coins, then the rest in cash. Whatever way it went, it can be paid.
test('any total, rate, policy and split can be paid in coins, and its change be given in them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500_000 }),
      policies,
      payments,
      fc.integer({ min: 1000, max: 900_000_000 }),
      (exact, how, parts, ratePpm) => {
        const { stepMinor } = how;
        const tenders: Tender[] = [];
        const leftMinor = (): number =>
          due(exact, tenders, how) - tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
        for (const { method, part } of parts) {
          const left = leftMinor();
          if (left <= 0) break;
          const wanted = Math.ceil((left * part) / 100);
          const notes = Math.ceil((wanted * 1_000_000) / ratePpm);
          const rate = { currency: 'USD', ratePpm };
          const coins = Math.ceil(wanted / stepMinor) * stepMinor;
          const exactLeft = exact - tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
          const most = how.on === 'all' ? left : Math.min(left, Math.max(0, exactLeft));
          const byMethod = { cash: coins, foreign_cash: worth(toMinor(notes), rate, 'CNY') };
          const amount = method === 'cash' || method === 'foreign_cash' ? byMethod[method] : Math.min(wanted, most);
          if (amount > 0) tenders.push(tenderOf(tenders.length + 1, method, amount));
        }
        const rest = leftMinor();
        if (rest > 0) {
          expect(rest % stepMinor).toBe(0);
          tenders.push(tenderOf(tenders.length + 1, 'cash', rest));
        }
        const total = due(exact, tenders, how);
        expect(total).toBeGreaterThanOrEqual(0);
        const change = changeDue(toMinor(total), tenders);
        expect(change).toMatchObject({ ok: true });
        if (!change.ok) return;
        expect(change.value % stepMinor).toBe(0);
        expect(tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0) - change.value).toBe(total);
        expect(Math.abs(total - exact)).toBeLessThan(2 * stepMinor + (how.on === 'all' ? stepMinor : 0));
      },
    ),
    { numRuns: 3000 },
  );
});

describe('a sale with notes of another currency', () => {
  const policy = steps(5, 'half_up');
  const book = bookOf([aProduct(1, { priceMinor: toMinor(200) }), aProduct(2, { priceMinor: toMinor(750) })]);
  const cart = cartOf([[1, 2000], [2, 1000]]); // prettier-ignore
  const priced = priceCart(cart, book, { rules: rulesOf({}, { cashRounding: policy }) });
  const exactMinor = priced.totals.totalMinor;
  const notes = tenderOf(1, 'foreign_cash', 333);
  const sold = (tenders: readonly Tender[]): Sale => {
    const sale = completeSale({ ...saleInput(cart), priced, tenders });
    if (!sale.ok) throw new Error(sale.error.code);
    return sale.value;
  };
  const sale = sold([notes, tenderOf(2, 'cash', due(exactMinor, [notes], policy) - 333)]);

  test('adds up, by this rule and by the earlier one, and by no other', () => {
    const { totals } = sale;
    expect(totals.roundingMinor).not.toBe(undefined);
    expect(checkSale(sale)).toEqual([]);
    const { roundingMinor: _none, ...exact } = totals;
    const earlier = {
      ...sale,
      totals: { ...exact, totalMinor: exactMinor },
      tenders: [notes, tenderOf(2, 'cash', exactMinor - 333)],
    };
    expect(checkSale(earlier)).toEqual([]);
    const off = toMinor(exactMinor + 5);
    const forged = {
      ...sale,
      totals: { ...totals, totalMinor: off, roundingMinor: toMinor(5) },
      tenders: [notes, tenderOf(2, 'cash', off - 333)],
    };
    expect(checkSale(forged).map((fault) => fault.what)).toContain('rounding');
  });

  test('comes back in coins, in parts and as a whole, and never for more than was paid', () => {
    const head = {
      returnId: 'r', no: '', shiftId: 's', currency: 'CNY', reason: 'damaged', approverId: null,
    } as const; // prettier-ignore
    const back = (goods: readonly [number, number][], earlier: readonly Return[] = []): Return => {
      const lines = goods.map(([lineId, qtyMilli]) => ({ lineId, qtyMilli, condition: 'resalable' as const }));
      const made = returnOfSale(head, sale, lines, earlier);
      if (!made.ok) throw new Error(made.error.code);
      expect(checkReturn(made.value)).toEqual([]);
      return made.value;
    };
    const [first, second] = sale.lines.map(({ lineId, qtyMilli }): [number, number] => [lineId, qtyMilli]);
    if (first === undefined || second === undefined) throw new Error('two lines');
    const whole = back([first, second]);
    const part = back([first]);
    const rest = back([second], [part]);
    expect([whole, part, rest].map(({ totalMinor }) => totalMinor % policy.stepMinor)).toEqual([0, 0, 0]);
    expect(part.totalMinor + rest.totalMinor).toBe(whole.totalMinor);
    expect(sale.totals.totalMinor - whole.totalMinor).toBeGreaterThanOrEqual(0);
    expect(sale.totals.totalMinor - whole.totalMinor).toBeLessThan(policy.stepMinor);
  });

  test('beside a card gives back the card exactly and the rest in coins', () => {
    const byCard: Tender = { tenderId: 2, method: 'card_external', amountMinor: toMinor(401), evidence: { code: '1' } };
    const tenders = [notes, byCard];
    const three = sold([...tenders, tenderOf(3, 'cash', due(exactMinor, tenders, policy) - 734)]);
    const goods = three.lines.map(({ lineId, qtyMilli }) => ({ lineId, qtyMilli, condition: 'resalable' as const }));
    const head = {
      returnId: 'r', no: '', shiftId: 's', currency: 'CNY', reason: 'damaged', approverId: null,
    } as const; // prettier-ignore
    const made = returnOfSale(head, three, goods);
    if (!made.ok) throw new Error(made.error.code);
    const sumOf = (ofCash: boolean): number =>
      made.value.plan
        .filter((row) => (row.method === 'cash') === ofCash)
        .reduce((sum, row) => sum + row.amountMinor, 0);
    expect(sumOf(false)).toBe(401);
    expect(sumOf(true) % policy.stepMinor).toBe(0);
    expect(three.totals.totalMinor - made.value.totalMinor).toBeLessThan(policy.stepMinor);
  });
});
