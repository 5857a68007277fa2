import { hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { type Cbor, decodeCbor } from '../../src/wire/strict-cbor.ts';

describe('strict CBOR', () => {
  const read = (hex: string): Cbor | null => decodeCbor(hexToBytes(hex));

  test.each([
    ['a201030207', 'a map in order'],
    ['83010203', 'an array'],
    ['3903e7', 'a negative number'],
  ])('%s is read (%s)', (hex) => {
    expect(read(hex)).not.toBeNull();
  });

  test.each([
    ['a202070103', 'keys out of order'],
    ['a201030107', 'a key twice'],
    ['bf0103ff', 'a map of no stated length'],
    ['9f01ff', 'an array of no stated length'],
    ['1817', 'a number longer than needed'],
    ['f93c00', 'a float'],
    ['f6', 'null'],
    ['f5', 'true'],
    ['c11a00000001', 'a tag'],
    ['1bffffffffffffffff', 'a number past safe integers'],
    ['c249010000000000000000', 'a big number'],
    ['a10101ff', 'something behind the end'],
    ['a1', 'less than it says'],
    ['5a7fffffff', 'two gigabytes promised'],
    ['9a7fffffff', 'two thousand million elements promised'],
    ['818181818181818181818101', 'too deep'],
    ['a1616101', 'a key of text'],
    ['61ff', 'text that is no UTF-8'],
    ['', 'nothing'],
  ])('%s is refused (%s)', (hex) => {
    expect(read(hex)).toBeNull();
  });
});
