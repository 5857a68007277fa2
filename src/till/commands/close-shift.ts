/**
 * Closes the shift: the cash is counted (each count is a fact), the difference shown, the Z committed. All of it works
 * offline; a Z made while entries wait is marked provisional.
 */
import type { OpenShift } from '../../client/till-device.ts';
import { isFarOff } from '../../core/drawer.ts';
import { sumMinor, toMinor, type Minor } from '../../core/money.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { closeShift as zReport, type ForeignCount, type ShiftClosed } from '../../core/shift.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import { settingsOf, type TillTools } from './tools.ts';

export type Denomination = { readonly valueMinor: Minor; readonly count: number };

/** What was counted, and the place in the journal up to which the Z reads. */
export type CashCount = {
  readonly shiftId: string;
  readonly countedMinor: Minor;
  readonly approverId: string | null;
  readonly foreign: readonly ForeignCount[];
  readonly seq: number;
  readonly wasPending: boolean; // facts waited for the server when the count was made
};

/** How far a drawer may be off before a reason and a manager are asked for; null: however far. */
export const drawerOff = (tools: Pick<TillTools, 'device'>): Minor | null => settingsOf(tools).drawerOffMinor ?? null;

/** The sum of a drawer counted by notes and coins. */
export const countedOf = (rows: readonly Denomination[]): Minor =>
  sumMinor(rows.map((row) => toMinor(row.valueMinor * row.count)));

/**
 * Commits `cash.counted`. A recount is another fact; the Z takes the last.
 * Refuses: `signed_out`, `not_allowed`, `no_open_shift`, and what a commit refuses.
 */
export async function countCash(
  tools: TillTools,
  counted: {
    readonly countedMinor: Minor;
    readonly denominations: readonly Denomination[];
    readonly foreign?: readonly ForeignCount[]; // notes of other currencies
    readonly approverId: string | null; // who agreed, when the person may not close alone
  },
): Promise<Result<CashCount, Refusal>> {
  const may = allowed(tools, { action: 'close_shift', approverId: counted.approverId });
  if (!may.ok) return may;
  const { shift, pending } = tools.device.state.getState();
  if (shift === null) return err({ code: 'no_open_shift' });
  const denominations = counted.denominations.filter((row) => row.count > 0);
  const { foreign = [] } = counted;
  const others = foreign.length === 0 ? {} : { foreign };
  const body = { shiftId: shift.shiftId, countedMinor: counted.countedMinor, denominations, ...others };
  const done = await tools.device.commit({ kind: 'cash.counted', entryId: tools.newId(), body });
  if (!done.ok) return done;
  const { shiftId } = shift;
  const { countedMinor, approverId } = counted;
  return ok({ shiftId, countedMinor, approverId, foreign, seq: done.value.seq, wasPending: pending > 0 });
}

/** The Z as it would be signed now: shown before anybody agrees to it. Refuses: `no_open_shift`. */
export async function previewZ(tools: TillTools, count: CashCount): Promise<Result<ShiftClosed, Refusal>> {
  const { shift } = tools.device.state.getState();
  if (shift?.shiftId !== count.shiftId) return err({ code: 'no_open_shift' });
  return ok(await makeZ(tools, shift, count));
}

/**
 * Commits `shift.closed` with the Z report.
 * Refuses: `signed_out`, `not_allowed`, `no_open_shift`, `note_missing` - a drawer this far off wants a reason -, and
 * what a commit refuses (`try_later`: a sale was made after
 * the count, so it is counted again).
 */
export async function closeShift(
  tools: TillTools,
  count: CashCount,
  note = '', // why there is a difference
): Promise<Result<ShiftClosed, Refusal>> {
  const may = allowed(tools, { action: 'close_shift', approverId: count.approverId });
  if (!may.ok) return may;
  const { shift } = tools.device.state.getState();
  if (shift?.shiftId !== count.shiftId) return err({ code: 'no_open_shift' });
  const body = await makeZ(tools, shift, { ...count, note: note.trim() });
  if (isFarOff(body.diffMinor, drawerOff(tools))) {
    if (note.trim() === '') return err({ code: 'note_missing' });
    const agreed = allowed(tools, { action: 'accept_difference', approverId: count.approverId });
    if (!agreed.ok) return agreed;
  }
  const { byMethod, byTax } = body;
  const entry = { ...body, byMethod: [...byMethod], byTax: [...byTax] };
  const done = await tools.device.commit({ kind: 'shift.closed', entryId: tools.newId(), body: entry });
  return done.ok ? ok(body) : done;
}

async function makeZ(
  { device }: TillTools,
  shift: OpenShift,
  count: CashCount & { readonly note?: string },
): Promise<ShiftClosed> {
  const { counters } = device.state.getState();
  const facts = await device.factsOfShift(shift);
  return zReport(
    {
      shiftId: shift.shiftId,
      zNo: counters.zNo + 1,
      floatMinor: toMinor(shift.floatMinor),
      countedMinor: count.countedMinor,
      grandBeforeMinor: toMinor(counters.grandTotalMinor),
      firstSeq: shift.openedSeq,
      lastSeq: count.seq,
      provisional: count.wasPending,
      foreign: count.foreign,
      approverId: count.approverId,
      ...(count.note === undefined ? {} : { note: count.note }),
    },
    facts,
  );
}
