/**
 * Many rows in few statements. The text of a statement depends only on table, columns and the number of rows (a power of
 * two), so that the engines meet the same few texts again and again and keep them prepared.
 */
import { CompiledQuery } from 'kysely';
import type { Engine, Tx } from './door.ts';
import type { Tables } from './schema.ts';

const MOST_ROWS = 128;

type Conflict<Row> = {
  readonly conflict: readonly (keyof Row & string)[];
  readonly update: readonly (keyof Row & string)[]; // none: the row that is there stays
};

/** Inserts rows, all with the same columns. On a conflict of the named key: updates, or does nothing. */
export async function insertMany<T extends keyof Tables & string>(
  tx: Tx,
  table: T,
  rows: readonly Tables[T][],
  conflict?: Conflict<Tables[T]>,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  let at = 0;
  for (let size = MOST_ROWS; size >= 1; size /= 2) {
    for (; rows.length - at >= size; at += size) {
      const values: unknown[] = [];
      for (const row of rows.slice(at, at + size)) {
        const cells: Record<string, unknown> = row;
        for (const column of columns) values.push(cells[column]);
      }
      await tx.db.executeQuery(CompiledQuery.raw(insertText(tx.engine, table, columns, size, conflict), values));
    }
  }
}

const texts = new Map<string, string>();

function insertText<Row>(
  engine: Engine, table: string, columns: readonly string[], rows: number, conflict?: Conflict<Row>,
): string {
  const key = `${engine} ${table} ${String(rows)} ${columns.join()} ${conflict?.conflict.join() ?? ''} ${conflict?.update.join() ?? ''}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  let parameter = 0;
  const row = () => `(${columns.map(() => (engine === 'sqlite' ? '?' : `$${String((parameter += 1))}`)).join(',')})`;
  const values = Array.from({ length: rows }, row).join(',');
  const text = `insert into ${table} (${columns.join(',')}) values ${values}${conflictText(conflict)}`;
  texts.set(key, text);
  return text;
}

function conflictText<Row>(conflict?: Conflict<Row>): string {
  if (conflict === undefined) return '';
  const key = ` on conflict (${conflict.conflict.join(',')}) do`;
  if (conflict.update.length === 0) return `${key} nothing`;
  return `${key} update set ${conflict.update.map((column) => `${column} = excluded.${column}`).join(',')}`;
}
