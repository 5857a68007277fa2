import { expect, test } from 'vitest';
import { goodsOf } from '../../src/client/shopper/goods.ts';
import { toMinor, ZERO } from '../../src/core/money.ts';
import { cartRefOf, emptyShopperCart, type ShopperLine } from '../../src/core/shopper-cart.ts';
import { checkDigit } from '../../src/core/gtin.ts';
import { handoffTexts } from '../../src/shop/till/handoff-texts.ts';
import { addPart, wholeCart, type PartsHeld } from '../../src/wire/qr-parts.ts';
import { readQr } from '../../src/wire/qr.ts';
import type { QrCart } from '../../src/wire/qr-claims.ts';
import { uuidOf } from '../support/builders.ts';

const store = { orgNo: 4, storeNo: 2, names: {}, orgNames: {}, currency: 'CNY', tz: 'Asia/Shanghai' };
const goods = goodsOf({ store, version: '', serverMs: 1, more: false, categories: [], rows: [] }, 1, []);
const line = (lineId: number, change: Partial<ShopperLine> = {}): ShopperLine => ({
  lineId,
  skuNo: lineId,
  gtin: null,
  qtyMilli: 1000,
  seenMinor: toMinor(150),
  scannedAtMs: 1,
  sourceQr: null,
  ...change,
});
const cartOf = (lines: readonly ShopperLine[]) => ({ ...emptyShopperCart(uuidOf(7), 2, 1), rev: 9, lines });

async function readBack(texts: readonly string[]): Promise<QrCart | null> {
  let held: PartsHeld | null = null;
  const context = { orgNo: 4, storeNo: 2, nowS: 1, keyOf: () => undefined, verify: () => Promise.resolve(false) };
  for (const text of texts) {
    const read = await readQr(text, context);
    if (read.ok && read.value.type === 'cart') held = addPart(held, read.value.cart);
  }
  return held === null ? null : wholeCart(held);
}

test('a short cart is one code with its total, read back as it was', async () => {
  const cart = cartOf([line(1), line(2, { qtyMilli: 3000 })]);
  const texts = handoffTexts(cart, goods, ZERO);
  expect(texts).toHaveLength(1);
  expect(await readBack(texts)).toEqual({
    orgNo: 4,
    storeNo: 2,
    cartRef: cartRefOf(cart.cartId),
    rev: 9,
    totalSeenMinor: 600,
    part: null,
    lines: [
      { skuNo: 1, gtin: null, qtyMilli: 1000, seenMinor: null },
      { skuNo: 2, gtin: null, qtyMilli: 3000, seenMinor: null },
    ],
  });
});

test('the total of the code is the one shown, with what offers take off', async () => {
  const cart = cartOf([line(1), line(2, { qtyMilli: 3000 })]);
  expect((await readBack(handoffTexts(cart, goods, toMinor(120))))?.totalSeenMinor).toBe(480);
});

test('noted goods travel by their barcode, and a total that leaves them out is not told', async () => {
  const gtin = '06901234567892';
  const noted = cartOf([line(1), line(2, { skuNo: null, gtin, seenMinor: null })]);
  const cart = await readBack(handoffTexts(noted, goods, ZERO));
  expect(cart?.totalSeenMinor).toBeNull();
  expect(cart?.lines[1]).toEqual({ skuNo: null, gtin, qtyMilli: 1000, seenMinor: null });
});

test('a long cart is cut in parts that a small screen can show, and is whole again', async () => {
  const barcode = (n: number) => {
    const body = `069012${String(n).padStart(7, '0')}`;
    return body + checkDigit(body);
  };
  const lines = Array.from({ length: 150 }, (_, i) =>
    line(i + 1, i % 2 === 0 ? {} : { skuNo: null, gtin: barcode(i) }),
  );
  const texts = handoffTexts(cartOf(lines), goods, ZERO);
  expect(texts.length).toBeGreaterThan(2);
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(425);
  const cart = await readBack(texts);
  expect(cart?.lines.map((each) => each.skuNo ?? each.gtin)).toEqual(lines.map((each) => each.skuNo ?? each.gtin));
});
