/**
 * Two PostgreSQL servers of a run's own: a primary that flushes, and a standby that follows it over a wire that can be
 * cut. Synchronous: a commit is answered only when the standby has flushed it too.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { asNobody, freePort, query, untilReady } from './pg.ts';
import { killAll, treeOf } from './process-tree.ts';

const run = promisify(execFile);
const STANDBY = 'standby1';
const LIMIT_MS = 30_000;

export type PgPair = {
  /** As the application's role and as the owner; both servers are named. */
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** The owner's address of one of them. */
  readonly urlOf: { readonly first: string; readonly second: string };
  /** From now on the standby hears nothing more. */
  cut(): void;
  /** The wire is whole again; resolves when the standby follows as before. */
  rejoin(): Promise<void>;
  /** Ends every process of the primary at once. */
  killPrimary(): Promise<void>;
  /** Makes the standby the primary; answers how long that took. */
  promote(): Promise<number>;
  /** The old primary comes back, as somebody's restart would bring it. */
  restartOld(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts both. `bin` is from `findPostgresBin`. */
export async function startPair(bin: string, { synchronous }: { synchronous: boolean }): Promise<PgPair> {
  const root = mkdtempSync(join(tmpdir(), 'halfloop-pair-'));
  if (asNobody.uid !== undefined) chownSync(root, asNobody.uid, asNobody.gid);
  const [first, second] = [await freePort(), await freePort()];
  const url = (login: string, port: number) => `postgres://${login}@127.0.0.1:${String(port)}/postgres`;
  const of = { first: url('owner', first), second: url('owner', second) };
  const running: ChildProcess[] = [];
  const start = async (name: string, port: number): Promise<ChildProcess> => {
    const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${root}`].flatMap((set) => ['-c', set]);
    const args = ['-D', join(root, name), '-p', String(port), ...settings];
    const server = spawn(join(bin, 'postgres'), args, { ...asNobody, cwd: root, stdio: 'ignore' });
    running.push(server);
    await untilReady(url('owner', port), server);
    return server;
  };
  const init = ['-D', join(root, 'first'), '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  await run(join(bin, 'initdb'), init, { ...asNobody, cwd: root });
  let primary = await start('first', first);
  await query(of.first, ['create role app login nosuperuser nocreatedb nocreaterole nobypassrls']);
  const wire = await openWire(first);
  const from = `host=127.0.0.1 port=${String(wire.port)} user=owner application_name=${STANDBY}`;
  const copy = ['-D', join(root, 'second'), '-d', from, '-R', '-X', 'stream', '--no-sync', '--checkpoint=fast'];
  await run(join(bin, 'pg_basebackup'), copy, { ...asNobody, cwd: root });
  await start('second', second);
  if (synchronous) {
    await query(of.first, [`alter system set synchronous_standby_names = '${STANDBY}'`, 'select pg_reload_conf()']);
  }
  await untilTrue(of.first, followedSql(synchronous));
  const both = (login: string) =>
    url(login, first).replace(`:${String(first)}/`, `:${String(first)},127.0.0.1:${String(second)}/`);
  return {
    appUrl: both('app'),
    ownerUrl: both('owner'),
    urlOf: of,
    cut: wire.cut,
    rejoin: async () => {
      wire.mend();
      await untilTrue(of.first, followedSql(synchronous));
    },
    killPrimary: () => endServer(primary),
    promote: async () => {
      const begun = performance.now();
      await query(of.second, ['select pg_promote(true, 20)']);
      await untilTrue(of.second, 'select not pg_is_in_recovery() as ok');
      return performance.now() - begun;
    },
    restartOld: async () => {
      primary = await start('first', first);
    },
    stop: async () => {
      wire.close();
      for (const server of running) await endServer(server);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

const followedSql = (synchronous: boolean): string =>
  `select exists (select 1 from pg_stat_replication where state = 'streaming'
   and sync_state = '${synchronous ? 'sync' : 'async'}') as ok`;

async function untilTrue(url: string, sql: string): Promise<void> {
  const deadlineMs = Date.now() + LIMIT_MS;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    while ((await client.query<{ ok: boolean }>(sql)).rows[0]?.ok !== true) {
      if (Date.now() > deadlineMs) throw new Error(`never so: ${sql}`);
      await wait(50);
    }
  } finally {
    await client.end();
  }
}

/** A forwarder of one port, which can be cut. */
async function openWire(to: number): Promise<{ port: number; cut(): void; mend(): void; close(): void }> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const join = (near: Socket, far: Socket) => {
    sockets.add(near);
    near.on('error', () => near.destroy()).on('close', () => far.destroy());
    near.pipe(far);
  };
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(to, '127.0.0.1');
    join(near, far);
    join(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  const mend = () => {
    isCut = false;
  };
  const close = () => {
    cut();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, cut, mend, close };
}

/** The server and its children, which outlive it for a moment otherwise. */
async function endServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  killAll(treeOf(({ pid }) => pid === server.pid));
  await gone;
}
