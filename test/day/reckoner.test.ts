/** The reckoner by cases worked on paper, so that what judges a day has been judged itself. */
import { describe, expect, test } from 'vitest';
import { dealsOf, KIND_NAMES, type Deal } from './deals.ts';
import { goodBy, PLAIN, priceLabel, SPECIAL } from './goods.ts';
import { Ledger } from './ledger.ts';
import { halfUp, reckonBack, reckonSale, sum, taxesOfPaid } from './reckoner.ts';

const AT_TEN = {
  minuteOfDay: 600,
  coinMinor: 1,
  rankOf: (code: string) => PLAIN.findIndex((good) => good.code === code),
};
const deal = (more: Partial<Deal>): Deal => ({ n: 0, kind: 'by hand', items: [], pays: [{ way: 'exact' }], ...more });

describe('what a sale comes to', () => {
  test('a label of 0.365 kg at 35.60 costs 12.99: 12.994 half up', () => {
    const sold = reckonSale(deal({ items: [{ good: SPECIAL.scaled, qtyMilli: 365, how: 'price_label' }] }), AT_TEN);
    expect(sold.totalMinor).toBe(1299);
    // weights 3, 1 from the right over 210412301299: 27+9+6+1+0+3+6+1+12+0+3+2 = 70, so the check digit is 0
    expect(priceLabel('04123', 1299)).toBe('2104123012990');
  });

  test.each([
    [1, 0],
    [2, 278], // half of 5.55 is 2.775
    [5, 556], // two pairs, each by itself
  ])('%i pieces at half price for the second: %i off', (pieces, off) => {
    const items = [{ good: SPECIAL.half, qtyMilli: pieces * 1000, how: 'scan' as const }];
    expect(sum(reckonSale(deal({ items }), AT_TEN).lines.map((line) => line.offMinor))).toBe(off);
  });

  test('10.00 off a cart of 3.50, 4.90 and 6.66 is 2.33, 3.25, 4.42: the odd unit to the largest remainder', () => {
    const items = [1, 2, 3].map((at) => ({ good: PLAIN[at]!, qtyMilli: 1000, how: 'scan' as const }));
    const sold = reckonSale(deal({ items, cartOff: { minor: 1000 } }), AT_TEN);
    // 1000 × 350/1506 = 232.40; 1000 × 490/1506 = 325.36; 1000 × 666/1506 = 442.23: 232 + 325 + 442 = 999
    expect(sold.lines.map((line) => line.offMinor)).toEqual([233, 325, 442]);
    expect(sold.totalMinor).toBe(506);
  });

  test('who pays no tax pays 1.06 of 1.20 and 3.21 of 3.50: the net of each line, half up', () => {
    const items = [0, 1].map((at) => ({ good: PLAIN[at]!, qtyMilli: 1000, how: 'scan' as const }));
    const sold = reckonSale(deal({ items, taxFree: 'F-1' }), AT_TEN);
    // 1.20 / 1.13 = 1.0619, 3.50 / 1.09 = 3.2110
    expect(sold.lines.map((line) => [line.grossMinor - line.offMinor, line.taxes])).toEqual([
      [106, []],
      [321, []],
    ]);
  });

  test('points that pay earn nothing, stored value does: 18.79 less 2.00 by ten points earns 16', () => {
    const items = [5, 6].map((at) => ({ good: PLAIN[at]!, qtyMilli: 1000, how: 'scan' as const }));
    const paid = (part: Deal['pays'][number]) =>
      reckonSale(deal({ items, isMember: true, pays: [part, { way: 'exact' }] }), AT_TEN);
    const byPoints = paid({ way: 'points', points: 10 });
    expect([byPoints.totalMinor, byPoints.points, byPoints.paid.map(({ minor }) => minor)]).toEqual([
      1879,
      6,
      [200, 1679],
    ]);
    expect(paid({ way: 'value', minor: 700 }).points).toBe(18);
  });

  test('an hour’s price ends with its hour', () => {
    const items = [{ good: SPECIAL.happy, qtyMilli: 2000, how: 'scan' as const }];
    const total = (minuteOfDay: number) => reckonSale(deal({ items }), { ...AT_TEN, minuteOfDay }).totalMinor;
    expect([839, 840, 959, 960].map(total)).toEqual([1600, 1200, 1200, 1600]);
  });

  test('20 dollars at 7.1234 for 120.00: 142.47 taken, 22.47 back', () => {
    const items = [{ good: SPECIAL.open, qtyMilli: 1000, unitMinor: 12_000, how: 'price_by_hand' as const }];
    const sold = reckonSale(deal({ items, pays: [{ way: 'usd', wholes: 20 }] }), AT_TEN);
    expect([sold.paid[0]?.minor, sold.changeMinor]).toEqual([14_247, 2247]);
  });

  test('dollars are no coins of the shop: what they leave is paid in coins, or the change of them given', () => {
    const items = [{ good: SPECIAL.open, qtyMilli: 1000, unitMinor: 12_000, how: 'price_by_hand' as const }];
    const of = (pays: Deal['pays']) => reckonSale(deal({ items, pays }), { ...AT_TEN, coinMinor: 5 });
    expect(of([{ way: 'usd', wholes: 20 }])).toMatchObject({ changeMinor: 2245, totalMinor: 12_002 });
    const beside = of([{ way: 'usd', wholes: 7 }, { way: 'exact' }]); // 49.86; 70.14 are left
    expect([beside.paid[1]?.minor, beside.changeMinor, beside.totalMinor]).toEqual([7015, 0, 12_001]);
  });
});

