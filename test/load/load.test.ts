/**
 * The load driver's own code on a small scale: a storm of a few tills on both engines, two processes of which one is
 * killed. And its judge: what it would not see is not shown by any run.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findPostgresBin } from '../../scripts/find-tools.mjs';
import { DIST } from '../support/built-server.ts';

const run = promisify(execFile);
const tool = (name: string, args: readonly string[]) => run(process.execPath, [join(DIST, 'tools', name), ...args]);
const hasPostgres = findPostgresBin() !== null;

test('a small storm loses, doubles and holds up nothing', async () => {
  const engine = hasPostgres ? 'both' : 'sqlite';
  const args = ['--tills', '12', '--entries', '10', '--seconds', '1', '--every', '1', '--engine', engine];
  const { stdout } = await tool('storm.js', args);
  expect(stdout.match(/✓ 0 lost, 0 doubled, 0 stuck/g)).toHaveLength(hasPostgres ? 2 : 1);
  expect(stdout).toMatch(/entries drained +120 in/);
}, 120_000);

test.skipIf(!hasPostgres)(
  'a server process killed under load costs nothing, and pokes cross',
  async () => {
    const { stdout } = await tool('servers.js', [
      '--scene',
      'killed',
      '--tills',
      '12',
      '--processes',
      '2',
      '--seconds',
      '3',
    ]);
    expect(stdout).toContain('✓ 0 lost, 0 doubled, 0 stuck');
    expect(stdout).toMatch(/requests that met the dead process +[1-9]/);
  },
  120_000,
);

test('called wrongly, both say how they are called', async () => {
  for (const name of ['storm', 'servers']) {
    const said = expect.stringContaining(`npm run ${name}`) as string;
    await expect(tool(`${name}.js`, ['--tills', 'many'])).rejects.toMatchObject({ code: 2, stderr: said });
  }
});
