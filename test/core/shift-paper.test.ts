/** What an X report may tell whoever will count the drawer: nothing the expected cash could be worked out from. */
import { expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import { readShift } from '../../src/core/shift.ts';
import { shiftPaper } from '../../src/core/shift-paper.ts';
import { uuidOf } from '../support/builders.ts';
import { SHIFT_WORDS } from '../support/paper-words.ts';
import { aSale, cash } from '../support/sales.ts';

const HEAD = { shop: '', till: 'T1', currency: 'CNY', openedAt: '', at: '', close: null };
const shift = { shiftId: uuidOf(500), floatMinor: toMinor(10_000) };
const by = { staffId: uuidOf(11), wallMs: 0 };
const card = { tenderId: 2, method: 'card_external', amountMinor: toMinor(350), evidence: { code: '1' } } as const;
const facts = [
  { kind: 'sale.completed', body: aSale([[2, 1000]], { tenders: [cash(400), card] }), ...by },
  {
    kind: 'cash.moved',
    body: {
      shiftId: uuidOf(500),
      direction: 'out',
      reason: 'pay_out',
      amountMinor: toMinor(100),
      note: 'ice',
      approverId: null,
    },
    ...by,
  },
] as const;
const reading = readShift(shift, facts);
const hours = [{ hour: 9, sales: 1, netMinor: toMinor(750) }];
const told = (expectedMinor: typeof reading.expectedMinor | null) =>
  shiftPaper({ ...HEAD, ...reading, hours, expectedMinor }, SHIFT_WORDS).flatMap((row) =>
    row.row === 'pair' && row.right !== '' ? [[row.left, row.right]] : [],
  );

test('a paper with the expected cash tells all of it', () => {
  expect(told(reading.expectedMinor)).toEqual(
    expect.arrayContaining([
      ['净额 CNY', '7.50'], ['现金', '4.00'], ['银行卡', '3.50'], ['备用金', '100.00'], ['应有现金', '103.00'],
    ]), // prettier-ignore
  );
});

test('a blind one keeps back cash and each sum that has cash in it; counts and other ways are told', () => {
  expect(told(null)).toEqual([
    ['销售 (1)', '–'],
    ['退款 (0)', '–'],
    ['净额 CNY', '–'],
    ['银行卡', '3.50'],
    ['现金', '–'],
    ['备用金', '100.00'],
    ['pay_out (1)', '-1.00'],
    ['李娜 (1)', '–'],
    ['09:00 (1)', '–'],
  ]);
});
