/**
 * The two scenes of many tills. Steady: each sells at its own pace, hears pokes, pulls and greets. Storm: the network
 * was away, each till has sold on, and all come back at the same moment.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { LoadTill } from './load-till.ts';
import { quantile, watchProcess } from './measure.ts';
import { sellOnce, type Sold } from './sell.ts';
import type { Tally } from './tally.ts';

export type Crowd = {
  readonly tills: readonly LoadTill[];
  readonly tally: Tally;
  readonly sold: Sold;
  readonly random: () => number;
  readonly serverPid: number;
};

type Use = { readonly peakBytes: number | null; readonly cpuSeconds: number | null };
export type Steady = Use & {
  readonly sales: number;
  readonly seconds: number;
  readonly pushMs: readonly number[];
  readonly ackMs: readonly number[];
  readonly stuck: number;
};
export type Storm = Use & {
  readonly entries: number;
  readonly seconds: number; // until the last till was done
  readonly doneS: readonly number[]; // each till
  readonly told: readonly number[]; // waits the server asked for, in s
  readonly refused: number; // pushes answered 429 or 503
  readonly stuck: number;
};

const OUTAGE_MS = 2 * 3_600_000;
const DRAIN_MS = 600_000;

/** Tills that are not done within the time given. */
async function stuckOf(tills: readonly LoadTill[], withinMs: number): Promise<{ doneMs: number[]; stuck: number }> {
  const doneMs: number[] = [];
  const all = Promise.all(tills.map(async (till) => doneMs.push(await till.drained())));
  const late = new AbortController();
  await Promise.race([all, wait(withinMs, undefined, { signal: late.signal })]);
  late.abort();
  return { doneMs, stuck: tills.filter(({ pending }) => pending > 0).length };
}

/** Each till sells once in `everyS`, from a moment of its own, for `seconds`. */
export async function steady(crowd: Crowd, { seconds, everyS }: { seconds: number; everyS: number }): Promise<Steady> {
  const { tills, tally, sold, random, serverPid } = crowd;
  const salesBefore = sold.sales;
  tally.pushMs = [];
  tally.ackMs = [];
  const watched = watchProcess(serverPid);
  const over = new AbortController();
  const selling = tills.map(async (till) => {
    const pause = (ms: number) => wait(ms, undefined, { signal: over.signal }).catch(() => undefined);
    await pause(random() * everyS * 1000);
    while (!over.signal.aborted) {
      sellOnce(till, sold, random);
      await pause(everyS * 1000);
    }
  });
  await wait(seconds * 1000);
  over.abort();
  await Promise.all(selling);
  const { stuck } = await stuckOf(tills, DRAIN_MS);
  const { pushMs, ackMs } = tally;
  return { ...watched.stop(), sales: sold.sales - salesBefore, seconds, pushMs, ackMs, stuck };
}

/** Two hours without network, `entries` sales on each till, and everybody is back at once. */
export async function storm(crowd: Crowd, entries: number): Promise<Storm> {
  const { tills, tally, sold, random, serverPid } = crowd;
  for (const till of tills) till.disconnect();
  const beganMs = Date.now() - OUTAGE_MS;
  for (const till of tills) {
    for (let n = 0; n < entries; n += 1)
      sellOnce(till, sold, random, beganMs + Math.floor((OUTAGE_MS * (n + random())) / entries));
    await wait(0); // live channels of others must not starve
  }
  const refusedBefore = refusals(tally);
  tally.toldToWaitS.length = 0;
  const watched = watchProcess(serverPid);
  const startMs = performance.now();
  for (const till of tills) till.connect();
  const { doneMs, stuck } = await stuckOf(tills, DRAIN_MS);
  const doneS = doneMs.map((ms) => (ms - startMs) / 1000);
  return {
    ...watched.stop(),
    entries: tills.length * entries - tills.reduce((sum, { pending }) => sum + pending, 0),
    seconds: quantile(doneS, 1),
    doneS,
    told: [...tally.toldToWaitS],
    refused: refusals(tally) - refusedBefore,
    stuck,
  };
}

const refusals = (tally: Tally): number => tally.count('push 429') + tally.count('push 503');
