/**
 * A person gives a discount on a line or on the cart. Within the cashier's limit alone, beyond it with an approver, who
 * stands in the sale with what was given and why.
 */
import type { Cart, Manual } from '../../core/cart.ts';
import type { Extent } from '../../core/permission.ts';
import { mulDivHalfUp, sumMinor } from '../../core/money.ts';
import { rewardOff } from '../../core/promotion.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed, type Asked } from './allowed.ts';
import { priceNow } from './price-now.ts';
import type { TillTools } from './tools.ts';

type Given = {
  readonly cart: Cart;
  readonly lineId: number | null; // null: the whole cart
  readonly reward: Manual['reward'];
};

/** What has to be allowed: the share of the price that goes. Of nothing there is no share, so it is beyond limits. */
export function discountAsked(tools: TillTools, { cart, lineId, reward }: Given): Asked {
  const { lines } = priceNow(tools, cart);
  const of = lines.filter(({ line }) => lineId === null || line.lineId === lineId);
  const wholeMinor = sumMinor(of.map((line) => line.grossMinor));
  const extent: Extent =
    wholeMinor > 0 ? { percentBp: mulDivHalfUp(rewardOff(reward, wholeMinor), 10_000, wholeMinor) } : {};
  return { action: lineId === null ? 'discount_cart' : 'discount_line', extent };
}

/**
 * Whether the discounts of persons, and tax not charged, are within limits as the cart is now: an amount given on ten
 * lines is a larger share once nine are gone. Asked again before payment. Refuses: `signed_out`, `not_allowed`.
 */
export function discountsAllowed(tools: TillTools, cart: Cart): Result<void, Refusal> {
  if (cart.taxFree !== undefined) {
    const may = allowed(tools, { action: 'exempt_tax', approverId: cart.taxFree.approverId });
    if (!may.ok) return may;
  }
  const onCart = cart.discount === undefined ? [] : [{ lineId: null, discount: cart.discount }];
  const onLines = cart.lines.flatMap(({ lineId, discount }) => (discount === undefined ? [] : [{ lineId, discount }]));
  for (const { lineId, discount } of [...onCart, ...onLines]) {
    const asked = discountAsked(tools, { cart, lineId, reward: discount.reward });
    const may = allowed(tools, { ...asked, approverId: discount.approverId });
    if (!may.ok) return may;
  }
  return ok(undefined);
}

/**
 * The discount, ready for the cart. Refuses: `signed_out`, `not_allowed` (an approver is needed), `not_found` (the line
 * is gone), `empty_cart`.
 */
export function giveDiscount(tools: TillTools, given: Given, approverId: string | null): Result<Manual, Refusal> {
  const { cart, lineId, reward } = given;
  if (cart.lines.length === 0) return err({ code: 'empty_cart' });
  if (lineId !== null && !cart.lines.some((line) => line.lineId === lineId)) return err({ code: 'not_found' });
  const may = allowed(tools, { ...discountAsked(tools, given), approverId });
  return may.ok ? ok({ reward, reason: '', approverId }) : may;
}
