/** Which engine, and with its tables made: the one place that decides it. */
import { join } from 'node:path';
import type { Door, DoorMeans } from './door.ts';
import { migratePostgres, migrateSqlite } from './migrate.ts';
import { hostsOf, primaryOf } from './postgres-hosts.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

export type DoorPlace = {
  readonly dataDir: string; // holds the embedded database
  readonly databaseUrl: string | null; // PostgreSQL, as the application's role; may name several servers
  readonly ownerUrl: string | null; // PostgreSQL, as the role that makes tables; null: the same
};

/**
 * Brings the tables up to date and opens the door. Throws `SchemaMismatch` when the database is not for this
 * version.
 */
export async function openDoor(place: DoorPlace, means: DoorMeans): Promise<Door> {
  if (place.databaseUrl === null) {
    const file = join(place.dataDir, 'halfloop.db');
    await migrateSqlite(file, means.clock());
    return openSqlite(file, means);
  }
  const [first = ''] = hostsOf(place.databaseUrl);
  const role = decodeURIComponent(new URL(first).username);
  await migratePostgres(await primaryOf(place.ownerUrl ?? place.databaseUrl), role, means.clock());
  return openPostgres(place.databaseUrl, means);
}
