/**
 * `npm run torture`: the real till and the real server under every mishap that can be played on one machine.
 *
 *   npm run torture                         every part
 *   npm run torture -- --part kill,cut      these parts
 *   npm run torture -- --rounds N --seed S  how often, and which chances are drawn
 *   npm run torture -- --every 16           of parts that go through every byte: each so manieth
 *
 * Ends with 0 only when nothing was lost, doubled or stuck, and no other rule was broken; with 2 when it was called
 * wrongly.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readOrSay, wholeNumber } from '../support/asked.ts';
import { clock } from './clock.ts';
import { corrupt } from './corrupt.ts';
import { cut } from './cut.ts';
import { evict } from './evict.ts';
import { fsync } from './fsync.ts';
import { kill } from './kill.ts';
import { quota } from './quota.ts';
import { postgresKill, serverKill } from './server-kill.ts';
import { tabs } from './tabs.ts';
import { update } from './update.ts';
import { isClean, tableOf, type Part, type Tally } from './tally.ts';

const PARTS: readonly Part[] = [kill, cut, serverKill, postgresKill, tabs, update, clock, fsync, quota, evict, corrupt];
const NAMES = PARTS.map(({ name }) => name);
const USAGE = `npm run torture -- [--part ${NAMES.join(',')}] [--rounds N] [--seed S] [--every K]`;

function readAsked(argv: readonly string[]) {
  const option = { type: 'string' } as const;
  const options = { part: option, rounds: option, seed: option, every: option };
  const { values } = parseArgs({ args: [...argv], options });
  const names = values.part?.split(',') ?? NAMES;
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}`);
  return {
    chosen: PARTS.filter(({ name }) => names.includes(name)),
    seed: wholeNumber(values.seed, 1, 0),
    count: wholeNumber(values.rounds, null, 1),
    every: wholeNumber(values.every, 1, 1),
  };
}

async function main(): Promise<number> {
  const read = readOrSay(USAGE, readAsked);
  if (read === null) return 2;
  const { chosen, ...numbers } = read;
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const asked = { ...numbers, say, dist: fileURLToPath(new URL('..', import.meta.url)) };
  const tallies: Tally[] = [];
  const skipped: (readonly [string, string])[] = [];
  for (const { name, cannot, run } of chosen) {
    const why = cannot();
    if (why === null) tallies.push(...(await run(asked)));
    else skipped.push([name, why]);
  }
  process.stdout.write(`seed ${String(asked.seed)}\n${tableOf(tallies, skipped)}\n`);
  return tallies.every(isClean) ? 0 : 1;
}

process.exitCode = await main();
