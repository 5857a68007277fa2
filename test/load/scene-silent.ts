/**
 * Machines vanish without a word: first the way to the database, then the one to a server process, swallow every byte
 * and close nothing. Each request ends by somebody's clock, the other way is taken, and nothing is lost or twice.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { startPostgres } from '../support/pg.ts';
import { openSilentWay, type SilentWay } from '../support/silent-way.ts';
import { Fleet } from './fleet.ts';
import { makePlace } from './load-shop.ts';
import { Sellers, type SceneMeans } from './sellers.ts';

/** A till gives a request up after 45 s. */
const LONGEST_MS = 50_000;
/** By then processes have given up what they asked, found the other way, and tills have come again. */
const FOUND_WITHIN_MS = 60_000;

export async function silent(means: SceneMeans): Promise<readonly string[]> {
  const postgres = await startPostgres(means.bin, { flush: true });
  const ways: SilentWay[] = [];
  const ends: (() => unknown)[] = [() => postgres.stop()];
  try {
    const port = Number(new URL(postgres.appUrl).port);
    ways.push(await openSilentWay(port), await openSilentWay(port));
    ends.push(() => ways.forEach((way) => way.close()));
    const hosts = ways.map((way) => `127.0.0.1:${String(way.port)}`).join(',');
    const appUrl = postgres.appUrl.replace(`127.0.0.1:${String(port)}`, hosts);
    const env = { DATABASE_URL: appUrl, DATABASE_OWNER_URL: postgres.ownerUrl };
    const { place, codes, remove } = await makePlace(env, means.tills);
    ends.push(remove);
    const fleet = new Fleet(place);
    ends.push(() => fleet.stop());
    await fleet.start(means.processes);
    const front = await openSilentWay(fleet.portOf(0));
    ends.push(() => front.close());
    fleet.leadThrough(0, front.port);
    const sellers = await Sellers.enrol(codes, fleet, means.seed);
    const faults = await vanish(means, sellers, { database: ways, front });
    return [...faults, ...(await sellers.judge(place))];
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

type Ways = { readonly database: readonly SilentWay[]; readonly front: SilentWay };

async function vanish({ seconds, row }: SceneMeans, sellers: Sellers, { database, front }: Ways): Promise<string[]> {
  const faults: string[] = [];
  const partMs = (seconds * 1000) / 3;
  const [first, second] = database;
  if (first === undefined || second === undefined) throw new Error('two ways are needed');
  const lost = first.opened() > second.opened() ? first : second; // the one in use
  sellers.sell();
  await wait(partMs);
  lost.silence();
  const foundMs = await untilAcked(sellers);
  row('acknowledged again after the database vanished', `${(foundMs / 1000).toFixed(1)} s`);
  if (foundMs > FOUND_WITHIN_MS) faults.push('the database was not found on its other way');
  await wait(partMs);
  front.silence();
  await wait(Math.max(partMs, LONGEST_MS));
  const given = sellers.tally.count('push called off') + sellers.tally.count('pull called off');
  row('requests given up on a server process that vanished', String(given));
  if (given === 0) faults.push('no request met the process that vanished, so nothing was shown');
  const acked = sellers.ackedEntries;
  await untilAcked(sellers);
  if (sellers.ackedEntries <= acked) faults.push('the other processes did not take over');
  await sellers.rest();
  front.speak();
  const drainedS = await sellers.drained();
  row('sales made; drained after', `${String(sellers.sold.sales)}; ${drainedS?.toFixed(1) ?? 'never'} s`);
  if (drainedS === null) faults.push('tills were stuck');
  const { longestMs } = sellers.tally;
  row('the longest any request was waited for', `${(longestMs / 1000).toFixed(1)} s`);
  if (longestMs > LONGEST_MS) faults.push(`a request was waited for ${String(Math.round(longestMs))} ms`);
  return faults;
}

/** The ms until something is acknowledged that was made after this moment. */
async function untilAcked(sellers: Sellers): Promise<number> {
  const begun = performance.now();
  const madeBy = new Map(sellers.tills.map((till) => [till, till.rows.length]));
  const isAcked = () => sellers.tills.some((till) => till.ackedSeq > (madeBy.get(till) ?? Infinity));
  while (!isAcked() && performance.now() - begun <= FOUND_WITHIN_MS) await wait(20);
  return performance.now() - begun;
}
