/**
 * Which of several PostgreSQL servers is the one to write to. An address may name them all, as libpq's may:
 * `postgres://app@one:5432,two:5432/halfloop`.
 *
 * Invariants: a server in recovery is not written to; nor is one on an older timeline than one that was seen before: a
 * standby was promoted past it, and what it took in now would be lost.
 *
 * Not here: promoting a standby, and keeping an old primary from coming back while nobody has seen the new one. That is
 * for whoever runs them.
 */
import pg from 'pg';

const ASK_LIMIT_MS = 2_000;
const CONNECT_LIMIT_MS = 5_000;
/** Longer than any statement may take (`statement_timeout`), shorter than a till waits for an answer. */
const SILENT_AFTER_MS = 12_000;

/**
 * A machine that vanished closes no connection: whoever waits for it gives up by the clock. A commit that waits for a
 * standby which was cut off is given up likewise, its outcome unknown.
 */
export const LIMITS_OF_SILENCE = {
  connectionTimeoutMillis: CONNECT_LIMIT_MS,
  query_timeout: SILENT_AFTER_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} as const;

/** The same for work that may rightly take long (a migration, a copy): only the way there has a limit of its own. */
export const LIMITS_OF_LONG_WORK = { ...LIMITS_OF_SILENCE, query_timeout: undefined } as const;

/** No answer in the time above, as pg words it. */
export const isSilence = (cause: unknown): boolean =>
  cause instanceof Error && (cause.message === 'Query read timeout' || isSilence(cause.cause));

/** Null: in recovery. The first eight digits of a log file's name are its timeline. */
const TIMELINE_SQL = `select case when pg_is_in_recovery() then null
  else substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) end as timeline`;

/** Reached, and not the server to write to: another may be. */
export class NotPrimary extends Error {
  override readonly name = 'NotPrimary';
}

/** One address for each server named. */
export function hostsOf(address: string): readonly string[] {
  const parts = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/s.exec(address);
  if (parts === null) return [address];
  const [, before = '', hosts = '', after = ''] = parts;
  return hosts.split(',').map((host) => before + host + after);
}

/** The address of the server to write to, among those named; the first when none answers so. */
export async function primaryOf(address: string): Promise<string> {
  const primary = new Primary(address);
  await primary.find();
  return primary.url();
}

export class Primary {
  readonly #urls: readonly string[];
  #at = 0;
  #timeline = 0;
  #finding: Promise<void> | null = null;

  constructor(address: string) {
    this.#urls = hostsOf(address);
  }

  /** Where it was last. */
  url(): string {
    return this.#urls[this.#at] ?? '';
  }

  /** To be asked of each new connection. Throws `NotPrimary`. */
  async check(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
    const timeline = await timelineOf(client);
    if (timeline === null) throw new NotPrimary('a standby, which takes no writes');
    if (timeline < this.#timeline) throw new NotPrimary('overtaken by a standby that was promoted');
    this.#timeline = timeline;
  }

  /** Asks all that are named. Stays where it is when none is fit, and when only one is named. */
  find(): Promise<void> {
    if (this.#urls.length === 1) return Promise.resolve();
    this.#finding ??= this.#ask().finally(() => {
      this.#finding = null;
    });
    return this.#finding;
  }

  async #ask(): Promise<void> {
    const timelines = await Promise.all(this.#urls.map(askTimeline));
    const newest = Math.max(...timelines);
    if (newest === 0 || newest < this.#timeline) return;
    this.#at = timelines.indexOf(newest);
    this.#timeline = newest;
  }
}

async function timelineOf(client: Pick<pg.ClientBase, 'query'>): Promise<number | null> {
  const { rows } = await client.query<{ timeline: string | null }>(TIMELINE_SQL);
  const text = rows[0]?.timeline ?? null;
  return text === null ? null : Number.parseInt(text, 16);
}

/** 0: it does not answer, or is a standby. */
async function askTimeline(url: string): Promise<number> {
  const limits = { connectionTimeoutMillis: ASK_LIMIT_MS, query_timeout: ASK_LIMIT_MS };
  const client = new pg.Client({ connectionString: url, ...limits });
  client.on('error', () => undefined); // it went while it was asked: told by the query
  try {
    await client.connect();
    return (await timelineOf(client)) ?? 0;
  } catch {
    return 0; // a verdict: it cannot be written to now
  } finally {
    void client.end().catch(() => undefined); // nobody waits for the farewell of a server that may be gone
  }
}
