import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Element, GS, isValid, readBracketed, readElements } from '../../src/core/gs1-elements.ts';
import { readLink, shelfLink, shelfOrigin } from '../../src/core/gs1-link.ts';
import { aiOf } from '../../src/core/gs1-table.ts';
import { expiredSince, gs1Data, gs1Date, tracedBy } from '../../src/core/gs1.ts';
import { checkDigit } from '../../src/core/gtin.ts';

const GTIN = '09520123456788';
const pairs = (elements: readonly Element[] | null): string | null =>
  elements === null ? null : elements.map(({ ai, value }) => `(${ai})${value}`).join('');

describe('element strings', () => {
  // Values from the General Specifications' own examples and from packs.
  test.each([
    [`01${GTIN}10ABC123${GS}17250731`, `(01)${GTIN}(10)ABC123(17)250731`],
    [`${GS}01${GTIN}`, `(01)${GTIN}`],
    [`01${GTIN}3103000195`, `(01)${GTIN}(3103)000195`],
    [`01${GTIN}310300019`, null],
    [`01${GTIN}3922299`, `(01)${GTIN}(3922)299`],
    [`01${GTIN}21SN/1${GS}10L-7`, `(01)${GTIN}(21)SN/1(10)L-7`],
    [`01${GTIN.slice(0, 13)}9`, null],
    [`01${GTIN}17251301`, null],
    [`01${GTIN}17250230`, null],
    [`01${GTIN}17250200`, `(01)${GTIN}(17)250200`],
    [`01${GTIN}7003250231`, null],
    [`10AB${GS}10CD`, null],
    [`10AB${GS}10AB`, '(10)AB(10)AB'],
    [`10A^B`, null],
    ['99', null],
    [GS, null],
    ['', null],
  ])('%j is %s', (text, expected) => {
    expect(pairs(readElements(text))).toBe(expected);
  });

  test('the printed form is read too', () => {
    expect(pairs(readBracketed(`(01)${GTIN}(10)A1(17)250700`))).toBe(`(01)${GTIN}(10)A1(17)250700`);
    expect(readBracketed('(01)123')).toBeNull();
    expect(readBracketed('(10)A(B')).toBeNull();
    expect(readBracketed('')).toBeNull();
  });

  test('writing lots and serials and reading them back are inverses', () => {
    const lots = fc.stringMatching(/^[!-"%-?A-Z_a-z]{1,20}$/);
    fc.assert(
      fc.property(lots, lots, (lot, serial) => {
        const text = `01${GTIN}10${lot}${GS}21${serial}`;
        expect(readElements(text)).toEqual([
          { ai: '01', value: GTIN },
          { ai: '10', value: lot },
          { ai: '21', value: serial },
        ]);
      }),
    );
  });

  test('every AI of the table has a format that some value fits', () => {
    for (const ai of ['00', '01', '235', '3105', '3695', '4333', '7040', '7239', '8030', '90', '99']) {
      expect(aiOf(ai), ai).toBeDefined();
    }
    expect(isValid('8006', `${GTIN}0102`)).toBe(true);
    expect(isValid('8006', `${GTIN}0302`)).toBe(false);
    expect(isValid('4321', '2')).toBe(false);
    expect(isValid('8008', '25073123')).toBe(true);
    expect(isValid('8008', '25073124')).toBe(false);
    expect(
      ['03', '19', '23', '38', '3106', '4334', '7041', '8014', '8113'].filter((ai) => aiOf(ai) !== undefined),
    ).toEqual([]);
  });
});

describe('digital links', () => {
  test.each([
    [`https://shop.example/01/${GTIN}`, `(01)${GTIN}`],
    [`HTTPS://SHOP.EXAMPLE/01/${GTIN}`, `(01)${GTIN}`],
    [`http://a/some/stem/01/${GTIN}/10/L1/21/S2?17=250700&s=3`, `(01)${GTIN}(10)L1(21)S2(17)250700`],
    [`https://a/gtin/${GTIN}/lot/L1`, `(01)${GTIN}(10)L1`],
    ['https://a/01/9520123456788', `(01)${GTIN}`],
    [`https://a/01/${GTIN}/10/A%2FB`, `(01)${GTIN}(10)A/B`],
    [`https://a/01/${GTIN}/21/S/10/L`, null],
    [`https://a/01/${GTIN}?01=${GTIN}`, null],
    [`https://a/01/${GTIN}/10/%E6%B0%B4`, null],
    ['https://a/01/9520123456789', null],
    [`ftp://a/01/${GTIN}`, null],
    [`https:///01/${GTIN}`, null],
    [`https://a/constructor/${GTIN}`, null],
    ['https://a/', null],
    ['', null],
  ])('%s is %s', (text, expected) => {
    expect(pairs(readLink(text))).toBe(expected);
  });

  test("a shelf label's address reads back as product, store and label", () => {
    fc.assert(
      fc.property(fc.nat(9_999_999), fc.integer({ min: 1, max: 999 }), (n, storeNo) => {
        const body = String(n).padStart(13, '0');
        const link = shelfLink('https://shop.example:8443', { gtin14: body + checkDigit(body) }, storeNo, 'L-17');
        expect(readLink(link)).toEqual([{ ai: '01', value: body + checkDigit(body) }]);
        expect(shelfOrigin(link.slice(link.indexOf('?') + 1))).toEqual({ storeNo, label: 'L-17' });
      }),
    );
    expect(shelfLink('https://s.cn', { skuNo: 77 }, 1, null)).toBe('https://s.cn/p/77?s=1');
    expect(() => shelfLink('https://s.cn', { skuNo: 77 }, 1, 'a b')).toThrow('label');
    expect(shelfOrigin('s=0&q=%20')).toEqual({ storeNo: null, label: null });
  });
});

describe('meaning', () => {
  test('of a weighed and dated item', () => {
    const text = `01${GTIN}31030001953922299${GS}1725070010L`;
    const data = gs1Data(readElements(text)!, 2025);
    expect(data).toMatchObject({
      gtin14: GTIN,
      lot: 'L',
      serial: null,
      expiry: '2025-07-31',
      weightMilli: 195,
      price: { value: 299, decimals: 2, currencyNo: null },
    });
    expect(expiredSince(data, '2025-07-31')).toBeNull();
    expect(expiredSince(data, '2025-08-01')).toBe('2025-07-31');
    expect(tracedBy(data)).toEqual({ lot: 'L', expiry: '2025-07-31' });
  });

  test('of a day to be sold by: the earlier of the two days counts', () => {
    const data = gs1Data(readBracketed(`(01)${GTIN}(16)250601(17)250731`)!, 2025);
    expect([expiredSince(data, '2025-06-01'), expiredSince(data, '2025-06-02')]).toEqual([null, '2025-06-01']);
    expect(tracedBy(gs1Data(readBracketed(`(01)${GTIN}(16)250601(21)S`)!, 2025))).toEqual({
      serial: 'S',
      expiry: '2025-06-01',
    });
  });

  test.each([
    ['3100', '000002', 2000],
    ['3103', '001250', 1250],
    ['3105', '012345', 123],
    ['3104', '000005', 1],
    ['3201', '000010', 454], // a pound
  ])('weight (%s)%s is %d thousandths of a kilogram', (ai, value, milli) => {
    expect(gs1Data([{ ai, value }], 2025).weightMilli).toBe(milli);
  });

  test('a price may name its currency', () => {
    expect(gs1Data([{ ai: '3932', value: '1561250' }], 2025).price).toEqual({
      value: 1250,
      decimals: 2,
      currencyNo: '156',
    });
  });

  test.each([
    ['250731', 2025, '2025-07-31'],
    ['260200', 2025, '2026-02-28'],
    ['280200', 2025, '2028-02-29'],
    ['740101', 2025, '2074-01-01'],
    ['760101', 2025, '1976-01-01'],
    ['010101', 2099, '2101-01-01'],
  ])('%s in %d is %s', (yymmdd, thisYear, date) => {
    expect(gs1Date(yymmdd, thisYear)).toBe(date);
  });
});

const VECTORS = new URL('../../../shared/data/gs1/vectors.json', import.meta.url);
type Vectors = {
  digitalLink: {
    uri: string;
    valid: boolean;
    elements: string;
    flags: { permitConvenienceAlphas: boolean; permitZeroSuppressedGtin: boolean };
  }[];
  elementStrings: { elements: string; valid: boolean }[];
  bracketed: { bracketed: string; elements: string }[];
};

// Not part of the project: where they are missing, these count as skipped.
describe.skipIf(!existsSync(VECTORS))('vectors of the GS1 Syntax Engine, read from ../shared/data/gs1', () => {
  const vectors = existsSync(VECTORS) ? (JSON.parse(readFileSync(VECTORS, 'utf8')) as Vectors) : null;
  const asText = (elements: string): string => elements.replace('^', '').replaceAll('^', GS);

  test('links: as the engine reads them', () => {
    const wrong = vectors!.digitalLink.filter(({ uri, valid, elements, flags }) => {
      const leniency = { names: flags.permitConvenienceAlphas, shortGtin: flags.permitZeroSuppressedGtin };
      const expected = valid ? pairs(readElements(asText(elements))) : null;
      return pairs(readLink(uri, leniency)) !== expected;
    });
    expect(wrong.map(({ uri }) => uri)).toEqual([]);
  });

  test('element strings: as the engine reads them', () => {
    const wrong = vectors!.elementStrings.filter(
      ({ elements, valid }) => (elements.startsWith('^') && readElements(asText(elements)) !== null) !== valid,
    );
    expect(wrong.map(({ elements }) => elements)).toEqual([]);
  });

  test('bracketed strings: as the engine reads them', () => {
    for (const { bracketed, elements } of vectors!.bracketed) {
      expect(pairs(readBracketed(bracketed))).toBe(pairs(readElements(asText(elements))));
    }
  });
});
