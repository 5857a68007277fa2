/**
 * Carts in the making, kept on disk at each step, so that a reload or a dead battery costs no line.
 * Invariant: a cart that a sale has closed stays closed, whichever tab saves it late and whatever the clock says.
 */
import { readMeta, type CartRow, type JournalDb } from './journal-db.ts';

/** How many entries a closed cart is remembered for: more than are made while a tab keeps one in memory. */
const CLOSED_KEPT_ENTRIES = 2_000;

/** Keeps the cart as it is now. Does nothing for one that was paid. */
export async function saveCart(db: JournalDb, cart: { readonly cartId: string }, nowMs: number): Promise<void> {
  await db.transaction('rw!', [db.carts], async () => {
    const before = await db.carts.get(cart.cartId);
    if (before?.cart === null) return;
    await db.carts.put({ cartId: cart.cartId, cart, savedMs: nowMs });
  });
}

/** Carts not yet paid, the last saved first. */
export async function openCarts(db: JournalDb): Promise<readonly unknown[]> {
  const rows = await db.carts.toArray();
  return rows
    .filter(({ cart }) => cart !== null)
    .sort((a, b) => b.savedMs - a.savedMs)
    .map(({ cart }) => cart);
}

/** Forgets the marks of carts closed long ago, counted in entries: clocks jump. */
export async function forgetClosedCarts(db: JournalDb): Promise<void> {
  const head = await readMeta(db, 'head');
  const oldest = (head?.seq ?? 0) - CLOSED_KEPT_ENTRIES;
  const isOld = (row: CartRow) => row.cart === null && (row.closedSeq ?? 0) < oldest;
  await db.carts.filter(isOld).delete();
}
