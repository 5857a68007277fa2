import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shelfLink } from '../../src/core/gs1-link.ts';
import { priceCheckDigit, readScaleCode } from '../../src/core/scale-code.ts';
import { readScanText, type ScanContext, type ScanMeaning, type Symbology } from '../../src/core/scan-text.ts';

const context: ScanContext = {
  screen: 'items',
  shopOrigin: 'https://shop.example:8443',
  isOwnCode: (code) => ['ABC-1', '482913', '20011234', '15056BL', '285512345678901234'].includes(code),
  scaleRules: [
    { pattern: '21IIIIIPPPPPC', weightDecimals: 3 },
    { pattern: '22IIIIIWWWWWC', weightDecimals: 3 },
    { pattern: '23IIIIVPPPPPC', weightDecimals: 3 },
    { pattern: '28IIIIIWWWWWPPPPPC', weightDecimals: 3 },
  ],
  thisYear: 2025,
};
const read = (text: string, symbology: Symbology | null = null, identifier = ''): ScanMeaning =>
  readScanText({ text, symbology, identifier }, context);
const GTIN = '09520123456788';
const BASE32 = 'A2'.repeat(100);

describe('nine kinds of code, one scan box', () => {
  test.each<[string, string, Partial<ScanMeaning> & { kind: ScanMeaning['kind'] }]>([
    ['an unsigned cart', 'O0:6BF/8', { kind: 'our_qr', prefix: 'O0' }],
    ['a signed code', 'O1:6BF/8', { kind: 'our_qr', prefix: 'O1' }],
    ['a packed signed code', 'OZ1:6BF/8', { kind: 'our_qr', prefix: 'OZ1' }],
    ['a receipt', `HTTPS://OTHER.HOST/R/${BASE32}`, { kind: 'receipt', base32: BASE32 }],
    [
      'a shelf label',
      shelfLink('https://shop.example:8443', { gtin14: GTIN }, 2, 'L7'),
      { kind: 'shelf', gtin14: GTIN, skuNo: null, storeNo: 2, label: 'L7' },
    ],
    [
      'a shelf label without GTIN',
      'https://shop.example:8443/p/77?s=1',
      { kind: 'shelf', gtin14: null, skuNo: 77, storeNo: 1, label: null },
    ],
    ['another page of ours', 'HTTPS://SHOP.EXAMPLE:8443/till?code=ABC', { kind: 'our_page', path: '/till?code=ABC' }],
    ["a maker's Digital Link", `https://id.gs1.org/01/${GTIN}/10/L1?17=250700`, { kind: 'gs1', gtin14: GTIN }],
    ['an EAN-13', '6901234567892', { kind: 'gtin', gtin14: '06901234567892', other: null }],
    ['an EAN-8', '96385074', { kind: 'gtin', gtin14: '00000096385074', other: null }],
    ['an ITF-14', '16901234567899', { kind: 'gtin', gtin14: '16901234567899' }],
    ['a GTIN typed with spaces', ' 6 901234 567892 ', { kind: 'gtin', gtin14: '06901234567892' }],
    ['a GTIN by a Chinese keyboard', '６９０１２３４５６７８９２', { kind: 'gtin', gtin14: '06901234567892' }],
    ["the shop's own code", 'ABC-1', { kind: 'own_code', code: 'ABC-1' }],
    ['an own code of six digits', '482913', { kind: 'own_code', code: '482913' }],
    ['an own code that looks like a misread EAN-8', '20011234', { kind: 'own_code', code: '20011234' }],
    ['a six-digit code of a phone', '482 914', { kind: 'handoff_code', code: '482914' }],
    ['a misread barcode', '6901234567893', { kind: 'wrong_check_digit', digits: '6901234567893' }],
    ["somebody else's page", 'https://example.com/menu', { kind: 'unknown', text: 'https://example.com/menu' }],
    ['anything', 'hello', { kind: 'unknown', text: 'hello' }],
    ['nothing', '  \n', { kind: 'unknown', text: '' }],
  ])('%s', (_name, text, meaning) => {
    expect(read(text)).toMatchObject(meaning);
  });
});

