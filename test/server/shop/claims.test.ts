import { afterAll, beforeAll, expect, test } from 'vitest';
import { toMinor } from '../../../src/core/money.ts';
import { freshSigningKey, type SigningKey } from '../../../src/server/auth/keys.ts';
import type { QrReceipt } from '../../../src/wire/qr-claims.ts';
import { receiptAddress } from '../../../src/wire/qr.ts';
import { SHOP_API, type Purchase } from '../../../src/wire/shop.ts';
import { uuidOf } from '../../support/builders.ts';
import { onBothEngines } from '../engines.ts';
import { addTill, phone, sellCart, shopServer, type ShopServer } from './shop-fixture.ts';
import { OTHER_STORE, STORE, TILL } from './shop-rows.ts';

const CART = '00000000000000000abc';
const HARBOUR_TILL = uuidOf(22);

onBothEngines('claiming a receipt', (engine) => {
  let shop: ShopServer;
  let key: SigningKey;
  let harbour: SigningKey;
  beforeAll(async () => {
    shop = await shopServer(engine);
    key = await freshSigningKey();
    harbour = await freshSigningKey();
    await addTill(shop.door, { deviceId: TILL, storeId: STORE, key, tillNo: 1 });
    await addTill(shop.door, { deviceId: HARBOUR_TILL, storeId: OTHER_STORE, key: harbour, tillNo: 2 });
  });
  afterAll(() => shop.close());

  const receiptOf = (saleNo: number, change: Partial<QrReceipt> = {}): QrReceipt => ({
    orgNo: 1,
    storeNo: 1,
    saleRef: uuidOf(1000 + saleNo)
      .replaceAll('-', '')
      .slice(-20),
    tillNo: 1,
    incarnationNo: 1,
    totalMinor: toMinor(950),
    cashMinor: toMinor(950),
    exp: Math.floor(shop.now.ms / 1000) + 1000,
    hash8: saleNo.toString(16).padStart(64, 'a').slice(0, 16),
    seq: saleNo,
    lines: null,
    ...change,
  });
  const write = (receipt: QrReceipt, by: SigningKey = key) =>
    receiptAddress(receipt, 'https://shop.example', { kid: by.kid, sign: (bytes) => by.sign(bytes) });
  const claim = (receipt: string, n = 1) =>
    shop.app.inject({ method: 'POST', url: `${SHOP_API}/claims`, headers: phone(n), payload: { receipt } });
  const purchases = async (n: number) =>
    (await shop.app.inject({ url: `${SHOP_API}/purchases`, headers: phone(n) })).json<{ purchases: Purchase[] }>()
      .purchases;

  test('waits until the till has told, then belongs to the first phone, and to it again', async () => {
    const text = await write(receiptOf(1));
    expect((await claim(text)).json()).toEqual({ code: 'receipt_not_here_yet' });
    await sellCart(shop.door, { saleNo: 1, cartRef: CART, rev: 2, paidMs: 1_795_000_000_000 });
    const claimed = await claim(text);
    expect(claimed.json()).toMatchObject({
      purchase: {
        saleId: uuidOf(1001),
        no: 'T1-000001',
        totalMinor: 950,
        currency: 'CNY',
        cartRef: CART,
        paidMs: 1_795_000_000_000,
        store: { storeNo: 1, names: { en: 'Corner Shop' } },
        lines: [
          { name: '农夫山泉', paidMinor: 200 },
          { name: '薯片', paidMinor: 750 },
        ],
      },
    });
    expect((await claim(text)).json()).toEqual(claimed.json());
    expect((await claim(text, 2)).json()).toEqual({ code: 'receipt_already_claimed' });
    expect((await purchases(1)).map((one) => one.no)).toEqual(['T1-000001']);
    expect(await purchases(2)).toEqual([]);
  });

  test('of two phones that ask at once one has it', async () => {
    await sellCart(shop.door, { saleNo: 2, cartRef: CART, rev: 9, paidMs: 5 });
    const text = await write(receiptOf(2));
    const answers = await Promise.all([3, 4, 5].map((n) => claim(text, n)));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409, 409]);
  });

  test('a tampered, foreign or mismatched receipt is refused, each with its reason', async () => {
    await sellCart(shop.door, { saleNo: 3, cartRef: CART, rev: 9, paidMs: 5 });
    const good = await write(receiptOf(3));
    const at = good.length - 40;
    const tampered = good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1);
    const cases: [string, string][] = [
      [tampered, 'bad_signature'],
      [await write(receiptOf(3), await freshSigningKey()), 'unknown_key'],
      [await write(receiptOf(3), harbour), 'bad_signature'], // a till of ours, speaking for another
      [await write(receiptOf(3, { totalMinor: toMinor(1), cashMinor: toMinor(0) })), 'bad_signature'],
      [await write(receiptOf(3, { saleRef: 'f'.repeat(20) })), 'bad_signature'],
      [await write(receiptOf(3, { hash8: 'f'.repeat(16) })), 'receipt_not_here_yet'], // another branch of the journal
      [await write(receiptOf(3, { orgNo: 2 })), 'other_shop'],
      [await write(receiptOf(3, { exp: Math.floor(shop.now.ms / 1000) - 500 })), 'code_expired'],
      ['https://shop.example/R/', 'not_our_code'],
      ['hello', 'not_our_code'],
      [good.slice(0, -30), 'damaged_code'],
    ];
    for (const [text, code] of cases)
      expect([text.slice(-12), (await claim(text, 6)).json<{ code: string }>().code]).toEqual([text.slice(-12), code]);
    expect((await claim(good, 7)).statusCode).toBe(200);
  });

  test('a body that is none is refused', async () => {
    expect((await claim('x'.repeat(2000), 8)).json()).toEqual({ code: 'bad_request' });
  });
});
