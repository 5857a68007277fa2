/** A till whose disk is full: it says so at the PIN and at the sale, and goes on by itself when there is room again. */
import { afterEach, expect, test } from 'vitest';
import type { TillDevice } from '../../src/client/till-device.ts';
import { FakeServer } from '../support/fake-server.ts';
import { fillDisk } from '../support/faulty-indexeddb.ts';
import { openNodeTill, until } from '../support/node-till.ts';
import { fillShop } from '../support/shop-rows.ts';
import { aSale, aShift, newId } from '../support/till-facts.ts';

let till: TillDevice;
let makeRoom: () => void = () => undefined;
afterEach(async () => {
  makeRoom();
  await till.close();
});

test('refused in words, the PIN as well as the sale; when room is back nobody needs to reload', async () => {
  const server = new FakeServer();
  const { ann } = await fillShop(server, 10);
  // What cannot be kept of the sync's own marks is told in the background, and tried again.
  till = await openNodeTill({ fetch: server.fetch, speed: 20, over: { onFault: () => undefined } });
  till.sync.start();
  expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(till, ({ phase, settings, reading }) => phase === 'ready' && settings !== null && !reading);
  await till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() });
  const { shiftId } = till.state.getState().shift!;
  await until(till, ({ pending }) => pending === 0);
  const sell = () => till.commit({ kind: 'sale.completed', entryId: newId(), body: aSale(shiftId) });

  makeRoom = fillDisk();
  expect(await till.signIn(ann.staffId, '246810')).toMatchObject({ ok: false, error: { code: 'journal_full' } });
  expect(await sell()).toMatchObject({ ok: false, error: { code: 'journal_full' } });
  expect(till.state.getState()).toMatchObject({ storageFull: true, pending: 0 });

  makeRoom();
  await until(till, ({ storageFull }) => !storageFull); // nothing was committed meanwhile
  expect(await till.signIn(ann.staffId, '246810')).toMatchObject({ ok: true });
  expect(await sell()).toMatchObject({ ok: true, value: { receiptNo: 'T1-000001' } });
  await until(till, ({ pending }) => pending === 0);
  expect(server.booked('sale.completed')).toHaveLength(1);
});
