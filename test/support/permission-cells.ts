/**
 * Who may do what, cell by cell, said once more in plain letters: each act by each role, alone and with each approver.
 * A till asks before it journals; a server asks again of what a till that does not ask has journalled.
 */
import type { Action, Extent, Role } from '../../src/core/permission.ts';

export const ROLES: readonly Role[] = ['cashier', 'senior', 'manager', 'owner', 'auditor'];
type Approver = 'none' | 'self' | 'cashier' | 'senior' | 'manager';
const APPROVERS: readonly Approver[] = ['none', 'self', 'cashier', 'senior', 'manager'];

type Asked = Extract<
  Action,
  | 'discount_line' | 'discount_cart' | 'exempt_tax' | 'override_price' | 'open_drawer' | 'move_cash'
  | 'sell_on_account'
  | 'void_sale' | 'refund_blind' | 'refund_receipt' | 'take_in_stock' | 'change_stock' | 'reprint_last' | 'reprint_any'
>; // prettier-ignore
type Act = { readonly action: Asked; readonly extent: Extent; readonly letters: string };

/** y alone, a with an approver, n not at all; of cashier, senior, manager, owner, auditor. */
export const ACTS: readonly Act[] = [
  { action: 'discount_line', extent: { percentBp: 1000 }, letters: 'yyyyn' },
  { action: 'discount_line', extent: { percentBp: 1500 }, letters: 'ayyyn' },
  { action: 'discount_line', extent: { percentBp: 5000 }, letters: 'aayyn' },
  { action: 'discount_cart', extent: { percentBp: 1000 }, letters: 'yyyyn' },
  { action: 'discount_cart', extent: { percentBp: 2100 }, letters: 'aayyn' },
  { action: 'exempt_tax', extent: {}, letters: 'aayyn' },
  { action: 'override_price', extent: { percentBp: 2000 }, letters: 'ayyyn' },
  { action: 'override_price', extent: { percentBp: 3000 }, letters: 'aayyn' },
  { action: 'open_drawer', extent: {}, letters: 'ayyyn' },
  { action: 'move_cash', extent: {}, letters: 'ayyyn' },
  { action: 'sell_on_account', extent: {}, letters: 'ayyyn' },
  { action: 'void_sale', extent: {}, letters: 'aaayn' },
  { action: 'refund_blind', extent: {}, letters: 'aaayn' },
  { action: 'refund_receipt', extent: { amountMinor: 5000 }, letters: 'yyyyn' },
  { action: 'refund_receipt', extent: { amountMinor: 5001 }, letters: 'ayyyn' },
  { action: 'refund_receipt', extent: { amountMinor: 20_001 }, letters: 'aayyn' },
  { action: 'take_in_stock', extent: {}, letters: 'yyyyn' },
  { action: 'change_stock', extent: {}, letters: 'ayyyn' },
  { action: 'reprint_last', extent: {}, letters: 'yyyyn' },
  { action: 'reprint_any', extent: {}, letters: 'ayyyn' },
];

export type PermissionCell = Act & {
  readonly role: Role;
  readonly approver: Approver;
  readonly isAllowed: boolean;
};

const letterOf = (act: Act, role: Role): string => act.letters.charAt(ROLES.indexOf(role));

function isAllowed(act: Act, role: Role, approver: Approver): boolean {
  const own = letterOf(act, role);
  if (own !== 'a') return own === 'y';
  if (approver === 'manager') return true; // another manager than the one who asks
  return approver === 'senior' && letterOf(act, 'senior') === 'y';
}

export const CELLS: readonly PermissionCell[] = ACTS.flatMap((act) =>
  ROLES.flatMap((role) =>
    APPROVERS.map((approver) => ({ ...act, role, approver, isAllowed: isAllowed(act, role, approver) })),
  ),
);
