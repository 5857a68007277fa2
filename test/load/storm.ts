/**
 * `npm run storm`: very many tills against the built server in a process of its own, steady and after an outage, on
 * either engine. Every till has its own key and was let in by its own code; the server's limits are those of a shop.
 *
 * Ends with 0 only when nothing is lost, doubled or stuck; 2 when it was called wrongly.
 */
import { setMaxListeners } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Engine } from '../../src/server/db/door.ts';
import { bareInserts } from '../bench/facts-per-second.ts';
import { seeded } from '../replay/cutting-proxy.ts';
import { startServer } from '../replay/server-process.ts';
import { judgeBooks } from './judge-books.ts';
import { depsOf, makeShop, type LoadShop } from './load-shop.ts';
import { LoadTill } from './load-till.ts';
import { quantile, residentBytes } from './measure.ts';
import { steady, storm, type Crowd, type Steady, type Storm } from './scenes.ts';
import { nothingSold } from './sell.ts';
import { countingFetch, Tally } from './tally.ts';
import { readOrSay } from '../support/asked.ts';
import { say, sayVerdict } from './verdict.ts';

const DIST = fileURLToPath(new URL('..', import.meta.url));
const USAGE =
  'npm run storm -- [--tills 1000] [--entries 200] [--seconds 60] [--every 60] ' +
  '[--engine sqlite|postgres|both] [--seed 1]';
const AT_ONCE = 25;
const FLOOR_BATCHES = 50;
const MIB = 1_048_576;

const row = (what: string, ours: string, target = ''): void => {
  say(`  ${what.padEnd(44)} ${ours.padStart(30)}  ${target}`);
};

type Asked = {
  readonly tills: number;
  readonly entries: number;
  readonly seconds: number;
  readonly everyS: number;
  readonly engines: readonly Engine[];
  readonly seed: number;
};

function readAsked(argv: readonly string[]): Asked {
  const value = { type: 'string' } as const;
  const options = { tills: value, entries: value, seconds: value, every: value, engine: value, seed: value };
  const { values } = parseArgs({ args: [...argv], options });
  const number = (text: string | undefined, otherwise: number, least: number, most: number): number => {
    const read = text === undefined ? otherwise : Number(text);
    if (!(read >= least && read <= most)) throw new Error(USAGE);
    return read;
  };
  const engines = { sqlite: ['sqlite'], postgres: ['postgres'], both: ['sqlite', 'postgres'] } as const;
  const engine = Object.entries(engines).find(([name]) => name === (values.engine ?? 'both'));
  if (engine === undefined) throw new Error(USAGE);
  return {
    tills: Math.floor(number(values.tills, 1000, 1, 10_000)),
    entries: Math.floor(number(values.entries, 200, 1, 5_000)),
    seconds: number(values.seconds, 60, 1, 3_600),
    everyS: number(values.every, 60, 0.1, 3_600),
    engines: engine[1],
    seed: Math.floor(number(values.seed, 1, 1, 2 ** 31)),
  };
}

/**
 * All tills of the shop, let in before any of them listens (each that comes is news to all), then connected a few at a
 * time and up to date.
 */
async function openCrowd(shop: LoadShop, { port, pid }: { port: number; pid: number }, seed: number): Promise<Crowd> {
  const tally = new Tally();
  const random = seeded(seed);
  const fetch = countingFetch(tally, () => `http://127.0.0.1:${String(port)}`);
  const tills: LoadTill[] = [];
  for (const codes of inGroups(shop.codes)) {
    tills.push(...(await Promise.all(codes.map((code) => LoadTill.enrol(code, { fetch, random, tally })))));
  }
  for (const some of inGroups(tills)) {
    for (const till of some) till.connect();
    await Promise.all(some.map((till) => till.drained()));
  }
  return { tills, tally, sold: nothingSold(), random, serverPid: pid };
}

const inGroups = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, at) => all.slice(at * AT_ONCE, (at + 1) * AT_ONCE));

const mib = (bytes: number | null): string => (bytes === null ? '?' : `${(bytes / MIB).toFixed(0)} MiB`);
const ms = (value: number): string => `${value.toFixed(0)} ms`;
const seconds = (value: number): string => `${value.toFixed(1)} s`;
const cpu = (value: number | null): string => (value === null ? '?' : seconds(value));

