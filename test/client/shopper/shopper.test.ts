import 'fake-indexeddb/auto'; // live queries look for the browser's own before they start
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DatabasePlace } from '../../../src/client/db/open-database.ts';
import type { ShopCalls } from '../../../src/client/shopper/shop-calls.ts';
import { ShopCacheDb, ShopJournalDb } from '../../../src/client/shopper/shop-db.ts';
import { phoneSecret } from '../../../src/client/shopper/shop-keep.ts';
import { createShopperState, type Shopper } from '../../../src/client/shopper/shopper-state.ts';
import { createShopper } from '../../../src/client/shopper/shopper.ts';
import { toMinor } from '../../../src/core/money.ts';
import { err, ok, type Result } from '../../../src/core/result.ts';
import { CART_KEPT_MS, cartRefOf } from '../../../src/core/shopper-cart.ts';
import type { Refusal } from '../../../src/wire/refusal.ts';
import type { OfferedProduct, Purchase, ShopCatalogue, ShopPage, ShopStore } from '../../../src/wire/shop.ts';
import { uuidOf } from '../../support/builders.ts';
import { memoryPlace } from '../../support/memory-databases.ts';

const store: ShopStore = {
  orgNo: 1,
  storeNo: 1,
  names: { en: 'Corner Shop' },
  orgNames: { en: 'Corner' },
  currency: 'CNY',
  tz: 'Asia/Shanghai',
};
const other: ShopStore = { ...store, storeNo: 2, names: { en: 'Harbour Shop' } };
const product = (skuNo: number, gtin: string, priceMinor: number): OfferedProduct => ({
  skuNo,
  gtins: [gtin],
  names: { en: `Product ${String(skuNo)}` },
  spec: null,
  unit: 'pcs',
  priceMinor: toMinor(priceMinor),
  picture: null,
  category: null,
  search: `product ${String(skuNo)}`,
  story: null,
  onHandMilli: 5000,
});
const WATER = product(7, '06901234567892', 200);
const FAR = product(88, '00000096385074', 350); // not in the compact catalogue
const catalogue: ShopCatalogue = { store, version: 'v1', serverMs: 1, more: true, categories: [], rows: [WATER] };
const water = { skuNo: 7, gtin: '06901234567892', qtyMilli: 1000, seenMinor: toMinor(200), sourceQr: null } as const;
const noted = { skuNo: null, gtin: '00000096385074', qtyMilli: 1000, seenMinor: null, sourceQr: null } as const;
const purchase = (cartRef: string | null): Purchase => ({
  saleId: uuidOf(500),
  no: 'T1-000001',
  store: { storeNo: 1, names: store.names, tz: store.tz },
  paidMs: 77,
  currency: 'CNY',
  totalMinor: toMinor(200),
  cartRef,
  lines: [{ skuNo: 7, name: 'Water', qtyMilli: 1000, unitMinor: toMinor(200), paidMinor: toMinor(200) }],
});

const away = async <T>(): Promise<Result<T, Refusal>> => err({ code: 'server_unreachable' });
const OFFLINE: ShopCalls = {
  stores: away,
  goods: away,
  products: away,
  search: away,
  handoff: away,
  cartState: away,
  claim: away,
  purchases: away,
};

let place: DatabasePlace;
let nowMs: number;
let ids: number;
const opened: Shopper[] = [];

beforeEach(() => {
  place = memoryPlace();
  nowMs = 1_000;
  ids = 0;
});
afterEach(() => {
  for (const phone of opened.splice(0)) phone.close();
});

/** A tab of the phone, with what the server answers in it. */
async function openTab(
  calls: Partial<ShopCalls> = {},
  from: Parameters<Shopper['open']>[0] = { page: null, storeNo: 1 },
): Promise<Shopper> {
  const journal = new ShopJournalDb(place);
  const cache = new ShopCacheDb(place);
  const phone = createShopper({
    state: createShopperState(),
    openDatabases: () => Promise.all([journal.open(), cache.open()]),
    journal,
    cache,
    calls: { ...OFFLINE, ...calls },
    clock: () => nowMs,
    newCartId: () => uuidOf(9_000 + (ids += 1)),
  });
  opened.push(phone);
  await phone.open(from);
  return phone;
}
const lines = (phone: Shopper) =>
  phone.state.getState().cart?.lines.map((line) => [line.skuNo ?? line.gtin, line.qtyMilli]);

