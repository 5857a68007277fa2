/** The first catalogue on its way: people sign in and open the shift while the products are still coming. */
import { afterEach, expect, test } from 'vitest';
import type { TillDevice } from '../../src/client/till-device.ts';
import { FakeServer } from '../support/fake-server.ts';
import { newBrowser, openNodeTill, until } from '../support/node-till.ts';
import { fillShop } from '../support/shop-rows.ts';
import { aShift, newId } from '../support/till-facts.ts';

const open: TillDevice[] = [];
afterEach(async () => {
  for (const till of open.splice(0)) await till.close();
});

/** A network that holds back the parts of the goods from number `from` on, until they are let go. */
function slowParts(server: FakeServer, from: number) {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname;
    const part = /snapshot\/org\/[^/]+\/(\d+)$/.exec(path);
    if (part !== null && Number(part[1]) >= from) await held;
    return server.fetch(input, init);
  };
  return { fetch, letGo };
}

test('who sells is asked, and a shift opened, before the products are here; nothing of them is shown', async () => {
  const server = new FakeServer();
  await fillShop(server, 1000);
  const net = slowParts(server, 3);
  const till = await openNodeTill({ fetch: net.fetch, browser: newBrowser() });
  open.push(till);
  till.sync.start();
  await till.enrol('CODE', 'Till');
  await until(till, ({ staff }) => staff.length > 0);
  const { reading, settings, loading } = till.state.getState();
  expect({ reading, known: settings !== null }).toEqual({ reading: true, known: true });
  expect(loading?.done).toBeLessThan(loading?.total ?? 0);
  expect(till.catalogue.size).toBe(0);
  expect(await till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() })).toMatchObject({ ok: true });
  net.letGo();
  await until(till, (state) => !state.reading && state.loading === null);
  expect(till.catalogue.size).toBe(1000);
  expect(till.state.getState().staff).toHaveLength(1);
});

test('who left the shop between the snapshot and the pull on top of it is not asked any more', async () => {
  const server = new FakeServer();
  await fillShop(server, 1000);
  const net = slowParts(server, 3);
  const till = await openNodeTill({ fetch: net.fetch, browser: newBrowser() });
  open.push(till);
  till.sync.start();
  await till.enrol('CODE', 'Till');
  await until(till, ({ staff }) => staff.length === 1);
  const [ann] = till.state.getState().staff;
  server.put('org', [{ t: 'staff', id: ann!.staffId }]);
  net.letGo();
  await until(till, (state) => !state.reading && state.loading === null);
  expect(till.state.getState().staff).toEqual([]);
});
