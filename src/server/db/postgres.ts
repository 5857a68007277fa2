/**
 * The engine to grow into: PostgreSQL >= 15 by pg. Writes are READ COMMITTED, reads REPEATABLE READ and read only; each
 * transaction names its org, without which row security shows no row.
 *
 * Between processes: NOTIFY goes out after the commit and merged (inside a transaction it would put all commits in a
 * row), and one direct connection listens. Each new connection is asked whether it leads to the primary
 * (postgres-hosts.ts); after a failover the pool fills again from there. A server that falls silent is given up by the
 * clock, and with it every connection that was open then.
 */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { assert } from '../../core/assert.ts';
import { assertOutside, insideOnce, withAttempts, type Verdict } from './attempts.ts';
import { StorageFault, type Door, type DoorMeans, type Kept, type StreamHeads, type Tx } from './door.ts';
import { kyselyOver } from './kysely-over.ts';
import { isSilence, LIMITS_OF_SILENCE, NotPrimary, Primary } from './postgres-hosts.ts';
import { PostgresNews } from './postgres-news.ts';
import { writeState } from './put-state.ts';
import { StandbyGate } from './standby-gate.ts';

const CONNECTIONS = 12;
/** The engine waits for locks itself (lock_timeout); what is tried again is a deadlock or a lost connection. */
const PATIENCE = { tries: 10, longestWaitMs: 500, withinMs: 10_000 };
/** For one of the connections to be free; then the caller is told to come later. */
const FREE_WITHIN_MS = 10_000;
const TIMEOUTS = '-c lock_timeout=2s -c statement_timeout=10s -c idle_in_transaction_session_timeout=15s';
const MOST_NAMES = 300;
const NAMED_AFTER = 4;

/** bigint and sums come as text from the wire; here they are whole numbers or an error. */
function wholeNumber(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `not a safe whole number: ${text}`);
  return value;
}

// A copy of pg's parsers for our connections only; other users of pg in the process keep theirs.
export const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, wholeNumber);
types.setTypeParser(pg.types.builtins.NUMERIC, wholeNumber);

/** The server became a standby under us. */
const READ_ONLY = '25006';
const AGAIN = new Set([
  READ_ONLY,
  '40001',
  '40P01',
  '55P03',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
  '08001',
  '08004',
]);
const LOST = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

const NO_CONNECTION = /^Connection terminated|^Client has encountered a connection error|^timeout expired/;

/** What an error of pg or of its socket means. */
function judgePostgres(cause: unknown): Verdict {
  if (cause instanceof StorageFault) return cause.fault;
  if (cause instanceof NotPrimary) return 'again';
  if (!(cause instanceof Error)) return 'not_ours';
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (code === '53100') return 'disk_full';
  if (AGAIN.has(code) || LOST.has(code) || isSilence(cause)) return 'again';
  if (cause.message === 'timeout exceeded when trying to connect') return 'busy'; // all are lent
  return NO_CONNECTION.test(cause.message) ? 'again' : 'not_ours';
}

/** Settings that decide what a commit survives, read on each new connection. */
const KEPT_SQL = `select current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'
  and current_setting('synchronous_commit') <> 'off' as flushed,
  current_setting('synchronous_commit') in ('on', 'remote_apply') and current_setting('synchronous_standby_names') <> ''
  as replicated`;

const STANDBY_SQL = `select 1 from pg_stat_replication
  where state = 'streaming' and sync_state in ('sync', 'quorum')`;

type Lent = { readonly client: pg.PoolClient; readonly db: Tx['db']; readonly silences: number };

/** Texts met often get a name, by which each connection keeps them parsed; lists of changing length never do. */
class FrequentTexts {
  readonly #seen = new Map<string, number>();
  readonly #names = new Map<string, string>();

