/**
 * The embedded engine: SQLite by libsql, one file, WAL, synchronous=FULL.
 *
 * One connection writes, behind a queue, and those who wait share a commit: each is undone alone when it fails, and
 * told only after the flush. Up to READERS others read, each transaction its own snapshot. Calls into libsql are
 * synchronous, so nothing here may wait inside them: `busy_timeout` is 0 and another process's lock is met by trying
 * again later. What other processes commit is noticed by polling `data_version`.
 */
import Database from 'libsql';
import { assert } from '../../core/assert.ts';
import { assertOutside, insideOnce, withAttempts, type Verdict } from './attempts.ts';
import type { Door, DoorMeans, StreamHeads, Tx } from './door.ts';
import { kyselyOver } from './kysely-over.ts';
import { writeState } from './put-state.ts';

const READERS = 4;
const KEPT_STATEMENTS = 400;
const POLL_MS = 200;
/** A commit waits for the disk, and everybody with it: as long as this, writes that wait are taken along. */
const GROUP_MS = 15;
/**
 * The lock another process holds (an import by command, in chunks) is free for moments only: asked for often, it is
 * met. A try that fails costs microseconds. About five seconds in all.
 */
const PATIENCE = { tries: 400, longestWaitMs: 25, withinMs: 30_000 };

type Bound = string | bigint | Uint8Array | null;

/** The only values that may be bound: libsql aborts on booleans, stores numbers as REAL and cuts strings at NUL. */
export function bindable(value: unknown): Bound {
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), 'only whole numbers are stored');
    return BigInt(value);
  }
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'string') {
    assert(!value.includes('\0'), 'text with a NUL cannot be stored');
    return value;
  }
  if (value === null || typeof value === 'bigint' || value instanceof Uint8Array) return value;
  throw new TypeError(`cannot bind ${typeof value}`);
}

type Prepared = { readonly statement: Database.Statement; readonly answersRows: boolean };

/** A connection with its prepared statements. */
class Connection {
  readonly raw: Database.Database;
  readonly #statements = new Map<string, Prepared>();
  readonly db = kyselyOver('sqlite', (sql, values) => Promise.resolve(this.#run(sql, values)));

  constructor(file: string) {
    this.raw = new Database(file, { timeout: 0 });
    this.raw.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
    this.raw.exec('pragma cache_size = -65536; pragma temp_store = memory; pragma wal_autocheckpoint = 8000;');
  }

  #run(sql: string, values: readonly unknown[]) {
    const { statement, answersRows } = this.#statements.get(sql) ?? this.#prepare(sql);
    try {
      const bound = values.map(bindable);
      if (answersRows) return { rows: statement.all(bound) };
      const { changes } = statement.run(bound);
      return { rows: [], numAffectedRows: BigInt(changes) };
    } catch (cause) {
      this.#statements.delete(sql); // half-stepped after an error: never used again
      throw cause;
    }
  }

  #prepare(sql: string): Prepared {
    const statement = this.raw.prepare(sql);
    const prepared = { statement, answersRows: statement.reader };
    this.#statements.set(sql, prepared);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > KEPT_STATEMENTS && oldest !== undefined) this.#statements.delete(oldest);
    return prepared;
  }

  pragma(name: string): unknown {
    const [row] = this.raw.prepare(`pragma ${name}`).all([]) as Record<string, unknown>[];
    return row?.[name];
  }

  rollback(): void {
    if (this.raw.inTransaction) this.raw.exec('rollback');
  }
}

/** What an error of libsql means. Disk full may come as its own code or as a failed write. */
export function judgeSqlite(cause: unknown): Verdict {
  if (!(cause instanceof Database.SqliteError)) return 'not_ours';
  if (cause.code.startsWith('SQLITE_BUSY') || cause.code.startsWith('SQLITE_LOCKED')) return 'again';
  if (cause.code === 'SQLITE_FULL' || /disk is full|no space left/i.test(cause.message)) return 'disk_full';
  return 'not_ours';
}

/** A write in the queue. `run` answers how its caller is told that it is done, which must wait for the commit. */
type Waiting = {
  readonly orgId: string;
  readonly run: (tx: Tx) => Promise<() => void>;
  readonly reject: (cause: unknown) => void;
};
type Done = { readonly moved: StreamHeads; readonly tell: () => void };

class SqliteDoor implements Door {
  readonly engine = 'sqlite';
  readonly #file: string;
  readonly #means: DoorMeans;
  readonly #writer: Connection;
  readonly #idle: Connection[] = [];
  readonly #waiting: ((connection: Connection) => void)[] = [];
  readonly #listeners = new Set<(moved: StreamHeads) => void>();
  readonly #known = new Map<string, number>(); // `orgId stream` -> head already announced
  readonly #poll: NodeJS.Timeout;
  #readers = 0;
  readonly #queue: Waiting[] = [];
  #busy = false;
  #drained: Promise<void> = Promise.resolve();
  #version: unknown;
  #closed = false;

