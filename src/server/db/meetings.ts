/**
 * Transactions that would decide by what the other is just writing meet here, before they read. Rows cannot be locked
 * that are not there yet, so these are locks on names. The embedded engine has one writer and needs none.
 *
 * Invariant: names are claimed in their own order, and before any row of facts is locked.
 */
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from './door.ts';

/** A number for the name, within this org. Two names with one number only wait for each other. */
const numberOf = (tx: Tx, name: RawBuilder<string>) => sql`hashtextextended(${tx.orgId} || ' ' || ${name}, 0)`;

export async function claimNames(tx: Tx, names: readonly string[]): Promise<void> {
  if (tx.engine !== 'postgres' || names.length === 0) return;
  const inOrder = [...new Set(names)].sort();
  const all = sql<string>`name`;
  await sql`select pg_advisory_xact_lock(${numberOf(tx, all)}) from unnest(${inOrder}::text[]) as name`.execute(tx.db);
}

/** Those who add sales do not wait for each other. */
export async function lockSales(tx: Tx, as: 'adding' | 'missing'): Promise<void> {
  if (tx.engine !== 'postgres') return;
  const key = numberOf(tx, sql<string>`'sales'`);
  const lock = as === 'adding' ? sql`pg_advisory_xact_lock_shared(${key})` : sql`pg_advisory_xact_lock(${key})`;
  await sql`select ${lock}`.execute(tx.db);
}
