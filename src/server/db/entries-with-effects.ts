/**
 * Entries beside what became of them: the effect, the bytes as they came, the device that wrote them.
 */
import { sql } from 'kysely';
import type { KeptFor } from '../../wire/task.ts';
import type { Effect } from '../journal/port.ts';
import type { Tx } from './door.ts';
import { knownDevice } from './devices.ts';
import type { Tables } from './schema.ts';

/** The columns of an effect, without the org. */
export const EFFECT = [
  'entry_id',
  'content_hash',
  'status',
  'code',
  'awaits',
  'device_id',
  'incarnation',
  'seq',
  'kind',
] as const;

export const effectOf = (row: Pick<Tables['entry_effect'], (typeof EFFECT)[number]>): Effect => ({
  entryId: row.entry_id,
  contentHash: row.content_hash,
  status: row.status,
  code: row.code,
  awaits: row.awaits,
  deviceId: row.device_id,
  incarnation: row.incarnation,
  seq: row.seq,
  kind: row.kind,
});

export type KeptEntry = {
  readonly effect: Effect;
  readonly bytes: string;
  readonly hash: string;
  readonly receivedMs: number;
  readonly tillCode: string;
  readonly device: ReturnType<typeof knownDevice>;
};

/** Effects, each with the entry it is of. */
const effects = (tx: Tx) =>
  tx.db
    .selectFrom('entry_effect as f')
    .innerJoin('entry as e', (on) =>
      on
        .onRef('e.org_id', '=', 'f.org_id')
        .onRef('e.device_id', '=', 'f.device_id')
        .onRef('e.incarnation', '=', 'f.incarnation')
        .onRef('e.seq', '=', 'f.seq'),
    )
    .where('f.org_id', '=', tx.orgId);

const query = (tx: Tx) =>
  effects(tx)
    .innerJoin('device as d', (on) => on.onRef('d.org_id', '=', 'f.org_id').onRef('d.device_id', '=', 'f.device_id'))
    .selectAll('f')
    .select(['e.bytes', 'e.hash', 'e.received_ms', 'd.store_id', 'd.kind as device_kind', 'd.state', 'd.key_jwk'])
    .select('d.till_code');

type Query = ReturnType<typeof query>;
type Row = Awaited<ReturnType<Query['execute']>>[number];

const keptEntry = (row: Row): KeptEntry => ({
  effect: effectOf(row),
  bytes: row.bytes,
  hash: row.hash,
  receivedMs: row.received_ms,
  tillCode: row.till_code,
  device: knownDevice({ ...row, kind: row.device_kind }),
});

/** Entries whose effect is not applied, oldest first. */
export async function openEffects(tx: Tx, narrow: (all: Query) => Query, limit = 500): Promise<KeptEntry[]> {
  const rows = await narrow(query(tx))
    .where(sql<boolean>`f.status <> 'applied'`) // spelt out, so that the index of open effects serves
    .where('f.status', 'in', ['parked', 'quarantined'])
    .orderBy('e.received_ms')
    .orderBy('e.seq')
    .limit(limit)
    .execute();
  return rows.map(keptEntry);
}

/** Keys of all entries kept for one of these reasons and received since, oldest first. */
export async function openKeys(
  tx: Tx,
  reasons: readonly KeptFor[],
  sinceMs: number,
): Promise<{ readonly key: string; readonly receivedMs: number }[]> {
  const rows = await effects(tx)
    .select(['f.entry_id', 'e.received_ms'])
    .where(sql<boolean>`f.status <> 'applied'`)
    .where('f.status', 'in', ['parked', 'quarantined'])
    .where('f.code', 'in', reasons)
    .where('e.received_ms', '>=', sinceMs)
    .orderBy('e.received_ms')
    .orderBy('e.seq')
    .execute();
  return rows.map((row) => ({ key: row.entry_id, receivedMs: row.received_ms }));
}

/** One entry by the key of its effect, whatever became of it. */
export async function entryByKey(tx: Tx, key: string): Promise<KeptEntry | null> {
  const row = await query(tx).where('f.entry_id', '=', key).executeTakeFirst();
  return row === undefined ? null : keptEntry(row);
}
