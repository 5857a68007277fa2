/** A tab that stood open while another enrolled the device: it becomes the same till, once and wholly. */
import { afterEach, expect, test } from 'vitest';
import { deviceKeys } from '../../src/client/auth/device-key.ts';
import { CacheDb } from '../../src/client/db/cache-db.ts';
import { JournalDb, readMeta } from '../../src/client/db/journal-db.ts';
import { openDatabase } from '../../src/client/db/open-database.ts';
import { OpenTill } from '../../src/client/open-till.ts';
import type { TabNews } from '../../src/client/till-deps.ts';
import { FakeServer } from '../support/fake-server.ts';
import { newBrowser, nodeTillDeps, until, type NodeBrowser } from '../support/node-till.ts';
import { fillShop } from '../support/shop-rows.ts';
import { aShift, newId } from '../support/till-facts.ts';

const NEWS = { onRetired: () => undefined, onBlocked: () => undefined };
const opened: OpenTill[] = [];
afterEach(async () => {
  for (const till of opened.splice(0)) await till.close();
});

async function openTab(server: FakeServer, browser: NodeBrowser) {
  const journal = await openDatabase(new JournalDb('till', browser.place), NEWS);
  const cache = await openDatabase(new CacheDb('till', browser.place), NEWS);
  const waking = new Set<() => void>();
  const onWake = (wake: () => void) => {
    waking.add(wake);
    return () => waking.delete(wake);
  };
  const deps = nodeTillDeps({ fetch: server.fetch, browser, speed: 20, over: { onFault: () => undefined, onWake } });
  const till = new OpenTill({ deps, journal, cache, isRetired: () => false, readOnly: false });
  opened.push(till);
  till.showUnenrolled();
  till.sync.start();
  return { till, cache, waking };
}

const closed = (cache: CacheDb) => cache.close({ disableAutoOpen: true });

/** The browser closes it the first time this page begins to read it. */
function closedInReading(cache: CacheDb, till: OpenTill): void {
  const stop = till.state.subscribe(({ reading }) => {
    if (!reading) return;
    stop();
    closed(cache);
  });
}

test.each([
  { name: 'well', harm: () => undefined },
  { name: 'with its cache closed meanwhile', harm: closed },
  { name: 'with its cache closed as it reads', harm: closedInReading },
])('the other tab becomes the till too, $name: it sends what it sells, and leaves nothing behind', async ({ harm }) => {
  const server = new FakeServer();
  await fillShop(server, 20);
  const browser = newBrowser();
  const first = await openTab(server, browser);
  const other = await openTab(server, browser);
  harm(other.cache, other.till);
  expect(await first.till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(first.till, () => first.till.catalogue.size === 20);
  await first.till.close();

  await until(other.till, ({ phase, reading }) => phase === 'ready' && !reading && other.till.catalogue.size === 20);
  const shift = { kind: 'shift.opened' as const, entryId: newId(), body: aShift() };
  expect(await other.till.commit(shift)).toMatchObject({ ok: true });
  await until(other.till, ({ pending }) => pending === 0);
  expect(server.booked('shift.opened')).toHaveLength(1);
  await other.till.close();
  expect(other.waking.size).toBe(0); // one syncing, and it has ended
});

test('a cache that closes while the products are read is read again, and the till sells', async () => {
  const server = new FakeServer();
  await fillShop(server, 2_000);
  const browser = newBrowser();
  const first = await openTab(server, browser);
  expect(await first.till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(first.till, () => first.till.catalogue.size === 2_000);
  await first.till.close();

  const journal = await openDatabase(new JournalDb('till', browser.place), NEWS);
  const cache = await openDatabase(new CacheDb('till', browser.place), NEWS);
  const deps = nodeTillDeps({ fetch: server.fetch, browser, speed: 20, over: { onFault: () => undefined } });
  const till = new OpenTill({ deps, journal, cache, isRetired: () => false, readOnly: false });
  opened.push(till);
  const phases = new Set<string>();
  till.state.subscribe(({ phase }) => phases.add(phase));
  const identity = await readMeta(journal, 'identity');
  await till.begin(identity!, await deviceKeys(journal, deps.crypto)); // who may sign in is known
  expect(till.state.getState().reading).toBe(true);
  closed(cache);
  await until(till, ({ phase, reading }) => phase === 'ready' && !reading && till.catalogue.size === 2_000);
  expect(phases).toContain('broken_storage'); // nothing was sold meanwhile
});

test('a tab that hears of stock before it is a till reads it when it is one', async () => {
  const server = new FakeServer();
  await fillShop(server, 20);
  const browser = newBrowser();
  const { till } = await openTab(server, browser);
  expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(till, () => till.catalogue.onHandMilli(7) !== undefined);

  const other = (await openTab(server, browser)).till;
  const tell = (news: TabNews) => [...browser.hub].at(-1)!(news);
  for (const stream of ['org', `store:${till.state.getState().identity!.storeId}`]) tell({ of: 'shown', stream });
  await other.catalogue.settled();
  tell({ of: 'identity' });
  await until(other, ({ phase }) => phase === 'ready' && other.catalogue.onHandMilli(7) !== undefined);
});