test('the cart survives a reload without network, with the goods', async () => {
  const first = await openTab({ goods: async () => ok({ catalogue, etag: '"v1"' }) });
  await first.wake();
  await first.add(water);
  await first.add(water);
  first.close();
  const again = await openTab();
  await vi.waitFor(() => expect(lines(again)).toEqual([[7, 2000]]));
  expect(await again.find({ gtin: WATER.gtins[0]! })).toMatchObject({ skuNo: 7, priceMinor: 200 });
  expect(again.state.getState().goods).toMatchObject({ asOfMs: 1_000, more: true });
});

test('two tabs add to one cart and both see it', async () => {
  const [left, right] = [await openTab(), await openTab()];
  await Promise.all([left.add(water), right.add(water), left.add(noted)]);
  for (const tab of [left, right]) {
    await vi.waitFor(() =>
      expect(lines(tab)).toEqual([
        [7, 2000],
        [noted.gtin, 1000],
      ]),
    );
  }
});

test('what the catalogue does not know is noted offline and resolved when the network is back', async () => {
  const phone = await openTab();
  expect(await phone.find({ gtin: noted.gtin })).toBe('offline');
  await phone.add(noted);
  await phone.wake();
  expect(lines(phone)).toEqual([[noted.gtin, 1000]]);
  phone.close();
  const online = await openTab({
    goods: async () => ok({ catalogue, etag: '' }),
    products: async () => ok({ serverMs: 1, products: [FAR] }),
  });
  await vi.waitFor(() => expect(lines(online)).toHaveLength(1));
  await online.wake();
  expect(lines(online)).toEqual([[88, 1000]]);
  online.close();
  const later = await openTab(); // and it is kept, with its price
  expect(await later.find({ skuNo: 88 })).toMatchObject({ priceMinor: 350, onHandMilli: 5000 });
});

test('unchanged goods are only confirmed: their age is renewed, nothing is sent', async () => {
  const goods = vi.fn<ShopCalls['goods']>(async (_no, etag) =>
    etag === null ? ok({ catalogue, etag: '"v1"' }) : ok('unchanged'),
  );
  const phone = await openTab({ goods });
  await phone.wake();
  nowMs = 5_000;
  await phone.wake();
  expect(goods.mock.calls.map(([, etag]) => etag)).toEqual([null, '"v1"']);
  expect(phone.state.getState().goods?.asOfMs).toBe(5_000);
});

test('a product page makes the product known before any catalogue', async () => {
  const page: ShopPage = { kind: 'product', store, product: FAR, serverMs: 1 };
  const phone = await openTab({}, { page, storeNo: null });
  expect(phone.state.getState()).toMatchObject({
    storeNo: 1,
    goods: { store: { names: { en: 'Corner Shop' } }, more: true },
  });
  expect(await phone.find({ skuNo: 88 })).toMatchObject({ priceMinor: 350 });
});

test('a phone without a store takes the only one, and asks when there are several', async () => {
  const one = await openTab({ stores: async () => ok([store]) }, { page: null, storeNo: null });
  await one.wake();
  expect(one.state.getState().storeNo).toBe(1);
  place = memoryPlace();
  const several = await openTab({ stores: async () => ok([store, other]) }, { page: null, storeNo: null });
  await several.wake();
  expect(several.state.getState()).toMatchObject({ storeNo: null, stores: [{ storeNo: 1 }, { storeNo: 2 }] });
  await several.chooseStore(other.storeNo, other);
  await several.add(water);
  expect(several.state.getState().cart?.storeNo).toBe(2);
});

const handedOff = async (phone: Shopper) => {
  await phone.add(water);
  await phone.step({ step: 'handed_off' });
  return cartRefOf(phone.state.getState().cart?.cartId ?? '');
};

test('a cart that was handed off asks for six digits, and goes on when more is added', async () => {
  const handoff = vi.fn<ShopCalls['handoff']>(async () => ok({ code: '123456', expiresMs: 9, serverMs: 1 }));
  const phone = await openTab({ handoff });
  expect(await phone.askCode()).toEqual({ ok: false, error: { code: 'empty_cart' } });
  const cartRef = await handedOff(phone);
  expect(await phone.askCode()).toMatchObject({ ok: true, value: { code: '123456' } });
  expect(handoff.mock.calls[0]?.[0]).toMatchObject({
    cartRef,
    rev: 1,
    lines: [{ skuNo: 7, qtyMilli: 1000, seenMinor: 200 }],
  });
  await phone.add(water);
  expect(phone.state.getState().cart).toMatchObject({ state: 'open', rev: 2 });
});

