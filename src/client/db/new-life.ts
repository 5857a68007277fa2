/**
 * The next life of a journal: when the server holds another history of this till (a copied profile, a disk put back, a
 * broken chain), the incarnation is left as it is and a new one begins, whose first entry names the old. Every fact the
 * server may not have is then journalled again in it, under its own id, time and body, so that the server counts none
 * twice.
 *
 * Invariants: beginning anew is one transaction, and each slice of the copying is one, with the place it has come to; a
 * kill at any point is taken up where it was. Old entries are never touched. A fact is looked for in the new life
 * only: `commitEntry` would find it in the old one and call it repeated. Nothing but Dexie is awaited in between.
 *
 * Not here: when (till-life.ts); what the server makes of it.
 */
import { canonicalText, genesisHash, stampEntry, type EntryEnvelope, type Head } from '../../core/journal.ts';
import type { EntryBody } from '../../wire/entry.ts';
import { sha256Hex } from '../sha256-hex.ts';
import {
  EMPTY_REGISTER,
  entriesAfter,
  putMeta,
  readMeta,
  type EntryRow,
  type FreezeReason,
  type JournalDb,
  type Meta,
  type OldLife,
  type Register,
} from './journal-db.ts';
import { leftOf } from './left-lives.ts';
import { localSale, type NewFact } from './local-book.ts';

/** Facts copied in one transaction: a sale that waits for it waits some ten milliseconds. */
const COPIED_AT_ONCE = 50;

type Identity = Meta<'identity'>;
type LifeMeans = {
  readonly newId: () => string;
  readonly stamp: { readonly wallMs: number; readonly monoMs: number };
};

/** Begins the next life, if this one is frozen. Null: it is not, or another tab was faster. */
export function beginNextLife(db: JournalDb, means: LifeMeans): Promise<Identity | null> {
  return db.transaction('rw!', [db.entries, db.meta], async () => {
    const [frozen, identity, head] = [
      await readMeta(db, 'frozen'),
      await readMeta(db, 'identity'),
      await readMeta(db, 'head'),
    ];
    if (frozen === undefined || identity === undefined || head === undefined) return null;
    const agreed = await agreedPoint(db, identity, frozen.at);
    const next: Identity = {
      ...identity,
      incarnation: means.newId(),
      incarnationNo: identity.incarnationNo + 1,
      openedEntryId: means.newId(),
    };
    const torn = frozen.markSeq === undefined ? {} : { headSeq: frozen.markSeq };
    const { incarnation } = identity;
    const hole = await holeAfter(db, { incarnation, seq: agreed.seq, headSeq: head.seq });
    const old = { incarnation, ackedSeq: agreed.seq, ackedHash: agreed.hash, keptSeq: head.seq, ...hole, ...torn };
    const left = await lifeOf(db, old); // before its marks are the new life's
    await writeFirst(db, next, { old, reason: reasonOf(frozen.reason), stamp: means.stamp });
    const before = (await readMeta(db, 'copying'))?.parts ?? [];
    const part = { incarnation: identity.incarnation, after: agreed.seq, to: head.seq };
    await putMeta(db, 'copying', { parts: part.to > part.after ? [...before, part] : before });
    await putMeta(db, 'oldLives', {
      lives: [...((await readMeta(db, 'oldLives'))?.lives ?? []), left],
    });
    await db.meta.delete('frozen');
    return next;
  });
}

/** The last place where both histories are surely one: acknowledged, and before the place they were seen to differ. */
async function agreedPoint(db: JournalDb, { incarnation, deviceId }: Identity, differsAt: number) {
  const acked = await readMeta(db, 'acked');
  const seq = Math.max(0, Math.min(acked?.seq ?? 0, differsAt - 1));
  if (acked?.seq === seq && seq > 0) return { seq, hash: acked.hash };
  const hash = seq === 0 ? undefined : (await db.entries.get([incarnation, seq]))?.hash;
  // In doubt from the beginning: what the server has already, it knows by its id.
  return hash === undefined ? { seq: 0, hash: genesisHash(sha256Hex, deviceId, incarnation) } : { seq, hash };
}

/**
 * What is not kept any more between the agreed place and the first entry there is (retention.ts): a server that was put
 * back to before it has it no longer either, and is told how far all of this life had come.
 */
async function holeAfter(
  db: JournalDb,
  { incarnation, seq, headSeq }: { readonly incarnation: string; readonly seq: number; readonly headSeq: number },
): Promise<{ readonly keptFrom: number; readonly headSeq: number } | Record<string, never>> {
  const [first] = await entriesAfter(db, { incarnation, seq, limit: 1 });
  return first === undefined || first.seq === seq + 1 ? {} : { keptFrom: first.seq, headSeq };
}

const reasonOf = (reason: FreezeReason): EntryBody<'incarnation.opened'>['reason'] =>
  reason === 'frozen_by_server' ? 'fork' : reason;

