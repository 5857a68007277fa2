/** Tills as the office sees them: what they said of themselves, and how much of their journals is stored here. */
import { sql } from 'kysely';
import { neverCame } from '../journal/never-came.ts';
import type { Tx } from './door.ts';

/**
 * Tills of the org, or of one store, by store and number. `missing`: entries announced that are nowhere here, over all
 * lives.
 */
export async function listTills(tx: Tx, storeId: string | null) {
  const journals = tx.db
    .selectFrom('journal_head')
    .select((q) => [
      'device_id',
      q.fn.sum<number | string>(sql`case when state = 'frozen' then 1 else 0 end`).as('frozen'),
      q.fn.sum<number | string>('seq').as('stored'),
    ])
    .where('org_id', '=', tx.orgId)
    .groupBy('device_id')
    .as('journals');
  const rows = await tx.db
    .selectFrom('device')
    .leftJoin(journals, 'journals.device_id', 'device.device_id')
    .selectAll('device')
    .select(['journals.frozen', 'journals.stored'])
    .where('device.org_id', '=', tx.orgId)
    .where('device.kind', '=', 'till')
    .$if(storeId !== null, (q) => q.where('device.store_id', '=', storeId ?? ''))
    .orderBy('device.store_id')
    .orderBy('device.till_no')
    .execute();
  const missing = await neverCame(tx);
  return rows.map((row) => ({
    ...row,
    missing: missing.get(row.device_id) ?? 0,
    frozen: Number(row.frozen ?? 0) > 0,
    stored: Number(row.stored ?? 0),
  }));
}

/** The lives of a device's journal, the present one first. */
export async function journalHeads(tx: Tx, deviceId: string) {
  return tx.db
    .selectFrom('journal_head')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .orderBy('opened_ms', 'desc')
    .execute();
}

type Window = {
  readonly deviceId: string;
  readonly incarnation: string;
  readonly before: number;
  readonly limit: number;
};

/** Entries of one journal below `before`, newest first, with what became of them. */
export async function journalEntries(tx: Tx, { deviceId, incarnation, before, limit }: Window) {
  return tx.db
    .selectFrom('entry')
    .leftJoin('entry_effect', (on) =>
      on.onRef('entry_effect.org_id', '=', 'entry.org_id').onRef('entry_effect.entry_id', '=', 'entry.entry_id'),
    )
    .select([
      'entry.seq',
      'entry.entry_id',
      'entry.hash',
      'entry.bytes',
      'entry.received_ms',
      'entry_effect.status',
      'entry_effect.code',
    ])
    .where('entry.org_id', '=', tx.orgId)
    .where('entry.device_id', '=', deviceId)
    .where('entry.incarnation', '=', incarnation)
    .where('entry.seq', '<', before)
    .orderBy('entry.seq', 'desc')
    .limit(limit)
    .execute();
}
