/**
 * A cart put aside, and taken back at this till or another of the store. Each is a fact of this till's own: nothing
 * waits for the network. What two tills do with one hold at the same time is told apart later (core/held-cart.ts).
 */
import type { Cart } from '../../core/cart.ts';
import { cartOfHeld, goodsOfCart, type HeldCart, mayTake, rootOf } from '../../core/held-cart.ts';
import { nameIn } from '../../core/product.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { EntryBody } from '../../wire/entry.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import { priceNow } from './price-now.ts';
import type { TillTools } from './tools.ts';

type Words = { readonly name: string; readonly note: string };
const NAME_MAX = 60;

/**
 * Puts the cart aside; the copy on disk is closed in the same transaction. Without words it keeps those it had, else it
 * is named by its first product.
 * Refuses: `signed_out`, `not_allowed`, `empty_cart`, `cart_too_large`, and what a commit refuses.
 */
export async function holdCart(
  tools: TillTools,
  { cart, wasAsked, words }: { readonly cart: Cart; readonly wasAsked: boolean; readonly words: Words | null },
): Promise<Result<EntryBody<'cart.held'>, Refusal>> {
  const may = allowed(tools, { action: 'sell' });
  if (!may.ok) return may;
  if (cart.lines.length === 0) return err({ code: 'empty_cart' });
  const { name, note } = words ?? cart.hold ?? { name: '', note: '' };
  const body = {
    heldId: cart.cartId,
    cartId: rootOf(cart),
    from: cart.hold?.heldId ?? null,
    rev: cart.rev,
    name: cut(name.trim() === '' ? nameOf(tools, cart) : name.trim()),
    note: note.trim(),
    totalMinor: priceNow(tools, cart).totals.totalMinor,
    wasAsked,
    goods: goodsOfCart(cart),
  };
  const fact = { kind: 'cart.held', entryId: tools.newId(), body, closesCart: cart.cartId } as const;
  if (!tools.device.fits('cart.held', body)) {
    return err({ code: 'cart_too_large', facts: { lines: cart.lines.length } });
  }
  const done = await tools.device.commit(fact);
  return done.ok ? ok(body) : done;
}

/** A phone's number is not known here, so a cart is called by what was scanned first. */
function nameOf({ device, lang }: TillTools, { lines }: Cart): string {
  const [first] = lines;
  const product = first === undefined ? undefined : device.catalogue.product(first.skuNo);
  return product === undefined ? `#${String(first?.skuNo ?? '')}` : nameIn(product.names, lang());
}

function cut(name: string): string {
  const short = name.slice(0, NAME_MAX);
  return short.isWellFormed() ? short : short.slice(0, -1);
}

/**
 * Takes a cart back, priced as of now. `closesCart` is the one in the hand, which holds nothing any more.
 * Refuses: `signed_out`, `not_allowed`, `cart_elsewhere` - it is over, or in use at another till; `cart_already_paid`
 * (`paidAtMs`, by this till), and what a commit refuses.
 */
export async function recallCart(
  tools: TillTools,
  { held, closesCart }: { readonly held: HeldCart; readonly closesCart: string },
): Promise<Result<Cart, Refusal>> {
  const may = allowed(tools, { action: 'sell' });
  if (!may.ok) return may;
  const paid = await paidHere(tools, held);
  if (paid !== null) return err({ code: 'cart_already_paid', facts: { paidAtMs: paid } });
  if (held.goods === null || takeable(tools, held) === 'no') return err({ code: 'cart_elsewhere' });
  const cart = cartOfHeld(held, held.goods, tools.newId());
  const { totalMinor } = priceNow(tools, cart).totals;
  const { heldId, cartId, rev } = held;
  const body = { from: 'held', heldId, cartId, rev, totalMinor } as const;
  const done = await tools.device.commit({ kind: 'cart.claimed', entryId: tools.newId(), body, closesCart });
  return done.ok ? ok(cart) : done;
}

/** Whether this till may take it now; `copy` where another till took it a while ago. */
export function takeable({ device, nowMs }: TillTools, held: HeldCart): ReturnType<typeof mayTake> {
  return mayTake(held, { deviceId: device.state.getState().identity?.deviceId ?? '', nowMs: nowMs() });
}

const LOOK_BACK = 500;

/** When this till sold a cart of the same root: what is paid does not come back. */
async function paidHere({ device }: TillTools, held: HeldCart): Promise<number | null> {
  const sales = await device.recentSales(LOOK_BACK);
  return sales.find((row) => row.kind === 'sale' && row.cartId === held.cartId)?.wallMs ?? null;
}

/**
 * Clears a hold without selling it.
 * Refuses: `signed_out`, `not_allowed`, and what a commit refuses.
 */
export async function clearHeld(
  tools: TillTools,
  { heldId, cartId }: { readonly heldId: string; readonly cartId: string },
): Promise<Result<void, Refusal>> {
  const may = allowed(tools, { action: 'remove_line' });
  if (!may.ok) return may;
  const done = await tools.device.commit({ kind: 'cart.released', entryId: tools.newId(), body: { heldId, cartId } });
  return done.ok ? ok(undefined) : done;
}
