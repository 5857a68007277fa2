/** Acts that take money: open and leave the payment, count cash, make the sale, and start the next one. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import type { Minor } from '../../core/money.ts';
import { sumMinor, toMinor, ZERO } from '../../core/money.ts';
import { totalsWhenPaid } from '../../core/price-cart.ts';
import { settleExchange } from '../../core/exchange.ts';
import type { Sale, Tender } from '../../core/sale.ts';
import { holdingOf } from '../../core/value.ts';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { completeSale, startPayment } from '../commands/complete-sale.ts';
import { priceNow } from '../commands/price-now.ts';
import { takeTender } from '../commands/take-tender.ts';
import { settingsOf } from '../commands/tools.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { askForAge } from './age-asking.ts';
import { askForTraces } from './trace-asking.ts';
import { isBusy } from './filling.ts';
import { askForOptions } from './choosing.ts';
import { askForPrices } from './price-asking.ts';
import { CASH, NO_FIELDS } from './pay-way.ts';

/** After this long without an answer the screen says that it is checking. */
const SAY_CHECKING_MS = 800;

/**
 * What the cart comes to now, and what of it is not yet covered: by money counted, or by what came back for it, which
 * stands among the tenders once payment has started. Minor units.
 */
export function owed(counter: Pick<Counter, 'hand' | 'tools'>): { totalMinor: Minor; remainingMinor: Minor } {
  const paying = payingNow(counter);
  const { totalMinor } = totalsWhenPaid(priceNow(counter.tools, counter.hand.getState().cart), paying);
  return { totalMinor, remainingMinor: toMinor(Math.max(ZERO, totalMinor - sumMinor(paying))) };
}

/** What pays for the cart so far. Of goods that came back only what is carried over: the rest rounds nothing here. */
export function payingNow(counter: Pick<Counter, 'hand' | 'tools'>): readonly Tender[] {
  const { cart, tenders } = counter.hand.getState();
  return cart.saleEntryId === null ? (carriedNow(counter)?.carried ?? []) : tenders;
}

/** What goods that came back for these pay of the cart, and what of their refund is left; null: it is no exchange. */
export function carriedNow({ hand, tools }: Pick<Counter, 'hand' | 'tools'>) {
  const { cart } = hand.getState();
  return cart.exchange === undefined ? null : settleExchange(cart.exchange, priceNow(tools, cart));
}

/** Opens the payment, or says why not. From here the sale has its id, on disk. */
export function openPayment(counter: Counter): boolean {
  const { hand, view, tools } = counter;
  if (isBusy(counter)) return false;
  if (hand.getState().cart.exchange?.no === '') return false; // its return is being looked for
  if (askForOptions(counter) || askForTraces(counter) || askForPrices(counter) || askForAge(counter)) return false;
  const started = startPayment(tools, hand.getState().cart);
  if (!started.ok) {
    refuse(counter, started.error);
    return false;
  }
  hand.getState().step({ step: 'payment_started', saleEntryId: started.value.saleEntryId, atMs: tools.nowMs() });
  for (const tender of carriedNow(counter)?.carried ?? []) hand.getState().addTender(tender);
  // A figure typed at the cart is no cash; the line added last was in sight there.
  view.setState({ padText: '', payWay: CASH, payFields: NO_FIELDS, flash: null });
  return true;
}

/** What was taken for this cart by hand: to be given back before the cart is changed. What came with goods is not. */
export function takenByHand(counter: Pick<Counter, 'hand' | 'tools'>): readonly Tender[] {
  const carried = new Set((carriedNow(counter)?.carried ?? []).map(({ tenderId }) => tenderId));
  return counter.hand.getState().tenders.filter(({ tenderId }) => !carried.has(tenderId));
}

/** Back to the cart. Money that was taken stands in the drawer, or on a card: a person says first that it went back. */
export function askToLeavePayment(counter: Counter): void {
  if (isBusy(counter)) return;
  if (takenByHand(counter).length > 0) counter.view.setState({ sheet: 'leave' });
  else leavePayment(counter);
}

/** Back to the cart. Money counted so far has been given back by hand, so its rows go too. */
export function leavePayment(counter: Counter): void {
  const { hand, view } = counter;
  if (isBusy(counter)) return;
  view.setState({ padText: '', payWay: CASH, payFields: NO_FIELDS });
  takeBack(counter, hand.getState().tenders);
  hand.getState().step({ step: 'payment_left' });
}

/** Rows of the payment taken back. What a member has reserved for them is free again, with or without the network. */
export function takeBack(counter: Counter, rows: readonly Tender[]): void {
  for (const { tenderId } of rows) counter.hand.getState().dropTender(tenderId);
  const ofMember = rows.filter((row) => holdingOf(row) !== null);
  if (ofMember.length === 0) return;
  void import('../members/take-member.ts').then(({ freeRows }) => freeRows(counter, ofMember));
}

/** Cash handed over. Enough of it makes the sale; less stands as a row and the rest stays owed. */
export async function takeCash(counter: Counter, amountMinor: Minor): Promise<void> {
  const { hand, view } = counter;
  if (isBusy(counter)) return;
  const atOneTouch = hand.getState().cart.saleEntryId === null && amountMinor >= owed(counter).totalMinor;
  view.setState({ atOneTouch });
  if (hand.getState().cart.saleEntryId === null && !openPayment(counter)) return;
  if (amountMinor > 0) {
    const taken = takeTender(counter.tools, hand.getState(), { method: 'cash', amountMinor });
    if (!taken.ok) {
      refuse(counter, taken.error);
      return;
    }
    hand.getState().addTender(taken.value);
  }
  if (owed(counter).remainingMinor === 0) await finishSale(counter);
}

/** The drawer and the paper: by now the sale is safe, whatever becomes of them. */
async function followSale(counter: Counter, sale: Sale): Promise<void> {
  const { opensDrawer, printsEach } = counter.preferences.getState().printer;
  if (!opensDrawer && !printsEach) return;
  const { afterSale } = await import('../printing/after-sale.ts');
  await afterSale(counter, sale);
}

/** Makes the sale of what was counted. Called again after an unknown outcome it finds out, and never sells twice. */
export async function finishSale(counter: Counter): Promise<void> {
  const { hand, view, tools } = counter;
  const { work } = view.getState();
  if (work === 'saving' || work === 'checking') return; // its answer is on the way
  view.setState({ work: 'saving' });
  const timer = setTimeout(() => view.setState({ work: 'checking' }), SAY_CHECKING_MS);
  const { cart, tenders } = hand.getState();
  const out = carriedNow(counter)?.out ?? [];
  const done = await completeSale(tools, { cart, tenders });
  clearTimeout(timer);
  if (!done.ok) {
    const isUnknown = done.error.code === 'outcome_unknown';
    view.setState({ work: isUnknown ? 'unknown' : 'idle' });
    if (!isUnknown) refuse(counter, done.error);
    if (done.error.code === 'age_not_checked') askForAge(counter); // it came in while money was counted
    return;
  }
  hand.getState().next(tools.newId());
  view.setState({
    work: 'idle',
    notices: view.getState().notices.filter(({ refusal }) => refusal.code === 'scan_again'), // still to be done
    flash: null,
    parts: null,
    sold: { ...done.value, atMs: tools.nowMs(), isShown: true, out },
  });
  counter.sounds.play('paid');
  void followSale(counter, done.value.sale);
  const { currency } = settingsOf(tools);
  const change = formatMoney({ amountMinor: done.value.sale.changeMinor, currency, lang: langOf(i18n.locale) });
  counter.announcer.say(t`Paid. Change ${change}`);
}
