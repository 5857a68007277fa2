/**
 * A Z report against what it is made of: the facts of its shift, as they stand in the same journal, and the Z before
 * it. The server flags what does not agree and alters nothing.
 */
import { canonicalText } from './journal.ts';
import { closeShift, type ShiftClosed } from './shift.ts';
import type { ShiftFact } from './shift-fact.ts';
import { toMinor } from './money.ts';

/** `number`: a gap, or twice; `grand_total`: does not go on from the Z before; `figures`: not what the facts say. */
type ZFault = 'number' | 'grand_total' | 'figures';

/** The Z before; null: there is none. */
export type ZBefore = { readonly zNo: number; readonly grandTotalMinor: number } | null;

/** What of a Z does not agree. `facts` is null where they are not all at hand: then its figures are not judged. */
export function checkZ(z: ShiftClosed, facts: readonly ShiftFact[] | null, before: ZBefore): ZFault[] {
  const grandBefore = before?.grandTotalMinor ?? 0;
  return [
    ...(z.zNo === (before?.zNo ?? 0) + 1 ? [] : (['number'] as const)),
    ...(z.grandTotalMinor === grandBefore + z.salesMinor ? [] : (['grand_total'] as const)),
    ...(facts === null || isWhatFactsSay(z, facts) ? [] : (['figures'] as const)),
  ];
}

/** Whatever the Z tells is computed again; what an older one does not tell is passed over. */
function isWhatFactsSay(z: ShiftClosed, facts: readonly ShiftFact[]): boolean {
  const { foreign = [], note = '', approverId = null, ...head } = z;
  const again = closeShift({ ...head, foreign, note, approverId, grandBeforeMinor: toMinor(0) }, facts);
  const figures = new Map(Object.entries(again));
  return Object.entries(z)
    .filter(([name, told]) => name !== 'grandTotalMinor' && told !== undefined)
    .every(([name, told]) => canonicalText({ told }) === canonicalText({ told: figures.get(name) ?? null }));
}
