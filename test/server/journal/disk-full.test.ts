/**
 * The server's disk is full: a till is told so, nothing acknowledged is lost, and all goes on when there is room
 * again. On a small tmpfs, which only root can mount.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saleOf } from '../../support/facts.ts';
import { serverWorld, type ServerWorld } from '../server-world.ts';

const SIZE_MB = 24;

/** A folder on a file system of its own; null when this user may not mount one. */
function smallDisk(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(SIZE_MB)}m`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null; // a verdict: a container without the right to mount
  }
}

const disk = smallDisk();
if (disk === null) process.stderr.write('SKIPPED: server disk full - needs root and the right to mount a tmpfs\n');

describe.skipIf(disk === null)('server disk full', () => {
  const folder = disk ?? '';
  let world: ServerWorld;
  beforeAll(async () => {
    world = await serverWorld('sqlite', { dataDir: folder, limits: { freeSpaceShare: 0 } });
  });
  afterAll(async () => {
    await world.close();
    execFileSync('umount', ['-l', folder]); // lazily: libsql lets go of its file when its statements are collected
    rmSync(folder, { recursive: true });
  });

  test('a full disk is answered 507, nothing acknowledged is missing, room brings all back', async () => {
    const till = await world.till();
    await till.push();
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(join(folder, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - 700_000)));
    let acked = 1;
    let refused: Awaited<ReturnType<typeof till.push>> | null = null;
    for (let n = 0; n < 200 && refused === null; n += 1) {
      for (let sales = 0; sales < 10; sales += 1)
        till.fact('sale.completed', saleOf([{ skuNo: n + 1 }, { skuNo: 500 + n }]));
      const answer = await till.push({ from: acked + 1 });
      if ('ackedSeq' in answer.body) acked = answer.body.ackedSeq;
      else refused = answer;
    }
    expect(refused).toMatchObject({ status: 507, body: { error: 'retry', code: 'server_disk_full' } });
    expect(refused?.headers.get('retry-after')).toBe('30');
    const stored = await world.door.read(world.deps.orgId, (tx) =>
      tx.db.selectFrom('entry').select('bytes').where('device_id', '=', till.deviceId).orderBy('seq').execute(),
    );
    expect(stored.map((row) => row.bytes)).toEqual(till.lines.slice(0, acked));
    rmSync(join(folder, 'filler'));
    expect((await till.push({ from: acked + 1 })).body).toMatchObject({ ackedSeq: till.lines.length });
  });

  test('below a tenth of free space the gate is closed before the disk is full', async () => {
    const gated = await serverWorld('sqlite', { dataDir: folder, limits: { freeSpaceShare: 0.1 } });
    try {
      const till = await gated.till();
      const { bavail, bsize, blocks } = statfsSync(folder);
      writeFileSync(join(folder, 'filler'), Buffer.alloc(bavail * bsize - Math.floor(blocks * bsize * 0.08)));
      expect(await till.push()).toMatchObject({ status: 507, body: { code: 'server_disk_full' } });
      rmSync(join(folder, 'filler'));
      gated.setAhead(10_000); // the gate looks again every two seconds
      expect((await till.push()).body).toMatchObject({ ackedSeq: 1 });
    } finally {
      await gated.close();
    }
  });
});
