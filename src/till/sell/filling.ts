/** Acts that fill the cart: products in, quantities changed, lines out and back. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { checkQuantity, type Traced } from '../../core/cart.ts';
import type { Minor } from '../../core/money.ts';
import { asksFirst } from '../../core/options.ts';
import { isBeyondSale, isPriceUnsaid, listPrice } from '../../core/price-cart.ts';
import { nameIn, type Product, shownPrice } from '../../core/product.ts';
import type { Labelled } from '../../core/scale-line.ts';
import { isOneOfAKind, missingTraces } from '../../core/traced-goods.ts';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { offerUndo } from '../../ui/toast.tsx';
import { clearHeld } from '../commands/hold-cart.ts';
import { priceNow } from '../commands/price-now.ts';
import { settingsOf } from '../commands/tools.ts';
import { removeLine } from '../commands/remove-line.ts';
import type { Counter, PutIn } from '../counter.ts';
import { refuse } from '../notices.ts';
import { askForAge } from './age-asking.ts';
import { askForOwnPrice } from './price-asking.ts';
import { isInCart, warnSold } from './trace-asking.ts';

/** Nothing moves while it is not known whether the last sale was saved. */
export const isBusy = ({ view }: Pick<Counter, 'view'>): boolean => view.getState().work !== 'idle';

/** Why nothing moves: only a disk that did not answer leaves open whether money was taken. */
export const refuseBusy = (counter: Counter): void =>
  refuse(counter, { code: counter.view.getState().work === 'unknown' ? 'outcome_unknown' : 'still_saving' });

/** A sale is on its way to the disk; its answer comes by itself. */
export const isSaving = ({ view }: Pick<Counter, 'view'>): boolean =>
  ['saving', 'checking'].includes(view.getState().work);

/**
 * What comes while a sale is being saved is the next customer's and waits for the answer. False: that sale is still
 * here, so the goods are not taken, and a row names them.
 */
export async function untilSaved(counter: Counter, what: string): Promise<boolean> {
  const { hand, view } = counter;
  const { cartId } = hand.getState().cart;
  await new Promise<void>((resolve) => {
    const stop = view.subscribe(() => {
      if (isSaving(counter)) return;
      stop();
      resolve();
    });
  });
  if (hand.getState().cart.cartId !== cartId) return true;
  refuse(counter, { code: 'scan_again', facts: { digits: what } });
  return false;
}

/**
 * One product into the cart, or as many as were typed before (`3*`), or what its code says (`said`). With money already
 * counted the payment stays open and more is owed; without, the hand is back at the cart.
 */
export function addProduct(
  counter: Counter,
  product: Product,
  by: 'tap' | 'scan',
  said: { readonly labelled: Labelled | null; readonly traced: Traced } = { labelled: null, traced: {} },
): void {
  const { view, sounds } = counter;
  if (isSaving(counter)) {
    void untilSaved(counter, nameOf(product)).then((isSaved) => {
      if (isSaved) addProduct(counter, product, by, said);
    });
    return;
  }
  if (isBusy(counter)) {
    refuseBusy(counter);
    return;
  }
  if (product.status === 'stopped') {
    view.setState({ multiplyMilli: null }); // it was meant for this product
    refuse(counter, { code: 'product_stopped', facts: { digits: nameOf(product) } });
    return;
  }
  const { labelled, traced } = said;
  const typed = isOneOfAKind(product, traced) ? null : view.getState().multiplyMilli; // a number of its own: one piece
  const amount = labelled ?? { qtyMilli: typed ?? 1000, unitMinor: null };
  const what = { ...amount, traced };
  if (asksFirst(product)) {
    if (by === 'scan') sounds.play('hit');
    view.setState({ multiplyMilli: null, padText: '', choosing: { product, lineId: null, what, by } });
    return;
  }
  putIn(counter, { product, what, by, chosen: null, merge: labelled === null });
}

/** The product goes in, with what was chosen with it; before that the till asks what has to be known of the pack. */
export function putIn(counter: Counter, put: PutIn): void {
  const { hand, view, sounds } = counter;
  const { product, what, by, chosen, merge } = put;
  const { traced = {} } = what;
  if (missingTraces(product, traced).length > 0) {
    view.setState({ multiplyMilli: null, padText: '', tracing: { product, traced, to: put } });
    return;
  }
  if (isInCart(counter, { skuNo: product.skuNo, traced })) return;
  const { cart, tenders } = hand.getState();
  if (cart.saleEntryId !== null && tenders.length === 0) hand.getState().step({ step: 'payment_left' });
  const { lines: before } = hand.getState().cart;
  const isUnsaid = product.openPrice === true && what.unitMinor === null && product.priceMinor === 0;
  const add = { step: 'product_added', skuNo: product.skuNo, ...what, merge: merge && !isUnsaid } as const;
  hand.getState().step(chosen === null ? add : { ...add, chosen });
  const line = hand.getState().cart.lines.findLast((each) => !before.includes(each)); // new, or counted up
  view.setState(({ flash, sold }) => ({
    multiplyMilli: null,
    padText: '',
    flash: line === undefined ? null : { lineId: line.lineId, count: (flash?.count ?? 0) + 1 },
    sold: sold === null ? null : { ...sold, isShown: false },
  }));
  if (line !== undefined && isPriceUnsaid(line, product)) askForOwnPrice(counter, line.lineId);
  if (by === 'scan' && chosen === null) sounds.play('hit');
  announceLine(counter, product);
  if (traced.serial !== undefined) void warnSold(counter, { skuNo: product.skuNo, serial: traced.serial });
  if (product.minAge !== undefined || product.parts !== undefined) askForAge(counter);
}

