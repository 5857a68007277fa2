/**
 * The proof of "never lose, never double, never stick" in every run of the tests: the first lives, and planted bugs
 * the simulator must find.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleSim } from './bundle.ts';
import { FAULTS } from './faults.ts';
import { tryMutant } from './gate.ts';
import { MUTANTS } from './mutants.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SEEDS = 5_000; // always the same lives, so that a run judges the change and not the machine
/** A minute on a core of its own; more where others compute beside it. */
const LIVES_MS = 2_400_000;
/** Young garbage of many lives is let lie a while: less of it is copied. */
const NODE = ['--max-semi-space-size=64'];
let dir = '';
beforeAll(async () => {
  mkdirSync(`${ROOT}/.stamps`, { recursive: true });
  dir = mkdtempSync(`${ROOT}/.stamps/sim-`);
  await bundleSim(ROOT, dir, []);
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

function lives(args: readonly string[]): string {
  const { SIM_SEED: _none, ...env } = process.env;
  const run = [...NODE, `${dir}/sim.js`, ...args];
  const { stdout, stderr, status } = spawnSync(process.execPath, run, { encoding: 'utf8', env });
  return status === 0 ? stdout : `FAILED ${stdout}${stderr}`;
}

test('no life loses, doubles or sticks', { timeout: LIVES_MS }, () => {
  const told = lives(['--seeds', String(SEEDS)]);
  process.stdout.write(told);
  expect(told).toMatch(/ 0 broken\n$/);
  expect(told).toContain(`${String(SEEDS)} lives`);
});

// All of them: npm run sim:mutants. Here a few that differ in what they break, found quickly.
const SAMPLE = ['ack-before-commit', 'new-id-on-retry', 'paid-to-draft', 'await-digest-in-tx', 'reserialised-bytes'];

test.each(SAMPLE)('the planted bug %s is found', async (name) => {
  const mutant = MUTANTS.find((one) => one.name === name);
  expect(mutant).toBeDefined();
  const verdict = await tryMutant(ROOT, mutant!, { seeds: 300, from: 1 });
  expect(verdict).toMatchObject({ killed: true });
});

test('every planted bug has its text in the code, exactly once', () => {
  const rotten = MUTANTS.filter(({ file, find }) => readFileSync(`${ROOT}/${file}`, 'utf8').split(find).length !== 2);
  expect(rotten.map(({ name }) => name)).toEqual([]);
});

test('there are faults to meet', () => {
  expect(Object.keys(FAULTS).length).toBeGreaterThan(30);
});
