import 'fake-indexeddb/auto'; // live queries look for the browser's own before they start
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ShopCalls } from '../../src/client/shopper/shop-calls.ts';
import { ShopCacheDb, ShopJournalDb } from '../../src/client/shopper/shop-db.ts';
import { createShopperState, type Shopper } from '../../src/client/shopper/shopper-state.ts';
import { createShopper } from '../../src/client/shopper/shopper.ts';
import { toMinor } from '../../src/core/money.ts';
import { err, ok, type Result } from '../../src/core/result.ts';
import { readCode } from '../../src/shop/scan/read-code.ts';
import type { Refusal } from '../../src/wire/refusal.ts';
import type { ShopCatalogue, ShopStore } from '../../src/wire/shop.ts';
import { uuidOf } from '../support/builders.ts';
import { memoryPlace } from '../support/memory-databases.ts';

const ORIGIN = 'https://shop.example';
const store: ShopStore = {
  orgNo: 1,
  storeNo: 1,
  names: { en: 'Corner Shop' },
  orgNames: { en: 'Corner' },
  currency: 'CNY',
  tz: 'Asia/Shanghai',
};
const water = {
  skuNo: 7,
  gtins: ['06901234567892'],
  names: { en: 'Water' },
  spec: null,
  unit: 'pcs' as const,
  priceMinor: toMinor(200),
  picture: null,
  category: null,
  search: '',
};
const apples = { ...water, skuNo: 8, gtins: ['09520123456788'], unit: 'kg' as const, priceMinor: toMinor(1299) };
const catalogue: ShopCatalogue = {
  store,
  version: 'v1',
  serverMs: 1,
  more: false,
  categories: [],
  rows: [water, apples],
};

const away = async <T>(): Promise<Result<T, Refusal>> => err({ code: 'server_unreachable' });
const CALLS: ShopCalls = {
  stores: away,
  goods: async (storeNo) => ok({ catalogue: { ...catalogue, store: { ...store, storeNo } }, etag: '' }),
  products: async ({ gtins }) => (gtins[0] === '04006381333931' ? ok({ serverMs: 1, products: [] }) : away()),
  search: away,
  handoff: away,
  cartState: away,
  claim: away,
  purchases: away,
};

let phone: Shopper;
function newPhone(calls: ShopCalls): Shopper {
  const place = memoryPlace();
  const journal = new ShopJournalDb(place);
  const cache = new ShopCacheDb(place);
  return createShopper({
    state: createShopperState(),
    journal,
    cache,
    calls,
    openDatabases: () => Promise.all([journal.open(), cache.open()]),
    clock: () => 1,
    newCartId: () => uuidOf(9001),
  });
}
beforeEach(async () => {
  phone = newPhone(CALLS);
  await phone.open({ page: null, storeNo: 1 });
  await phone.wake();
});
afterEach(() => {
  phone.close();
});

const read = (text: string) => readCode({ text }, { shopper: phone, origin: ORIGIN, nowMs: Date.UTC(2026, 10, 21) });

test.each([
  ['an EAN', '6901234567892'],
  ['a shelf label of this store', `${ORIGIN}/01/06901234567892?s=1&q=17`],
  ['goods without a barcode', `${ORIGIN}/p/7?s=1`],
  ['a Digital Link of the maker', 'https://maker.example/01/06901234567892/10/LOT1'],
  ['GS1 elements', ']d201069012345678921727123110LOT1'],
])('%s puts the product in the cart', async (_what, text) => {
  expect(await read(text)).toMatchObject({ kind: 'added', product: { skuNo: 7 }, qtyMilli: 1000 });
  expect(await read(text)).toMatchObject({ kind: 'added', qtyMilli: 2000 });
  expect(phone.state.getState().cart?.lines).toMatchObject([{ skuNo: 7, qtyMilli: 2000, seenMinor: 200 }]);
});

test('a shelf label tells where it hangs', async () => {
  await read(`${ORIGIN}/01/06901234567892?s=1&q=17`);
  expect(phone.state.getState().cart?.lines[0]?.sourceQr).toBe('17');
  await read(`${ORIGIN}/01/06901234567892?s=2&q=3`);
  expect(phone.state.getState()).toMatchObject({ storeNo: 2, cart: { storeNo: 2, lines: [{ sourceQr: '3' }] } });
});

