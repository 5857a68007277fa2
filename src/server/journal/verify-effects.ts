/**
 * Whether what the journal means is what the tables say: from the stored bytes of each entry, its effect and the rows
 * of facts are made anew and compared. Whoever changes an amount by SQL is named by the entry it came from.
 *
 * Assumes a sound chain (verify.ts): the bytes are the device's own. Reads in pages, in the caller's one moment.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { canonicalText } from '../../core/journal.ts';
import { sha256Hex } from '../auth/sha256.ts';
import type { Tx } from '../db/door.ts';
import { journalTx } from '../db/journal-tx.ts';
import { entriesFrom } from '../db/verify-rows.ts';
import { storedFacts, type FactTable } from '../db/verify-facts.ts';
import type { FactRows } from './fact-rows.ts';
import type { Effect, KnownDevice } from './port.ts';
import { readLine, type Line } from './read-lines.ts';
import { factRows } from './rows-of.ts';

const SLICE = 300;

export type EffectBreak = {
  readonly seq: number;
  /**
   * `columns`: the row names another id or kind than its bytes; `effect`: none is kept, or one of another content;
   * `rows`: the named table does not say what the entry says.
   */
  readonly what: 'columns' | 'effect' | 'rows';
  readonly table: FactTable | null;
};

type Row = Awaited<ReturnType<typeof entriesFrom>>[number];
type Placed = { readonly row: Row; readonly line: Line };

/** The first `most` differences of one journal up to `upTo`, the last entry known to be sound. */
export async function verifyEffects(
  tx: Tx,
  device: KnownDevice,
  { incarnation, upTo, most }: { incarnation: string; upTo: number; most: number },
): Promise<EffectBreak[]> {
  const chain = { deviceId: device.deviceId, incarnation };
  const breaks: EffectBreak[] = [];
  for (let after = 0; after < upTo && breaks.length < most;) {
    const rows = await entriesFrom(tx, chain, { after, limit: Math.min(SLICE, upTo - after) });
    const placed = rows.flatMap((row): Placed[] => {
      const line = readLine(sha256Hex, row.bytes);
      return line === null ? [] : [{ row, line }];
    });
    breaks.push(...(await judgePage(tx, device, { incarnation, placed })));
    after = rows.at(-1)?.seq ?? upTo;
    await nextTurn();
  }
  return breaks.slice(0, most);
}

type Page = { readonly incarnation: string; readonly placed: readonly Placed[] };

async function judgePage(tx: Tx, device: KnownDevice, { incarnation, placed }: Page): Promise<EffectBreak[]> {
  const keys = placed.flatMap(({ line }) => [line.entryId, reusedKey(line)]);
  const effects = new Map((await journalTx(tx).effects(keys)).map((effect) => [effect.entryId, effect]));
  const breaks: EffectBreak[] = [];
  const expected: Expected[] = [];
  for (const { row, line } of placed) {
    if (row.entry_id !== line.entryId || row.kind !== line.kind) {
      breaks.push({ seq: row.seq, what: 'columns', table: null });
    }
    const effect = effectOf(effects, line);
    const isHere = effect?.deviceId === device.deviceId && effect.incarnation === incarnation;
    if (effect === null || (isHere && effect.seq === row.seq && effect.kind !== line.kind)) {
      breaks.push({ seq: row.seq, what: 'effect', table: null });
    } else if (isHere && effect.seq === row.seq && line.entry !== null) {
      const fact = { entry: { ...line.entry, entryId: effect.entryId }, hash: line.hash, device, incarnation };
      expected.push({ seq: row.seq, entryId: effect.entryId, rows: factRows(fact, effect.status === 'applied') });
    }
  }
  return [...breaks, ...(await compare(tx, expected))].sort((a, b) => a.seq - b.seq);
}

const reusedKey = ({ hash }: Line): string => `reused:${hash}`;

/** The effect that stands for exactly this content; null when there is none. */
function effectOf(effects: ReadonlyMap<string, Effect>, line: Line): Effect | null {
  const own = effects.get(line.entryId);
  if (own?.contentHash === line.contentHash) return own;
  return effects.get(reusedKey(line)) ?? null;
}

type Expected = { readonly seq: number; readonly entryId: string; readonly rows: Pick<FactRows, FactTable> };

/** Rows are told apart by their text, so one changed, taken out or put in is a difference either way. */
async function compare(tx: Tx, expected: readonly Expected[]): Promise<EffectBreak[]> {
  if (expected.length === 0) return [];
  const stored = await storedFacts(tx, expected);
  const breaks: EffectBreak[] = [];
  for (const [table, found] of stored) {
    for (const { seq, entryId, rows } of expected) {
      const wanted = rows[table].map(textOf).sort();
      const there = (found.get(entryId) ?? []).map(textOf).sort();
      if (wanted.join('\n') !== there.join('\n')) breaks.push({ seq, what: 'rows', table });
    }
  }
  return breaks;
}

/**
 * When the server decided, which a person may do again, is no part of the fact; when it happened is not in rows from
 * before that was kept.
 */
const LATER: ReadonlySet<string> = new Set(['received_ms', 'at_ms', 'happened_ms']);

const textOf = (row: object): string =>
  canonicalText(Object.fromEntries(Object.entries(row).filter(([name]) => !LATER.has(name))));
