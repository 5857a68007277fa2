import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { deflateSync, inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import { encodeBase32 } from '../../src/wire/base32.ts';
import { encodeBase45 } from '../../src/wire/base45.ts';
import { makeSign1 } from '../../src/wire/cose.ts';
import { cartClaims, receiptClaims, signedCartClaims } from '../../src/wire/qr-claims.ts';
import {
  cartText,
  type QrContext,
  readQr,
  readReceiptCode,
  receiptAddress,
  signedCartText,
} from '../../src/wire/qr.ts';
import { type Cbor, encodeCbor } from '../../src/wire/strict-cbor.ts';
import { aRing, byGtin, cart, manyLines, NOW_S, receipt, signedCart, sku } from '../support/qr-samples.ts';
import { aKey, type TestKey } from '../support/signers.ts';

let till: TestKey;
let server: TestKey;
let revoked: TestKey;
let context: QrContext;

beforeAll(async () => {
  ({ till, server, revoked, context } = await aRing());
});

const signed = async (claims: Cbor, key: TestKey, prefix = 'O1'): Promise<string> =>
  `${prefix}:${encodeBase45(await makeSign1(encodeCbor(claims), key.signer))}`;
const reasonOf = async (text: string, change: Partial<QrContext> = {}): Promise<string> => {
  const read = await readQr(text, { ...context, ...change });
  return read.ok ? 'read' : `${read.error.at}: ${read.error.code}`;
};
/** Claims with some keys set otherwise; `undefined` takes a key out. */
const changed = (claims: Map<number, Cbor>, change: Record<number, Cbor | undefined>): Map<number, Cbor> => {
  const all = new Map(claims);
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) all.delete(Number(key));
    else all.set(Number(key), value);
  }
  return all;
};

describe('reads', () => {
  test('an unsigned cart, of any store of the org', async () => {
    expect(await readQr(cartText(cart), { ...context, storeNo: 1 })).toEqual({
      ok: true,
      value: { type: 'cart', cart },
    });
  });

  // Codes on phones and papers outlive an update: these bytes may never change under these prefixes.
  test('texts are written as they always were', async () => {
    const unsigned = { kid: '00c0ffee', sign: async () => new Uint8Array(64) };
    expect(cartText(cart)).toBe('O0:35L5H0FN1PJ9MJKMJKMJKMJK0GKE61-C3WA0A48DH08$GYAUCE00T0U70TK7600*.8UOKHUQ');
    expect(await signedCartText(signedCart, unsigned)).toBe(
      'O1:PWGSLKC 4%Q8.HON7UA7B6MLJB0FN1PJ9MJKMJKMJKMJK0GKE61-C3WA0A48AH0BF3R14B$SBF3B24E488$GYAU-B0UFPTK76' +
        '00*.8UOK-UQU70F73FI253D.A6XF6:9627B00000000000000000000000000000000000000000000000000000000000000000' +
        '0000000000000000000000000000000',
    );
    expect(await receiptAddress(receipt, 'https://s.cn', unsigned)).toBe(
      'HTTPS://S.CN/R/QRE2EAJGARCABQH752QFQPVKAEDQEDADJKZLFMVSWKZLFMVSWICIEAYBAWBBSBD6DECH4BQDBANGWAJAUAFER' +
        'Q6DYPB4HQ6DYMFRSBP4BWBRT3ZSDED5AGIBSBMEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
        'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    );
  });

  test('a cart the server signed', async () => {
    expect(await readQr(await signedCartText(signedCart, server.signer), context)).toEqual({
      ok: true,
      value: { type: 'signed_cart', cart: signedCart },
    });
  });

  test('a packed one', async () => {
    const bytes = await makeSign1(encodeCbor(signedCartClaims(signedCart)), server.signer);
    expect(await reasonOf(`OZ1:${encodeBase45(deflateSync(bytes))}`)).toBe('read');
  });

  test("a receipt, by the address's base32, in any store of the org", async () => {
    const address = await receiptAddress(receipt, 'https://shop.example', till.signer);
    expect(address).toMatch(/^HTTPS:\/\/SHOP\.EXAMPLE\/R\/[A-Z2-7]+$/);
    const code = address.slice(address.lastIndexOf('/') + 1);
    expect(await readReceiptCode(code, { ...context, storeNo: 1 })).toEqual({
      ok: true,
      value: { type: 'receipt', receipt },
    });
  });

  test('any cart back as it was written', async () => {
    const line = fc.oneof(
      fc
        .tuple(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 1, max: 1_000_000 }))
        .map(([no, qty]) => sku(no, qty)),
      fc.tuple(fc.nat(9_999_999_999), fc.integer({ min: 1, max: 99 })).map(([no, qty]) => byGtin(no + 1, qty * 1000)),
    );
    const carts = fc.record({
      orgNo: fc.constant(12),
      storeNo: fc.integer({ min: 1, max: 9999 }),
      cartRef: fc.stringMatching(/^[0-9a-f]{20}$/),
      rev: fc.nat(100_000),
      totalSeenMinor: fc.option(fc.nat(1e9).map(toMinor)),
      lines: fc.array(line, { minLength: 1, maxLength: 60 }),
      part: fc.option(fc.constant({ part: 1, of: 3 })),
    });
    await fc.assert(
      fc.asyncProperty(carts, async (one) => {
        expect(await readQr(cartText(one), context)).toEqual({ ok: true, value: { type: 'cart', cart: one } });
      }),
    );
  });
});

