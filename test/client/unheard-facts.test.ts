/** Facts of another tab that this one never heard of: the next one committed here shows them too. */
import { expect, test } from 'vitest';
import type { OpenTill } from '../../src/client/open-till.ts';
import { FakeServer } from '../support/fake-server.ts';
import { newBrowser, until } from '../support/node-till.ts';
import { openTab } from '../support/open-tab.ts';
import { fillShop } from '../support/shop-rows.ts';
import { aSale, aShift, newId } from '../support/till-facts.ts';

test.each([
  { name: 'over a connection that holds', isLost: false },
  { name: 'though the browser closes the connection just then', isLost: true },
])('what another tab sold is off the shelf with the next sale here, $name', async ({ isLost }) => {
  const server = new FakeServer();
  await fillShop(server, 20);
  const { fetch } = server;
  const browser = newBrowser();
  const other = await openTab({ fetch, browser });
  other.awaitCode();
  expect(await other.till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(other.till, ({ phase, reading, pending }) => phase === 'ready' && !reading && pending === 0);

  const deaf = { ...browser, hub: new Set<never>() }; // no channel joins them
  const { till, journal, begin } = await openTab({ fetch, browser: deaf });
  await begin();
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
