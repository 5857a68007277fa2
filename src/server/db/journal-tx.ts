/**
 * The journal's port over the door: heads, bytes and effects here, the tables of facts in fact-tx.ts, what a pull
 * reads in feed-tx.ts. Lists go through `in (...)` in slices, because engines limit parameters.
 */
import type { ChainHead, ChainRef, JournalPort, JournalTx } from '../journal/port.ts';
import { insertOwn } from './bulk.ts';
import { rowsByKey } from './by-key.ts';
import type { Door, Tx } from './door.ts';
import { EFFECT, effectOf, openEffects } from './entries-with-effects.ts';
import { factTx } from './fact-tx.ts';
import { feedTx } from './feed-tx.ts';
import { findDevice } from './devices.ts';
import { noteHello } from './hellos.ts';
import { againOf, openingTexts } from './journal-heads.ts';
import { renewEpoch } from './orgs.ts';
import { putState } from './put-state.ts';
import { slices } from './slices.ts';
import type { JournalDoor } from '../journal/port.ts';

/** The journal's transactions of one org, over the door. */
export const journalDoor = (door: Door, orgId: string): JournalDoor => ({
  write: (work) => door.write(orgId, (tx) => work(journalTx(tx))),
  read: (work) => door.read(orgId, (tx) => work({ ...feedTx(tx), device: (id) => findDevice(tx, id) })),
});

/** The port over a transaction that somebody else began (registerFact). */
export const journalTx = (tx: Tx): JournalTx => ({
  ...headTx(tx),
  ...entryTx(tx),
  ...effectTx(tx),
  ...factTx(tx),
  head: (stream) => feedTx(tx).head(stream),
  markAt: (stream, seq) => feedTx(tx).markAt(stream, seq),
  putState: (stream, rows) => {
    putState(tx, stream, rows);
  },
});

type Heads = Pick<
  JournalPort,
  | 'device'
  | 'lockHead'
  | 'openHead'
  | 'saveHead'
  | 'seen'
  | 'noteHello'
  | 'renewEpoch'
  | 'openLives'
  | 'openings'
  | 'incarnationOpened'
>;

const headTx = (tx: Tx): Heads => ({
  device: (deviceId) => findDevice(tx, deviceId),
  lockHead: async ({ deviceId, incarnation }) => {
    const head = tx.db
      .selectFrom('journal_head')
      .select(['seq', 'hash', 'announced_seq', 'state', 'again_from', 'again_to'])
      .where('org_id', '=', tx.orgId)
      .where('device_id', '=', deviceId)
      .where('incarnation', '=', incarnation);
    const row = await (tx.engine === 'postgres' ? head.forUpdate() : head).executeTakeFirst();
    if (row === undefined) return null;
    return { seq: row.seq, hash: row.hash, announcedSeq: row.announced_seq, state: row.state, ...againOf(row) };
  },
  openHead: async ({ deviceId, incarnation }, genesis, atMs) => {
    await tx.db
      .insertInto('journal_head')
      .values({
        org_id: tx.orgId,
        device_id: deviceId,
        incarnation,
        seq: 0,
        hash: genesis,
        announced_seq: 0,
        state: 'open',
        opened_ms: atMs,
        again_from: null,
        again_to: null,
      })
      .onConflict((on) => on.doNothing())
      .execute();
  },
  saveHead: async ({ deviceId, incarnation }: ChainRef, head: ChainHead) => {
    await tx.db
      .updateTable('journal_head')
      .set({ seq: head.seq, hash: head.hash, announced_seq: head.announcedSeq, state: head.state })
      .set({ again_from: head.again?.from ?? null, again_to: head.again?.to ?? null })
      .where('org_id', '=', tx.orgId)
      .where('device_id', '=', deviceId)
      .where('incarnation', '=', incarnation)
      .execute();
  },
  seen: async (deviceId, { ms, headSeq, offsetMs }) => {
    await tx.db
      .updateTable('device')
      .set({ last_seen_ms: ms, head_seq: headSeq, clock_offset_ms: offsetMs })
      .where('org_id', '=', tx.orgId)
      .where('device_id', '=', deviceId)
      .execute();
  },
  openLives: (deviceId) => openLives(tx, deviceId),
  openings: (deviceId) => openingTexts(tx, deviceId),
  noteHello: (hello, atMs) => noteHello(tx, hello, atMs),
  renewEpoch: (epoch) => renewEpoch(tx, epoch),
  incarnationOpened: async ({ deviceId, incarnation }, no) => {
    await tx.db
      .updateTable('device')
      .set({ incarnation, incarnation_no: no })
      .where('org_id', '=', tx.orgId)
      .where('device_id', '=', deviceId)
      .where('incarnation_no', '<=', no)
      .execute();
  },
});

