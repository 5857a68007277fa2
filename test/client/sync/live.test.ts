import { expect, test } from 'vitest';
import { SYNC_PATHS } from '../../../src/wire/sync.ts';
import { FakeServer } from '../../support/fake-server.ts';
import { openNodeTill, until } from '../../support/node-till.ts';
import { fillShop } from '../../support/shop-rows.ts';

test('closing a till ends a live channel that arrives only then, its signal forgotten', async () => {
  const server = new FakeServer();
  await fillShop(server, 10);
  let asked = false;
  let cancelled = false;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (input === `http://till.test${SYNC_PATHS.events}` && !asked) {
      asked = true;
      await new Promise((go) => init?.signal?.addEventListener('abort', go));
      const body = new ReadableStream({ cancel: () => void (cancelled = true) }); // silent, without an end
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    }
    return server.fetch(input, init);
  };
  const till = await openNodeTill({ fetch });
  till.sync.start();
  expect(await till.enrol('CODE', 'Till')).toMatchObject({ ok: true });
  await until(till, () => asked);
  await till.close();
  expect(cancelled).toBe(true);
}, 5000);
