/** Snapshots of streams: manifests and parts as stored, and the lease that lets one process build at a time. */
import { assert } from '../../core/assert.ts';
import { manifest, type Manifest, type Stream } from '../../wire/sync.ts';
import type { SnapshotHead } from '../journal/port.ts';
import type { Tx } from './door.ts';

export type StoredSnapshot = Omit<Manifest, 'serverEpoch'>;
type Part = { readonly n: number; readonly body: Uint8Array };

const storedParts = manifest.shape.parts;

/** Snapshots of a stream, the newest first. */
const newestFirst = (tx: Tx, stream: string) =>
  tx.db
    .selectFrom('snapshot')
    .where('org_id', '=', tx.orgId)
    .where('stream', '=', stream)
    .orderBy('seq', 'desc')
    .orderBy('built_ms', 'desc');

/** How far the newest snapshot of a stream goes; null when there is none. */
export const newestSnapshot = async (tx: Tx, stream: Stream): Promise<SnapshotHead | null> =>
  (await newestFirst(tx, stream).select(['gen', 'seq']).limit(1).executeTakeFirst()) ?? null;

/** The newest snapshot of a stream; null when there is none. */
export async function newestManifest(tx: Tx, stream: Stream): Promise<StoredSnapshot | null> {
  const row = await newestFirst(tx, stream).selectAll().limit(1).executeTakeFirst();
  if (row === undefined) return null;
  const parts = storedParts.parse(JSON.parse(row.parts));
  return { stream, gen: row.gen, seq: row.seq, mark: row.mark, rows: row.row_count, parts };
}

export async function addPart(tx: Tx, of: { stream: Stream; gen: string }, part: Part): Promise<void> {
  await tx.db
    .insertInto('snapshot_part')
    .values({ org_id: tx.orgId, stream: of.stream, gen: of.gen, n: part.n, body: part.body })
    .execute();
}

/** Makes a snapshot known, once all its parts are stored; drops all but it and the one before. */
export async function addManifest(tx: Tx, of: StoredSnapshot, builtMs: number): Promise<void> {
  await tx.db
    .insertInto('snapshot')
    .values({
      org_id: tx.orgId,
      stream: of.stream,
      gen: of.gen,
      seq: of.seq,
      mark: of.mark,
      row_count: of.rows,
      parts: JSON.stringify(of.parts),
      built_ms: builtMs,
    })
    .execute();
  const kept = await newestFirst(tx, of.stream).select('gen').limit(2).execute();
  const gens = kept.map(({ gen }) => gen);
  for (const table of ['snapshot_part', 'snapshot'] as const) {
    await tx.db
      .deleteFrom(table)
      .where('org_id', '=', tx.orgId)
      .where('stream', '=', of.stream)
      .where('gen', 'not in', gens)
      .execute();
  }
}

/** A part's bytes (brotli); null when that generation is gone. */
export async function partBody(tx: Tx, of: { stream: Stream; gen: string; n: number }): Promise<Uint8Array | null> {
  const row = await tx.db
    .selectFrom('snapshot_part')
    .select('body')
    .where('org_id', '=', tx.orgId)
    .where('stream', '=', of.stream)
    .where('gen', '=', of.gen)
    .where('n', '=', of.n)
    .executeTakeFirst();
  return row === undefined ? null : bytesOf(row.body);
}

/** libsql hands out ArrayBuffers, pg Buffers. */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  assert(body instanceof ArrayBuffer, 'a blob is bytes');
  return new Uint8Array(body);
}

type Lease = { readonly name: string; readonly holder: string; readonly nowMs: number; readonly forMs: number };

/** Takes or renews a lease; false while somebody else holds it. */
export async function takeLease(tx: Tx, { name, holder, nowMs, forMs }: Lease): Promise<boolean> {
  const row = await tx.db
    .insertInto('lease')
    .values({ org_id: tx.orgId, name, holder, until_ms: nowMs + forMs })
    .onConflict((on) =>
      on
        .columns(['org_id', 'name'])
        .doUpdateSet({ holder, until_ms: nowMs + forMs })
        .where((q) => q.or([q('lease.holder', '=', holder), q('lease.until_ms', '<', nowMs)])),
    )
    .returning('holder')
    .executeTakeFirst();
  return row?.holder === holder;
}

export async function dropLease(tx: Tx, name: string, holder: string): Promise<void> {
  await tx.db
    .deleteFrom('lease')
    .where('org_id', '=', tx.orgId)
    .where('name', '=', name)
    .where('holder', '=', holder)
    .execute();
}
