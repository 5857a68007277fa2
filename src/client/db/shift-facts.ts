/**
 * What counts in a shift, read from the journal's own entries: a list beside it could miss one, and a sum could not be
 * shown to be right.
 *
 * Invariants: a fact counts once, in however many lives of the journal it stands; what the disk has damaged is left
 * out here and shows in the export of unsent facts. Only Dexie is awaited, so it may run inside a transaction.
 */
import { SHIFT_KINDS, type ShiftFact } from '../../core/shift-fact.ts';
import type { EntryEnvelope } from '../../core/journal.ts';
import type { OpenShift } from '../till-device.ts';
import { entriesAfter, readMeta, type EntryRow, type JournalDb } from './journal-db.ts';

/** The facts of a shift that is open, each once. */
export const factsOfShift = (db: JournalDb, { shiftId, openedSeq }: OpenShift): Promise<readonly ShiftFact[]> =>
  db.transaction('r', [db.entries, db.meta], async () => {
    const head = await readMeta(db, 'head');
    if (head === undefined) return [];
    const { incarnation } = head;
    const own = await entriesAfter(db, { incarnation, seq: openedSeq - 1, limit: Infinity });
    const isWhole = own.some((row) => row.kind === 'shift.opened' && row.bytes.includes(shiftId));
    if (isWhole) return shiftFacts(own, shiftId);
    // It was opened in a life this journal has left: what both histories agreed on stands there alone.
    const lives = (await readMeta(db, 'oldLives'))?.lives ?? [];
    const rows: EntryRow[] = [];
    for (const life of lives) rows.push(...(await entriesAfter(db, { ...life, seq: 0, limit: Infinity })));
    return shiftFacts([...rows, ...own], shiftId);
  });

const isKind = (kind: string): boolean => (SHIFT_KINDS as readonly string[]).includes(kind);

/** Those of the rows that count in the shift, each once. */
export function shiftFacts(rows: readonly EntryRow[], shiftId: string): readonly ShiftFact[] {
  const facts = new Map<string, ShiftFact>();
  for (const row of rows) {
    if (!isKind(row.kind) || facts.has(row.entryId)) continue;
    const fact = readable(row);
    if (fact?.body.shiftId === shiftId) facts.set(row.entryId, fact);
  }
  return [...facts.values()];
}

/** An entry of one of these kinds, as its schema read it when it was made. */
function readable(row: EntryRow): ShiftFact | null {
  try {
    const { kind, body, staffId, wallMs } = JSON.parse(row.bytes) as EntryEnvelope;
    return { kind, body, staffId, wallMs } as unknown as ShiftFact;
  } catch {
    return null; // a verdict: see above
  }
}
