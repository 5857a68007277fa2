import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localHttps, type LocalHttps } from '../../src/server/https.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const now = Date.now();
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfloop-https-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What a device that trusts `caPem` gets when it asks the server by `host`. */
function ask({ key, cert }: LocalHttps, caPem: string, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer({ key, cert }, (_request, response) => response.end('sold'));
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const asked = request({ host: '127.0.0.1', port, servername: host, ca: caPem, agent: false }, (response) => {
        response.setEncoding('utf8');
        response.on('data', (body: string) => {
          server.close();
          resolve(body);
        });
      });
      asked.on('error', (error) => {
        server.close();
        reject(error);
      });
      asked.end();
    });
  });
}

test('a device that trusts the CA is served, another is not', async () => {
  const own = await localHttps(folder, [], now);
  expect(await ask(own, own.caPem, 'localhost')).toBe('sold');
  const strangers = await localHttps(join(folder, 'other'), [], now);
  await expect(ask(own, strangers.caPem, 'localhost')).rejects.toThrow(/certificate/);
});

test('private keys are for the owner of the folder only', async () => {
  await localHttps(folder, [], now);
  for (const name of ['ca.key', 'leaf.key']) expect(statSync(join(folder, 'https', name)).mode & 0o777).toBe(0o600);
});

test('a second start keeps the leaf; a new address gets a new leaf of the same CA', async () => {
  const first = await localHttps(folder, ['192.168.1.20'], now);
  const second = await localHttps(folder, ['192.168.1.20'], now + DAY_MS);
  expect(second).toEqual(first);
  const moved = await localHttps(folder, ['192.168.1.21', 'fd00::7'], now + DAY_MS);
  expect(moved.caPem).toBe(first.caPem);
  expect(moved.spkiHash).not.toBe(first.spkiHash);
  const leaf = new X509Certificate(moved.cert);
  for (const address of ['192.168.1.21', 'fd00::7', '127.0.0.1', '::1']) expect(leaf.checkIP(address)).toBeDefined();
  expect(leaf.checkIP('192.168.1.20')).toBeUndefined();
});

test('a leaf about to end is renewed', async () => {
  const first = await localHttps(folder, [], now);
  const later = await localHttps(folder, [], now + 380 * DAY_MS);
  expect(later.spkiHash).not.toBe(first.spkiHash);
  expect(later.caPem).toBe(first.caPem);
});