  nameOf(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined || this.#names.size >= MOST_NAMES) return name;
    const times = (this.#seen.get(text) ?? 0) + 1;
    if (this.#seen.size > MOST_NAMES * 10) this.#seen.clear();
    this.#seen.set(text, times);
    if (times < NAMED_AFTER) return undefined;
    this.#names.set(text, `q${String(this.#names.size)}`);
    return this.#names.get(text);
  }
}

class PostgresDoor implements Door {
  readonly engine = 'postgres';
  readonly #pool: pg.Pool;
  readonly #means: DoorMeans;
  readonly #lent = new WeakMap<pg.PoolClient, Lent>();
  readonly #news: PostgresNews;
  readonly #listeners = new Set<(moved: StreamHeads) => void>();
  readonly #texts = new FrequentTexts();
  readonly #primary: Primary;
  readonly #standby = new StandbyGate(async () => (await this.#kept()) !== 'alone');
  #silences = 0; // so far; connections of an earlier time are not asked again

  constructor(address: string, means: DoorMeans) {
    this.#means = means;
    this.#primary = new Primary(address);
    this.#pool = new pg.Pool({
      max: CONNECTIONS,
      types,
      options: TIMEOUTS,
      ...LIMITS_OF_SILENCE,
      connectionTimeoutMillis: FREE_WITHIN_MS,
      Client: clientTo(this.#primary, means.onFault),
    });
    this.#pool.on('error', means.onFault); // an idle connection went: the next query opens another
    this.#news = new PostgresNews(this.#primary, this.#pool, means, (moved) => {
      this.#tell(moved);
    });
  }

  /** Connects once, so that a wrong address is said at start. */
  async open(): Promise<this> {
    await this.#primary.find();
    const client = await this.#pool.connect();
    client.release();
    await this.#news.listen();
    return this;
  }

  write<T>(orgId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    assertOutside();
    return this.#attempts(async () => {
      await this.#standby.pass();
      return this.#transaction(orgId, 'read committed', async (tx, client) => {
        const result = await insideOnce(() => work(tx));
        const now = { atMs: this.#means.clock(), mark: () => Buffer.from(this.#means.random(9)).toString('base64url') };
        const heads = await writeState(tx, now);
        await commit(client);
        this.#tell({ orgId, heads });
        this.#news.send({ orgId, heads });
        return result;
      });
    });
  }

  read<T>(orgId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    assertOutside();
    return this.#attempts(() =>
      this.#transaction(orgId, 'repeatable read, read only', async (tx, client) => {
        const result = await insideOnce(() => work(tx));
        await client.query('commit');
        return result;
      }),
    );
  }

  async #transaction<T>(orgId: string, how: string, run: (tx: Tx, client: pg.PoolClient) => Promise<T>): Promise<T> {
    const { client, db } = await this.#connect().catch(async (cause: unknown) => {
      await this.#primary.find();
      throw cause;
    });
    let broken: Error | undefined;
    try {
      const org = client.escapeLiteral(orgId);
      await client.query(`begin isolation level ${how}; select set_config('app.org', ${org}, true)`);
      return await run({ orgId, engine: 'postgres', db, state: new Map() }, client);
    } catch (cause) {
      broken = await this.#undone(client, cause);
      throw cause;
    } finally {
      client.release(broken);
    }
  }

  /** After a transaction that failed: why its connection is not to be used again, if so. */
  async #undone(client: pg.PoolClient, cause: unknown): Promise<Error | undefined> {
    if (!isSilence(cause)) return (await rollback(client)) ?? readOnlyFault(cause);
    this.#silences += 1;
    this.#standby.shut();
    await this.#primary.find();
    return new Error('silent', { cause });
  }

  /** A connection to the primary. When there is none, all servers named are asked before the next try. */
  async #connect(): Promise<Lent> {
    for (;;) {
      const client = await this.#pool.connect();
      const known = this.#lent.get(client);
      if (known === undefined) return this.#first(client);
      if (known.silences === this.#silences) return known;
      client.release(true);
    }
  }

  /** A connection that was just opened. */
  async #first(client: pg.PoolClient): Promise<Lent> {
    try {
      await this.#primary.check(client);
    } catch (cause) {
      client.release(true);
      throw cause;
    }
    const db = kyselyOver('postgres', async (sql, values) => {
      const name = this.#texts.nameOf(sql);
      const query = name === undefined ? { text: sql, values: [...values] } : { name, text: sql, values: [...values] };
      const { rows, rowCount } = await client.query<Record<string, unknown>>(query);
      return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
    });
    const lent = { client, db, silences: this.#silences };
    this.#lent.set(client, lent);
    return lent;
  }

  #attempts<T>(attempt: () => Promise<T>): Promise<T> {
    return withAttempts({ judge: judgePostgres, random: this.#means.random, patience: PATIENCE }, attempt);
  }

  changes(listener: (moved: StreamHeads) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(moved: StreamHeads): void {
    if (Object.keys(moved.heads).length === 0) return;
    for (const listener of this.#listeners) listener(moved);
  }

  /** A connection lost while asking is no fault of the facts that were just stored: it is asked again. */
  durability(): Promise<Kept> {
    return this.#attempts(async () => {
      const kept = await this.#kept();
      return kept === 'alone' ? 'fsync' : kept;
    });
  }

  /** What a commit survives now; `alone`: a standby should have it too, and none is there. */
  async #kept(): Promise<Kept | 'alone'> {
    const { rows } = await this.#pool.query<{ flushed: boolean; replicated: boolean }>(KEPT_SQL);
    const [kept] = rows;
    if (kept?.flushed !== true) return 'none';
    if (!kept.replicated) return 'fsync';
    return (await this.#pool.query(STANDBY_SQL)).rowCount === 0 ? 'alone' : 'replicated';
  }

  async close(): Promise<void> {
    await this.#news.close();
    await this.#pool.end();
  }
}

/**
 * Connections to wherever the primary was last. One that is lost between two queries of a transaction says so to nobody
 * but its listeners, and without any it would end the process; the next query then fails and is judged.
 */
const clientTo = (primary: Primary, onFault: (cause: unknown) => void) =>
  class extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      const { connectionTimeoutMillis } = LIMITS_OF_SILENCE; // the pool's own is for waiting in its line
      super({ ...config, connectionTimeoutMillis, connectionString: primary.url() });
      this.on('error', onFault);
    }
  };

const readOnlyFault = (cause: unknown): Error | undefined =>
  cause instanceof pg.DatabaseError && cause.code === READ_ONLY ? cause : undefined;

/** A connection lost during COMMIT leaves us not knowing; that is not the same as "not done". */
async function commit(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('commit');
  } catch (cause) {
    if (judgePostgres(cause) === 'again' && !isAnswer(cause)) throw new StorageFault('commit_unknown', { cause });
    throw cause;
  }
}

/**
 * PostgreSQL itself said no (a serialisation failure), as opposed to a socket that broke. 57P0x closes the socket
 * too.
 */
const isAnswer = (cause: unknown): boolean =>
  cause instanceof pg.DatabaseError && cause.code !== undefined && !cause.code.startsWith('57P');

async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    const limit = wait(5_000, undefined, { ref: false }).then(() => {
      throw new Error('rollback got no answer');
    });
    await Promise.race([client.query('rollback'), limit]);
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause : new Error('rollback failed', { cause }); // the pool drops the connection
  }
}

/** Connects as the role the application runs under: neither owner nor superuser (migrate.ts makes the tables). */
export const openPostgres = (address: string, means: DoorMeans): Promise<Door> =>
  new PostgresDoor(address, means).open();
