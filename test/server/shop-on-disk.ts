/**
 * A shop whose server is started and stopped over one data folder, with its own keys and ids as files: what a restart
 * or a restore needs. The tills' network follows it to its new port.
 */
import type { AddressInfo } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { buildApp } from '../../src/server/app.ts';
import { makeEnrolCode } from '../../src/server/db/enrolment.ts';
import { addOrg, addStore } from '../../src/server/db/new-shop.ts';
import { orgRow } from '../../src/server/db/orgs.ts';
import { holdPresence } from '../../src/server/db/presence.ts';
import type { ServerDeps } from '../../src/server/deps.ts';
import { WITHOUT_RATES } from '../../src/server/http/limits.ts';
import { openDeps } from '../../src/server/open-deps.ts';
import { readSettings } from '../../src/server/settings.ts';
import { STORE } from './server-world.ts';
import type { TestPlace } from './engines.ts';

export type RunningShop = {
  readonly deps: ServerDeps;
  readonly url: string;
  /** Of the office: it leaves the till waiting. Of the server itself: it opens at once. */
  code(origin?: 'office' | 'demo'): Promise<string>;
  stop(): Promise<void>;
};

/** What a command would be given by the shell for this place. */
export function envOf({ place }: TestPlace): Record<string, string> {
  const { dataDir, databaseUrl, ownerUrl } = place;
  const urls = databaseUrl === null ? {} : { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: ownerUrl ?? databaseUrl };
  return { HALFLOOP_DATA: dataDir, HALFLOOP_LOG: 'silent', ...urls };
}

export async function startShop(place: TestPlace): Promise<RunningShop> {
  const settings = readSettings(envOf(place), [], '/');
  if (!settings.ok) throw new Error(settings.error);
  const deps = { ...(await openDeps(settings.value, null)), limits: WITHOUT_RATES };
  if ((await deps.door.read(deps.orgId, orgRow)) === null) await fill(deps);
  const leave = holdPresence(deps.dataDir);
  const app = await buildApp(deps);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  let isStopped = false;
  return {
    deps,
    url: `http://127.0.0.1:${String(port)}`,
    code: (origin = 'demo') =>
      deps.door.write(deps.orgId, (tx) => {
        const { clock, randomBytes } = deps;
        return makeEnrolCode(tx, { storeId: STORE, origin, madeMs: clock(), expiresMs: null, randomBytes });
      }),
    stop: async () => {
      if (isStopped) return;
      isStopped = true;
      await app.close();
      await deps.door.close();
      leave();
    },
  };
}

const fill = (deps: ServerDeps): Promise<void> =>
  deps.door.write(deps.orgId, async (tx) => {
    await addOrg(tx, {
      orgNo: 1,
      names: { en: 'Test' },
      currency: 'CNY',
      shopOrigin: 'http://127.0.0.1',
      receiptFooter: null,
      lang: 'en',
      shopCatalogueMax: 5000,
      serverEpoch: uuidv7(),
      madeMs: deps.clock(),
    });
    const names = { en: 'One' };
    await addStore(tx, {
      storeId: STORE,
      storeNo: 1,
      code: 'S1',
      names,
      tz: 'Asia/Shanghai',
      address: null,
      walkIn: true,
    });
  });
