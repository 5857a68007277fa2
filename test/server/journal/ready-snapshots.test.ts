/** A new till finds its snapshot made: the server makes it once a stream has come to rest. */
import { expect, test } from 'vitest';
import { putState } from '../../../src/server/db/put-state.ts';
import { newestManifest, takeLease } from '../../../src/server/db/snapshots.ts';
import { keepReady } from '../../../src/server/journal/ready-snapshots.ts';
import { snapshots } from '../../../src/server/journal/snapshot.ts';
import { onBothEngines } from '../engines.ts';
import { serverWorld } from '../server-world.ts';

const ROWS = 3_000;

onBothEngines('snapshots made ahead', (engine) => {
  test('at the start, and again once many rows have changed and the stream rests', async () => {
    const world = await serverWorld(engine);
    const { door, deps } = world;
    const newest = () => door.read(deps.orgId, (tx) => newestManifest(tx, 'org'));
    const put = () =>
      door.write(deps.orgId, (tx) => {
        const rows = Array.from({ length: ROWS }, (_, n) => ({ t: 'category', id: `c${String(n)}`, r: { n } }));
        putState(tx, 'org', rows);
        return Promise.resolve();
      });
    const stop = keepReady(deps, snapshots(deps), 30);
    try {
      await expect.poll(newest, { timeout: 5_000 }).not.toBeNull();
      await put();
      await expect.poll(async () => (await newest())?.rows ?? 0, { timeout: 5_000 }).toBeGreaterThanOrEqual(ROWS);
      stop();
      const before = await newest();
      await put();
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await newest())?.gen).toBe(before?.gen);
    } finally {
      stop();
      await world.close();
    }
  });

  test('a process that died while it built holds nobody up for long', async () => {
    const world = await serverWorld(engine);
    const { door, deps } = world;
    try {
      const lease = { name: 'snapshot org', holder: 'dead', nowMs: deps.clock(), forMs: 400 };
      await door.write(deps.orgId, (tx) => takeLease(tx, lease));
      const begun = performance.now();
      expect((await snapshots(deps).current('org')).stream).toBe('org');
      expect(performance.now() - begun).toBeGreaterThan(300);
      const free = { name: 'snapshot org', holder: 'next', nowMs: deps.clock(), forMs: 400 };
      expect(await door.write(deps.orgId, (tx) => takeLease(tx, free))).toBe(true);
    } finally {
      await world.close();
    }
  });
});
