/**
 * The old primary comes back after a standby was promoted past it, and takes writes as if nothing had happened. No
 * server process goes to it: not one that runs, whose connections are all cut, and not one that is started anew.
 */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { query } from '../support/pg.ts';
import type { PgPair } from '../support/pg-pair.ts';
import type { Fleet } from './fleet.ts';
import { withPair } from './scene-failover.ts';
import type { Sellers, SceneMeans } from './sellers.ts';

const CUT_ALL = `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'`;
const ENTRIES = 'select count(*)::int as n from entry';

export function overtaken(means: SceneMeans): Promise<readonly string[]> {
  const scene = async ({ pair, fleet, sellers }: { pair: PgPair; fleet: Fleet; sellers: Sellers }) => {
    const partMs = (means.seconds * 1000) / 3;
    sellers.sell();
    await wait(partMs);
    await pair.killPrimary();
    await pair.promote();
    await pair.restartOld();
    const before = await count(pair.urlOf.first);
    await query(pair.urlOf.second, [CUT_ALL]);
    await fleet.kill(0);
    await fleet.replace(0);
    await wait(partMs);
    await query(pair.urlOf.second, [CUT_ALL]);
    await wait(partMs);
    await sellers.rest();
    const strayed = (await count(pair.urlOf.first)) - before;
    means.row('entries written to the primary that was overtaken', String(strayed));
    return strayed === 0 ? [] : [`${String(strayed)} entries went to a primary that was overtaken`];
  };
  // Asynchronous: the old primary would take in anything, and the last moments before it died may be lost on the way.
  return withPair(means, { synchronous: false }, scene, ['server_lost_entries']);
}

async function count(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ n: number }>(ENTRIES)).rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}
