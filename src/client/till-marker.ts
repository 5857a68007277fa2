/**
 * A mark outside the databases that a till was here, and how far it had come. Browsers delete whole databases
 * (eviction, recovery of a damaged store); without the mark the till would look like one that never was.
 */
import * as z from 'zod/mini';
import { hex64, nat, text, uuid } from '../wire/scalars.ts';

const tillMark = z.strictObject({
  deviceId: uuid,
  incarnation: uuid,
  tillCode: text(4),
  headSeq: nat,
  ackedSeq: nat,
  ackedHash: hex64,
});
export type TillMark = z.infer<typeof tillMark>;

/** Where the mark is kept: a small store that is not IndexedDB. */
export type MarkShelf = {
  readonly get: () => string | null;
  readonly set: (value: string) => void;
  readonly clear: () => void;
};

/** The mark, or null when there is none that can be read. */
export function readMark(shelf: MarkShelf | null): TillMark | null {
  const value = shelf?.get() ?? null;
  if (value === null || value.length > 1000) return null;
  try {
    const read = tillMark.safeParse(JSON.parse(value));
    return read.success ? read.data : null;
  } catch {
    return null; // a verdict: somebody else's text
  }
}

/** The mark of a journal as it stands. */
export const markOf = (
  { deviceId, incarnation, tillCode }: Pick<TillMark, 'deviceId' | 'incarnation' | 'tillCode'>,
  { headSeq, ackedSeq, ackedHash }: Pick<TillMark, 'headSeq' | 'ackedSeq' | 'ackedHash'>,
): TillMark => ({ deviceId, incarnation, tillCode, headSeq, ackedSeq, ackedHash });

/** One more entry of the same journal. */
export function raiseMark(shelf: MarkShelf | null, head: { readonly incarnation: string; readonly seq: number }): void {
  const mark = readMark(shelf);
  if (mark?.incarnation === head.incarnation) leaveMark(shelf, { ...mark, headSeq: head.seq });
}

/** Leaves the mark. A full or locked shelf costs the tripwire, never a sale. */
export function leaveMark(shelf: MarkShelf | null, mark: TillMark): void {
  try {
    shelf?.set(JSON.stringify(mark));
  } catch {
    // The mark is a help, not a promise: the server knows the head too.
  }
}
