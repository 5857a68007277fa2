/** `npm run backup` and `npm run restore` on both engines: whole or not there, checked before put in place. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupCommand } from '../../../src/server/backup/backup-command.ts';
import { restoreCommand } from '../../../src/server/backup/restore-command.ts';
import { orgFacts } from '../../../src/server/db/orgs.ts';
import { verifyCommand } from '../../../src/server/journal/verify-command.ts';
import { saleOf } from '../../support/facts.ts';
import { onBothEngines, testPlace, type TestPlace } from '../engines.ts';
import { envOf, startShop, type RunningShop } from '../shop-on-disk.ts';
import { TestTill } from '../test-till.ts';

onBothEngines('backup and restore', (engine) => {
  let place: TestPlace;
  let shop: RunningShop;
  let folder: string;
  let said = '';
  beforeEach(async () => {
    place = await testPlace(engine);
    shop = await startShop(place);
    folder = mkdtempSync(join(tmpdir(), 'halfloop-backup-'));
  });
  afterEach(async () => {
    await shop.stop();
    await place.remove();
    rmSync(folder, { recursive: true });
  });

  const run = async (command: typeof backupCommand, args: string[], more: Record<string, string> = {}) => {
    said = '';
    const say = (text: string) => {
      said += text;
    };
    const env = { ...envOf(place), ...more };
    return command({ args, env, workDir: folder, terminal: { out: say, note: say } });
  };

  const enrolled = async () => {
    const till = await TestTill.create(shop.url);
    await till.enrol(await shop.code());
    return till;
  };
  const sell = async (till: TestTill, times: number) => {
    const from = till.lines.length + 1;
    for (let n = 0; n < times; n += 1) till.fact('sale.completed', saleOf([{ skuNo: 7 }]));
    return till.push({ from });
  };
  const stored = () =>
    shop.deps.door.read(shop.deps.orgId, async (tx) => ({
      epoch: (await orgFacts(tx)).serverEpoch,
      entries: (await tx.db.selectFrom('entry').select('bytes').orderBy('seq').execute()).map(({ bytes }) => bytes),
    }));

  test('beside the running server; put back elsewhere it is the same shop, under a new epoch', async () => {
    const till = await enrolled();
    await till.push();
    await sell(till, 20);
    expect(await run(backupCommand, ['--to', 'a.tar'])).toBe(0);
    const file = join(folder, 'a.tar');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(execFileSync('tar', ['tf', file], { encoding: 'utf8' }).split('\n').slice(0, 1)).toEqual(['manifest.json']);
    const before = await stored();
    await shop.stop();
    const elsewhere = await testPlace(engine);
    expect(await restoreCommandAt(elsewhere, file)).toBe(0);
    const there = await startShop(elsewhere);
    const { serverEpoch } = await there.deps.door.read(there.deps.orgId, orgFacts);
    expect(there.deps.orgId).toBe(shop.deps.orgId);
    expect(there.deps.keys.server.jwk).toEqual(shop.deps.keys.server.jwk);
    expect(serverEpoch).not.toBe(before.epoch);
    expect(
      await there.deps.door.read(there.deps.orgId, (tx) => tx.db.selectFrom('entry').select('seq').execute()),
    ).toHaveLength(21);
    await there.stop();
    await elsewhere.remove();
    shop = await startShop(place);
  });
  const restoreCommandAt = (at: TestPlace, file: string) =>
    restoreCommand({
      args: ['--from', file],
      env: envOf(at),
      workDir: folder,
      terminal: { out: () => undefined, note: (text) => (said += text) },
    });

  test('a till sends again what the restored copy lacks: all of it is there, once', async () => {
    const till = await enrolled();
    await till.push();
    await sell(till, 5);
    expect(await run(backupCommand, ['--to', 'b.tar'])).toBe(0);
    await sell(till, 5);
    const { epoch } = await stored();
    await shop.stop();
    expect(await run(restoreCommand, ['--from', 'b.tar'])).toBe(2);
    expect(said).toContain('--replace');
    expect(await run(restoreCommand, ['--from', 'b.tar', '--replace'])).toBe(0);
    shop = await startShop(place);
    const healed = Object.assign(till, { url: shop.url });
    const hello = await healed.helloOk({ ackedSeq: 11, serverEpoch: epoch });
    expect(hello).toMatchObject({ ackedSeq: 6, incarnation: 'open' });
    expect(hello.serverEpoch).not.toBe(epoch);
    await healed.push({ from: 7 });
    await healed.push({ from: 7 });
    expect((await stored()).entries).toEqual(till.lines);
    expect(await run(verifyCommand, [])).toBe(0);
    const tasks = await shop.deps.door.read(shop.deps.orgId, (tx) => tx.db.selectFrom('task').selectAll().execute());
    expect(tasks).toEqual([]);
  });

  test('what the replaced database had heard announced is not forgotten', async () => {
    const till = await enrolled();
    await till.push();
    expect(await run(backupCommand, ['--to', 'c.tar'])).toBe(0);
    await sell(till, 4);
    await till.hello({ headSeq: 9 });
    await shop.stop();
    expect(await run(restoreCommand, ['--from', 'c.tar', '--replace'])).toBe(0);
    shop = await startShop(place);
    expect(await run(verifyCommand, [])).toBe(3);
    expect(said).toContain('2–9');
  });

  test('not over a running server, not from another file, not from a damaged one', async () => {
    await enrolled();
    expect(await run(backupCommand, ['--to', 'd.tar'])).toBe(0);
    expect(await run(backupCommand, ['--to', 'd.tar'])).toBe(2);
    expect(await run(restoreCommand, ['--from', 'd.tar', '--replace'])).toBe(2);
    expect(said).toContain('stop the server');
    await shop.stop();
    writeFileSync(join(folder, 'text.tar'), 'no tar');
    expect(await run(restoreCommand, ['--from', 'text.tar', '--replace'])).not.toBe(0);
    const whole = readFileSync(join(folder, 'd.tar'));
    for (const damaged of [whole.subarray(0, whole.length - 2000), flipped(whole, Math.floor(whole.length / 2))]) {
      writeFileSync(join(folder, 'bad.tar'), damaged);
      expect(await run(restoreCommand, ['--from', 'bad.tar', '--replace'])).toBe(1);
      expect(said).toContain('damaged');
    }
    expect(readdirSync(place.place.dataDir).filter((name) => name.startsWith('.restore'))).toEqual([]);
    shop = await startShop(place);
    expect((await stored()).entries).toHaveLength(0);
  });

  test('a folder of backups is named by time and kept to so many days', async () => {
    writeFileSync(join(folder, 'halfloop-20200101T000000Z.tar'), '');
    expect(await run(backupCommand, ['--to', './', '--keep', '35'])).toBe(0);
    const names = readdirSync(folder);
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^halfloop-\d{8}T\d{6}Z\.tar$/);
    expect(existsSync(join(place.place.dataDir, 'last-backup.json'))).toBe(true);
  });

  test('a copy somebody changed is refused before anything is touched', async () => {
    const till = await enrolled();
    await till.push();
    await sell(till, 3);
    await tamper(place, `update sale set total_minor = total_minor - 1`);
    expect(await run(backupCommand, ['--to', 'e.tar'])).toBe(0);
    await tamper(place, `update sale set total_minor = total_minor + 1`);
    await shop.stop();
    expect(await run(restoreCommand, ['--from', 'e.tar', '--replace'])).toBe(1);
    expect(said).toContain('verify');
    shop = await startShop(place);
    expect(await run(verifyCommand, [])).toBe(0);
  });

  const tamper = async ({ place: at }: TestPlace, sql: string): Promise<void> => {
    if (engine === 'sqlite') {
      const db = new Database(join(at.dataDir, 'halfloop.db'), { timeout: 5000 });
      db.exec(sql);
      db.close();
      return;
    }
    const client = new pg.Client({ connectionString: at.ownerUrl ?? '' });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
