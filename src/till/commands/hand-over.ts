/**
 * The shift passes to another person. Who takes it has proved who they are and is signed in; the drawer may be counted
 * between the two, and the difference then stands with the one who gave it.
 */
import type { CommittedEntry } from '../../client/till-device.ts';
import type { HandoverCount } from '../../core/drawer.ts';
import { toMinor, type Minor } from '../../core/money.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { readShift } from '../../core/shift.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import type { TillTools } from './tools.ts';

/** What the drawer should hold against what was counted. Refuses: `no_open_shift`. */
export async function countForHandover(
  { device }: TillTools,
  countedMinor: Minor,
): Promise<Result<HandoverCount, Refusal>> {
  const { shift } = device.state.getState();
  if (shift === null) return err({ code: 'no_open_shift' });
  const facts = await device.factsOfShift(shift);
  const { expectedMinor } = readShift({ ...shift, floatMinor: toMinor(shift.floatMinor) }, facts);
  return ok({ countedMinor, expectedMinor, diffMinor: toMinor(countedMinor - expectedMinor) });
}

/**
 * Commits `shift.handed_over` in the name of the person who is signed in now.
 * Refuses: `signed_out`, `not_allowed`, `no_open_shift`, and what a commit refuses.
 */
export async function takeOverShift(
  tools: TillTools,
  count: HandoverCount | null,
): Promise<Result<CommittedEntry, Refusal>> {
  const may = allowed(tools, { action: 'sell' });
  if (!may.ok) return may;
  const { shift } = tools.device.state.getState();
  if (shift === null) return err({ code: 'no_open_shift' });
  const fromStaffId = shift.staffId === '' ? null : shift.staffId;
  const body = { shiftId: shift.shiftId, fromStaffId, count };
  return tools.device.commit({ kind: 'shift.handed_over', entryId: tools.newId(), body });
}
