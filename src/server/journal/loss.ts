/**
 * The loss alarm: what a device announced and never sent is named exactly, by its numbers, when its life ends (a loss
 * of its data, a chain that parted in two, or a person who declares it lost). What comes after all makes the alarm
 * smaller, and closes it: in this life, as a push that was long on its way, or in another.
 *
 * A life that ended may go on in another: what it had announced comes again there under the same ids, all of it, or up
 * to a number, or from one on, where the till had forgotten what was safe here before a backup was put back. A life
 * further back that this server then lacks comes again too, and its till says from which number on. Of two copies of
 * one disk each says for itself how far it brings the rest; the one that brings more counts, whichever comes first.
 *
 * What was never announced cannot be counted: a till that was offline may have sold more, so it says "at least".
 */
import type { EntryBody } from '../../wire/entry.ts';
import type { Hello } from '../../wire/sync.ts';
import type { ChainHead, ChainRef, JournalTx, KnownDevice, Numbers } from './port.ts';
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

/**
 * A life is heard to have come further than was known, as by a hello that was long on its way. If it had ended by then,
 * what it made since is missing too.
 */
export async function countLater(
  tx: JournalTx,
  device: Pick<KnownDevice, 'deviceId' | 'storeId'>,
  ended: Ended,
): Promise<void> {
  if (ended.head.state === 'open') await recountLoss(tx, device, ended);
  else if ((await endOf(tx, { ...ended, deviceId: device.deviceId })) !== null) await countLoss(tx, device, ended);
}

/** How far a life had come, by the lives of its device that say they came after it; null: none says so. */
export async function endOf(tx: JournalTx, { deviceId, incarnation }: ChainRef): Promise<number | null> {
  const heirs = (await tx.openings(deviceId)).flatMap((text) => heirIn(text, incarnation) ?? []);
  return heirs.length === 0 ? null : Math.max(...heirs.map(({ old: { headSeq = 0 } }) => headSeq));
}

type Left = NonNullable<Hello['lives']>[number];

/**
 * A life its device has left was stored here once, and a restore has gone back to before that: it comes again in the
 * present one, but for what the device has forgotten, and that is named at once. Of two copies of one disk each says
 * it for itself; the one that brings more counts.
 */
export async function countForgotten(
  tx: JournalTx,
  device: Pick<KnownDevice, 'deviceId' | 'storeId'>,
  { incarnation, seq, keptFrom = 1 }: Left,
  { genesis, atMs }: { readonly genesis: string; readonly atMs: number },
): Promise<void> {
  const chain = { deviceId: device.deviceId, incarnation };
  if (keptFrom > 1) await tx.openHead(chain, genesis, atMs); // or there would be nothing to count from
  const stored = await tx.lockHead(chain);
  if (stored === null) return; // all of it comes again
  const { from = keptFrom, to = seq } = stored.again ?? {};
  const again = { from: Math.min(from, keptFrom), to: Math.max(to, seq) };
  const head = { ...stored, announcedSeq: Math.max(stored.announcedSeq, seq), again };
  await tx.saveHead(chain, head);
  // What lies past `seq` its heir's first entry tells of, which may be still to come.
  const counted = (await endOf(tx, chain)) === null ? { ...head, announcedSeq: seq } : head;
  await countLoss(tx, device, { incarnation, head: counted, atMs });
}

type Missing = Numbers & { readonly missing: number };

/**
 * What of a life was announced, is not stored, and comes again in no later life of the same device, as the first
 * entries of its lives tell, or the device when it was asked for it again; null: nothing. Between `from` and `to` some
 * may be there.
 */
export function missingOf(
  openings: readonly string[],
  incarnation: string,
  { seq, announcedSeq, again }: Pick<ChainHead, 'seq' | 'announcedSeq' | 'again'>,
): Missing | null {
  const told = openings.flatMap((text) => spanIn(text, incarnation, again?.from) ?? []);
  const spans = [...told, ...(again === undefined ? [] : [again])].sort((a, b) => a.from - b.from);
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

/**
 * From and up to which number a life's entries come again in the one that this first entry opens; null: none. Where it
 * does not say from when, the rest was stored here: `againFrom` is what was told when it no longer was.
 */
function spanIn(text: string, incarnation: string, againFrom = 1): Numbers | null {
  const heir = heirIn(text, incarnation);
  if (heir === null) return null;
  const { keptFrom = againFrom, keptSeq } = heir.old;
  // An older build did not say how far: it journalled all again, unless its data were gone.
  return { from: keptFrom, to: keptSeq ?? (REST_IS_GONE.has(heir.reason) ? 0 : Infinity) };
}

/** What a life says in its first entry of the one before it, where that is the one asked for. */
function heirIn(text: string, incarnation: string) {
  const entry = readStored(text);
  if (entry?.kind !== 'incarnation.opened') return null;
  const { old, reason } = entry.body;
  return old?.incarnation === incarnation ? { old, reason } : null;
}
