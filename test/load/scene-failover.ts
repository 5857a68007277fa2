/**
 * The primary dies under load and the standby is promoted; the servers find it by themselves, for their address names
 * both. Synchronous: whatever a till was told is stored, is there. Asynchronous, with the wire to the standby cut for a
 * while before: a tail is gone, and the tills bring it again.
 */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startPair, type PgPair } from '../support/pg-pair.ts';
import { Fleet } from './fleet.ts';
import { makePlace } from './load-shop.ts';
import { Sellers, type SceneMeans } from './sellers.ts';

/** A pair with a shop in it, servers in front of it and tills that sell; everything is ended afterwards. */
export async function withPair(
  means: SceneMeans,
  { synchronous }: { readonly synchronous: boolean },
  scene: (world: { readonly pair: PgPair; readonly fleet: Fleet; readonly sellers: Sellers }) => Promise<string[]>,
  tasks: readonly string[] = [],
): Promise<readonly string[]> {
  const pair = await startPair(means.bin, { synchronous });
  const fleets: Fleet[] = [];
  const folders: (() => void)[] = [];
  try {
    const env = { DATABASE_URL: pair.appUrl, DATABASE_OWNER_URL: pair.ownerUrl };
    const { place, codes, remove } = await makePlace(env, means.tills);
    folders.push(remove);
    const fleet = new Fleet(place);
    fleets.push(fleet);
    await fleet.start(means.processes);
    const sellers = await Sellers.enrol(codes, fleet, means.seed);
    const faults = await scene({ pair, fleet, sellers });
    const drainedS = await sellers.drained();
    means.row('sales made; drained after', `${String(sellers.sold.sales)}; ${drainedS?.toFixed(1) ?? 'never'} s`);
    if (drainedS === null) faults.push('tills were stuck');
    return [...faults, ...(await sellers.judge(place, tasks))];
  } finally {
    for (const fleet of fleets) await fleet.stop();
    await pair.stop();
    for (const remove of folders) remove();
  }
}

export function failover(means: SceneMeans, { synchronous }: { synchronous: boolean }): Promise<readonly string[]> {
  const { seconds, row } = means;
  // A server that lacks what it had acknowledged says so to a person; without a standby in step that is what happens.
  const tasks = synchronous ? [] : ['server_lost_entries'];
  const scene = async ({ pair, sellers }: { pair: PgPair; sellers: Sellers }) => {
    const partMs = (seconds * 1000) / 4;
    sellers.sell();
    await wait(partMs);
    if (!synchronous) pair.cut();
    await wait(partMs);
    await pair.killPrimary();
    const acked = sellers.acked();
    await wait(partMs); // selling goes on without any database
    const promotedMs = await pair.promote();
    const missing = await missingAt(pair.urlOf.second, acked);
    await wait(partMs);
    await sellers.rest();
    row('promoted in', `${promotedMs.toFixed(0)} ms`);
    row('entries acknowledged when the primary died', String([...acked.values()].reduce((sum, seq) => sum + seq, 0)));
    row('of them not at the standby when it took over', String(missing));
    if (synchronous) return missing === 0 ? [] : [`${String(missing)} acknowledged entries are missing`];
    return missing > 0 ? [] : ['nothing was lost on the way, so nothing was shown'];
  };
  return withPair(means, { synchronous }, scene, tasks);
}

/** How many entries this server lacks of what tills were told is stored. */
async function missingAt(url: string, acked: ReadonlyMap<string, number>): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const sql = 'select device_id, max(seq)::int as seq from entry group by device_id';
    const { rows } = await client.query<{ device_id: string; seq: number }>(sql);
    const stored = new Map(rows.map((row) => [row.device_id, row.seq]));
    return [...acked].reduce((sum, [id, seq]) => sum + Math.max(0, seq - (stored.get(id) ?? 0)), 0);
  } finally {
    await client.end();
  }
}
