/** What a pull and a snapshot read of the streams, for the journal's port. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Stream } from '../../wire/sync.ts';
import type { ChainRef, FeedLine, FeedPort } from '../journal/port.ts';
import type { Tx } from './door.ts';
import { orgFacts } from './orgs.ts';
import { newestSnapshot } from './snapshots.ts';

export const feedTx = (tx: Tx): FeedPort => ({
  ...streamTx(tx),
  ...countTx(tx),
  newestSnapshot: (stream) => newestSnapshot(tx, stream),
  applied: (chain, limit) => applied(tx, chain, limit),
  serverEpoch: async () => (await orgFacts(tx)).serverEpoch,
});

/** Rows of a stream that changed past `after`. */
const feedAfter = (tx: Tx, stream: Stream, after: number) =>
  tx.db.selectFrom('feed').where('org_id', '=', tx.orgId).where('stream', '=', stream).where('change_seq', '>', after);

const streamTx = (tx: Tx): Pick<FeedPort, 'head' | 'markAt' | 'rowsAfter'> => ({
  head: async (stream) => {
    const row = await tx.db
      .selectFrom('stream_head')
      .select('seq')
      .where('org_id', '=', tx.orgId)
      .where('stream', '=', stream)
      .executeTakeFirst();
    return row?.seq ?? 0;
  },
  markAt: async (stream, seq) => {
    // A commit's mark stands at its last number and covers all its numbers.
    const row = await tx.db
      .selectFrom('stream_mark')
      .select('mark')
      .where('org_id', '=', tx.orgId)
      .where('stream', '=', stream)
      .where('seq', '>=', seq)
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst();
    return row?.mark ?? null;
  },
  rowsAfter: async (stream, after, limit) => {
    const rows = await feedAfter(tx, stream, after)
      .select(['tbl', 'id', 'change_seq', 'body'])
      .orderBy('change_seq')
      .limit(limit)
      .execute();
    return rows.map((row): FeedLine => ({ t: row.tbl, id: row.id, s: row.change_seq, body: row.body }));
  },
});

const countTx = (tx: Tx): Pick<FeedPort, 'countAfter' | 'countAll' | 'sums'> => ({
  countAfter: async (stream, after, limit) => {
    const changed = feedAfter(tx, stream, after).select('change_seq').limit(limit).as('changed');
    const row = await tx.db
      .selectFrom(changed)
      .select(sql<number>`count(*)`.as('n'))
      .executeTakeFirstOrThrow();
    return row.n;
  },
  countAll: async (stream) => {
    const row = await tx.db
      .selectFrom('feed')
      .select(sql<number>`count(*)`.as('n'))
      .where('org_id', '=', tx.orgId)
      .where('stream', '=', stream)
      .executeTakeFirstOrThrow();
    return row.n;
  },
  sums: (stream) => sumBuckets(tx, stream),
});

async function applied(tx: Tx, { deviceId, incarnation }: ChainRef, limit: number) {
  const head = await tx.db
    .selectFrom('journal_head')
    .select('seq')
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .executeTakeFirst();
  const open = await tx.db
    .selectFrom('entry_effect')
    .select('seq')
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    // Spelt out, not bound: only then is it seen to be the index's own condition.
    .where(sql<boolean>`status <> 'applied'`)
    .where('status', '<>', 'set_aside') // decided for good: a till need not lay it over the server's figures
    .orderBy('seq')
    .limit(limit)
    .execute();
  return { seq: head?.seq ?? 0, parked: open.map(({ seq }) => seq) };
}

const SUM_ROWS = 4_000;

/** In slices, so that a large stream does not hold up everybody else on the embedded engine. */
async function sumBuckets(tx: Tx, stream: Stream): Promise<{ bucket: number; sum: string }[]> {
  const sums = new Map<number, number>();
  for (let after = 0; ;) {
    const rows = await feedAfter(tx, stream, after)
      .select(['change_seq', 'bucket', 'mix', 'deleted_ms'])
      .orderBy('change_seq')
      .limit(SUM_ROWS)
      .execute();
    for (const row of rows) if (row.deleted_ms === null) sums.set(row.bucket, (sums.get(row.bucket) ?? 0) + row.mix);
    const last = rows.at(-1);
    if (last === undefined || rows.length < SUM_ROWS) break;
    after = last.change_seq;
    await nextTurn();
  }
  return [...sums].sort(([a], [b]) => a - b).map(([bucket, sum]) => ({ bucket, sum: String(sum) }));
}
