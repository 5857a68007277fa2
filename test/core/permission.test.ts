import { describe, expect, test } from 'vitest';
import { type Action, may, mayApprove, PERMISSIONS, type Role } from '../../src/core/permission.ts';

const ROLES: readonly Role[] = ['cashier', 'senior', 'manager', 'owner', 'auditor'];

// The same rules in words of the trust design, one letter per role: y yes, a approval, n no, l within a limit.
const EXPECTED: Record<Action, string> = {
  sell: 'yyyyn',
  sell_on_account: 'ayyyn',
  reprint_last: 'yyyyn',
  reprint_any: 'ayyyn',
  remove_line: 'yyyyn',
  discount_line: 'llyyn',
  discount_cart: 'llyyn',
  exempt_tax: 'aayyn',
  override_price: 'alyyn',
  open_drawer: 'ayyyn',
  void_sale: 'aaayn',
  refund_blind: 'aaayn',
  refund_receipt: 'llyyn',
  move_cash: 'ayyyn',
  close_shift: 'ayyyn',
  accept_difference: 'aayyn',
  take_in_stock: 'yyyyn',
  change_stock: 'ayyyn',
  practise: 'ayyyn',
  force_offline: 'nayyn',
  raise_caps: 'nayyn',
  see_members: 'yyyyn',
  see_members_whole: 'nnyyn',
  export_members: 'nnnyn',
  manage_store: 'nnyyn',
  manage_org: 'nnnyn',
  verify_journal: 'nnyyy',
  export_journal: 'nnyyn',
};
const ACTIONS = Object.keys(PERMISSIONS) as Action[];
const cells = ACTIONS.flatMap((action) => ROLES.map((role, i) => ({ action, role, letter: EXPECTED[action][i]! })));

test.each(cells)('$role: $action is $letter', ({ action, role, letter }) => {
  const small = { percentBp: 100, amountMinor: 100 };
  const huge = { percentBp: 10_000, amountMinor: 1_000_000 };
  const verdict = { y: 'yes', a: 'approval', n: 'no' }[letter];
  expect(may(role, action, small)).toBe(letter === 'l' ? 'yes' : verdict);
  expect(may(role, action, huge)).toBe(letter === 'l' ? 'approval' : verdict);
  expect(may(role, action)).toBe(letter === 'l' ? 'approval' : verdict); // not known is over the limit
});

describe('limits', () => {
  test.each([
    ['cashier', 'discount_line', { percentBp: 1000 }, 'yes'],
    ['cashier', 'discount_line', { percentBp: 1001 }, 'approval'],
    ['senior', 'override_price', { percentBp: 2000 }, 'yes'],
    ['senior', 'override_price', { percentBp: -2500 }, 'approval'],
    ['cashier', 'refund_receipt', { amountMinor: 5000 }, 'yes'],
    ['cashier', 'refund_receipt', { amountMinor: 5001 }, 'approval'],
    ['senior', 'refund_receipt', { amountMinor: 20_000 }, 'yes'],
    ['cashier', 'refund_receipt', { percentBp: 1 }, 'approval'],
  ] as const)('%s %s %j: %s', (role, action, extent, verdict) => {
    expect(may(role, action, extent)).toBe(verdict);
  });
});

describe('approval', () => {
  const person = (role: Role, staffId: string = role): { role: Role; staffId: string } => ({ role, staffId });

  test.each(cells)('for a $role to $action', ({ action, role }) => {
    const asker = person(role, 'asker');
    const askable = may(role, action) === 'approval';
    expect(mayApprove(person('manager'), asker, action)).toBe(askable);
    expect(mayApprove(person('owner'), asker, action)).toBe(askable);
    expect(mayApprove(person('cashier'), asker, action)).toBe(false);
    expect(mayApprove(person('auditor'), asker, action)).toBe(false);
    expect(mayApprove(person('senior'), asker, action)).toBe(askable && may('senior', action) === 'yes');
  });

  test('nobody approves for themselves', () => {
    const manager = person('manager', 'li');
    expect(may('manager', 'void_sale')).toBe('approval');
    expect(mayApprove(manager, manager, 'void_sale')).toBe(false);
    expect(mayApprove(person('manager', 'wang'), manager, 'void_sale')).toBe(true);
  });

  test("a senior approves within a senior's limit", () => {
    const asker = person('cashier');
    expect(mayApprove(person('senior'), asker, 'refund_receipt', { amountMinor: 15_000 })).toBe(true);
    expect(mayApprove(person('senior'), asker, 'refund_receipt', { amountMinor: 25_000 })).toBe(false);
  });
});
