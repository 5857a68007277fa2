/**
 * The server's process, or the database's own, is ended by SIGKILL while several tills send without a pause. After
 * each start, before any till may send again, every entry an answer has called stored must be there with its hash; at
 * the end every sale is there once.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { findPostgresBin } from '../../scripts/find-tools.mjs';
import { Dice } from '../sim/dice.ts';
import { startPostgres } from '../support/pg.ts';
import { inTortureShop } from './in-torture-shop.ts';
import { openLoadedTill, type Gate, type LoadedTill } from './loaded-tills.ts';
import { comparedIds, type Asked, type Part, type Tally } from './tally.ts';
import type { TortureShop } from './torture-shop.ts';

/** A server whose database died says so at length. */
const QUIET = { HALFLOOP_LOG: 'error' };
const ROUNDS = 20;
const TILLS = 4;
const LOAD_MS = [150, 900] as const;
const ANSWER_WITHIN_MS = 30_000;
const DRAIN_WITHIN_MS = 60_000;

/** What dies: asked to die and come back, it resolves to the milliseconds until it is there again. */
type Victim = { readonly name: string; readonly dieAndReturn: () => Promise<number> };

type World = {
  readonly shop: TortureShop;
  readonly tills: readonly LoadedTill[];
  readonly gate: Gate;
  readonly dice: Dice;
  readonly faults: string[];
  readonly backMs: number[];
  readonly answeredMs: number[];
  lost: number;
  stuck: number;
};

/** Everything promised is in the tables, in its place. Nobody can send meanwhile, so nothing is healed unseen. */
async function judgePromises(world: World, n: number): Promise<void> {
  // Taken first: a server that outlived its database may still answer what it was asked before.
  const promises = world.tills.map(({ deviceId, promised }) => ({ deviceId, ...promised() }));
  const { entries } = await world.shop.stored();
  for (const { deviceId, seq, hash } of promises) {
    const own = entries.filter((entry) => entry.deviceId === deviceId);
    const there = own.filter((entry) => entry.seq <= seq).length;
    const isSame = own.find((entry) => entry.seq === seq)?.hash === hash;
    if (there === seq && (seq === 0 || isSame)) continue;
    world.lost += Math.max(1, seq - there);
    world.faults.push(`kill ${String(n)}: a till was promised ${String(seq)} entries, ${String(there)} are stored`);
  }
}

async function round(world: World, victim: Victim, n: number): Promise<void> {
  const { gate, tills, dice } = world;
  await wait(dice.int(...LOAD_MS));
  const back = victim.dieAndReturn(); // the tills are in the middle of whatever they do
  gate.isShut = true;
  world.backMs.push(await back);
  await judgePromises(world, n);
  const before = tills.map(({ promised }) => promised().seq);
  gate.isShut = false;
  const from = performance.now();
  const answers = await Promise.all(tills.map((till, at) => till.answeredPast(before[at] ?? 0, ANSWER_WITHIN_MS)));
  world.answeredMs.push(performance.now() - from);
  world.stuck += answers.filter((answered) => !answered).length;
}

async function settle(world: World): Promise<Pick<Tally, 'confirmed' | 'found' | 'lost' | 'doubled' | 'stuck'>> {
  const { shop, tills, faults } = world;
  const drained = await Promise.all(tills.map((till) => till.finish(DRAIN_WITHIN_MS)));
  const { entries, sales, tasks, branches } = await shop.stored();
  for (const till of tills) {
    const stored = entries.filter(({ deviceId }) => deviceId === till.deviceId).length;
    if (stored !== till.headSeq()) faults.push(`a till made ${String(till.headSeq())}, ${String(stored)} are stored`);
    for (const fault of till.faults) faults.push(`in the background of a till: ${String(fault)}`);
  }
  if (tasks.length + branches > 0) faults.push(`waits for a person: ${tasks.join(', ')}, ${String(branches)}`);
  const sold = tills.flatMap((till) => till.sold);
  const { lost, doubled, ...counts } = comparedIds(
    sold,
    sales.map(({ saleId }) => saleId),
  );
  const twice = comparedIds(
    [],
    entries.map(({ entryId }) => entryId),
  ).doubled.length;
  const stuck = world.stuck + drained.filter((isDrained) => !isDrained).length;
  return { ...counts, lost: lost.length + world.lost, doubled: doubled.length + twice, stuck };
}

const longest = (all: readonly number[]): string => String(Math.round(Math.max(...all)));
const median = (all: readonly number[]): string =>
  String(Math.round(all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0));

async function play(asked: Asked, shop: TortureShop, victim: Victim): Promise<Tally> {
  const begun = performance.now();
  const rounds = asked.count ?? ROUNDS;
  const gate: Gate = { isShut: false };
  const tills: LoadedTill[] = [];
  const more = { faults: [], backMs: [], answeredMs: [], lost: 0, stuck: 0 };
  const world: World = { shop, tills, gate, dice: new Dice(asked.seed), ...more };
  try {
    for (let n = 0; n < TILLS; n += 1) tills.push(await openLoadedTill(shop, gate));
    for (let n = 1; n <= rounds; n += 1) await round(world, victim, n);
    const counts = await settle(world);
    const seconds = (performance.now() - begun) / 1000;
    const promised = tills.reduce((sum, till) => sum + till.promised().seq, 0);
    const { backMs, answeredMs, faults } = world;
    const notes = [
      `${String(TILLS)} tills, ${String(promised)} entries answered as stored; back after median ${median(backMs)}, ` +
        `longest ${longest(backMs)} ms; all tills answered again within another ${longest(answeredMs)} ms`,
    ];
    asked.say(`${victim.name}: ${String(rounds)} kills`);
    return { part: victim.name, runs: rounds, ...counts, seconds, notes, faults };
  } finally {
    for (const till of tills) await till.close();
  }
}

const serverOf = (shop: TortureShop, name: string): Victim => ({
  name,
  dieAndReturn: async () => {
    await shop.kill();
    return shop.comeBack();
  },
});

const onSqlite = (asked: Asked): Promise<readonly Tally[]> =>
  inTortureShop(asked, async (shop) => [await play(asked, shop, serverOf(shop, 'server, SQLite'))]);

async function onPostgres(asked: Asked): Promise<readonly Tally[]> {
  const cluster = await startPostgres(findPostgresBin() ?? '', { flush: true });
  const { appUrl: DATABASE_URL, ownerUrl: DATABASE_OWNER_URL } = cluster;
  const database: Victim = {
    name: 'PostgreSQL itself',
    dieAndReturn: async () => {
      const from = performance.now();
      await cluster.crash();
      return performance.now() - from;
    },
  };
  try {
    const env = { ...QUIET, DATABASE_URL, DATABASE_OWNER_URL };
    return await inTortureShop({ ...asked, env }, async (shop) => [
      await play(asked, shop, serverOf(shop, 'server, PostgreSQL')),
      await play(asked, shop, database),
    ]);
  } finally {
    await cluster.stop();
  }
}

export const serverKill: Part = { name: 'server', cannot: () => null, run: onSqlite };

export const postgresKill: Part = {
  name: 'postgres',
  cannot: () => (findPostgresBin() === null ? 'no PostgreSQL here: set HALFLOOP_PG_BIN' : null),
  run: onPostgres,
};
