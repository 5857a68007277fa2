/** Browsers close databases by themselves, at any moment: what a till does then without anybody's hand. */
import { afterEach, expect, test } from 'vitest';
import { CacheDb } from '../../../src/client/db/cache-db.ts';
import { JournalDb } from '../../../src/client/db/journal-db.ts';
import { openDatabase } from '../../../src/client/db/open-database.ts';
import { OpenTill } from '../../../src/client/open-till.ts';
import { toMinor } from '../../../src/core/money.ts';
import { uuidOf } from '../../support/builders.ts';
import { FakeServer } from '../../support/fake-server.ts';
import { memoryPlace } from '../../support/memory-databases.ts';
import { nodeTillDeps, until } from '../../support/node-till.ts';
import { aProductRow, fillShop } from '../../support/shop-rows.ts';

const NEWS = { onRetired: () => undefined, onBlocked: () => undefined };
let till: OpenTill;
afterEach(() => till.close());

test('syncing goes on by itself after the browser closed both databases', async () => {
  const server = new FakeServer();
  await fillShop(server, 20);
  const place = memoryPlace();
  const journal = await openDatabase(new JournalDb('till', place), NEWS);
  const cache = await openDatabase(new CacheDb('till', place), NEWS);
  const deps = nodeTillDeps({ fetch: server.fetch, speed: 20, over: { onFault: () => undefined } });
  till = new OpenTill({ deps, journal, cache, isRetired: () => false, readOnly: false });
  till.showUnenrolled();
  till.sync.start();
  expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(till, () => till.catalogue.size === 20);

  for (const database of [journal, cache]) database.close({ disableAutoOpen: true });
  const r = aProductRow(7, { priceMinor: toMinor(777) });
  server.put('org', [{ t: 'product', id: uuidOf(7), r }]);
  await until(till, () => till.catalogue.product(7)?.priceMinor === 777);
  expect(journal.isOpen()).toBe(true);
});
