/** Cash into or out of the drawer without a sale, and the drawer opened without one: each a fact of its own. */
import type { CommittedEntry } from '../../client/till-device.ts';
import type { CashMoved } from '../../core/drawer.ts';
import { err, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import type { TillTools } from './tools.ts';

type CashMove = Omit<CashMoved, 'shiftId'> & { readonly entryId: string };

/**
 * Commits `cash.moved`. The same entry id again is the same move.
 * Refuses: `signed_out`, `not_allowed`, `no_open_shift`, `amount_missing`, `note_missing`, and what a commit refuses.
 */
export async function moveCash(
  tools: TillTools,
  { entryId, note, ...move }: CashMove,
): Promise<Result<CommittedEntry, Refusal>> {
  const may = allowed(tools, { action: 'move_cash', approverId: move.approverId });
  if (!may.ok) return may;
  const { shift } = tools.device.state.getState();
  if (shift === null) return err({ code: 'no_open_shift' });
  if (move.amountMinor <= 0) return err({ code: 'amount_missing' });
  const why = note.trim();
  const needsWords = move.reason === 'pay_in' || move.reason === 'pay_out';
  if (needsWords && why === '') return err({ code: 'note_missing' });
  const body = { shiftId: shift.shiftId, ...move, note: why };
  return tools.device.commit({ kind: 'cash.moved', entryId, body });
}

/**
 * Commits `drawer.opened`.
 * Refuses: `signed_out`, `not_allowed`, `no_open_shift`, `note_missing`, and what a commit refuses.
 */
export async function openDrawer(
  tools: TillTools,
  { reason, approverId }: { readonly reason: string; readonly approverId: string | null },
): Promise<Result<CommittedEntry, Refusal>> {
  const may = allowed(tools, { action: 'open_drawer', approverId });
  if (!may.ok) return may;
  const { shift } = tools.device.state.getState();
  if (shift === null) return err({ code: 'no_open_shift' });
  if (reason.trim() === '') return err({ code: 'note_missing' });
  const body = { shiftId: shift.shiftId, reason: reason.trim(), approverId };
  return tools.device.commit({ kind: 'drawer.opened', entryId: tools.newId(), body });
}
