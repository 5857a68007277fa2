/**
 * `npm run servers`: many server processes on one PostgreSQL, and what happens when a part of it dies under load. Tills
 * are the load driver's: own keys, the product's engine, every request to any process.
 *
 * Ends with 0 only when nothing is lost, doubled or stuck in any scene; 2 when it was called wrongly.
 */
import { setMaxListeners } from 'node:events';
import { parseArgs } from 'node:util';
import { findPostgresBin } from '../../scripts/find-tools.mjs';
import { overtaken } from './scene-overtaken.ts';
import { failover } from './scene-failover.ts';
import { processKilled } from './scene-process-killed.ts';
import type { SceneMeans } from './sellers.ts';
import { silent } from './scene-silent.ts';
import { standbyAway } from './scene-standby-away.ts';
import { readOrSay } from '../support/asked.ts';
import { say, sayVerdict } from './verdict.ts';

const SCENES: Readonly<Record<string, (means: SceneMeans) => Promise<readonly string[]>>> = {
  killed: processKilled,
  synchronous: (means) => failover(means, { synchronous: true }),
  asynchronous: (means) => failover(means, { synchronous: false }),
  overtaken,
  away: standbyAway,
  silent,
};
const USAGE =
  'npm run servers -- [--tills 40] [--processes 3] [--seconds 12] [--seed 1] ' +
  `[--scene ${Object.keys(SCENES).join('|')}]`;

function readAsked(argv: readonly string[]): { means: SceneMeans; scenes: readonly string[] } {
  const value = { type: 'string' } as const;
  const options = { tills: value, processes: value, seconds: value, scene: value, seed: value };
  const { values } = parseArgs({ args: [...argv], options });
  const number = (text: string | undefined, otherwise: number, least: number, most: number): number => {
    const read = text === undefined ? otherwise : Number(text);
    if (!(read >= least && read <= most)) throw new Error(USAGE);
    return read;
  };
  if (values.scene !== undefined && !(values.scene in SCENES)) throw new Error(USAGE);
  const bin = findPostgresBin();
  if (bin === null) throw new Error('no PostgreSQL here: install postgresql, or set HALFLOOP_PG_BIN');
  const means = {
    bin,
    tills: Math.floor(number(values.tills, 40, 2, 1_000)),
    processes: Math.floor(number(values.processes, 3, 2, 20)),
    seconds: number(values.seconds, 12, 1, 3_600),
    seed: Math.floor(number(values.seed, 1, 1, 2 ** 31)),
    row: (what: string, ours: string) => say(`  ${what.padEnd(60)} ${ours}`),
  };
  return { means, scenes: values.scene === undefined ? Object.keys(SCENES) : [values.scene] };
}

async function main(): Promise<number> {
  const asked = readOrSay(USAGE, readAsked);
  if (asked === null) return 2;
  let bad = 0;
  const { tills, processes, seed } = asked.means;
  for (const name of asked.scenes) {
    say(`\n${name}: ${String(tills)} tills, ${String(processes)} processes, seed ${String(seed)}`);
    const faults = (await SCENES[name]?.(asked.means)) ?? [];
    sayVerdict(faults);
    bad += faults.length;
  }
  return bad === 0 ? 0 : 1;
}

setMaxListeners(0); // a till has as many requests under way as it has
process.exitCode = await main();
