/**
 * Both engines for the server's tests: the embedded one in a temporary folder, PostgreSQL in a fresh database of the
 * cluster the run started (test/support/pg-setup.ts), as the role that is not the owner.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, inject } from 'vitest';
import type { Door, DoorMeans, Engine } from '../../src/server/db/door.ts';
import type { PgAddresses } from '../support/pg-setup.ts'; // brings the type of inject('pg')
import { openDoor, type DoorPlace } from '../../src/server/db/open-door.ts';

export type TestPlace = {
  readonly place: DoorPlace;
  readonly means: DoorMeans;
  /** Another door to the same database, as another process would have. */
  open(): Promise<Door>;
  /** Closes every door opened here and removes the data. */
  remove(): Promise<void>;
};

const faults = (cause: unknown) => {
  process.stderr.write(`door fault: ${String(cause)}\n`);
};

/** An empty database of that engine, in a folder under `parent`. */
export async function testPlace(engine: Engine, means: Partial<DoorMeans> = {}, parent = tmpdir()): Promise<TestPlace> {
  const dataDir = mkdtempSync(join(parent, 'halfloop-door-'));
  const database = engine === 'postgres' ? await freshDatabase() : { appUrl: null, ownerUrl: null };
  const place = { dataDir, databaseUrl: database.appUrl, ownerUrl: database.ownerUrl };
  const all: DoorMeans = { clock: () => Date.now(), random: (size) => randomBytes(size), onFault: faults, ...means };
  const doors: Door[] = [];
  return {
    place,
    means: all,
    open: async () => {
      const door = await openDoor(place, all);
      doors.push(door);
      return door;
    },
    remove: async () => {
      for (const door of doors) await door.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function freshDatabase(): Promise<{ appUrl: string; ownerUrl: string }> {
  const addresses: PgAddresses | null = inject('pg');
  if (addresses === null) throw new Error('no PostgreSQL on this machine');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: addresses.ownerUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const named = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return { appUrl: named(addresses.appUrl), ownerUrl: named(addresses.ownerUrl) };
}

/** The same tests on both engines. Without PostgreSQL its half is skipped, and `npm test` counts that. */
export function onBothEngines(name: string, tests: (engine: Engine) => void): void {
  describe(`${name} on sqlite`, () => {
    tests('sqlite');
  });
  describe.skipIf(inject('pg') === null)(`${name} on postgres`, () => {
    tests('postgres');
  });
}
