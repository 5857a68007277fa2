import { bytesToHex } from '@noble/hashes/utils.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { minorFromDecimal } from '../../src/core/currency.ts';
import { GS, readBracketed, readElements } from '../../src/core/gs1-elements.ts';
import { readLink } from '../../src/core/gs1-link.ts';
import { expiredSince, gs1Data, tracedBy } from '../../src/core/gs1.ts';
import { expandUpcE, parseBarcodeCell, toGtin14 } from '../../src/core/gtin.ts';
import { canonicalText, checkChain } from '../../src/core/journal.ts';
import { checkReturn, checkSale } from '../../src/core/check-sale.ts';
import { toMinor } from '../../src/core/money.ts';
import { parseReceiptNo } from '../../src/core/receipt-no.ts';
import { readScaleCode } from '../../src/core/scale-code.ts';
import { gs1Line } from '../../src/core/scale-line.ts';
import { readScanText } from '../../src/core/scan-text.ts';
import { searchMatches } from '../../src/core/search-match.ts';
import { decodeBase32 } from '../../src/wire/base32.ts';
import { decodeBase45, encodeBase45 } from '../../src/wire/base45.ts';
import { entrySchema, envelopeSchema } from '../../src/wire/entry.ts';
import { cartText, type QrContext, readQr, readReceiptCode, receiptAddress } from '../../src/wire/qr.ts';
import { addPart, cartParts, missingParts, type PartsHeld, wholeCart } from '../../src/wire/qr-parts.ts';
import { decodeCbor, encodeCbor } from '../../src/wire/strict-cbor.ts';
import { makeFixtures } from '../support/entry-fixtures.ts';
import { hostileTexts, hostileValues, leastWorkMs, seeded } from '../support/hostile.ts';
import { aRing, cart, manyLines, receipt, sku } from '../support/qr-samples.ts';

const SEED = 20_251_121;
/** Ten thousand of anything take a while on a busy machine. */
const PATIENCE_MS = 60_000;
const GTIN = '09520123456788';
const SCANS = [
  '6901234567892',
  '96385074',
  '134567890123456789',
  '2812345678901234567',
  '482913',
  '2301236146851',
  `01${GTIN}10L1${GS}17250731`,
  `(01)${GTIN}(10)L1`,
  `https://id.gs1.org/01/${GTIN}/10/L1/21/S?17=250731&3103=000195`,
  'https://shop.example/p/77?s=1&q=A',
  `HTTPS://SHOP.EXAMPLE/R/${'A2'.repeat(80)}`,
  cartText(cart),
];
const context = {
  screen: 'items',
  shopOrigin: 'https://shop.example',
  isOwnCode: (code: string): boolean => code === 'ABC-1',
  scaleRules: [{ pattern: '23IIIIVPPPPPC', weightDecimals: 3 }],
  thisYear: 2025,
} as const;

/** What a code of GS1 would put into a cart. */
function goodsSaid(text: string): string {
  const elements = readElements(text) ?? readBracketed(text) ?? readLink(text);
  if (elements === null) return 'none';
  const data = gs1Data(elements, 2025);
  const line = gs1Line({ unit: 'kg', priceMinor: toMinor(1299) }, data, 'CNY');
  const told = [expiredSince(data, '2025-07-31'), ...Object.values(tracedBy(data))].filter((each) => each !== null);
  return `${line.ok ? String(line.value === null) : line.error.code} ${String(told.length)}`;
}

/** A shop's rule gone wrong. */
const ruleOf = (text: string) => ({ pattern: text, weightDecimals: text.length % 7 });

const codeOf = (cell: ReturnType<typeof parseBarcodeCell>): string => (cell.ok ? 'read' : cell.error.code);

