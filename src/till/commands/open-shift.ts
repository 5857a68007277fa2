/** Opens the shift: the float in the drawer becomes a fact, and selling may begin. */
import type { CommittedEntry } from '../../client/till-device.ts';
import type { Minor } from '../../core/money.ts';
import { err, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { Denomination } from './close-shift.ts';
import { allowed } from './allowed.ts';
import type { TillTools } from './tools.ts';

/**
 * Commits `shift.opened` with the float counted into the drawer (minor units, 0 or more), and its notes and coins where
 * they were counted.
 * Refuses: `signed_out`, `not_allowed`, `shift_open_already`, and what a commit refuses.
 */
export async function openShift(
  tools: TillTools,
  floatMinor: Minor,
  denominations: readonly Denomination[] = [],
): Promise<Result<CommittedEntry, Refusal>> {
  const may = allowed(tools, { action: 'sell' });
  if (!may.ok) return may;
  const { shift, counters } = tools.device.state.getState();
  if (shift !== null) return err({ code: 'shift_open_already' });
  const pieces = denominations.filter((row) => row.count > 0);
  const counted = pieces.length === 0 ? {} : { denominations: pieces };
  const body = { shiftId: tools.newId(), shiftNo: counters.shiftNo + 1, floatMinor, ...counted };
  return tools.device.commit({ kind: 'shift.opened', entryId: tools.newId(), body });
}