  constructor(file: string, means: DoorMeans) {
    this.#file = file;
    this.#means = means;
    this.#writer = new Connection(file);
    this.#version = this.#writer.pragma('data_version');
    this.#poll = setInterval(() => {
      this.#notice();
    }, POLL_MS);
    this.#poll.unref();
  }

  write<T>(orgId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    assertOutside();
    return new Promise<T>((resolve, reject) => {
      const run = (tx: Tx) => work(tx).then((value) => () => resolve(value));
      this.#queue.push({ orgId, run, reject });
      if (!this.#busy) this.#drained = this.#drain();
    });
  }

  /** Never rejects: each caller gets its own error, and the queue goes on. */
  async #drain(): Promise<void> {
    this.#busy = true;
    while (this.#queue.length > 0) {
      const group: Waiting[] = [];
      try {
        await this.#commitGroup(group);
      } catch {
        // The engine was in the way, of whichever of them: nothing was written, and each is done by itself.
        for (const one of group) await this.#commitAlone(one);
      }
    }
    this.#busy = false;
  }

  /** Whoever waits already goes into the same commit, within GROUP_MS: one flush for many small writes. */
  async #commitGroup(group: Waiting[]): Promise<void> {
    const { raw } = this.#writer;
    const done: Done[] = [];
    const closesMs = performance.now() + GROUP_MS;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        group.push(next);
        if (group.length === 1) this.#begin();
        raw.exec('savepoint one');
        done.push(await this.#within(next));
        raw.exec('release one');
        if (performance.now() > closesMs) break;
      }
      raw.exec('commit');
    } catch (cause) {
      this.#writer.rollback();
      throw cause;
    }
    for (const { moved } of done) this.#announce(moved);
    for (const { tell } of done) tell();
  }

  /** One work of a group. What it throws is its own and undone alone; what the engine throws ends the group. */
  async #within(one: Waiting): Promise<Done> {
    try {
      return await this.#perform(one);
    } catch (cause) {
      const { raw } = this.#writer;
      if (!raw.inTransaction || judgeSqlite(cause) !== 'not_ours') throw cause;
      raw.exec('rollback to one');
      return { moved: { orgId: one.orgId, heads: {} }, tell: () => one.reject(cause) };
    }
  }

  async #commitAlone(one: Waiting): Promise<void> {
    try {
      const { moved, tell } = await this.#attempts(async () => {
        this.#begin();
        try {
          const done = await this.#perform(one);
          this.#writer.raw.exec('commit');
          return done;
        } catch (cause) {
          this.#writer.rollback();
          throw cause;
        }
      });
      this.#announce(moved);
      tell();
    } catch (cause) {
      one.reject(cause);
    }
  }

  #begin(): void {
    assert(!this.#closed, 'the door is closed');
    this.#writer.raw.exec('begin immediate');
  }

  async #perform({ orgId, run }: Waiting): Promise<Done> {
    const tx: Tx = { orgId, engine: 'sqlite', db: this.#writer.db, state: new Map() };
    const tell = await insideOnce(() => run(tx));
    const now = { atMs: this.#means.clock(), mark: () => Buffer.from(this.#means.random(9)).toString('base64url') };
    return { moved: { orgId, heads: await writeState(tx, now) }, tell };
  }

  async read<T>(orgId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    assertOutside();
    const connection = await this.#reader();
    try {
      return await this.#attempts(async () => {
        connection.raw.exec('begin');
        try {
          return await insideOnce(() => work({ orgId, engine: 'sqlite', db: connection.db, state: new Map() }));
        } finally {
          connection.rollback();
        }
      });
    } finally {
      this.#release(connection);
    }
  }

  #attempts<T>(attempt: () => Promise<T>): Promise<T> {
    return withAttempts({ judge: judgeSqlite, random: this.#means.random, patience: PATIENCE }, attempt);
  }

  #reader(): Promise<Connection> {
    assert(!this.#closed, 'the door is closed');
    const idle = this.#idle.pop();
    if (idle !== undefined) return Promise.resolve(idle);
    if (this.#readers < READERS) {
      this.#readers += 1;
      const connection = new Connection(this.#file);
      connection.raw.exec('pragma query_only = on');
      return Promise.resolve(connection);
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(connection: Connection): void {
    if (this.#closed) connection.raw.close();
    else {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(connection);
      else next(connection);
    }
  }

  changes(listener: (moved: StreamHeads) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #announce(moved: StreamHeads): void {
    const streams = Object.entries(moved.heads);
    if (streams.length === 0) return;
    for (const [stream, seq] of streams) this.#known.set(`${moved.orgId} ${stream}`, seq);
    for (const listener of this.#listeners) listener(moved);
  }

  /** Another process has committed: whatever stream moved past what we know of is announced. */
  #notice(): void {
    if (this.#writer.raw.inTransaction) return; // it would see its own snapshot only; next time
    const version = this.#writer.pragma('data_version');
    if (version === this.#version) return;
    this.#version = version;
    const heads = this.#writer.raw.prepare('select org_id, stream, seq from stream_head').all([]) as {
      org_id: string;
      stream: string;
      seq: number;
    }[];
    for (const { org_id: orgId, stream, seq } of heads) {
      if (seq !== this.#known.get(`${orgId} ${stream}`)) this.#announce({ orgId, heads: { [stream]: seq } });
    }
  }

  durability(): Promise<'none' | 'fsync'> {
    const flushed = this.#writer.pragma('journal_mode') === 'wal' && this.#writer.pragma('synchronous') === 2;
    return Promise.resolve(flushed ? 'fsync' : 'none');
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    clearInterval(this.#poll);
    await this.#drained;
    this.#closed = true;
    for (const connection of this.#idle) connection.raw.close();
    this.#writer.raw.close();
  }
}

/** Opens (and makes, when it is not there) the database file. The tables come from migrate.ts. */
export const openSqlite = (file: string, means: DoorMeans): Door => new SqliteDoor(file, means);
