/**
 * Many rows in few statements, their texts few enough for the engines to keep them prepared.
 *
 * SQLite takes `values (?,?),(?,?)`, in numbers of rows that are powers of two. PostgreSQL would plan thousands of
 * parameters anew each time: it takes all rows as one JSON text and reads them by the table's own types.
 */
import { CompiledQuery } from 'kysely';
import type { Engine, Tx } from './door.ts';
import type { Tables } from './schema.ts';

const MOST_ROWS: Readonly<Record<Engine, number>> = { sqlite: 128, postgres: 1024 };

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
  const into = insertText(table, ['org_id', ...columns], conflict);
  await inPieces(tx, { table, columns, lead: tx.orgId }, rows, into);
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
  await inPieces(tx, { table, columns }, rows, insertText(table, columns, conflict));
}

/** Cells of a table, row by row; `lead` is one more value that stands before each row's own. */
type Cells = { readonly table: keyof Tables; readonly columns: readonly string[]; readonly lead?: string };

/**
 * Runs a statement over all rows, in as few pieces as the engine allows. `textOf` puts its text around the rows, which
 * are a table with columns named column1, column2 and so on. Answers what the statements return.
 */
export async function inPieces<R>(
  tx: Tx,
  cells: Cells,
  rows: readonly object[],
  textOf: (source: string) => string,
): Promise<R[]> {
  const returned: R[] = [];
  const piecesOf = tx.engine === 'sqlite' ? sqlitePieces : postgresPieces;
  for (const { source, values } of piecesOf(cells, rows as readonly Row[])) {
    const result = await tx.db.executeQuery<R>(CompiledQuery.raw(textOf(source), values));
    for (const row of result.rows) returned.push(row);
  }
  return returned;
}

type Row = Readonly<Record<string, unknown>>;
type Piece = { readonly source: string; readonly values: unknown[] };

function* sqlitePieces({ columns, lead }: Cells, rows: readonly Row[]): Generator<Piece> {
  let at = 0;
  for (let size = MOST_ROWS.sqlite; size >= 1; size /= 2) {
    for (; rows.length - at >= size; at += size) {
      const values: unknown[] = lead === undefined ? [] : [lead];
      for (let one = at; one < at + size; one += 1) {
        const row = rows[one];
        for (const column of columns) values.push(row?.[column]);
      }
      yield { source: valuesText(columns.length, size, lead !== undefined), values };
    }
  }
}

const texts = new Map<string, string>();

/** `values (?,?),(?,?)`; what leads each row is bound once: `values (?1,?,?),(?1,?,?)`. */
function valuesText(columns: number, rows: number, isLed: boolean): string {
  const key = `${String(columns)} ${String(rows)} ${String(isLed)}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const row = `(${[...(isLed ? ['?1'] : []), ...Array.from({ length: columns }, () => '?')].join(',')})`;
  const text = `values ${Array.from({ length: rows }, () => row).join(',')}`;
  texts.set(key, text);
  return text;
}

function* postgresPieces({ table, columns, lead }: Cells, rows: readonly Row[]): Generator<Piece> {
  const first = lead === undefined ? [] : ['$2::text'];
  const named = [...first, ...columns].map((cell, at) => `${cell} as column${String(at + 1)}`);
  const source = `select ${named.join(',')} from json_populate_recordset(null::${table}, $1::json)`;
  for (let at = 0; at < rows.length; at += MOST_ROWS.postgres) {
    const json = JSON.stringify(rows.slice(at, at + MOST_ROWS.postgres).map(withHexBytes), wellFormed);
    yield { source, values: lead === undefined ? [json] : [json, lead] };
  }
}

/** Half a surrogate pair is no text to the engine. */
const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** Bytes as the engine writes them; JSON would make a list of numbers of them. */
function withHexBytes(row: Row): Row {
  const bytes = Object.entries(row).filter(([, cell]) => cell instanceof Uint8Array) as [string, Uint8Array][];
  if (bytes.length === 0) return row;
  return {
    ...row,
    ...Object.fromEntries(bytes.map(([column, cell]) => [column, `\\x${Buffer.from(cell).toString('hex')}`])),
  };
}

function insertText<T>(table: string, columns: readonly string[], conflict?: Conflict<T>): (source: string) => string {
  const tail = conflictText(conflict);
  return (source) => `insert into ${table} (${columns.join(',')}) ${source}${tail}`;
}

function conflictText<T>(conflict?: Conflict<T>): string {
  if (conflict === undefined) return '';
  const key = ` on conflict (${conflict.conflict.join(',')}) do`;
  if (conflict.update.length === 0) return `${key} nothing`;
  return `${key} update set ${conflict.update.map((column) => `${column} = excluded.${column}`).join(',')}`;
}
