/** Two tabs that each held themselves for the leader: the older mark of one was written last, and is put right. */
import { afterEach, expect, test } from 'vitest';
import { JournalDb, putMeta, readMeta } from '../../../src/client/db/journal-db.ts';
import { openDatabase } from '../../../src/client/db/open-database.ts';
import { FakeServer } from '../../support/fake-server.ts';
import { newBrowser, openNodeTill, until } from '../../support/node-till.ts';
import { fillShop } from '../../support/shop-rows.ts';
import { aShift, newId } from '../../support/till-facts.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test('what is acknowledged stands on disk again with the next hello, and nothing is shown as waiting', async () => {
  const server = new FakeServer();
  await fillShop(server, 5);
  const browser = newBrowser();
  const till = await openNodeTill({ fetch: server.fetch, browser, speed: 20 });
  closing.push(() => till.close());
  till.sync.start();
  expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(till, ({ phase, reading }) => phase === 'ready' && !reading);
  await till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() });
  await until(till, ({ headSeq, pending }) => headSeq === 2 && pending === 0);
  const journal = await openDatabase(new JournalDb('halfloop-till', browser.place), {
    ...{ onRetired: () => undefined, onBlocked: () => undefined },
  });
  closing.push(() => journal.close());
  const right = (await readMeta(journal, 'acked'))!;
  const { incarnation } = (await readMeta(journal, 'head'))!;
  const first = (await journal.entries.get([incarnation, 1]))!;
  await putMeta(journal, 'acked', { seq: 1, hash: first.hash });
  for (const hear of browser.hub) hear({ of: 'marks' });
  await until(till, ({ pending }) => pending === 1);
  till.sync.wake();
  await until(till, ({ pending }) => pending === 0);
  expect(await readMeta(journal, 'acked')).toEqual(right);
});
