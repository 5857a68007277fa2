/**
 * The loss alarm: what a device announced and never sent is named exactly, by its numbers, when its life ends (a loss
 * of its data, or a person who declares it lost). What comes after all makes the alarm smaller, and closes it.
 *
 * What was never announced cannot be counted: a till that was offline may have sold more, so it says "at least".
 */
import type { ChainHead, ChainRef, JournalTx, KnownDevice } from './port.ts';

/** `keptSeq`: entries up to it come again in another life. */
type Counted = Pick<ChainRef, 'incarnation'> & {
  readonly head: ChainHead;
  readonly atMs: number;
  readonly keptSeq?: number;
};

/** Opens, corrects or closes the alarm of one life, from what is stored and what was announced. */
export async function countLoss(
  tx: JournalTx,
  { deviceId, storeId }: Pick<KnownDevice, 'deviceId' | 'storeId'>,
  { incarnation, head, atMs, keptSeq = 0 }: Counted,
): Promise<void> {
  const subject = `${deviceId} ${incarnation}`;
  const from = Math.max(head.seq, keptSeq) + 1;
  const missing = head.announcedSeq - from + 1;
  if (missing <= 0) {
    await tx.closeTask('entries_missing', subject, 'server', atMs);
    return;
  }
  const facts = { from, to: head.announcedSeq, missing };
  await tx.openTasks([{ code: 'entries_missing', subject, storeId, deviceId, facts }], atMs);
}
