/** How the shop stands, in a few numbers for whoever watches it. All by index or over few rows. */
import { sql } from 'kysely';
import { neverCame } from '../journal/never-came.ts';
import type { Tx } from './door.ts';

export type Standing = {
  readonly devicesOnline: number;
  readonly missing: number; // announced by tills and nowhere here
  readonly open: ReadonlyMap<string, number>; // entries kept aside, by status
  readonly tasks: number;
  readonly heads: readonly { readonly stream: string; readonly seq: number }[];
  readonly snapshots: readonly { readonly stream: string; readonly builtMs: number }[];
};

/** `sinceMs`: a device heard of after it is online. */
export async function standing(tx: Tx, sinceMs: number): Promise<Standing> {
  const count = sql<number>`count(*)`.as('n');
  const online = await tx.db
    .selectFrom('device')
    .select(count)
    .where('org_id', '=', tx.orgId)
    .where('kind', '=', 'till')
    .where('last_seen_ms', '>=', sinceMs)
    .executeTakeFirstOrThrow();
  const missing = [...(await neverCame(tx)).values()].reduce((sum, n) => sum + n, 0);
  const open = await tx.db
    .selectFrom('entry_effect')
    .select(['status', count])
    .where('org_id', '=', tx.orgId)
    .where(sql<boolean>`status <> 'applied'`) // spelt out, so that the index of open effects serves
    .groupBy('status')
    .execute();
  const tasks = await tx.db
    .selectFrom('task')
    .select(count)
    .where('org_id', '=', tx.orgId)
    .where('closed_ms', 'is', null)
    .executeTakeFirstOrThrow();
  const snapshots = await tx.db
    .selectFrom('snapshot')
    .select(['stream', (q) => q.fn.max('built_ms').as('built_ms')])
    .where('org_id', '=', tx.orgId)
    .groupBy('stream')
    .execute();
  return {
    devicesOnline: online.n,
    missing,
    open: new Map(open.map((row) => [row.status, row.n])),
    tasks: tasks.n,
    heads: await tx.db.selectFrom('stream_head').select(['stream', 'seq']).where('org_id', '=', tx.orgId).execute(),
    snapshots: snapshots.map((row) => ({ stream: row.stream, builtMs: row.built_ms })),
  };
}
