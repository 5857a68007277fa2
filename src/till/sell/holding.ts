/** Acts on carts that are put aside: hold the one in the hand, take one back, clear one. Each can be undone. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { cartOfHeld, type HeldCart } from '../../core/held-cart.ts';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { offerUndo } from '../../ui/toast.tsx';
import { clearHeld, holdCart, recallCart } from '../commands/hold-cart.ts';
import { priceNow } from '../commands/price-now.ts';
import { settingsOf } from '../commands/tools.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { isBusy, refuseBusy } from './filling.ts';

type HoldWords = { readonly name: string; readonly note: string };

/** Whether the cart in the hand may leave it. Money that was counted stays with its cart. */
export function mayLeave(counter: Counter): boolean {
  if (isBusy(counter)) refuseBusy(counter);
  else if (hasMoney(counter)) refuse(counter, { code: 'money_counted' });
  else return true;
  return false;
}

/** Money that was counted, or a refund that counts toward what is in the cart. */
function hasMoney({ hand }: Counter): boolean {
  const { cart, tenders } = hand.getState();
  return tenders.length > 0 || cart.exchange !== undefined;
}

/** While a fact of it is being written nothing else happens to the cart. */
export async function writing<T>({ view }: Counter, run: () => Promise<T>): Promise<T> {
  view.setState({ work: 'saving' });
  try {
    return await run();
  } finally {
    view.setState({ work: 'idle' });
  }
}

/** Puts the cart in the hand aside without a word. Null: it could not be, and why is said. */
export async function putAside(counter: Counter, words: HoldWords | null): Promise<HeldCart | null> {
  const { hand, view, tools } = counter;
  if (!mayLeave(counter)) return null;
  hand.getState().step({ step: 'payment_left' });
  const { cart, wasAsked } = hand.getState();
  const done = await writing(counter, () => holdCart(tools, { cart, wasAsked, words }));
  if (!done.ok) {
    refuse(counter, done.error);
    return null;
  }
  hand.getState().next(tools.newId());
  view.setState({ notices: [], flash: null, parts: null, padText: '', multiplyMilli: null });
  return heldNow(counter, done.value.heldId);
}

export const heldNow = ({ tools }: Counter, heldId: string): HeldCart | null =>
  tools.device.catalogue.heldCarts().find((one) => one.heldId === heldId) ?? null;

/** One touch: the cart is put aside and the hand is free. */
export async function hold(counter: Counter, words: HoldWords | null): Promise<boolean> {
  const held = await putAside(counter, words);
  if (held === null) return false;
  const { name } = held;
  const done = t`Held: ${name}`;
  counter.announcer.say(done);
  offerUndo(counter.toasts, { done, undo: t`Undo` }, () => void recall(counter, held.heldId));
  return true;
}

/** A held cart back into the hand, at today's prices; what is in the hand is put aside by itself. */
export async function recall(counter: Counter, heldId: string): Promise<boolean> {
  const { hand, toasts } = counter;
  if (!mayLeave(counter)) return false;
  const held = heldNow(counter, heldId);
  if (held === null) {
    refuse(counter, { code: 'cart_elsewhere' });
    return false;
  }
  const isFull = hand.getState().cart.lines.length > 0;
  const before = isFull ? await putAside(counter, null) : null;
  if (isFull && before === null) return false;
  if (!(await takeBack(counter, held))) return false;
  const { cartId } = hand.getState().cart;
  offerUndo(toasts, { done: recalledWords(counter, held), undo: t`Undo` }, () => {
    if (hand.getState().cart.cartId === cartId) void swapBack(counter, before);
  });
  return true;
}

/** Takes it into the hand in place of the cart that is there, which holds nothing that is still wanted. */
export async function takeBack(counter: Counter, held: HeldCart): Promise<boolean> {
  const { hand, view, tools } = counter;
  const closesCart = hand.getState().cart.cartId;
  const done = await writing(counter, () => recallCart(tools, { held, closesCart }));
  if (!done.ok) {
    refuse(counter, done.error);
    return false;
  }
  hand.getState().put({ cart: done.value, tenders: [], wasAsked: held.wasAsked });
  view.setState(({ sold }) => ({
    sheet: null, flash: null, padText: '', multiplyMilli: null, notices: [],
    sold: sold === null ? null : { ...sold, isShown: false },
  })); // prettier-ignore
  return true;
}

async function swapBack(counter: Counter, before: HeldCart | null): Promise<void> {
  if ((await putAside(counter, null)) !== null && before !== null) await recall(counter, before.heldId);
}

/** What was taken back, and both totals where prices have changed meanwhile. */
function recalledWords({ tools, hand, announcer }: Counter, { name, totalMinor }: HeldCart): string {
  const money = { currency: settingsOf(tools).currency, lang: langOf(i18n.locale) };
  const nowMinor = priceNow(tools, hand.getState().cart).totals.totalMinor;
  const [was, now] = [
    formatMoney({ ...money, amountMinor: totalMinor }),
    formatMoney({ ...money, amountMinor: nowMinor }),
  ];
  const done = nowMinor === totalMinor ? t`Taken back: ${name}` : t`Taken back: ${name}. It was ${was}, now ${now}.`;
  announcer.say(done);
  return done;
}

/** Clears a hold for all tills. Undo puts the same goods aside again. */
export async function clearHold(counter: Counter, held: HeldCart): Promise<void> {
  const { tools, toasts } = counter;
  const { goods, name } = held;
  const done = await clearHeld(tools, held);
  if (!done.ok) {
    refuse(counter, done.error);
    return;
  }
  if (goods === null) return;
  const again = async () => {
    const { wasAsked } = held;
    const back = await holdCart(tools, { cart: cartOfHeld(held, goods, tools.newId()), wasAsked, words: null });
    if (!back.ok) refuse(counter, back.error);
  };
  offerUndo(toasts, { done: t`Cleared: ${name}`, undo: t`Undo` }, () => void again());
}
