/**
 * Whether a journal still is what its device sent: from the stored bytes alone, with the device's public key. Every
 * entry must hash to its own hash, name the hash before it, and lie below a head its device has signed.
 *
 * The chain's rule is core's (`checkChain`); here are the pages it is given, and the signed heads.
 * The first break is named by its entry. What lies above the last signed head but within a signed push is not wrong,
 * only not yet proved; an entry no push spoke of is forged, and a signed head nobody has any more is a tail cut off.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod/mini';
import { type ChainBreak, type ChainLink, type ChainPoint, checkChain, genesisHash } from '../../core/journal.ts';
import { fromBase64url } from '../../wire/proof.ts';
import { rescueStatement } from '../../wire/rescue-file.ts';
import { publicJwk, type PublicJwk } from '../../wire/scalars.ts';
import { pushHeader, type PushHeader } from '../../wire/sync.ts';
import { verifySignature } from '../auth/keys.ts';
import { sha256Hex } from '../auth/sha256.ts';
import type { Tx } from '../db/door.ts';
import { batchesFrom, branchHolds, chainHead, entriesFrom, keyOfDevice, type BatchRow } from '../db/verify-rows.ts';
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
type Verified = {
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
  const { end, hashes, broken: torn } = await walk(tx, chain);
  if (torn !== null) return { tillCode, entries: torn.seq - 1, signedSeq: 0, broken: torn };
  const key = publicJwk.parse(JSON.parse(owner.keyJwk));
  const signed = await checkStatements(tx, chain, { key, hashes });
  const broken = signed.broken ?? endBreak(signed, end, head);
  return { tillCode, entries: end.seq, signedSeq: signed.seq, broken };
}

/** What is wrong with where the journal ends, though all it holds is sound. */
function endBreak(signed: Signed, end: ChainPoint, head: ChainPoint): Break | null {
  if (head.seq !== end.seq || head.hash !== end.hash) return { seq: end.seq + 1, what: 'head' };
  if (signed.cutTo > end.seq) return { seq: end.seq + 1, what: 'missing' };
  return signed.spokenTo < end.seq ? { seq: signed.spokenTo + 1, what: 'statement' } : null;
}

type Walk = {
  readonly end: ChainPoint; // of the pages that are whole
  readonly hashes: readonly string[]; // of entry n at n - 1
  readonly broken: Break | null;
};

/** Page by page, so that only the hashes of a long journal are held, never its entries. */
async function walk(tx: Tx, chain: ChainRef): Promise<Walk> {
  const hashes: string[] = [];
  let end: ChainPoint = { seq: 0, hash: genesisHash(sha256Hex, chain.deviceId, chain.incarnation) };
  for (;;) {
    const rows = await entriesFrom(tx, chain, { after: end.seq, limit: SLICE });
    const broken = breakIn(rows, end);
    if (broken !== null) return { end, hashes, broken };
    for (const { hash } of rows) hashes.push(hash);
    end = rows.at(-1) ?? end;
    if (rows.length < SLICE) return { end, hashes, broken: null };
    await nextTurn();
  }
}

type StoredEntry = ChainLink & { readonly seq: number };

/** The numbers the rows are stored under are the server's own; what the texts say of themselves is the chain's rule. */
function breakIn(rows: readonly StoredEntry[], start: ChainPoint): Break | null {
  const stray = rows.findIndex(({ seq }, index) => seq !== start.seq + index + 1);
  const broken = checkChain(stray < 0 ? rows : rows.slice(0, stray), { start, sha256Hex });
  if (broken !== null) return { seq: broken.seq, what: WHAT_BROKE[broken.what] };
  return stray < 0 ? null : { seq: start.seq + stray + 1, what: 'missing' };
}

const WHAT_BROKE: Readonly<Record<ChainBreak['what'], Break['what']>> = {
  hash: 'bytes',
  unreadable: 'chain',
  gap: 'chain',
  prev: 'chain',
  short: 'missing',
};

type Signed = {
  readonly seq: number; // the last entry under a signed head that is here
  readonly spokenTo: number; // the last one any push named, its head here or not
  readonly cutTo: number; // the highest signed head that should be here
  readonly broken: Break | null;
};

/** Each push's statement must be the device's, and name the entry its range really ends with. */
async function checkStatements(
  tx: Tx,
  chain: ChainRef,
  { key, hashes }: { key: PublicJwk; hashes: readonly string[] },
): Promise<Signed> {
  const found = { seq: 0, spokenTo: 0, cutTo: 0 };
  for (let after: { toSeq: number; batchId: string } | null = null; ;) {
    const batches: readonly BatchRow[] = await batchesFrom(tx, chain, { after, limit: SLICE });
    for (const batch of batches) {
      const statement = await statementOf(batch, key);
      const broken = { seq: batch.fromSeq, what: 'statement' } as const;
      if (statement === null) return { ...found, broken };
      found.spokenTo = Math.max(found.spokenTo, batch.toSeq);
      const hash = hashes[batch.toSeq - 1];
      if (statement.headHash === hash) found.seq = Math.max(found.seq, batch.toSeq);
      else if (!batch.branched && hash !== undefined) return { ...found, broken };
      else if (!batch.branched) found.cutTo = Math.max(found.cutTo, batch.toSeq);
      // Said to have branched off: then what it ended with, or at least a line of it, is kept beside the chain.
      else if (!(await branchHolds(tx, chain, { ...batch, hash: statement.headHash }))) return { ...found, broken };
    }
    const last = batches.at(-1);
    if (last === undefined || batches.length < SLICE) return { ...found, broken: null };
    after = { toSeq: last.toSeq, batchId: last.batchId };
    await nextTurn();
  }
}

type Stated = Pick<PushHeader, 'from' | 'to' | 'headHash'>;

/** What the device signed, as a push or in a rescue file, when it says what its row says; null when not. */
async function statementOf(batch: BatchRow, key: PublicJwk): Promise<Stated | null> {
  if (!(await verifySignature(key, fromBase64url(batch.signature), Buffer.from(batch.header)))) return null;
  const stated = z.union([pushHeader, rescueStatement]).safeParse(JSON.parse(batch.header));
  const isSame = stated.success && stated.data.from === batch.fromSeq && stated.data.to === batch.toSeq;
  return isSame ? stated.data : null;
}
