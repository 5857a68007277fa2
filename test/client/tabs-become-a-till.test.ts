/** A tab that stood open while another enrolled the device: it becomes the same till, once and wholly. */
import { expect, test } from 'vitest';
import type { CacheDb } from '../../src/client/db/cache-db.ts';
import type { OpenTill } from '../../src/client/open-till.ts';
import type { TabNews } from '../../src/client/till-deps.ts';
import { FakeServer } from '../support/fake-server.ts';
import { newBrowser, until, type NodeBrowser } from '../support/node-till.ts';
import { openTab } from '../support/open-tab.ts';
import { fillShop } from '../support/shop-rows.ts';
import { aShift, newId } from '../support/till-facts.ts';

/** A tab that asks for a code, and who still wants to be woken by it. */
async function openWaiting({ fetch }: FakeServer, browser: NodeBrowser) {
  const waking = new Set<() => void>();
  const onWake = (wake: () => void) => {
    waking.add(wake);
    return () => waking.delete(wake);
  };
  const tab = await openTab({ fetch, browser, over: { onWake } });
  tab.awaitCode();
  return { ...tab, waking };
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
  const first = await openWaiting(server, browser);
  const other = await openWaiting(server, browser);
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
  const first = await openWaiting(server, browser);
  expect(await first.till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(first.till, () => first.till.catalogue.size === 2_000);
  await first.till.close();

  const { till, cache, begin } = await openTab({ fetch: server.fetch, browser });
  const phases = new Set<string>();
  till.state.subscribe(({ phase }) => phases.add(phase));
  await begin(); // who may sign in is known
  expect(till.state.getState().reading).toBe(true);
  closed(cache);
  await until(till, ({ phase, reading }) => phase === 'ready' && !reading && till.catalogue.size === 2_000);
  expect(phases).toContain('broken_storage'); // nothing was sold meanwhile
});

test('a tab that hears of stock before it is a till reads it when it is one', async () => {
  const server = new FakeServer();
  await fillShop(server, 20);
  const browser = newBrowser();
  const { till } = await openWaiting(server, browser);
  expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(till, () => till.catalogue.onHandMilli(7) !== undefined);

  const other = (await openWaiting(server, browser)).till;
  const tell = (news: TabNews) => [...browser.hub].at(-1)!(news);
  for (const stream of ['org', `store:${till.state.getState().identity!.storeId}`]) tell({ of: 'shown', stream });
  await other.catalogue.settled();
  tell({ of: 'identity' });
  await until(other, ({ phase }) => phase === 'ready' && other.catalogue.onHandMilli(7) !== undefined);
});
