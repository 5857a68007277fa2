/**
 * The server's own journal, one per store: register `W1`. What the office or the shop does to a store's facts (a
 * count, a delivery, later money taken online) is an entry there, signed by the server's key, so that every fact
 * stands in some chain.
 */
import { canonicalText, genesisHash, stampEntry } from '../../core/journal.ts';
import { assert } from '../../core/assert.ts';
import type { EntryBody, EntryKind } from '../../wire/entry.ts';
import { base64url, keyThumbprint } from '../../wire/proof.ts';
import type { PushHeader } from '../../wire/sync.ts';
import { sha256Hex } from '../auth/sha256.ts';
import type { Tx } from '../db/door.ts';
import { journalTx } from '../db/journal-tx.ts';
import { addRegister, registerOf } from '../db/registers.ts';
import type { ServerDeps } from '../deps.ts';
import type { ChainHead, KnownDevice } from './port.ts';
import { project } from './project.ts';
import { readChain, type Line } from './read-lines.ts';

export type RegisterMeans = Pick<ServerDeps, 'keys' | 'clock' | 'ids' | 'randomBytes' | 'orgId'>;

type RegisterFact<K extends EntryKind = EntryKind> = {
  readonly storeId: string;
  readonly entryId: string; // the idempotency key: the same again does nothing
  readonly kind: K;
  readonly body: EntryBody<K>;
  readonly staffId?: string | null;
  readonly businessDate?: string | null;
};

type Register = { readonly device: KnownDevice; readonly incarnation: string };

/**
 * Appends one fact to the store's register and gives it its effect, in the caller's transaction. Answers false when the
 * entry id is known already. Throws when the rules park it: a fact of our own making must fit.
 */
export async function registerFact<K extends EntryKind>(
  means: RegisterMeans,
  tx: Tx,
  fact: RegisterFact<K>,
): Promise<boolean> {
  const port = journalTx(tx);
  const [before] = await port.effects([fact.entryId]);
  if (before !== undefined) return false;
  const register = await openRegister(means, tx, fact.storeId);
  await append(means, tx, register, fact);
  return true;
}

/** The store's register; at its first use it is made, with an `incarnation.opened` of its own. */
async function openRegister(means: RegisterMeans, tx: Tx, storeId: string): Promise<Register> {
  const known = await registerOf(tx, storeId);
  if (known !== null) return known;
  const incarnation = means.ids();
  const device = await addRegister(tx, {
    deviceId: means.ids(),
    incarnation,
    storeId,
    key: means.keys.server.jwk,
    atMs: means.clock(),
  });
  const chain = { deviceId: device.deviceId, incarnation };
  await journalTx(tx).openHead(chain, genesisHash(sha256Hex, chain.deviceId, incarnation), means.clock());
  const thumbprint = keyThumbprint(means.keys.server.jwk);
  await append(
    means,
    tx,
    { device, incarnation },
    {
      storeId,
      entryId: means.ids(),
      kind: 'incarnation.opened',
      body: { reason: 'enrolled', orgId: means.orgId, storeId, incarnationNo: 1, thumbprint, old: null },
    },
  );
  return { device, incarnation };
}

async function append<K extends EntryKind>(
  means: RegisterMeans,
  tx: Tx,
  { device, incarnation }: Register,
  fact: RegisterFact<K>,
): Promise<void> {
  const port = journalTx(tx);
  const chain = { deviceId: device.deviceId, incarnation };
  const head = await port.lockHead(chain);
  assert(head?.state === 'open', "a register's journal is open");
  const nowMs = means.clock();
  const { entryId, kind, body, staffId = null, businessDate = null } = fact;
  const draft = { v: 1, entryId, kind, wallMs: nowMs, monoMs: 0, offsetMs: 0, staffId, businessDate, body };
  const bytes = canonicalText(stampEntry(draft, { incarnation, ...head, wallMs: nowMs - 1 }));
  const [line] = readChain(sha256Hex, head, [bytes]).good;
  assert(line !== undefined && line.entry !== null, `the register's own ${kind} does not fit its schema`);
  const batch = await signedBatch(means, chain, line, nowMs);
  await port.addBatch(batch);
  await port.addEntries(batch, [line]);
  const [ruling] = await project(port, [{ entry: line.entry, hash: line.hash, device, incarnation }], nowMs);
  assert(ruling?.status === 'applied', `the register's own ${kind} was parked: ${ruling?.code ?? ''}`);
  const { hash, seq, contentHash } = line;
  await port.addEffects([{ ...chain, entryId, contentHash, ...ruling, seq, kind }]);
  const next: ChainHead = { seq, hash, announcedSeq: seq, state: 'open' };
  await port.saveHead(chain, next);
  await port.seen(device.deviceId, { ms: nowMs, headSeq: seq, offsetMs: 0 });
}

async function signedBatch(
  means: RegisterMeans,
  chain: { deviceId: string; incarnation: string },
  line: Line,
  nowMs: number,
) {
  const { seq, hash } = line;
  const statement: PushHeader = {
    proto: 1,
    ...chain,
    from: seq,
    to: seq,
    headHash: hash,
    headSeq: seq,
    bodyDigest: hash,
    timeMs: nowMs,
    nonce: Buffer.from(means.randomBytes(16)).toString('hex'),
  };
  const header = canonicalText(statement);
  const signature = base64url(await means.keys.server.sign(Buffer.from(header)));
  return { ...chain, batchId: means.ids(), from: seq, to: seq, header, signature, branched: false, receivedMs: nowMs };
}
