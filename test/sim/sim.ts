/**
 * `npm run sim`: lives of the simulated shop, one seed each.
 *
 *   npm run sim                       500 seeds from 1
 *   npm run sim -- --seeds N --from S  N seeds from S on
 *   npm run sim -- --minutes M         as many as fit
 *   npm run sim -- --seeds N --minutes M  whichever comes first
 *   SIM_SEED=n npm run sim             that one life, with all its events
 *
 * Ends with 0 only when every invariant held in every life, and every hundredth, lived twice, left the same trace;
 * with 2 when it was called wrongly.
 */
import { parseArgs } from 'node:util';
import { readOrSay, wholeNumber } from '../support/asked.ts';
import { liveAll, told } from './live-all.ts';

const USAGE = 'npm run sim -- [--seeds 500] [--from 1] [--minutes M]';

function readAsked(argv: readonly string[]) {
  const option = { type: 'string' } as const;
  const untilBroken = { type: 'boolean', default: false } as const; // the gate of planted bugs: one is enough
  const options = { seeds: option, from: option, minutes: option, 'until-broken': untilBroken };
  const { values } = parseArgs({ args: [...argv], options });
  const only = wholeNumber(process.env['SIM_SEED'], null, 0);
  const minutes = wholeNumber(values.minutes, null, 1);
  const seeds = wholeNumber(values.seeds, minutes === null ? 500 : Infinity, 1);
  return {
    only,
    from: only ?? wholeNumber(values.from, 1, 0),
    seeds: only === null ? seeds : 1,
    untilMs: minutes === null ? Infinity : performance.now() + minutes * 60_000,
    stopAt: values['until-broken'] ? 1 : 20,
  };
}

async function main(): Promise<number> {
  const asked = readOrSay(USAGE, readAsked);
  if (asked === null) return 2;
  const { only, ...range } = asked;
  const { lives, broken, ms, events, entries, twice } = await liveAll({
    ...range,
    clock: () => performance.now(),
    onBroken: (life) => process.stdout.write(`${told(life, only === null ? undefined : Infinity)}\n`),
  });
  process.stdout.write(
    `${lives} lives, ${entries} entries, ${events} events in ${(ms / 1000).toFixed(1)} s ` +
      `(${(ms / lives).toFixed(1)} ms each); ${twice} lived twice; ${broken.length} broken\n`,
  );
  return broken.length === 0 ? 0 : 1;
}

process.exitCode = await main();
