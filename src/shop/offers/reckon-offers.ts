/**
 * Offers reckoned on the phone, by the same function as at the till: of goods on the shelf what one costs now and what
 * else there is to gain, of the cart what comes off each line. The phone knows no member and no lowest price of the
 * shop: the till confirms. What the server sent and this app does not understand takes nothing off.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Goods, KnownProduct } from '../../client/shopper/goods.ts';
import type { ShopperState } from '../../client/shopper/shopper-state.ts';
import type { CartLine } from '../../core/cart.ts';
import { toMinor } from '../../core/money.ts';
import { PLAIN_RULES, priceCart, type Goods as Priced, type PricedCart } from '../../core/price-cart.ts';
import { whyNot, type Moment, type Promotion } from '../../core/promotion.ts';
import { promotionBook, seatsOf, type PromotionBook } from '../../core/promotion-book.ts';
import type { ShopperCart } from '../../core/shopper-cart.ts';
import { stagesOf } from '../../core/stage-order.ts';
import { momentIn } from '../../core/store-moment.ts';
import { promotionRow } from '../../wire/catalogue.ts';
import type { OfferOfGoods, OffersShown, OfferTold } from './offer-store.ts';

const LOOK_AGAIN_MS = 30_000; // an offer that begins or ends by the clock

type Here = { readonly goods: Goods; readonly cart: ShopperCart | null; readonly nowMs: number };

/** Keeps `offers` at what the phone's goods and cart come to. */
export function followOffers(
  state: StoreApi<ShopperState>,
  offers: StoreApi<OffersShown>,
  { clock, every }: { readonly clock: () => number; readonly every: (run: () => void, ms: number) => void },
): void {
  const reckon = () => {
    const { goods, cart } = state.getState();
    if (goods !== null) offers.setState(reckonOffers({ goods, cart, nowMs: clock() }), true);
  };
  state.subscribe((now, before) => {
    if (now.goods !== before.goods || now.cart !== before.cart) reckon();
  });
  every(reckon, LOOK_AGAIN_MS);
  reckon();
}

/** What offers take off at this moment. Amounts in minor units. */
export function reckonOffers({ goods, cart, nowMs }: Here): OffersShown {
  const book = bookOf(goods);
  const moment = momentIn(goods.store.tz, nowMs);
  const price = (lines: readonly CartLine[], by: PromotionBook) =>
    priceCart({ lines, coupons: [] }, (skuNo) => pricedOf(goods.bySkuNo.get(skuNo)), {
      rules: { ...PLAIN_RULES, promotions: by, moment },
    });
  const whole = price(linesOf(cart, goods), book);
  return {
    goods: offersOfGoods(goods, book, moment, (line, by) => price([line], by)),
    lines: linesOff(whole),
    offMinor: whole.totals.discountMinor,
  };
}

const books = new WeakMap<readonly unknown[], PromotionBook>();

/** Indexed once for as long as the goods stand. */
function bookOf({ offers: rows, offerStages }: Goods): PromotionBook {
  const known = books.get(rows);
  if (known !== undefined) return known;
  const read = rows.flatMap((row): Promotion[] => {
    const parsed = promotionRow.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
  const book = promotionBook(read, offerStages);
  books.set(rows, book);
  return book;
}

const pricedOf = (product: KnownProduct | undefined): Priced | undefined =>
  product && { ...product, floorMinor: null, taxBp: 0, status: 'active' };

const lineOf = (lineId: number, skuNo: number, qtyMilli: number): CartLine => ({
  lineId,
  skuNo,
  qtyMilli,
  overrideMinor: null,
  seenMinor: null,
  from: 'phone',
});

/** Lines the phone can price; the others have no price here at all. */
const linesOf = (cart: ShopperCart | null, goods: Goods): CartLine[] =>
  (cart?.lines ?? []).flatMap(({ lineId, skuNo, qtyMilli }) =>
    skuNo !== null && goods.bySkuNo.has(skuNo) ? [lineOf(lineId, skuNo, qtyMilli)] : [],
  );

function linesOff({ lines, offers }: PricedCart): OffersShown['lines'] {
  const namesOf = new Map(offers.map(({ offerNo, names }) => [offerNo, names]));
  return new Map(
    lines.flatMap(({ line, applied, discountMinor }) =>
      discountMinor === 0
        ? []
        : [[line.lineId, { offMinor: discountMinor, names: applied.flatMap((one) => namesOf.get(one.offerNo) ?? []) }]],
    ),
  );
}

type PriceOne = (line: CartLine, by: PromotionBook) => PricedCart;

/** Those on single goods and on sets of them; what a whole cart gets is told in the cart. */
function offersOfGoods(goods: Goods, book: PromotionBook, moment: Moment, priceOne: PriceOne): OffersShown['goods'] {
  const single = promotionBook(
    book.promotions.filter(({ offer }) => offer.form === 'each'),
    stagesOf(book),
  );
  const places = goods.rows.map(({ skuNo, category }) => ({ skuNo, category }));
  const found = new Map<number, { readonly told: OfferTold[]; isCheaper: boolean }>();
  for (const [at, slots] of seatsOf(book, places)) {
    const promotion = book.promotions[at];
    if (promotion === undefined || promotion.offer.form === 'cart') continue;
    const why = whyNot(promotion, { moment, storeId: '', memberTier: null, coupons: [] });
    if (why !== null && why !== 'members_only' && !(why === 'not_now' && isToday(promotion, moment))) continue;
    for (const place of new Set(slots.flat())) {
      const skuNo = places[place]?.skuNo ?? 0;
      const known = found.get(skuNo) ?? { told: [], isCheaper: false };
      known.told.push(toldOf(promotion));
      known.isCheaper ||= why === null && promotion.offer.form === 'each';
      found.set(skuNo, known);
    }
  }
  return new Map(
    [...found].map(([skuNo, { told, isCheaper }]): [number, OfferOfGoods] => {
      if (!isCheaper) return [skuNo, { nowMinor: null, told }];
      const { grossMinor, discountMinor } = priceOne(lineOf(1, skuNo, 1000), single).totals;
      return [skuNo, { nowMinor: discountMinor === 0 ? null : toMinor(grossMinor - discountMinor), told }];
    }),
  );
}

/** It runs on this day, at another hour. */
const isToday = (promotion: Promotion, moment: Moment): boolean =>
  whyNot(
    { ...promotion, fromMinute: null, toMinute: null, memberTiers: null },
    { moment, storeId: '', memberTier: null, coupons: [] },
  ) === null;

function toldOf({ names, memberTiers, fromMinute, toMinute }: Promotion): OfferTold {
  const isAlways = fromMinute === null && toMinute === null;
  return {
    names,
    isForMembers: memberTiers !== null,
    hours: isAlways ? '' : `${hourText(fromMinute ?? 0)}–${hourText(toMinute ?? 1440)}`,
  };
}

const hourText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
