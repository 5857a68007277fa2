/**
 * Where every journal of the org begins and ends, and how far each till has said it is: what a backup is checked by,
 * what a restored server is told of the time it has forgotten, what losses are counted from.
 */
import { sql } from 'kysely';
import type { Numbers } from '../journal/port.ts';
import type { Tx } from './door.ts';

export type JournalHead = {
  readonly deviceId: string;
  readonly incarnation: string;
  readonly seq: number;
  readonly hash: string;
  readonly announcedSeq: number;
  readonly again?: Numbers;
};

/** What of a life comes again in another, where its till has said so. */
export const againOf = (row: { readonly again_from: number | null; readonly again_to: number | null }) =>
  row.again_from === null || row.again_to === null ? {} : { again: { from: row.again_from, to: row.again_to } };

export async function allHeads(tx: Tx): Promise<JournalHead[]> {
  return (await headRows(tx).execute()).map(headOf);
}

/** Of journals whose till announced more than is here. */
export async function shortHeads(tx: Tx): Promise<JournalHead[]> {
  return (await headRows(tx).whereRef('announced_seq', '>', 'seq').execute()).map(headOf);
}

/** The first entries of all lives of a device: each names the life before it. By its heads, or all of it were read. */
export async function openingTexts(tx: Tx, deviceId: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('journal_head as h')
    .innerJoin('entry as e', (on) =>
      on
        .onRef('e.org_id', '=', 'h.org_id')
        .onRef('e.device_id', '=', 'h.device_id')
        .onRef('e.incarnation', '=', 'h.incarnation')
        .on('e.seq', '=', 1),
    )
    .select('e.bytes')
    .where('h.org_id', '=', tx.orgId)
    .where('h.device_id', '=', deviceId)
    .execute();
  return rows.map(({ bytes }) => bytes);
}

const headRows = (tx: Tx) =>
  tx.db
    .selectFrom('journal_head')
    .select(['device_id', 'incarnation', 'seq', 'hash', 'announced_seq', 'again_from', 'again_to'])
    .where('org_id', '=', tx.orgId)
    .orderBy('device_id')
    .orderBy('incarnation');

type HeadRow = Awaited<ReturnType<ReturnType<typeof headRows>['execute']>>[number];

const headOf = (row: HeadRow): JournalHead => ({
  deviceId: row.device_id,
  incarnation: row.incarnation,
  seq: row.seq,
  hash: row.hash,
  announcedSeq: row.announced_seq,
  ...againOf(row),
});

/** What another copy of this database had heard announced is announced here too. A head only grows by it. */
export async function rememberAnnounced(tx: Tx, heads: readonly JournalHead[]): Promise<void> {
  for (const { deviceId, incarnation, announcedSeq, seq, again } of heads) {
    const known = Math.max(announcedSeq, seq);
    if (again !== undefined) {
      await tx.db
        .updateTable('journal_head')
        .set({ again_from: again.from, again_to: again.to })
        .where('org_id', '=', tx.orgId)
        .where('device_id', '=', deviceId)
        .where('incarnation', '=', incarnation)
        .execute();
    }
    await tx.db
      .updateTable('journal_head')
      .set({ announced_seq: known })
      .where('org_id', '=', tx.orgId)
      .where('device_id', '=', deviceId)
      .where('incarnation', '=', incarnation)
      .where('announced_seq', '<', known)
      .execute();
  }
}

/** How many entries all journals of the org hold. */
export async function countEntries(tx: Tx): Promise<number> {
  const { count } = await tx.db
    .selectFrom('entry')
    .select(sql<number>`count(*)`.as('count'))
    .where('org_id', '=', tx.orgId)
    .executeTakeFirstOrThrow();
  return count;
}
