/**
 * A PostgreSQL of the test's own: a fresh cluster in a temporary folder, on a port of 127.0.0.1 nobody else has, gone
 * afterwards. Two logins: the owner, who makes tables, and `app`, who is neither owner nor superuser and cannot bypass
 * row security, as in production.
 *
 * initdb refuses root, so as root the whole cluster runs as `nobody`.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { killAll, treeOf } from './process-tree.ts';

const run = promisify(execFile);
const NOBODY = 65534;
export const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
const START_LIMIT_MS = 20_000;

export type TestPostgres = {
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** A fresh empty database in the same cluster, owned by the owner; `app` may connect to it. */
  database(name: string): Promise<{ readonly ownerUrl: string; readonly appUrl: string }>;
  /** Ends every process of the cluster as a power cut does, then starts it on what the disk has, at the same port. */
  crash(): Promise<void>;
  stop(): Promise<void>;
};

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}

export async function query(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadlineMs = Date.now() + START_LIMIT_MS;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${String(server.exitCode)} before it was ready`);
    try {
      await query(url, ['select 1']);
      return;
    } catch (cause) {
      if (Date.now() > deadlineMs) throw new Error('postgres did not become ready', { cause });
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

function stopper(running: () => ChildProcess, root: string): () => Promise<void> {
  return async () => {
    const server = running();
    if (server.exitCode === null) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT'); // fast shutdown: open connections are cut
      await ended;
    }
    rmSync(root, { recursive: true, force: true });
  };
}

/**
 * Starts a cluster. `bin` is from `findPostgresBin` (scripts/find-tools.mjs). With `flush`, commits wait for the disk
 * as in production: measures want that, tests do not.
 */
export async function startPostgres(bin: string, { flush = false } = {}): Promise<TestPostgres> {
  const root = mkdtempSync(join(tmpdir(), 'halfloop-pg-'));
  if (asNobody.uid !== undefined) chownSync(root, NOBODY, NOBODY);
  const data = join(root, 'data');
  const init = ['-D', data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  await run(join(bin, 'initdb'), init, { ...asNobody, cwd: root });
  const port = await freePort();
  const settings = [
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=${root}`,
    '-c',
    `fsync=${flush ? 'on' : 'off'}`,
  ];
  const launch = (): ChildProcess =>
    spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
      ...asNobody,
      cwd: root,
      stdio: 'ignore',
    });
  let server = launch();
  const url = (login: string, name: string) => `postgres://${login}@127.0.0.1:${String(port)}/${name}`;
  const stop = stopper(() => server, root);
  try {
    await untilReady(url('owner', 'postgres'), server);
    await query(url('owner', 'postgres'), [
      'create role app login nosuperuser nocreatedb nocreaterole nobypassrls',
      'create database halfloop',
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ownerUrl: url('owner', 'halfloop'),
    appUrl: url('app', 'halfloop'),
    database: async (name) => {
      await query(url('owner', 'postgres'), [`create database ${name}`]);
      return { ownerUrl: url('owner', name), appUrl: url('app', name) };
    },
    crash: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      killAll(treeOf(({ pid }) => pid === server.pid));
      await ended;
      server = launch();
      await untilReady(url('owner', 'postgres'), server);
    },
    stop,
  };
}
