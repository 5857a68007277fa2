/**
 * Rows by a list of keys. Written as a join from the list to the table (and in that order), because a planner without
 * statistics reads `key in (...)` as a filter over all rows of the org, and a fresh database has no statistics.
 */
import { inPieces, valuesText } from './bulk.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

type Column<T extends keyof Tables> = keyof Tables[T] & string;

/**
 * The columns of the org's rows whose `key` columns equal one of `keys`. There must be an index on (org_id, ...key).
 */
export function rowsByKey<T extends keyof Tables, K extends Column<T>, C extends Column<T>>(
  tx: Tx,
  from: { readonly table: T; readonly key: readonly K[]; readonly columns: readonly C[] },
  keys: readonly Pick<Tables[T], K>[],
): Promise<Pick<Tables[T], C>[]> {
  const { table, key, columns } = from;
  const match = key.map((column, at) => `r.${column} = wanted.column${String(at + 2)}`).join(' and ');
  const select = columns.map((column) => `r.${column}`).join(', ');
  const textOf = (size: number) =>
    `select ${select} from (values ${valuesText(tx.engine, key.length + 1, size)}) as wanted cross join ${table} as r
     where r.org_id = wanted.column1 and ${match}`;
  return inPieces(tx, key, keys, textOf, tx.orgId);
}
