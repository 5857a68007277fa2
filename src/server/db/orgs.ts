/** The org and its stores, as the sync routes need them. */
import { assert } from '../../core/assert.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

/** The org's row; null in an empty database. */
export async function orgRow(tx: Tx): Promise<Tables['org'] | null> {
  return (await tx.db.selectFrom('org').selectAll().where('org_id', '=', tx.orgId).executeTakeFirst()) ?? null;
}

/** The org's row where there must be one: it is there before its devices, its goods and its people. */
export async function knownOrg(tx: Tx): Promise<Tables['org']> {
  const org = await orgRow(tx);
  assert(org !== null, 'the org is there before what belongs to it');
  return org;
}

/** What every journal and feed of the org goes by. */
export async function orgFacts(tx: Tx): Promise<{ currency: string; serverEpoch: string }> {
  const { currency, server_epoch: serverEpoch } = await knownOrg(tx);
  return { currency, serverEpoch };
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
