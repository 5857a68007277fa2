import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import { decodeBase45 } from '../../src/wire/base45.ts';
import { cartClaims, type QrCart } from '../../src/wire/qr-claims.ts';
import {
  addPart,
  cartParts,
  missingParts,
  type PartsHeld,
  tooLongForWedge,
  wholeCart,
} from '../../src/wire/qr-parts.ts';
import { cartText, type QrContext, readQr, receiptAddress } from '../../src/wire/qr.ts';
import { encodeCbor } from '../../src/wire/strict-cbor.ts';
import { aRing, byGtin, cart, manyLines, receipt, sku } from '../support/qr-samples.ts';
import type { TestKey } from '../support/signers.ts';

let till: TestKey;
let context: QrContext;

beforeAll(async () => {
  ({ till, context } = await aRing());
});

describe('sizes of the design', () => {
  test.each([
    [10, 117],
    [20, 179],
    [40, 299],
    [60, 420],
  ])('an unsigned cart of %d lines takes at most %d characters', (count, most) => {
    const text = cartText(manyLines(count, (i) => sku(40_000 + i, 2000)));
    expect(text.length).toBeLessThanOrEqual(most);
    expect(text).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
  });

  test.each([
    [10, 137],
    [60, 591],
  ])('with large numbers, %d lines take at most %d', (count, most) => {
    expect(cartText(manyLines(count, (i) => sku(70_000 + i))).length).toBeLessThanOrEqual(most);
  });

  test.each([
    [10, 197],
    [60, 951],
  ])('by barcode only, %d lines take at most %d', (count, most) => {
    expect(cartText(manyLines(count, (i) => byGtin(690_123_456_000 + i))).length).toBeLessThanOrEqual(most);
  });

  test('a receipt takes about 240 characters without lines, 400 with as many as fit', async () => {
    const line = { skuNo: 40_000, qtyMilli: 1000, paidMinor: toMinor(750) };
    const length = async (count: number): Promise<number> => {
      const lines = count === 0 ? null : Array.from({ length: count }, () => line);
      return (await receiptAddress({ ...receipt, lines }, 'https://shop.example', till.signer)).length;
    };
    const bare = await length(0);
    expect(bare).toBeLessThanOrEqual(260);
    expect(await length(10)).toBeGreaterThan(bare);
    expect(await length(10)).toBeLessThanOrEqual(400);
    expect(await length(25)).toBe(bare);
    expect(await length(500)).toBe(bare);
  });
});

describe('parts', () => {
  const long = manyLines(150, (i) => sku(1000 + i, 1000 * (1 + (i % 3))));
  const parse = async (text: string): Promise<QrCart> => {
    const read = await readQr(text, context);
    if (!read.ok || read.value.type !== 'cart') throw new Error('no cart');
    return read.value.cart;
  };

  test('up to sixty lines are one code, more are as few as hold them', async () => {
    expect(cartParts(manyLines(60, (i) => sku(1 + i)))).toHaveLength(1);
    expect(cartParts(manyLines(61, (i) => sku(1 + i)))).toHaveLength(2);
    expect(cartParts(long)).toHaveLength(3);
    expect((await parse(cartParts(long)[1]!)).part).toEqual({ part: 2, of: 3 });
  });

  test('for a keyboard scanner each part is short enough to type', () => {
    const texts = cartParts(long, 300);
    expect(texts.length).toBe(4);
    expect(texts.some(tooLongForWedge)).toBe(false);
    expect(tooLongForWedge(cartParts(long)[0]!)).toBe(true);
  });

  test('in any order, some of them twice, make the cart again', async () => {
    const parts = await Promise.all(cartParts(long, 200).map(parse));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...parts, ...parts], { minLength: parts.length * 2 }), async (scans) => {
        let held: PartsHeld | null = null;
        for (const [i, scan] of scans.entries()) {
          held = addPart(held, scan);
          const seen = new Set(scans.slice(0, i + 1).map((each) => each.part?.part));
          expect(missingParts(held)).toEqual(parts.map((each) => each.part!.part).filter((part) => !seen.has(part)));
          expect(wholeCart(held)).toEqual(seen.size === parts.length ? long : null);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('of a later rev begin anew, of an earlier one are passed over', async () => {
    const [first] = await Promise.all(cartParts(long).map(parse));
    const [, second] = await Promise.all(cartParts({ ...long, rev: 10 }).map(parse));
    const held = addPart(addPart(null, first!), second!);
    expect(held.parts).toEqual([second]);
    expect(addPart(held, first!)).toBe(held);
  });

  test('signed and unsigned ones never mix', async () => {
    const [first] = await Promise.all(cartParts(long).map(parse));
    const lines = first!.lines.map((line) => ({ ...line, seenMinor: toMinor(1) }));
    const forged = { ...first!, lines, part: { part: 2, of: 3 } };
    expect(addPart(addPart(null, first!), forged).parts).toEqual([forged]);
  });

  test("of another phone's cart begin anew", async () => {
    const [first] = await Promise.all(cartParts(long).map(parse));
    const other = { ...cart, cartRef: 'ff'.repeat(10) };
    const held = addPart(addPart(null, first!), other);
    expect(wholeCart(held)).toEqual(other);
  });
});

test('base45 of a cart is what a wedge may type: its text reads back as bytes', () => {
  expect(decodeBase45(cartText(cart).slice(3))).toEqual(encodeCbor(cartClaims(cart)));
});
