/**
 * Sessions of the back office and the count of tries to sign in. A token is stored as its SHA-256 only; tries are rows,
 * so that a restart or a second process forgets none.
 */
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

type SessionRow = Tables['office_session'];

export async function addSession(tx: Tx, row: Omit<SessionRow, 'org_id'>): Promise<void> {
  await tx.db
    .insertInto('office_session')
    .values({ ...row, org_id: tx.orgId })
    .execute();
}

export async function findSession(tx: Tx, tokenHash: string): Promise<SessionRow | undefined> {
  return tx.db
    .selectFrom('office_session')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
}

export async function touchSession(tx: Tx, tokenHash: string, seenMs: number): Promise<void> {
  await tx.db
    .updateTable('office_session')
    .set({ seen_ms: seenMs })
    .where('org_id', '=', tx.orgId)
    .where('token_hash', '=', tokenHash)
    .where('seen_ms', '<', seenMs)
    .execute();
}

export async function dropSession(tx: Tx, tokenHash: string): Promise<void> {
  await tx.db.deleteFrom('office_session').where('org_id', '=', tx.orgId).where('token_hash', '=', tokenHash).execute();
}

/** Forgets sessions that ended or were idle since before `idleSinceMs`. */
export async function sweepSessions(tx: Tx, nowMs: number, idleSinceMs: number): Promise<void> {
  await tx.db
    .deleteFrom('office_session')
    .where('org_id', '=', tx.orgId)
    .where((where) => where.or([where('ends_ms', '<=', nowMs), where('seen_ms', '<=', idleSinceMs)]))
    .execute();
}

/** The moments of the tries of a bucket since `sinceMs`, oldest first; older ones are forgotten. */
export async function triesSince(tx: Tx, bucket: string, sinceMs: number): Promise<readonly number[]> {
  await tx.db.deleteFrom('login_try').where('org_id', '=', tx.orgId).where('at_ms', '<=', sinceMs).execute();
  const rows = await tx.db
    .selectFrom('login_try')
    .select('at_ms')
    .where('org_id', '=', tx.orgId)
    .where('bucket', '=', bucket)
    .orderBy('at_ms')
    .execute();
  return rows.map((row) => row.at_ms);
}

export async function addTry(tx: Tx, bucket: string, atMs: number, tryId: string): Promise<void> {
  await tx.db.insertInto('login_try').values({ org_id: tx.orgId, bucket, at_ms: atMs, try_id: tryId }).execute();
}

export async function forgetTries(tx: Tx, bucket: string): Promise<void> {
  await tx.db.deleteFrom('login_try').where('org_id', '=', tx.orgId).where('bucket', '=', bucket).execute();
}

export async function forgetTry(tx: Tx, bucket: string, tryId: string): Promise<void> {
  await tx.db
    .deleteFrom('login_try')
    .where('org_id', '=', tx.orgId)
    .where('bucket', '=', bucket)
    .where('try_id', '=', tryId)
    .execute();
}
