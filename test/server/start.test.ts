/** Starting: settings in words, a taken port in words, secrets that stay where they are. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SchemaMismatch } from '../../src/server/db/migrate.ts';
import { LIMITS, WITHOUT_RATES } from '../../src/server/http/limits.ts';
import { listen } from '../../src/server/listen.ts';
import { openDeps } from '../../src/server/open-deps.ts';
import { readSettings, type Settings } from '../../src/server/settings.ts';
import Database from 'libsql';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'halfloop-start-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

const settingsOf = (env: Record<string, string>, flags: string[] = []): Settings => {
  const read = readSettings({ HALFLOOP_DATA: dataDir, ...env }, flags, '/work');
  if (!read.ok) throw new Error(read.error);
  return read.value;
};

test('says nothing: loopback, the usual port, the folder data', () => {
  const read = readSettings({}, [], '/shop');
  expect(read).toMatchObject({
    ok: true,
    value: { host: '127.0.0.1', port: 8787, dataDir: '/shop/data', https: false, limits: LIMITS },
  });
  expect(settingsOf({}, ['--https']).host).toBe('0.0.0.0');
  expect(settingsOf({ HOST: '10.0.0.5', HALFLOOP_RATES: 'off' }, ['--https'])).toMatchObject({
    host: '10.0.0.5',
    limits: WITHOUT_RATES,
  });
});

test.each([
  [{ PORT: 'http' }, []],
  [{ PORT: '99999' }, []],
  [{ DATABASE_URL: 'mysql://x' }, []],
  [{ HALFLOOP_LOG: 'loud' }, []],
  [{}, ['--htps']],
])('a wrong setting is refused in words: %j %j', (env, flags) => {
  expect(readSettings(env, flags, '/work')).toMatchObject({ ok: false, error: expect.stringMatching(/\S/) as string });
});

test('a taken port is said in both languages, with another one to try', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as AddressInfo;
  const refused = await listen(fastify(), settingsOf({ PORT: String(port) }));
  expect(refused).toMatchObject({ ok: false });
  expect(refused.ok ? '' : refused.error).toMatch(
    new RegExp(`端口 ${String(port)} 已被占用[^]*Port ${String(port)} is taken[^]*PORT=${String(port + 1)}`),
  );
  await new Promise((resolve) => holder.close(resolve));
});

test('keys and the org survive a restart, and nobody else may read them', async () => {
  const settings = settingsOf({ HALFLOOP_LOG: 'silent' });
  const first = await openDeps(settings, null);
  await first.door.close();
  const second = await openDeps(settings, null);
  await second.door.close();
  expect([second.orgId, second.keys.server.kid, second.keys.order.kid]).toEqual([
    first.orgId,
    first.keys.server.kid,
    first.keys.order.kid,
  ]);
  for (const file of ['org-id', 'keys/server.json', 'keys/order.json']) {
    expect([file, statSync(join(dataDir, file)).mode & 0o077]).toEqual([file, 0]);
  }
  expect(statSync(dataDir).mode & 0o077).toBe(0);
});

test('a database of a newer version, or of another history, is left alone', async () => {
  const settings = settingsOf({ HALFLOOP_LOG: 'silent' });
  await (await openDeps(settings, null)).door.close();
  const db = new Database(join(dataDir, 'halfloop.db'));
  db.exec("insert into migration values ('9999-future.sql', 'x', 1)");
  await expect(openDeps(settings, null)).rejects.toThrow(SchemaMismatch);
  db.exec(
    "delete from migration where name = '9999-future.sql';" +
      "update migration set sha256 = 'x' where name = '0001-journal.sql'",
  );
  await expect(openDeps(settings, null)).rejects.toThrow(/0001-journal.sql has changed/);
  db.close();
});
