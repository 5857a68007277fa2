/**
 * Cash that moves without a sale, the drawer opened without one, and a shift that passes from one person to another.
 * Bodies of journal entries; amounts in minor units.
 *
 * Invariants: an amount is above zero, and the direction alone says where it went; of the four reasons three know their
 * direction, and only change fetched or brought back (`float`) goes either way.
 */
import type { Minor } from './money.ts';

/** `skim`: surplus to the safe. `float`: change from the safe, or back to it. */
export type CashReason = 'pay_in' | 'pay_out' | 'skim' | 'float';

/** Body of `cash.moved`. */
export type CashMoved = {
  readonly shiftId: string;
  readonly direction: 'in' | 'out';
  readonly amountMinor: Minor;
  readonly reason: CashReason;
  readonly note: string; // whose money, for what
  readonly approverId: string | null;
};

/** Body of `drawer.opened`: no sale, no cash moved. */
export type DrawerOpened = { readonly shiftId: string; readonly reason: string; readonly approverId: string | null };

/** What the drawer held against what it should have held, when it passed to another person. */
export type HandoverCount = {
  readonly countedMinor: Minor;
  readonly expectedMinor: Minor;
  readonly diffMinor: Minor;
};

/** Body of `shift.handed_over`, by the one who takes it. `count` is null where both agreed not to count. */
export type HandedOver = {
  readonly shiftId: string;
  readonly fromStaffId: string | null;
  readonly count: HandoverCount | null;
};

/** Whether a drawer is further off than the shop lets pass. `limitMinor` null: it lets everything pass. */
export const isFarOff = (diffMinor: number, limitMinor: number | null): boolean =>
  limitMinor !== null && Math.abs(diffMinor) > limitMinor;

const DIRECTIONS: Readonly<Record<CashReason, readonly CashMoved['direction'][]>> = {
  pay_in: ['in'],
  pay_out: ['out'],
  skim: ['out'],
  float: ['in', 'out'],
};

/** Whether a move says one thing: an amount above zero, in a direction its reason knows. */
export const isSoundMove = ({ direction, amountMinor, reason }: CashMoved): boolean =>
  amountMinor > 0 && DIRECTIONS[reason].includes(direction);

/** What it did to the drawer. Signed. */
export const intoDrawer = ({ direction, amountMinor }: Pick<CashMoved, 'direction' | 'amountMinor'>): number =>
  direction === 'in' ? amountMinor : 0 - amountMinor;