describe('ten thousand hostile texts', { timeout: PATIENCE_MS }, () => {
  const texts = hostileTexts(SCANS, { seed: SEED });

  // Each answers, whatever it is given; `seen` proves that the texts reach more than the first check.
  test.each<[string, (text: string) => unknown, number]>([
    ['readScanText', (text) => readScanText({ text }, context).kind, 8],
    ['readScanText of a GS1 symbol', (text) => readScanText({ text, identifier: ']d2' }, context).kind, 8],
    ['readScanText while paying', (text) => readScanText({ text }, { ...context, screen: 'payment' }).kind, 8],
    ['readScanText of an eight-digit symbol', (text) => readScanText({ text, symbology: 'upce' }, context).kind, 8],
    ['what GS1 data say of goods', (text) => goodsSaid(text), 4],
    ['readScaleCode', (text) => JSON.stringify(readScaleCode(text, context.scaleRules)).slice(0, 12), 3],
    ['readScaleCode by a rule of that text', (text) => readScaleCode('2301236146851', [ruleOf(text)]) === null, 1],
    ['expandUpcE', (text) => expandUpcE(text) === null, 2],
    ['toGtin14', (text) => toGtin14(text)?.length ?? 0, 2],
    ['readLink', (text) => readLink(text)?.length ?? 0, 3],
    ['readElements', (text) => readElements(text)?.length ?? 0, 3],
    ['readBracketed', (text) => readBracketed(text)?.length ?? 0, 3],
    ['decodeBase45', (text) => decodeBase45(text)?.length ?? -1, 10],
    ['decodeBase32', (text) => decodeBase32(text)?.length ?? -1, 5],
    ['parseBarcodeCell', (text) => codeOf(parseBarcodeCell(text)), 3],
    ['minorFromDecimal', (text) => minorFromDecimal(text, 'CNY') === null, 2],
    ['parseReceiptNo', (text) => parseReceiptNo(text) === null, 1],
    ['searchMatches', (text) => searchMatches(['\tone\rtwo\r'], text).length, 1],
  ])('%s answers them all', (_name, parse, kinds) => {
    const seen = new Set<unknown>();
    const slow: string[] = [];
    texts.forEach((text, place) => {
      const begin = performance.now();
      try {
        seen.add(parse(text));
      } catch (cause) {
        throw new Error(`seed ${SEED}, text ${place}: ${JSON.stringify(text)}`, { cause });
      }
      if (performance.now() - begin >= 50) slow.push(text);
    });
    expect(seen.size).toBeGreaterThanOrEqual(kinds);
    for (const text of slow) expect(leastWorkMs(() => parse(text))).toBeLessThan(50); // or the machine was busy
  });

  test('no answer to a pay code on the item screen holds its digits', () => {
    for (const text of texts) {
      const meaning = readScanText({ text }, context);
      if (meaning.kind === 'pay_code')
        expect(meaning).toEqual({ kind: 'pay_code', payKind: meaning.payKind, code: null });
    }
  });
});

