/**
 * One push in one transaction: lock the head, place the lines, keep the bytes, decide the effects, move the head.
 * accept.ts decides how often and how much of the push this runs.
 */
import { assert } from '../../core/assert.ts';
import { genesisHash } from '../../core/journal.ts';
import type { PushErr, PushOk } from '../../wire/sync.ts';
import { settlesByItself, type KeptFor } from '../../wire/task.ts';
import type { AcceptMeans, Push } from './push.ts';
import type { BranchLine, ChainHead, ChainRef, Effect, JournalTx, KnownDevice, StoredBatch, Task } from './port.ts';
import type { Fact, Ruling } from './fact.ts';
import { countLater, countLoss, endOf, recountLoss } from './loss.ts';
import { project, type Reach } from './project.ts';
import { branchLines, readChain, type Line } from './read-lines.ts';
import { base64url } from '../../wire/proof.ts';

type Result = PushOk['results'][number];
export type Stored = { readonly serverEpoch: string; readonly head: ChainHead; readonly results: readonly Result[] };

type Work = {
  readonly push: Push;
  readonly device: KnownDevice;
  readonly batchId: string;
  readonly upTo: number; // lines past it are left for the next transaction
  readonly unread: ReadonlySet<number>; // these are stored and not interpreted
  readonly reach: Reach;
};

/** Stores lines up to `upTo`. A fork or a broken chain is an answer, and what came is kept before it is given. */
export async function storePush(tx: JournalTx, means: AcceptMeans, work: Work): Promise<Stored | PushErr> {
  const { header } = work.push;
  const chain = { deviceId: header.deviceId, incarnation: header.incarnation };
  const lines = work.push.lines.slice(0, work.upTo - header.from + 1);
  const head = await lockedHead(tx, means, chain, header.from);
  if (header.from > head.seq + 1) return { error: 'gap', expected: head.seq + 1 };
  const batch = batchOf(means, work, chain);
  const known = lines.slice(0, Math.max(0, head.seq - header.from + 1));
  const fork = await forkedAt(tx, means, chain, header.from, known);
  if (fork !== null) {
    const rest = branchLines(means.sha256Hex, fork.at, lines.slice(fork.at - header.from));
    return branchOff(tx, { batch, head, reason: 'fork', rest }, fork);
  }
  const fresh = lines.slice(known.length);
  if (head.state === 'frozen' && fresh.length > 0) {
    const rest = branchLines(means.sha256Hex, head.seq + 1, fresh);
    return branchOff(tx, { batch, head, reason: 'frozen', rest }, { at: head.seq + 1, serverHash: head.hash });
  }
  const { good, broken } = readChain(means.sha256Hex, head, fresh);
  const rulings = await takeIn(tx, { batch: { ...batch, branched: broken !== null }, lines: good, work });
  const endSeq = head.state === 'open' && header.from === 1 ? await endOf(tx, chain) : null;
  const moved: ChainHead = {
    ...head,
    ...tip(head, good),
    announcedSeq: Math.max(head.announcedSeq, header.headSeq, endSeq ?? 0),
    state: endSeq !== null && work.upTo >= header.to ? 'frozen' : head.state,
  };
  if (broken !== null) {
    const breach = { at: broken.at, serverHash: moved.hash };
    return branchOff(tx, { batch, head: moved, reason: 'broken_chain', rest: broken.rest }, breach);
  }
  await tx.saveHead(chain, moved);
  const offsetMs = header.timeMs - batch.receivedMs;
  if (work.push.carried !== true) {
    await tx.seen(chain.deviceId, { ms: batch.receivedMs, headSeq: header.headSeq, offsetMs });
  }
  // A till given up for lost that speaks again: what it brings is no longer missing. So with what was under way when
  // the till lost its data, or was saved in a file before. A life of which nothing had come when it ended is counted
  // and closed now.
  const ended = { ...chain, head: moved, atMs: batch.receivedMs };
  if (work.device.state === 'revoked' || endSeq !== null) await countLoss(tx, work.device, ended);
  else if (head.state === 'frozen' && header.headSeq > head.announcedSeq) await countLater(tx, work.device, ended);
  else if (head.announcedSeq > head.seq && good.length > 0) await recountLoss(tx, work.device, ended);
  const dups = known.map((_, index): Result => ({ seq: header.from + index, status: 'dup' }));
  const { serverEpoch } = await tx.org();
  return { serverEpoch, head: moved, results: [...dups, ...rulings] };
}

