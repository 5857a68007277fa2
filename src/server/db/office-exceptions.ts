/**
 * What the report of exceptions is read from: rows of a store that happened, or arrived, in a span of time. What came
 * late is in the report of the day it happened and of the day it came.
 */
import { sql } from 'kysely';
import { rowsByKey } from './by-key.ts';
import type { Tx } from './door.ts';
import { slices } from './slices.ts';

export type Span = { readonly storeId: string; readonly fromMs: number; readonly toMs: number };

const MOST = 2000; // of each kind: more in one report is nobody's to read

/** Happened or arrived within the span. */
const within = ({ fromMs, toMs }: Span) =>
  sql<boolean>`received_ms >= ${sql.lit(fromMs)} and (wall_ms < ${sql.lit(toMs)} or received_ms < ${sql.lit(toMs)})`;

/** Voids, and returns without a receipt. */
export const returnsLookedAt = (tx: Tx, span: Span) =>
  tx.db
    .selectFrom('goods_return')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', span.storeId)
    .where(within(span))
    .where((q) => q.or([q('kind', '=', 'void'), q.and([q('sale_id', 'is', null), q('receipt_ref', 'is', null)])]))
    .orderBy('received_ms', 'desc')
    .limit(MOST)
    .execute();

export const discountsGiven = (tx: Tx, span: Span) =>
  tx.db
    .selectFrom('manual_discount')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', span.storeId)
    .where(within(span))
    .orderBy('received_ms', 'desc')
    .limit(MOST)
    .execute();

export const drawersOpened = (tx: Tx, span: Span) =>
  tx.db
    .selectFrom('shift_event')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', span.storeId)
    .where('kind', '=', 'drawer.opened')
    .where(within(span))
    .orderBy('received_ms', 'desc')
    .limit(MOST)
    .execute();

/** Lines taken off, prices changed, clocks set back. */
export const notesLookedAt = (tx: Tx, span: Span) =>
  tx.db
    .selectFrom('audit_note')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', span.storeId)
    .where('kind', 'in', ['line.removed', 'price.overridden', 'clock.shifted'])
    .where(within(span))
    .orderBy('received_ms', 'desc')
    .limit(MOST)
    .execute();

/** How many sales each person made. */
export async function salesByPerson(tx: Tx, span: Span): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.db
    .selectFrom('sale')
    .select((q) => ['staff_id', q.fn.countAll<number>().as('count')])
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', span.storeId)
    .where(within(span))
    .groupBy('staff_id')
    .execute();
  return new Map(rows.map((row) => [row.staff_id ?? '', row.count]));
}

const SALE = ['sale_id', 'cart_id', 'no', 'total_minor'] as const;

export const salesById = (tx: Tx, saleIds: readonly string[]) =>
  rowsByKey(
    tx,
    { table: 'sale', key: ['sale_id'], columns: SALE },
    [...new Set(saleIds)].map((id) => ({ sale_id: id })),
  );

export const salesByCart = (tx: Tx, cartIds: readonly string[]) =>
  rowsByKey(
    tx,
    { table: 'sale', key: ['cart_id'], columns: SALE },
    [...new Set(cartIds)].map((id) => ({ cart_id: id })),
  );

/** Where entries stand. */
export const placesOf = (tx: Tx, entryIds: readonly string[]) =>
  slices([...new Set(entryIds)], (piece) =>
    tx.db
      .selectFrom('entry_effect as f')
      .innerJoin('device as d', (on) => on.onRef('d.org_id', '=', 'f.org_id').onRef('d.device_id', '=', 'f.device_id'))
      .select(['f.entry_id', 'f.device_id', 'f.incarnation', 'f.seq', 'd.till_code'])
      .where('f.org_id', '=', tx.orgId)
      .where('f.entry_id', 'in', piece)
      .execute(),
  );

type Chain = { readonly deviceId: string; readonly incarnation: string; readonly seq: number };

/** Sales of a journal after an entry, as they were written, the first `limit`. */
export const salesAfter = (tx: Tx, { deviceId, incarnation, seq }: Chain, limit: number) =>
  tx.db
    .selectFrom('entry')
    .select(['seq', 'bytes'])
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .where('seq', '>', seq)
    .where('kind', '=', 'sale.completed')
    .orderBy('seq')
    .limit(limit)
    .execute();

/** Tills of a store that are given up, with what they announced and never sent, and a shift they left open. */
export async function lostTails(tx: Tx, storeId: string) {
  const heads = await tx.db
    .selectFrom('device as d')
    .innerJoin('journal_head as h', (on) =>
      on.onRef('h.org_id', '=', 'd.org_id').onRef('h.device_id', '=', 'd.device_id'),
    )
    .select(['d.device_id', 'd.till_code', 'd.revoked_ms', 'd.last_seen_ms'])
    .select(['h.incarnation', 'h.seq', 'h.announced_seq'])
    .where('d.org_id', '=', tx.orgId)
    .where('d.store_id', '=', storeId)
    .where('d.state', '=', 'revoked')
    .whereRef('h.announced_seq', '>', 'h.seq')
    .execute();
  const ids = heads.map((head) => head.device_id);
  const shifts =
    ids.length === 0
      ? []
      : await tx.db
          .selectFrom('shift')
          .select(['device_id', 'shift_no', 'staff_id'])
          .where('org_id', '=', tx.orgId)
          .where('device_id', 'in', ids)
          .where('state', '<>', 'closed')
          .execute();
  return heads.map((head) => ({ head, shift: shifts.find((shift) => shift.device_id === head.device_id) ?? null }));
}
