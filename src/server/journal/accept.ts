/**
 * A push from a device: store first, interpret second.
 *
 * Invariants
 * - A fact that happened is never refused and never blocks the next: it is applied, or kept with a reason for a person.
 * - The bytes stored are the bytes that came. What does not fit the chain is kept in the branch.
 * - An entry id has one effect for ever; a push or any part of it sent again changes nothing.
 * - Nothing is acknowledged before the commit; `busy` and the like are never a verdict about an entry.
 *
 * Not here: HTTP, rates and sizes (routes.ts), what a fact means (project.ts), which tables (db/journal-tx.ts).
 */
import { PROOF_SKEW_MS } from '../../wire/proof.ts';
import { publicJwk } from '../../wire/scalars.ts';
import type { PushErr, PushOk } from '../../wire/sync.ts';
import { StorageFault } from '../db/door.ts';
import { awaitedIn, decideWaiting } from './decide-again.ts';
import type { KnownDevice } from './port.ts';
import type { Reach } from './project.ts';
import type { AcceptMeans, Push } from './push.ts';
import { storePush, type Stored } from './store-push.ts';

const RETRY_MS = 2_000;
const UNKNOWN_COMMITS = 3;

/** Judges and stores a push. The answer is what the device is told, after the commit. */
export async function accept(means: AcceptMeans, push: Push): Promise<PushOk | PushErr> {
  try {
    const device = await means.door.read((tx) => tx.device(push.header.deviceId));
    const refusal = await judgeStatement(means, push, device);
    if (refusal !== null) return refusal;
    if (device === null) return { error: 'auth', code: 'device_unknown' };
    const stored = await storeCarefully(means, push, device);
    if ('error' in stored) return stored;
    const { durability, safe } = await means.promise();
    const { seq: ackedSeq, hash: ackedHash } = stored.head;
    const said = { chain: push.header.incarnation, serverEpoch: stored.serverEpoch, ackedSeq, ackedHash, durability };
    return { ...said, safeSeq: safe ? ackedSeq : 0, results: [...stored.results] };
  } catch (cause) {
    if (!(cause instanceof StorageFault)) throw cause;
    means.report('push put off', { fault: cause.fault, deviceId: push.header.deviceId });
    return cause.fault === 'disk_full'
      ? { error: 'retry', afterMs: RETRY_MS * 15, code: 'server_disk_full' }
      : { error: 'retry', afterMs: RETRY_MS };
  }
}

/** What can be judged before a transaction: who says it, that it is what they said, and when unless it was carried. */
async function judgeStatement(means: AcceptMeans, push: Push, device: KnownDevice | null): Promise<PushErr | null> {
  const { header, lines } = push;
  if (device === null) return { error: 'auth', code: 'device_unknown' };
  if (device.state === 'waiting') return { error: 'auth', code: 'awaiting_confirmation' };
  const key = publicJwk.parse(JSON.parse(device.keyJwk));
  if (!(await means.verify(key, push.signature, push.headerText))) return { error: 'auth', code: 'bad_signature' };
  const last = lines.at(-1) ?? '';
  const isWhole =
    header.to - header.from + 1 === lines.length &&
    header.headSeq >= header.to &&
    means.sha256Hex(lines.join('\n')) === header.bodyDigest &&
    means.sha256Hex(last) === header.headHash;
  if (!isWhole) return { error: 'bad_push' };
  if (push.carried === true) return null;
  const nowMs = means.clock();
  return Math.abs(header.timeMs - nowMs) > PROOF_SKEW_MS ? { error: 'stale_time', serverMs: nowMs } : null;
}

/**
 * One transaction for all; when our own code fails on it, one transaction per entry, and an entry that fails again is
 * stored without being interpreted. A sale does not fail for what waited for it.
 */
async function storeCarefully(means: AcceptMeans, push: Push, device: KnownDevice): Promise<Stored | PushErr> {
  const plan: Plan = { batchId: means.ids(), upTo: push.header.to, unread: new Set<number>(), reach: 'with_waiting' };
  if (push.header.storeOnly === true) for (let seq = push.header.from; seq <= plan.upTo; seq += 1) plan.unread.add(seq);
  try {
    return await storeSurely(means, push, device, plan);
  } catch (cause) {
    if (cause instanceof StorageFault) throw cause;
    means.report('careful mode', { deviceId: device.deviceId, cause: String(cause) });
  }
  const verdicts = new Map<number, Stored['results'][number]>();
  for (let upTo = push.header.from; ; upTo += 1) {
    const stored = await storeOne(means, push, device, { ...plan, upTo });
    if ('error' in stored) return stored;
    // Lines stored by an earlier turn are duplicates now; what they were told first is the answer.
    for (const result of stored.results) if (!verdicts.has(result.seq)) verdicts.set(result.seq, result);
    if (upTo === push.header.to) return { ...stored, results: [...verdicts.values()] };
  }
}

type Plan = {
  readonly batchId: string;
  readonly upTo: number;
  readonly unread: Set<number>;
  readonly reach: Reach;
};

async function storeOne(means: AcceptMeans, push: Push, device: KnownDevice, plan: Plan): Promise<Stored | PushErr> {
  try {
    return await storeSurely(means, push, device, plan);
  } catch (cause) {
    if (cause instanceof StorageFault) throw cause;
    means.report('projection failed', { deviceId: device.deviceId, seq: plan.upTo, cause: String(cause) });
  }
  const bytes = push.lines[plan.upTo - push.header.from] ?? '';
  if (!plan.unread.has(plan.upTo) && awaitedIn(bytes).length > 0) {
    const stored = await storeAlone(means, push, device, plan);
    if (stored !== null) {
      await decideWaiting(means, bytes);
      return stored;
    }
  }
  plan.unread.add(plan.upTo);
  return storeSurely(means, push, device, plan);
}

/** A sale is booked without what waited for it, where that is what our code fails on; null: it fails on the sale. */
async function storeAlone(means: AcceptMeans, push: Push, device: KnownDevice, plan: Plan) {
  try {
    return await storeSurely(means, push, device, { ...plan, reach: 'alone' });
  } catch (cause) {
    if (cause instanceof StorageFault) throw cause;
    return null; // a verdict: the report above names it
  }
}

/** A commit whose outcome is unknown is simply done again: whatever was stored is then a duplicate. */
async function storeSurely(means: AcceptMeans, push: Push, device: KnownDevice, plan: Plan): Promise<Stored | PushErr> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await means.door.write((tx) => storePush(tx, means, { ...plan, push, device }));
    } catch (cause) {
      const isUnknown = cause instanceof StorageFault && cause.fault === 'commit_unknown';
      if (!isUnknown || tries === UNKNOWN_COMMITS) throw cause;
    }
  }
}
