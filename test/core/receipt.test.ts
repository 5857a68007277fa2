import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import { parseReceiptNo, receiptNo } from '../../src/core/receipt-no.ts';
import { receiptOfReturn, receiptOfSale, receiptText } from '../../src/core/receipt.ts';
import { blindReturn } from '../../src/core/blind-return.ts';
import { padWidth, textWidth, wrapWidth } from '../../src/core/text-width.ts';
import { uuidOf } from '../support/builders.ts';
import { aSale, cash } from '../support/sales.ts';
import { HEAD as head, WORDS as zh } from '../support/paper-words.ts';
import { PLAIN_TAXES } from '../support/pricing.ts';

test('a receipt of 32 columns, as it comes out of the printer', () => {
  const sale = aSale([[1, 2000], [3, 345]], { tenders: [cash(2000)], discountMinor: toMinor(48) }); // prettier-ignore
  const paper = receiptText(receiptOfSale(sale, head, zh), 32);
  expect(paper).toEqual([
    '            街角小店',
    '--------------------------------',
    '小票                   T3-000001',
    '时间            2025-11-21 14:05',
    '收银员                      李娜',
    '--------------------------------',
    '农夫山泉 550ml',
    '  2 x 2.00                  4.00',
    '  优惠                     -0.23',
    '苹果',
    '  0.345 x 12.99             4.48',
    '  优惠                     -0.25',
    '--------------------------------',
    '优惠                       -0.48',
    '合计 CNY                    8.00',
    '现金                       20.00',
    '找零                       12.00',
    '含税 9%                     0.35',
    '含税 13%                    0.43',
    '--------------------------------',
    '            谢谢惠顾',
    '         1532 a1b2c3d4',
  ]);
});

test('what was chosen with a line, and said of it, stands below it', () => {
  const sale = aSale([[1, 2000]], { tenders: [cash(1000)] });
  const options = [{ name: '加蛋', deltaMinor: toMinor(200) }, { name: '少辣', deltaMinor: toMinor(0) }]; // prettier-ignore
  const lines = sale.lines.map((line) => ({ ...line, options, note: '不要葱' }));
  const paper = receiptText(receiptOfSale({ ...sale, lines }, head, zh), 32);
  const at = paper.indexOf('农夫山泉 550ml');
  expect(paper.slice(at + 1, at + 5)).toEqual(['  2 x 2.00                  4.00', '- 加蛋', '- 少辣', '* 不要葱']);
});

test('a copy says so, and a refund gives amounts below zero', () => {
  const back = blindReturn(
    { returnId: uuidOf(1), no: 'T3-000002', shiftId: uuidOf(2), currency: 'CNY', reason: '', approverId: uuidOf(3) },
    [{ skuNo: 2, name: '薯片', qtyMilli: 2000, unitMinor: toMinor(750), taxBp: 0, condition: 'resalable' }],
    PLAIN_TAXES,
  );
  const paper = back.ok ? receiptText(receiptOfReturn(back.value, { ...head, copyNo: 2 }, zh), 48) : [];
  expect(paper).toContain(padWidth('薯片 x 2', 42) + '-15.00');
  expect(paper).toContain(padWidth('退款 CNY', 43) + '15.00');
  expect(paper.some((row) => row.trim() === '副本 2')).toBe(true);
});

const characters = fc.oneof(
  fc.constantFrom('a', ' ', '水', 'é', '\u0301', '\n', '\u001b', '🍎', '×'),
  fc.integer({ min: 0x20, max: 0xd7ff }).map((code) => String.fromCodePoint(code)),
  fc.integer({ min: 0x10000, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
);
const names = fc.array(characters, { maxLength: 90 }).map((list) => list.join(''));

test('no row is wider than the paper, and every name is on it whole', () => {
  fc.assert(
    fc.property(fc.constantFrom(32, 48), names, (columns, name) => {
      const sale = aSale([[1, 1000]]);
      const line = { ...sale.lines[0]!, name };
      const paper = receiptText(receiptOfSale({ ...sale, lines: [line] }, head, zh), columns);
      for (const row of paper) expect(textWidth(row)).toBeLessThanOrEqual(columns);
      for (const row of paper) expect(row).not.toMatch(/\p{Cc}/u);
      const squeezed = (text: string): string => text.replace(/[ \p{Cc}\u2028\u2029]/gu, '');
      expect(squeezed(paper.join(''))).toContain(squeezed(name));
    }),
  );
});

describe('columns', () => {
  test.each([
    ['农夫山泉 550ml', 14],
    ['￥12', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['𠮷', 2],
    ['🍎', 2],
    ['ｱ', 1],
    ['Ａ', 2],
    ['', 0],
  ])('%s takes %d', (text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });

  test('padding reaches the width from either side', () => {
    expect(padWidth('水', 5)).toBe('水   ');
    expect(padWidth('水', 5, 'end')).toBe('   水');
    expect(padWidth('矿泉水', 5)).toBe('矿泉水');
  });

  test.each([
    ['spring water 550ml', 8, ['spring', 'water', '550ml']],
    ['农夫山泉天然水', 8, ['农夫山泉', '天然水']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['', 4, []],
  ])('%j in rows of %d', (text, columns, rows) => {
    expect(wrapWidth(text, columns)).toEqual(rows);
  });
});

describe('receipt numbers', () => {
  test.each([
    ['T3', 1, 1532, 'T3-001532'],
    ['T3', 2, 1, 'T3b-000001'],
    ['T12', 26, 999_999, 'T12z-999999'],
    ['T3', 27, 1_000_000, 'T3aa-1000000'],
    ['W1', 28, 5, 'W1ab-000005'],
  ])('%s, incarnation %d, number %d is %s', (tillCode, incarnationNo, n, no) => {
    expect(receiptNo(tillCode, incarnationNo, n)).toBe(no);
    expect(parseReceiptNo(no)).toEqual({ tillCode, incarnationNo, n });
  });

  test.each(['T3-01532', 'T3-000000', 'T3a-000001', 'T3-0001532', '3-000001', 'T3 000001', 't3-000001', ''])(
    '%j is none',
    (text) => {
      expect(parseReceiptNo(text)).toBeNull();
    },
  );

  test('writing and reading are inverses, and no two numbers are written alike', () => {
    const numbers = fc.record({
      tillCode: fc.constantFrom('T1', 'T3', 'W1', 'T12'),
      incarnationNo: fc.integer({ min: 1, max: 5000 }),
      n: fc.integer({ min: 1, max: 9_999_999 }),
    });
    fc.assert(
      fc.property(numbers, (no) => {
        expect(parseReceiptNo(receiptNo(no.tillCode, no.incarnationNo, no.n))).toEqual(no);
      }),
    );
  });
});
