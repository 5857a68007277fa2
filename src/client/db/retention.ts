/**
 * What a till may forget. An entry goes only when the server has proved to keep it (`safe`), it is 35 days old, and its
 * shift is closed: for that long a till can rebuild what the oldest backup of the server lacks.
 *
 * Invariants: only a journal's beginning goes, so what is left has no hole; the acknowledged entry stays, because its
 * hash tells a till that it and the server mean one history; age is judged by the server's time, so a clock that jumps
 * years ahead makes nothing old, and one that is years behind makes nothing older than it is. Each slice is one
 * transaction.
 */
import { readEntry } from './commit-entry.ts';
import { readMeta, type EntryRow, type JournalDb } from './journal-db.ts';

export const KEPT_MS = 35 * 24 * 3_600_000;

/** Entries looked at, and deleted as one range, in one transaction. */
const AT_ONCE = 500;

type Limits = {
  readonly incarnation: string;
  readonly lastSeq: number; // the last that may go, were it old enough
  readonly open: { readonly seq: number } | { readonly ms: number } | null; // where the open shift begins
};

/** Forgets what may be forgotten. `serverMs` is the server's time. Gives how many entries went. */
export async function forgetOldEntries(db: JournalDb, serverMs: number): Promise<number> {
  let gone = 0;
  for (const incarnation of await livesOf(db)) {
    for (;;) {
      const went = await forgetSlice(db, incarnation, serverMs);
      gone += went;
      if (went < AT_ONCE) break;
    }
  }
  return gone;
}

async function livesOf(db: JournalDb): Promise<readonly string[]> {
  const [head, old] = [await readMeta(db, 'head'), await readMeta(db, 'oldLives')];
  const lives = (old?.lives ?? []).map(({ incarnation }) => incarnation);
  return head === undefined ? lives : [...lives, head.incarnation];
}

const forgetSlice = (db: JournalDb, incarnation: string, serverMs: number): Promise<number> =>
  db.transaction('rw!', [db.entries, db.sales, db.meta], async () => {
    const limits = await limitsOf(db, incarnation);
    const { lastSeq } = limits;
    const range = (to: number) =>
      db.entries.where('[incarnation+seq]').between([incarnation, 0], [incarnation, to], true, true);
    const some = await range(lastSeq).limit(AT_ONCE).toArray();
    // A whole slice from before the server was heard: what comes after it says how old it is at least.
    const rows = some.length === AT_ONCE && some.every(isUndated) ? await range(lastSeq).toArray() : some;
    const going = goingOf(rows, limits, serverMs);
    const last = going.at(-1);
    if (last === undefined) return 0;
    await range(last.seq).delete();
    await db.sales.bulkDelete(going.flatMap((row) => rowInList(row) ?? []));
    return going.length;
  });

async function limitsOf(db: JournalDb, incarnation: string): Promise<Limits> {
  const [head, acked, safe] = [await readMeta(db, 'head'), await readMeta(db, 'acked'), await readMeta(db, 'safe')];
  const shift = (await readMeta(db, 'register'))?.shift ?? null;
  if (head?.incarnation === incarnation) {
    const lastSeq = Math.min(safe?.seq ?? 0, (acked?.seq ?? 0) - 1);
    return { incarnation, lastSeq, open: shift === null ? null : { seq: shift.openedSeq } };
  }
  const life = (await readMeta(db, 'oldLives'))?.lives.find((each) => each.incarnation === incarnation);
  return { incarnation, lastSeq: life?.safeSeq ?? 0, open: shift === null ? null : { ms: shift.openedMs } };
}

/**
 * The rows at the beginning that may go. One stamped before the server was heard has only the device's word for its
 * time, so it goes with the next one that is dated and old: that one was committed after it.
 */
function goingOf(rows: readonly EntryRow[], limits: Limits, serverMs: number): readonly EntryRow[] {
  let end = 0;
  for (const [at, row] of rows.entries()) {
    const verdict = judged(row, limits, serverMs);
    if (verdict === 'stays') break;
    if (verdict === 'goes') end = at + 1;
  }
  return rows.slice(0, end);
}

/** Old enough by the server's time, and no part of the shift that is open. What cannot be read is never let go. */
function judged(row: EntryRow, { open }: Limits, serverMs: number): 'goes' | 'stays' | 'undated' {
  const times = timesOf(row);
  if (times === null) return 'stays';
  const isOfOpenShift = open !== null && ('seq' in open ? row.seq >= open.seq : times.wallMs >= open.ms);
  if (isOfOpenShift) return 'stays';
  if (times.serverMs === null) return 'undated';
  return serverMs - times.serverMs >= KEPT_MS ? 'goes' : 'stays';
}

const isUndated = (row: EntryRow): boolean => timesOf(row)?.serverMs === null;

function timesOf(row: EntryRow): { readonly wallMs: number; readonly serverMs: number | null } | null {
  try {
    const { wallMs, offsetMs } = readEntry(row);
    return { wallMs, serverMs: offsetMs === null ? null : wallMs + offsetMs };
  } catch {
    return null; // a verdict: a row the disk has damaged is for the export
  }
}

/** The sale or return as the list of sales knows it; null for facts that are not in it. */
function rowInList(row: EntryRow): string | null {
  if (row.kind !== 'sale.completed' && row.kind !== 'return.completed' && row.kind !== 'sale.voided') return null;
  const { saleId, returnId } = readEntry(row).body as { readonly saleId: string; readonly returnId: string }; // by kind
  return row.kind === 'sale.completed' ? saleId : returnId;
}
