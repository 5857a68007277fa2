/**
 * The loss alarm: what a device announced and never sent is named exactly, by its numbers, when its life ends (a loss
 * of its data, a chain that parted in two, or a person who declares it lost). What comes after all makes the alarm
 * smaller, and closes it: in this life, as a push that was long on its way, or in another.
 *
 * A life that ended may go on in another: what it had announced comes again there under the same ids, all of it or up
 * to a number. Of two copies of one disk each says for itself how far it brings the rest; the one that brings more
 * counts, whichever comes first.
 *
 * What was never announced cannot be counted: a till that was offline may have sold more, so it says "at least".
 */
import type { EntryBody } from '../../wire/entry.ts';
import type { ChainHead, ChainRef, JournalTx, KnownDevice } from './port.ts';
import { readStored } from './read-lines.ts';

type Reason = EntryBody<'incarnation.opened'>['reason'];

/** Reasons after which nobody has the rest of the old journal any more, but for what is said to be kept. */
export const REST_IS_GONE: ReadonlySet<Reason> = new Set(['data_loss', 'restored_disk']);

type Ended = Pick<ChainRef, 'incarnation'> & { readonly head: ChainHead; readonly atMs: number };

const subjectOf = (deviceId: string, incarnation: string) => `${deviceId} ${incarnation}`;

/** Opens, corrects or closes the alarm of one life, from what is stored, what was announced and what comes again. */
export async function countLoss(
  tx: JournalTx,
  { deviceId, storeId }: Pick<KnownDevice, 'deviceId' | 'storeId'>,
  { incarnation, head, atMs }: Ended,
): Promise<void> {
  const subject = subjectOf(deviceId, incarnation);
  const isShort = head.announcedSeq > head.seq;
  const again = isShort ? comesAgainUpTo(await tx.openings(deviceId), incarnation) : 0;
  const from = Math.max(head.seq, again) + 1;
  const missing = head.announcedSeq - from + 1;
  if (missing <= 0) {
    await tx.closeTask('entries_missing', subject, 'server', atMs);
    return;
  }
  const facts = { from, to: head.announcedSeq, missing };
  await tx.openTasks([{ code: 'entries_missing', subject, storeId, deviceId, facts }], atMs);
}

/** Entries of a life have come: an alarm about it that is open counts them no longer. */
export async function recountLoss(
  tx: JournalTx,
  device: Pick<KnownDevice, 'deviceId' | 'storeId'>,
  ended: Ended,
): Promise<void> {
  const subject = subjectOf(device.deviceId, ended.incarnation);
  if (await tx.isTaskOpen('entries_missing', subject)) await countLoss(tx, device, ended);
}

/**
 * Up to which number the entries of this life come again in a later one of the same device, as the first entries of
 * its lives tell. 0: none does.
 */
export function comesAgainUpTo(openings: readonly string[], incarnation: string): number {
  const kept = openings.map((text) => {
    const entry = readStored(text);
    if (entry?.kind !== 'incarnation.opened' || entry.body.old?.incarnation !== incarnation) return 0;
    // An older build did not say how far: it journalled all again, unless its data were gone.
    return entry.body.old.keptSeq ?? (REST_IS_GONE.has(entry.body.reason) ? 0 : Infinity);
  });
  return Math.max(0, ...kept);
}
