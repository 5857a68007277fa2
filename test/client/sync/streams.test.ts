/** State coming down: snapshots that are cut, deltas in pages, another history, audits, an overlay that grows long. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CacheDb } from '../../../src/client/db/cache-db.ts';
import type { TillDevice } from '../../../src/client/till-device.ts';
import { toMinor } from '../../../src/core/money.ts';
import { uuidOf } from '../../support/builders.ts';
import { FakeServer } from '../../support/fake-server.ts';
import { faultyFetch, type NetFault } from '../../support/faulty-fetch.ts';
import { newBrowser, openNodeTill, until, type NodeBrowser } from '../../support/node-till.ts';
import { aProductRow, fillShop } from '../../support/shop-rows.ts';

let server: FakeServer;
let browser: NodeBrowser;
let fault: (path: string) => NetFault;
const open: TillDevice[] = [];

beforeEach(() => {
  server = new FakeServer();
  browser = newBrowser();
  fault = () => 'none';
});
afterEach(async () => {
  for (const till of open.splice(0)) await till.close();
});

async function openTill(): Promise<TillDevice> {
  const till = await openNodeTill({ fetch: faultyFetch(server.fetch, ({ path }) => fault(path)), browser });
  open.push(till);
  till.sync.start();
  if (till.state.getState().identity === null) await till.enrol('CODE', 'Till');
  return till;
}

const loaded = async (till: TillDevice, products: number) => {
  await until(till, () => till.catalogue.size === products && till.catalogue.onHandMilli(1) !== undefined);
};
const parts = () => server.seen.filter((path) => /snapshot\/org\/.+\/\d+$/.test(path));
const price = (skuNo: number, priceMinor: number) => ({
  t: 'product',
  id: uuidOf(skuNo),
  r: aProductRow(skuNo, { priceMinor: toMinor(priceMinor) }),
});
const cacheOf = async (): Promise<CacheDb> => {
  const cache = new CacheDb('halfloop-till', browser.place);
  await cache.open();
  return cache;
};

test('a snapshot that was cut goes on where it was, also after a restart', async () => {
  await fillShop(server, 500); // six parts
  let asked = 0;
  fault = (path) => (/snapshot\/org\/.+\/\d+$/.test(path) && ++asked > 3 ? 'offline' : 'none');
  const first = await openTill();
  await until(first, ({ loading }) => (loading?.done ?? 0) >= 300);
  expect(first.catalogue.size).toBe(0);
  await first.close();
  open.splice(0);
  fault = () => 'none';
  server.seen.length = 0;
  await loaded(await openTill(), 500);
  expect(parts().length).toBe(3);
});

test('a part that is not what the manifest signed for is not taken', async () => {
  await fillShop(server, 150);
  const real = server.fetch;
  let damaged = 0;
  const till = await openNodeTill({
    browser,
    fetch: async (input, init) => {
      const answer = await real(input, init);
      if (!/snapshot\/org\/.+\/0$/.test(new Request(input).url) || damaged++ > 0) return answer;
      return new Response((await answer.text()).replace('"priceMinor":101', '"priceMinor":1'));
    },
  });
  open.push(till);
  till.sync.start();
  await till.enrol('CODE', 'Till');
  await loaded(till, 150);
  expect(till.catalogue.product(1)?.priceMinor).toBe(101);
  expect(damaged).toBeGreaterThan(1);
});

test('a delta of several pages is seen whole: never half of it', async () => {
  await fillShop(server, 300);
  const till = await openTill();
  await loaded(till, 300);
  const seen = new Set<number>();
  till.catalogue.subscribe(() => {
    const changed = Array.from({ length: 300 }, (_, at) => till.catalogue.product(at + 1)!.priceMinor === 7777);
    seen.add(changed.filter(Boolean).length);
  });
  server.put(
    'org',
    Array.from({ length: 300 }, (_, at) => price(at + 1, 7777)),
  ); // six pages of 50
  await until(till, () => till.catalogue.product(300)?.priceMinor === 7777);
  expect([...seen].filter((count) => count !== 0 && count !== 300)).toEqual([]);
});

test('a delta cut between its pages begins again and loses nothing', async () => {
  await fillShop(server, 300);
  const till = await openTill();
  await loaded(till, 300);
  let pulls = 0;
  fault = (path) => (path === '/sync/pull' && ++pulls > 2 ? 'offline' : 'none');
  server.put(
    'org',
    Array.from({ length: 300 }, (_, at) => price(at + 1, 7777)),
  );
  await until(till, () => pulls > 3);
  expect(till.catalogue.product(1)?.priceMinor).toBe(101);
  await till.close();
  open.splice(0);
  fault = () => 'none';
  const again = await openTill();
  await until(again, () => again.catalogue.product(300)?.priceMinor === 7777);
  expect(again.catalogue.product(1)?.priceMinor).toBe(7777);
});

test('another history at the server: the old rows stay in use until the new copy is complete', async () => {
  await fillShop(server, 120);
  const till = await openTill();
  await loaded(till, 120);
  server.put('org', [price(5, 555)]);
  await until(till, () => till.catalogue.product(5)?.priceMinor === 555);
  const sizes = new Set<number>();
  till.catalogue.subscribe(() => sizes.add(till.catalogue.size));
  server.seen.length = 0;
  server.rewriteHistory('org');
  server.put('org', [price(6, 666)]);
  await until(till, () => till.catalogue.product(6)?.priceMinor === 666);
  expect(parts().length).toBeGreaterThan(0);
  expect([...sizes]).toEqual([120]);
  const cache = await cacheOf();
  const keys = new Set((await cache.pages.toArray()).filter(({ stream }) => stream === 'org').map(({ key }) => key));
  expect(keys.size).toBe(1); // the old generation is gone
  cache.close();
});

test('another history of the same length is found by the next hello, with no change to tell of it', async () => {
  await fillShop(server, 120);
  const till = await openTill();
  await loaded(till, 120);
  server.rewriteHistory('org');
  server.slipIn('org', price(121, 1210)); // the same head, other rows
  till.sync.wake();
  await until(till, () => till.catalogue.product(121) !== undefined);
});

test('a row that slipped past the cursor is found by the audit after a new epoch, and comes again', async () => {
  await fillShop(server, 120);
  const till = await openTill();
  await loaded(till, 120);
  server.slipIn('org', price(121, 1210));
  server.restore(99); // another epoch: every stream is audited
  till.sync.wake();
  await until(till, () => till.catalogue.product(121) !== undefined);
  await until(till, ({ attention }) => attention === 1);
  server.restore(99); // the next audit agrees: nobody needs to look any more
  till.sync.wake();
  await until(till, ({ attention }) => attention === 0);
});

test('rows of tables and shapes this build does not know are kept and stop nobody', async () => {
  await fillShop(server, 60);
  const till = await openTill();
  await loaded(till, 60);
  server.put('org', [
    { t: 'promotion', id: 'p1', r: { anything: true } },
    { t: 'product', id: uuidOf(5), r: { skuNo: 5, shape: 'of tomorrow' } },
    { t: 'product', id: uuidOf(6), r: { ...aProductRow(6, { priceMinor: toMinor(606) }), later: 'ignored' } },
  ]);
  await until(till, () => till.catalogue.product(6)?.priceMinor === 606);
  expect(till.catalogue.product(5)?.priceMinor).toBe(105); // the last one it could read
  const cache = await cacheOf();
  const kept = (await cache.overlay.toArray()).flatMap(({ rows }) => rows);
  expect(kept.filter(({ x }) => x === 1).map(({ t }) => t)).toEqual(['promotion', 'product']);
  cache.close();
});

test('a long overlay folds into the pages, and nothing of it is lost', async () => {
  server.pageRows = 1000;
  await fillShop(server, 1500);
  const till = await openTill();
  await loaded(till, 1500);
  for (const priceMinor of [2000, 3000, 4000, 5000]) {
    server.put(
      'org',
      Array.from({ length: 1500 }, (_, at) => price(at + 1, priceMinor + at)),
    );
    await until(till, () => till.catalogue.product(1500)?.priceMinor === priceMinor + 1499);
  }
  server.put('org', [{ t: 'product', id: uuidOf(9) }, price(1501, 1), price(7, 7)]);
  await until(till, () => till.catalogue.product(7)?.priceMinor === 7);
  await till.close();
  open.splice(0);
  const cache = await cacheOf();
  const overlaid = (await cache.overlay.toArray()).reduce((sum, { rows }) => sum + rows.length, 0);
  expect(overlaid).toBeLessThan(1600);
  expect((await cache.cursor.get('org'))?.now?.foldedTo).toBeGreaterThan(5000);
  cache.close();
  fault = () => 'offline';
  const again = await openTill();
  await until(again, ({ phase }) => phase === 'ready');
  expect(again.catalogue.size).toBe(1500);
  expect([7, 8, 1500, 1501].map((skuNo) => again.catalogue.product(skuNo)?.priceMinor)).toEqual([7, 5007, 6499, 1]);
  expect(again.catalogue.product(9)).toBe(undefined);
});

test('what proves a PIN is never on the disk as it came', async () => {
  const { ann } = await fillShop(server, 10);
  await loaded(await openTill(), 10);
  const cache = await cacheOf();
  const text = JSON.stringify(await cache.pages.toArray());
  expect(text).toContain(ann.staffId);
  expect(text).not.toContain(ann.pin!.verifier);
  cache.close();
});