async function lockedHead(tx: JournalTx, means: AcceptMeans, chain: ChainRef, from: number): Promise<ChainHead> {
  const there = await tx.lockHead(chain);
  if (there !== null) return there;
  const genesis = genesisHash(means.sha256Hex, chain.deviceId, chain.incarnation);
  if (from > 1) return { seq: 0, hash: genesis, announcedSeq: 0, state: 'open' }; // a gap: nothing is stored for it
  await tx.openHead(chain, genesis, means.clock());
  const opened = await tx.lockHead(chain);
  assert(opened !== null, 'a head just opened is there');
  return opened;
}

const batchOf = (means: AcceptMeans, { push, batchId }: Work, chain: ChainRef): StoredBatch => ({
  ...chain,
  batchId,
  from: push.header.from,
  to: push.header.to,
  header: push.headerText,
  signature: base64url(push.signature),
  branched: false,
  receivedMs: means.clock(),
});

const tip = (head: ChainHead, lines: readonly Line[]): { seq: number; hash: string } =>
  lines.at(-1) ?? { seq: head.seq, hash: head.hash };

type Breach = { readonly at: number; readonly serverHash: string };

async function forkedAt(
  tx: JournalTx,
  means: AcceptMeans,
  chain: ChainRef,
  from: number,
  known: readonly string[],
): Promise<Breach | null> {
  if (known.length === 0) return null;
  const stored = await tx.storedHashes(chain, from, from + known.length - 1);
  const index = known.findIndex((bytes, at) => means.sha256Hex(bytes) !== stored[at]);
  return index < 0 ? null : { at: from + index, serverHash: stored[index] ?? '' };
}

type Branch = {
  readonly batch: StoredBatch;
  readonly head: ChainHead;
  readonly reason: 'fork' | 'frozen' | 'broken_chain';
  readonly rest: readonly BranchLine[];
};

/**
 * Keeps what does not fit, freezes the incarnation, and tells a person: the till opens a new one and journals again.
 */
async function branchOff(tx: JournalTx, { batch, head, reason, rest }: Branch, breach: Breach): Promise<PushErr> {
  await tx.addBatch({ ...batch, branched: true });
  await tx.addBranch(batch, reason, rest);
  await tx.saveHead(batch, { ...head, state: 'frozen' });
  const task: Task = {
    code: reason === 'broken_chain' ? 'broken_chain' : 'till_forked',
    subject: `${batch.deviceId} ${batch.incarnation}`,
    storeId: null,
    deviceId: batch.deviceId,
    facts: { at: breach.at, lines: rest.length },
  };
  await tx.openTasks([task], batch.receivedMs);
  return { error: reason === 'broken_chain' ? 'broken_chain' : 'fork', ...breach };
}

type Intake = { readonly batch: StoredBatch; readonly lines: readonly Line[]; readonly work: Work };

