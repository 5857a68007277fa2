import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import type { Tender } from '../../src/core/sale.ts';
import { ALL_WAYS, foreignFor, isUsable, takeTender, worth, type TenderAsked } from '../../src/core/take-tender.ts';
import { uuidOf } from '../support/builders.ts';

const TYPE = {
  typeId: uuidOf(1),
  names: { zh: '园区饭卡', en: 'Canteen card' },
  opensDrawer: false,
  isRefundable: true,
  state: 'active',
} as const;
const USD = { currency: 'USD', ratePpm: 7_123_400, date: '2026-11-01' };
const JPY = { currency: 'JPY', ratePpm: 47_512, date: '2026-11-01' };
const rules = {
  ...ALL_WAYS,
  custom: [TYPE, { ...TYPE, typeId: uuidOf(2), state: 'ended' as const }],
  foreign: [USD, JPY],
};
const paying = {
  remainingMinor: toMinor(1150),
  taken: [] as readonly Tender[],
  rules,
  currency: 'CNY',
  today: '2026-11-21',
  lang: 'en' as const,
};
const take = (asked: Omit<TenderAsked, 'amountMinor'> & { amountMinor: number }, over: Partial<typeof paying> = {}) =>
  takeTender({ ...asked, amountMinor: toMinor(asked.amountMinor) }, { ...paying, ...over });

test.each([
  ['cash, more than is owed', { method: 'cash', amountMinor: 2000 }, { method: 'cash', amountMinor: 2000 }],
  [
    'a card with its approval number, however it was typed',
    { method: 'card_external', amountMinor: 1150, evidence: { code: ' a1 b2 ', ref: '4412' } },
    { method: 'card_external', amountMinor: 1150, evidence: { code: 'A1B2', ref: '4412' } },
  ],
  [
    'a part by voucher',
    { method: 'voucher', amountMinor: 500, evidence: { code: 'v-1' } },
    { method: 'voucher', amountMinor: 500, evidence: { code: 'V-1' } },
  ],
  [
    'on account',
    { method: 'on_account', amountMinor: 1150, evidence: { who: ' Wang ', ref: '' } },
    { method: 'on_account', amountMinor: 1150, evidence: { who: 'Wang' } },
  ],
  [
    "the shop's own, by its name of today",
    { method: 'custom', amountMinor: 100, typeId: TYPE.typeId },
    { method: 'custom', amountMinor: 100, typeId: TYPE.typeId, name: 'Canteen card' },
  ],
  [
    '10 dollars, 7.1234 each', // 71.234
    { method: 'foreign_cash', amountMinor: 1000, currency: 'USD' },
    {
      method: 'foreign_cash',
      amountMinor: 7123,
      foreign: { currency: 'USD', amountMinor: 1000, ratePpm: 7_123_400, rateDate: '2026-11-01' },
    },
  ],
  [
    '1000 yen, 0.047512 each', // a currency without decimals: 47.512
    { method: 'foreign_cash', amountMinor: 1000, currency: 'JPY' },
    { method: 'foreign_cash', amountMinor: 4751 },
  ],
] as const)('%s is taken', (_what, asked, tender) => {
  expect(take(asked)).toMatchObject({ ok: true, value: { tenderId: 1, ...tender } });
});

test.each([
  ['nothing', { method: 'cash', amountMinor: 0 }, {}, 'amount_missing'],
  [
    'a card over the due',
    { method: 'card_external', amountMinor: 1151, evidence: { code: '1' } },
    {},
    'change_without_cash',
  ],
  [
    'a voucher over the due',
    { method: 'voucher', amountMinor: 2000, evidence: { code: '1' } },
    {},
    'change_without_cash',
  ],
  [
    'a card without its number',
    { method: 'card_external', amountMinor: 1, evidence: { code: ' ' } },
    {},
    'approval_code_missing',
  ],
  ['a voucher without its code', { method: 'voucher', amountMinor: 1 }, {}, 'voucher_code_missing'],
  ['on account of nobody', { method: 'on_account', amountMinor: 1 }, {}, 'customer_missing'],
  ['a way that has ended', { method: 'custom', amountMinor: 1, typeId: uuidOf(2) }, {}, 'tender_not_taken'],
  [
    'a way switched off',
    { method: 'voucher', amountMinor: 1, evidence: { code: '1' } },
    { rules: { ...rules, off: ['voucher'] } },
    'tender_not_taken',
  ],
  ['a currency without a rate', { method: 'foreign_cash', amountMinor: 1, currency: 'EUR' }, {}, 'tender_not_taken'],
  [
    'a rate of tomorrow',
    { method: 'foreign_cash', amountMinor: 1, currency: 'USD' },
    { today: '2026-10-31' },
    'tender_not_taken',
  ],
  [
    'a rate forgotten',
    { method: 'foreign_cash', amountMinor: 100, currency: 'USD' },
    { today: '2026-12-03' },
    'rate_too_old',
  ],
  [
    'a voucher twice',
    { method: 'voucher', amountMinor: 1, evidence: { code: 'v1' } },
    { taken: [{ tenderId: 1, method: 'voucher', amountMinor: toMinor(1), evidence: { code: 'V1' } }] },
    'voucher_twice',
  ],
  [
    'a thirteenth part',
    { method: 'cash', amountMinor: 1 },
    {
      taken: Array.from({ length: 12 }, (_, i): Tender => ({
        tenderId: i + 1,
        method: 'cash',
        amountMinor: toMinor(1),
      })),
    },
    'too_many_tenders',
  ],
] as const)('%s is refused', (_what, asked, over, code) => {
  expect(take(asked, over as Partial<typeof paying>)).toMatchObject({ ok: false, error: { code } });
});

describe('another currency', () => {
  const rates = fc
    .tuple(fc.constantFrom('USD', 'JPY', 'KWD', 'EUR'), fc.integer({ min: 1000, max: 200_000_000 }))
    .map(([currency, ratePpm]) => ({ currency, ratePpm, date: '2026-11-01' }));

  test('the amount asked for covers what is owed, and one unit less does not', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 10_000_000 }), (rate, due) => {
        const least = foreignFor(toMinor(due), rate, 'CNY');
        expect(worth(least, rate, 'CNY')).toBeGreaterThanOrEqual(due);
        expect(worth(toMinor(least - 1), rate, 'CNY')).toBeLessThan(due);
      }),
    );
  });

  test('a rate serves from its day for thirty-one days', () => {
    const days = ['2026-10-31', '2026-11-01', '2026-12-02', '2026-12-03'];
    expect(days.map((day) => isUsable(USD, day))).toEqual([false, true, true, false]);
  });
});
