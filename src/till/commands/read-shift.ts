/** What the shift that is open comes to now, from the till's journal. */
import { momentIn } from '../../core/store-moment.ts';
import { toMinor } from '../../core/money.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { hourRows, readShift as readingOf, type ShiftReading } from '../../core/shift.ts';
import type { ShiftFact } from '../../core/shift-fact.ts';
import type { OpenShift } from '../../client/till-device.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { TillTools } from './tools.ts';

type HourRow = ReturnType<typeof hourRows>[number];
export type XReport = {
  readonly shift: OpenShift;
  readonly reading: ShiftReading;
  readonly hours: readonly HourRow[];
  readonly atMs: number;
  readonly pending: number; // facts the server has not yet: none of them is missing here
};

/** The X report. It changes nothing and may be read at any time. Refuses: `no_open_shift`. */
export async function readX(tools: TillTools): Promise<Result<XReport, Refusal>> {
  const { shift, pending } = tools.device.state.getState();
  if (shift === null) return err({ code: 'no_open_shift' });
  const facts = await tools.device.factsOfShift(shift);
  const reading = readingOf({ ...shift, floatMinor: toMinor(shift.floatMinor) }, facts);
  return ok({ shift, reading, hours: hoursOf(tools, facts), atMs: tools.nowMs(), pending });
}

/** Sales by the hour of the store's own clock. */
function hoursOf({ device }: Pick<TillTools, 'device'>, facts: readonly ShiftFact[]): readonly HourRow[] {
  const tz = device.state.getState().store?.tz ?? 'UTC';
  return hourRows(facts, (wallMs) => Math.floor(momentIn(tz, wallMs).minute / 60));
}