describe('ten thousand hostile QR codes', { timeout: PATIENCE_MS }, () => {
  let qr: QrContext;
  let samples: string[];

  beforeAll(async () => {
    const ring = await aRing();
    // A forger's best day: everything behind the signature is reached.
    qr = { ...ring.context, verify: async () => true };
    samples = [
      cartText(cart),
      cartText(manyLines(60, (i) => sku(i + 1))),
      (await receiptAddress(receipt, 'https://s.cn', ring.till.signer)).replace('HTTPS://S.CN/R/', ''),
    ];
  });

  test('texts: each is read or refused', async () => {
    const seen = new Set<string>();
    for (const text of hostileTexts(samples, { seed: SEED, longest: 5000 })) {
      for (const read of [await readQr(text, qr), await readReceiptCode(text, qr)]) {
        seen.add(read.ok ? read.value.type : read.error.at);
      }
    }
    expect([...seen]).toEqual(expect.arrayContaining(['prefix', 'length', 'base45', 'cbor', 'cart', 'receipt']));
  });

  test('parts: whatever comes in whatever order, carts are put together or begun anew', async () => {
    const parts = cartParts({ ...cart, lines: manyLines(130, (i) => sku(i + 1)).lines });
    let held: PartsHeld | null = null;
    const seen = new Set<string>();
    for (const text of hostileTexts(parts, { seed: SEED, longest: 5000 })) {
      const read = await readQr(text, qr);
      if (!read.ok || read.value.type !== 'cart') continue;
      held = addPart(held, read.value.cart);
      seen.add(`${String(missingParts(held).length)} missing, ${wholeCart(held) === null ? 'waits' : 'whole'}`);
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  test('bytes: claims bent anywhere are read or refused, and what is read is in range', async () => {
    const random = seeded(SEED);
    const whole = decodeBase45(cartText(cart).slice(3))!;
    const seen = new Set<string>();
    for (let i = 0; i < 10_000; i += 1) {
      const bytes = Uint8Array.from(whole);
      for (let times = 1 + random(3); times > 0; times -= 1) bytes[random(bytes.length)] = random(256);
      const read = await readQr(`O0:${encodeBase45(bytes)}`, qr);
      seen.add(read.ok ? read.value.type : read.error.at);
      const lines = read.ok && read.value.type === 'cart' ? read.value.cart.lines : [];
      if (!lines.every((line) => line.qtyMilli > 0 && (line.skuNo ?? 1) > 0)) seen.add('out of range');
    }
    expect([...seen].sort()).toEqual(['cart', 'cbor', 'org', 'type']);
  });

  test('CBOR of ten thousand random byte strings: read only where writing gives the same bytes', () => {
    const random = seeded(SEED);
    let read = 0;
    for (let i = 0; i < 10_000; i += 1) {
      const bytes = Uint8Array.from({ length: random(12) }, () => random(random(2) === 0 ? 256 : 24));
      const value = decodeCbor(bytes);
      if (value === null) continue;
      read += 1;
      if (bytesToHex(encodeCbor(value)) !== bytesToHex(bytes)) throw new Error(`seed ${SEED}: ${bytesToHex(bytes)}`);
    }
    expect(read).toBeGreaterThan(500);
  });
});

describe('ten thousand hostile entries', { timeout: PATIENCE_MS }, () => {
  const values = hostileValues(makeFixtures().accepted.map(({ text }) => text), { seed: SEED }); // prettier-ignore

  test('each is read or refused; one that is read has a canonical text, and its sums can be checked', () => {
    let read = 0;
    for (const value of values) {
      envelopeSchema.safeParse(value);
      const entry = entrySchema.safeParse(value);
      if (!entry.success) continue;
      read += 1;
      expect(canonicalText(value)).toBe(canonicalText(entry.data));
      if (entry.data.kind === 'sale.completed') checkSale(entry.data.body);
      if (entry.data.kind === 'return.completed') checkReturn(entry.data.body);
    }
    expect(read).toBeGreaterThan(50);
  });

  test('a chain of anything is judged', () => {
    for (const text of hostileTexts(
      makeFixtures().accepted.map((each) => each.text),
      { count: 500, seed: SEED },
    )) {
      checkChain([{ bytes: text, hash: 'h' }], { start: { seq: 0, hash: 'f' }, sha256Hex: () => 'h' });
    }
  });
});

// Each parser looks at a bounded number of characters, however long or knotty the text is.
describe('work is bounded', { timeout: PATIENCE_MS }, () => {
  const long = 8000;
  const knots: readonly (readonly [string, string])[] = [
    ['a long number', '9'.repeat(long)],
    ['spaces', `a${' '.repeat(long - 2)}b`],
    ['full-width signs', '９'.repeat(long)],
    ['a path of keys', `https://a${`/01/${GTIN}`.repeat(400)}`],
    ['a path of nothing', `https://a${'/'.repeat(long - 20)}`],
    ['a query of everything', `https://a/01/${GTIN}?${'99=A&'.repeat(1500)}`],
    ['escapes', `https://a/01/${GTIN}/10/${'%41'.repeat(2500)}`],
    ['element after element', `01${GTIN}${'20012001'.repeat(900)}`],
    ['separators', GS.repeat(long)],
    ['brackets', '(01)'.repeat(long / 4)],
    ['opening brackets', '('.repeat(long)],
    ['zeros and a letter', `0.${'0'.repeat(long - 3)}x`],
    ['a QR of zeros', `O0:${'0'.repeat(4290)}`],
    ['a QR of deep arrays', `O0:${encodeBase45(new Uint8Array(2000).fill(0x81))}`],
    ['a QR of empty arrays', `O0:${encodeBase45(new Uint8Array(2000).fill(0x80))}`],
    ['a QR that promises much', `O0:${encodeBase45(Uint8Array.of(0x9b, 0, 0, 0, 1, 0, 0, 0, 0))}`],
  ];

  test.each(knots)('%s', async (_name, text) => {
    const { context: qr } = await aRing();
    expect(leastWorkMs(() => readScanText({ text, identifier: ']d2' }, context))).toBeLessThan(50);
    expect(leastWorkMs(() => [readLink(text), readElements(text), readBracketed(text)])).toBeLessThan(50);
    expect(leastWorkMs(() => [minorFromDecimal(text, 'CNY'), parseBarcodeCell(text)])).toBeLessThan(50);
    expect(leastWorkMs(() => [decodeBase45(text), decodeBase32(text), readQr(text, qr)])).toBeLessThan(50);
  });

  test('a megabyte is not looked into', async () => {
    const text = `O0:${'A'.repeat(1_000_000)}`;
    const { context: qr } = await aRing();
    expect(leastWorkMs(() => readScanText({ text }, context))).toBeLessThan(20);
    expect(leastWorkMs(() => readQr(text, qr))).toBeLessThan(20);
    expect(await readQr(text, qr)).toMatchObject({ error: { at: 'length' } });
  });
});
