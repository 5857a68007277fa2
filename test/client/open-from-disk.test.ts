/** A till that starts with what it has on disk: people first, then products; or what it has is not readable. */
import { afterEach, expect, test } from 'vitest';
import type { CacheDb } from '../../src/client/db/cache-db.ts';
import { openTillDevice } from '../../src/client/open-till-device.ts';
import type { TillDevice } from '../../src/client/till-device.ts';
import { FakeServer } from '../support/fake-server.ts';
import { faultyFetch } from '../support/faulty-fetch.ts';
import { openCache } from '../support/memory-databases.ts';
import { newBrowser, nodeTillDeps, openNodeTill, until, type NodeBrowser } from '../support/node-till.ts';
import { fillShop } from '../support/shop-rows.ts';
import { aShift, newId } from '../support/till-facts.ts';

const open: TillDevice[] = [];
afterEach(async () => {
  for (const till of open.splice(0)) await till.close();
});

/** A browser whose till has heard of a shop and was closed. */
async function aKeptTill(products: number): Promise<NodeBrowser> {
  const server = new FakeServer();
  await fillShop(server, products);
  const browser = newBrowser();
  const till = await openNodeTill({ fetch: server.fetch, browser });
  till.sync.start();
  await till.enrol('CODE', 'Till');
  await until(till, ({ settings }) => settings !== null && till.catalogue.onHandMilli(1) !== undefined);
  await till.close();
  return browser;
}

async function change(browser: NodeBrowser, work: (cache: CacheDb) => Promise<unknown>): Promise<void> {
  const cache = await openCache(browser.place);
  await work(cache);
  cache.close();
}

async function restart(browser: NodeBrowser, faults: unknown[] = []): Promise<TillDevice> {
  const offline = faultyFetch(fetch, () => 'offline');
  const over = { onFault: (error: unknown) => void faults.push(error) };
  const till = await openTillDevice(nodeTillDeps({ fetch: offline, browser, over }));
  open.push(till);
  return till;
}

test('who may sign in is known before the products are read; then all of them are there', async () => {
  const till = await restart(await aKeptTill(3000));
  const { phase, reading, staff, settings } = till.state.getState();
  expect({ phase, reading, people: staff.length, known: settings !== null }).toEqual({
    phase: 'ready',
    reading: true,
    people: 1,
    known: true,
  });
  expect(till.catalogue.size).toBe(0);
  await until(till, ({ reading: still }) => !still);
  expect(till.catalogue.size).toBe(3000);
  expect(till.catalogue.onHandMilli(3000)).toBe(100_000);
});

test('a person added since the snapshot, and one taken away, are known as early', async () => {
  const browser = await aKeptTill(1500);
  await change(browser, async (cache) => {
    const cursor = (await cache.cursor.get('org'))!;
    const { key, seq } = cursor.now!;
    const people = (await cache.pages.toArray()).flatMap(({ rows }) => rows).filter(({ t }) => t === 'staff');
    const [ann] = people;
    const ben = { ...ann!, id: newId(), s: seq + 1 };
    const rows = [
      { ...ben, r: { ...(ann!.r as object), staffId: ben.id } },
      { t: 'staff', id: ann!.id, s: seq + 2, d: 1 as const },
    ];
    await cache.overlay.put({ stream: 'org', key, n: seq + 2, rows });
    await cache.cursor.put({ ...cursor, now: { ...cursor.now!, seq: seq + 2 } });
  });
  const till = await restart(browser);
  expect(till.state.getState()).toMatchObject({ reading: true, staff: [{ names: { en: 'Ann' } }] });
  await until(till, ({ reading }) => !reading);
  expect(till.state.getState().staff).toHaveLength(1);
});

test('a catalogue that cannot be read to its end: the till says so and sells nothing', async () => {
  const browser = await aKeptTill(3000);
  await change(browser, async (cache) => {
    const last = (await cache.pages.toArray()).at(-1)!;
    await cache.pages.put({ ...last, rows: null as never });
  });
  const faults: unknown[] = [];
  const till = await restart(browser, faults);
  await until(till, ({ phase }) => phase === 'broken_storage');
  expect(faults).toHaveLength(1);
  const tried = await till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() });
  expect(tried).toMatchObject({ error: { code: 'storage_broken' } });
  expect(await till.rescue()).toMatchObject({ ok: true });
});