describe('GS1 symbols', () => {
  test.each([
    [`01${GTIN}10L1`, ']d2'],
    [`01${GTIN}10L1`, ']C1'],
    [`]Q301${GTIN}10L1`, ''],
    [`\u001d01${GTIN}10L1`, ''],
    [`01${GTIN}10L1`, ''],
    [`(01)${GTIN}(10)L1`, ''],
    [`1727123101${GTIN}10L1`, ''],
    [`112501311727123101${GTIN}10L1`, ''],
    [`10L1\u001d01${GTIN}`, ''],
  ])('%j %s', (text, identifier) => {
    expect(read(text, null, identifier)).toMatchObject({ kind: 'gs1', gtin14: GTIN, data: { lot: 'L1' } });
  });

  test('DataBar, whose text is digits only', () => {
    expect(read(`01${GTIN}`, 'databar', ']e0')).toMatchObject({ kind: 'gs1', gtin14: GTIN });
  });

  test('expiry is kept, so an expired pack can be stopped', () => {
    expect(read(`01${GTIN}17241100`, 'datamatrix', ']d2')).toMatchObject({ data: { expiry: '2024-11-30' } });
  });

  const WRONG = '09520123456789';
  test.each([
    [`01${WRONG}10L1`, ']d2'],
    [`]C101${WRONG}10L1`, ''],
    [`\u001d01${WRONG}`, ''],
    [`01${WRONG}10L1\u001d21S`, ''],
    [`(01)${WRONG}(10)L1`, ''],
    [`https://id.example/01/${WRONG}/10/L1`, ''],
    [`https://id.example/stem/gtin/${WRONG}?17=271231`, ''],
    [`https://shop.example:8443/01/${WRONG}?s=1`, ''],
  ])('%j %s with a wrong check digit is told as that, with its digits', (text, identifier) => {
    expect(read(text, 'qr', identifier)).toEqual({ kind: 'wrong_check_digit', digits: WRONG });
  });

  test('digits nothing marks as GS1 are no misread number of an article', () => {
    expect(read(`01${WRONG}10123456`).kind).toBe('unknown');
    expect(read(`1727133101${GTIN}`).kind).toBe('unknown'); // no such month
    expect(read(`https://id.example/01/${GTIN}?17=271331`).kind).toBe('unknown');
  });

  test('a parcel label names no product', () => {
    expect(read('00376104250021234569', 'code128', ']C1').kind).toBe('unknown');
  });
});

describe('eight digits', () => {
  test('are what the symbol says', () => {
    expect(read('01234565', 'upce')).toMatchObject({ gtin14: '00012345000065' });
    expect(read('01234565', 'ean8')).toMatchObject({ gtin14: '00000001234565', other: null });
  });

  test('may be both where no symbol is known: EAN-8 first, then UPC-E', () => {
    expect(read('01234565')).toEqual({ kind: 'gtin', gtin14: '00000001234565', other: '00012345000065', addOn: null });
    expect(read('04252614')).toEqual({ kind: 'gtin', gtin14: '00042100005264', other: null, addOn: null });
  });

  test('six digits of a UPC-E are no hand-off code', () => {
    expect(read('0123456', 'upce')).toMatchObject({ kind: 'gtin', gtin14: '00012345000065' });
  });
});

describe('numbers with an add-on beside the bars', () => {
  const MAGAZINE = '9771234567003';
  const UPC = '036000291452';
  test.each([
    [`${MAGAZINE}12`, '', '09771234567003', '12'],
    [`${MAGAZINE} 12`, '', '09771234567003', '12'],
    [`${MAGAZINE}51995`, '', '09771234567003', '51995'],
    [`${UPC}07`, '', '00036000291452', '07'],
    [`${UPC}51995`, '', '00036000291452', '51995'],
    [`]E3${MAGAZINE}12`, '', '09771234567003', '12'],
    [`0${UPC}51995`, ']E3', '00036000291452', '51995'],
    ['134567890123551995', ']E3', '01345678901235', '51995'], // marked, so no pay code
  ])('%s %s is the main number', (text, identifier, gtin14, addOn) => {
    expect(read(text, null, identifier)).toEqual({ kind: 'gtin', gtin14, other: null, addOn });
  });

  test('are never guessed: a wrong check digit in front, and lengths that have none, stay unread', () => {
    expect(read('977123456700412').kind).toBe('unknown');
    expect(read('97712345670031').kind).toBe('wrong_check_digit'); // 14 digits, and neither number is right
    expect(read(`${MAGAZINE}123`).kind).toBe('unknown');
    expect(read(`${MAGAZINE}12`, 'code128').kind).toBe('unknown');
  });

  test('14 digits that are a case’s number are the case', () => {
    const both = '03600029145255'; // a UPC-A, two digits, and a right check digit over all
    expect(read(both)).toEqual({ kind: 'gtin', gtin14: both, other: null, addOn: null });
    expect(read(`${UPC}07`, 'itf14').kind).toBe('wrong_check_digit');
  });

  test('a shop that lists an issue by all its digits gets that issue, else the magazine it lists', () => {
    const listing = (code: string) => ({ ...context, isOwnCode: (each: string) => each === code });
    const text = `${MAGAZINE}12`;
    expect(readScanText({ text }, listing(text))).toEqual({ kind: 'own_code', code: text });
    expect(readScanText({ text }, listing(MAGAZINE))).toEqual({ kind: 'own_code', code: MAGAZINE });
  });

  test('an add-on by itself is no code of the shop', () => {
    const own = { ...context, isOwnCode: (code: string) => code === '12' };
    expect(readScanText({ text: ']E112' }, own)).toEqual({ kind: 'unknown', text: '12' });
    expect(readScanText({ text: '12', identifier: ']E1' }, own).kind).toBe('unknown');
    expect(readScanText({ text: '12' }, own).kind).toBe('own_code');
  });

  test('one that looks like a pay code leaves no digits behind', () => {
    expect(read('134567890123551995')).toEqual({ kind: 'pay_code', payKind: 'wechat', code: null });
  });
});

