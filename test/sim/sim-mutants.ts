/**
 * `npm run sim:mutants [name ...]`: plants every bug of mutants.ts, one at a time, and prints how many lives it took to
 * find it; those of SQL are looked for on PostgreSQL, in lives or in orders. Ends with 0 only when each was found by
 * the invariant that is named for it.
 */
import { mkdirSync } from 'node:fs';
import { tryMutant, type Verdict } from './gate.ts';
import { NOT_YET } from './faults.ts';
import { MUTANTS, NO_COUNTERPART } from './mutants.ts';

const BUDGET = { seeds: Number(process.env['SIM_BUDGET'] ?? 2_000), from: 1 };
const asked = process.argv.slice(2);
const chosen = MUTANTS.filter(({ name }) => asked.length === 0 || asked.includes(name));
const print = (text: string) => process.stdout.write(`${text}\n`);

mkdirSync(`${process.cwd()}/.stamps`, { recursive: true });
const verdicts: Verdict[] = [];
for (const mutant of chosen) {
  const verdict = await tryMutant(process.cwd(), mutant, BUDGET);
  verdicts.push(verdict);
  const things = mutant.play?.includes('--orders') === true ? 'orders' : 'lives';
  const lives = verdict.seeds === null ? 'never' : `${verdict.seeds} ${things}`;
  print(
    `${verdict.killed ? '✓' : '✗'} ${mutant.name.padEnd(26)} ${verdict.by.padEnd(8)} ${lives.padEnd(14)} ${mutant.lie}`,
  );
}
const lives = verdicts.flatMap(({ seeds }) => seeds ?? []).sort((a, b) => a - b);
const survivors = verdicts.filter(({ killed }) => !killed);
print(
  `${verdicts.length - survivors.length} of ${verdicts.length} found; median ${lives[lives.length >> 1] ?? 0} lives`,
);
if (asked.length === 0) for (const [name, why] of Object.entries(NO_COUNTERPART)) print(`○ ${name.padEnd(26)} ${why}`);
if (asked.length === 0) for (const [name, why] of Object.entries(NOT_YET)) print(`○ fault ${name.padEnd(20)} ${why}`);
process.exitCode = survivors.length === 0 ? 0 : 1;
