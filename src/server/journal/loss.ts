/**
 * The loss alarm: what a device announced and never sent is named exactly, by its numbers, when its life ends (a loss
 * of its data, a chain that parted in two, or a person who declares it lost). What comes after all makes the alarm
 * smaller, and closes it: in this life, as a push that was long on its way, or in another.
 *
 * A life that ended may go on in another: what it had announced comes again there under the same ids, all of it, or up
 * to a number, or from one on, where the till had forgotten what was safe here before a backup was put back. Of two
 * copies of one disk each says for itself how far it brings the rest; the one that brings more counts, whichever comes
 * first.
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
  const facts = isShort ? missingOf(await tx.openings(deviceId), incarnation, head) : null;
  if (facts === null) {
    await tx.closeTask('entries_missing', subject, 'server', atMs);
    return;
  }
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

type Missing = { readonly from: number; readonly to: number; readonly missing: number };

/**
 * What of a life was announced, is not stored, and comes again in no later life of the same device, as the first
 * entries of its lives tell; null: nothing. Between `from` and `to` some may be there.
 */
export function missingOf(
  openings: readonly string[],
  incarnation: string,
  { seq, announcedSeq }: Pick<ChainHead, 'seq' | 'announcedSeq'>,
): Missing | null {
  const spans = openings.flatMap((text) => spanIn(text, incarnation) ?? []).sort((a, b) => a.from - b.from);
  let [from, to, missing, next] = [0, 0, 0, seq + 1];
  for (const span of [...spans, { from: Infinity, to: Infinity }]) {
    const last = Math.min(span.from - 1, announcedSeq);
    if (last >= next) {
      missing += last - next + 1;
      from ||= next;
      to = last;
    }
    next = Math.max(next, span.to + 1);
  }
  return missing === 0 ? null : { from, to, missing };
}

/** From and up to which number a life's entries come again in the one that this first entry opens; null: none. */
function spanIn(text: string, incarnation: string): { readonly from: number; readonly to: number } | null {
  const entry = readStored(text);
  if (entry?.kind !== 'incarnation.opened' || entry.body.old?.incarnation !== incarnation) return null;
  const { keptFrom = 1, keptSeq } = entry.body.old;
  // An older build did not say how far: it journalled all again, unless its data were gone.
  return { from: keptFrom, to: keptSeq ?? (REST_IS_GONE.has(entry.body.reason) ? 0 : Infinity) };
}
