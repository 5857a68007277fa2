/**
 * `npm run sim:mutants [name ...]`: plants every bug of mutants.ts, one at a time, and prints how many lives it took to
 * find it; those of SQL are looked for on PostgreSQL, in lives or in orders. Ends with 0 only when each was found by
 * the invariant that is named for it.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readOrSay, wholeNumber } from '../support/asked.ts';
import { tryMutant, type Verdict } from './gate.ts';
import { NOT_YET } from './faults.ts';
import { MUTANTS, NO_COUNTERPART } from './mutants.ts';

const USAGE = 'npm run sim:mutants -- [name ...]';
const print = (text: string) => process.stdout.write(`${text}\n`);

function readAsked(argv: readonly string[]) {
  const { positionals } = parseArgs({ args: [...argv], allowPositionals: true });
  const unknown = positionals.filter((asked) => !MUTANTS.some(({ name }) => name === asked));
  if (unknown.length > 0) throw new Error(`no such planted bug: ${unknown.join(', ')}`);
  const seeds = wholeNumber(process.env['SIM_BUDGET'], 5_000, 1);
  return { names: positionals, budget: { seeds, from: 1 } };
}

function sayRest(verdicts: readonly Verdict[], isWhole: boolean): void {
  const lives = verdicts.flatMap(({ seeds }) => seeds ?? []).sort((a, b) => a - b);
  const found = verdicts.filter(({ killed }) => killed).length;
  print(`${found} of ${verdicts.length} found; median ${lives[lives.length >> 1] ?? 0} lives`);
  if (!isWhole) return;
  for (const [name, why] of Object.entries(NO_COUNTERPART)) print(`○ ${name.padEnd(26)} ${why}`);
  for (const [name, why] of Object.entries(NOT_YET)) print(`○ fault ${name.padEnd(20)} ${why}`);
}

async function main(): Promise<number> {
  const asked = readOrSay(USAGE, readAsked);
  if (asked === null) return 2;
  const { names, budget } = asked;
  mkdirSync(`${process.cwd()}/.stamps`, { recursive: true });
  const verdicts: Verdict[] = [];
  for (const mutant of MUTANTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const verdict = await tryMutant(process.cwd(), mutant, budget);
    verdicts.push(verdict);
    const things = mutant.play?.includes('--orders') === true ? 'orders' : 'lives';
    const lives = verdict.seeds === null ? 'never' : `${verdict.seeds} ${things}`;
    const mark = verdict.killed ? '✓' : '✗';
    const among = mutant.among === undefined ? '' : ` (of lives with ${mutant.among.join(', ')})`;
    print(`${mark} ${mutant.name.padEnd(26)} ${verdict.by.padEnd(8)} ${lives.padEnd(14)} ${mutant.lie}${among}`);
  }
  sayRest(verdicts, names.length === 0);
  return verdicts.every(({ killed }) => killed) ? 0 : 1;
}

process.exitCode = await main();
