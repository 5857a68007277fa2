/** What every answer carries, and what is never answered: headers, files, bodies that are too much. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HEADERS } from '../../../src/server/http/headers.ts';
import { jsonDepth } from '../../../src/server/http/json-body.ts';
import { SYNC_PATHS } from '../../../src/wire/sync.ts';
import { serverWorld, type ServerWorld } from '../server-world.ts';

let world: ServerWorld;
let webDir: string;
beforeAll(async () => {
  webDir = mkdtempSync(join(tmpdir(), 'halfloop-web-'));
  mkdirSync(join(webDir, 'assets'));
  const files = {
    'index.html': '<!doctype html><!--halfloop:head--><!--halfloop:page--><title>Halfloop</title>',
    'sw.js': 'self;',
    'assets/till-abc123.js': 'till;',
    'assets/decoder-worker-abc123.js': 'worker;',
    'assets/zxing-abc.wasm': 'wasm',
    'manifests/till.webmanifest': '{}',
  };
  mkdirSync(join(webDir, 'manifests'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(webDir, name), text);
  world = await serverWorld('sqlite', { deps: { webDir } });
});
afterAll(async () => {
  await world.close();
  rmSync(webDir, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(world.url + path, { headers });

test('the table of headers is what was agreed on', () => {
  expect(HEADERS).toMatchSnapshot();
});

test.each([
  ['/', 'page'],
  ['/till', 'page'],
  ['/till/sell', 'page'],
  ['/office/products', 'page'],
  ['/sw.js', 'sw'],
  ['/assets/till-abc123.js', 'asset'],
  ['/assets/decoder-worker-abc123.js', 'worker'],
  ['/assets/zxing-abc.wasm', 'asset'],
  ['/sync/nothing', 'api'],
  ['/nothing', 'api'],
] as const)('%s carries the headers of a %s', async (path, kind) => {
  const { headers } = await get(path);
  expect(Object.fromEntries(Object.keys(HEADERS[kind]).map((name) => [name, headers.get(name)]))).toEqual(
    HEADERS[kind],
  );
  expect(headers.get('strict-transport-security')).toBeNull();
});

test('a path of a face is the page, an unknown one is not found, nothing outside the folder exists', async () => {
  expect(await (await get('/till/shift')).text()).toContain('<title>Halfloop</title>');
  for (const path of [
    '/nothing',
    '/assets/none.js',
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/secret',
    '/%zz',
    '/till/api/none',
  ]) {
    const answer = await get(path);
    expect([path, answer.status]).toEqual([path, path === '/%zz' ? 400 : 404]);
    expect(Object.keys((await answer.json()) as object)).toEqual(['code']);
  }
});

test('a person with a wrong address gets the page that says so, with the status of a wrong address', async () => {
  const answer = await get('/nothing', { accept: 'text/html,*/*' });
  expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('<title>Halfloop</title>')]);
});

test('files are sent packed, and not again while they have not changed', async () => {
  const first = await get('/till', { 'accept-encoding': 'br' });
  expect(first.headers.get('content-encoding')).toBe('br');
  const etag = first.headers.get('etag') ?? '';
  const again = await get('/till', { 'accept-encoding': 'br', 'if-none-match': etag });
  expect(again.status).toBe(304);
  expect((await get('/till', { 'accept-encoding': 'identity' })).headers.get('content-encoding')).toBeNull();
});

test('bodies that are too large, too deep, or name __proto__ are refused with a code and nothing else', async () => {
  const post = async (body: string) => {
    const answer = await fetch(world.url + SYNC_PATHS.enrol, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return [answer.status, (await answer.json()) as unknown];
  };
  expect(await post('{')).toEqual([400, { code: 'bad_request' }]);
  expect(await post('')).toEqual([400, { code: 'bad_request' }]);
  expect(await post('{"__proto__":{"a":1}}')).toEqual([400, { code: 'bad_request' }]);
  expect(await post('{"constructor":{"prototype":{}}}')).toEqual([400, { code: 'bad_request' }]);
  expect(await post(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)).toEqual([400, { code: 'bad_request' }]);
  expect(await post(`"${'x'.repeat(300_000)}"`)).toEqual([413, { code: 'bad_request' }]);
});

test('depth counts brackets, not those in texts', () => {
  expect([jsonDepth('[[{"a":"[[[\\"[["}]]'), jsonDepth('"["'), jsonDepth('1')]).toEqual([3, 0, 0]);
});
