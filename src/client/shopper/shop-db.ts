/**
 * The two databases of a shopper's phone. `halfloop-shop-journal` holds what is the person's own (carts, receipts on
 * their way, the phone's secret) and is written strictly; `halfloop-shop-cache` holds what can be fetched again.
 *
 * Not here: what may be done to a cart (core/shopper-cart.ts), the transactions (shop-keep.ts).
 */
import { Dexie, type Table } from 'dexie';
import type { ShopperCart } from '../../core/shopper-cart.ts';
import type { OfferedProduct, Purchase, ShopCatalogue, ShopStore } from '../../wire/shop.ts';
import type { DatabasePlace } from '../db/open-database.ts';

/** `live`: 1 while the cart is open or handed off. There is at most one such cart per store. */
export type CartRow = {
  readonly cartId: string;
  readonly cartRef: string;
  readonly storeNo: number;
  readonly live: 0 | 1;
  readonly cart: ShopperCart;
};

/** A receipt that was read and is not yet bound to its purchase. `code`: what the server said last, null: not asked. */
export type WaitingReceipt = { readonly receipt: string; readonly addedMs: number; readonly code: string | null };

type ShopMetaRow = { readonly key: 'secret' | 'storeNo'; readonly value: string };

export class ShopJournalDb extends Dexie {
  declare readonly carts: Table<CartRow, string>;
  declare readonly receipts: Table<WaitingReceipt, string>;
  declare readonly meta: Table<ShopMetaRow, string>;

  constructor(place: DatabasePlace) {
    super('halfloop-shop-journal', { ...place, autoOpen: false, chromeTransactionDurability: 'strict' });
    this.version(1).stores({ carts: 'cartId, cartRef, [storeNo+live]', receipts: 'receipt', meta: 'key' });
  }
}

export type GoodsRow = {
  readonly storeNo: number;
  readonly asOfMs: number; // when the server last said that this is how it is
  readonly etag: string;
  readonly catalogue: ShopCatalogue;
};
/** A product fetched by itself: beyond the catalogue, or looked at with its stock. */
export type ProductRow = {
  readonly storeNo: number;
  readonly skuNo: number;
  readonly asOfMs: number;
  readonly store: ShopStore;
  readonly product: OfferedProduct;
};
type PurchaseRow = { readonly saleId: string; readonly paidMs: number; readonly purchase: Purchase };

export class ShopCacheDb extends Dexie {
  declare readonly goods: Table<GoodsRow, number>;
  declare readonly products: Table<ProductRow, [number, number]>;
  declare readonly purchases: Table<PurchaseRow, string>;

  constructor(place: DatabasePlace) {
    super('halfloop-shop-cache', { ...place, autoOpen: false, chromeTransactionDurability: 'relaxed' });
    this.version(1).stores({ goods: 'storeNo', products: '[storeNo+skuNo]', purchases: 'saleId, paidMs' });
  }
}
