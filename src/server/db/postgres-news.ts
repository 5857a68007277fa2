/**
 * Word between server processes that streams have moved: LISTEN on a connection of its own, NOTIFY after commits,
 * merged per 100 ms. A lost message costs the receiver one poll, so nothing here is retried but the connection.
 */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { DoorMeans, StreamHeads } from './door.ts';
import { LIMITS_OF_SILENCE, type Primary } from './postgres-hosts.ts';

const CHANNEL = 'halfloop_heads';
const MERGE_MS = 100;
const RECONNECT_MS = 1_000;
/** Whoever only listens never notices that nobody speaks: it asks so often. */
const BEAT_MS = 10_000;
const BEAT_LIMIT_MS = 5_000;
const FAREWELL_MS = 1_000;
const MOST_BYTES = 7_500; // PostgreSQL's limit for a payload is 8,000

export class PostgresNews {
  readonly #primary: Primary;
  readonly #pool: pg.Pool;
  readonly #means: DoorMeans;
  readonly #heard: (moved: StreamHeads) => void;
  readonly #self: string;
  readonly #outgoing = new Map<string, Record<string, number>>();
  #timer: NodeJS.Timeout | undefined;
  #client: pg.Client | undefined;
  #closed = false;

  constructor(primary: Primary, pool: pg.Pool, means: DoorMeans, heard: (moved: StreamHeads) => void) {
    this.#primary = primary;
    this.#pool = pool;
    this.#means = means;
    this.#heard = heard;
    this.#self = Buffer.from(means.random(8)).toString('hex');
  }

  /** Starts to listen; comes back by itself when the connection is lost. */
  async listen(): Promise<void> {
    const client = new pg.Client({
      ...LIMITS_OF_SILENCE,
      query_timeout: BEAT_LIMIT_MS,
      connectionString: this.#primary.url(),
    });
    client.on('error', this.#means.onFault);
    client.on('notification', ({ payload }) => {
      this.#read(payload ?? '');
    });
    try {
      await client.connect();
      await this.#primary.check(client);
      await client.query(`listen ${CHANNEL}`);
    } catch (cause) {
      void client.end().catch(() => undefined);
      throw cause;
    }
    // Only now: a connection that never came ends as well, and its caller tries again already.
    const beat = setInterval(() => {
      this.#beat(client).catch(this.#means.onFault);
    }, BEAT_MS).unref();
    client.on('end', () => {
      clearInterval(beat);
      if (!this.#closed) this.#again().catch(this.#means.onFault);
    });
    this.#client = client;
  }

  /** A connection that gives no answer is dropped: its end makes another. */
  async #beat(client: pg.Client): Promise<void> {
    try {
      await client.query('select 1');
    } catch (cause) {
      void client.end().catch(() => undefined); // with a question open it is destroyed, not asked to leave
      throw cause;
    }
  }

  async #again(): Promise<void> {
    for (;;) {
      await wait(RECONNECT_MS, undefined, { ref: false });
      if (this.#closed) return;
      try {
        await this.#primary.find();
        await this.listen();
        return;
      } catch (cause) {
        this.#means.onFault(cause);
      }
    }
  }

  #read(payload: string): void {
    const [from, orgId, heads] = payload.split(' ', 3);
    if (from === this.#self || orgId === undefined || heads === undefined) return;
    this.#heard({ orgId, heads: JSON.parse(heads) as Record<string, number> }); // written by `#flush`
  }

  /** Remembers where streams now are; the message goes out within MERGE_MS. */
  send(moved: StreamHeads): void {
    if (Object.keys(moved.heads).length === 0) return;
    this.#outgoing.set(moved.orgId, { ...this.#outgoing.get(moved.orgId), ...moved.heads });
    this.#timer ??= setTimeout(() => {
      this.#flush().catch(this.#means.onFault);
    }, MERGE_MS);
  }

  async #flush(): Promise<void> {
    this.#timer = undefined;
    const outgoing = [...this.#outgoing];
    this.#outgoing.clear();
    for (const [orgId, heads] of outgoing) {
      const payload = `${this.#self} ${orgId} ${JSON.stringify(heads)}`;
      if (payload.length < MOST_BYTES) await this.#pool.query('select pg_notify($1, $2)', [CHANNEL, payload]);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#flush();
    await Promise.race([this.#client?.end(), wait(FAREWELL_MS, undefined, { ref: false })]);
  }
}
