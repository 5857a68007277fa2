/** Acts that take something off: a discount on a line or the cart, or the tax, with approval in place; a coupon. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import type { Manual } from '../../core/cart.ts';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { allowed } from '../commands/allowed.ts';
import { discountAsked, giveDiscount } from '../commands/give-discount.ts';
import { settingsOf } from '../commands/tools.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { isBusy } from './filling.ts';

type Wanted = { readonly lineId: number | null; readonly reward: Manual['reward'] };

/** A discount: at once where the person may, else with a second person's PIN. Answers whether it is settled. */
export function askForDiscount(counter: Counter, wanted: Wanted): void {
  const { hand, tools, view } = counter;
  if (isBusy(counter)) return;
  const asked = discountAsked(tools, { cart: hand.getState().cart, ...wanted });
  const alone = allowed(tools, asked);
  if (alone.ok) {
    setDiscount(counter, wanted, null);
    return;
  }
  if (alone.error.code !== 'not_allowed') {
    refuse(counter, alone.error);
    return;
  }
  const words = discountWords(counter, wanted);
  view.setState({ approval: { asked, words, agreed: (approverId) => setDiscount(counter, wanted, approverId) } });
}

function setDiscount(counter: Counter, { lineId, reward }: Wanted, approverId: string | null): void {
  const { hand, tools, view } = counter;
  const given = giveDiscount(tools, { cart: hand.getState().cart, lineId, reward }, approverId);
  if (!given.ok) {
    refuse(counter, given.error);
    return;
  }
  if (lineId === null) hand.getState().step({ step: 'cart_discounted', discount: given.value });
  else hand.getState().step({ step: 'line_discounted', lineId, discount: given.value });
  view.setState({ padText: '', sheet: null });
}

/** A customer who pays no tax, on a paper's word: at once where the person may say so, else with a second one's PIN. */
export function askForTaxFree(counter: Counter, paper: string): void {
  const { hand, tools, view } = counter;
  if (isBusy(counter)) return;
  const asked = { action: 'exempt_tax' } as const;
  const agreed = (approverId: string | null): void => {
    const may = allowed(tools, { ...asked, approverId });
    if (may.ok) hand.getState().step({ step: 'tax_free_set', taxFree: { paper, approverId } });
    else refuse(counter, may.error);
  };
  const alone = allowed(tools, asked);
  if (!alone.ok && alone.error.code === 'not_allowed')
    view.setState({ approval: { asked, words: t`No tax charged, by paper ${paper}`, agreed } });
  else agreed(null);
}

/** The tax is charged again: nobody has to agree to that. */
export function dropTaxFree(counter: Counter): void {
  if (!isBusy(counter)) counter.hand.getState().step({ step: 'tax_free_set', taxFree: null });
}

/** Takes a person's discount off again: nobody has to agree to that. */
export function dropDiscount(counter: Counter, lineId: number | null): void {
  const { step } = counter.hand.getState();
  if (isBusy(counter)) return;
  if (lineId === null) step({ step: 'cart_discounted', discount: null });
  else step({ step: 'line_discounted', lineId, discount: null });
}

function discountWords({ tools }: Counter, { lineId, reward }: Wanted): string {
  const { currency } = settingsOf(tools);
  const lang = langOf(i18n.locale);
  const amount =
    reward.kind === 'percent'
      ? `${String(reward.bp / 100)}%`
      : formatMoney({ amountMinor: reward.amountMinor, currency, lang });
  return lineId === null ? t`Discount of ${amount} on the whole sale` : t`Discount of ${amount} on a line`;
}

/** When a scanned or typed text is the code of a coupon: into the cart with it. */
export function takeCoupon({ hand, tools, sounds, announcer }: Counter, text: string): boolean {
  const code = text.trim().toUpperCase();
  const { promotions } = tools.device.catalogue.promotions();
  if (!promotions.some(({ coupon }) => coupon === code)) return false;
  hand.getState().step({ step: 'coupon_added', code });
  sounds.play('hit');
  announcer.say(t`Coupon ${code}`);
  return true;
}
