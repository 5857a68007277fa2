/** Two tabs that each held themselves for the leader: the older mark of one was written last, and is put right. */
import { expect, test } from 'vitest';
import { putMeta, readMeta } from '../../../src/client/db/journal-db.ts';
import { FakeServer } from '../../support/fake-server.ts';
import { newBrowser, until } from '../../support/node-till.ts';
import { openTab } from '../../support/open-tab.ts';
import { fillShop } from '../../support/shop-rows.ts';
import { aShift, newId } from '../../support/till-facts.ts';

test('what is acknowledged stands on disk again with the next hello, and nothing is shown as waiting', async () => {
  const server = new FakeServer();
  await fillShop(server, 5);
  const browser = newBrowser();
  const { till, journal, awaitCode } = await openTab({ fetch: server.fetch, browser });
  awaitCode();
  expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(till, ({ phase, reading }) => phase === 'ready' && !reading);
  await till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() });
  await until(till, ({ headSeq, pending }) => headSeq === 2 && pending === 0);
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
