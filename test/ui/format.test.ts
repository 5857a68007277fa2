import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatAgo,
  formatDateTime,
  formatMoney,
  formatSpan,
  formatTime,
  readAmount,
  readQty,
} from '../../src/ui/format.ts';
import { typedText } from '../../src/ui/num-pad.tsx';

describe('money', () => {
  test.each([
    [1150, 'CNY', 'zh', '¥11.50'],
    [1150, 'CNY', 'en', '¥11.50'],
    [-360, 'CNY', 'en', '−¥3.60'],
    [5, 'GBP', 'en', '£0.05'],
    [1500, 'JPY', 'zh', '¥1,500'],
    [0, 'CNY', 'zh', '¥0.00'],
    [1234567, 'CNY', 'zh', '¥12,345.67'],
  ] as const)('%i %s in %s reads %s', (amountMinor, currency, lang, text) => {
    expect(formatMoney({ amountMinor, currency, lang })).toBe(text);
  });

  test('the largest safe amount keeps its last digit', () => {
    expect(formatMoney({ amountMinor: 9_007_199_254_740_991, currency: 'CNY', lang: 'en' })).toBe(
      '¥90,071,992,547,409.91',
    );
  });

  test.each([
    ['12', 1200],
    ['12.5', 1250],
    ['¥12.50', 1250],
    ['0.05', 5],
    ['12。5', 1250],
    ['.5', 50],
    ['12.345', null],
    ['', null],
    ['.', null],
    ['-3', null],
    ['1e3', null],
    ['十二', null],
    ['１２．５', 1250],
    ['￥１２', 1200],
    ['12，5', 1250],
    ['12,50', 1250],
    ['1,000', null],
    ['1，200', null],
    ['1,200.50', null],
  ])('typed "%s" is %s', (text, minor) => expect(readAmount(text, 'CNY')).toBe(minor));

  test('what is shown is read back', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), (amountMinor) => {
        const shown = formatMoney({ amountMinor, currency: 'CNY', lang: 'en' }).replaceAll(',', '');
        expect(readAmount(shown, 'CNY')).toBe(amountMinor);
      }),
    );
  });
});

describe('quantity', () => {
  test.each([
    ['3', 3000],
    ['1.25', 1250],
    ['0.005', 5],
    ['1.2345', null],
    ['１２', 12_000],
    ['1,5', 1500],
    ['1,500', null],
    ['.', null],
    ['', null],
    ['x', null],
  ])('typed "%s" is %s', (text, milli) => expect(readQty(text)).toBe(milli));
});

describe('time', () => {
  const ms = Date.UTC(2026, 10, 21, 6, 5);
  test('is told in the zone of the store', () => {
    expect(formatTime({ ms, lang: 'zh', tz: 'Asia/Shanghai' })).toBe('14:05');
    expect(formatDateTime({ ms, lang: 'zh', tz: 'Asia/Shanghai' })).toBe('2026年11月21日 14:05');
    expect(formatDateTime({ ms, lang: 'en', tz: 'Asia/Shanghai' })).toBe('21 Nov 2026 14:05');
  });
  test('spans and ages are short', () => {
    expect(formatSpan(18 * 60_000 + 5000, 'zh')).toBe('18分钟');
    expect(formatSpan(300, 'en')).toBe('1 sec');
    expect(formatAgo(18 * 60_000, 'zh')).toBe('18分钟前');
    expect(formatAgo(10_000, 'en')).toBe('now');
  });
});

test('the number pad types one point and never a bare one', () => {
  const type = (keys: readonly string[]) => keys.reduce((text, key) => typedText(text, key, 6), '');
  expect(type(['.', '5', '.', '0'])).toBe('0.50');
  expect(type(['1', '2', 'back', '3'])).toBe('13');
  expect(type(['1', '00', '00', '00'])).toBe('100000');
});
