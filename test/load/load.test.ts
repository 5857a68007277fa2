/** The load driver's commands say how they are called. What they show under load is theirs to show, not a gate's. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { DIST } from '../support/built-server.ts';

const run = promisify(execFile);
const tool = (name: string, args: readonly string[]) => run(process.execPath, [join(DIST, 'tools', name), ...args]);

test('called wrongly, both say how they are called', async () => {
  for (const name of ['storm', 'servers']) {
    const said = expect.stringContaining(`npm run ${name}`) as string;
    await expect(tool(`${name}.js`, ['--tills', 'many'])).rejects.toMatchObject({ code: 2, stderr: said });
  }
});