describe('pay codes', () => {
  const WECHAT = '134567890123456789';
  const ALIPAY = '2812345678901234567';
  const UNIONPAY = '6212345678901234567';

  test.each([
    [WECHAT, 'wechat'],
    [ALIPAY, 'alipay'],
    [UNIONPAY, 'unionpay'],
  ])('%s is not for this screen and leaves no digits behind', (code, payKind) => {
    const meaning = read(code);
    expect(meaning).toEqual({ kind: 'pay_code', payKind, code: null });
    expect(JSON.stringify(meaning)).not.toContain(code.slice(0, 6));
  });

  test('are read on the payment screen', () => {
    expect(readScanText({ text: WECHAT }, { ...context, screen: 'payment' })).toEqual({
      kind: 'pay_code',
      payKind: 'wechat',
      code: WECHAT,
    });
  });

  test('a scale label of 18 digits that looks like one is a scale label', () => {
    expect(read('280012300250012503')).toEqual({
      kind: 'scale',
      digits: '280012300250012503',
      article: '00123',
      gtin14: '02100123000005',
      weightMilli: 250,
      priceMinor: 1250,
    });
  });

  test('one that fits a scale rule but not its check digit still leaves no digits behind', () => {
    expect(read('280012300250012504')).toEqual({ kind: 'pay_code', payKind: 'alipay', code: null });
  });

  test('an own code that looks like one is the own code', () => {
    expect(read('285512345678901234')).toEqual({ kind: 'own_code', code: '285512345678901234' });
  });
});

describe('scale labels', () => {
  test.each([
    ['2100123012503', { article: '00123', gtin14: '02100123000005', weightMilli: null, priceMinor: 1250 }],
    ['2200123012500', { article: '00123', gtin14: '02200123000002', weightMilli: 1250, priceMinor: null }],
    ['2301236146851', { article: '0123', gtin14: '02301230000005', weightMilli: null, priceMinor: 14_685 }],
  ])('%s', (digits, fields) => {
    expect(read(digits)).toEqual({ kind: 'scale', digits, ...fields });
  });

  test('misread ones are refused, not taken for something else', () => {
    expect(read('2100123012504')).toEqual({ kind: 'wrong_check_digit', digits: '2100123012504' });
    expect(readScaleCode('2301235146852', context.scaleRules)).toBe('wrong'); // price digit is 6, not 5
  });

  test('a number of that range without a rule is a GTIN of the shop', () => {
    expect(readScanText({ text: '2400123012504' }, context)).toMatchObject({ kind: 'gtin', gtin14: '02400123012504' });
  });

  test.each<[string, string | null, string]>([
    ['2875', '9', 'GS1: worked example of four digits'],
    ['14685', '6', 'GS1: worked example of five digits'],
    ['123', null, 'three digits have none'],
  ])('check digit over the price %s is %s (%s)', (price, digit) => {
    expect(priceCheckDigit(price)).toBe(digit);
  });

  test('any single wrong digit of a price is seen', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9]{4,5}$/),
        fc.nat(4),
        fc.integer({ min: 1, max: 9 }),
        (price, place, shift) => {
          const at = place % price.length;
          const wrong = price.slice(0, at) + String((Number(price[at]) + shift) % 10) + price.slice(at + 1);
          expect(priceCheckDigit(wrong)).not.toBe(priceCheckDigit(price));
        },
      ),
    );
  });
});

test('a text no code could hold is not looked into', () => {
  const meaning = read('9'.repeat(100_000));
  expect(meaning.kind === 'unknown' && meaning.text.length).toBe(80);
});
