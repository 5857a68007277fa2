/**
 * The phone's own records as transactions. Every shelf code a camera opens is another tab on the same cart, so a step
 * reads the cart and writes it in one strict transaction, whatever a tab believes it to be.
 *
 * Invariants: at most one live cart per store; a closed cart is never written again; only Dexie calls are awaited
 * inside.
 */
import { liveQuery, type Subscription } from 'dexie';
import { err, ok, type Result } from '../../core/result.ts';
import {
  CART_KEPT_MS,
  cartRefOf,
  emptyShopperCart,
  settlePaid,
  stepShopperCart,
  type ShopperCart,
  type ShopperStep,
  type StepRefusal,
} from '../../core/shopper-cart.ts';
import type { CartRow, ShopJournalDb } from './shop-db.ts';

type CartMeans = { readonly nowMs: number; readonly newCartId: string };

/**
 * Takes a step with the store's live cart, made when there is none. Goods added to a cart that was handed off take it
 * back first: the shopper goes on shopping. Refuses as the step does.
 */
export async function stepLiveCart(
  db: ShopJournalDb,
  at: CartMeans & { readonly storeNo: number },
  step: ShopperStep,
): Promise<Result<ShopperCart, StepRefusal>> {
  return db.transaction('rw!', db.carts, async () => {
    const now = (await liveRow(db, at.storeNo))?.cart ?? emptyShopperCart(at.newCartId, at.storeNo, at.nowMs);
    const stepped = stepShopperCart(takesBack(now, step) ? takenBack(now, at.nowMs) : now, step, at.nowMs);
    if (stepped.ok) await db.carts.put(rowOf(stepped.value));
    return stepped;
  });
}

const takesBack = (cart: ShopperCart, { step }: ShopperStep): boolean =>
  cart.state === 'handed_off' && (step === 'added' || step === 'quantity_set' || step === 'line_restored');

function takenBack(cart: ShopperCart, nowMs: number): ShopperCart {
  const back = stepShopperCart(cart, { step: 'taken_back' }, nowMs);
  return back.ok ? back.value : cart;
}

/**
 * The cart with this reference was paid: closes it, and puts what was gathered since in a new one. Refuses:
 * `cart_closed`
 * - no such cart here, or it was closed before. Asking again changes nothing.
 */
export async function closePaidCart(
  db: ShopJournalDb,
  cartRef: string,
  means: CartMeans,
): Promise<Result<ShopperCart, StepRefusal>> {
  return db.transaction('rw!', db.carts, async () => {
    const row = await db.carts.where('cartRef').equals(cartRef).first();
    if (row === undefined) return err('cart_closed');
    const settled = settlePaid(row.cart, { cartId: means.newCartId, nowMs: means.nowMs });
    if (!settled.ok) return settled;
    await db.carts.put(rowOf(settled.value.closed));
    if (settled.value.rest !== null) await db.carts.put(rowOf(settled.value.rest));
    return ok(settled.value.closed);
  });
}

const rowOf = (cart: ShopperCart): CartRow => ({
  cartId: cart.cartId,
  cartRef: cartRefOf(cart.cartId),
  storeNo: cart.storeNo,
  live: cart.state === 'open' || cart.state === 'handed_off' ? 1 : 0,
  cart,
});

const liveRow = (db: ShopJournalDb, storeNo: number) => db.carts.where('[storeNo+live]').equals([storeNo, 1]).first();

/** Follows the store's live cart, in whatever tab it changes. */
export function followCart(
  db: ShopJournalDb,
  storeNo: number,
  onCart: (cart: ShopperCart | null) => void,
): Subscription {
  return liveQuery(() => liveRow(db, storeNo)).subscribe({
    next: (row) => onCart(row?.cart ?? null),
    // The database went away (another version, cleared data): the steps of this page will say so.
    error: () => undefined,
  });
}

/** Gives up open carts nobody touched for a month. */
export async function abandonOldCarts(db: ShopJournalDb, nowMs: number): Promise<void> {
  await db.transaction('rw!', db.carts, async () => {
    const rows = await db.carts.toArray();
    for (const { live, cart } of rows) {
      if (live === 0 || nowMs - cart.changedMs < CART_KEPT_MS) continue;
      const open = cart.state === 'handed_off' ? takenBack(cart, cart.changedMs) : cart;
      const given = stepShopperCart(open, { step: 'abandoned' }, nowMs);
      if (given.ok) await db.carts.put(rowOf(given.value));
    }
  });
}

/** The phone's secret, made at the first call and kept: whoever has it is this phone. */
export async function phoneSecret(db: ShopJournalDb, fresh: () => string): Promise<string> {
  const made = fresh();
  return db.transaction('rw!', db.meta, async () => {
    const known = await db.meta.get('secret');
    if (known !== undefined) return known.value;
    await db.meta.put({ key: 'secret', value: made });
    return made;
  });
}
