/**
 * May the person who is signed in do this, alone or with an approver? Asked by every command, whatever the screen
 * showed.
 */
import { may, mayApprove as mayApproveRule, type Action, type Extent } from '../../core/permission.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { StaffRow } from '../../wire/catalogue.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { TillTools } from './tools.ts';

export type Asked = {
  readonly action: Action;
  readonly extent?: Extent;
  readonly approverId?: string | null;
};

/** Who does it. Refuses: `signed_out`; `not_allowed` - not alone, and nobody who may has approved. */
export function allowed({ device }: Pick<TillTools, 'device'>, asked: Asked): Result<StaffRow, Refusal> {
  const { signedIn, staff } = device.state.getState();
  if (signedIn === null) return err({ code: 'signed_out' });
  const { action, extent = {}, approverId = null } = asked;
  if (may(signedIn.role, action, extent) === 'yes') return ok(signedIn);
  const approver = staff.find((person) => person.staffId === approverId);
  const isApproved = approver !== undefined && mayApproveRule(approver, signedIn, action, extent);
  return isApproved ? ok(signedIn) : err({ code: 'not_allowed' });
}

/** People of this store who may approve it for the one who is signed in. */
export function approversOf(
  { device }: Pick<TillTools, 'device'>,
  { action, extent = {} }: Asked,
): readonly StaffRow[] {
  const { signedIn, staff } = device.state.getState();
  if (signedIn === null) return [];
  return staff.filter((person) => person.pin !== null && mayApproveRule(person, signedIn, action, extent));
}