test('a bundle of two at 3.50 and one at 1.20 for 7.50: 6.40 and 1.10 of it, each taxed by its own', () => {
  // 750 × 700/820 = 640.24, 750 × 120/820 = 109.76: the odd unit to the second. 640/1.09 = 587.16; 110/1.13 = 97.35
  expect(taxesOfPaid('DAY40', 0, 750, 1000)).toEqual([
    { key: '900', minor: 53 },
    { key: '1300', minor: 13 },
  ]);
});

test.each([
  [1.02, 5, 1.0],
  [1.03, 5, 1.05],
  [0.02, 5, 0],
  [10.49, 100, 10],
])('%d with coins of %i: %d', (amount, coin, paid) => {
  const good = { ...PLAIN[0]!, priceMinor: Math.round(amount * 100) };
  const items = [{ good, qtyMilli: 1000, how: 'scan' as const }];
  const sold = reckonSale(deal({ items }), { ...AT_TEN, coinMinor: coin });
  expect(sold.totalMinor).toBe(Math.round(paid * 100));
});

test('three bottles at 6.50 hold 0.75 of levy and 13 % of the rest: 19.50 - 0.75 = 18.75, net 16.59, VAT 2.16', () => {
  expect(taxesOfPaid('DAY36', 0, 1950, 3000)).toEqual([
    { key: 'VAT', minor: 216 },
    { key: 'levy', minor: 75 },
  ]);
});

test('one of three that cost 10.00 together gives back 3.33, with its tax', () => {
  const line = { code: 'DAY31', qtyMilli: 3000, grossMinor: 1230, offMinor: 230, taxes: [{ key: '1300', minor: 115 }] };
  const back = reckonBack(line, goodBy('DAY31').taxBp, 1000, false);
  expect([back.refundMinor, back.taxes]).toEqual([333, [{ key: '1300', minor: 333 - halfUp(333 * 100, 113) }]]);
});

test('the drawer is counted as a hand would, and a return leaves it what it was', () => {
  const ledger = new Ledger();
  const me = { till: 0, by: 'cashier' };
  ledger.open(0, 20_000);
  const items = [{ good: PLAIN[0]!, qtyMilli: 1000, how: 'scan' as const }];
  const sold = reckonSale(deal({ items, pays: [{ way: 'cash', upToMinor: 5000 }] }), AT_TEN);
  ledger.sale(me, { no: 'T1-000001', kind: 'by hand', sold });
  expect(ledger.shift(0).drawerMinor).toBe(20_120);
  ledger.back(me, { lines: [reckonBack(sold.lines[0]!, 1300, 1000, true)], plan: [{ method: 'cash', minor: 120 }] });
  expect([ledger.shift(0).drawerMinor, ledger.shift(0).taxes.get('1300')]).toEqual([20_000, 0]);
  expect(ledger.stock.get('DAY01')).toBe(3_999_000); // thrown away: it does not come back
});

test('a short day has every kind of sale, a long one scans between them, and a seed is one day', () => {
  expect(new Set(dealsOf(1, KIND_NAMES.length).map(({ kind }) => kind))).toEqual(new Set(KIND_NAMES));
  expect(dealsOf(7, 500).filter(({ kind }) => kind === 'scans').length).toBeGreaterThan(300);
  expect(JSON.stringify(dealsOf(7, 60))).toBe(JSON.stringify(dealsOf(7, 60)));
});
