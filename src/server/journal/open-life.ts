/**
 * A journal's first entry: the device works in a new incarnation. The one before it is closed for good, and what it had
 * announced and never sent is named, so that nobody takes silence for completeness.
 */
import type { Entry } from '../../wire/entry.ts';
import { countLoss } from './loss.ts';
import type { JournalTx, KnownDevice } from './port.ts';

type Opened = Extract<Entry, { kind: 'incarnation.opened' }>;

/** Takes note of the new life; freezes the old one and counts what is missing from it. */
export async function openLife(
  tx: JournalTx,
  device: KnownDevice,
  { body }: Opened,
  incarnation: string,
  atMs: number,
): Promise<void> {
  const { deviceId } = device;
  await tx.incarnationOpened({ deviceId, incarnation }, body.incarnationNo);
  if (body.old === null || body.old.incarnation === incarnation) return;
  const old = { deviceId, incarnation: body.old.incarnation };
  const head = await tx.lockHead(old);
  if (head === null) return;
  if (head.state === 'open') await tx.saveHead(old, { ...head, state: 'frozen' });
  if (head.announcedSeq <= head.seq || body.reason !== 'data_loss') return; // else they come again, under the same ids
  await countLoss(tx, device, { incarnation: old.incarnation, head, atMs });
}