test('what nobody here knows is noted without network, and named when the shop says no', async () => {
  expect(await read('96385074')).toEqual({ kind: 'noted', digits: '00000096385074' });
  expect(await read('4006381333931')).toEqual({ kind: 'unknown_product', digits: '04006381333931' });
  expect(phone.state.getState().cart?.lines).toMatchObject([{ skuNo: null, gtin: '00000096385074' }]);
});

test('what is no product changes nothing and is answered', async () => {
  expect(await read('6901234567893')).toEqual({ kind: 'wrong_check_digit', digits: '6901234567893' });
  expect(await read('134567890123456789')).toEqual({ kind: 'pay_code' }); // its digits stay out of the answer
  expect(await read('123456')).toMatchObject({ kind: 'no_use' });
  expect(await read('hello')).toMatchObject({ kind: 'no_use' });
  expect(await read('O0:ABC')).toMatchObject({ kind: 'no_use' });
  expect(phone.state.getState().cart).toBeNull();
});

test('a receipt closes the cart that was handed off and waits for the network', async () => {
  await read('6901234567892');
  await phone.step({ step: 'handed_off' });
  expect(await read(`${ORIGIN.toUpperCase()}/R/${'A'.repeat(80)}`)).toMatchObject({ kind: 'receipt_waits' });
  expect(phone.state.getState().paid).not.toBeNull();
  expect(phone.state.getState().waiting).toHaveLength(1);
});

test('a pack past its date is not put in the cart, whatever form its code has; the date is said', async () => {
  for (const text of [
    ']d201069012345678921726112010LOT1',
    'https://maker.example/01/06901234567892?17=261120',
    `${ORIGIN}/01/06901234567892?s=1&17=261120`,
  ]) {
    const refusal = { code: 'goods_expired', facts: { expiry: '2026-11-20' } };
    expect(await read(text)).toEqual({ kind: 'refused', refusal });
  }
  expect(phone.state.getState().cart?.lines ?? []).toEqual([]);
});

test('a code that says a weight puts so much in the cart; one with a price is the till’s to read', async () => {
  expect(await read('(01)09520123456788(3103)000750')).toMatchObject({ kind: 'added', qtyMilli: 750 });
  expect(await read('(01)09520123456788(3103)000750(3922)0900')).toMatchObject({ kind: 'no_use' });
});

describe('a label of the scale read while the goods are on their way', () => {
  const LABEL = '2200205012503'; // 1.25 kg
  const apple = { ...apples, gtins: ['02200205000005'] };
  const weighing = { ...store, scaleRules: [{ pattern: '22IIIIIWWWWWC', weightDecimals: 3 }] };
  const arrived = ok({ catalogue: { ...catalogue, store: weighing, rows: [apple] }, etag: '' });
  const readAt = (shopper: Shopper) => readCode({ text: LABEL }, { shopper, origin: ORIGIN, nowMs: 0 });
  let fresh: Shopper;
  afterEach(() => fresh.close());

  test('waits for them: it is a weight only by the store’s rule', async () => {
    const asks: ((answer: typeof arrived) => void)[] = [];
    fresh = newPhone({ ...CALLS, goods: () => new Promise((resolve) => void asks.push(resolve)) });
    await fresh.open({ page: null, storeNo: 1 });
    const waking = fresh.wake();
    const reading = readAt(fresh);
    await expect.poll(() => asks.length).toBe(1);
    asks[0]?.(arrived);
    expect(await reading).toMatchObject({ kind: 'added', product: { skuNo: 8 }, qtyMilli: 1250 });
    await waking;
    expect(asks).toHaveLength(1); // the goods are fetched once, whoever wants them
  });

  test('is noted without network, and nothing hangs', async () => {
    fresh = newPhone({ ...CALLS, goods: away });
    await fresh.open({ page: null, storeNo: 1 });
    expect(await readAt(fresh)).toMatchObject({ kind: 'noted' });
  });
});
