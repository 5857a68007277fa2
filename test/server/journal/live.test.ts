/** The live channel: pokes for one's own streams, a limit per device, an end when one is sent away. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { revokeDevice } from '../../../src/server/db/enrolment.ts';
import { putState } from '../../../src/server/db/put-state.ts';
import { poke, SYNC_PATHS } from '../../../src/wire/sync.ts';
import { onBothEngines } from '../engines.ts';
import { saleOf } from '../../support/facts.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import type { TestTill } from '../test-till.ts';

onBothEngines('the live channel', (engine) => {
  let world: ServerWorld;
  beforeAll(async () => {
    world = await serverWorld(engine, { limits: { streamsPerDevice: 2 } });
  });
  afterAll(() => world.close());

  test('a till hears of a sale of another till, and of nothing that is not its own', async () => {
    const [listener, seller] = [await world.till(), await world.till()];
    const channel = await listener.listen();
    await vi.waitFor(() => {
      expect(channel.heads).toHaveProperty('org');
    });
    await world.door.write(world.deps.orgId, (tx) => {
      putState(tx, 'store:0190a000-0000-7000-8000-0000000000ff', [{ t: 'x', id: '1', r: 1 }]);
      return Promise.resolve();
    });
    const before = channel.heads[`store:${STORE}`] ?? 0;
    seller.fact('sale.completed', saleOf([{ skuNo: 5 }]));
    await seller.push();
    await vi.waitFor(() => {
      expect(channel.heads[`store:${STORE}`]).toBeGreaterThan(before);
    });
    expect(Object.keys(channel.heads).sort()).toEqual(['org', `store:${STORE}`]);
    channel.end();
  });

  test('a third channel of one device is refused; one that ended makes room', async () => {
    const till = await world.till();
    const channels = [await till.listen(), await till.listen()];
    expect((await till.send('GET', SYNC_PATHS.events)).status).toBe(429);
    channels[0]?.end();
    await vi.waitFor(async () => {
      expect((await till.listen()).status).toBe(200);
    });
  });

  test('a device that is removed is cut off within seconds', async () => {
    const till: TestTill = await world.till();
    const channel = await till.listen();
    await world.door.write(world.deps.orgId, (tx) => revokeDevice(tx, till.deviceId, world.deps.clock()));
    await vi.waitFor(() => {
      expect(channel.isOver).toBe(true);
    }, 5_000);
  });
});

test('pokes are what the wire says', () => {
  expect(poke.parse({ heads: { org: 3 } })).toEqual({ heads: { org: 3 } });
});