type First = Pick<EntryBody<'incarnation.opened'>, 'old' | 'reason'> & Pick<LifeMeans, 'stamp'>;

/** The first entry, and every mark that counts from it. */
async function writeFirst(db: JournalDb, next: Identity, { old, reason, stamp }: First): Promise<void> {
  const { key: _key, ...identity } = next;
  const { orgId, storeId, incarnation, incarnationNo, thumbprint, openedEntryId: entryId } = next;
  const genesis = genesisHash(sha256Hex, next.deviceId, incarnation);
  const body = { reason, orgId, storeId, incarnationNo, thumbprint, old };
  const draft = { v: 1, entryId, kind: 'incarnation.opened', ...stamp, offsetMs: null, staffId: null, body };
  const start: Head = { incarnation, seq: 0, hash: genesis, wallMs: 0 };
  const row = await append(db, start, stampEntry({ ...draft, businessDate: null }, start));
  const register = (await readMeta(db, 'register')) ?? EMPTY_REGISTER;
  await putMeta(db, 'identity', identity);
  await putMeta(db, 'head', { incarnation, seq: row.seq, hash: row.hash, wallMs: stamp.wallMs });
  await putMeta(db, 'acked', { seq: 0, hash: genesis });
  await putMeta(db, 'register', registerOf(register, incarnationNo));
  await db.meta.delete('safe');
}

/** Receipts count anew under the new life's letter; the shift that is open goes on in it. */
const registerOf = (register: Register, incarnationNo: number): Register => ({
  ...register,
  receiptNo: 0,
  incarnationNo,
  shift: register.shift === null ? null : { ...register.shift, openedSeq: 1 },
});

const lifeOf = async (
  db: JournalDb,
  { incarnation, ackedSeq, ackedHash }: { incarnation: string; ackedSeq: number; ackedHash: string },
): Promise<OldLife> => ({
  incarnation,
  ...(ackedSeq > 0 ? { agreed: { seq: ackedSeq, hash: ackedHash } } : {}),
  safeSeq: Math.min(ackedSeq, (await readMeta(db, 'safe'))?.seq ?? 0),
});

type Copied = {
  readonly rows: readonly EntryRow[]; // of the new life
  readonly left: number; // facts still to be looked at
};

/** Copies the next slice of what is to be journalled again. */
export function copyNextSlice(db: JournalDb, atOnce: number = COPIED_AT_ONCE): Promise<Copied> {
  return db.transaction('rw!', [db.entries, db.sales, db.meta], async () => {
    const [part, ...later] = (await readMeta(db, 'copying'))?.parts ?? [];
    let head = await readMeta(db, 'head');
    if (part === undefined || head === undefined) return { rows: [], left: 0 };
    const { incarnation, after, to } = part;
    const slice = await entriesAfter(db, { incarnation, seq: after, limit: atOnce });
    const old = slice.filter(({ seq }) => seq <= to);
    const rows: EntryRow[] = [];
    for (const before of old) {
      const entry = await factToCopy(db, before, head.incarnation);
      if (entry === null) continue;
      const copied = { ...entry, seq: head.seq + 1, prev: head.hash };
      const row = await append(db, head, copied);
      const sale = localSale(copied as EntryEnvelope & NewFact, row); // its schema read it when it was made
      if (sale !== null) await db.sales.put(sale);
      head = { ...head, seq: row.seq, hash: row.hash, wallMs: Math.max(head.wallMs, entry.wallMs) };
      rows.push(row);
    }
    const reached = old.at(-1)?.seq ?? to;
    const parts = reached < to && old.length > 0 ? [{ ...part, after: reached }, ...later] : later;
    await putMeta(db, 'head', { incarnation: head.incarnation, seq: head.seq, hash: head.hash, wallMs: head.wallMs });
    await putMeta(db, 'copying', { parts });
    return { rows, left: leftOf(parts) };
  });
}

/** The fact of an old row; null when it is none (an old life's own beginning), is there already, or is unreadable. */
async function factToCopy(db: JournalDb, row: EntryRow, incarnation: string): Promise<EntryEnvelope | null> {
  if (row.kind === 'incarnation.opened') return null;
  const twins = db.entries.where('entryId').equals(row.entryId);
  if ((await twins.filter((twin) => twin.incarnation === incarnation).count()) > 0) return null;
  return readable(row);
}

function readable(row: EntryRow): EntryEnvelope | null {
  try {
    return JSON.parse(row.bytes) as EntryEnvelope; // written by `commitEntry`, if the disk has kept it
  } catch {
    return null; // a verdict: the row stays where it is, for the export
  }
}

async function append(db: JournalDb, { incarnation }: Head, entry: EntryEnvelope): Promise<EntryRow> {
  const bytes = canonicalText(entry);
  const { seq, entryId, kind } = entry;
  const row = { incarnation, seq, entryId, kind, hash: sha256Hex(bytes), bytes };
  await db.entries.add(row);
  return row;
}
