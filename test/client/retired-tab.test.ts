/** A tab whose databases a newer build has taken: it stands aside for the page that can read them. */
import { expect, test, vi } from 'vitest';
import { openDatabase, readAgain, reopenDatabase, retireDatabase, revive } from '../../src/client/db/open-database.ts';
import { JournalDb, readMeta } from '../../src/client/db/journal-db.ts';
import { FakeServer } from '../support/fake-server.ts';
import { memoryPlace, openJournal } from '../support/memory-databases.ts';
import { newBrowser, until } from '../support/node-till.ts';
import { openTab } from '../support/open-tab.ts';
import { fillShop } from '../support/shop-rows.ts';
import { aShift, newId } from '../support/till-facts.ts';

test('another tab leads at once, and what it writes is sent', async () => {
  const server = new FakeServer();
  await fillShop(server, 5);
  const browser = newBrowser();
  const old = await openTab({ fetch: server.fetch, browser });
  old.awaitCode();
  expect(await old.till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(old.till, ({ pending, reading, phase }) => phase === 'ready' && !reading && pending === 0);
  const next = await openTab({ fetch: server.fetch, browser });
  await next.begin();
  next.till.sync.start();
  retireDatabase(old.journal); // the cache is of the same form in both builds: it stays open
  old.till.retire();
  expect(old.till.state.getState().reloadNeeded).toBe(true);
  await next.till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() });
  await until(next.till, ({ headSeq, pending }) => headSeq === 2 && pending === 0);
});

test('what it was writing while it began is written, shown, and in its mark', async () => {
  const server = new FakeServer();
  await fillShop(server, 5);
  const browser = newBrowser();
  const first = await openTab({ fetch: server.fetch, browser });
  first.awaitCode();
  expect(await first.till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(first.till, ({ pending, reading, phase }) => phase === 'ready' && !reading && pending === 0);
  await first.till.close();
  const old = await openTab({ fetch: server.fetch, browser });
  vi.spyOn(old.till.catalogue, 'takeUpOwn').mockImplementationOnce(() => {
    old.till.retire();
    return Promise.reject(new Error('a newer build has taken this database'));
  });
  const written = new Promise((resolve) => {
    const stop = old.till.state.subscribe(({ headSeq }) => {
      if (headSeq === 0) return;
      stop(); // at once: the page still reads what it is
      resolve(old.till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() }));
    });
  });
  await expect(old.begin()).rejects.toThrow();
  expect(await written).toMatchObject({ ok: true, value: { seq: 2 } });
  expect(old.till.state.getState()).toMatchObject({ reloadNeeded: true, headSeq: 2 });
});

test('no mending brings its connection back', async () => {
  const place = memoryPlace();
  let isRetired = false;
  const old = await openJournal(place, { onRetired: () => (isRetired = true), onBlocked: () => undefined });
  const newer = new JournalDb('halfloop-till', place);
  newer.version(newer.verno + 1).stores({ later: 'key' });
  await openDatabase(newer, { onRetired: () => undefined, onBlocked: () => undefined });
  expect(isRetired).toBe(true);
  const look = () => readMeta(old, 'head');
  for (const mend of [() => revive(old, look), () => readAgain(old, look), () => reopenDatabase(old)]) {
    await expect(mend()).rejects.toThrow('a newer build has taken this database');
  }
  expect(old.isOpen()).toBe(false);
});

test('nor does one that had begun when the newer build came', async () => {
  const db = await openJournal(memoryPlace());
  const opening = reopenDatabase(db);
  retireDatabase(db);
  await expect(opening).rejects.toThrow();
  expect(db.isOpen()).toBe(false);
});