// One reason for each check, in the order they run.
describe('refuses, each check by its own reason', () => {
  test.each([
    ['O2:ABC', 'prefix: not_our_code'],
    ['o0:ABC', 'prefix: not_our_code'],
    ['HC1:ABC', 'prefix: not_our_code'],
    ['O0:', 'length: damaged_code'],
    [`O0:${'0'.repeat(4296)}`, 'length: damaged_code'],
    [`O0:${'00'.repeat(2)}`, 'base45: damaged_code'],
    ['O0:::::', 'base45: damaged_code'],
    ['OZ1:BB8BB8', 'inflate: damaged_code'],
    [`O0:${encodeBase45(Uint8Array.of(0xf9, 0x3c, 0x00))}`, 'cbor: damaged_code'],
    [`O1:${encodeBase45(Uint8Array.of(0xa0))}`, 'cbor: damaged_code'],
  ])('%s: %s', async (text, reason) => {
    expect(await reasonOf(text)).toBe(reason);
  });

  test('a code that unpacks to more than it may', async () => {
    const bomb = deflateSync(new Uint8Array(100_000));
    expect(await reasonOf(`OZ1:${encodeBase45(bomb)}`)).toBe('inflate: damaged_code');
    const careless: QrContext['inflate'] = async (bytes) => inflateSync(bytes);
    expect(await reasonOf(`OZ1:${encodeBase45(bomb)}`, { inflate: careless })).toBe('inflate: damaged_code');
  });

  test('claims over two kilobytes', async () => {
    const long = manyLines(500, (i) => sku(70_000 + i));
    expect(await reasonOf(cartText(long))).toBe('length: damaged_code');
    expect(await reasonOf(await signed(cartClaims(long), server))).toBe('length: damaged_code');
  });

  test('another algorithm', async () => {
    const header = encodeCbor(new Map<number, Cbor>([[1, -8], [4, hexToBytes('5e12e12e')]])); // prettier-ignore
    const whole = encodeCbor([header, new Map(), encodeCbor(signedCartClaims(signedCart)), new Uint8Array(64)]);
    expect(await reasonOf(`O1:${encodeBase45(whole)}`)).toBe('alg: bad_signature');
  });

  test('a key nobody knows', async () => {
    const stranger = await aKey('deadbeef', [2]);
    expect(await reasonOf(await signedCartText(signedCart, stranger.signer))).toBe('key_unknown: unknown_key');
  });

  test('a key taken back', async () => {
    expect(await reasonOf(await signedCartText(signedCart, revoked.signer))).toBe('key_revoked: bad_signature');
  });

  test("a till's key under anything but a receipt", async () => {
    expect(await reasonOf(await signedCartText(signedCart, till.signer))).toBe('key_purpose: bad_signature');
  });

  test('a key of ours that did not sign this', async () => {
    const other = await aKey('5e12e12e', [2]);
    expect(await reasonOf(await signedCartText(signedCart, other.signer))).toBe('signature: bad_signature');
  });

  test.each<[string, Record<number, Cbor | undefined>, string]>([
    ['a type of a later version', { 1: 9 }, 'key_purpose: bad_signature'],
    ['a key of a later version', { 99: 1 }, 'type: not_our_code'],
    ['lines missing', { 10: undefined }, 'type: not_our_code'],
    ['another org', { 2: 13 }, 'org: other_shop'],
    ['another store', { 6: 4 }, 'store: other_store'],
    ['not yet', { 7: NOW_S + 121 }, 'nbf: code_not_yet_valid'],
    ['no more', { 8: NOW_S - 121 }, 'exp: code_expired'],
    ['not yet, by a clock a little off', { 7: NOW_S + 120 }, 'read'],
    ['no more, by a clock a little off', { 8: NOW_S - 120 }, 'read'],
  ])('a signed cart with %s', async (_name, change, reason) => {
    expect(await reasonOf(await signed(changed(signedCartClaims(signedCart), change), server))).toBe(reason);
  });

  test.each<[string, Record<number, Cbor | undefined>, string]>([
    ['another type', { 1: 2 }, 'type: not_our_code'],
    ['another org', { 2: 13 }, 'org: other_shop'],
    ['an id of nine bytes', { 3: new Uint8Array(9) }, 'cbor: damaged_code'],
    ['a rev below zero', { 4: -1 }, 'cbor: damaged_code'],
    ['a total below zero', { 5: -1 }, 'cbor: damaged_code'],
    ['no lines', { 10: [] }, 'cbor: damaged_code'],
    ['half a line', { 10: [5] }, 'cbor: damaged_code'],
    ['a quantity of zero', { 10: [5, 0] }, 'cbor: damaged_code'],
    ['a monstrous quantity', { 10: [5, 9_000_000_000_000] }, 'cbor: damaged_code'],
    ['a reference of zero', { 10: [0, 1] }, 'cbor: damaged_code'],
    ['a barcode with a wrong check digit', { 10: [-6_901_234_567_893, 1] }, 'cbor: damaged_code'],
    ['whole units written as a weight', { 10: [[5, 2000]] }, 'cbor: damaged_code'],
    ['part 3 of 2', { 12: [3, 2] }, 'cbor: damaged_code'],
    ['part 1 of 1', { 12: [1, 1] }, 'cbor: damaged_code'],
    ['an unknown key', { 9: 1 }, 'cbor: damaged_code'],
    ['a price', { 11: 'x' }, 'cbor: damaged_code'],
  ])('an unsigned cart with %s', async (_name, change, reason) => {
    expect(await reasonOf(`O0:${encodeBase45(encodeCbor(changed(cartClaims(cart), change)))}`)).toBe(reason);
  });

  test.each<[string, Record<number, Cbor | undefined>]>([
    ['more cash than total', { 5: [100, 101] }],
    ['a hash of seven bytes', { 10: new Uint8Array(7) }],
    ['no seq', { 11: undefined }],
    ['two thirds of a line', { 13: [5, 1000] }],
    ['a till of number zero', { 4: [0, 1] }],
  ])('a receipt with %s', async (_name, change) => {
    expect(await reasonOf(await signed(changed(receiptClaims(receipt), change), till))).toBe('type: not_our_code');
  });

  test('a receipt with other letters than base32', async () => {
    expect(await readReceiptCode('A1', context)).toMatchObject({ error: { at: 'base45', code: 'damaged_code' } });
    expect(await readReceiptCode('', context)).toMatchObject({ error: { at: 'length' } });
  });

  test('a signed code changed in any one byte', async () => {
    const bytes = await makeSign1(encodeCbor(receiptClaims(receipt)), till.signer);
    for (let at = 0; at < bytes.length; at += 1) {
      const read = await readReceiptCode(encodeBase32(bytes.with(at, bytes[at]! ^ 1)), context);
      expect(read.ok, `byte ${at}`).toBe(false);
    }
  });
});
