import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from '../../src/wire/base32.ts';
import { decodeBase45, encodeBase45 } from '../../src/wire/base45.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const anyBytes = fc.uint8Array({ maxLength: 200 });

describe('base45', () => {
  // The examples of RFC 9285, 4.3 and 4.4.
  test.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ])('%j is %j', (plain, text) => {
    expect(encodeBase45(bytesOf(plain))).toBe(text);
    expect(decodeBase45(text)).toEqual(bytesOf(plain));
  });

  test.each([
    ['GGW', 'RFC 9285: 65536, one more than two bytes hold'],
    ['::', 'two characters over one byte'],
    ['A', 'a length no bytes have'],
    ['BB8A', 'the same behind a whole group'],
    ['bb8', 'small letters'],
    ['B_8', 'a character of no alphabet'],
    ['水BB', 'a character of another script'],
  ])('%j is refused (%s)', (text) => {
    expect(decodeBase45(text)).toBeNull();
  });

  test('stays in the 45 characters, and reading is the inverse of writing', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const text = encodeBase45(bytes);
        expect(text).toMatch(/^[0-9A-Z $%*+\-./:]*$/);
        expect(text.length).toBe(Math.floor(bytes.length / 2) * 3 + (bytes.length % 2) * 2);
        expect(decodeBase45(text)).toEqual(bytes);
      }),
    );
  });

  test('bytes have one text: what reads at all, writes back the same', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z $%*+\-./:]{0,30}$/), (text) => {
        const bytes = decodeBase45(text);
        if (bytes !== null) expect(encodeBase45(bytes)).toBe(text);
      }),
    );
  });
});

describe('base32', () => {
  // The examples of RFC 4648, 10, without padding.
  test.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('%j is %j', (plain, text) => {
    expect(encodeBase32(bytesOf(plain))).toBe(text);
    expect(decodeBase32(text)).toEqual(bytesOf(plain));
  });

  test.each(['M', 'MZX', 'MZXW6Y', 'MZ', 'my', 'M1', 'MY======'])('%j is refused', (text) => {
    expect(decodeBase32(text)).toBeNull();
  });

  test('reading is the inverse of writing', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes);
      }),
    );
  });
});