/** Stores new lines of the chain and decides what each means. */
async function takeIn(tx: JournalTx, intake: Intake): Promise<Result[]> {
  const { batch, lines, work } = intake;
  if (lines.length === 0) return [];
  await tx.addBatch(batch);
  await tx.addEntries(batch, lines);
  const decided = await decideEach(tx, intake);
  const facts = decided.flatMap(({ fact }) => (fact === null ? [] : [fact]));
  const rulings = await project(tx, facts, batch.receivedMs, work.reach);
  const byId = new Map(facts.map((fact, index) => [fact.entry.entryId, rulings[index]]));
  const results: Result[] = [];
  const effects: Effect[] = [];
  for (const { line, key, verdict } of decided) {
    const ruling = verdict ?? byId.get(line.entryId);
    assert(ruling !== undefined, 'every new fact gets a ruling');
    results.push({ seq: line.seq, status: ruling.status, ...(ruling.code === null ? {} : { code: ruling.code }) });
    if (ruling.status === 'dup') continue;
    const { status, code, awaits } = ruling;
    const { deviceId, incarnation } = batch;
    const { contentHash, seq, kind } = line;
    effects.push({ deviceId, incarnation, entryId: key, contentHash, status, code, awaits, seq, kind });
  }
  await tx.addEffects(effects);
  await tx.openTasks(tasksFor(effects, work.device), batch.receivedMs);
  return results;
}

type Verdict = {
  readonly status: Ruling['status'] | 'dup';
  readonly code: KeptFor | null;
  readonly awaits: string | null;
};
type Decided = {
  readonly line: Line;
  readonly key: string; // under which the effect is kept
  readonly verdict: Verdict | null; // null: `project` decides
  readonly fact: Fact | null;
};

const verdict = (status: Verdict['status'], code: KeptFor | null = null): Verdict => ({ status, code, awaits: null });

/** What can be decided without knowing what an entry means: ids seen before, devices revoked, kinds unknown. */
async function decideEach(tx: JournalTx, { batch, lines, work }: Intake): Promise<Decided[]> {
  const before = await tx.effects(lines.map((line) => line.entryId));
  await placeOpen(tx, before, { batch, lines });
  const contents = new Map(before.map((effect) => [effect.entryId, effect.contentHash]));
  return lines.map((line) => {
    const content = contents.get(line.entryId);
    if (content === line.contentHash) return { line, key: line.entryId, verdict: verdict('dup'), fact: null };
    // The id stands for another fact already, so this one is kept under a key of its own.
    if (content !== undefined) {
      return { line, key: `reused:${line.hash}`, verdict: verdict('quarantined', 'entry_id_reused'), fact: null };
    }
    contents.set(line.entryId, line.contentHash);
    const kept = { line, key: line.entryId, fact: null };
    if (work.device.state === 'revoked') return { ...kept, verdict: verdict('quarantined', 'device_revoked') };
    if (work.unread.has(line.seq)) return { ...kept, verdict: verdict('parked', 'projection_failed') };
    if (line.entry === null) return { ...kept, verdict: verdict('quarantined', 'unknown_kind') };
    const fact = { entry: line.entry, hash: line.hash, device: work.device, incarnation: batch.incarnation };
    return { line, key: line.entryId, verdict: null, fact };
  });
}

/**
 * What still waits for its ruling waits in the life that told it last: a pull says of one life which of its entries are
 * not in the figures, and a till forgets an older life's answer with that life.
 */
async function placeOpen(tx: JournalTx, before: readonly Effect[], { batch, lines }: Pick<Intake, 'batch' | 'lines'>) {
  const { deviceId, incarnation } = batch;
  const open = new Map(before.flatMap((effect) => (effect.status === 'applied' ? [] : [[effect.entryId, effect]])));
  for (const { entryId, contentHash, seq } of lines) {
    if (open.get(entryId)?.contentHash === contentHash) await tx.placeEffect(entryId, { deviceId, incarnation, seq });
  }
}

/** One task per entry that a person must look at. What only waits for another entry is no task yet. */
export const tasksFor = (effects: readonly Effect[], device: Pick<KnownDevice, 'storeId' | 'deviceId'>): Task[] =>
  effects.flatMap(({ entryId, status, code, seq, kind }) => {
    if (status === 'applied' || status === 'set_aside' || code === null || settlesByItself(code)) return [];
    const { storeId, deviceId } = device;
    return [{ code: `entry_${status}`, subject: entryId, storeId, deviceId, facts: { seq, kind, reason: code } }];
  });
