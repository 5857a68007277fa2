/**
 * Devices coming and going: codes made and used, devices enrolled, confirmed, revoked, renamed. Each change of a device
 * is put into its store's stream (`till`), and its public key into the org's (`key`), so that tills can check receipts.
 */
import { sql } from 'kysely';
import { assert } from '../../core/assert.ts';
import type { StreamRow } from '../../wire/catalogue.ts';
import { keyThumbprint, kidOf } from '../../wire/proof.ts';
import type { PublicJwk } from '../../wire/scalars.ts';
import { newEnrolCode, enrolCodeHash } from '../auth/enrol-code.ts';
import { deviceRow } from './devices.ts';
import type { Tx } from './door.ts';
import { putState } from './put-state.ts';
import type { Tables } from './schema.ts';

/** Claim types a till's key may sign: receipts. */
const TILL_KEY_TYPES = [7];

type Origin = Tables['enrol_code']['origin'];
type NewCode = {
  readonly storeId: string;
  readonly origin: Origin;
  readonly madeMs: number;
  readonly expiresMs: number | null; // null: until used, or until `dropEnrolCodes`
  readonly randomBytes: (size: number) => Uint8Array;
};

/**
 * Makes a code and answers it; it is kept nowhere in clear. A code of the office needs an admin's confirmation
 * later.
 */
export async function makeEnrolCode(
  tx: Tx,
  { storeId, origin, madeMs, expiresMs, randomBytes }: NewCode,
): Promise<string> {
  const code = newEnrolCode(randomBytes);
  const hash = enrolCodeHash(code);
  assert(hash !== null, 'a code we made is a code');
  await tx.db
    .insertInto('enrol_code')
    .values({
      org_id: tx.orgId,
      code_hash: hash,
      store_id: storeId,
      origin,
      made_ms: madeMs,
      expires_ms: expiresMs,
      used_ms: null,
      device_id: null,
    })
    .execute();
  return code;
}

/** Takes back unused codes of one origin: what a server printed dies with it. */
export async function dropEnrolCodes(tx: Tx, origin: Origin): Promise<void> {
  await tx.db
    .deleteFrom('enrol_code')
    .where('org_id', '=', tx.orgId)
    .where('origin', '=', origin)
    .where('used_ms', 'is', null)
    .execute();
}

/** The code's row, locked until the transaction ends: one code lets one device in. */
export async function lockEnrolCode(tx: Tx, hash: string): Promise<Tables['enrol_code'] | null> {
  const query = tx.db.selectFrom('enrol_code').selectAll().where('org_id', '=', tx.orgId).where('code_hash', '=', hash);
  return (await (tx.engine === 'postgres' ? query.forUpdate() : query).executeTakeFirst()) ?? null;
}

export async function spendEnrolCode(tx: Tx, hash: string, deviceId: string, atMs: number): Promise<void> {
  await tx.db
    .updateTable('enrol_code')
    .set({ used_ms: atMs, device_id: deviceId })
    .where('org_id', '=', tx.orgId)
    .where('code_hash', '=', hash)
    .execute();
}

type NewDevice = {
  readonly deviceId: string;
  readonly incarnation: string;
  readonly key: PublicJwk;
  readonly name: string;
  readonly app: string;
  readonly storeId: string;
  readonly state: 'waiting' | 'open';
  readonly atMs: number;
  /** What it was before a restore. */
  readonly was?: { readonly tillNo: number; readonly incarnationNo: number } | undefined;
};

/** A device that is new here: a till number of its store, its key, its rows in the streams. */
export async function addDevice(tx: Tx, device: NewDevice): Promise<Tables['device']> {
  const tillNo = await tillNumber(tx, device);
  const row: Tables['device'] = {
    org_id: tx.orgId,
    device_id: device.deviceId,
    store_id: device.storeId,
    kind: 'till',
    till_no: tillNo,
    till_code: `T${String(tillNo)}`,
    name: device.name,
    kid: kidOf(device.key),
    key_jwk: JSON.stringify(device.key),
    thumbprint: keyThumbprint(device.key),
    state: device.state,
    incarnation_no: device.was?.incarnationNo ?? 1,
    incarnation: device.incarnation,
    enrolled_ms: device.atMs,
    revoked_ms: null,
    last_seen_ms: null,
    head_seq: 0,
    clock_offset_ms: null,
    app: device.app,
    storage: null,
  };
  await tx.db.insertInto('device').values(row).execute();
  await tx.db
    .insertInto('signing_key')
    .values({
      org_id: tx.orgId,
      kid: row.kid,
      purpose: 'device',
      key_jwk: row.key_jwk,
      types: JSON.stringify(TILL_KEY_TYPES),
      device_id: row.device_id,
      revoked: 0,
      made_ms: device.atMs,
    })
    .onConflict((on) => on.doNothing())
    .execute();
  tellDevice(tx, row);
  return row;
}

