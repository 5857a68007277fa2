/** Health, readiness and figures, as a supervisor, a proxy and Prometheus ask for them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StorageFault } from '../../../src/server/db/door.ts';
import { verifyAll } from '../../../src/server/journal/verify-all.ts';
import { Meter } from '../../../src/server/operate/meter.ts';
import type { EntryBody } from '../../../src/wire/entry.ts';
import { returnOf, saleOf } from '../../support/facts.ts';
import { onBothEngines } from '../engines.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import { sha256Hex, type TestTill } from '../test-till.ts';

type Reason = EntryBody<'incarnation.opened'>['reason'];

onBothEngines('operating', (engine) => {
  let world: ServerWorld;
  let meter: Meter;
  let isCut = false; // the database does not answer
  beforeEach(async () => {
    meter = new Meter();
    isCut = false;
    world = await serverWorld(engine, {
      deps: { meter, metricsToken: 'a long token' },
      wrapDoor: (door) => ({
        engine: door.engine,
        write: (...args) => door.write(...args),
        read: (...args) => (isCut ? Promise.reject(new StorageFault('busy')) : door.read(...args)),
        changes: (listener) => door.changes(listener),
        durability: () => door.durability(),
        close: () => door.close(),
      }),
    });
  });
  afterEach(async () => {
    meter.stop();
    await world.close();
  });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(world.url + path, { headers });

  test('alive and ready; not ready without its database, alive all the same', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect(await (await get('/readyz')).json()).toEqual({ ready: true, database: true, disk: true });
    isCut = true;
    const answer = await get('/readyz');
    expect([answer.status, await answer.json()]).toEqual([503, { ready: false, database: false, disk: true }]);
    expect((await get('/healthz')).status).toBe(200);
  });

  test('figures count pushes, facts and what is missing, in a text Prometheus reads', async () => {
    const till = await world.till();
    for (let n = 0; n < 3; n += 1) till.fact('sale.completed', saleOf([{ skuNo: 7 }]));
    till.fact('return.completed', returnOf(saleOf([{ skuNo: 7 }])));
    await till.push();
    await till.push();
    await till.hello({ headSeq: 9 });
    const answer = await get('/metrics');
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    const text = await answer.text();
    const value = (name: string) =>
      Number(new RegExp(`^${name.replace(/[{}"+]/g, '\\$&')} (.+)$`, 'm').exec(text)?.[1]);
    expect(value('halfloop_pushes_total{answer="ok"}')).toBe(2);
    expect(value('halfloop_facts_total{status="applied"}')).toBe(4);
    expect(value('halfloop_facts_total{status="parked"}')).toBe(1);
    expect(value('halfloop_facts_total{status="dup"}')).toBe(5);
    expect(value('halfloop_push_seconds_count')).toBe(2);
    expect(value('halfloop_push_seconds_bucket{le="+Inf"}')).toBe(2);
    expect(value('halfloop_push_seconds_bucket{le="10"}')).toBe(2);
    expect(value('halfloop_devices_online')).toBe(1);
    expect(value('halfloop_entries_missing')).toBe(4);
    expect(value('halfloop_entries_open{status="parked"}')).toBe(1);
    expect(value('halfloop_disk_free_bytes')).toBeGreaterThan(0);
    expect(value('halfloop_event_loop_lag_seconds{quantile="1"}')).toBeGreaterThanOrEqual(0);
    const shape = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"\})? -?[\d.e+-]+)$/;
    expect(
      text
        .trimEnd()
        .split('\n')
        .filter((line) => !shape.test(line)),
    ).toEqual([]);
  });

  test('what is missing is what never came: not what comes again in a later life of the till', async () => {
    const missing = async () => {
      const text = await (await get('/metrics')).text();
      return Number(/^halfloop_entries_missing (.+)$/m.exec(text)?.[1]);
    };
    const verified = async () =>
      (await verifyAll({ ...world.deps, storeId: null })).awaited.map(({ from, to }) => [from, to]);
    const till = await world.till();
    till.fact('sale.completed', saleOf([{ skuNo: 7 }]));
    await till.push();
    await till.hello({ headSeq: 7 });
    expect([await missing(), await verified()]).toEqual([5, [[3, 7]]]);

    await beginAnew(till, 'fork', {});
    expect([await missing(), await verified()]).toEqual([0, []]);
    await till.hello({ headSeq: 6 }); // of them five in this life, so far
    expect([await missing(), await verified()]).toEqual([5, [[2, 6]]]);

    await beginAnew(till, 'restored_disk', { headSeq: 6, keptSeq: 4 });
    expect([await missing(), await verified()]).toEqual([2, [[5, 6]]]);
  });

  /** The till leaves its journal for another, as it is. */
  async function beginAnew(
    till: TestTill,
    reason: Reason,
    known: { headSeq?: number; keptSeq?: number },
  ): Promise<void> {
    const old = { incarnation: till.incarnation, ackedSeq: 1, ackedHash: sha256Hex(till.lines[0] ?? ''), ...known };
    till.incarnation = crypto.randomUUID();
    till.lines = [];
    const place = { orgId: world.deps.orgId, storeId: STORE, thumbprint: 'x' };
    till.fact('incarnation.opened', { ...place, reason, incarnationNo: 2, old });
    await till.push();
  }

  test('figures are for this machine or for the token, not for who came by a proxy', async () => {
    expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
    expect(
      (await get('/metrics', { 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer a long token' })).status,
    ).toBe(200);
    expect((await get('/metrics', { authorization: 'Bearer another' })).status).toBe(404);
    expect((await get('/metrics')).status).toBe(200);
  });
});
