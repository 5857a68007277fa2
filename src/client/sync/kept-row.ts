/** A row of a stream as it lies on this device, read as what its table says it is. */
import { STREAM_TABLES, type StreamRow, type StreamTable } from '../../wire/catalogue.ts';
import type { StoredRow } from '../db/cache-db.ts';

/** A row of one table as kept, or null when it is of another, gone, or not readable by this code. */
export function rowOf<T extends StreamTable>(row: StoredRow, table: T): StreamRow<T> | null {
  if (row.t !== table || row.d === 1) return null;
  if (row.x === 1) return reread(row, table);
  return row.r as StreamRow<T>; // checked when it was stored
}

/** A row an older build could not read: perhaps this one can. */
function reread<T extends StreamTable>(row: StoredRow, table: T): StreamRow<T> | null {
  const schema = STREAM_TABLES[table];
  const parsed = schema.safeParse(row.r);
  return parsed.success ? (parsed.data as StreamRow<T>) : null;
}
