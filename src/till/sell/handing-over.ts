/** Acts around a phone's cart: read it, ask what to do when goods are on the counter already, take it. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import {
  claimable,
  claimCart,
  goodsOf,
  takeHandoffCode,
  type HandedCart,
  type HandoffGoods,
} from '../commands/claim-cart.ts';
import type { HeldCart } from '../../core/held-cart.ts';
import { offerUndo } from '../../ui/toast.tsx';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { askForAge } from './age-asking.ts';
import { isBusy, refuseBusy } from './filling.ts';
import { putAside, recall, takeBack } from './holding.ts';

/** Six digits a customer reads out. Needs the network; without it the refusal says so. */
export async function takeCode(counter: Counter, code: string): Promise<boolean> {
  const taken = await takeHandoffCode(counter.tools, code);
  if (!taken.ok) {
    refuse(counter, taken.error);
    return false;
  }
  return receive(counter, taken.value);
}

/**
 * A whole cart has been read. An empty counter takes it at once; a later rev of the cart that is here replaces it; any
 * other cart on the counter is put aside by itself. Lines of two shoppers never mix, unless somebody says they are one.
 */
export async function receive(counter: Counter, handed: HandedCart): Promise<boolean> {
  const { hand, view, tools } = counter;
  view.setState({ parts: null });
  if (isBusy(counter)) {
    refuseBusy(counter);
    return false;
  }
  const { cart } = hand.getState();
  const goods = goodsOf(tools.device.catalogue, handed);
  const isSame = cart.handoff?.cartRef === handed.cartRef;
  if (isSame || (cart.lines.length === 0 && cart.handoff === null)) return take(counter, goods);
  const may = await claimable(tools, goods);
  if (!may.ok) {
    refuse(counter, may.error);
    return false;
  }
  if (cart.lines.length > 0) {
    const held = await putAside(counter, null);
    return held !== null && takeAfter(counter, goods, held);
  }
  hand.getState().next(tools.newId());
  return take(counter, goods, cart.cartId);
}

/** Takes the goods into a cart of their own. Was it one customer after all, both are sold together. */
async function takeAfter(counter: Counter, goods: HandoffGoods, held: HeldCart): Promise<boolean> {
  const { hand, toasts } = counter;
  if (!(await take(counter, goods))) return false;
  const { cartId } = hand.getState().cart;
  const { name } = held;
  const together = async () => {
    if (hand.getState().cart.cartId === cartId && (await takeBack(counter, held))) await take(counter, goods);
  };
  const canJoin = held.goods?.handoff === null;
  const words = { done: t`Held: ${name}`, undo: canJoin ? t`Sell together` : t`Take back` };
  offerUndo(toasts, words, () => void (canJoin ? together() : recall(counter, held.heldId)));
  return true;
}

/** Takes the goods into the cart and journals that it did. */
async function take(counter: Counter, goods: HandoffGoods, closesCart?: string): Promise<boolean> {
  const { hand, view, tools, sounds, announcer } = counter;
  const { cart } = hand.getState();
  const claimed = await claimCart(tools, closesCart === undefined ? { cart, goods } : { cart, goods, closesCart });
  if (!claimed.ok) {
    refuse(counter, claimed.error);
    return false;
  }
  if (hand.getState().cart.cartId !== cart.cartId) return false; // the sale was finished meanwhile
  hand.getState().step({ step: 'payment_left' });
  hand.getState().step({ step: 'handoff_taken', handoff: goods.handoff, lines: goods.lines });
  view.setState(({ sold }) => ({ sold: sold === null ? null : { ...sold, isShown: false } }));
  sounds.play('hit');
  const count = i18n.number(goods.lines.length);
  announcer.say(t`${count} lines from the phone`);
  askForAge(counter);
  return true;
}
