/**
 * Stateless processes on one PostgreSQL: every request of a till goes to any of them, one is killed under load, another
 * takes its place. And a sale that one process takes in pokes a till whose channel is with another.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { startPostgres } from '../support/pg.ts';
import { Fleet } from './fleet.ts';
import { makePlace } from './load-shop.ts';
import { quantile } from './measure.ts';
import { Sellers, type SceneMeans } from './sellers.ts';

const POKES = 10;
const POKE_LIMIT_MS = 5_000;

export async function processKilled(means: SceneMeans): Promise<readonly string[]> {
  const postgres = await startPostgres(means.bin, { flush: true });
  const env = { DATABASE_URL: postgres.appUrl, DATABASE_OWNER_URL: postgres.ownerUrl };
  const { place, codes, remove } = await makePlace(env, means.tills);
  const fleet = new Fleet(place);
  try {
    await fleet.start(means.processes);
    const sellers = await Sellers.enrol(codes, fleet, means.seed);
    const faults = await pokesAcross(means, sellers);
    const drainedS = await killed(means, sellers, fleet);
    if (drainedS === null) faults.push('tills were stuck');
    return [...faults, ...(await sellers.judge(place))];
  } finally {
    await fleet.stop();
    await postgres.stop();
    remove();
  }
}

/** One till sells through the first process; the other, of the same store, listens to the second. */
async function pokesAcross({ row }: SceneMeans, sellers: Sellers): Promise<string[]> {
  const [seller] = sellers.tills;
  const listener = sellers.tills.find((till) => till !== seller && till.storeId === seller?.storeId);
  if (seller === undefined || listener === undefined) throw new Error('two tills of one store are needed');
  sellers.pin(seller, 0);
  sellers.pin(listener, 1);
  if (!(await sellers.hear([seller, listener]))) return ['a channel did not open'];
  const tookMs: number[] = [];
  for (let n = 0; n < POKES; n += 1) {
    const before = listener.storeHead;
    const begun = performance.now();
    sellers.sellOne(seller);
    while (listener.storeHead === before && performance.now() - begun < POKE_LIMIT_MS) await wait(2);
    tookMs.push(performance.now() - begun);
    await wait(200);
  }
  for (const till of [seller, listener]) sellers.pin(till, null);
  const [half, most] = [quantile(tookMs, 0.5), quantile(tookMs, 1)];
  row('a sale at one process pokes a till at another', `p50 ${half.toFixed(0)} ms, most ${most.toFixed(0)} ms`);
  return most < POKE_LIMIT_MS ? [] : [`a poke from one process to another took more than ${String(POKE_LIMIT_MS)} ms`];
}

/** Sells, kills the first process after a third of the time, puts another in its place after two. */
async function killed({ seconds, row }: SceneMeans, sellers: Sellers, fleet: Fleet): Promise<number | null> {
  const thirdMs = (seconds * 1000) / 3;
  sellers.sell();
  await wait(thirdMs);
  await fleet.kill(0);
  await wait(thirdMs);
  await fleet.replace(0);
  await wait(thirdMs);
  await sellers.rest();
  const { pending } = sellers;
  const drainedS = await sellers.drained();
  row('sales made meanwhile', String(sellers.sold.sales));
  row('requests that met the dead process', String(sellers.tally.count('push no answer')));
  row('pending when selling ended; drained after', `${String(pending)}; ${drainedS?.toFixed(1) ?? 'never'} s`);
  return drainedS;
}
