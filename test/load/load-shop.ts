/**
 * A shop to be loaded: an empty database of one engine, a chain of stores of a few tills each, and a one-time code for
 * every till. The server that is measured runs in its own process on the same data.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgresBin } from '../../scripts/find-tools.mjs';
import type { Engine } from '../../src/server/db/door.ts';
import { makeEnrolCode } from '../../src/server/db/enrolment.ts';
import { addStore } from '../../src/server/db/new-shop.ts';
import type { ServerDeps } from '../../src/server/deps.ts';
import { openDeps } from '../../src/server/open-deps.ts';
import { readSettings } from '../../src/server/settings.ts';
import { addShop } from '../support/added-shop.ts';
import { startPostgres } from '../support/pg.ts';
import { v7 as uuidv7 } from 'uuid';

const TILLS_PER_STORE = 10;
const DAY_MS = 86_400_000;

/** Where a server finds its data: a folder, and PostgreSQL's addresses when that is the engine. */
export type DataPlace = { readonly dataDir: string; readonly env: Readonly<Record<string, string>> };

export type LoadShop = DataPlace & {
  readonly engine: Engine;
  readonly codes: readonly string[]; // one for each till, of its store
  remove(): Promise<void>;
};

/** The means of a server on that data, in this process: to prepare it and to read it afterwards. */
export function depsOf({ dataDir, env }: DataPlace): Promise<ServerDeps> {
  const settings = readSettings({ ...env, HALFLOOP_DATA: dataDir }, [], dataDir);
  if (!settings.ok) throw new Error(settings.error);
  return openDeps(settings.value, null);
}

/** A data folder and an empty database, filled. `remove` leaves the database alone. */
export async function makePlace(
  env: Readonly<Record<string, string>>,
  tills: number,
): Promise<{ readonly place: DataPlace; readonly codes: readonly string[]; remove(): void }> {
  const root = mkdtempSync(join(tmpdir(), 'halfloop-load-'));
  const place = { dataDir: join(root, 'data'), env };
  const remove = () => rmSync(root, { recursive: true, force: true });
  try {
    mkdirSync(place.dataDir);
    return { place, codes: await fillShop(place, tills), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Makes it. PostgreSQL waits for the disk at each commit, as in production. */
export async function makeShop(engine: Engine, tills: number): Promise<LoadShop> {
  const postgres = engine === 'postgres' ? await startPostgres(postgresBin(), { flush: true }) : null;
  const env: Record<string, string> =
    postgres === null ? {} : { DATABASE_URL: postgres.appUrl, DATABASE_OWNER_URL: postgres.ownerUrl };
  try {
    const { place, codes, remove } = await makePlace(env, tills);
    const removeAll = async () => {
      await postgres?.stop();
      remove();
    };
    return { ...place, engine, codes, remove: removeAll };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

function postgresBin(): string {
  const bin = findPostgresBin();
  if (bin === null) throw new Error('no PostgreSQL here: install postgresql, or set HALFLOOP_PG_BIN');
  return bin;
}

/** Stores and codes into an empty database. */
async function fillShop(place: DataPlace, tills: number): Promise<string[]> {
  const { door, orgId, clock, randomBytes } = await depsOf(place);
  try {
    const stores = Array.from({ length: Math.ceil(tills / TILLS_PER_STORE) }, () => uuidv7());
    await door.write(orgId, async (tx) => {
      for (const [at, storeId] of stores.entries()) {
        const names = { zh: `${String(at + 1)} 店`, en: `Store ${String(at + 1)}` };
        const store = { storeNo: at + 1, code: `S${String(at + 1)}`, names };
        if (at === 0) await addShop(tx, { storeId, store });
        else await addStore(tx, { storeId, tz: 'Asia/Shanghai', address: null, walkIn: true, ...store });
      }
    });
    const madeMs = clock();
    return await door.write(orgId, async (tx) => {
      const codes: string[] = [];
      for (let till = 0; till < tills; till += 1) {
        const storeId = stores[till % stores.length] ?? '';
        const terms = { origin: 'command', madeMs, expiresMs: madeMs + DAY_MS, randomBytes } as const;
        codes.push(await makeEnrolCode(tx, { storeId, ...terms }));
      }
      return codes;
    });
  } finally {
    await door.close();
  }
}
