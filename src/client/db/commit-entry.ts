/**
 * The one writer of the journal: the moment a fact becomes durable. One transaction numbers and chains the
 * entry and writes what follows from it, all or nothing.
 *
 * Invariants: resolved means flushed (`strict`), so drawer and receipt follow the disk; two taps on "Pay" sell once
 * (the entry id is looked up first); two tabs get two numbers (IndexedDB queues their transactions); between the braces
 * only Dexie is awaited, since awaiting anything else (crypto.subtle, fetch, a timer) ends the transaction silently.
 *
 * Not here: what to do when the outcome is unknown or the disk is full (commit-fact.ts).
 */
import { assert } from '../../core/assert.ts';
import { canonicalText, MAX_ENTRY_BYTES, stampEntry, utf8Length } from '../../core/journal.ts';
import type { EntryDraft, EntryEnvelope } from '../../core/journal.ts';
import { RefusedError } from '../../wire/refused-error.ts';
import { sha256Hex } from '../sha256-hex.ts';
import { EMPTY_REGISTER, putMeta, readMeta, type EntryRow, type JournalDb, type Register } from './journal-db.ts';

export type Fact = {
  readonly entryId: string;
  /**
   * The draft, completed with what only the transaction knows. Synchronous; throws RefusedError when a rule says no.
   */
  readonly draft: (register: Register) => EntryDraft;
  /** The rows that follow from the entry. Only Dexie calls may be awaited; throws RefusedError when a rule says no. */
  readonly touch: (entry: EntryEnvelope, row: EntryRow) => Promise<unknown>;
  /** The register after it. Synchronous. */
  readonly after: (entry: EntryEnvelope, register: Register) => Register;
};

export type Committed = {
  readonly row: EntryRow;
  readonly entry: EntryEnvelope;
  readonly register: Register;
  readonly repeated: boolean;
};

/**
 * Appends a fact. The same entry id again gives the entry that is there.
 * Refuses by RefusedError: `cart_too_large`, and what `draft` refuses.
 */
export async function commitEntry(db: JournalDb, fact: Fact): Promise<Committed> {
  return db.transaction('rw!', [db.entries, db.sales, db.carts, db.grants, db.meta], async () => {
    // Asked together and written together: each turn to the database is some milliseconds on a tablet.
    const [kept, before, head] = await Promise.all([
      readMeta(db, 'register'),
      db.entries.where('entryId').equals(fact.entryId).first(),
      readMeta(db, 'head'),
    ]);
    const register = kept ?? EMPTY_REGISTER;
    if (before) return { row: before, entry: readEntry(before), register, repeated: true };
    assert(head !== undefined, 'an incarnation is opened before anything is journalled');
    const draft = fact.draft(register);
    assert(draft.entryId === fact.entryId, 'the draft carries the id that was looked up');
    const entry = stampEntry(draft, head);
    const bytes = canonicalText(entry);
    if (utf8Length(bytes) > MAX_ENTRY_BYTES) throw new RefusedError('cart_too_large');
    const hash = sha256Hex(bytes);
    const { seq, entryId, kind, wallMs } = entry;
    const row = { incarnation: head.incarnation, seq, entryId, kind, hash, bytes };
    const after = fact.after(entry, register);
    await Promise.all([
      db.entries.add(row),
      fact.touch(entry, row),
      putMeta(db, 'register', after),
      putMeta(db, 'head', { incarnation: head.incarnation, seq, hash, wallMs }),
    ]);
    return { row, entry, register: after, repeated: false };
  });
}

/** An entry back from its own bytes: written by `commitEntry`, so its shape is known. */
export const readEntry = (row: EntryRow): EntryEnvelope => JSON.parse(row.bytes) as EntryEnvelope;
