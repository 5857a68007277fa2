// The machine PostgreSQL runs on vanishes without a word: nothing waits for it without limit.
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, inject, test } from 'vitest';
import type { Door, StreamHeads } from '../../../src/server/db/door.ts';
import { hasTables } from '../../../src/server/db/pg-tools.ts';
import { openPostgres } from '../../../src/server/db/postgres.ts';
import { Primary } from '../../../src/server/db/postgres-hosts.ts';
import { putState } from '../../../src/server/db/put-state.ts';
import { openSilentWay } from '../../support/silent-way.ts';
import { testPlace } from '../engines.ts';

const ORG = '0190a000-0000-7000-8000-000000000001';
/** A till gives its request up after 45 s; whoever waits must have been told by then. */
const TOLD_WITHIN_MS = 30_000;

const note = (door: Door, id: string) =>
  door.write(ORG, (tx) => {
    putState(tx, 'org', [{ t: 'x', id, r: 1 }]);
    return Promise.resolve();
  });

const within = <T>(what: Promise<T>, ms: number): Promise<T | 'still waiting'> =>
  Promise.race([what, wait(ms, 'still waiting' as const, { ref: false })]);

describe.skipIf(inject('pg') === null)('a PostgreSQL that vanishes without a word', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function twoDoors() {
    const place = await testPlace('postgres');
    ends.push(() => place.remove());
    const near = await place.open();
    const url = new URL(place.place.databaseUrl ?? '');
    const way = await openSilentWay(Number(url.port));
    const address = Object.assign(new URL(url), { port: String(way.port) }).href;
    const far = await openPostgres(address, { ...place.means, onFault: () => undefined });
    ends.push(
      () => way.close(),
      () => within(far.close(), 5_000),
    );
    return { near, far, way, address, direct: url.href };
  }

  test('is told to whoever waits for it, and found again when it is back', { timeout: 120_000 }, async () => {
    const { near, far, way } = await twoDoors();
    const heard: StreamHeads[] = [];
    far.changes((moved) => heard.push(moved));
    await Promise.all(['1', '2', '3'].map((id) => note(far, id))); // several connections, idle from now on
    way.silence();
    const asked = [note(far, '4'), far.read(ORG, () => Promise.resolve(0)), far.durability()];
    const said = await within(Promise.allSettled(asked), TOLD_WITHIN_MS);
    expect(said).toMatchObject(asked.map(() => ({ status: 'rejected', reason: { name: 'StorageFault' } })));

    way.speak();
    const begun = performance.now();
    await note(far, '5'); // none of the old connections is waited for
    expect(performance.now() - begun).toBeLessThan(5_000);
    heard.length = 0;
    await expect
      .poll(async () => (await note(near, '6'), heard.length), { timeout: 30_000, interval: 500 })
      .toBeGreaterThan(0);
  });

  test('does not hold up who makes a copy or restores one', async () => {
    const { way, address } = await twoDoors();
    way.silence();
    expect(
      await within(
        hasTables(address).catch(() => 'told'),
        10_000,
      ),
    ).toBe('told');
  });

  test('does not hold up the search for the one to write to', { timeout: 60_000 }, async () => {
    const { way, address, direct } = await twoDoors();
    way.silence();
    const { host } = new URL(direct);
    const both = new Primary(address.replace(/@[^/]+/, (here) => `${here},${host}`));
    expect(await within(both.find(), 10_000)).toBeUndefined();
    expect(new URL(both.url()).host).toBe(host);
  });
});
