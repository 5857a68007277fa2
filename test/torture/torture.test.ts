// The torture in small, by the very program that `npm run torture` runs; how small is said at each part.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findChromium } from '../../scripts/find-tools.mjs';
import { DIST } from '../support/built-server.ts';

const run = promisify(execFile);

/** Plays one part. An end other than 0 rejects with the table. */
async function torture(part: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(DIST, 'tools', 'torture.js'), '--part', part, ...args]);
  return stdout;
}

// Few kills, because each round waits for a start under load. Those of PostgreSQL are the command's.
test('the server is killed while tills send', async () => {
  expect(await torture('server', '--rounds', '2')).toMatch(/^server, SQLite +2 +\d+ +\d+ +0 +0 +0 /m);
});

// Forty rounds are ten starts of the browser with four tills each: a minute of a quiet machine, more of a busy one.
test.skipIf(findChromium() === null)('the browser is killed at moments of checkout', { timeout: 400_000 }, async () => {
  expect(await torture('kill', '--rounds', '40')).toMatch(/^kill +40 +\d+ +\d+ +0 +0 +0 /m);
});

// Every 64th byte, some forty: the whole of it is a matter of minutes.
test('the link breaks within a push and within its answer', async () => {
  expect(await torture('cut', '--every', '64')).toMatch(/^cut +\d\d +\d+ +\d+ +0 +0 +0 /m);
});

// Forty sales of two tabs, with the browser's locks and without: each mode has its own browser and shop to set up.
test.skipIf(findChromium() === null)('two tabs of one till race', async () => {
  const table = await torture('tabs', '--rounds', '20');
  expect(table).toMatch(/^tabs +40 +40 +40 +0 +0 +0 /m);
  expect(table).toMatch(/^tabs, no locks +40 +40 +40 +0 +0 +0 /m);
});

test('the clock jumps between sales', async () => {
  expect(await torture('clock', '--rounds', '60')).toMatch(/^clock +60 +60 +60 +0 +0 +0 /m);
});

test('called wrongly, every tool says how it is called', async () => {
  for (const name of ['torture', 'sim', 'sim-mutants', 'storm', 'servers', 'bench', 'replay']) {
    const said = expect.stringMatching(/Unknown option '--nonsense'[^]*npm run /) as string;
    const called = run(process.execPath, [join(DIST, 'tools', `${name}.js`), '--nonsense']);
    await expect(called, name).rejects.toMatchObject({ code: 2, stderr: said });
  }
});
