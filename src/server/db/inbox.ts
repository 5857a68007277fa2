/**
 * Entries a person may decide of: those kept aside, and those decided already; and what takes the rows of one back out
 * of the books.
 */
import { sql } from 'kysely';
import type { Effect } from '../journal/port.ts';
import type { Tx } from './door.ts';
import { knownDevice } from './devices.ts';

const ROWS = ['sale_line', 'sale_tender', 'sale'] as const;
const RETURN_ROWS = ['return_line', 'return_tender', 'goods_return'] as const;

const entriesQuery = (tx: Tx) =>
  tx.db
    .selectFrom('entry_effect as f')
    .innerJoin('entry as e', (on) =>
      on
        .onRef('e.org_id', '=', 'f.org_id')
        .onRef('e.device_id', '=', 'f.device_id')
        .onRef('e.incarnation', '=', 'f.incarnation')
        .onRef('e.seq', '=', 'f.seq'),
    )
    .innerJoin('device as d', (on) => on.onRef('d.org_id', '=', 'f.org_id').onRef('d.device_id', '=', 'f.device_id'))
    .selectAll('f')
    .select(['e.bytes', 'e.hash', 'e.received_ms', 'd.store_id', 'd.kind as device_kind', 'd.state', 'd.key_jwk'])
    .select('d.till_code')
    .where('f.org_id', '=', tx.orgId);

export type KeptEntry = {
  readonly effect: Effect;
  readonly bytes: string;
  readonly hash: string;
  readonly receivedMs: number;
  readonly tillCode: string;
  readonly device: ReturnType<typeof knownDevice>;
};
type Row = Awaited<ReturnType<ReturnType<typeof entriesQuery>['execute']>>[number];

const keptEntry = (row: Row): KeptEntry => ({
  effect: {
    entryId: row.entry_id,
    contentHash: row.content_hash,
    status: row.status,
    code: row.code,
    awaits: row.awaits,
    deviceId: row.device_id,
    incarnation: row.incarnation,
    seq: row.seq,
    kind: row.kind,
  },
  bytes: row.bytes,
  hash: row.hash,
  receivedMs: row.received_ms,
  tillCode: row.till_code,
  device: knownDevice({ ...row, kind: row.device_kind }),
});

/** What waits in a store, oldest first. */
export async function keptEntries(tx: Tx, storeId: string, limit: number): Promise<KeptEntry[]> {
  const rows = await entriesQuery(tx)
    .where(sql<boolean>`f.status <> 'applied'`) // spelt out, so that the index of open effects serves
    .where('f.status', 'in', ['parked', 'quarantined'])
    .where('d.store_id', '=', storeId)
    .orderBy('e.received_ms')
    .orderBy('e.seq')
    .limit(limit)
    .execute();
  return rows.map(keptEntry);
}

/** One entry by the key of its effect, whatever became of it. */
export async function entryByKey(tx: Tx, key: string): Promise<KeptEntry | null> {
  const row = await entriesQuery(tx).where('f.entry_id', '=', key).executeTakeFirst();
  return row === undefined ? null : keptEntry(row);
}

/** Bodies of the newest decisions of a store, as the register journalled them. */
export async function decisionNotes(tx: Tx, storeId: string, limit: number) {
  return tx.db
    .selectFrom('audit_note')
    .innerJoin('device as d', (on) =>
      on.onRef('d.org_id', '=', 'audit_note.org_id').onRef('d.device_id', '=', 'audit_note.device_id'),
    )
    .select(['audit_note.body', 'audit_note.received_ms'])
    .where('audit_note.org_id', '=', tx.orgId)
    .where('audit_note.kind', '=', 'entry.settled')
    .where('d.kind', '=', 'register') // a till may write what it likes: only the register's word counts
    .where('audit_note.store_id', '=', storeId)
    .orderBy('audit_note.received_ms', 'desc')
    .orderBy('audit_note.entry_id', 'desc')
    .limit(limit)
    .execute();
}

/** Whether goods of this sale came back: then the sale cannot leave the books. */
export async function hasReturns(tx: Tx, saleId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('goods_return')
    .select('return_id')
    .where('org_id', '=', tx.orgId)
    .where('sale_id', '=', saleId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes every row of one entry out of the books, and answers the moves of stock that went with them. */
export async function takeOut(tx: Tx, key: string, of: { saleId: string | null; returnId: string | null }) {
  const moves = await tx.db
    .deleteFrom('stock_move')
    .where('org_id', '=', tx.orgId)
    .where('entry_id', '=', key)
    .returning(['store_id', 'sku_no', 'entry_id', 'line_no', 'delta_milli', 'reason', 'ref', 'at_ms'])
    .execute();
  for (const table of ['audit_note', 'cart_claim'] as const) {
    await tx.db.deleteFrom(table).where('org_id', '=', tx.orgId).where('entry_id', '=', key).execute();
  }
  if (of.saleId !== null) {
    for (const table of ROWS) {
      await tx.db.deleteFrom(table).where('org_id', '=', tx.orgId).where('sale_id', '=', of.saleId).execute();
    }
  }
  if (of.returnId !== null) {
    for (const table of RETURN_ROWS) {
      await tx.db.deleteFrom(table).where('org_id', '=', tx.orgId).where('return_id', '=', of.returnId).execute();
    }
  }
  return moves;
}
