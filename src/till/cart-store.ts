/**
 * The cart in the cashier's hand and the tenders taken for it. Rules are in core/cart.ts; this holds the current value
 * and keeps a copy on disk at each step, so a reload or a dead battery costs nothing.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { applyStep, emptyCart, type Cart, type CartStep } from '../core/cart.ts';
import type { Tender } from '../core/sale.ts';
import { keptCart, type KeptCart } from '../wire/kept-cart.ts';

export type CartHand = {
  readonly cart: Cart;
  readonly tenders: readonly Tender[];
  readonly wasAsked: boolean; // money was asked for these goods before: taking one away is a fact
};

export type CartActions = {
  readonly step: (step: CartStep) => void;
  /** Money taken so far for this cart, in whatever way. */
  readonly addTender: (tender: Tender) => void;
  readonly dropTender: (tenderId: number) => void;
  /** Another cart in place of the one in the hand. */
  readonly put: (hand: CartHand) => void;
  /** Puts the paid cart away and starts an empty one. */
  readonly next: (cartId: string) => void;
};

export type CartStore = StoreApi<CartHand & CartActions>;

type Deps = {
  readonly start: CartHand;
  readonly saveCart: (cart: KeptCart) => Promise<void>;
  readonly onFault: (fault: unknown) => void;
  readonly nowMs: () => number;
  /** Several steps of one act are one write, and neither its frame nor a sale queues behind it. */
  readonly afterPaint: (run: () => void) => void;
};

export const freshHand = (cartId: string): CartHand => ({ cart: emptyCart(cartId), tenders: [], wasAsked: false });

export const createCartStore = (deps: Deps): CartStore =>
  createStore<CartHand & CartActions>()((set, get) => {
    let newest: CartHand | null = null; // waits to be written
    const write = () => {
      if (newest === null) return;
      // The screen never waits for the disk; a fault is shown, not swallowed.
      deps.saveCart(keptOf(newest, deps.nowMs())).catch(deps.onFault);
      newest = null;
    };
    const keep = (hand: CartHand) => {
      set(hand);
      const isFirst = newest === null;
      newest = hand;
      if (isFirst) deps.afterPaint(write);
    };
    const change = (edit: (hand: CartHand) => CartHand) => {
      const { cart, tenders, wasAsked } = get();
      const hand = { cart, tenders, wasAsked };
      const next = edit(hand);
      if (next !== hand) keep(next);
    };
    return {
      ...deps.start,
      step: (step) =>
        change((hand) => {
          const cart = applyStep(hand.cart, step);
          return cart === hand.cart ? hand : { ...hand, cart, wasAsked: hand.wasAsked || cart.saleEntryId !== null };
        }),
      addTender: (tender) => change((hand) => ({ ...hand, tenders: [...hand.tenders, tender] })),
      dropTender: (tenderId) =>
        change((hand) => ({ ...hand, tenders: hand.tenders.filter((tender) => tender.tenderId !== tenderId) })),
      put: keep,
      next: (cartId) => {
        newest = null; // the paid one was put away by its sale
        set(freshHand(cartId)); // kept with its first line
      },
    };
  });

/** As it lies on disk. */
export const keptOf = (hand: CartHand, savedMs: number): KeptCart => {
  const { cart, tenders, wasAsked } = hand;
  return { cartId: cart.cartId, cart, tenders: [...tenders], wasAsked, savedMs };
};

/**
 * The hand as it was left, from the carts found on disk, newest first: the newest that holds anything. A cart that does
 * not read stays on disk untouched.
 */
export function handFromDisk(found: readonly unknown[]): CartHand | null {
  for (const row of found) {
    const kept = keptCart.safeParse(row);
    if (!kept.success) continue;
    const { cart, tenders, wasAsked } = kept.data;
    const isWanted = cart.lines.length > 0 || cart.removed.length > 0 || cart.exchange !== undefined;
    if (isWanted) return { cart, tenders, wasAsked };
  }
  return null;
}
