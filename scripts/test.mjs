// npm test: the whole gate. Types, lint, formatting and words, the build, then every test, ended by one line of counts.
//
// What the machine lacks is installed where that is possible (a browser, as root on Debian); else its tests are skipped
// loudly and counted. Where PostgreSQL or a browser is here, a test of theirs that was skipped counts as failed.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS, runChecks } from './checks.mjs';
import { countTests, lastLine } from './count-tests.mjs';
import { findChromium, findPostgresBin } from './find-tools.mjs';
import { build, NotReady, ROOT } from './prepare.mjs';

const REPORT = join(ROOT, '.stamps', `tests-${process.pid}.json`);

/** @param {string} text */
const print = (text) => process.stdout.write(`${text}\n`);

/** @typedef {import('./count-tests.mjs').Counts} Counts */

/** A browser, installed from Debian's packages if we may. @returns {string | null} */
function browser() {
  const found = findChromium();
  if (found !== null || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return found;
  print('Installing Chromium (Debian packages) ...');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {string[]} */ ...args) =>
    spawnSync('apt-get', ['-q', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  const wanted = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'];
  if (!apt(...wanted) && apt('update')) apt(...wanted);
  return findChromium();
}

/** Builds, and says whether it went well. */
function built() {
  try {
    build();
    print('✓ build');
    return true;
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    print(`✗ build\n${error.message}`);
    return false;
  }
}

/** @param {string | null} chromium @param {string | null} postgresBin @returns {Promise<Counts>} */
async function runTests(chromium, postgresBin) {
  mkdirSync(join(ROOT, '.stamps'), { recursive: true });
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const withoutBrowser = chromium === null ? ['--project=!e2e'] : [];
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${REPORT}`];
  const env = { ...process.env, NODE_ENV: 'test', CHROME_PATH: chromium ?? '', HALFLOOP_PG_BIN: postgresBin ?? '' };
  const args = [vitest, 'run', ...withoutBrowser, ...reporters];
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [status] = await once(child, 'close');
  if (!existsSync(REPORT)) return { passed: 0, failed: 1, skipped: 0 };
  /** @type {{ testResults: import('./count-tests.mjs').FileResult[] }} */
  const report = JSON.parse(readFileSync(REPORT, 'utf8'));
  rmSync(REPORT);
  const { counts, remarks } = countTests(report.testResults, ROOT, postgresBin !== null);
  for (const remark of remarks) print(remark);
  if (status === 0 || counts.failed > 0) return counts;
  print('✗ an error outside any test: see above');
  return { ...counts, failed: 1 };
}

/** The browser tests that cannot run here, one by one. @returns {number} */
function browserTestsLeftOut() {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const listed = spawnSync(process.execPath, [vitest, 'list', '--project=e2e', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (listed.status !== 0) return 0;
  /** @type {unknown[]} */
  const tests = JSON.parse(listed.stdout.slice(listed.stdout.indexOf('[')));
  return tests.length;
}

async function main() {
  const chromium = browser();
  const postgresBin = findPostgresBin();
  const isBuilt = built();
  const checking = runChecks(CHECKS, { modest: true }); // beside the tests, which wait for browsers and servers a lot
  const tests = await runTests(chromium, postgresBin);
  const checks = await checking;
  const leftOut = chromium === null ? browserTestsLeftOut() : 0;
  if (postgresBin === null)
    print('○ NO POSTGRESQL HERE: its tests were skipped. Install postgresql, or set HALFLOOP_PG_BIN.');
  if (chromium === null)
    print('○ NO BROWSER HERE: its tests were skipped. Install Chrome or Chromium, or set CHROME_PATH.');
  const passed = checks.passed + tests.passed + (isBuilt ? 1 : 0);
  const failed = checks.failed + tests.failed + (isBuilt ? 0 : 1);
  process.exitCode = failed === 0 ? 0 : 1;
  print(lastLine({ passed, failed, skipped: tests.skipped + leftOut }));
}

await main();
