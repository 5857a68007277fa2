/**
 * Many rows in few statements. The text of a statement depends only on table, columns and the number of rows (a power
 * of two), so that the engines meet the same few texts again and again and keep them prepared.
 */
import { CompiledQuery } from 'kysely';
import type { Engine, Tx } from './door.ts';
import type { Tables } from './schema.ts';

const MOST_ROWS = 128;

type Conflict<Row> = {
  readonly conflict: readonly (keyof Row & string)[];
  readonly update: readonly (keyof Row & string)[]; // none: the row that is there stays
};

/** As `insertMany`, for rows that do not name the org: it is the transaction's. */
export async function insertOwn<T extends keyof Tables>(
  tx: Tx,
  table: T,
  rows: readonly Omit<Tables[T], 'org_id'>[],
  conflict?: Conflict<Tables[T]>,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const all = ['org_id', ...columns];
  await inPieces(tx, columns, rows, (size) => insertText(tx.engine, table, all, size, conflict), tx.orgId);
}

/** Inserts rows, all with the same columns. On a conflict of the named key: updates, or does nothing. */
export async function insertMany<T extends keyof Tables>(
  tx: Tx,
  table: T,
  rows: readonly Tables[T][],
  conflict?: Conflict<Tables[T]>,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  await inPieces(tx, columns, rows, (size) => insertText(tx.engine, table, columns, size, conflict));
}

/**
 * Runs statements over all rows, as few as powers of two allow. `textOf` gives the text for so many rows, with one
 * parameter per column and row, after one for `lead` when it is given. Answers what the statements return.
 */
export async function inPieces<R>(
  tx: Tx,
  columns: readonly string[],
  rows: readonly object[],
  textOf: (rows: number) => string,
  lead?: string,
): Promise<R[]> {
  const returned: R[] = [];
  let at = 0;
  for (let size = MOST_ROWS; size >= 1; size /= 2) {
    for (; rows.length - at >= size; at += size) {
      const values: unknown[] = [];
      for (let index = at; index < at + size; index += 1) {
        const cells = rows[index] as Record<string, unknown>;
        if (lead !== undefined) values.push(lead);
        for (const column of columns) values.push(cells[column]);
      }
      const result = await tx.db.executeQuery<R>(CompiledQuery.raw(textOf(size), values));
      for (const row of result.rows) returned.push(row);
    }
  }
  return returned;
}

const texts = new Map<string, string>();

function insertText<Row>(
  engine: Engine,
  table: string,
  columns: readonly string[],
  rows: number,
  conflict?: Conflict<Row>,
): string {
  const key = `${engine} ${table} ${String(rows)} ${columns.join()}${conflictText(conflict)}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const values = valuesText(engine, columns.length, rows);
  const text = `insert into ${table} (${columns.join(',')}) values ${values}${conflictText(conflict)}`;
  texts.set(key, text);
  return text;
}

/** `(?,?),(?,?)` or `($1,$2),($3,$4)`. */
export function valuesText(engine: Engine, columns: number, rows: number): string {
  let parameter = 0;
  const row = () => {
    const cells = Array.from({ length: columns }, () => (engine === 'sqlite' ? '?' : `$${String((parameter += 1))}`));
    return `(${cells.join(',')})`;
  };
  return Array.from({ length: rows }, row).join(',');
}

function conflictText<Row>(conflict?: Conflict<Row>): string {
  if (conflict === undefined) return '';
  const key = ` on conflict (${conflict.conflict.join(',')}) do`;
  if (conflict.update.length === 0) return `${key} nothing`;
  return `${key} update set ${conflict.update.map((column) => `${column} = excluded.${column}`).join(',')}`;
}
