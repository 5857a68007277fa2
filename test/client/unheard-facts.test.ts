/** Facts of another tab that this one never heard of: the next one committed here shows them too. */
import { afterEach, expect, test } from 'vitest';
import { deviceKeys } from '../../src/client/auth/device-key.ts';
import { CacheDb } from '../../src/client/db/cache-db.ts';
import { JournalDb, readMeta } from '../../src/client/db/journal-db.ts';
import { openDatabase } from '../../src/client/db/open-database.ts';
import { OpenTill } from '../../src/client/open-till.ts';
import { FakeServer } from '../support/fake-server.ts';
import { newBrowser, nodeTillDeps, until, type NodeBrowser } from '../support/node-till.ts';
import { fillShop } from '../support/shop-rows.ts';
import { aSale, aShift, newId } from '../support/till-facts.ts';

const NEWS = { onRetired: () => undefined, onBlocked: () => undefined };
const opened: OpenTill[] = [];
afterEach(async () => {
  for (const till of opened.splice(0)) await till.close();
});

async function openTab(server: FakeServer, browser: NodeBrowser) {
  const journal = await openDatabase(new JournalDb('till', browser.place), NEWS);
  const cache = await openDatabase(new CacheDb('till', browser.place), NEWS);
  const deps = nodeTillDeps({ fetch: server.fetch, browser, speed: 20, over: { onFault: () => undefined } });
  const till = new OpenTill({ deps, journal, cache, isRetired: () => false, readOnly: false });
  opened.push(till);
  return { till, journal, keys: () => deviceKeys(journal, deps.crypto) };
}

test.each([
  { name: 'over a connection that holds', isLost: false },
  { name: 'though the browser closes the connection just then', isLost: true },
])('what another tab sold is off the shelf with the next sale here, $name', async ({ isLost }) => {
  const server = new FakeServer();
  await fillShop(server, 20);
  const browser = newBrowser();
  const other = await openTab(server, browser);
  other.till.showUnenrolled();
  other.till.sync.start();
  expect(await other.till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(other.till, ({ phase, reading, pending }) => phase === 'ready' && !reading && pending === 0);

  const { till, journal, keys } = await openTab(server, { ...browser, hub: new Set() }); // deaf: no channel joins them
  await till.begin((await readMeta(journal, 'identity'))!, await keys());
  await until(till, ({ phase, reading }) => phase === 'ready' && !reading);
  const shift = aShift();
  await other.till.commit({ kind: 'shift.opened', entryId: newId(), body: shift });
  const sell = (by: OpenTill) => by.commit({ kind: 'sale.completed', entryId: newId(), body: aSale(shift.shiftId) });
  expect(await sell(other.till)).toMatchObject({ ok: true });
  expect(till.catalogue.onHandMilli(7)).toBe(100_000);
  if (isLost) {
    const readOwn = till.catalogue.readOwn.bind(till.catalogue);
    till.catalogue.readOwn = () => {
      till.catalogue.readOwn = readOwn;
      journal.close({ disableAutoOpen: true });
      return readOwn();
    };
  }
  expect(await sell(till)).toMatchObject({ ok: true });
  expect(till.catalogue.onHandMilli(7)).toBe(96_000);
});
