/** A journal with an open shift, and the shortest ways to commit to it. */
import { randomUUID } from 'node:crypto';
import { genesisHash } from '../../../src/core/journal.ts';
import { commitEntry, type Committed } from '../../../src/client/db/commit-entry.ts';
import { putMeta, readMeta, type JournalDb } from '../../../src/client/db/journal-db.ts';
import { localFact, type NewFact } from '../../../src/client/db/local-book.ts';
import { sha256Hex } from '../../../src/client/sha256-hex.ts';
import { aSale, aShift, newId } from '../../support/till-facts.ts';
import { expect } from 'vitest';

const TILL = { tillCode: 'T3', incarnationNo: 1 };

export async function openIncarnation(db: JournalDb, deviceId: string = randomUUID()): Promise<string> {
  const incarnation = randomUUID();
  await putMeta(db, 'head', { incarnation, seq: 0, hash: genesisHash(sha256Hex, deviceId, incarnation), wallMs: 0 });
  return incarnation;
}

type Options = { entryId?: string; wallMs?: number; offsetMs?: number | null; closesCart?: string | null };

export const factOf = (
  db: JournalDb,
  fact: NewFact,
  { entryId = newId(), wallMs = 1_000_000, offsetMs = 0, closesCart = null }: Options = {},
) =>
  localFact(
    { db, till: TILL },
    fact,
    { entryId, wallMs, monoMs: 5, offsetMs, staffId: null, today: '2026-11-21' },
    closesCart,
  );

export const commit = (db: JournalDb, fact: NewFact, options?: Options): Promise<Committed> =>
  commitEntry(db, factOf(db, fact, options));

/** An incarnation with a shift open: entry 1 is the shift. */
export async function openShop(db: JournalDb, deviceId?: string): Promise<{ incarnation: string; shiftId: string }> {
  const incarnation = await openIncarnation(db, deviceId);
  const body = aShift();
  await commit(db, { kind: 'shift.opened', body });
  return { incarnation, shiftId: body.shiftId };
}

export const sale = (shiftId: string): NewFact => ({ kind: 'sale.completed', body: aSale(shiftId) });

/** The chain holds: seq without a gap, each prev the hash before, the head the last entry, every sale row in step. */
export async function expectSound(db: JournalDb): Promise<void> {
  const entries = await db.entries.toArray();
  const head = (await readMeta(db, 'head'))!;
  const sales = await db.sales.toArray();
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, at) => at + 1));
  for (const [at, row] of entries.entries()) {
    expect(sha256Hex(row.bytes)).toBe(row.hash);
    if (at > 0) expect((JSON.parse(row.bytes) as { prev: string }).prev).toBe(entries[at - 1]!.hash);
  }
  expect([head.seq, head.hash]).toEqual([entries.length, entries.at(-1)?.hash ?? head.hash]);
  expect(sales.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
    entries.filter(({ kind }) => kind === 'sale.completed' || kind === 'return.completed').map(({ seq }) => seq),
  );
  expect(new Set(sales.map(({ no }) => no)).size).toBe(sales.length);
  expect((await readMeta(db, 'register'))?.receiptNo ?? 0).toBe(sales.length);
}
