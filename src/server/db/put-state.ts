/**
 * State for the streams that devices follow. `putState` only remembers rows; the door calls `writeState` as the last
 * thing before it commits, so the counter rows are locked for the shortest time and always in name order.
 */
import { sql } from 'kysely';
import { bucketOf, mixOf } from '../../wire/digest.ts';
import type { Stream } from '../../wire/sync.ts';
import { insertOwn } from './bulk.ts';
import type { StateRow, Tx } from './door.ts';

/**
 * Gives rows of a stream their new version when this transaction commits. `t` and the shape of `r` are those of
 * src/wire/catalogue.ts; `r: null` leaves a tombstone. The last version of a row put in one transaction wins.
 */
export function putState(tx: Tx, stream: Stream, rows: readonly StateRow[]): void {
  const waiting = tx.state.get(stream) ?? new Map<string, StateRow>();
  for (const row of rows) waiting.set(`${row.t}\n${row.id}`, row);
  if (waiting.size > 0) tx.state.set(stream, waiting);
}

/** Numbers what `putState` gathered, writes feed and mark. Answers the new heads. For the door only. */
export async function writeState(tx: Tx, now: { atMs: number; mark: () => string }): Promise<Record<string, number>> {
  const heads: Record<string, number> = {};
  const streams = [...tx.state].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [stream, waiting] of streams) {
    const head = await bump(tx, stream, waiting.size);
    heads[stream] = head;
    const first = head - waiting.size + 1;
    const rows = [...waiting.values()].map((row, at) => feedRow(stream, row, first + at, now.atMs));
    await insertOwn(tx, 'feed', rows, {
      conflict: ['org_id', 'stream', 'tbl', 'id'],
      update: ['change_seq', 'deleted_ms', 'body', 'mix'],
    });
    const mark = { org_id: tx.orgId, stream, seq: head, mark: now.mark(), at_ms: now.atMs };
    await tx.db.insertInto('stream_mark').values(mark).execute();
  }
  return heads;
}

async function bump(tx: Tx, stream: Stream, by: number): Promise<number> {
  const { seq } = await tx.db
    .insertInto('stream_head')
    .values({ org_id: tx.orgId, stream, seq: by })
    .onConflict((on) => on.columns(['org_id', 'stream']).doUpdateSet({ seq: sql`stream_head.seq + excluded.seq` }))
    .returning('seq')
    .executeTakeFirstOrThrow();
  return seq;
}

function feedRow(stream: Stream, row: StateRow, seq: number, atMs: number) {
  const dead = row.r === null;
  return {
    stream,
    tbl: row.t,
    id: row.id,
    change_seq: seq,
    deleted_ms: dead ? atMs : null,
    body: dead ? null : JSON.stringify(row.r),
    bucket: bucketOf(row.t, row.id),
    mix: dead ? 0 : mixOf(row.t, row.id, seq),
  };
}
