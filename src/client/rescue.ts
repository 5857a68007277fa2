/**
 * Makes the file that carries unsent facts to the office by hand (wire/rescue-file.ts): what the server has not
 * acknowledged, of this life and of older ones not yet copied, in the bytes it was written in.
 *
 * Invariants: it reads and never writes entries; a row that cannot be read, or is not what was hashed, costs itself
 * alone: it ends a section, and what is damaged stands in one of its own. Where the marks cannot be read, everything
 * that can goes into the file: the server knows what it has by its ids.
 */
import { base64url } from '../wire/proof.ts';
import { BATCH_BYTES, BATCH_ENTRIES } from '../wire/protocol.ts';
import { RESCUE_CODE_BYTES, RESCUE_SUFFIX, rescueCode, sealRescue, stateRescue } from '../wire/rescue-file.ts';
import { utf8Length } from '../core/journal.ts';
import type { DeviceKey } from './auth/device-key.ts';
import { putMeta, readMeta, type EntryRow, type JournalDb, type MetaKey } from './db/journal-db.ts';
import { sha256Hex } from './sha256-hex.ts';
import type { RescueExport } from './till-device.ts';

export type RescueParts = {
  readonly journal: JournalDb;
  readonly deviceId: string;
  readonly tillCode: string;
  readonly key: DeviceKey | null; // null: lost with the rest, so the file is not signed
  readonly randomBytes: (size: number) => Uint8Array;
  readonly clock: () => number;
};

type Range = { readonly incarnation: string; readonly after: number; readonly to: number };
/** Consecutive rows that one statement can speak for. */
type Stretch = { readonly rows: EntryRow[]; bytes: number; readonly whole: boolean };

/** The file, and the code that opens it. What it holds is noted, so that a device may be cleared after it. */
export async function makeRescue(parts: RescueParts): Promise<RescueExport> {
  const { journal, deviceId, tillCode, key, randomBytes } = parts;
  const madeMs = Math.round(parts.clock());
  const head = await readable(journal, 'head');
  const { rows, unreadable } = await unsentRows(journal);
  const heads = new Map(rows.map(({ incarnation, seq }) => [incarnation, seq])); // the last one stays
  const sections = [];
  for (const { rows: together } of stretches(rows))
    sections.push(await sectionOf(together, { deviceId, key, madeMs, heads }));
  const code = rescueCode(randomBytes(RESCUE_CODE_BYTES));
  const bytes = await sealRescue({ head: { deviceId, tillCode, madeMs }, sections, code, randomBytes });
  const isWhole = unreadable === 0 && head !== undefined;
  if (isWhole) await putMeta(journal, 'rescued', { incarnation: head.incarnation, seq: head.seq });
  const day = new Date(madeMs).toISOString().slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-');
  return { name: `${tillCode}-${day}${RESCUE_SUFFIX}`, bytes, code, entries: rows.length, unreadable };
}

async function unsentRows(journal: JournalDb): Promise<{ rows: EntryRow[]; unreadable: number }> {
  const ranges = await unsentRanges(journal);
  const keys = await journal.entries.toCollection().primaryKeys();
  const wanted = keys.filter(([incarnation, seq]) => isIn(ranges, incarnation, seq));
  const rows: EntryRow[] = [];
  for (const key of wanted) {
    const row = await journal.entries.get(key).catch(() => undefined); // a verdict: the disk lost this one
    if (row !== undefined) rows.push(row);
  }
  return { rows, unreadable: wanted.length - rows.length };
}

/** What the server has not acknowledged; null when the marks are lost, which means everything. */
async function unsentRanges(journal: JournalDb): Promise<readonly Range[] | null> {
  const [head, acked] = [await readable(journal, 'head'), await readable(journal, 'acked')];
  if (head === undefined || acked === undefined) return null;
  const copying = await readable(journal, 'copying');
  return [...(copying?.parts ?? []), { incarnation: head.incarnation, after: acked.seq, to: Infinity }];
}

const isIn = (ranges: readonly Range[] | null, incarnation: string, seq: number): boolean =>
  ranges === null || ranges.some((range) => range.incarnation === incarnation && seq > range.after && seq <= range.to);

const readable = <K extends MetaKey>(journal: JournalDb, key: K) => readMeta(journal, key).catch(() => undefined);

/** Rows in order, cut where one is missing or damaged and where a push would be full. */
function stretches(rows: readonly EntryRow[]): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const row of rows) {
    const size = utf8Length(row.bytes) + 1;
    const last = found.at(-1);
    const before = last?.rows.at(-1);
    const whole = sha256Hex(row.bytes) === row.hash;
    const goesOn =
      before?.incarnation === row.incarnation && before.seq + 1 === row.seq && whole && last?.whole === true;
    if (goesOn && last.rows.length < BATCH_ENTRIES && last.bytes + size <= BATCH_BYTES) {
      last.rows.push(row);
      last.bytes += size;
    } else found.push({ rows: [row], bytes: size, whole });
  }
  return found;
}

type Speaker = {
  readonly deviceId: string;
  readonly key: DeviceKey | null;
  readonly madeMs: number;
  readonly heads: ReadonlyMap<string, number>;
};

async function sectionOf(rows: readonly EntryRow[], { deviceId, key, madeMs, heads }: Speaker) {
  const { incarnation = '', seq: from = 1 } = rows[0] ?? {};
  const headSeq = heads.get(incarnation) ?? from;
  const lines = rows.map(({ bytes }) => bytes);
  const statementText = stateRescue({ deviceId, incarnation, from, headSeq, madeMs }, lines);
  const signature = key === null ? null : base64url(await key.sign(new TextEncoder().encode(statementText)));
  return { statementText, signature, lines };
}
