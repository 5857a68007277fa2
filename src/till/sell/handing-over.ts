/** Acts around a phone's cart: read it, ask what to do when goods are on the counter already, take it. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { claimCart, goodsOf, takeHandoffCode, type HandedCart, type HandoffGoods } from '../commands/claim-cart.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { isBusy } from './filling.ts';

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
 * A whole cart has been read. An empty counter takes it at once; a later rev of the cart that is here replaces it;
 * goods of the till's own ask first; another phone's cart waits until this sale is done. Lines of two shoppers never
 * mix.
 */
export async function receive(counter: Counter, handed: HandedCart): Promise<boolean> {
  const { hand, view, tools, sounds } = counter;
  view.setState({ parts: null });
  if (isBusy(counter)) {
    refuse(counter, { code: 'outcome_unknown' });
    return false;
  }
  const { cart } = hand.getState();
  if (cart.handoff !== null && cart.handoff.cartRef !== handed.cartRef) {
    refuse(counter, { code: 'finish_this_cart_first' });
    return false;
  }
  const goods = goodsOf(tools.device.catalogue, handed);
  if (cart.lines.length > 0 && cart.handoff === null) {
    sounds.play('hit');
    view.setState({ offer: goods });
    return true;
  }
  return take(counter, goods);
}

/** Takes the goods into the cart and journals that it did. */
export async function take(counter: Counter, goods: HandoffGoods): Promise<boolean> {
  const { hand, view, tools, sounds, announcer } = counter;
  view.setState({ offer: null });
  const { cart } = hand.getState();
  const claimed = await claimCart(tools, { cart, goods });
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
  return true;
}
