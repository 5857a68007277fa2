/** The ways out of a till: with its unsent facts in a file, and for good. */
import { err, ok, type Result } from '../core/result.ts';
import type { Refusal } from '../wire/refusal.ts';
import { isWorldFailing } from './db/commit-fact.ts';
import type { Identity } from './auth/enrol.ts';
import type { CacheDb } from './db/cache-db.ts';
import { readMeta, type JournalDb } from './db/journal-db.ts';
import type { RescueParts } from './rescue.ts';
import type { RescueExport } from './till-device.ts';
import type { TillDeps } from './till-deps.ts';
import type { Keys } from './till-people.ts';
import { journalState } from './till-state.ts';

/** The rescue file of an open journal, loaded when it is asked for (and kept before the network goes: till-care.ts). */
export async function rescueTill(parts: RescueParts): Promise<Result<RescueExport, Refusal>> {
  if ((crypto.subtle as SubtleCrypto | undefined) === undefined) return err({ code: 'insecure_page' });
  const loaded = await import('./rescue.ts').catch(() => null);
  if (loaded === null) return err({ code: 'server_unreachable' });
  try {
    return ok(await loaded.makeRescue(parts));
  } catch (error) {
    if (!isWorldFailing(error)) throw error;
    return err({ code: 'storage_broken' });
  }
}

/** A device forgets nothing that is only on it. What a rescue file holds is elsewhere. */
async function mayLeave(journal: JournalDb): Promise<Result<null, Refusal>> {
  const { pending, incarnation, headSeq, shift } = await journalState(journal);
  if (shift !== null) return err({ code: 'shift_open_already' });
  const rescued = await readMeta(journal, 'rescued');
  const isElsewhere = rescued?.incarnation === incarnation && rescued.seq === headSeq;
  return pending === 0 || isElsewhere ? ok(null) : err({ code: 'facts_unsent', facts: { pending } });
}

type Place = { readonly deps: TillDeps; readonly journal: JournalDb; readonly cache: CacheDb };

/** The rescue file of a till that works. */
export const rescueOf = (
  { deps, journal }: Place,
  { identity, keys }: { readonly identity: Identity; readonly keys: Keys },
): Promise<Result<RescueExport, Refusal>> => {
  const { deviceId, tillCode } = identity;
  return rescueTill({ ...deps, journal, deviceId, tillCode, key: keys.key });
};

/** Clears this device, when nothing is only on it. */
export async function leaveTill({ deps, journal, cache }: Place, close: () => Promise<void>) {
  const may = await mayLeave(journal);
  if (!may.ok) return may;
  await close();
  await journal.delete();
  await cache.delete();
  deps.marker?.clear();
  return may;
}
