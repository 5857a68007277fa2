/**
 * `npm run sim`: lives of the simulated shop, one seed each.
 *
 *   npm run sim                       500 seeds from 1
 *   npm run sim -- --seeds N --from S  N seeds from S on
 *   npm run sim -- --minutes M         as many as fit
 *   npm run sim -- --seeds N --minutes M  whichever comes first
 *   SIM_SEED=n npm run sim             that one life, with all its events
 *
 * Ends with 0 only when every invariant held in every life, and every hundredth, lived twice, left the same trace.
 */
import { parseArgs } from 'node:util';
import { liveAll, told } from './live-all.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    'until-broken': { type: 'boolean', default: false }, // the gate of planted bugs: one is enough
  },
});
const only = process.env['SIM_SEED'];
const untilMs = values.minutes === undefined ? Infinity : performance.now() + Number(values.minutes) * 60_000;
const from = Number(only ?? values.from);
const most = values.seeds ?? (values.minutes === undefined ? '500' : 'Infinity');
const seeds = only !== undefined ? 1 : Number(most);
const out = await liveAll({
  from,
  seeds,
  untilMs,
  clock: () => performance.now(),
  stopAt: values['until-broken'] ? 1 : 20,
  onBroken: (life) => process.stdout.write(`${told(life, only === undefined ? undefined : Infinity)}\n`),
});
const { lives, broken, ms, events, entries, twice } = out;
process.stdout.write(
  `${lives} lives, ${entries} entries, ${events} events in ${(ms / 1000).toFixed(1)} s ` +
    `(${(ms / lives).toFixed(1)} ms each); ${twice} lived twice; ${broken.length} broken\n`,
);
process.exitCode = broken.length === 0 ? 0 : 1;
