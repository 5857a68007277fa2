/**
 * A shopper's phone as its screens see it: what they read and what they may ask. The object behind it is made by
 * shopper.ts, which needs the databases and therefore comes later than the first screen.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Result } from '../../core/result.ts';
import type { Scanned, ShopperCart, ShopperStep } from '../../core/shopper-cart.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { CartStateOk, HandoffOk, Purchase, ShopPage, ShopStore } from '../../wire/shop.ts';
import type { Goods, KnownProduct } from './goods.ts';
import type { Asked } from './goods-shelf.ts';
import type { WaitingReceipt } from './shop-db.ts';

/** The cart that was closed last, for the screen that was showing it. */
export type PaidNote = { readonly cartRef: string; readonly no: string | null; readonly paidMs: number };

export type ShopperState = {
  readonly phase: 'opening' | 'ready' | 'no_storage'; // no_storage: this browser keeps nothing, so there is no cart
  readonly stores: readonly ShopStore[]; // to choose from while no store is known
  readonly storeNo: number | null;
  readonly goods: Goods | null;
  readonly cart: ShopperCart | null; // the live one
  readonly online: boolean; // the server answered lately: for words only
  readonly purchases: readonly Purchase[]; // newest first
  readonly waiting: readonly WaitingReceipt[];
  readonly paid: PaidNote | null;
};

export interface Shopper {
  readonly state: StoreApi<ShopperState>;
  /** Reads what is kept. `page` is what the server wrote into the page; `storeNo` what the address says. */
  open(from: { readonly page: ShopPage | null; readonly storeNo: number | null }): Promise<void>;
  /** The shopper says where they are. */
  chooseStore(storeNo: number, store?: ShopStore): Promise<void>;
  /** The goods of this store, asked for first when none are kept yet. Null: without network, or no store is chosen. */
  goods(): Promise<Goods | null>;
  /** Goods known here, else asked of the server and kept. */
  find(asked: Asked): Promise<KnownProduct | 'unknown' | 'offline'>;
  step(step: ShopperStep): Promise<Result<ShopperCart, Refusal>>;
  add(what: Scanned): Promise<Result<ShopperCart, Refusal>>;
  /** Six digits for the handed-off cart. Needs the network. */
  askCode(): Promise<Result<HandoffOk, Refusal>>;
  /** Asks whether the handed-off cart was paid, and closes it if so. Needs the network. */
  lookAfterCart(): Promise<CartStateOk['state'] | 'unknown'>;
  /** Binds a receipt to this phone. Without network, or before the till's facts arrived, it is kept and tried again. */
  claim(receipt: string): Promise<Result<Purchase, Refusal>>;
  /** The person scanned the receipt of the cart they handed off: it is closed, with or without network. */
  closeHandedOff(): Promise<void>;
  forgetReceipt(receipt: string): Promise<void>;
  dismissPaid(): void;
  /** The network may be back, or somebody looks again: refresh goods, resolve noted lines, claim what waits. */
  wake(): Promise<void>;
  close(): void;
}

const BEGIN: ShopperState = {
  phase: 'opening',
  stores: [],
  storeNo: null,
  goods: null,
  cart: null,
  online: true,
  purchases: [],
  waiting: [],
  paid: null,
};

/** The state every phone begins with. */
export const createShopperState = (): StoreApi<ShopperState> => createStore<ShopperState>()(() => BEGIN);
