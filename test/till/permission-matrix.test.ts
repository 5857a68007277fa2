/** Every act by every role with every approver, online and offline: a till asks the same, whatever the network does. */
import { expect, test } from 'vitest';
import { allowed } from '../../src/till/commands/allowed.ts';
import type { StaffRow } from '../../src/wire/catalogue.ts';
import { uuidOf } from '../support/builders.ts';
import { GOODS } from '../support/counter-kit.ts';
import { memoryTill } from '../support/memory-till.ts';
import { CELLS, ROLES } from '../support/permission-cells.ts';

const person = (n: number, role: StaffRow['role']): StaffRow => ({
  staffId: uuidOf(n), names: { en: role }, role, storeIds: [], pin: null, active: true,
}); // prettier-ignore
const ASKERS = new Map(ROLES.map((role, at) => [role, person(700 + at, role)]));
const APPROVERS = new Map(ROLES.map((role, at) => [role, person(800 + at, role)]));

test.each([true, false])('whoever may, may; nobody else does (online: %s)', (online) => {
  const staff = [...ASKERS.values(), ...APPROVERS.values()];
  const till = memoryTill({ products: GOODS, state: { staff, online, pending: online ? 0 : 7 } });
  const wrong = CELLS.filter(({ action, extent, role, approver, isAllowed }) => {
    const asker = ASKERS.get(role);
    if (asker === undefined) throw new Error(role);
    till.state.setState({ signedIn: asker });
    const other = approver === 'none' || approver === 'self' ? undefined : APPROVERS.get(approver);
    const approverId = approver === 'self' ? asker.staffId : (other?.staffId ?? null);
    return allowed({ device: till }, { action, extent, approverId }).ok !== isAllowed;
  });
  expect(wrong).toEqual([]);
  expect(CELLS.length).toBeGreaterThanOrEqual(250);
});
