/** A journal's rows in the order its verification reads them. */
import type { ChainRef } from '../journal/port.ts';
import type { Tx } from './door.ts';

export type BatchRow = {
  readonly batchId: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly header: string;
  readonly signature: string;
  readonly branched: boolean; // it forked or broke off: its head never joined the chain
};

export async function keyOfDevice(tx: Tx, deviceId: string): Promise<{ keyJwk: string; tillCode: string } | null> {
  const row = await tx.db
    .selectFrom('device')
    .select(['key_jwk', 'till_code'])
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  return row === undefined ? null : { keyJwk: row.key_jwk, tillCode: row.till_code };
}

export async function chainHead(
  tx: Tx,
  { deviceId, incarnation }: ChainRef,
): Promise<{ seq: number; hash: string } | null> {
  const row = await tx.db
    .selectFrom('journal_head')
    .select(['seq', 'hash'])
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .executeTakeFirst();
  return row ?? null;
}

export const entriesFrom = (
  tx: Tx,
  { deviceId, incarnation }: ChainRef,
  { after, limit }: { after: number; limit: number },
) =>
  tx.db
    .selectFrom('entry')
    .select(['seq', 'hash', 'bytes'])
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();

type Place = { readonly toSeq: number; readonly batchId: string };

/** Statements in the order of their ends. */
export async function batchesFrom(
  tx: Tx,
  { deviceId, incarnation }: ChainRef,
  { after, limit }: { after: Place | null; limit: number },
): Promise<BatchRow[]> {
  const rows = await tx.db
    .selectFrom('batch as b')
    .select(['b.batch_id', 'b.from_seq', 'b.to_seq', 'b.header', 'b.signature', 'b.branched'])
    .where('b.org_id', '=', tx.orgId)
    .where('b.device_id', '=', deviceId)
    .where('b.incarnation', '=', incarnation)
    .$if(after !== null, (q) =>
      q.where((e) =>
        e.or([
          e('b.to_seq', '>', after?.toSeq ?? 0),
          e.and([e('b.to_seq', '=', after?.toSeq ?? 0), e('b.batch_id', '>', after?.batchId ?? '')]),
        ]),
      ),
    )
    .orderBy('b.to_seq')
    .orderBy('b.batch_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    batchId: row.batch_id,
    fromSeq: row.from_seq,
    toSeq: row.to_seq,
    header: row.header,
    signature: row.signature,
    branched: row.branched === 1,
  }));
}
