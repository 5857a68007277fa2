import { expect, test } from 'vitest';
import { sourcesStamp, treeMatches } from '../../scripts/prepare.mjs';

const lock = (packages: object) => JSON.stringify({ packages: { '': { name: 'halfloop' }, ...packages } });

const LOCK = lock({
  'node_modules/a': { version: '1.0.0' },
  'node_modules/libsql-darwin': { version: '2.0.0', optional: true },
});

test('a tree made by npm itself counts as installed, binaries of other platforms left out', () => {
  expect(treeMatches(LOCK, lock({ 'node_modules/a': { version: '1.0.0' } }))).toBe(true);
});

test.each([
  ['nothing', ''],
  ['an older version', lock({ 'node_modules/a': { version: '0.9.0' } })],
  ['a package missing', lock({})],
  [
    'an optional package of another version',
    lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/libsql-darwin': { version: '1.0.0' } }),
  ],
])('%s is installed anew', (_what, tree) => {
  expect(treeMatches(LOCK, tree)).toBe(false);
});

test('the stamp of the sources holds still while they do', () => {
  expect(sourcesStamp()).toMatch(/^[0-9a-f]{64}$/);
});
