// The checks that run no test: types of each room, lint, formatting, words. `npm run check` and `npm test` share them.
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './prepare.mjs';

/** @typedef {{ readonly name: string, readonly args: readonly string[] }} Check */

const bin = (/** @type {string} */ path) => join(ROOT, 'node_modules', path);
const types = (/** @type {string} */ project) => [bin('typescript/bin/tsc'), '-p', join(ROOT, project)];

/** The slow ones first: two run at a time. @type {readonly Check[]} */
export const CHECKS = [
  { name: 'lint', args: [bin('eslint/bin/eslint.js'), '.', '--max-warnings=0'] },
  { name: 'types of pages and tests', args: types('.') },
  { name: 'types of the server', args: types('src/server') },
  { name: 'types of core', args: types('src/core') },
  { name: 'types of the service worker', args: types('src/sw') },
  { name: 'formatting', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] },
  { name: 'words', args: [join(ROOT, 'scripts', 'words.mjs'), '--check'] },
];

/**
 * A program of Node's to its end. `modest`: it takes what processor time nobody else wants.
 * @param {readonly string[]} args @param {boolean} modest @returns {Promise<{ ok: boolean, output: string }>}
 */
function runNode(args, modest) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    if (modest && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    let output = '';
    const add = (/** @type {Buffer} */ chunk) => (output += chunk.toString());
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.once('error', reject);
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** Runs one check and says how it went. @param {Check} check @param {boolean} modest @returns {Promise<boolean>} */
async function runCheck({ name, args }, modest) {
  const begun = performance.now();
  const { ok, output } = await runNode(args, modest);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(`${ok ? '✓' : '✗'} ${name} (${seconds} s)\n${ok ? '' : output}`);
  return ok;
}

/**
 * Runs checks, two at a time. Resolves to how many passed and failed. `modest`: beside something that must not wait.
 * @param {readonly Check[]} checks
 */
export async function runChecks(checks, { modest = false } = {}) {
  const waiting = [...checks];
  const counts = { passed: 0, failed: 0 };
  const lane = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (await runCheck(check, modest)) counts.passed += 1;
      else counts.failed += 1;
    }
  };
  await Promise.all([lane(), lane()]);
  return counts;
}