function printSteady(asked: Asked, of: Steady): void {
  const both = (times: readonly number[]): string =>
    `p50 ${ms(quantile(times, 0.5))}  p95 ${ms(quantile(times, 0.95))}`;
  say(` steady: a sale each ${String(asked.everyS)} s on ${String(asked.tills)} tills, ${String(asked.seconds)} s`);
  row('sales, each a push', `${String(of.sales)}, ${(of.sales / of.seconds).toFixed(1)}/s`);
  row('push to its answer', both(of.pushMs), 'p95 <= 250 ms');
  row('commit on the till to acknowledged', both(of.ackMs));
  row('memory of the server, most', mib(of.peakBytes));
  row('processor time of the server', cpu(of.cpuSeconds));
}

function printStorm(asked: Asked, of: Storm, floorPerSecond: number): void {
  const perSecond = of.entries / of.seconds;
  say(` storm: back after two hours, ${String(asked.entries)} sales on each till, all at once`);
  row('entries drained', `${String(of.entries)} in ${seconds(of.seconds)}`, '200000 in < 180 s');
  row('entries per second', perSecond.toFixed(0), 'SQLite >= 5000, PostgreSQL >= 3000');
  if (of.cpuSeconds !== null) row('entries per second of its processor time', (of.entries / of.cpuSeconds).toFixed(0));
  row('a bare insert of the same bytes', `${String(floorPerSecond)}/s`, `${(floorPerSecond / perSecond).toFixed(1)} x`);
  const [first, half, last] = [quantile(of.doneS, 0), quantile(of.doneS, 0.5), quantile(of.doneS, 1)];
  row('first till, half of them, last till done', [first, half, last].map(seconds).join(', '));
  const waits = `p50 ${seconds(quantile(of.told, 0.5))}, most ${seconds(quantile(of.told, 1))}`;
  row('pushes told to come later; their Retry-After', `${String(of.refused)}; ${waits}`);
  row('memory of the server, most', mib(of.peakBytes));
  row('processor time of the server', cpu(of.cpuSeconds));
}

/** What the same bytes in the same batches cost when they are only inserted. */
async function floorOf(engine: Engine, { tills }: Crowd, entries: number): Promise<number> {
  const shop = await makeShop(engine, 1);
  const { door } = await depsOf(shop);
  try {
    const batches = tills.slice(0, FLOOR_BATCHES).map(({ rows }) => rows.slice(-entries).map(({ bytes }) => bytes));
    return (await bareInserts(door, batches)).perSecond;
  } finally {
    await door.close();
    await shop.remove();
  }
}

async function run(engine: Engine, asked: Asked): Promise<readonly string[]> {
  const shop = await makeShop(engine, asked.tills);
  try {
    say(`\n${engine}: ${String(asked.tills)} tills with a key each, seed ${String(asked.seed)}`);
    const server = await startServer({ dataDir: shop.dataDir, dist: DIST, env: { ...shop.env, HALFLOOP_RATES: 'on' } });
    try {
      const crowd = await openCrowd(shop, server, asked.seed);
      row('machine', `${String(cpus().length)} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'}`);
      row('memory of the server, all tills connected', mib(residentBytes(server.pid)));
      const calm = await steady(crowd, asked);
      printSteady(asked, calm);
      const rush = await storm(crowd, asked.entries);
      for (const till of crowd.tills) till.disconnect();
      await server.stop();
      printStorm(asked, rush, await floorOf(engine, crowd, asked.entries));
      return await judge(shop, crowd, calm.stuck + rush.stuck);
    } finally {
      await server.stop();
    }
  } finally {
    await shop.remove();
  }
}

async function judge(shop: LoadShop, { tills, tally, sold }: Crowd, stuck: number): Promise<string[]> {
  const deps = await depsOf(shop);
  try {
    const { entries, chains, faults } = await judgeBooks(deps, tills, { sold });
    const asked = [...tally.answers].map(([what, times]) => `${what} ${String(times)}`).sort();
    say(`  asked and answered: ${asked.join(', ')}`);
    say(`  in the database: ${String(entries)} entries of tills, ${String(chains)} journals verified`);
    const others = tally.unexpected().filter((what) => !what.endsWith('called off'));
    return [...(stuck > 0 ? [`${String(stuck)} tills were stuck`] : []), ...others, ...faults];
  } finally {
    await deps.door.close();
  }
}

async function main(): Promise<number> {
  const asked = readOrSay(USAGE, readAsked);
  if (asked === null) return 2;
  let bad = 0;
  for (const engine of asked.engines) {
    const faults = await run(engine, asked);
    sayVerdict(faults);
    bad += faults.length;
  }
  return bad === 0 ? 0 : 1;
}

setMaxListeners(0); // a till has as many requests under way as it has
process.exitCode = await main();
