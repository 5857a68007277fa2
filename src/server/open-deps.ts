/**
 * The server's means, made from the settings: data folder, keys, database, log. Used by main.ts and by the commands,
 * which work beside a running server on the same data.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { loadServerKeys } from './auth/keys.ts';
import { openDoor } from './db/open-door.ts';
import type { ServerDeps } from './deps.ts';
import type { Settings } from './settings.ts';

/** Secrets that must not reach a log even when an object holding them does. */
const REDACTED = ['*.pin', '*.password', '*.cookie', 'req.headers', '*.authorization'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Opens everything; `deps.door.close()` ends it. Throws `SchemaMismatch` when the database is of another version. */
export async function openDeps(settings: Settings, webDir: string | null): Promise<ServerDeps> {
  const { dataDir, databaseUrl, ownerUrl, limits, logLevel } = settings;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await chmod(dataDir, 0o700);
  const log = pino({ level: logLevel, redact: REDACTED }, pino.destination(2));
  const clock = () => Date.now();
  const random = (size: number) => randomBytes(size);
  const onFault = (cause: unknown) => {
    log.warn({ err: cause }, 'database connection');
  };
  const orgId = settings.orgId ?? (await orgIdOf(dataDir));
  const keys = await loadServerKeys(dataDir);
  const place = { dataDir, databaseUrl, ownerUrl };
  const door = await openDoor(place, { clock, random, onFault });
  return { door, place, orgId, clock, ids: () => uuidv7(), randomBytes: random, keys, limits, dataDir, webDir, log };
}

/** The org of this data folder; chosen at the first start. */
async function orgIdOf(dataDir: string): Promise<string> {
  const file = join(dataDir, 'org-id');
  try {
    await writeFile(file, `${uuidv7()}\n`, { flag: 'wx', mode: 0o600, flush: true });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
  const orgId = (await readFile(file, 'utf8')).trim();
  if (!UUID.test(orgId)) throw new Error(`${file} holds no org id`);
  return orgId;
}
