/** Acts with a member at the counter: onto the cart by a scan or by hand, off again, and paying with stored value. */
import { t } from '@lingui/core/macro';
import { sumOfValue } from '../../core/value.ts';
import type { Minor } from '../../core/money.ts';
import { findMember, type Member, valueFor } from '../commands/members.ts';
import { takeTender } from '../commands/take-tender.ts';
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

/** Pays with the stored value of the member on the cart. Enough of it makes the sale. */
export async function payByValue(counter: Counter, amountMinor: Minor): Promise<void> {
  const { hand, view, tools } = counter;
  const { cart, tenders } = hand.getState();
  if (cart.member === undefined) return; // the way is not offered then
  const { saleEntryId } = cart;
  const value = await valueFor(tools, { memberId: cart.member.memberId, amountMinor, inHand: tenders });
  const now = hand.getState();
  // The network took its time: the hand may have gone on to something else.
  if (isBusy(counter) || now.cart.saleEntryId !== saleEntryId || now.tenders !== tenders) return;
  if (!value.ok) {
    refuse(counter, value.error);
    return;
  }
  const asked = { method: 'stored_value' as const, amountMinor: sumOfValue(value.value), value: value.value };
  const taken = takeTender(tools, now, asked);
  if (!taken.ok) {
    refuse(counter, taken.error);
    return;
  }
  now.addTender(taken.value);
  view.setState({ padText: '', payFields: NO_FIELDS, payWay: CASH });
  if (owed(counter).remainingMinor === 0) await finishSale(counter);
}