const nameOf = (product: Product): string => nameIn(product.names, langOf(i18n.locale));

/** The total is worked out when it is said: the frame that shows the line does not wait for another pricing. */
function announceLine(counter: Counter, product: Product): void {
  const { announcer, tools, hand } = counter;
  const lang = langOf(i18n.locale);
  const { currency } = settingsOf(tools);
  const { cart } = hand.getState();
  announcer.say(
    () => {
      const priceMinor = shownPrice(product);
      const price = priceMinor === null ? t`Enter its price` : formatMoney({ amountMinor: priceMinor, currency, lang });
      return `${nameOf(product)}, ${price}.`;
    },
    `line-${String(product.skuNo)}`,
  );
  announcer.say(() => {
    const { totals } = priceNow(tools, cart);
    const total = formatMoney({ amountMinor: totals.totalMinor, currency, lang });
    return t`Total ${total}`;
  }, 'total');
}

/** Sets a line's quantity (thousandths). Refuses what its unit or any sale does not allow, in words on the counter. */
export function setQuantity(counter: Counter, lineId: number, qtyMilli: number): boolean {
  const { hand, tools } = counter;
  const line = hand.getState().cart.lines.find((each) => each.lineId === lineId);
  if (line === undefined || isBusy(counter)) return false;
  const product = tools.device.catalogue.product(line.skuNo);
  const unit = product?.unit ?? 'pcs';
  if (qtyMilli > 1000 && isOneOfAKind(product ?? {}, line)) {
    refuse(counter, { code: 'one_of_a_kind' });
    return false;
  }
  const checked = checkQuantity(qtyMilli, unit);
  if (!checked.ok) {
    refuse(counter, checked.error);
    return false;
  }
  if (isBeyondSale(unitPriceOf(counter, lineId) ?? 0, qtyMilli)) {
    refuse(counter, { code: 'amount_too_large' });
    return false;
  }
  hand.getState().step({ step: 'quantity_set', lineId, qtyMilli });
  return true;
}

/** One more or one less of a line; the last one less takes the line out. */
export function stepQuantity(counter: Counter, lineId: number, by: 1 | -1): void {
  const line = counter.hand.getState().cart.lines.find((each) => each.lineId === lineId);
  if (line === undefined) return;
  const qtyMilli = line.qtyMilli + by * 1000;
  if (qtyMilli > 0) setQuantity(counter, lineId, qtyMilli);
  else void takeOut(counter, lineId);
}

/** Takes a line out at once and offers it back for five seconds; it also waits under "Removed" until payment. */
export async function takeOut(counter: Counter, lineId: number): Promise<void> {
  const { hand, tools, toasts, announcer } = counter;
  const { cart, wasAsked } = hand.getState();
  const line = cart.lines.find((each) => each.lineId === lineId);
  if (line === undefined || isBusy(counter)) return;
  const told = await removeLine(tools, { cart, lineId, wasAsked });
  if (!told.ok) {
    refuse(counter, told.error);
    return;
  }
  hand.getState().step({ step: 'line_removed', lineId });
  const product = tools.device.catalogue.product(line.skuNo);
  const name = product === undefined ? `#${String(line.skuNo)}` : nameOf(product);
  const done = t`Removed ${name}`;
  announcer.say(done);
  await leaveHold(counter);
  offerUndo(toasts, { done, undo: t`Undo` }, () => hand.getState().step({ step: 'line_restored', lineId }));
}

/** A cart that was taken back and holds nothing any more is cleared for all tills; what comes now is another cart. */
async function leaveHold({ hand, tools }: Counter): Promise<void> {
  const { lines, hold } = hand.getState().cart;
  if (lines.length > 0 || hold === undefined) return;
  hand.getState().step({ step: 'hold_left' });
  await clearHeld(tools, hold);
}

/** Takes everything out. Each line waits under "Removed", so one touch brings it back. */
export async function clearCart(counter: Counter): Promise<void> {
  const { hand, tools, toasts } = counter;
  const lineIds = hand.getState().cart.lines.map((line) => line.lineId);
  for (const lineId of lineIds) {
    const { cart, wasAsked } = hand.getState();
    const told = await removeLine(tools, { cart, lineId, wasAsked });
    if (!told.ok) {
      refuse(counter, told.error);
      return;
    }
    hand.getState().step({ step: 'line_removed', lineId });
  }
  await leaveHold(counter);
  offerUndo(toasts, { done: t`Sale cleared`, undo: t`Undo` }, () => {
    for (const lineId of lineIds) hand.getState().step({ step: 'line_restored', lineId });
  });
}

/** The amount of one unit as charged now: what a price change starts from. */
export function unitPriceOf({ hand, tools }: Counter, lineId: number): Minor | null {
  const line = hand.getState().cart.lines.find((each) => each.lineId === lineId);
  if (line === undefined) return null;
  const product = tools.device.catalogue.product(line.skuNo);
  return line.overrideMinor ?? (product === undefined ? null : listPrice(line, product));
}
