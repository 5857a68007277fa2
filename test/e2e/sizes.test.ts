/** What each face costs before its first screen, against its budget, on the files as they are served. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstLoadOf } from '../../scripts/build/first-load.ts';
import { DIST } from '../support/built-server.ts';

const KB = 1000;
const WEB = join(DIST, 'web');

function builtTexts(): ReadonlyMap<string, string> {
  const paths = readdirSync(WEB, { recursive: true, encoding: 'utf8' });
  const files = paths.filter((path) => statSync(join(WEB, path)).isFile());
  const isText = (path: string) => /\.(js|css|html)$/.test(path);
  return new Map(files.map((path) => [path, isText(path) ? readFileSync(join(WEB, path), 'utf8') : '']));
}

test.each([
  { face: 'till', scriptKb: 180, styleKb: 12 },
  { face: 'shop', scriptKb: 120, styleKb: 12 },
  { face: 'office', scriptKb: 180, styleKb: 12 },
])('$face: at most $scriptKb KB of script and $styleKb KB of style', ({ face, scriptKb, styleKb }) => {
  const load = firstLoadOf(face, builtTexts());
  expect(load.files.some((path) => path.includes(`${face}-app-`))).toBe(true);
  expect(load.scriptBytes).toBeLessThanOrEqual(scriptKb * KB);
  expect(load.styleBytes).toBeLessThanOrEqual(styleKb * KB);
});
