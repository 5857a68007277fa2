/** Acts that cut the cart in the hand in two: the picked part waits, or it is paid first while the rest waits. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { splitCart, type Picks } from '../../core/split-cart.ts';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { offerUndo } from '../../ui/toast.tsx';
import type { CartHand } from '../cart-store.ts';
import { clearHeld, holdCart, recallCart } from '../commands/hold-cart.ts';
import { priceNow } from '../commands/price-now.ts';
import { settingsOf } from '../commands/tools.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { heldNow, mayLeave, writing } from './holding.ts';

/** The two carts `picks` would make of the one in the hand; null while they make none. */
export function splitNow({ hand, tools }: Counter, picks: Picks) {
  const { cart } = hand.getState();
  const made = splitCart({ cart, priced: priceNow(tools, cart), picks }, tools.newId());
  return made.ok ? made.value : null;
}

/**
 * Puts one of the two carts aside and leaves the other in the hand. `waits`: the picked part, or the rest of it. True
 * once it is done.
 */
export async function split(counter: Counter, picks: Picks, waits: 'picked' | 'rest'): Promise<boolean> {
  const { hand, tools, view } = counter;
  if (!mayLeave(counter)) return false;
  hand.getState().step({ step: 'payment_left' });
  const { cart, wasAsked } = hand.getState();
  const before = { cart, wasAsked, tenders: [] };
  const made = splitNow(counter, picks);
  if (made === null) {
    refuse(counter, { code: 'empty_cart' });
    return false;
  }
  const [aside, stays] = waits === 'picked' ? [made.taken, made.kept] : [made.kept, made.taken];
  // On disk first: cut off in between, the goods stand in both, and the cashier sees them.
  const done = await writing(counter, () => holdCart(tools, { cart: aside, wasAsked, words: null }));
  if (!done.ok) {
    refuse(counter, done.error);
    return false;
  }
  hand.getState().put({ ...before, cart: { ...stays, rev: cart.rev + 1 } });
  view.setState({ sheet: null, flash: null, padText: '' });
  const { name, heldId, totalMinor } = done.value;
  const money = { amountMinor: totalMinor, currency: settingsOf(tools).currency, lang: langOf(i18n.locale) };
  const total = formatMoney(money);
  const words = { done: t`Split: ${name}, ${total} is held`, undo: t`Undo` };
  counter.announcer.say(words.done);
  const after = hand.getState().cart;
  offerUndo(counter.toasts, words, () => {
    if (hand.getState().cart === after) void join(counter, { before, heldId, waits });
  });
  return true;
}

type Undone = { readonly before: CartHand; readonly heldId: string; readonly waits: 'picked' | 'rest' };

/** The one cart again. What waits is cleared, or taken back where it is the cart the other was cut from. */
async function join(counter: Counter, { before, heldId, waits }: Undone): Promise<void> {
  const { hand, tools } = counter;
  const held = heldNow(counter, heldId);
  if (held === null) {
    refuse(counter, { code: 'cart_elsewhere' });
    return;
  }
  if (waits === 'picked') {
    const cleared = await writing(counter, () => clearHeld(tools, held));
    if (cleared.ok) hand.getState().put(before);
    else refuse(counter, cleared.error);
    return;
  }
  const closesCart = hand.getState().cart.cartId;
  const back = await writing(counter, () => recallCart(tools, { held, closesCart }));
  if (!back.ok) {
    refuse(counter, back.error);
    return;
  }
  const { cartId, hold } = back.value;
  hand.getState().put({ ...before, cart: { ...before.cart, cartId, hold } });
}
