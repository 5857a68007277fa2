/**
 * A device says where it is; the server says what it really has. From that alone a till knows what to send again.
 *
 * A server that lacks what it once acknowledged in its present epoch has lost a tail without being told (a restore
 * nobody announced): it starts a new epoch, so that every device compares histories, and opens a task.
 */
import { genesisHash } from '../../core/journal.ts';
import { BATCH_BYTES, BATCH_ENTRIES } from '../../wire/protocol.ts';
import type { Hello, HelloOk, Stream } from '../../wire/sync.ts';
import { sha256Hex } from '../auth/sha256.ts';
import { MIN_SCHEMA } from './feed.ts';
import { countForgotten, countLater } from './loss.ts';
import type { FeedPort, JournalDoor, JournalTx, KnownDevice } from './port.ts';
import type { Promised } from './push.ts';

type HelloMeans = { readonly door: JournalDoor; readonly clock: () => number; readonly ids: () => string };

/** The streams a till follows. */
export const streamsOf = (device: KnownDevice): Stream[] => ['org', `store:${device.storeId}`];

/** Takes note of the hello and answers it. `promised` is what this server may claim of its storage. */
export function answerHello(
  means: HelloMeans,
  device: KnownDevice,
  hello: Hello,
  promised: Promised,
): Promise<HelloOk> {
  return means.door.write(async (tx) => {
    const chain = { deviceId: hello.deviceId, incarnation: hello.incarnation };
    const stored = await tx.lockHead(chain);
    const genesis = genesisHash(sha256Hex, chain.deviceId, chain.incarnation);
    const head = stored ?? { seq: 0, hash: genesis, announcedSeq: 0, state: 'open' as const };
    await tx.noteHello(hello, means.clock());
    const heads = await headsOf(tx, device);
    const lacking = await lackingOf(tx, device, hello, means.clock());
    if (stored !== null && hello.headSeq > stored.announcedSeq) {
      const later = { ...stored, announcedSeq: hello.headSeq };
      await countLater(tx, device, { incarnation: chain.incarnation, head: later, atMs: means.clock() });
    }
    return {
      chain: chain.incarnation,
      serverEpoch: await epochFor(means, tx, device, { hello, storedSeq: head.seq }),
      incarnation: head.state,
      ackedSeq: head.seq,
      ackedHash: head.hash,
      safeSeq: promised.safe ? head.seq : 0,
      durability: promised.durability,
      serverMs: means.clock(),
      minSchema: MIN_SCHEMA,
      batch: { entries: BATCH_ENTRIES, bytes: BATCH_BYTES },
      heads,
      marks: await marksOf(tx, heads),
      ...(lacking.length === 0 ? {} : { lacking }),
    };
  });
}

/** Lives the device has left whose end, as it was acknowledged, is not here: a restore has gone back to before it. */
async function lackingOf(
  tx: JournalTx,
  device: KnownDevice,
  { deviceId, lives = [] }: Hello,
  atMs: number,
): Promise<string[]> {
  const lacking: string[] = [];
  for (const life of lives) {
    const { incarnation, seq, hash } = life;
    const [stored] = await tx.storedHashes({ deviceId, incarnation }, seq, seq);
    if (stored === hash) continue;
    lacking.push(incarnation);
    await countForgotten(tx, device, life, { genesis: genesisHash(sha256Hex, deviceId, incarnation), atMs });
  }
  return lacking;
}

/** Where the device's streams are now. */
export async function headsOf(port: Pick<FeedPort, 'head'>, device: KnownDevice): Promise<Record<string, number>> {
  const heads: Record<string, number> = {};
  for (const stream of streamsOf(device)) heads[stream] = await port.head(stream);
  return heads;
}

/** Which history each head is the end of. */
async function marksOf(
  port: Pick<FeedPort, 'markAt'>,
  heads: Readonly<Record<string, number>>,
): Promise<Record<string, string>> {
  const marks: Record<string, string> = {};
  for (const [stream, seq] of Object.entries(heads)) {
    marks[stream] = seq === 0 ? '' : ((await port.markAt(stream as Stream, seq)) ?? '');
  }
  return marks;
}

async function epochFor(
  means: HelloMeans,
  tx: JournalTx,
  device: KnownDevice,
  { hello, storedSeq }: { hello: Hello; storedSeq: number },
): Promise<string> {
  const { serverEpoch } = await tx.org();
  if (hello.ackedSeq <= storedSeq || hello.serverEpoch !== serverEpoch) return serverEpoch;
  const epoch = means.ids();
  await tx.renewEpoch(epoch);
  const facts = { acked: hello.ackedSeq, stored: storedSeq };
  const { deviceId, storeId } = device;
  await tx.openTasks([{ code: 'server_lost_entries', subject: epoch, storeId, deviceId, facts }], means.clock());
  return epoch;
}
