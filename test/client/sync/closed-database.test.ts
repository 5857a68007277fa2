/** Browsers close databases by themselves, at any moment: what a till does then without anybody's hand. */
import { expect, test } from 'vitest';
import { toMinor } from '../../../src/core/money.ts';
import { uuidOf } from '../../support/builders.ts';
import { FakeServer } from '../../support/fake-server.ts';
import { until } from '../../support/node-till.ts';
import { openTab } from '../../support/open-tab.ts';
import { aProductRow, fillShop } from '../../support/shop-rows.ts';

test('syncing goes on by itself after the browser closed both databases', async () => {
  const server = new FakeServer();
  await fillShop(server, 20);
  const { till, journal, cache, awaitCode } = await openTab({ fetch: server.fetch });
  awaitCode();
  expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(till, () => till.catalogue.size === 20);

  for (const database of [journal, cache]) database.close({ disableAutoOpen: true });
  const r = aProductRow(7, { priceMinor: toMinor(777) });
  server.put('org', [{ t: 'product', id: uuidOf(7), r }]);
  await until(till, () => till.catalogue.product(7)?.priceMinor === 777);
  expect(journal.isOpen()).toBe(true);
});
