/** The org and its stores, as the sync routes need them. */
import { assert } from '../../core/assert.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

/** The org's row; null in an empty database. */
export async function orgRow(tx: Tx): Promise<Tables['org'] | null> {
  return (await tx.db.selectFrom('org').selectAll().where('org_id', '=', tx.orgId).executeTakeFirst()) ?? null;
}

/** What every journal and feed of the org goes by. The org is there before its devices. */
export async function orgFacts(tx: Tx): Promise<{ currency: string; serverEpoch: string }> {
  const org = await orgRow(tx);
  assert(org !== null, 'the org is there before its devices');
  return { currency: org.currency, serverEpoch: org.server_epoch };
}

export async function storeRow(tx: Tx, storeId: string): Promise<Tables['store'] | null> {
  const row = await tx.db
    .selectFrom('store')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .executeTakeFirst();
  return row ?? null;
}

/** Stores by number. */
export const listStores = (tx: Tx): Promise<Tables['store'][]> =>
  tx.db.selectFrom('store').selectAll().where('org_id', '=', tx.orgId).orderBy('store_no').execute();

/** A new epoch: devices that come compare their history with the server's. */
export async function renewEpoch(tx: Tx, epoch: string): Promise<void> {
  await tx.db.updateTable('org').set({ server_epoch: epoch }).where('org_id', '=', tx.orgId).execute();
}
