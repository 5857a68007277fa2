/** A server over a fresh database, with one shop of one store, listening on a port of its own. */
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { buildApp } from '../../src/server/app.ts';
import { freshSigningKey } from '../../src/server/auth/keys.ts';
import type { Door, DoorMeans, Engine } from '../../src/server/db/door.ts';
import { makeEnrolCode } from '../../src/server/db/enrolment.ts';
import type { ServerDeps } from '../../src/server/deps.ts';
import { WITHOUT_RATES, type Limits } from '../../src/server/http/limits.ts';
import { addShop } from '../support/added-shop.ts';
import { testPlace } from './engines.ts';
import { OWNER, TestTill } from './test-till.ts';

export const STORE = '0190a000-0000-7000-8000-0000000000aa';

type WorldOptions = {
  readonly limits?: Partial<Limits>;
  readonly means?: Partial<DoorMeans>;
  readonly deps?: Partial<ServerDeps>;
  readonly dataDir?: string;
  readonly wrapDoor?: (door: Door) => Door;
};

export type ServerWorld = {
  readonly deps: ServerDeps;
  readonly door: Door;
  readonly url: string;
  /** The server's clock runs ahead of the real one by this much from now on. */
  setAhead(ms: number): void;
  code(origin?: 'demo' | 'command' | 'office', expiresMs?: number | null): Promise<string>;
  /** A till that has enrolled and holds its first entry. */
  till(): Promise<TestTill>;
  close(): Promise<void>;
};

export async function serverWorld(engine: Engine, options: WorldOptions = {}): Promise<ServerWorld> {
  let aheadMs = 0;
  const clock = () => Date.now() + aheadMs;
  const place = await testPlace(engine, { clock, ...options.means }, options.dataDir);
  const bare = await place.open();
  const door = options.wrapDoor?.(bare) ?? bare;
  const orgId = uuidv7();
  const deps: ServerDeps = {
    door,
    place: place.place,
    orgId,
    clock,
    ids: () => uuidv7(),
    randomBytes: (size) => randomBytes(size),
    keys: { server: await freshSigningKey(), order: await freshSigningKey() },
    limits: { ...WITHOUT_RATES, ...options.limits },
    dataDir: place.place.dataDir,
    webDir: null,
    log: pino({ level: process.env['LOG'] ?? 'silent' }),
    ...options.deps,
  };
  await door.write(orgId, async (tx) => {
    await addShop(tx, { storeId: STORE, org: { madeMs: clock() } });
    const person = {
      org_id: orgId,
      staff_id: OWNER,
      names: '{"en":"Owner"}',
      role: 'owner',
      store_ids: '[]',
      pin: null,
    };
    await tx.db
      .insertInto('staff')
      .values({ ...person, active: 1, changed_ms: 0 })
      .execute();
  });
  const app = await buildApp(deps);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}`;
  const code: ServerWorld['code'] = (origin = 'demo', expiresMs = null) =>
    door.write(orgId, (tx) =>
      makeEnrolCode(tx, { storeId: STORE, origin, madeMs: clock(), expiresMs, randomBytes: deps.randomBytes }),
    );
  return {
    deps,
    door,
    url,
    code,
    setAhead: (ms) => {
      aheadMs = ms;
    },
    till: async () => {
      const till = await TestTill.create(url, clock);
      await till.enrol(await code());
      return till;
    },
    close: async () => {
      await app.close();
      await place.remove();
    },
  };
}
