/**
 * Whether this till practises, kept outside the databases: the page looks here before it opens any of them. A till
 * practises until somebody ends it, over reloads and restarts.
 */
import * as z from 'zod/mini';
import { int, uuid } from '../../wire/scalars.ts';

const PRACTICE_KEY = 'halfloop-till-practice';

const practiceMark = z.object({
  practiceId: uuid,
  startedMs: int,
  /** Somebody has ended it: the till is the real one again, and its journal is still to be told what was practised. */
  ended: z.optional(z.object({ entryId: uuid, staffId: uuid, approverId: z.nullable(uuid) })),
});
export type PracticeMark = z.infer<typeof practiceMark>;

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The mark, or null: a text that is no mark of ours makes no till practise. */
export function readPractice(shelf: Pick<Shelf, 'getItem'>): PracticeMark | null {
  try {
    const read = practiceMark.safeParse(JSON.parse(shelf.getItem(PRACTICE_KEY) ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null; // a verdict: no storage, or a text that is no JSON
  }
}

export const writePractice = (shelf: Shelf, mark: PracticeMark): void =>
  shelf.setItem(PRACTICE_KEY, JSON.stringify(mark));

export const clearPractice = (shelf: Shelf): void => shelf.removeItem(PRACTICE_KEY);
