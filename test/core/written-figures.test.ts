import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalText } from '../../src/core/currency.ts';
import { formatQty, moneyParts, unitWord } from '../../src/core/written-figures.ts';

describe('an amount', () => {
  test.each([
    [-360, 'CNY', 'en', ['−', '¥', '3.60']],
    [150_000, 'CNY', 'zh', ['¥', '1,500.00']],
    [1500, 'JPY', 'zh', ['¥', '1,500']],
    [1500, 'KWD', 'en', ['KWD', '\u00a01.500']],
  ] as const)('%i %s in %s, with its sign apart', (amountMinor, currency, lang, texts) => {
    const parts = moneyParts({ amountMinor, currency, lang });
    expect(parts.map(({ text }) => text)).toEqual(texts);
    expect(parts.filter(({ sign }) => sign)).toHaveLength(1);
  });

  test('keeps every digit, in every currency and language', () => {
    const amounts = fc.record({
      amountMinor: fc.maxSafeInteger(),
      currency: fc.constantFrom('CNY', 'GBP', 'JPY', 'KWD'),
      lang: fc.constantFrom('zh' as const, 'en' as const),
    });
    fc.assert(
      fc.property(amounts, (money) => {
        const written = moneyParts(money).flatMap(({ sign, text }) => (sign ? [] : [text]));
        const plain = written.join('').replace(/[,\s]/g, '').replace('−', '-');
        expect(plain).toBe(decimalText(money.amountMinor, money.currency));
      }),
    );
  });
});

describe('a quantity', () => {
  test.each([
    [2000, 'pcs', 'zh', '2'],
    [1250, 'kg', 'en', '1.25 kg'],
    [1250, 'kg', 'zh', '1.25公斤'],
    [500, 'hour', 'en', '0.5 h'],
    [-3000, 'pcs', 'en', '−3'],
    [1_000_000_000, 'pcs', 'en', '1,000,000'],
  ] as const)('%i %s in %s reads %s', (qtyMilli, unit, lang, text) =>
    expect(formatQty({ qtyMilli, unit, lang })).toBe(text),
  );

  test('pieces have no word of their own', () => {
    expect([unitWord('pcs', 'en'), unitWord('kg', 'zh')]).toEqual(['', '公斤']);
  });
});
