/** People who sign in to the back office. */
import type { Selectable } from 'kysely';
import type { Names } from '../../core/product.ts';
import { roleName, type Role } from '../../wire/catalogue.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

export type OfficeUserRow = {
  readonly userId: string;
  readonly login: string; // lower-cased
  readonly names: Names;
  readonly role: Role;
  readonly passwordHash: string; // argon2id, PHC string
  readonly active: boolean;
};

const toRow = (row: Selectable<Tables['office_user']>): OfficeUserRow => ({
  userId: row.user_id,
  login: row.login,
  names: JSON.parse(row.names) as Names, // written by `saveOfficeUser`
  role: roleName.parse(row.role),
  passwordHash: row.password_hash,
  active: row.active === 1,
});

/** The user with this login (any case). */
export async function findOfficeUser(tx: Tx, login: string): Promise<OfficeUserRow | undefined> {
  const row = await tx.db
    .selectFrom('office_user')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('login', '=', login.toLowerCase())
    .executeTakeFirst();
  return row === undefined ? undefined : toRow(row);
}

export async function officeUserOf(tx: Tx, userId: string): Promise<OfficeUserRow | undefined> {
  const row = await tx.db
    .selectFrom('office_user')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row === undefined ? undefined : toRow(row);
}

/** Adds a user, or changes the one with this id. */
export async function saveOfficeUser(tx: Tx, user: OfficeUserRow, nowMs: number): Promise<void> {
  const set = {
    login: user.login.toLowerCase(),
    names: JSON.stringify(user.names),
    role: user.role,
    password_hash: user.passwordHash,
    active: user.active ? 1 : 0,
    changed_ms: nowMs,
  };
  await tx.db
    .insertInto('office_user')
    .values({ org_id: tx.orgId, user_id: user.userId, ...set, made_ms: nowMs })
    .onConflict((on) => on.columns(['org_id', 'user_id']).doUpdateSet(set))
    .execute();
}
