import { expect, test } from 'vitest';
import { countTests, lastLine } from '../../scripts/count-tests.mjs';

const file = (path: string, statuses: readonly (readonly [status: string, fullName: string])[], status = 'passed') => ({
  name: `/shop/${path}`,
  status,
  assertionResults: statuses.map(([state, fullName]) => ({ status: state, fullName })),
});

const FILES = [
  file('test/core/a.test.ts', [
    ['passed', 'adds'],
    ['failed', 'subtracts'],
  ]),
  file('test/server/b.test.ts', [
    ['skipped', 'on PostgreSQL: books once'],
    ['skipped', 'a full disk (needs root)'],
  ]),
  file('test/e2e/c.test.ts', [['skipped', 'sells']]),
  file('test/ui/d.test.ts', [], 'failed'),
  file('test/sync/e.test.ts', [['pending', 'was under way when its process ended']]),
  file('test/sync/f.test.ts', []),
];

test('where PostgreSQL and a browser are here, their skipped tests and a broken file count as failed', () => {
  const { counts, remarks } = countTests(FILES, '/shop', true);
  expect(counts).toEqual({ passed: 1, failed: 6, skipped: 1 });
  expect(remarks).toHaveLength(6);
});

test('without PostgreSQL its tests are skipped, and told', () => {
  const { counts, remarks } = countTests(FILES, '/shop', false);
  expect(counts).toEqual({ passed: 1, failed: 5, skipped: 2 });
  expect(remarks).toContain('○ skipped: test/server/b.test.ts > on PostgreSQL: books once');
});

test('the last line', () => {
  expect(lastLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(lastLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped');
});
