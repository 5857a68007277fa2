import { defineConfig } from 'vitest/config';
import { linguiMacros, poCatalogues } from './scripts/build/words-plugins.ts';

const plugins = [linguiMacros({ strip: false }), poCatalogues({ complete: false })];

type More = { readonly timeoutMs?: number; readonly globalSetup?: string; readonly after?: boolean };

/** One run, several rooms: each names its tests, how long one may take, and what is started before it. */
function project(
  name: string,
  include: readonly string[],
  { timeoutMs = 10_000, globalSetup, after = false }: More = {},
) {
  return {
    plugins,
    test: {
      name,
      include: [...include],
      environment: 'node', // a test that renders asks for jsdom in its first line: // @vitest-environment jsdom
      testTimeout: timeoutMs,
      hookTimeout: Math.max(30_000, timeoutMs),
      globalSetup: globalSetup === undefined ? [] : [globalSetup],
      // What waits for browsers and servers runs when what computes is done: each would slow the other down.
      maxWorkers: 2,
      sequence: { groupOrder: after ? 1 : 0 },
    },
  };
}

const FACES = ['till', 'shop', 'office', 'display'];
const BUILT = { timeoutMs: 180_000, globalSetup: 'test/support/build-setup.ts', after: true };

export default defineConfig({
  test: {
    projects: [
      project(
        'unit',
        ['core', 'wire', 'ui', ...FACES].map((room) => `test/${room}/**/*.test.{ts,tsx}`),
      ),
      project('house', ['test/*.test.ts', 'test/{tidy,scripts,sw,support,emulator}/**/*.test.ts'], {
        timeoutMs: 60_000,
      }),
      project('client', ['test/client/**/*.test.{ts,tsx}'], { timeoutMs: 20_000 }),
      project('server', ['test/server/**/*.test.ts'], { timeoutMs: 60_000, globalSetup: 'test/support/pg-setup.ts' }),
      project(
        'sync',
        [
          'test/{sync,sim}/**/*.test.ts',
          'test/{replay/checker,torture/judge-journal,load/judge-books,day/reckoner}.test.ts',
        ],
        { timeoutMs: 120_000 },
      ),
      project('replay', ['test/replay/replay.test.ts', 'test/load/load.test.ts', 'test/day/day.test.ts'], BUILT),
      project('torture', ['test/torture/torture.test.ts'], BUILT),
      project('e2e', ['test/e2e/**/*.test.ts'], BUILT),
    ],
  },
});
