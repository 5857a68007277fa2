/**
 * The first entry of a journal: it says whose it is and names the key it is signed with.
 * Invariants: the journal begins with `incarnation.opened`, once; one that ends before its mark goes no further.
 */
import { commitEntry } from '../db/commit-entry.ts';
import { putMeta, readMeta, type JournalDb, type Meta } from '../db/journal-db.ts';
import { localFact } from '../db/local-book.ts';
import type { TillMark } from '../till-marker.ts';

type Clocks = { readonly clock: () => number; readonly mono: () => number };

/**
 * The journal's first entry, if it is not there yet: a crash may have come between enrolment and it. `mark`: of the
 * till this browser was before; when its data are gone, the entry names the journal that was lost.
 */
export async function openJournal(
  deps: Clocks & { readonly db: JournalDb },
  till: Meta<'identity'>,
  mark: TillMark | null,
): Promise<void> {
  const { db, clock, mono } = deps;
  const head = await readMeta(db, 'head');
  if (head === undefined) return;
  if (mark !== null && mark.incarnation === head.incarnation && mark.headSeq > head.seq) {
    // The disk has lost the end of it. Its numbers were given already, so the next entry belongs to another life.
    const torn = { reason: 'restored_disk', at: head.seq + 1, serverHash: null, markSeq: mark.headSeq } as const;
    if ((await readMeta(db, 'frozen')) === undefined) await putMeta(db, 'frozen', torn);
    return;
  }
  if (head.seq > 0) return;
  const { orgId, storeId, incarnationNo, thumbprint, openedEntryId: entryId } = till;
  const lost = mark !== null && mark.incarnation !== till.incarnation ? mark : null;
  const old = lost && journalOf(lost);
  const reason = lost === null ? ('enrolled' as const) : ('data_loss' as const);
  const body = { reason, orgId, storeId, incarnationNo, thumbprint, old };
  const [wallMs, monoMs] = [Math.round(clock()), Math.round(mono())];
  const stamp = { entryId, wallMs, monoMs, offsetMs: null, staffId: null, today: null };
  await commitEntry(db, localFact({ db, till }, { kind: 'incarnation.opened', body }, stamp, null));
}

/** How the mark's journal is named. Its device was another one: the key is gone with the rest. */
const journalOf = ({ deviceId, incarnation, headSeq, ackedSeq, ackedHash }: TillMark) => ({
  deviceId,
  incarnation,
  headSeq,
  ackedSeq,
  ackedHash,
});
