/** What the server's parts are made with: only main.ts and tests make it. */
import type { Logger } from 'pino';
import type { ServerKeys } from './auth/keys.ts';
import type { Door } from './db/door.ts';
import type { DoorPlace } from './db/open-door.ts';
import type { Limits } from './http/limits.ts';
import type { Dial } from './print/send.ts';
import type { Meter } from './operate/meter.ts';

export type ServerDeps = {
  readonly door: Door;
  readonly place: DoorPlace; // where a thread of its own finds the same database
  readonly orgId: string; // the org this server serves; requests never name it
  readonly clock: () => number; // ms since 1970
  readonly ids: () => string; // UUIDv7
  readonly randomBytes: (size: number) => Uint8Array;
  readonly keys: ServerKeys;
  readonly limits: Limits;
  readonly dataDir: string; // database, keys, demo access
  readonly webDir: string | null; // the built faces; null: API only (tests)
  readonly log: Logger;
  readonly meter?: Meter; // absent: nothing is counted (tests, commands)
  readonly dial?: Dial; // how a printer is reached; absent: over the network
  readonly metricsToken?: string | null; // who shows it may read /metrics from elsewhere
};
