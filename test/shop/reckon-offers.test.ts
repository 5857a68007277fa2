import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { goodsOf } from '../../src/client/shopper/goods.ts';
import { createShopperState } from '../../src/client/shopper/shopper-state.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Promotion } from '../../src/core/promotion.ts';
import { emptyShopperCart } from '../../src/core/shopper-cart.ts';
import { createOffers, type OffersShown } from '../../src/shop/offers/offer-store.ts';
import { followOffers, reckonOffers } from '../../src/shop/offers/reckon-offers.ts';
import type { ShopProduct } from '../../src/wire/shop.ts';
import { uuidOf } from '../support/builders.ts';
import { aPromotion, amount, each, nFor, of, over, percent, price } from '../support/pricing.ts';

const store = { orgNo: 4, storeNo: 2, names: {}, orgNames: {}, currency: 'CNY', tz: 'Asia/Shanghai' };
const NOON_MS = Date.parse('2025-11-19T12:00:00+08:00'); // a Wednesday

const product = (skuNo: number, priceMinor: number, more: Partial<ShopProduct> = {}): ShopProduct => ({
  skuNo,
  gtins: [],
  names: { en: `Product ${String(skuNo)}` },
  spec: null,
  unit: 'pcs',
  priceMinor: toMinor(priceMinor),
  picture: null,
  category: null,
  search: '',
  ...more,
});
const goodsWith = (...offers: unknown[]) => goodsInOrder([], ...offers);
const goodsInOrder = (offerStages: readonly string[], ...offers: unknown[]) =>
  goodsOf(
    {
      store,
      version: '',
      serverMs: 1,
      more: false,
      categories: [],
      rows: [product(1, 280), product(2, 690), product(3, 980, { unit: 'kg' })],
      offers,
      offerStages,
    },
    1,
    [],
  );
const cartOf = (...goods: (readonly [skuNo: number | null, qtyMilli: number])[]) => ({
  ...emptyShopperCart(uuidOf(7), 2, 1),
  lines: goods.map(([skuNo, qtyMilli], at) => ({
    lineId: at + 1,
    skuNo,
    gtin: skuNo === null ? '06901234567892' : null,
    qtyMilli,
    seenMinor: null,
    scannedAtMs: 1,
    sourceQr: null,
  })),
});
const made = (n: number, offer: Promotion['offer'], more: Partial<Promotion> = {}) => aPromotion(n, offer, more);
const told = (shown: OffersShown, skuNo: number) =>
  shown.goods.get(skuNo)?.told.map(({ names, hours, isForMembers }) => [names.en, hours, isForMembers]);

test('what one costs now, and of sets only that there are such', () => {
  const shown = reckonOffers({
    goods: goodsWith(made(1, each(of(2), percent(2000))), made(2, nFor(of(1), 3, price(700)))),
    cart: null,
    nowMs: NOON_MS,
  });
  expect(shown.goods.get(2)?.nowMinor).toBe(552); // 6.90 less a fifth
  expect(shown.goods.get(1)?.nowMinor).toBeNull();
  expect(told(shown, 1)).toEqual([['Offer 2', '', false]]);
  expect(shown.goods.has(3)).toBe(false);
});

test('groups come in the order of the shop, which knows offers the phone is not told of', () => {
  const triple = made(1, nFor(of(1), 3, price(700)), { stackGroup: 'a' }); // 8.40 for 7.00
  const tenth = made(2, each(of(1), percent(1000)), { stackGroup: 'b', priority: 5 });
  const at = { cart: cartOf([1, 3000]), nowMs: NOON_MS };
  expect(reckonOffers({ goods: goodsWith(triple, tenth), ...at }).offMinor).toBe(84 + 56); // 7.56, then 7.00
  const goods = goodsInOrder(['pieces a', 'pieces b'], triple, tenth);
  expect(reckonOffers({ goods, ...at }).offMinor).toBe(140 + 70); // 7.00, then 6.30
});

test('an hour of the day and a member are told, and take nothing off before', () => {
  const evening = made(1, each(of(1), percent(5000)), { fromMinute: 1200, toMinute: 1325 });
  const member = made(2, each(of(2), price(500)), { memberTiers: [] });
  const over24 = made(3, each(of(3), percent(1000)), { fromDate: '2025-11-20' });
  const goods = goodsWith(evening, member, over24);
  const shown = reckonOffers({ goods, cart: null, nowMs: NOON_MS });
  expect(told(shown, 1)).toEqual([['Offer 1', '20:00–22:05', false]]);
  expect(told(shown, 2)).toEqual([['Offer 2', '', true]]);
  expect([shown.goods.get(1)?.nowMinor, shown.goods.get(2)?.nowMinor]).toEqual([null, null]);
  expect(shown.goods.has(3)).toBe(false); // from tomorrow on
  const later = reckonOffers({ goods, cart: null, nowMs: NOON_MS + 8 * 3_600_000 });
  expect(later.goods.get(1)?.nowMinor).toBe(140);
});

test('the cart: each line with what comes off it and why, lines without a price left out', () => {
  const goods = goodsWith(made(1, nFor(of(1), 3, price(700))), made(2, over(1000, amount(100))));
  const cart = cartOf([1, 3000], [null, 1000], [2, 1000]);
  const shown = reckonOffers({ goods, cart, nowMs: NOON_MS });
  expect(shown.offMinor).toBe(240); // 8.40 for 7.00, and 1.00 off 13.90
  const offs = [...shown.lines].map(([lineId, { offMinor }]) => [lineId, offMinor]);
  expect(offs.reduce((sum, [, off = 0]) => sum + off, 0)).toBe(240);
  expect(shown.lines.get(1)?.names.map(({ en }) => en)).toContain('Offer 1');
  expect(shown.lines.has(2)).toBe(false);
});

test('a promotion of a newer server takes nothing off, the others do', () => {
  const goods = goodsWith({ form: 'what is this' }, made(1, each(of(1), percent(5000))));
  expect(reckonOffers({ goods, cart: null, nowMs: NOON_MS }).goods.get(1)?.nowMinor).toBe(140);
});

test('what is shown follows the cart, the goods and the clock', () => {
  const state = createShopperState();
  const offers = createOffers();
  let nowMs = NOON_MS;
  let tick = (): void => undefined;
  followOffers(state, offers, {
    clock: () => nowMs,
    every: (run) => {
      tick = run;
    },
  });
  const seen = createStore(() => 0);
  offers.subscribe(() => seen.setState(seen.getState() + 1));
  state.setState({ goods: goodsWith(made(1, each(of(1), percent(5000)), { fromMinute: 1200, toMinute: null })) });
  state.setState({ cart: cartOf([1, 2000]) });
  expect(offers.getState().offMinor).toBe(0);
  state.setState({ online: false });
  expect(seen.getState()).toBe(2); // nothing of it concerns offers
  nowMs += 8 * 3_600_000;
  tick();
  expect(offers.getState().offMinor).toBe(280);
});
