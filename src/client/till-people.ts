/**
 * Who may use a till: the device let in by the shop, and people proved by their PIN. Both are loaded when asked
 * for.
 */
import { err, ok, type Result } from '../core/result.ts';
import type { StaffRow } from '../wire/catalogue.ts';
import type { Refusal } from '../wire/refusal.ts';
import { deviceKeys, type DeviceKey } from './auth/device-key.ts';
import type { Question } from './auth/ask-signed.ts';
import type { Identity } from './auth/enrol.ts';
import type { SignedDeps } from './auth/signed-http.ts';
import type { CacheDb } from './db/cache-db.ts';
import { isQuota } from './db/commit-fact.ts';
import { freeSpace } from './db/free-space.ts';
import type { JournalDb } from './db/journal-db.ts';
import type { TillDeps } from './till-deps.ts';

export type Keys = { readonly key: DeviceKey; readonly pepper: CryptoKey };

/** Where tries of PINs are counted: another journal than one's own where two tills are one device. */
export type PinsKept = { readonly pins?: JournalDb };

type Place = { readonly deps: TillDeps; readonly journal: JournalDb };

type Asking = { readonly code: string; readonly name: string; readonly is: Identity | null };

/**
 * Asks the server to let this device in, or in again if it `is` a till. Refuses: `insecure_page`, and what `enrol` and
 * `enrolAgain` refuse.
 */
export async function enrolTill(
  { deps, journal, http }: Place & { readonly http: SignedDeps },
  { code, name, is }: Asking,
): Promise<Result<{ readonly identity: Identity; readonly keys: Keys }, Refusal>> {
  // Without a secure page browsers give no WebCrypto, whatever its type says.
  if ((deps.crypto.subtle as SubtleCrypto | undefined) === undefined) return err({ code: 'insecure_page' });
  const keys = await deviceKeys(journal, deps.crypto);
  const loaded = await import('./auth/enrol.ts').catch(() => null);
  if (loaded === null) return err({ code: 'server_unreachable' });
  const parts = { ...deps, db: journal, http, key: keys.key };
  const done = is === null ? loaded.enrol(parts, { code, name }) : loaded.enrolAgain(parts, { code, name }, is);
  const admitted = await done;
  return admitted.ok ? ok({ identity: admitted.value, keys }) : admitted;
}

/**
 * Proves a person by the PIN, with this device's throttle. Refuses, besides what `checkPin` does: `journal_full` - a
 * try that cannot be counted is not made.
 */
export async function checkOnTill(
  {
    deps,
    journal,
    cache,
    pepper,
    pins = journal,
  }: Place & PinsKept & { readonly cache: CacheDb } & Pick<Keys, 'pepper'>,
  staff: StaffRow,
  pin: string,
): Promise<Result<StaffRow, Refusal>> {
  const { crypto, stretchPin: stretch, clock } = deps;
  const { checkPin } = await import('./auth/pin.ts');
  if (pins !== journal && !pins.isOpen()) await pins.open(); // nobody else looks after this connection
  const check = () => checkPin({ db: pins, crypto, pepper, stretch, clock }, staff, pin);
  try {
    return await check();
  } catch (error) {
    if (!isQuota(error)) throw error;
    await freeSpace(journal, cache);
  }
  try {
    return await check();
  } catch (error) {
    if (!isQuota(error)) throw error;
    return err({ code: 'journal_full' });
  }
}

/** A question in this device's name. Refuses `server_unreachable` too when the code for asking cannot be fetched. */
export async function askAsTill<T>(
  http: SignedDeps,
  { identity, keys }: { readonly identity: Identity; readonly keys: Keys },
  question: Question,
  parse: (json: unknown) => T,
): Promise<Result<T, Refusal>> {
  const loaded = await import('./auth/ask-signed.ts').catch(() => null); // no network, no code to ask it with
  if (loaded === null) return err({ code: 'server_unreachable' });
  return loaded.askSigned(http, { key: keys.key, deviceId: identity.deviceId }, question, parse);
}
