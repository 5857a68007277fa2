/**
 * Who may do what. One table; till and server ask the same function, the server's answer counts.
 *
 * `approval` means: with somebody who may approve it, see `mayApprove`. A limit not given or not known is exceeded.
 * Not here: proving who it is (client/auth, server/auth), which store a person belongs to.
 */
import { mulDivHalfUp } from './money.ts';

export type Role = 'cashier' | 'senior' | 'manager' | 'owner' | 'auditor';

/** How much of it: a discount or price change in basis points of the list price, a refund in minor units. */
export type Extent = { readonly percentBp?: number; readonly amountMinor?: number };
type Verdict = 'yes' | 'approval' | 'no';

type Cell = Verdict | { readonly percentBp: number } | { readonly amountMinor: number };
type Row = Readonly<Record<Role, Cell>>;

const row = (cashier: Cell, senior: Cell, manager: Cell, owner: Cell, auditor: Cell): Row => ({
  cashier,
  senior,
  manager,
  owner,
  auditor,
});
const COUNTER = row('yes', 'yes', 'yes', 'yes', 'no');
const LEADERS = row('no', 'no', 'yes', 'yes', 'no');

/** Columns: cashier, senior, manager, owner, auditor. Limits are what we ship with. */
export const PERMISSIONS = {
  sell: COUNTER,
  sell_on_account: row('approval', 'yes', 'yes', 'yes', 'no'), // the goods leave, the money comes later
  reprint_last: COUNTER, // one's own last sale
  reprint_any: row('approval', 'yes', 'yes', 'yes', 'no'),
  remove_line: COUNTER, // before payment
  discount_line: row({ percentBp: 1000 }, { percentBp: 2000 }, 'yes', 'yes', 'no'),
  discount_cart: row({ percentBp: 1000 }, { percentBp: 2000 }, 'yes', 'yes', 'no'),
  exempt_tax: row('approval', 'approval', 'yes', 'yes', 'no'), // a customer who shows a paper
  override_price: row('approval', { percentBp: 2000 }, 'yes', 'yes', 'no'),
  open_drawer: row('approval', 'yes', 'yes', 'yes', 'no'), // without a sale
  void_sale: row('approval', 'approval', 'approval', 'yes', 'no'), // after payment
  refund_blind: row('approval', 'approval', 'approval', 'yes', 'no'), // no receipt
  refund_receipt: row({ amountMinor: 5000 }, { amountMinor: 20_000 }, 'yes', 'yes', 'no'),
  move_cash: row('approval', 'yes', 'yes', 'yes', 'no'),
  close_shift: row('approval', 'yes', 'yes', 'yes', 'no'),
  accept_difference: row('approval', 'approval', 'yes', 'yes', 'no'), // of a drawer, beyond what the shop lets pass
  take_in_stock: COUNTER, // a delivery, goods sent by another store
  change_stock: row('approval', 'yes', 'yes', 'yes', 'no'), // waste, adjustments, counts, goods sent away
  practise: row('approval', 'yes', 'yes', 'yes', 'no'), // begin and end practice, in which nothing is sold
  force_offline: row('no', 'approval', 'yes', 'yes', 'no'),
  raise_caps: row('no', 'approval', 'yes', 'yes', 'no'),
  see_members: COUNTER, // masked
  see_members_whole: LEADERS,
  export_members: row('no', 'no', 'no', 'yes', 'no'), // after a fresh proof of who it is
  manage_store: LEADERS, // staff, PINs and devices of one's own store
  manage_org: row('no', 'no', 'no', 'yes', 'no'), // of any store
  verify_journal: row('no', 'no', 'yes', 'yes', 'yes'),
  export_journal: LEADERS,
} as const satisfies Record<string, Row>;

export type Action = keyof typeof PERMISSIONS;

/** May a person of this role do it alone? Over a limit it needs approval. */
export function may(role: Role, action: Action, extent: Extent = {}): Verdict {
  const cell: Cell = PERMISSIONS[action][role];
  if (typeof cell === 'string') return cell;
  const within =
    'percentBp' in cell ? isWithin(extent.percentBp, cell.percentBp) : isWithin(extent.amountMinor, cell.amountMinor);
  return within ? 'yes' : 'approval';
}

/** How much of a change of price it is. A price from nothing has no measure, so it is beyond every limit. */
export const priceExtent = (fromMinor: number, toMinor: number): Extent =>
  fromMinor <= 0 ? {} : { percentBp: mulDivHalfUp(Math.abs(toMinor - fromMinor), 10_000, fromMinor) };

/** A raise is as much a change as a cut. */
const isWithin = (asked: number | undefined, most: number): boolean => asked !== undefined && Math.abs(asked) <= most;

type Person = { readonly staffId: string; readonly role: Role };

/**
 * May `approver` approve what `asker` may not do alone? Managers and owners may, a senior within what a senior may do;
 * nobody approves for themselves, and nothing the asker may not do at all.
 */
export function mayApprove(approver: Person, asker: Person, action: Action, extent: Extent = {}): boolean {
  if (approver.staffId === asker.staffId || may(asker.role, action, extent) !== 'approval') return false;
  if (approver.role === 'manager' || approver.role === 'owner') return true;
  return approver.role === 'senior' && may('senior', action, extent) === 'yes';
}
