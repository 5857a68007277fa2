import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkDigit,
  expandUpcE,
  gtinKind,
  hasRightCheckDigit,
  isInternalGtin,
  parseBarcodeCell,
  shortGtin,
  toGtin14,
} from '../../src/core/gtin.ts';

const digitText = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((d) => d.join(''));

describe('check digits', () => {
  // Numbers printed on packs and in the standard's own worked examples.
  test.each([
    ['629104150021', '3', 'GS1: worked example of a GTIN-13'],
    ['690123456789', '2', 'the usual Chinese example number'],
    ['03600029145', '2', 'UPC-A of the usual tissue box example'],
    ['7351353', '7', 'EAN-8'],
    ['37610425002123456', '9', 'GS1: worked example of an SSCC'],
    ['950110153000', '3', 'GS1: the number of its Digital Link examples'],
    ['400638133393', '1', 'a pen made in Germany'],
  ])('of %s is %s (%s)', (body, digit) => {
    expect(checkDigit(body)).toBe(digit);
    expect(hasRightCheckDigit(body + digit)).toBe(true);
  });

  test('any single wrong digit is seen', () => {
    fc.assert(
      fc.property(digitText(13), fc.nat(13), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
        const right = body + checkDigit(body);
        const wrong = right.slice(0, at) + String((Number(right[at]) + shift) % 10) + right.slice(at + 1);
        expect(hasRightCheckDigit(wrong)).toBe(false);
      }),
    );
  });

  test('zeros in front change nothing, so one key form serves all lengths', () => {
    fc.assert(
      fc.property(digitText(7), (body) => {
        const eight = body + checkDigit(body);
        expect(toGtin14(eight)).toBe(eight.padStart(14, '0'));
        expect(hasRightCheckDigit(eight.padStart(14, '0'))).toBe(true);
      }),
    );
  });
});

describe('toGtin14', () => {
  test.each([
    ['96385074', '00000096385074'],
    ['036000291452', '00036000291452'],
    ['6901234567892', '06901234567892'],
    ['16901234567899', '16901234567899'],
  ])('%s is %s', (digits, gtin14) => {
    expect(toGtin14(digits)).toBe(gtin14);
    expect(shortGtin(gtin14)).toBe(digits);
  });

  test.each(['', '6901234567893', '690123456789', '12345678901', '690123456789２', ' 6901234567892', '690123456789a'])(
    '%j is none',
    (text) => {
      expect(toGtin14(text)).toBeNull();
    },
  );

  test('tells the kind by the zeros in front', () => {
    expect(['00000096385074', '00036000291452', '06901234567892', '16901234567899'].map(gtinKind)).toEqual([
      'gtin8',
      'gtin12',
      'gtin13',
      'gtin14',
    ]);
  });
});

describe('UPC-E', () => {
  // One case for each meaning of the sixth digit, and the other number system.
  test.each([
    ['04252614', '042100005264', 'GS1: last digit 1'],
    ['01234505', '012000003455', 'last digit 0'],
    ['01234531', '012300000451', 'last digit 3'],
    ['01234543', '012340000053', 'last digit 4'],
    ['01234565', '012345000065', 'last digit 6: the manufacturer keeps five'],
    ['11234562', '112345000062', 'number system 1'],
    ['0123456', '012345000065', 'without its check digit'],
    ['123456', '012345000065', 'six digits alone'],
  ])('%s stands for %s (%s)', (short, long) => {
    expect(expandUpcE(short)).toBe(long);
  });

  test.each(['01234566', '21234565', '12345', '012345650', '01234a65'])('%s is none', (text) => {
    expect(expandUpcE(text)).toBeNull();
  });

  test('what it stands for always checks', () => {
    fc.assert(
      fc.property(digitText(6), (six) => {
        expect(hasRightCheckDigit(expandUpcE(six)!)).toBe(true);
      }),
    );
  });
});

test.each([
  ['2000000000008', true, 'EAN-13 20'],
  ['2999999999994', true, 'EAN-13 29'],
  ['0200000000004', true, 'UPC-A number system 2'],
  ['0412345678903', true, 'UPC-A number system 4'],
  ['3000000000007', false, 'EAN-13 30'],
  ['0112345678904', false, 'EAN-13 01'],
  ['20000004', true, 'EAN-8 2'],
  ['01234565', true, 'EAN-8 0'],
  ['96385074', false, 'EAN-8 9'],
  ['12345678901231', false, 'a case of 14 digits'],
])('%s internal: %s (%s)', (digits, internal) => {
  expect(isInternalGtin(digits.padStart(14, '0'))).toBe(internal);
});

describe('a barcode cell of a file', () => {
  test.each([
    ['6901234567892', '06901234567892'],
    [' 6 901234 567892 ', '06901234567892'],
    ["'6901234567892", '06901234567892'],
    ['690-1234-567892', '06901234567892'],
    ['６９０１２３４５６７８９２', '06901234567892'],
    ['96385074', '00000096385074'],
  ])('%j is %s', (cell, gtin14) => {
    expect(parseBarcodeCell(cell)).toEqual({ ok: true, value: gtin14 });
  });

  test('an empty cell is no barcode', () => {
    expect(parseBarcodeCell('  ')).toEqual({ ok: true, value: null });
  });

  test.each([
    ['6901234567893', 'bad_check_digit', '6901234567893'],
    ['6.90123E+12', 'bad_gtin_length', '6.90123E+12'],
    ['22423', 'bad_gtin_length', '22423'],
    ['ABC-12345678', 'bad_gtin_length', 'ABC12345678'],
  ])('%j is refused: %s', (cell, code, digits) => {
    expect(parseBarcodeCell(cell)).toEqual({ ok: false, error: { code, digits } });
  });
});
