/**
 * A journal's first entry: the device works in a new incarnation. The one before it is closed for good, and what it had
 * announced, never sent and does not bring again is named, so that nobody takes silence for completeness.
 *
 * Two lives of one device that both take entries are two copies of it: both keep selling, and a person is told once.
 * One whose first push comes only after the life that followed it is no copy.
 *
 * A browser that deleted a till's data enrols as another device, which names the one it was. The word of one device
 * stops no other: the old journal is counted, never frozen.
 */
import type { Entry } from '../../wire/entry.ts';
import { countLoss, endOf, REST_IS_GONE } from './loss.ts';
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
  if (body.old.deviceId !== undefined && body.old.deviceId !== deviceId) {
    if (REST_IS_GONE.has(body.reason)) await missDevice(tx, device, body.old.deviceId, body.old, atMs);
    return;
  }
  const old = { deviceId, incarnation: body.old.incarnation };
  const stored = await tx.lockHead(old);
  if (stored === null) return;
  const { headSeq = 0 } = body.old;
  const head = { ...stored, announcedSeq: Math.max(stored.announcedSeq, headSeq) };
  if (head.state === 'open' || head.announcedSeq > stored.announcedSeq) {
    await tx.saveHead(old, { ...head, state: 'frozen' });
  }
  // This life has no entry of its own yet: it is being stored.
  const others = (await tx.openLives(deviceId)).filter((life) => life !== incarnation && life !== old.incarnation);
  if (others.length > 0 && (await endOf(tx, { deviceId, incarnation })) === null) {
    const facts = { lives: others.length + 1 };
    await tx.openTasks([{ code: 'till_cloned', subject: deviceId, storeId: device.storeId, deviceId, facts }], atMs);
  }
  await countLoss(tx, device, { incarnation: old.incarnation, head, atMs });
}

type Old = NonNullable<Opened['body']['old']>;

/** What another device, whose data are gone, had announced itself or by the mark it left, and never sent. */
async function missDevice(
  tx: JournalTx,
  { storeId }: KnownDevice,
  deviceId: string,
  { incarnation, headSeq = 0 }: Old,
  atMs: number,
): Promise<void> {
  const old = { deviceId, incarnation };
  const head = await tx.lockHead(old);
  if (head === null) return;
  const counted = { ...head, announcedSeq: Math.max(head.announcedSeq, headSeq) };
  await tx.saveHead(old, counted);
  await countLoss(tx, { deviceId, storeId }, { incarnation, head: counted, atMs });
}
