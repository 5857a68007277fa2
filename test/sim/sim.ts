/**
 * `npm run sim`: lives of the simulated shop, one seed each.
 *
 *   npm run sim                       500 seeds from 1
 *   npm run sim -- --seeds N --from S  N seeds from S on
 *   npm run sim -- --minutes M         as many as fit
 *   npm run sim -- --seeds N --minutes M  whichever comes first
 *   SIM_SEED=n npm run sim             that one life, with all its events
 *   npm run sim -- --tier 2            50 lives on a real PostgreSQL, and every order of two writers and a reader
 *
 * Ends with 0 only when every invariant held in every life, and every hundredth, lived twice, left the same trace.
 */
import { parseArgs } from 'node:util';
import { liveAll, told } from './live-all.ts';

const { values } = parseArgs({
  options: {
    tier: { type: 'string', default: '1' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    orders: { type: 'string' }, // of tier 2: those of this scene only, and no lives
    'until-broken': { type: 'boolean', default: false }, // the gate of planted bugs: one is enough
  },
});
const only = process.env['SIM_SEED'];
const untilMs = values.minutes === undefined ? Infinity : performance.now() + Number(values.minutes) * 60_000;
const usual = values.tier === '2' ? '50' : '500';
const most = values.seeds ?? (values.minutes === undefined ? usual : 'Infinity');
const asked = {
  from: Number(only ?? values.from),
  seeds: only !== undefined ? 1 : Number(most),
  untilMs,
  clock: () => performance.now(),
  stopAt: values['until-broken'] ? 1 : 20,
};
const lastLines = only === undefined ? 25 : Infinity;
const say = (line: string) => process.stdout.write(`${line}\n`);

async function inMemory(): Promise<boolean> {
  const out = await liveAll({ ...asked, onBroken: (life) => say(told(life, { lastLines })) });
  const { lives, broken, ms, events, entries, twice } = out;
  say(
    `${lives} lives, ${entries} entries, ${events} events in ${(ms / 1000).toFixed(1)} s ` +
      `(${(ms / lives).toFixed(1)} ms each); ${twice} lived twice; ${broken.length} broken`,
  );
  return broken.length === 0;
}

async function onPostgres(): Promise<boolean> {
  const { tierTwo } = await import('./tier-two.ts'); // with the drivers, which lives in memory do without
  return tierTwo({ lives: asked, lastLines, orders: values.orders ?? null }, say);
}

if (values.tier !== '1' && values.tier !== '2') throw new Error('there are tier 1 and tier 2');
const isGood = await (values.tier === '2' ? onPostgres() : inMemory());
process.exitCode = isGood ? 0 : 1;
