/**
 * What may hide a theft, made visible: discounts persons gave, price changes, and who does more of something than the
 * others of the store. Nothing here accuses anybody: it says where to look first.
 */
import { mulDivHalfUp, sumMinor } from './money.ts';
import { type Action, PERMISSIONS, type Role } from './permission.ts';
import type { Sale, SaleLine } from './sale.ts';

/** A discount a person gave, as the sale tells it. */
export type ManualDiscount = {
  readonly offerNo: number;
  readonly action: 'discount_line' | 'discount_cart';
  readonly amountMinor: number;
  readonly percentBp: number | null; // of the goods it was given on; null: of nothing there is no share
  readonly approverId: string | null;
};

/** The discounts of persons in a sale. What promotions gave is not among them. */
export function manualDiscounts({ lines, offers = [] }: Pick<Sale, 'lines' | 'offers'>): ManualDiscount[] {
  return offers.flatMap(({ offerNo, kind, amountMinor, approverId }) => {
    if (kind !== 'line_discount' && kind !== 'cart_discount') return [];
    const isOn = (line: SaleLine) => line.applied?.some((part) => part.offerNo === offerNo) === true;
    const wholeMinor = sumMinor(
      (kind === 'cart_discount' ? lines : lines.filter(isOn)).map(({ grossMinor }) => grossMinor),
    );
    const percentBp = wholeMinor > 0 ? mulDivHalfUp(amountMinor, 10_000, wholeMinor) : null;
    const action = kind === 'cart_discount' ? 'discount_cart' : 'discount_line';
    return [{ offerNo, action, amountMinor, percentBp, approverId }];
  });
}

/** Nearly all of what somebody may give alone. */
const AT_LIMIT_OF_100 = 90;

/** Whether a discount given alone goes to the limit of whoever gave it, or nearly. No limit, no row. */
export function isAtLimit(role: Role, { action, percentBp, approverId }: ManualDiscount): boolean {
  const limit = limitBp(role, action);
  if (limit === null || percentBp === null || approverId !== null) return false;
  return percentBp * 100 >= limit * AT_LIMIT_OF_100;
}

function limitBp(role: Role, action: Action): number | null {
  const cell = PERMISSIONS[action][role];
  return typeof cell === 'object' && 'percentBp' in cell ? cell.percentBp : null;
}

/** How often something was done, and in how many sales. */
type Rate = { readonly times: number; readonly sales: number };

/** Fewer than this says nothing about anybody. */
const FEWEST = 3;

/**
 * Whether a person did something more often than the others of the store would have in as many sales: beyond two sigma
 * of what is expected, counted as rare events are (sigma is the root of the expected number, at least one).
 */
export function standsOut(own: Rate, others: Rate): boolean {
  if (own.times < FEWEST || own.sales === 0 || others.sales === 0) return false;
  const expected = (own.sales * others.times) / others.sales;
  return own.times - expected > 2 * Math.sqrt(Math.max(1, expected));
}

/**
 * What went back in cash beyond the cash a sale was paid in, for each of its refunds in the order they came. Minor
 * units; zero: nothing beyond. Money of a card handed out in cash is how a stolen card is emptied.
 */
export function cashBeyond(keptMinor: number, refundsMinor: readonly number[]): number[] {
  let goneMinor = 0;
  return refundsMinor.map((cashMinor) => {
    const before = Math.max(0, goneMinor - keptMinor);
    goneMinor += cashMinor;
    return Math.max(0, goneMinor - keptMinor) - before;
  });
}
