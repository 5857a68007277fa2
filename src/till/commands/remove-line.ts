/**
 * A line taken away. While a cart is being filled that is a slip of the hand and no fact; once somebody was asked for
 * money for it, it is told to the journal, because that is how sales are hidden.
 */
import { assert } from '../../core/assert.ts';
import type { Cart } from '../../core/cart.ts';
import { rootOf } from '../../core/held-cart.ts';
import { ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import type { TillTools } from './tools.ts';

type Removal = {
  readonly cart: Cart;
  readonly lineId: number;
  readonly wasAsked: boolean; // payment for this cart was begun before
};

/**
 * Commits `line.removed` where it is a fact; the caller then takes the step in the cart.
 * Refuses: `signed_out`, `not_allowed`, and what a commit refuses.
 */
export async function removeLine(tools: TillTools, removal: Removal): Promise<Result<void, Refusal>> {
  const may = allowed(tools, { action: 'remove_line' });
  if (!may.ok) return may;
  if (!removal.wasAsked) return ok(undefined);
  const line = removal.cart.lines.find((each) => each.lineId === removal.lineId);
  assert(line !== undefined, 'a line is removed from the cart that holds it');
  const { lineId, skuNo, qtyMilli } = line;
  const body = { cartId: rootOf(removal.cart), lineId, skuNo, qtyMilli, reason: 'after_payment_began' };
  const done = await tools.device.commit({ kind: 'line.removed', entryId: tools.newId(), body });
  return done.ok ? ok(undefined) : done;
}
