/** Devices as requests and journals meet them: who it is, whose store, which key, in which state. */
import type { KnownDevice } from '../journal/port.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

type Row = Tables['device'];

export const knownDevice = (row: Pick<Row, 'device_id' | 'store_id' | 'kind' | 'state' | 'key_jwk'>): KnownDevice => ({
  deviceId: row.device_id,
  storeId: row.store_id,
  kind: row.kind,
  state: row.state,
  keyJwk: row.key_jwk,
});

/** All that is stored of a device; null: no such device. */
export async function deviceRow(tx: Tx, deviceId: string): Promise<Tables['device'] | null> {
  const row = await tx.db
    .selectFrom('device')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  return row ?? null;
}

export async function findDevice(tx: Tx, deviceId: string): Promise<KnownDevice | null> {
  const row = await tx.db
    .selectFrom('device')
    .select(['device_id', 'store_id', 'kind', 'state', 'key_jwk'])
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  return row === undefined ? null : knownDevice(row);
}
