// npm run check: everything that judges the sources without running them, and the tidy test.
import { join } from 'node:path';
import { CHECKS, runChecks } from './checks.mjs';
import { ROOT } from './prepare.mjs';

const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const tidy = { name: 'tidy', args: [vitest, 'run', 'test/tidy.test.ts', '--reporter=dot'] };

const { failed } = await runChecks([...CHECKS, tidy]);
process.exitCode = failed === 0 ? 0 : 1;