test('a cart the server says is paid is closed once, and what was added since goes on', async () => {
  const phone = await openTab({
    cartState: async () => ok({ state: 'paid', rev: 1, paidMs: 77, no: 'T1-000001', totalMinor: toMinor(200) }),
  });
  const cartRef = await handedOff(phone);
  await phone.add(noted); // the cart is open again
  await phone.step({ step: 'handed_off' });
  expect(await phone.lookAfterCart()).toBe('paid');
  expect(phone.state.getState().paid).toEqual({ cartRef, no: 'T1-000001', paidMs: 77 });
  await vi.waitFor(() => expect(phone.state.getState().cart).toBeNull());
  expect(await phone.lookAfterCart()).toBe('unknown');
});

test('scanning the receipt closes the handed-off cart with no network at all, and the receipt waits', async () => {
  const phone = await openTab();
  await handedOff(phone);
  await phone.closeHandedOff();
  expect(await phone.claim('HTTPS://SHOP.EXAMPLE/R/AAAA')).toEqual({
    ok: false,
    error: { code: 'server_unreachable' },
  });
  await vi.waitFor(() => expect(phone.state.getState().cart).toBeNull());
  expect(phone.state.getState().waiting).toEqual([
    { receipt: 'HTTPS://SHOP.EXAMPLE/R/AAAA', addedMs: 1_000, code: 'server_unreachable' },
  ]);
  phone.close();
  const claims = vi.fn<ShopCalls['claim']>(async () => ok(purchase(null)));
  const later = await openTab({ claim: claims });
  await later.wake();
  expect(later.state.getState()).toMatchObject({ waiting: [], purchases: [{ no: 'T1-000001' }] });
  await later.wake();
  expect(claims).toHaveBeenCalledTimes(1);
});

test('a claimed receipt closes the cart it was made from', async () => {
  const answer = { of: null as string | null };
  const phone = await openTab({ claim: async () => ok(purchase(answer.of)) });
  answer.of = await handedOff(phone);
  expect((await phone.claim('R')).ok).toBe(true);
  await vi.waitFor(() => expect(phone.state.getState().cart).toBeNull());
  expect(phone.state.getState().paid?.no).toBe('T1-000001');
});

test('one receipt is asked for once, whoever asks meanwhile', async () => {
  const claim = vi.fn<ShopCalls['claim']>(async () => ok(purchase(null)));
  const phone = await openTab({ claim });
  await Promise.all([phone.claim('R'), phone.claim('R'), phone.wake()]);
  expect(claim).toHaveBeenCalledTimes(1);
});

test('a receipt somebody else has is not kept trying', async () => {
  const phone = await openTab({ claim: async () => err({ code: 'receipt_already_claimed' }) });
  expect(await phone.claim('R')).toEqual({ ok: false, error: { code: 'receipt_already_claimed' } });
  expect(phone.state.getState().waiting).toEqual([]);
});

test('a cart nobody touched for a month is given up', async () => {
  const phone = await openTab();
  await handedOff(phone);
  phone.close();
  nowMs += CART_KEPT_MS;
  const later = await openTab();
  await later.add(noted);
  expect(lines(later)).toEqual([[noted.gtin, 1000]]);
});

test('a browser that keeps nothing is told apart, and nothing waits for ever', async () => {
  const journal = new ShopJournalDb(place);
  const cache = new ShopCacheDb(place);
  const openDatabases = () => Promise.reject(new Error('no database in this window'));
  const phone = createShopper({
    state: createShopperState(),
    journal,
    cache,
    calls: OFFLINE,
    openDatabases,
    clock: () => 1,
    newCartId: () => uuidOf(1),
  });
  const adding = phone.add(water); // a thumb faster than the disk
  await phone.open({ page: null, storeNo: 1 });
  expect(phone.state.getState().phase).toBe('no_storage');
  expect(await adding).toEqual({ ok: false, error: { code: 'storage_missing' } });
});

test('the secret is made once, whatever tabs ask', async () => {
  const journal = new ShopJournalDb(place);
  await journal.open();
  let made = 0;
  const fresh = () => `secret-${String((made += 1))}`;
  const all = await Promise.all([phoneSecret(journal, fresh), phoneSecret(journal, fresh)]);
  expect(new Set(all).size).toBe(1);
  journal.close();
});
