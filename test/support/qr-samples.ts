/** Carts, a receipt and keys for tests of our QR codes. */
import { inflateSync } from 'node:zlib';
import { checkDigit } from '../../src/core/gtin.ts';
import { toMinor } from '../../src/core/money.ts';
import type { QrCart, QrLine, QrReceipt, SignedCart } from '../../src/wire/qr-claims.ts';
import type { QrContext } from '../../src/wire/qr.ts';
import { aKey, type TestKey } from './signers.ts';

export const NOW_S = 1_763_700_000;
export const sku = (skuNo: number, qtyMilli = 1000): QrLine => ({ skuNo, gtin: null, qtyMilli, seenMinor: null });
export const byGtin = (n: number, qtyMilli = 1000): QrLine => {
  const body = String(n).padStart(13, '0');
  return { skuNo: null, gtin: body + checkDigit(body), qtyMilli, seenMinor: null };
};
export const cart: QrCart = {
  orgNo: 12,
  storeNo: 3,
  cartRef: 'a1'.repeat(10),
  rev: 9,
  totalSeenMinor: toMinor(123_456),
  lines: [sku(61_234, 2000), sku(5, 345), byGtin(690_123_456_789)],
  part: null,
};
export const signedCart: SignedCart = {
  ...cart,
  lines: [
    { ...sku(61_234, 2000), seenMinor: toMinor(200) },
    { ...byGtin(690_123_456_789, 345), seenMinor: toMinor(1299) },
  ],
  nbf: NOW_S - 60,
  exp: NOW_S + 7200,
  pbVersion: 'a1b2:17',
};
export const receipt: QrReceipt = {
  orgNo: 12,
  storeNo: 3,
  saleRef: 'b2'.repeat(10),
  tillNo: 3,
  incarnationNo: 1,
  totalMinor: toMinor(1150),
  cashMinor: toMinor(1150),
  exp: NOW_S + 365 * 86_400,
  hash8: 'c3'.repeat(8),
  seq: 1532,
  lines: [{ skuNo: 61_234, qtyMilli: 2000, paidMinor: toMinor(400) }],
};
export const manyLines = (count: number, line: (i: number) => QrLine): QrCart => ({
  ...cart,
  lines: Array.from({ length: count }, (_, i) => line(i)),
});

/** Keys of a till, of the server, and one taken back, with the context that knows them. */
export async function aRing(): Promise<{ till: TestKey; server: TestKey; revoked: TestKey; context: QrContext }> {
  const [till, server, revoked] = await Promise.all([
    aKey('00c0ffee', [7]),
    aKey('5e12e12e', [2]),
    aKey('badbadba', [2, 7], true),
  ]);
  const ring = new Map([till, server, revoked].map((one) => [one.signer.kid, one]));
  const context: QrContext = {
    orgNo: 12,
    storeNo: 3,
    nowS: NOW_S,
    keyOf: (kid) => ring.get(kid)?.key,
    verify: async (kid, bytes, signature) => (await ring.get(kid)?.verify(bytes, signature)) ?? false,
    inflate: async (bytes, most) => {
      try {
        return inflateSync(bytes, { maxOutputLength: most });
      } catch {
        return null; // not zlib, or too much: the code is refused as damaged
      }
    },
  };
  return { till, server, revoked, context };
}
