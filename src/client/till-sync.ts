/**
 * A till's syncing as one part: engine and driver, the race for leader among tabs, the news between them. Made once the
 * device is enrolled; nothing of selling waits for it.
 */
import { sealVerifier } from './auth/pin.ts';
import { verifierOf, type DeviceKey } from './auth/device-key.ts';
import type { Identity } from './auth/enrol.ts';
import type { SignedDeps } from './auth/signed-http.ts';
import type { CacheDb } from './db/cache-db.ts';
import { dropUnusedGenerations } from './db/free-space.ts';
import type { JournalDb } from './db/journal-db.ts';
import { SyncDriver } from './sync/driver.ts';
import type { EngineState } from './sync/engine-state.ts';
import { campaign } from './sync/leader.ts';
import type { Session, StorageReport } from './sync/requests.ts';
import type { StoragePort, TillDeps } from './till-deps.ts';

export type TillSyncDeps = {
  readonly deps: TillDeps;
  readonly journal: JournalDb;
  readonly cache: CacheDb;
  readonly identity: Identity;
  readonly key: DeviceKey;
  readonly pepper: CryptoKey;
  readonly http: SignedDeps;
  readonly onState: (state: EngineState) => void;
  readonly onShown: (stream: string) => Promise<void>;
  readonly onProgress: (stream: string, done: number, total: number) => void;
  readonly onMarks: () => void;
  readonly onHeard: () => void;
};

export type TillSync = {
  readonly streams: readonly string[];
  readonly driver: SyncDriver;
  /** Joins the race for leader; the winner syncs. */
  readonly start: () => void;
  /** Leaves it; whatever was under way is called off. */
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export const storeStream = ({ storeId }: Pick<Identity, 'storeId'>): string => `store:${storeId}`;

export function createTillSync(parts: TillSyncDeps): TillSync {
  const { deps, cache } = parts;
  const streams = ['org', storeStream(parts.identity)];
  const driver = new SyncDriver({ ...driverDeps(parts), streams });
  let letGo: (() => Promise<void>) | null = null;
  let stopWaking: () => void = () => undefined;
  let leads = false;
  let taking: Promise<void> = Promise.resolve();

  const lead = async () => {
    // What a crash left half done; only the leader writes the cache.
    await cache.incoming.clear();
    await dropUnusedGenerations(cache);
    await driver.boot();
    if (leads) driver.tell({ is: 'lead', gained: true });
  };
  const pause = async () => {
    stopWaking();
    await letGo?.();
    letGo = null;
  };
  return {
    streams,
    driver,
    start: () => {
      if (letGo !== null) return;
      stopWaking = deps.onWake(() => driver.tell({ is: 'online' }));
      letGo = campaign({
        cache,
        locks: deps.locks,
        lockName: `${deps.face}-sync`,
        tab: deps.newId(),
        clock: deps.clock,
        setTimer: deps.setTimer,
        onFault: deps.onFault,
        onLead: (gained) => {
          leads = gained;
          if (gained) taking = lead().catch(deps.onFault);
          else driver.tell({ is: 'lead', gained: false });
        },
      });
    },
    stop: pause,
    close: async () => {
      await pause();
      await taking;
      await driver.stop();
    },
  };
}

function driverDeps(parts: TillSyncDeps) {
  const { deps, cache, pepper } = parts;
  return {
    session: sessionOf(parts),
    cache,
    seal: (verifier: string) => sealVerifier({ crypto: deps.crypto, pepper }, verifier),
    random: deps.random,
    setTimer: deps.setTimer,
    onState: parts.onState,
    onChange: parts.onShown,
    onProgress: parts.onProgress,
    onMarks: parts.onMarks,
    onHeard: parts.onHeard,
    onFault: deps.onFault,
  };
}

function sessionOf({ deps, journal, identity, key, http }: TillSyncDeps): Session {
  const { app, clock, mono } = deps;
  return {
    journal,
    deviceId: identity.deviceId,
    incarnation: identity.incarnation,
    key,
    http,
    verify: verifierOf(deps.crypto, identity.serverKey),
    app,
    storage: () => storageReport(deps.storage),
    clock,
    mono,
  };
}

async function storageReport(storage: StoragePort | null): Promise<StorageReport> {
  const persisted = (await storage?.persisted()) ?? false;
  const { usage = 0, quota = 0 } = (await storage?.estimate()) ?? {};
  return { persisted, usage: Math.round(usage), quota: Math.round(quota), dataLoss: false };
}
