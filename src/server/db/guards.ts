/** The triggers that refuse every change of a stored entry: whoever wants to rewrite history takes them away first. */
import { CompiledQuery } from 'kysely';
import type { Tx } from './door.ts';

const GUARDS = {
  sqlite: ['entry_keeps', 'entry_stays', 'batch_keeps', 'batch_stays', 'entry_branch_keeps', 'entry_branch_stays'],
  postgres: ['entry_keeps', 'entry_whole', 'batch_keeps', 'batch_whole', 'entry_branch_keeps', 'entry_branch_whole'],
} as const;

const THERE = {
  sqlite: `select name from sqlite_master where type = 'trigger'`,
  postgres: `select tgname as name from pg_trigger where tgenabled = 'O'`,
} as const;

/** Those of them that are not there, or switched off. */
export async function guardsMissing(tx: Tx): Promise<string[]> {
  const { rows } = await tx.db.executeQuery<{ name: string }>(CompiledQuery.raw(THERE[tx.engine]));
  const there = new Set(rows.map(({ name }) => name));
  return GUARDS[tx.engine].filter((name) => !there.has(name));
}
