import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cashPieces, decimalText, minorDigits, minorFromDecimal, qtyText } from '../../src/core/currency.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Tender } from '../../src/core/sale.ts';
import { cashAsOne, changeDue, expressCash } from '../../src/core/tender.ts';

const cash = (amountMinor: number, tenderId = 1): Tender => ({
  tenderId,
  method: 'cash',
  amountMinor: toMinor(amountMinor),
});
const CURRENCIES = ['CNY', 'GBP', 'EUR', 'USD', 'JPY', 'HKD', 'TWD', 'KRW', 'SGD', 'CHF', 'XYZ'];
const currencies = fc.constantFrom(...CURRENCIES);
const dues = fc.integer({ min: 1, max: 5_000_000 }).map(toMinor);

describe('change', () => {
  test.each([
    [1150, [2000], 850],
    [1150, [1150], 0],
    [1150, [1000, 200], 50],
    [0, [], 0],
  ])('%d due, %j given: %d back', (due, given, change) => {
    expect(
      changeDue(
        toMinor(due),
        given.map((amount, i) => cash(amount, i + 1)),
      ),
    ).toEqual({ ok: true, value: change });
  });

  test('says how much is missing', () => {
    expect(changeDue(toMinor(1150), [cash(1000)])).toEqual({
      ok: false,
      error: { code: 'short_tender', missingMinor: 150 },
    });
  });

  // No other method exists on a till yet, so it is named here as a later one would be.
  test('never comes out of anything but cash', () => {
    const card = { tenderId: 1, method: 'card_external', amountMinor: toMinor(2000) } as unknown as Tender;
    expect(changeDue(toMinor(1150), [card])).toEqual({
      ok: false,
      error: { code: 'change_without_cash', overMinor: 850 },
    });
    expect(changeDue(toMinor(1150), [card, cash(900, 2)])).toMatchObject({ ok: false });
    expect(changeDue(toMinor(2000), [card, cash(900, 2)])).toEqual({ ok: true, value: 900 });
  });

  test('tenders less change are what was due, in any order', () => {
    fc.assert(
      fc.property(dues, fc.array(fc.nat(100_000), { maxLength: 6 }), (due, given) => {
        const tenders = given.map((amount, i) => cash(amount, i + 1));
        const answer = changeDue(due, tenders);
        expect(changeDue(due, tenders.toReversed())).toEqual(answer);
        const sum = given.reduce((a, b) => a + b, 0);
        if (answer.ok) expect(sum - answer.value).toBe(due);
        else expect(sum).toBeLessThan(due);
      }),
    );
  });
});

test('a refund hands out its cash in one sum, and each other row by itself', () => {
  const row = (tenderId: number, method: Tender['method'], amount: number): Tender => ({
    tenderId,
    method,
    amountMinor: toMinor(amount),
  });
  const plan = [row(1, 'card_external', 300), row(2, 'cash', 500), row(3, 'card_external', 200), row(4, 'cash', 250)];
  expect(cashAsOne(plan)).toEqual([row(1, 'card_external', 300), row(2, 'cash', 750), row(3, 'card_external', 200)]);
  expect(cashAsOne([row(1, 'points', 10)])).toEqual([row(1, 'points', 10)]);
  expect(cashAsOne([])).toEqual([]);
});

describe('express cash', () => {
  // Worked by hand: what people put on a counter for these amounts.
  test.each([
    ['CNY', 1150, [1150, 1200, 2000, 5000, 10_000], 'a small basket'],
    ['CNY', 300, [300, 500, 1000, 2000, 5000], 'one small note'],
    ['CNY', 6300, [6300, 6500, 7000, 8000, 10_000], 'a fifty and a bit'],
    ['CNY', 11_730, [11_730, 11_800, 12_000, 15_000, 20_000], 'a hundred and a bit'],
    ['CNY', 10_000, [10_000], 'one note pays it'],
    ['GBP', 420, [420, 500, 1000, 2000, 5000], 'a fiver'],
    ['GBP', 2375, [2375, 2400, 2500, 3000, 5000], 'a twenty and a bit'],
    ['USD', 735, [735, 800, 1000, 2000, 5000], 'a ten'],
    ['JPY', 1280, [1280, 1500, 2000, 5000, 10_000], 'no decimals'],
    ['CNY', 0, [], 'nothing is due'],
  ])('%s %d: %j (%s)', (currency, due, keys) => {
    expect(expressCash(toMinor(due), currency)).toEqual(keys);
  });

  test('begins with exactly what is due, rises, and stays within five', () => {
    fc.assert(
      fc.property(dues, currencies, (due, currency) => {
        const keys = expressCash(due, currency);
        expect(keys[0]).toBe(due);
        expect(keys.length).toBeLessThanOrEqual(5);
        for (let i = 1; i < keys.length; i += 1) expect(keys[i]).toBeGreaterThan(keys[i - 1]!);
      }),
    );
  });

  test('every amount above the due can be laid down in notes and coins, none of them needless', () => {
    fc.assert(
      fc.property(dues, currencies, (due, currency) => {
        const pieces = cashPieces(currency);
        for (const amount of expressCash(due, currency).slice(1)) {
          expect(pieces.some((piece) => amount % piece === 0)).toBe(true);
          expect(amount - due).toBeLessThan(pieces[0]!); // less than the largest note comes back
        }
      }),
    );
  });
});

describe('currencies', () => {
  test.each([
    ['CNY', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['GBP', 2],
  ])('%s has %d decimals', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
  });

  test.each(CURRENCIES)('%s: pieces are whole, distinct, largest first', (currency) => {
    const pieces = cashPieces(currency);
    expect(pieces).toEqual([...new Set(pieces)].sort((a, b) => b - a));
    expect(pieces.every((piece) => Number.isSafeInteger(piece) && piece > 0)).toBe(true);
  });

  test.each([
    [1150, 'CNY', '11.50'],
    [-5, 'CNY', '-0.05'],
    [1150, 'JPY', '1150'],
    [1, 'KWD', '0.001'],
  ])('%d %s is written %s', (amount, currency, text) => {
    expect(decimalText(amount, currency)).toBe(text);
  });

  test.each([
    ['11.5', 'CNY', 1150],
    ['11.500', 'CNY', 1150],
    ['.5', 'CNY', 50],
    ['5.', 'CNY', 500],
    ['-0', 'CNY', 0],
    ['1150', 'JPY', 1150],
    ['11.505', 'CNY', null],
    ['1,150', 'CNY', null],
    ['', 'CNY', null],
    ['.', 'CNY', null],
    ['1e3', 'CNY', null],
    ['99999999999999999', 'CNY', null],
  ])('%j %s is %s', (text, currency, amount) => {
    expect(minorFromDecimal(text, currency)).toBe(amount);
  });

  test('writing and reading an amount are inverses', () => {
    fc.assert(
      fc.property(fc.integer(), currencies, (amount, currency) => {
        expect(minorFromDecimal(decimalText(amount, currency), currency)).toBe(amount === 0 ? 0 : amount);
      }),
    );
  });

  test.each([
    [1000, '1'],
    [1250, '1.25'],
    [5, '0.005'],
    [-12_500, '-12.5'],
    [0, '0'],
  ])('%d thousandths are %s', (qty, text) => {
    expect(qtyText(qty)).toBe(text);
  });
});
