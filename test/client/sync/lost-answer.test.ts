/** A page laid on disk though the write seemed to fail: asked for again it is "missed", and shown all the same. */
import { expect, test } from 'vitest';
import { toMinor } from '../../../src/core/money.ts';
import { applyPage } from '../../../src/client/sync/apply.ts';
import { pullOk, SYNC_PATHS } from '../../../src/wire/sync.ts';
import { uuidOf } from '../../support/builders.ts';
import { FakeServer } from '../../support/fake-server.ts';
import { openCache } from '../../support/memory-databases.ts';
import { newBrowser, until } from '../../support/node-till.ts';
import { openTab } from '../../support/open-tab.ts';
import { aProductRow, fillShop } from '../../support/shop-rows.ts';

test('a new price laid by a write whose answer was lost is what the till asks', async () => {
  const server = new FakeServer();
  await fillShop(server, 5);
  const browser = newBrowser();
  const behind = await openCache(browser.place);
  let laid = 0;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const answer = await server.fetch(input, init);
    if (new URL(new Request(input).url).pathname !== SYNC_PATHS.pull) return answer;
    const { pages, serverEpoch } = pullOk.parse(await answer.clone().json());
    for (const page of pages) {
      if (!('rows' in page) || page.rows.length === 0) continue;
      const seal = (text: string) => Promise.resolve(text);
      await applyPage({ cache: behind, seal, breathe: () => undefined }, page, serverEpoch);
      laid += 1;
    }
    return answer;
  };
  const { till, awaitCode } = await openTab({ fetch, browser });
  awaitCode();
  expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(till, ({ phase, reading, pending }) => phase === 'ready' && !reading && pending === 0);
  const before = laid;
  server.put('org', [{ t: 'product', id: uuidOf(3), r: aProductRow(3, { priceMinor: toMinor(777) }) }]);
  await expect.poll(() => laid).toBe(before + 1);
  await expect.poll(() => till.catalogue.product(3)?.priceMinor).toBe(777);
  behind.close();
});