/** The number a till's receipts bear already, unless another till has it by now; else the next free one. */
async function tillNumber(tx: Tx, { storeId, was }: NewDevice): Promise<number> {
  const series = `till:${storeId}`;
  await raise(tx, series, 0); // who enrols meanwhile waits
  const rows = await tx.db
    .selectFrom('device')
    .select('till_no')
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .execute();
  const taken = new Set(rows.map((row) => row.till_no));
  if (was !== undefined && !taken.has(was.tillNo)) return was.tillNo;
  let next = await nextNumber(tx, series);
  while (taken.has(next)) next = await nextNumber(tx, series); // a till came back with it
  return next;
}

/** The same device after enrolling again: in the life of its journal it was in, or in a new one. */
export async function renewDevice(tx: Tx, old: Tables['device'], device: NewDevice): Promise<Tables['device']> {
  const row: Tables['device'] = {
    ...old,
    incarnation: device.incarnation,
    incarnation_no: device.incarnation === old.incarnation ? old.incarnation_no : old.incarnation_no + 1,
    state: device.state,
    name: device.name === '' ? old.name : device.name,
    app: device.app,
    enrolled_ms: device.atMs,
    revoked_ms: null,
  };
  await saveDevice(tx, row);
  return row;
}

/** An admin has compared the thumbprint. Answers false when there is no such device waiting. */
export async function confirmDevice(tx: Tx, deviceId: string): Promise<boolean> {
  const row = await deviceRow(tx, deviceId);
  if (row?.state !== 'waiting') return false;
  await saveDevice(tx, { ...row, state: 'open' });
  return true;
}

/** From now on its key opens nothing; entries it still sends are stored and quarantined. False: no such device. */
export async function revokeDevice(tx: Tx, deviceId: string, atMs: number): Promise<boolean> {
  const row = await deviceRow(tx, deviceId);
  if (row === null || row.state === 'revoked') return false;
  await saveDevice(tx, { ...row, state: 'revoked', revoked_ms: atMs });
  return true;
}

async function saveDevice(tx: Tx, row: Tables['device']): Promise<void> {
  const { org_id: orgId, device_id: deviceId, ...rest } = row;
  await tx.db.updateTable('device').set(rest).where('org_id', '=', orgId).where('device_id', '=', deviceId).execute();
  await tx.db
    .updateTable('signing_key')
    .set({ revoked: row.state === 'revoked' ? 1 : 0 })
    .where('org_id', '=', orgId)
    .where('kid', '=', row.kid)
    .execute();
  tellDevice(tx, row);
}

function tellDevice(tx: Tx, row: Tables['device']): void {
  const till: StreamRow<'till'> = {
    deviceId: row.device_id,
    tillCode: row.till_code,
    tillNo: row.till_no,
    name: row.name,
    state: row.state,
  };
  putState(tx, `store:${row.store_id}`, [{ t: 'till', id: row.device_id, r: till }]);
  if (row.state === 'waiting') return; // no code of its own is believed before an admin has confirmed it
  const key: StreamRow<'key'> = {
    kid: row.kid,
    key: JSON.parse(row.key_jwk) as PublicJwk,
    types: TILL_KEY_TYPES,
    deviceId: row.device_id,
    revoked: row.state === 'revoked',
  };
  putState(tx, 'org', [{ t: 'key', id: row.kid, r: key }]);
}

/** Takes the next whole number, from 1, of a named series of the org. Held to the end of the transaction. */
export const nextNumber = (tx: Tx, name: string): Promise<number> => raise(tx, name, 1);

async function raise(tx: Tx, name: string, by: 0 | 1): Promise<number> {
  const { value } = await tx.db
    .insertInto('counter')
    .values({ org_id: tx.orgId, name, value: by })
    .onConflict((on) => on.columns(['org_id', 'name']).doUpdateSet({ value: sql`counter.value + excluded.value` }))
    .returning('value')
    .executeTakeFirstOrThrow();
  return value;
}

/** Devices revoked since `sinceMs`: whose live channels must end. */
export async function revokedSince(tx: Tx, sinceMs: number): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('device')
    .select('device_id')
    .where('org_id', '=', tx.orgId)
    .where('revoked_ms', '>=', sinceMs)
    .execute();
  return rows.map((row) => row.device_id);
}
