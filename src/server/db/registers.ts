/** The server's own registers: devices of kind `register`, one per store, never in a stream of tills. */
import { keyThumbprint, kidOf } from '../../wire/proof.ts';
import type { PublicJwk } from '../../wire/scalars.ts';
import type { KnownDevice } from '../journal/port.ts';
import { knownDevice } from './devices.ts';
import type { Tx } from './door.ts';

const CODE = 'W1';

/** The register of a store, with its incarnation; null before its first fact. */
export async function registerOf(
  tx: Tx,
  storeId: string,
): Promise<{ device: KnownDevice; incarnation: string } | null> {
  const row = await tx.db
    .selectFrom('device')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .where('kind', '=', 'register')
    .executeTakeFirst();
  return row === undefined ? null : { device: knownDevice(row), incarnation: row.incarnation };
}

type NewRegister = {
  readonly deviceId: string;
  readonly incarnation: string;
  readonly storeId: string;
  readonly key: PublicJwk;
  readonly atMs: number;
};

export async function addRegister(tx: Tx, register: NewRegister): Promise<KnownDevice> {
  const { deviceId, incarnation, storeId, key, atMs } = register;
  const row = {
    org_id: tx.orgId,
    device_id: deviceId,
    store_id: storeId,
    kind: 'register' as const,
    till_no: 0,
    till_code: CODE,
    name: CODE,
    kid: kidOf(key),
    key_jwk: JSON.stringify(key),
    thumbprint: keyThumbprint(key),
    state: 'open' as const,
    incarnation_no: 1,
    incarnation,
    enrolled_ms: atMs,
    revoked_ms: null,
    last_seen_ms: atMs,
    head_seq: 0,
    clock_offset_ms: 0,
    app: 'server',
    storage: null,
  };
  await tx.db.insertInto('device').values(row).execute();
  return knownDevice(row);
}