async function openLives(tx: Tx, deviceId: string): Promise<readonly string[]> {
  const rows = await tx.db
    .selectFrom('journal_head')
    .select('incarnation')
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .where('state', '=', 'open')
    .where('seq', '>', 0)
    .execute();
  return rows.map(({ incarnation }) => incarnation);
}

type Entries = Pick<JournalPort, 'storedHashes' | 'addBatch' | 'addEntries' | 'addBranch'>;

const entryTx = (tx: Tx): Entries => ({
  storedHashes: async ({ deviceId, incarnation }, from, to) => {
    const rows = await tx.db
      .selectFrom('entry')
      .select('hash')
      .where('org_id', '=', tx.orgId)
      .where('device_id', '=', deviceId)
      .where('incarnation', '=', incarnation)
      .where('seq', '>=', from)
      .where('seq', '<=', to)
      .orderBy('seq')
      .execute();
    return rows.map(({ hash }) => hash);
  },
  addBatch: async (batch) => {
    await tx.db
      .insertInto('batch')
      .values({
        org_id: tx.orgId,
        batch_id: batch.batchId,
        device_id: batch.deviceId,
        incarnation: batch.incarnation,
        from_seq: batch.from,
        to_seq: batch.to,
        header: batch.header,
        signature: batch.signature,
        branched: batch.branched ? 1 : 0,
        received_ms: batch.receivedMs,
      })
      .onConflict((on) => on.doNothing())
      .execute();
  },
  addEntries: (batch, entries) =>
    insertOwn(
      tx,
      'entry',
      entries.map(({ seq, entryId, kind, hash, bytes }) => ({
        device_id: batch.deviceId,
        incarnation: batch.incarnation,
        seq,
        entry_id: entryId,
        kind,
        hash,
        bytes,
        batch_id: batch.batchId,
        received_ms: batch.receivedMs,
      })),
    ),
  addBranch: (batch, reason, lines) =>
    insertOwn(
      tx,
      'entry_branch',
      lines.map(({ seq, hash, bytes }) => ({
        device_id: batch.deviceId,
        incarnation: batch.incarnation,
        seq,
        hash,
        bytes,
        reason,
        batch_id: batch.batchId,
        received_ms: batch.receivedMs,
      })),
      { conflict: ['org_id', 'device_id', 'incarnation', 'seq', 'hash'], update: [] },
    ),
});

type Effects = Pick<JournalPort, 'effects' | 'addEffects' | 'setEffect' | 'placeEffect' | 'waitingFor'>;

const effectTx = (tx: Tx): Effects => ({
  effects: async (entryIds) => {
    const keys = entryIds.map((id) => ({ entry_id: id }));
    return (await rowsByKey(tx, { table: 'entry_effect', key: ['entry_id'], columns: EFFECT }, keys)).map(effectOf);
  },
  addEffects: (effects) =>
    insertOwn(
      tx,
      'entry_effect',
      effects.map((effect) => ({
        entry_id: effect.entryId,
        content_hash: effect.contentHash,
        status: effect.status,
        code: effect.code,
        awaits: effect.awaits,
        device_id: effect.deviceId,
        incarnation: effect.incarnation,
        seq: effect.seq,
        kind: effect.kind,
      })),
    ),
  setEffect: async (entryId, { status, code, awaits }) => {
    await tx.db
      .updateTable('entry_effect')
      .set({ status, code, awaits })
      .where('org_id', '=', tx.orgId)
      .where('entry_id', '=', entryId)
      .execute();
  },
  placeEffect: async (entryId, { deviceId, incarnation, seq }) => {
    await tx.db
      .updateTable('entry_effect')
      .set({ device_id: deviceId, incarnation, seq })
      .where('org_id', '=', tx.orgId)
      .where('entry_id', '=', entryId)
      .execute();
  },
  waitingFor: async (saleIds) => {
    const from = { table: 'entry_effect', key: ['awaits'], columns: ['entry_id'] } as const;
    const waiting = await rowsByKey(
      tx,
      from,
      saleIds.map((id) => ({ awaits: id })),
    );
    return slices(
      waiting.map((row) => row.entry_id),
      (ids) => openEffects(tx, (query) => query.where('f.entry_id', 'in', ids)),
    );
  },
});
