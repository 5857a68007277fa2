/**
 * PostgreSQL's own programs for copies: pg_dump of one moment (an exported snapshot, in which the journal heads are
 * read too) and pg_restore beside what is there, which stays until the copy has been checked.
 *
 * The roles of the tables' rights belong to the cluster, not to the copy: the migrations grant them anew.
 */
import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Tx } from './door.ts';
import { kyselyOver } from './kysely-over.ts';
import { LIMITS_OF_LONG_WORK } from './postgres-hosts.ts';
import { types } from './postgres.ts';

/** The programs are not there, or said no; the message is theirs. */
export class PgToolFault extends Error {
  override readonly name = 'PgToolFault';
}

async function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) => {
      reject(new PgToolFault(`${program}: ${cause.message}`, { cause }));
    });
    child.on('close', resolve);
  });
  if (code !== 0) throw new PgToolFault(`${program} (${String(code)}): ${said.trim()}`);
}

type Dump = { readonly url: string; readonly orgId: string; readonly to: string };

/**
 * Dumps the tables to `to` as they are at one moment; `look` is asked in that same moment. A role without the right to
 * see every org's rows dumps this org's only.
 */
export async function dumpPostgres<T>({ url, orgId, to }: Dump, look: (tx: Tx) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...LIMITS_OF_LONG_WORK, connectionString: url, types });
  await client.connect();
  try {
    const org = client.escapeLiteral(orgId);
    await client.query(`begin isolation level repeatable read, read only; select set_config('app.org', ${org}, true)`);
    const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
    const snapshot = rows[0]?.snapshot ?? '';
    const args = ['--format=custom', '--schema=public', '--no-owner', '--no-privileges', '--enable-row-security'];
    await run('pg_dump', [...args, `--snapshot=${snapshot}`, `--file=${to}`, `--dbname=${url}`], {
      PGOPTIONS: `-c app.org=${orgId}`,
    });
    const db = kyselyOver('postgres', async (text, values) => {
      const { rows: found, rowCount } = await client.query<Record<string, unknown>>({ text, values: [...values] });
      return { rows: found, numAffectedRows: BigInt(rowCount ?? 0) };
    });
    return await look({ orgId, engine: 'postgres', db, state: new Map() });
  } finally {
    await client.end();
  }
}

/** Others connected to this database: a server that runs. */
export async function otherConnections(url: string): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const found = await askOnce(url);
    if (found === 0 || tries === 10) return found;
    await wait(100); // a connection just closed may still be listed
  }
}

async function askOnce(url: string): Promise<number> {
  const client = new pg.Client({ ...LIMITS_OF_LONG_WORK, connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}

/** Whether there are tables of ours. */
export async function hasTables(url: string): Promise<boolean> {
  const client = new pg.Client({ ...LIMITS_OF_LONG_WORK, connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ there: boolean }>(`select to_regclass('public.org') is not null as there`);
    return rows[0]?.there ?? false;
  } finally {
    await client.end();
  }
}

/** Puts what is there aside as the schema `kept`, or takes it back. */
export async function moveAside(url: string, kept: string): Promise<void> {
  await exec(url, [`alter schema public rename to ${kept}`]);
}

export async function takeBack(url: string, kept: string): Promise<void> {
  await exec(url, ['drop schema if exists public cascade', `alter schema ${kept} rename to public`]);
}

async function exec(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ ...LIMITS_OF_LONG_WORK, connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** Fills an empty database from a dump, all or nothing. The dump makes the schema, which must hold nothing before. */
export async function restorePostgres(url: string, from: string): Promise<void> {
  await exec(url, ['drop schema if exists public']);
  const args = ['--no-owner', '--no-privileges', '--exit-on-error', '--single-transaction'];
  await run('pg_restore', [...args, `--dbname=${url}`, from], {});
  await exec(url, ['grant usage on schema public to public']);
}
