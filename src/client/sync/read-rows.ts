/**
 * Rows of a stream as they may be kept on this device: bodies checked against their table's schema, what proves a PIN
 * sealed under the device's pepper before it touches the disk.
 *
 * Invariant: a row this code cannot read is kept raw and marked; it never stops the others.
 */
import { STREAM_TABLES, type StreamTable } from '../../wire/catalogue.ts';
import { isPlainProduct, isPlainStock } from '../../wire/plain-rows.ts';
import type { FeedRow } from '../../wire/sync.ts';
import type { StoredRow } from '../db/cache-db.ts';
import type { Breathe } from './breather.ts';

export type Seal = (verifier: string) => Promise<string>;

/** Rows between two looks at the clock: asking it for each row, and awaiting the answer, took a tenth of the time. */
export const ROWS_AT_ONCE = 16;

/** Checks and seals. The main thread is given away in between. */
export async function readRows(rows: readonly FeedRow[], seal: Seal, breathe: Breathe): Promise<StoredRow[]> {
  const stored: StoredRow[] = [];
  for (const row of rows) {
    stored.push(row.t === 'staff' ? await sealedStaff(row, seal) : checked(row));
    if (stored.length % ROWS_AT_ONCE === 0) await breathe();
  }
  return stored;
}

function checked({ t, id, s, d, r }: FeedRow): StoredRow {
  if (d === 1) return { t, id, s, d };
  return isReadable(t, r) ? { t, id, s, r } : { t, id, s, r, x: 1 };
}

function isReadable(t: string, r: unknown): boolean {
  if (t === 'product' && isPlainProduct(r)) return true;
  if (t === 'stock' && isPlainStock(r)) return true;
  return isTable(t) && STREAM_TABLES[t].safeParse(r).success;
}

async function sealedStaff(row: FeedRow, seal: Seal): Promise<StoredRow> {
  const stored = checked(row);
  if (stored.d === 1 || stored.x === 1) return stored.d === 1 ? stored : { ...stored, r: null };
  const staff = STREAM_TABLES.staff.parse(row.r);
  if (staff.pin === null) return stored;
  return { ...stored, r: { ...staff, pin: { ...staff.pin, verifier: await seal(staff.pin.verifier) } } };
}

const isTable = (name: string): name is StreamTable => Object.hasOwn(STREAM_TABLES, name);
