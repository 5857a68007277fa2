import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  productFull,
  productPage,
  productSaved,
  productsParams,
  type ProductsQuery,
} from '../../../src/wire/office.ts';
import { onBothEngines } from '../engines.ts';
import { officeServer, ORG, OTHER_STORE, STORE, type OfficeServer, type Person } from './office-fixture.ts';

onBothEngines('products at the office', (engine) => {
  let server: OfficeServer;
  let owner: Person;
  let water: string;
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
    water = server.skuIds[0]!;
  });
  afterEach(async () => {
    await server.close();
  });

  const list = async (more: Partial<ProductsQuery> = {}) => {
    const asked = {
      storeId: STORE,
      q: '',
      category: '',
      status: 'all',
      sort: 'no',
      desc: false,
      offset: 0,
      limit: 100,
      ...more,
    } as const;
    return productPage.parse((await owner.call('GET', `/products?${productsParams(asked).toString()}`)).json());
  };
  const change = (body: object, skuId = water) => owner.call('PATCH', `/products/${skuId}?storeId=${STORE}`, body);
  const orgHead = async () => Number((await list()).version.split(':')[1]);

  test('the list, its search by pinyin initials, and a bad question', async () => {
    expect((await list()).rows.map((row) => row.code)).toEqual(['W1', 'C1', 'P1']);
    expect((await list({ q: 'nfsq' })).rows.map((row) => row.code)).toEqual(['W1']);
    expect((await owner.call('GET', '/products?limit=100000')).statusCode).toBe(400);
    expect((await owner.call('GET', '/products')).statusCode).toBe(400);
  });

  test('a price is saved, told to tills as one row, and searchable at once', async () => {
    const before = await orgHead();
    const saved = productSaved.parse((await change({ priceMinor: 250, wasMinor: 200 })).json());
    expect(saved.product).toMatchObject({ priceMinor: 250, code: 'W1' });
    expect(saved.version).toBe(`e0e0:${before + 1}`);
    const feed = await server.door.read(ORG, (tx) =>
      tx.db.selectFrom('feed').selectAll().where('stream', '=', 'org').where('change_seq', '>', before).execute(),
    );
    expect(feed.map((row) => [row.tbl, row.id])).toEqual([['product', water]]);
  });

  test('a price somebody else changed in between is told, not overwritten', async () => {
    await change({ priceMinor: 260, wasMinor: 200 });
    const refused = await change({ priceMinor: 210, wasMinor: 200 });
    expect([refused.statusCode, refused.json()]).toEqual([
      409,
      { code: 'changed_meanwhile', facts: { priceMinor: 260 } },
    ]);
    expect((await list()).rows[0]?.priceMinor).toBe(260);
  });

  test.each([
    [
      'a barcode with a wrong check digit',
      { gtins: ['6901234567891'] },
      { code: 'bad_check_digit', facts: { digits: '6901234567891' } },
    ],
    [
      'a barcode of a length there is none of',
      { gtins: ['12345'] },
      { code: 'bad_gtin_length', facts: { digits: '12345' } },
    ],
    ['a code another product has', { code: 'C1' }, { code: 'duplicate_code', facts: { key: 'C1' } }],
    ['no name left', { names: { zh: ' ' } }, { code: 'name_missing' }],
    ['a price below zero', { priceMinor: -1 }, { code: 'price_missing' }],
    ['a price beyond any sale', { priceMinor: 1_000_000_000_001 }, { code: 'bad_number' }],
  ])('%s is refused and nothing is saved', async (_what, body, expected) => {
    const answer = await change(body);
    expect([answer.statusCode, answer.json()]).toEqual([422, expected]);
    expect((await list()).rows[0]).toMatchObject({ code: 'W1', priceMinor: 200, gtins: ['06901234567892'] });
  });

  test.each([{ priceMinor: 1.5 }, { priceMinor: '2' }, { unknown: 1 }, { status: 'gone' }, { taxBp: 10_001 }])(
    'what is no change is a bad request: %j',
    async (body) => {
      expect((await change(body)).statusCode).toBe(400);
    },
  );

  test('an empty code is none, spaces go, a gtin of 13 digits is kept as 14', async () => {
    await change({ code: '  ', spec: ' 500ml ', gtins: ['6901234567892', ''] });
    expect((await list()).rows[0]).toMatchObject({ code: null, spec: '500ml', gtins: ['06901234567892'] });
  });

  test('a product is added with the next number', async () => {
    const body = {
      code: 'N1',
      gtins: [],
      names: { zh: '新品' },
      spec: null,
      brand: null,
      category: null,
      unit: 'pcs',
      taxBp: 1300,
      hot: true,
      status: 'active',
      priceMinor: 990,
    };
    const added = productSaved.parse((await owner.call('POST', '/products', body)).json());
    expect(added.product).toMatchObject({ skuNo: 4, names: { zh: '新品' }, hot: true, onHandMilli: null });
    expect((await list({ q: 'xinpin' })).total).toBe(1);
    expect((await owner.call('POST', '/products', body)).json()).toMatchObject({ code: 'duplicate_code' });
  });

  test('a count books the difference in the store’s register, once per id', async () => {
    const count = (onHandMilli: number, entryId: string, storeId = STORE) =>
      owner.call('POST', `/products/${water}/stock`, { storeId, onHandMilli, entryId });
    const id = randomUUID();
    expect(productSaved.parse((await count(12_000, id)).json()).product.onHandMilli).toBe(12_000);
    await count(12_000, id);
    await count(10_000, randomUUID());
    await count(5_000, randomUUID(), OTHER_STORE);
    expect((await count(Number.MAX_SAFE_INTEGER, randomUUID())).json()).toMatchObject({ code: 'bad_number' });
    const full = productFull.parse((await owner.call('GET', `/products/${water}?storeId=${STORE}`)).json());
    expect(new Map(full.stock.map((row) => [row.storeId, row.onHandMilli]))).toEqual(
      new Map([
        [STORE, 10_000],
        [OTHER_STORE, 5_000],
      ]),
    );
    const moves = await server.door.read(ORG, (tx) =>
      tx.db
        .selectFrom('stock_move')
        .select(['delta_milli', 'reason', 'ref'])
        .where('store_id', '=', STORE)
        .orderBy('at_ms')
        .orderBy('delta_milli', 'desc')
        .execute(),
    );
    expect(moves).toEqual([
      { delta_milli: 12_000, reason: 'count', ref: 'office owner' },
      { delta_milli: -2_000, reason: 'count', ref: 'office owner' },
    ]);
  });

  test('a product nobody has', async () => {
    expect((await change({ priceMinor: 1 }, randomUUID())).statusCode).toBe(404);
    expect((await owner.call('GET', `/products/${randomUUID()}`)).statusCode).toBe(404);
  });
});
