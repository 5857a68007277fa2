import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cleanText,
  decimalMarkOf,
  readBarcodes,
  readCode,
  readMoney,
  readStock,
  readTax,
  readUnit,
} from '../../../src/server/catalogue/cell-values.ts';
import type { Result } from '../../../src/core/result.ts';

const valueOf = <T>(read: Result<T, { code: string }>): T | string => (read.ok ? read.value : read.error.code);
const point = { decimals: 2, mark: '.' } as const;
const comma = { decimals: 2, mark: ',' } as const;

describe('money', () => {
  test.each<readonly [string, number | string | null]>([
    ['12', 1200],
    ['12.5', 1250],
    ['12.50', 1250],
    ['¥12.00', 1200],
    ['￥ 12.00', 1200],
    ['12元', 1200],
    ['RMB 3.20', 320],
    ['1,234.50', 123_450],
    ['1,234,567', 123_456_700],
    ['.5', 50],
    ['12.5000', 1250],
    ['１２．５０', 1250],
    ['0', 0],
    ['0.00', 0],
    ['', null],
    ['-', null],
    ['无', null],
    ['12.345', 'bad_number'],
    ['12,50', 'bad_number'],
    ['1,23,4', 'bad_number'],
    ['-3', 'bad_number'],
    ['abc', 'bad_number'],
    ['1.2.3', 'bad_number'],
    ['12a', 'bad_number'],
    ['.', 'bad_number'],
    ['1.2E+3', 'digits_lost'],
    ['99999999999999', 'bad_number'],
    ['1/2', 'bad_number'],
  ])('%s', (cell, value) => {
    expect(valueOf(readMoney(cell, point))).toBe(value);
  });
  test.each<readonly [string, number | string]>([
    ['12,50', 1250],
    ['1.234,50', 123_450],
    ['1.234', 123_400],
    ['12.50', 'bad_number'],
    ['€ 3', 300],
  ])('with a decimal comma: %s', (cell, value) => {
    expect(valueOf(readMoney(cell, comma))).toBe(value);
  });
  test('currencies without decimals take none', () => {
    expect(valueOf(readMoney('120', { decimals: 0, mark: '.' }))).toBe(120);
    expect(valueOf(readMoney('120.5', { decimals: 0, mark: '.' }))).toBe('bad_number');
  });
  test('every amount survives being written and read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.boolean(), (minor, grouped) => {
        const whole = String(Math.floor(minor / 100));
        const shown = grouped ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
        const text = `${shown}.${String(minor % 100).padStart(2, '0')}`;
        expect(valueOf(readMoney(text, point))).toBe(minor);
      }),
    );
  });
  test('the mark of a column', () => {
    expect(decimalMarkOf(['12,50', '3,20', '1.234,00'], ';')).toBe(',');
    expect(decimalMarkOf(['12.50', '1,234.00'], ';')).toBe('.');
    expect(decimalMarkOf(['12', '3'], ';')).toBe(',');
    expect(decimalMarkOf(['12', '3'], ',')).toBe('.');
    expect(decimalMarkOf(['12,50', '3,20'], '\t')).toBe(',');
  });
});

test.each<readonly [string, number | string | null]>([
  ['13', 1300],
  ['13%', 1300],
  ['0.13', 1300],
  ['.13', 1300],
  ['9 %', 900],
  ['0', 0],
  ['0%', 0],
  ['免税', 0],
  ['17.5', 1750],
  ['17.5%', 1750],
  ['1', 100],
  ['0.005', 50],
  ['5,5', 'bad_number'],
  ['', null],
  ['120', 'bad_number'],
  ['-3', 'bad_number'],
  ['x', 'bad_number'],
  ['0.5%', 50],
])('tax %s', (cell, value) => {
  expect(valueOf(readTax(cell, '.'))).toBe(value);
});

test.each<readonly [string, string | null]>([
  ['瓶', 'pcs'],
  ['each', 'pcs'],
  ['盒', 'pcs'],
  ['kg', 'kg'],
  ['公斤', 'kg'],
  ['KG.', 'kg'],
  ['克', 'g'],
  ['毫升', 'ml'],
  ['斤', 'unknown_unit'],
  ['lb', 'unknown_unit'],
  ['', null],
  ['小时', 'hour'],
  ['米', 'm'],
])('unit %s', (cell, value) => {
  expect(valueOf(readUnit(cell))).toBe(value);
});

test.each<readonly [string, readonly string[] | string]>([
  ['6901234567892', ['06901234567892']],
  [' 6901234567892 ', ['06901234567892']],
  ['\t6901234567892', ['06901234567892']],
  ["'6901234567892", ['06901234567892']],
  ['690 1234 567892', ['06901234567892']],
  ['６９０１２３４５６７８９２', ['06901234567892']],
  ['6901234567892,4006381333931', ['06901234567892', '04006381333931']],
  ['6901234567892 / 4006381333931；96385074', ['06901234567892', '04006381333931', '00000096385074']],
  ['6901234567892|6901234567892', ['06901234567892']],
  ['6901234567892 4006381333931', ['06901234567892', '04006381333931']],
  ['036000291452', ['00036000291452']],
  ['', []],
  ['无条码', []],
  ['-', []],
  ['0', []],
  ['0000000000000', []],
  ['6901234567893', 'bad_check_digit'],
  ['690123456789', 'bad_check_digit'],
  ['12345', 'bad_gtin_length'],
  ['ABC-1', 'bad_gtin_length'],
  ['6.90123E+12', 'digits_lost'],
  ['6.90123e+12', 'digits_lost'],
])('barcodes %j', (cell, value) => {
  expect(valueOf(readBarcodes(cell))).toEqual(value);
});

test('codes are what was written: case, zeros, inner spaces; a long number shown as a power is refused', () => {
  expect(valueOf(readCode(' 00aB-1 '))).toBe('00aB-1');
  expect(valueOf(readCode("'00123"))).toBe('00123');
  expect(valueOf(readCode('12E5'))).toBe('12E5');
  expect(valueOf(readCode('1.23457E+11'))).toBe('digits_lost');
  expect(valueOf(readCode('x'.repeat(65)))).toBe('text_too_long');
});

test('stock: thousandths for measures, whole pieces', () => {
  expect(valueOf(readStock('12', { mark: '.', unit: 'pcs' }))).toBe(12_000);
  expect(valueOf(readStock('-3', { mark: '.', unit: 'pcs' }))).toBe(-3000);
  expect(valueOf(readStock('1.5', { mark: '.', unit: 'pcs' }))).toBe('bad_number');
  expect(valueOf(readStock('1.25', { mark: '.', unit: 'kg' }))).toBe(1250);
});

test('clean text holds no control characters and never breaks a database', () => {
  expect(cleanText('  a\u0000b\r\n c\ud800 ')).toBe('a b c\ufffd');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(cleanText(text)).not.toMatch(/\p{Cc}|^\s|\s$/u);
      expect(cleanText(text).isWellFormed()).toBe(true);
    }),
  );
});
