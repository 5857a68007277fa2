/**
 * Entries that tills announced and that are nowhere here. A life that ended may go on in another: what it had announced
 * comes again there under the same ids, all of it or up to a number, and is not counted of the life that ended.
 *
 * Read from each life's first entry, which names the life before it; only lives that are short are looked into.
 */
import type { Tx } from '../db/door.ts';
import { shortHeads } from '../db/journal-heads.ts';
import { openingTexts } from '../db/verify-rows.ts';
import { REST_IS_GONE } from './open-life.ts';
import { readStored } from './read-lines.ts';

/** Up to which number the entries of this life come again in a later one of the same device. 0: none does. */
export function comesAgainUpTo(openings: readonly string[], incarnation: string): number {
  const kept = openings.map((text) => {
    const entry = readStored(text);
    if (entry?.kind !== 'incarnation.opened' || entry.body.old?.incarnation !== incarnation) return 0;
    return REST_IS_GONE.has(entry.body.reason) ? (entry.body.old.keptSeq ?? 0) : Infinity;
  });
  return Math.max(0, ...kept);
}

/** How many entries each device announced and never sent, over all its lives; devices that sent all are left out. */
export async function neverCame(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const byDevice = new Map<string, number>();
  for (const { deviceId, incarnation, seq, announcedSeq } of await shortHeads(tx)) {
    const again = comesAgainUpTo(await openingTexts(tx, deviceId), incarnation);
    const missing = announcedSeq - Math.max(seq, again);
    if (missing > 0) byDevice.set(deviceId, (byDevice.get(deviceId) ?? 0) + missing);
  }
  return byDevice;
}
