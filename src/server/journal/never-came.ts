/**
 * Entries that tills announced and that are nowhere here. What comes again in another life (loss.ts) is not counted of
 * the life that ended; only lives that are short are looked into.
 */
import type { Tx } from '../db/door.ts';
import { openingTexts, shortHeads } from '../db/journal-heads.ts';
import { missingOf } from './loss.ts';

/** How many entries each device announced and never sent, over all its lives; devices that sent all are left out. */
export async function neverCame(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const byDevice = new Map<string, number>();
  for (const { deviceId, incarnation, ...head } of await shortHeads(tx)) {
    const { missing } = missingOf(await openingTexts(tx, deviceId), incarnation, head) ?? { missing: 0 };
    if (missing > 0) byDevice.set(deviceId, (byDevice.get(deviceId) ?? 0) + missing);
  }
  return byDevice;
}
