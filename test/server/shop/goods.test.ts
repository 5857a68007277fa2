import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { savePromotion } from '../../../src/server/db/pricing.ts';
import { putState } from '../../../src/server/db/put-state.ts';
import { createTryGate } from '../../../src/server/shop/try-gate.ts';
import { promotionRow } from '../../../src/wire/catalogue.ts';
import { productsOk, shopCatalogue, SHOP_API } from '../../../src/wire/shop.ts';
import { aPromotion, each, nFor, of, percent, price } from '../../support/pricing.ts';
import { onBothEngines } from '../engines.ts';
import { phone, shopServer, type ShopServer } from './shop-fixture.ts';
import { CRISPS, ORG, OTHER_STORE, PEN, STOPPED, STORE, WATER } from './shop-rows.ts';

onBothEngines('the goods a phone keeps', (engine) => {
  let shop: ShopServer;
  beforeAll(async () => {
    shop = await shopServer(engine);
  });
  afterAll(() => shop.close());
  const get = (headers: Record<string, string> = {}, storeNo = 1) =>
    shop.app.inject({ url: `${SHOP_API}/stores/${String(storeNo)}/catalogue`, headers: { ...phone(1), ...headers } });

  test('are the best sellers first, without stopped ones, packed as the phone reads, and not sent twice', async () => {
    const plain = await get();
    const catalogue = shopCatalogue.parse(plain.json());
    expect(catalogue.rows.map((row) => row.skuNo)).toEqual([WATER.skuNo, CRISPS.skuNo, PEN.skuNo]);
    expect(catalogue).toMatchObject({
      more: false,
      store: { storeNo: 1, currency: 'CNY' },
      categories: [{ categoryId: 'drinks' }],
    });
    expect(catalogue.rows[0]).toMatchObject({
      gtins: [WATER.gtin],
      priceMinor: WATER.priceMinor,
      names: { zh: '农夫山泉' },
    });
    const br = await get({ 'accept-encoding': 'gzip, br' });
    expect(JSON.parse(brotliDecompressSync(br.rawPayload).toString())).toEqual(plain.json());
    const gz = await get({ 'accept-encoding': 'gzip' });
    expect(JSON.parse(gunzipSync(gz.rawPayload).toString())).toEqual(plain.json());
    const etag = String(plain.headers['etag']);
    const again = await get({ 'if-none-match': etag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  test('follow a changed price', async () => {
    const etag = String((await get()).headers['etag']);
    await shop.door.write(ORG, async (tx) => {
      await tx.db
        .updateTable('product')
        .set({ price_minor: 180 })
        .where('org_id', '=', ORG)
        .where('sku_no', '=', WATER.skuNo)
        .execute();
      putState(tx, 'org', [{ t: 'product', id: 'x', r: {} }]);
    });
    const now = await get({ 'if-none-match': etag });
    expect(now.statusCode).toBe(200);
    expect(shopCatalogue.parse(now.json()).rows[0]?.priceMinor).toBe(180);
  });

  test('are refused for a store that does not exist', async () => {
    expect((await get({}, 9)).statusCode).toBe(404);
  });

  test('come with the offers everybody gets there, in the order in which the tills take them', async () => {
    const [a, b] = [{ stackGroup: 'a' }, { stackGroup: 'b' }];
    const triple = aPromotion(1, nFor(of(WATER.skuNo), 3, price(500)), { ...a, storeIds: [STORE] });
    const tenth = aPromotion(2, each(of(WATER.skuNo), percent(1000)), { ...b, priority: 5 });
    const secret = aPromotion(3, each(of(WATER.skuNo), percent(5000)), { ...a, priority: 9, coupon: 'HALF' });
    const elsewhere = aPromotion(4, each(of(WATER.skuNo), percent(1)), { stackGroup: 'c', storeIds: [OTHER_STORE] });
    const ended = aPromotion(5, each(of(WATER.skuNo), percent(1)), { stackGroup: 'd', state: 'ended' });
    await shop.door.write(ORG, async (tx) => {
      for (const row of [triple, tenth, secret, elsewhere, ended]) await savePromotion(tx, promotionRow.parse(row), 0);
    });
    const { offers, offerStages } = shopCatalogue.parse((await get()).json());
    expect(offers).toEqual([{ ...triple, storeIds: null }, tenth]);
    expect(offerStages).toEqual(['pieces a', 'pieces b']); // by the coupon, of which nobody is told
  });

  test('are found by number and by words beyond the catalogue, stopped ones are not', async () => {
    const asked = { storeNo: 1, skuNos: [PEN.skuNo, 12345], gtins: [WATER.gtin, STOPPED.gtin] };
    const reply = await shop.app.inject({
      method: 'POST',
      url: `${SHOP_API}/products`,
      headers: phone(2),
      payload: asked,
    });
    const { products } = productsOk.parse(reply.json());
    expect(products.map((one) => [one.skuNo, one.onHandMilli]).sort()).toEqual([
      [WATER.skuNo, 12_000],
      [PEN.skuNo, null],
    ]);
    const search = async (q: string) =>
      (await shop.app.inject({ url: `${SHOP_API}/search?q=${encodeURIComponent(q)}`, headers: phone(3) }))
        .json<{ rows: { skuNo: number }[] }>()
        .rows.map((row) => row.skuNo);
    expect(await search('nfsq')).toEqual([WATER.skuNo]);
    expect(await search('WATER spring')).toEqual([WATER.skuNo]);
    expect(await search('100%')).toEqual([]);
  });
});

test('five wrong codes make a till wait a minute, a right one in between does not', () => {
  let ms = 0;
  const gate = createTryGate({ most: 5, waitMs: 60_000 }, () => ms);
  for (let i = 0; i < 4; i += 1) gate.wrong('t');
  gate.right('t');
  for (let i = 0; i < 4; i += 1) gate.wrong('t');
  expect(gate.wait('t')).toBeNull();
  gate.wrong('t');
  expect(gate.wait('t')).toBe(60);
  ms = 60_000;
  expect(gate.wait('t')).toBeNull();
});
