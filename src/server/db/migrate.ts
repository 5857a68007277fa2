/**
 * Makes the tables. Migrations are files of `migrations/`, forward only, applied in the order of their names, each
 * once; `.sqlite.sql` and `.postgres.sql` are for that engine alone. All that is missing is applied in one
 * transaction.
 *
 * On PostgreSQL every table with an `org_id` then gets row security and the application's grants, so no migration can
 * forget them; journal tables may only be read and added to.
 */
/// <reference types="vite/types/importMeta.d.ts" />
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'libsql';
import pg from 'pg';
import { LIMITS_OF_LONG_WORK } from './postgres-hosts.ts';
import { judgeSqlite } from './sqlite.ts';

const FILES = import.meta.glob<string>('./migrations/*.sql', { query: '?raw', import: 'default', eager: true });

/** A marked comment in a migration, `sqlite: without rowid`, holds words that only SQLite reads. */
const ONLY_SQLITE = /\/\*sqlite: ([a-z ]+)\*\//g;

/**
 * Pages of a new database. A batch of sales touches hundreds of them, each written with a header and a check sum of its
 * own: twice as large, there are fewer. One that was made with others keeps them.
 */
const PAGE_BYTES = 8_192;

type Migration = { readonly name: string; readonly sql: string; readonly sha256: string };
type Applied = { readonly name: string; readonly sha256: string };

const MADE = `create table if not exists migration (
  name text not null primary key, sha256 text not null, at_ms bigint not null)`;

/** The database cannot be used by this version of the program; the message says why, for the person who runs it. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch';
}

function migrationsFor(engine: 'sqlite' | 'postgres'): Migration[] {
  const other = engine === 'sqlite' ? '.postgres.sql' : '.sqlite.sql';
  return Object.entries(FILES)
    .map(([path, sql]) => ({ name: path.slice(path.lastIndexOf('/') + 1), sql }))
    .filter(({ name }) => !name.endsWith(other))
    .sort((a, b) => (order(a.name) < order(b.name) ? -1 : 1))
    .map(({ name, sql }) => ({ name, sql, sha256: createHash('sha256').update(sql).digest('hex') }));
}

/** `0001-journal.sql` before `0001-journal.sqlite.sql`. */
const order = (name: string): string => name.replace(/\.sql$/, '');

function missing(all: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(all.map((migration) => [migration.name, migration.sha256]));
  for (const { name, sha256 } of applied) {
    if (!known.has(name)) throw new SchemaMismatch(`a newer Halfloop has used this database (${name})`);
    if (known.get(name) !== sha256)
      throw new SchemaMismatch(`${name} has changed since it made this database's tables`);
  }
  const done = new Set(applied.map(({ name }) => name));
  return all.filter(({ name }) => !done.has(name));
}

/** Brings the file up to date. Two processes that start together wait for each other. */
export async function migrateSqlite(file: string, atMs: number): Promise<void> {
  const db = new Database(file, { timeout: 0 });
  try {
    db.exec(`pragma page_size = ${String(PAGE_BYTES)}; pragma journal_mode = wal; pragma synchronous = full;`);
    await beginWhenFree(db);
    db.exec(MADE);
    const applied = db.prepare('select name, sha256 from migration').all([]) as Applied[];
    const done = db.prepare('insert into migration (name, sha256, at_ms) values (?, ?, ?)');
    for (const { name, sql, sha256 } of missing(migrationsFor('sqlite'), applied)) {
      db.exec(sql.replaceAll(ONLY_SQLITE, '$1'));
      done.run([name, sha256, BigInt(atMs)]);
    }
    db.exec('commit');
  } finally {
    if (db.inTransaction) db.exec('rollback'); // closing alone would keep the lock until the statements are collected
    db.close();
  }
}

async function beginWhenFree(db: Database.Database): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      db.exec('begin immediate');
      return;
    } catch (cause) {
      if (judgeSqlite(cause) !== 'again' || tries > 300) throw cause;
      await wait(100);
    }
  }
}

/** Brings the database up to date as its owner, and lets `appRole` (the role of the application) in. */
export async function migratePostgres(ownerUrl: string, appRole: string, atMs: number): Promise<void> {
  const client = new pg.Client({ ...LIMITS_OF_LONG_WORK, connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtext('halfloop migrations'))`);
    await client.query(MADE);
    const { rows } = await client.query<Applied>('select name, sha256 from migration');
    for (const { name, sql, sha256 } of missing(migrationsFor('postgres'), rows)) {
      await client.query(sql);
      await client.query('insert into migration (name, sha256, at_ms) values ($1, $2, $3)', [name, sha256, atMs]);
    }
    await secure(client, appRole);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

const APPEND_ONLY = new Set(['entry', 'batch', 'entry_branch']);
const TABLES_OF_ORGS = `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as is_closed,
  exists (select 1 from pg_policy p where p.polrelid = c.oid) as has_policy,
  has_table_privilege($1, c.oid, 'insert') as is_granted
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
  where n.nspname = 'public' and c.relkind in ('r', 'p')`;
type OrgTable = {
  readonly name: string;
  readonly is_closed: boolean;
  readonly has_policy: boolean;
  readonly is_granted: boolean;
};

/**
 * Row security and rights where they are missing. A table that has both is not touched: that would lock out its
 * readers.
 */
async function secure(client: pg.Client, appRole: string): Promise<void> {
  const role = client.escapeIdentifier(appRole);
  const { rows } = await client.query<OrgTable>(TABLES_OF_ORGS, [appRole]);
  for (const { name, has_policy: hasPolicy } of rows.filter(
    (row) => !(row.is_closed && row.has_policy && row.is_granted),
  )) {
    const table = client.escapeIdentifier(name);
    const mine = `org_id = nullif(current_setting('app.org', true), '')`;
    await client.query(`alter table ${table} enable row level security; alter table ${table} force row level security`);
    if (!hasPolicy) await client.query(`create policy own_org on ${table} using (${mine}) with check (${mine})`);
    const more = APPEND_ONLY.has(name) ? '' : ', update, delete';
    await client.query(`grant select, insert${more} on ${table} to ${role}`);
  }
}
