import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toMinor } from '../../../src/core/money.ts';
import { saveProducts } from '../../../src/server/catalogue/save-product.ts';
import { liveRoutes } from '../../../src/server/office/live-routes.ts';
import { officeServer, ORG, type OfficeServer, type Person } from './office-fixture.ts';

let server: OfficeServer;
let owner: Person;
let app: FastifyInstance;
beforeEach(async () => {
  server = await officeServer('sqlite');
  owner = await server.signIn('owner');
  app = fastify({ forceCloseConnections: true });
  liveRoutes(app, server.deps, { gatherMs: 5, keepaliveMs: 20 });
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  await app.close();
  await server.close();
});

type Channel = { readonly status: number; readonly heard: () => string; readonly ended: () => boolean };

/** Opens the channel as a browser does and gathers what it says. */
async function open(cookie: string): Promise<Channel> {
  const { port } = app.server.address() as AddressInfo;
  const path = '/office/api/live';
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, headers: { cookie } }, resolve).on('error', reject);
  });
  let text = '';
  let ended = false;
  answer.setEncoding('utf8');
  answer.on('data', (part: string) => (text += part));
  answer.on('end', () => (ended = true));
  answer.on('error', () => (ended = true));
  return { status: answer.statusCode ?? 0, heard: () => text, ended: () => ended };
}

const changePrice = (priceMinor: number) =>
  server.door.write(ORG, (tx) =>
    saveProducts(tx, [{ skuId: server.skuIds[0]!, fields: { priceMinor: toMinor(priceMinor) } }], {
      newId: server.deps.ids,
      nowMs: server.now.ms,
    }),
  );

test('a change is told as the stream’s new head, changes close together as one', async () => {
  const channel = await open(owner.cookie());
  expect(channel.status).toBe(200);
  await changePrice(111);
  await changePrice(222);
  await vi.waitFor(() => {
    expect(channel.heard()).toMatch(/data: \{"heads":\{"org":\d+\}\}\n\n/);
  });
  expect(channel.heard()).not.toMatch(/priceMinor|222/); // pokes only, no data
});

test('nobody without a session hears anything', async () => {
  expect((await open('')).status).toBe(401);
});

test('the channel ends with the session, and does not keep it alive', async () => {
  const channel = await open(owner.cookie());
  await vi.waitFor(() => {
    expect(channel.heard()).toContain(':\n\n');
  });
  server.now.ms += 30 * 60_000;
  await vi.waitFor(() => {
    expect(channel.ended()).toBe(true);
  });
});
