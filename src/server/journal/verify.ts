/**
 * Whether a journal still is what its device sent: from the stored bytes alone, with the device's public key. Every
 * entry must hash to its own hash, name the hash before it, and lie below a head its device has signed.
 *
 * The first break is named by its entry. What lies above the last signed head is not wrong, only not yet proved.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { genesisHash } from '../../core/journal.ts';
import { fromBase64url } from '../../wire/proof.ts';
import { publicJwk, type PublicJwk } from '../../wire/scalars.ts';
import { pushHeader } from '../../wire/sync.ts';
import { verifySignature } from '../auth/keys.ts';
import { sha256Hex } from '../auth/sha256.ts';
import type { Tx } from '../db/door.ts';
import { batchesFrom, chainHead, entriesFrom, keyOfDevice, type BatchRow } from '../db/verify-rows.ts';
import type { ChainRef } from './port.ts';

const SLICE = 500;

export type Break = {
  readonly seq: number;
  /**
   * `bytes`: the text is not what was hashed; `chain`: it does not follow the entry before; `missing`: it is not there;
   * `statement`: the device did not sign this; `head`: the journal ends elsewhere than its head says.
   */
  readonly what: 'bytes' | 'chain' | 'missing' | 'statement' | 'head';
};
export type Verified = {
  readonly tillCode: string;
  readonly entries: number; // checked and sound
  readonly signedSeq: number; // the last one a signed head covers
  readonly broken: Break | null;
};

/** Checks one chain from its first entry. Null: no such journal. To be run in one `read`, so it sees one moment. */
export async function verifyJournal(tx: Tx, chain: ChainRef): Promise<Verified | null> {
  const owner = await keyOfDevice(tx, chain.deviceId);
  const head = await chainHead(tx, chain);
  if (owner === null || head === null) return null;
  const { tillCode } = owner;
  const walked = await walk(tx, chain);
  if (walked.broken !== null) return { tillCode, entries: walked.seq, signedSeq: 0, broken: walked.broken };
  const key = publicJwk.parse(JSON.parse(owner.keyJwk));
  const signed = await checkStatements(tx, chain, { key, hashes: walked.hashes });
  const endsRight = head.seq === walked.seq && head.hash === walked.hash;
  const broken: Break | null = signed.broken ?? (endsRight ? null : { seq: walked.seq + 1, what: 'head' });
  return { tillCode, entries: walked.seq, signedSeq: signed.seq, broken };
}

type Walk = {
  readonly seq: number;
  readonly hash: string;
  readonly hashes: readonly string[];
  readonly broken: Break | null;
};

async function walk(tx: Tx, chain: ChainRef): Promise<Walk> {
  const hashes: string[] = []; // of entry n at n - 1
  let hash = genesisHash(sha256Hex, chain.deviceId, chain.incarnation);
  for (;;) {
    const rows = await entriesFrom(tx, chain, { after: hashes.length, limit: SLICE });
    for (const row of rows) {
      const what = row.seq === hashes.length + 1 ? faultOf(row, hash) : 'missing';
      if (what !== null) return { seq: hashes.length, hash, hashes, broken: { seq: hashes.length + 1, what } };
      hash = row.hash;
      hashes.push(hash);
    }
    if (rows.length < SLICE) return { seq: hashes.length, hash, hashes, broken: null };
    await nextTurn();
  }
}

function faultOf(
  row: { readonly seq: number; readonly hash: string; readonly bytes: string },
  before: string,
): Break['what'] | null {
  if (sha256Hex(row.bytes) !== row.hash) return 'bytes';
  return readPlace(row.bytes, row.seq, before) ? null : 'chain';
}

function readPlace(bytes: string, seq: number, prev: string): boolean {
  try {
    const entry = JSON.parse(bytes) as { seq?: unknown; prev?: unknown } | null;
    return entry?.seq === seq && entry.prev === prev;
  } catch {
    return false; // a verdict: somebody put in what is no entry, with its right hash
  }
}

type Signed = { readonly seq: number; readonly broken: Break | null };

/** Each push's statement must be the device's, and name the entry its range really ends with. */
async function checkStatements(
  tx: Tx,
  chain: ChainRef,
  { key, hashes }: { key: PublicJwk; hashes: readonly string[] },
): Promise<Signed> {
  let signedSeq = 0;
  for (let after: { toSeq: number; batchId: string } | null = null; ;) {
    const batches: readonly BatchRow[] = await batchesFrom(tx, chain, { after, limit: SLICE });
    for (const batch of batches) {
      const hash = hashes[batch.toSeq - 1];
      const isOnChain = (await holds(batch, key)) && headOf(batch) === hash;
      if (isOnChain) signedSeq = Math.max(signedSeq, batch.toSeq);
      else if (!batch.branched && hash !== undefined) {
        return { seq: signedSeq, broken: { seq: batch.fromSeq, what: 'statement' } };
      }
    }
    const last = batches.at(-1);
    if (last === undefined || batches.length < SLICE) return { seq: signedSeq, broken: null };
    after = { toSeq: last.toSeq, batchId: last.batchId };
    await nextTurn();
  }
}

const holds = (batch: BatchRow, key: PublicJwk): Promise<boolean> =>
  verifySignature(key, fromBase64url(batch.signature), Buffer.from(batch.header));

function headOf(batch: BatchRow): string | null {
  const header = pushHeader.safeParse(JSON.parse(batch.header));
  return header.success ? header.data.headHash : null;
}
