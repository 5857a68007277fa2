/**
 * Rows by a list of keys. Written as a join from the list to the table, because a planner without statistics reads
 * `key in (...)` as a filter over all rows of the org, and a fresh database has no statistics. Nor is the planner left
 * to choose: SQLite keeps the order of a cross join, PostgreSQL asks a lateral question it may not unfold row by row.
 */
import { inPieces } from './bulk.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

type Column<T extends keyof Tables> = keyof Tables[T] & string;

/**
 * The columns of the org's rows whose `key` columns equal one of `keys`. There must be an index on (org_id, ...key).
 * With `only`, rows that have something in that column, found by an index of such rows alone.
 */
export function rowsByKey<T extends keyof Tables, K extends Column<T>, C extends Column<T>>(
  tx: Tx,
  from: {
    readonly table: T;
    readonly key: readonly K[];
    readonly columns: readonly C[];
    readonly only?: { readonly column: C; readonly index: string };
  },
  keys: readonly Pick<Tables[T], K>[],
): Promise<Pick<Tables[T], C>[]> {
  const { table, key, columns, only } = from;
  const equal = key.map((column, at) => `r.${column} = wanted.column${String(at + 2)}`);
  const match = [...equal, ...(only === undefined ? [] : [`r.${only.column} is not null`])].join(' and ');
  const by = only === undefined ? '' : `indexed by ${only.index}`; // or it reads whole rows to see that there is none
  const select = columns.map((column) => `r.${column}`).join(', ');
  const found = `select ${select} from ${table} as r where r.org_id = wanted.column1 and ${match}`;
  const textOf = (source: string) =>
    tx.engine === 'sqlite'
      ? `select ${select} from (${source}) as wanted cross join ${table} as r ${by}
         where r.org_id = wanted.column1 and ${match}`
      : `select r.* from (${source}) as wanted cross join lateral (${found} offset 0) as r`;
  return inPieces(tx, { table, columns: key, lead: tx.orgId }, keys, textOf);
}
