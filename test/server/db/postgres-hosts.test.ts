/** Addresses of several servers, and what a connection that goes away leaves behind. */
import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import { hostsOf, NotPrimary, Primary } from '../../../src/server/db/postgres-hosts.ts';
import type { StreamHeads } from '../../../src/server/db/door.ts';
import { openPostgres } from '../../../src/server/db/postgres.ts';
import { putState } from '../../../src/server/db/put-state.ts';
import { testPlace } from '../engines.ts';

const ORG = '0190a000-0000-7000-8000-000000000001';

test('an address names one server or several, and each is an address of its own', () => {
  expect(hostsOf('postgres://app@one:5432/shop')).toEqual(['postgres://app@one:5432/shop']);
  expect(hostsOf('postgresql://app:p%40ss@one:5432,two:5433,[::1]:5/shop?sslmode=require')).toEqual([
    'postgresql://app:p%40ss@one:5432/shop?sslmode=require',
    'postgresql://app:p%40ss@two:5433/shop?sslmode=require',
    'postgresql://app:p%40ss@[::1]:5/shop?sslmode=require',
  ]);
});

const answering = (timeline: string | null) => ({ query: () => Promise.resolve({ rows: [{ timeline }] }) }) as never;

test('a standby is not written to, nor a server that was overtaken', async () => {
  const primary = new Primary('postgres://app@one,two/shop');
  await expect(primary.check(answering(null))).rejects.toThrow(NotPrimary);
  await primary.check(answering('00000002'));
  await primary.check(answering('0000000A'));
  await expect(primary.check(answering('00000009'))).rejects.toThrow('overtaken');
});

/** A way to the database that can be closed and opened again. */
class Way {
  attempts = 0;
  isOpen = true;
  readonly #to: URL;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => {
    this.attempts += 1;
    if (!this.isOpen) return void socket.destroy();
    const there = connect(Number(this.#to.port), this.#to.hostname);
    for (const [one, other] of [[socket, there], [there, socket]] as const) {
      this.#sockets.add(one);
      one.on('error', () => one.destroy()).on('close', () => other.destroy());
    }
    socket.pipe(there).pipe(socket);
  }); // prettier-ignore
  constructor(to: string) {
    this.#to = new URL(to);
  }
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return Object.assign(new URL(this.#to), { port: String((this.#server.address() as AddressInfo).port) }).href;
  }
  cut(): void {
    this.isOpen = false;
    for (const socket of this.#sockets) socket.destroy();
  }
  end(): void {
    this.cut();
    this.#server.close();
  }
}

/** Ends every connection of the application to this database, and waits until they have heard of it. */
async function cutOthers(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
     where usename = 'app' and datname = current_database()`,
  );
  await owner.end();
  await new Promise((resolve) => setTimeout(resolve, 100));
}

describe.skipIf(inject('pg') === null)('a connection that goes away', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  test('pokes come again when the way is open, and meanwhile one connection is tried at a time', async () => {
    const place = await testPlace('postgres');
    ends.push(() => place.remove());
    const near = await place.open();
    const way = new Way(place.place.databaseUrl ?? '');
    const far = await openPostgres(await way.listen(), { ...place.means, onFault: () => undefined });
    ends.push(
      () => way.end(),
      () => far.close().catch(() => 'it has no connection'),
    );
    const heard: StreamHeads[] = [];
    far.changes((moved) => heard.push(moved));
    way.cut();
    way.attempts = 0;
    await new Promise((resolve) => setTimeout(resolve, 5_500));
    expect(way.attempts).toBeGreaterThan(1);
    expect(way.attempts).toBeLessThan(9); // one a second; two of them each time would be thirty by now
    way.isOpen = true;
    await vi.waitFor(
      async () => {
        await near.write(ORG, (tx) => {
          putState(tx, 'org', [{ t: 'x', id: '1', r: 1 }]);
          return Promise.resolve();
        });
        expect(heard.length).toBeGreaterThan(0);
      },
      { timeout: 10_000, interval: 300 },
    );
  }, 30_000);

  test('one that is cut between two queries of a write ends nothing but that try', async () => {
    const place = await testPlace('postgres');
    ends.push(() => place.remove());
    const told: unknown[] = [];
    const far = await openPostgres(place.place.databaseUrl ?? '', { ...place.means, onFault: (at) => told.push(at) });
    ends.push(() => far.close());
    await place.open(); // makes the tables
    let tries = 0;
    await far.write(ORG, async (tx) => {
      tries += 1;
      if (tries === 1) await cutOthers(place.place.ownerUrl ?? '');
      putState(tx, 'org', [{ t: 'x', id: '1', r: 1 }]);
    });
    expect(tries).toBe(2);
    expect(String(told[0])).toContain('terminating connection');
  }, 30_000);

  test('what is asked of durability while there is no way is a fault of the engine, to be tried again', async () => {
    const place = await testPlace('postgres');
    ends.push(() => place.remove());
    await place.open();
    const way = new Way(place.place.databaseUrl ?? '');
    const far = await openPostgres(await way.listen(), { ...place.means, onFault: () => undefined });
    ends.push(
      () => way.end(),
      () => far.close().catch(() => 'it has no connection'),
    );
    way.cut();
    await expect(far.durability()).rejects.toMatchObject({ name: 'StorageFault', fault: 'busy' });
    way.isOpen = true;
    await vi.waitFor(async () => expect(await far.durability()).toBe('none')); // the cluster of tests does not flush
  }, 30_000);
});
