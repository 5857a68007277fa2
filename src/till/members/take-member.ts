/** Acts with a member at the counter: onto the cart by a scan or by hand, off again, and paying by what they have. */
import { t } from '@lingui/core/macro';
import type { Minor } from '../../core/money.ts';
import type { Tender } from '../../core/sale.ts';
import { findMember, freeReserves, type Member, pointsFor, valueFor } from '../commands/members.ts';
import { dueBy, takeTender } from '../commands/take-tender.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { isBusy } from '../sell/filling.ts';
import { CASH, NO_FIELDS } from '../sell/pay-way.ts';
import { finishSale, owed } from '../sell/paying.ts';

/** What promotions know of a member whose tier the shop has not named. */
const ANY_TIER = 'member';

/** The member buys what is in the cart: member prices count from now on. */
export function putOnCart({ hand, announcer, sounds }: Counter, { memberId, label, tier }: Member): void {
  hand.getState().step({ step: 'member_set', tier: tier ?? ANY_TIER, member: { memberId, label } });
  sounds.play('hit');
  announcer.say(t`Member ${label}`);
}

export const takeOffCart = ({ hand }: Counter): void => hand.getState().step({ step: 'member_set', tier: null });

/** When a text that is no product is a member's card: onto the cart with it. */
export function takeMemberScan(counter: Counter, text: string): boolean {
  if (counter.hand.getState().cart.saleEntryId !== null) return false; // the price is agreed while somebody pays
  const member = findMember(counter.tools, text.trim());
  if (member === null) return false;
  putOnCart(counter, member);
  return true;
}

/** Pays with what the member on the cart has: stored value, or points. Enough of it makes the sale. */
export async function payByMember(
  counter: Counter,
  method: 'stored_value' | 'points',
  amountMinor: Minor,
): Promise<void> {
  const { hand, view, tools } = counter;
  const before = hand.getState();
  const { member, saleEntryId } = before.cart;
  if (member === undefined || saleEntryId === null) return; // the way is not offered then
  const overMinor = amountMinor - dueBy(tools, before, { method });
  if (overMinor > 0) {
    refuse(counter, { code: 'change_without_cash', facts: { overMinor } });
    return;
  }
  const asked = { memberId: member.memberId, saleEntryId, amountMinor, inHand: before.tenders };
  const found = await (method === 'points' ? pointsFor(tools, asked) : valueFor(tools, asked));
  const now = hand.getState();
  // The network took its time: the hand may have gone on to something else.
  const isLate = isBusy(counter) || now.cart.saleEntryId !== saleEntryId || now.tenders !== before.tenders;
  if (!found.ok) {
    if (!isLate) refuse(counter, found.error);
    return;
  }
  const { value, points } = found.value;
  const ofMember = { ...(value === undefined ? {} : { value }), ...(points === undefined ? {} : { points }) };
  const wanted = { method, amountMinor: found.value.amountMinor, ...ofMember };
  const taken = isLate ? null : takeTender(tools, now, wanted);
  if (!taken?.ok) {
    await freeRows(counter, [{ tenderId: 0, ...wanted }]);
    if (taken !== null) refuse(counter, taken.error);
    return;
  }
  now.addTender(taken.value);
  view.setState({ padText: '', payFields: NO_FIELDS, payWay: CASH });
  if (owed(counter).remainingMinor === 0) await finishSale(counter);
}

/** Rows of the payment that are gone: what was fetched for them is the member's again. */
export async function freeRows(counter: Counter, gone: readonly Tender[]): Promise<void> {
  const done = await freeReserves(counter.tools, gone, counter.hand.getState().tenders);
  if (!done.ok) refuse(counter, done.error);
}
