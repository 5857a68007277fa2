/**
 * Lives and orders on a real PostgreSQL, a few in every run of the tests; all of them: `npm run sim -- --tier 2`.
 * Without PostgreSQL they are skipped, and `npm test` counts that.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findPostgresBin } from '../../scripts/find-tools.mjs';
import { uuidOf } from '../support/builders.ts';
import { tryMutant } from './gate.ts';
import { MUTANTS } from './mutants.ts';
import { startPlace, type PgPlace } from './pg-place.ts';
import { liveOnPg, playOrders } from './tier-two.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SEEDS = 3; // always the same

describe.skipIf(findPostgresBin() === null)('on PostgreSQL', () => {
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
    process.stdout.write(`${line}\n`);
  };
  let place: PgPlace | null = null;
  const here = (): PgPlace => {
    if (place === null) throw new Error('no PostgreSQL was started');
    return place;
  };

  beforeAll(async () => {
    place = await startPlace();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await place?.close();
  });

  test('no life loses, doubles or sticks', async () => {
    const ask = { from: 1, seeds: SEEDS, untilMs: Infinity, clock: () => performance.now(), stopAt: 1 };
    expect(await liveOnPg(here(), ask, say), lines.join('\n')).toBe(true);
    expect(lines.at(-1)).toContain(`${String(SEEDS)} lives on PostgreSQL`);
  });

  test('a shop is put back as it was kept, all its tables', async () => {
    const { rows } = here();
    const orgId = uuidOf(1);
    const shop = { orgId, storeId: uuidOf(2), serverEpoch: uuidOf(3) };
    const till = (n: number) => ({ deviceId: uuidOf(n), incarnation: uuidOf(n + 1), keyJwk: '{}', tillNo: 1 });
    await rows.found({ ...shop, tills: [till(4)] });
    const kept = await rows.backup(orgId);
    expect(JSON.parse(kept)).toMatchObject({ org: [{ org_id: orgId }], device: [{ device_id: uuidOf(4) }], sale: [] });
    await rows.found({ ...shop, tills: [till(6)] });
    await rows.restore(orgId, Promise.resolve(kept), null);
    expect(JSON.parse(await rows.backup(orgId))).toEqual(JSON.parse(kept));
  });

  test('no order of two writers and a reader lets a change slip past', async () => {
    const isGood = await playOrders(here(), { scenes: ['two changes'], reads: 1, stopAt: 1 }, say);
    expect(isGood, lines.join('\n')).toBe(true);
    expect(lines.at(-1)).toMatch(/^two changes: all \d\d orders/);
  });

  // All of them: npm run sim:mutants.
  test.each(['autoincrement-cursor', 'head-not-locked'])('the planted bug %s is found', async (name) => {
    mkdirSync(`${ROOT}/.stamps`, { recursive: true });
    vi.stubEnv('SIM_POSTGRES', `${here().ownerUrl} ${here().appUrl}`);
    const mutant = MUTANTS.find((one) => one.name === name);
    expect(mutant).toBeDefined();
    expect(await tryMutant(ROOT, mutant!, { seeds: 1, from: 1 })).toMatchObject({ killed: true });
  });
});
