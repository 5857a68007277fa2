/** A journal's rows in the order its verification reads them. */
import type { ChainRef } from '../journal/port.ts';
import type { Tx } from './door.ts';
import { againOf, type JournalHead } from './journal-heads.ts';

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
    .select(['seq', 'hash', 'bytes', 'entry_id', 'kind'])
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

/** Whether a push that branched off left its lines beside the chain: the last one it named, or any of its own. */
export async function branchHolds(
  tx: Tx,
  { deviceId, incarnation }: ChainRef,
  { toSeq, batchId, hash }: { toSeq: number; batchId: string; hash: string },
): Promise<boolean> {
  const row = await tx.db
    .selectFrom('entry_branch')
    .select('seq')
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .where((e) => e.or([e.and([e('seq', '=', toSeq), e('hash', '=', hash)]), e('batch_id', '=', batchId)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Lines kept beside the chains, by their place and hash: several may claim one place. */
export const branchLinesFrom = (
  tx: Tx,
  { deviceId, incarnation }: ChainRef,
  { after, limit }: { after: { seq: number; hash: string }; limit: number },
) =>
  tx.db
    .selectFrom('entry_branch')
    .select(['seq', 'hash', 'bytes'])
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .where((e) => e.or([e('seq', '>', after.seq), e.and([e('seq', '=', after.seq), e('hash', '>', after.hash)])]))
    .orderBy('seq')
    .orderBy('hash')
    .limit(limit)
    .execute();

export type KnownChain = ChainRef & {
  readonly tillCode: string;
  readonly storeId: string;
  readonly announcedSeq: number;
  readonly again: Pick<JournalHead, 'again'>;
  readonly hasHead: boolean;
};

/** Every journal there is a trace of: a head, or entries whose head is gone, or a device that spoke of one. */
export async function knownChains(tx: Tx, storeId: string | null): Promise<KnownChain[]> {
  const heads = await tx.db
    .selectFrom('journal_head')
    .select(['device_id', 'incarnation', 'announced_seq', 'again_from', 'again_to'])
    .where('org_id', '=', tx.orgId)
    .execute();
  const stored = await tx.db
    .selectFrom('entry')
    .select(['device_id', 'incarnation'])
    .distinct()
    .where('org_id', '=', tx.orgId)
    .execute();
  const devices = await tx.db
    .selectFrom('device')
    .select(['device_id', 'incarnation', 'till_code', 'store_id', 'head_seq'])
    .where('org_id', '=', tx.orgId)
    .orderBy('store_id')
    .orderBy('till_code')
    .execute();
  return devices
    .filter((device) => storeId === null || device.store_id === storeId)
    .flatMap((device) => {
      const mine = (row: { device_id: string }) => row.device_id === device.device_id;
      const known = new Map(heads.filter(mine).map((head) => [head.incarnation, head]));
      const lives = new Set([...known.keys(), ...stored.filter(mine).map((row) => row.incarnation)]);
      const isEmptied = lives.size === 0 && device.head_seq > 0;
      if (isEmptied) lives.add(device.incarnation);
      return [...lives].map((incarnation) => {
        const head = known.get(incarnation);
        return {
          deviceId: device.device_id,
          incarnation,
          tillCode: device.till_code,
          storeId: device.store_id,
          announcedSeq: head?.announced_seq ?? (isEmptied ? device.head_seq : 0),
          again: head === undefined ? {} : againOf(head),
          hasHead: head !== undefined,
        };
      });
    });
}
