// A standby that commits wait for is away: writing stops before PostgreSQL has no connection left for anybody.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPostgresBin } from '../../../scripts/find-tools.mjs';
import type { Door } from '../../../src/server/db/door.ts';
import { openDoor } from '../../../src/server/db/open-door.ts';
import { putState } from '../../../src/server/db/put-state.ts';
import { uuidOf } from '../../support/builders.ts';
import { query, startPostgres, type TestPostgres } from '../../support/pg.ts';

const ORG = '0190a000-0000-7000-8000-000000000001';
const CROWD = 8; // companies that write at once: of one and the same, the first holds the others up
const bin = findPostgresBin();

describe.skipIf(bin === null)('a synchronous standby that is away', () => {
  let postgres: TestPostgres;
  let door: Door;
  beforeAll(async () => {
    postgres = await startPostgres(bin ?? '', { flush: true });
    const place = { dataDir: '', databaseUrl: postgres.appUrl, ownerUrl: postgres.ownerUrl };
    const means = { clock: () => Date.now(), random: (size: number) => randomBytes(size), onFault: () => undefined };
    door = await openDoor(place, means);
  }, 60_000);
  afterAll(async () => {
    await door.close();
    await postgres.stop();
  });

  const note = (id: string, orgId = ORG) =>
    door.write(orgId, (tx) => {
      putState(tx, 'org', [{ t: 'x', id, r: 1 }]);
      return Promise.resolve();
    });
  const waitFor = (standby: string) =>
    query(postgres.ownerUrl, [`alter system set synchronous_standby_names = '${standby}'`, 'select pg_reload_conf()']);
  let companies = 0;
  const another = () => uuidOf((companies += 1));
  const crowd = async (wave: string) =>
    new Set(
      (await Promise.allSettled(Array.from({ length: CROWD }, () => note(wave, another())))).map(
        ({ status }) => status,
      ),
    );
  async function waiting(): Promise<number> {
    const client = new pg.Client({ connectionString: postgres.ownerUrl });
    await client.connect();
    const { rowCount } = await client.query(`select 1 from pg_stat_activity where wait_event = 'SyncRep'`);
    await client.end();
    return rowCount ?? 0;
  }

  test('takes a handful of connections, however many come; reading goes on; it is over by itself', async () => {
    await note('before');
    await waitFor('nobody');
    expect(await crowd('first')).toEqual(new Set(['rejected']));
    const first = await waiting();
    expect(first).toBe(CROWD);
    for (const wave of ['second', 'third']) expect(await crowd(wave)).toEqual(new Set(['rejected']));
    expect(await waiting()).toBe(first);
    expect(await door.read(ORG, () => Promise.resolve('read'))).toBe('read');

    await waitFor('');
    await expect.poll(() => note('after').then(() => 'written', String), { timeout: 20_000 }).toBe('written');
    expect(await waiting()).toBe(0);
  }, 120_000);
});
