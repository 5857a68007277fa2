/**
 * `npm run sim`: lives of the simulated shop, one seed each.
 *
 *   npm run sim                       500 seeds from 1
 *   npm run sim -- --seeds N --from S  N seeds from S on
 *   npm run sim -- --minutes M         as many as fit
 *   npm run sim -- --seeds N --minutes M  whichever comes first
 *   SIM_SEED=n npm run sim             that one life, with all its events
 *   npm run sim -- --with NAME,NAME   lives which all have these faults, beside those they draw
 *   npm run sim -- --tier 2            50 lives on a real PostgreSQL, and every order of two writers and a reader
 *
 * Ends with 0 only when every invariant held in every life, and every hundredth, lived twice, left the same trace;
 * with 2 when it was called wrongly.
 */
import { parseArgs } from 'node:util';
import { readOrSay, wholeNumber } from '../support/asked.ts';
import { FAULTS } from './faults.ts';
import { live } from './life.ts';
import { playLightly } from './light-means.ts';
import { liveAll, told } from './live-all.ts';

const USAGE =
  'npm run sim -- [--tier 1|2] [--seeds 500] [--from 1] [--minutes M] [--with FAULT,FAULT] [--orders SCENE]';

function readAsked(argv: readonly string[]) {
  const option = { type: 'string' } as const;
  const untilBroken = { type: 'boolean', default: false } as const; // the gate of planted bugs: one is enough
  // `orders`, of tier 2: those of this scene only, and no lives.
  const options = { tier: option, seeds: option, from: option, minutes: option, orders: option, with: option };
  const { values } = parseArgs({ args: [...argv], options: { ...options, 'until-broken': untilBroken } });
  const only = wholeNumber(process.env['SIM_SEED'], null, 0);
  const minutes = wholeNumber(values.minutes, null, 1);
  const tier = wholeNumber(values.tier, 1, 1);
  if (tier > 2) throw new Error('there are tier 1 and tier 2');
  const always = values.with?.split(',') ?? [];
  for (const name of always) if (!(name in FAULTS)) throw new Error(`no fault is called ${name}`);
  if (always.length > 0 && tier === 2) throw new Error('--with is for lives in memory');
  const usual = tier === 2 ? 50 : 500;
  const seeds = wholeNumber(values.seeds, minutes === null ? usual : Infinity, 1);
  const range = {
    from: only ?? wholeNumber(values.from, 1, 0),
    seeds: only === null ? seeds : 1,
    untilMs: minutes === null ? Infinity : performance.now() + minutes * 60_000,
    clock: () => performance.now(),
    stopAt: values['until-broken'] ? 1 : 20,
  };
  return { tier, range, always, orders: values.orders ?? null, lastLines: only === null ? 25 : Infinity };
}

type Asked = ReturnType<typeof readAsked>;
const say = (line: string) => process.stdout.write(`${line}\n`);

async function inMemory({ range, always, lastLines }: Asked): Promise<boolean> {
  playLightly(lastLines === Infinity);
  const rest = always.length === 0 ? '' : ` -- --with ${always.join()}`;
  const out = await liveAll({
    ...range,
    liveOne: (seed) => live(seed, { always }),
    onBroken: (life) => say(told(life, { lastLines, again: `SIM_SEED=${life.seed} npm run sim${rest}` })),
  });
  const { lives, broken, ms, events, entries, twice } = out;
  say(
    `${lives} lives, ${entries} entries, ${events} events in ${(ms / 1000).toFixed(1)} s ` +
      `(${(ms / lives).toFixed(1)} ms each); ${twice} lived twice; ${broken.length} broken`,
  );
  return broken.length === 0;
}

async function onPostgres({ range, lastLines, orders }: Asked): Promise<boolean> {
  const { tierTwo } = await import('./tier-two.ts'); // with the drivers, which lives in memory do without
  return tierTwo({ lives: range, lastLines, orders }, say);
}

async function main(): Promise<number> {
  const asked = readOrSay(USAGE, readAsked);
  if (asked === null) return 2;
  return (await (asked.tier === 2 ? onPostgres(asked) : inMemory(asked))) ? 0 : 1;
}

process.exitCode = await main();
