/**
 * Syncing while this page is open: the race for leader among tabs, and the driver that runs the engine for the winner.
 * Loaded after the first screen (till-sync.ts): selling needs none of it.
 */
import { sealVerifier } from '../auth/pin.ts';
import { verifierOf, type DeviceKey } from '../auth/device-key.ts';
import type { Identity } from '../auth/enrol.ts';
import type { SignedDeps } from '../auth/signed-http.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { dropUnusedGenerations } from '../db/free-space.ts';
import type { JournalDb } from '../db/journal-db.ts';
import type { StoragePort, TillDeps } from '../till-deps.ts';
import { createBreather } from './breather.ts';
import { SyncDriver, type Told } from './driver.ts';
import type { EngineState } from './engine-state.ts';
import { campaign } from './leader.ts';
import type { Session, StorageReport } from './requests.ts';
import { foldOverlay } from './view.ts';

/** After the databases did not let this page begin: by then they may be open again. */
const LEAD_AGAIN_MS = 2_000;

export type SyncParts = {
  readonly deps: TillDeps;
  readonly journal: JournalDb;
  readonly cache: CacheDb;
  readonly identity: Identity;
  readonly key: DeviceKey;
  readonly pepper: CryptoKey;
  readonly http: SignedDeps;
  readonly streams: readonly string[];
  readonly onState: (state: EngineState) => void;
  readonly onShown: (stream: string) => Promise<void>;
  readonly onProgress: (stream: string, done: number, total: number) => void;
  readonly onMarks: () => void;
  readonly onHeard: () => void;
  readonly onDiskTrouble: () => void;
};

export type RunningSync = {
  readonly tell: (told: Told) => void;
  /** Joins the race for leader; the winner syncs. */
  readonly start: () => void;
  /** Leaves it; whatever was under way is called off. */
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Makes the parts; `start` begins. */
export function runSync(parts: SyncParts): RunningSync {
  const { deps, cache } = parts;
  const driver = new SyncDriver(driverDeps(parts));
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
  const takeLead = () => {
    taking = lead().catch((error: unknown) => {
      deps.onFault(error);
      deps.setTimer(LEAD_AGAIN_MS, () => {
        if (leads) takeLead();
      });
    });
  };
  const pause = async () => {
    stopWaking();
    await letGo?.();
    letGo = null;
  };
  return {
    tell: (told) => driver.tell(told),
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
          if (gained) takeLead();
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

function driverDeps(parts: SyncParts) {
  const { deps, cache, pepper } = parts;
  return {
    session: sessionOf(parts),
    cache,
    streams: parts.streams,
    seal: (verifier: string) => sealVerifier({ crypto: deps.crypto, pepper }, verifier),
    random: deps.random,
    setTimer: deps.setTimer,
    fold:
      deps.fold ?? ((stream: string) => foldOverlay({ cache, breathe: createBreather(deps) }, stream, deps.newId())),
    onState: parts.onState,
    onChange: parts.onShown,
    onProgress: parts.onProgress,
    onMarks: parts.onMarks,
    onHeard: parts.onHeard,
    onFault: deps.onFault,
    onDiskTrouble: parts.onDiskTrouble,
  };
}

function sessionOf({ deps, journal, identity, key, http }: SyncParts): Session {
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
