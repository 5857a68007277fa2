/**
 * The server's means, made from the settings: data folder, keys, database, log. Used by main.ts and by the commands,
 * which work beside a running server on the same data.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { loadServerKeys } from './auth/keys.ts';
import type { DoorMeans } from './db/door.ts';
import { openDoor } from './db/open-door.ts';
import type { ServerDeps } from './deps.ts';
import { orgIdOrNew } from './org-id.ts';
import type { Settings } from './settings.ts';

/** Secrets that must not reach a log even when an object holding them does. */
const REDACTED = ['*.pin', '*.password', '*.cookie', 'req.headers', '*.authorization'];

/** Opens everything; `deps.door.close()` ends it. Throws `SchemaMismatch` when the database is of another version. */
export async function openDeps(settings: Settings, webDir: string | null): Promise<ServerDeps> {
  const { dataDir, databaseUrl, ownerUrl, limits, logLevel } = settings;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await chmod(dataDir, 0o700);
  const log = pino({ level: logLevel, redact: REDACTED }, pino.destination(2));
  const means = doorMeans((cause) => {
    log.warn({ err: cause }, 'database connection');
  });
  const { clock, random } = means;
  const orgId = settings.orgId ?? (await orgIdOrNew(dataDir, () => uuidv7()));
  const keys = await loadServerKeys(dataDir);
  const place = { dataDir, databaseUrl, ownerUrl };
  const door = await openDoor(place, means);
  return { door, place, orgId, clock, ids: () => uuidv7(), randomBytes: random, keys, limits, dataDir, webDir, log };
}

/** What a database is opened with outside tests: this machine's clock and randomness. */
export const doorMeans = (onFault: DoorMeans['onFault']): DoorMeans => ({
  clock: () => Date.now(),
  random: (size) => randomBytes(size),
  onFault,
});
