/**
 * Whether the whole book of an org is what its devices sent: every chain, every signed head, what was announced against
 * what came, every effect and row of facts against its entry, stock against its moves and counts, and the triggers that
 * keep the journal append-only.
 *
 * Each chain is read in one moment of its own, so a running server need not stop. Finds and names; mends nothing.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sha256Hex } from '../auth/sha256.ts';
import { findDevice } from '../db/devices.ts';
import type { Door, Tx } from '../db/door.ts';
import { guardsMissing } from '../db/guards.ts';
import { listStores } from '../db/orgs.ts';
import { orphanFacts, stockOff } from '../db/verify-facts.ts';
import { openingTexts } from '../db/journal-heads.ts';
import { branchLinesFrom, knownChains, type KnownChain } from '../db/verify-rows.ts';
import { missingOf } from './loss.ts';
import { verifyCounts } from './verify-counts.ts';
import { verifyEffects, type EffectBreak } from './verify-effects.ts';
import { verifyJournal, type Break } from './verify.ts';

/** Of one journal or store no more than this many differences are named; the first is where to look. */
const MOST = 20;
const SLICE = 500;

export type Place = {
  readonly storeCode: string;
  readonly tillCode: string;
  readonly incarnation: string;
  readonly deviceId: string;
};
export type Finding =
  | (Place & { readonly what: Break['what'] | EffectBreak['what'] | 'branch'; readonly seq: number; table?: string })
  | { readonly what: 'stock'; readonly storeCode: string; readonly skuNo: number; readonly offMilli: number }
  | { readonly what: 'orphan'; readonly storeCode: string; readonly table: string; readonly no: string }
  | { readonly what: 'guard'; readonly name: string };

/** Announced and not here: on its way from a till that is offline, or lost with it. */
export type Awaited = Place & { readonly from: number; readonly to: number };

export type Checked = Place & { readonly entries: number; readonly signedSeq: number };

export type Report = {
  readonly chains: readonly Checked[];
  readonly findings: readonly Finding[];
  readonly awaited: readonly Awaited[];
};

type Means = {
  readonly door: Door;
  readonly orgId: string;
  readonly storeId: string | null; // null: all stores
  readonly onChain?: (chain: Checked) => void;
};

/** Checks all, and goes on after what it finds. */
export async function verifyAll({ door, orgId, storeId, onChain }: Means): Promise<Report> {
  const stores = (await door.read(orgId, listStores)).filter((s) => storeId === null || s.store_id === storeId);
  const codes = new Map(stores.map((store) => [store.store_id, store.code]));
  const chains: Checked[] = [];
  const awaited: Awaited[] = [];
  const findings: Finding[] = (await door.read(orgId, guardsMissing)).map((name) => ({ what: 'guard', name }));
  for (const known of await door.read(orgId, (tx) => knownChains(tx, storeId))) {
    const { deviceId, incarnation, tillCode } = known;
    const place: Place = { storeCode: codes.get(known.storeId) ?? '', tillCode, incarnation, deviceId };
    const judged = await door.read(orgId, (tx) => judgeChain(tx, known, place));
    findings.push(...judged.findings);
    chains.push(judged.checked);
    onChain?.(judged.checked);
    if (judged.awaitedFrom !== null) awaited.push({ ...place, from: judged.awaitedFrom, to: known.announcedSeq });
  }
  for (const { store_id: id, code } of stores) {
    const off = await door.read(orgId, (tx) => stockOff(tx, id, MOST));
    for (const { skuNo, onHandMilli, movedMilli } of off) {
      findings.push({ what: 'stock', storeCode: code, skuNo, offMilli: onHandMilli - movedMilli });
    }
    for (const { skuNo, offMilli } of await door.read(orgId, (tx) => verifyCounts(tx, id, MOST))) {
      findings.push({ what: 'stock', storeCode: code, skuNo, offMilli });
    }
    const orphans = await door.read(orgId, (tx) => orphanFacts(tx, id, MOST));
    for (const { table, no } of orphans) findings.push({ what: 'orphan', storeCode: code, table, no });
  }
  return { chains, findings, awaited };
}

type Judged = {
  readonly checked: Checked;
  readonly findings: readonly Finding[];
  readonly awaitedFrom: number | null;
};

async function judgeChain(tx: Tx, known: KnownChain, place: Place): Promise<Judged> {
  const verified = known.hasHead ? await verifyJournal(tx, known) : null;
  const device = await findDevice(tx, known.deviceId);
  if (verified === null || device === null) {
    const what = known.hasHead ? 'missing' : 'head';
    return {
      checked: { ...place, entries: 0, signedSeq: 0 },
      findings: [{ ...place, what, seq: 1 }],
      awaitedFrom: null,
    };
  }
  const { entries, signedSeq, broken } = verified;
  const findings: Finding[] = broken === null ? [] : [{ ...place, ...broken }];
  const { incarnation } = known;
  const effects = await verifyEffects(tx, device, { incarnation, upTo: entries, most: MOST });
  for (const { seq, what, table } of effects) {
    findings.push({ ...place, seq, what, ...(table === null ? {} : { table }) });
  }
  for (const seq of await brokenBranch(tx, known)) findings.push({ ...place, what: 'branch', seq });
  const isShort = findings.length === 0 && known.announcedSeq > entries;
  const head = { seq: entries, announcedSeq: known.announcedSeq, ...known.again };
  const missing = isShort ? missingOf(await openingTexts(tx, known.deviceId), incarnation, head) : null;
  return {
    checked: { ...place, entries, signedSeq },
    findings,
    awaitedFrom: missing?.from ?? null,
  };
}

/** Lines kept beside the chain hash to what they are kept under. */
async function brokenBranch(tx: Tx, chain: KnownChain): Promise<number[]> {
  const broken: number[] = [];
  for (let after = { seq: 0, hash: '' }; broken.length < MOST;) {
    const lines = await branchLinesFrom(tx, chain, { after, limit: SLICE });
    for (const { seq, hash, bytes } of lines) if (sha256Hex(bytes) !== hash) broken.push(seq);
    const last = lines.at(-1);
    if (last === undefined || lines.length < SLICE) break;
    after = last;
    await nextTurn();
  }
  return broken;
}
