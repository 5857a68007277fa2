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
function within({ fromMs, toMs }: Span, of?: string) {
  const [received, wall] = ['received_ms', 'wall_ms'].map((name) => sql.ref(of === undefined ? name : `${of}.${name}`));
  const [from, to] = [sql.lit(fromMs), sql.lit(toMs)];
  return sql<boolean>`${received} >= ${from} and (${wall} < ${to} or ${received} < ${to})`;
}

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

/** Returns and voids of a sale in which cash went back. */
export const cashReturns = (tx: Tx, span: Span) =>
  tx.db
    .selectFrom('goods_return as r')
    .innerJoin('return_tender as t', (on) =>
      on.onRef('t.org_id', '=', 'r.org_id').onRef('t.return_id', '=', 'r.return_id'),
    )
    .select(['r.return_id', 'r.sale_id', 'r.receipt_ref'])
    .where('r.org_id', '=', tx.orgId)
    .where('r.store_id', '=', span.storeId)
    .where('t.method', '=', 'cash')
    .where(within(span, 'r'))
    .where((q) => q.or([q('r.sale_id', 'is not', null), q('r.receipt_ref', 'is not', null)]))
    .orderBy('r.received_ms', 'desc')
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

const NOTES = ['line.removed', 'price.overridden', 'clock.shifted', 'practice.started', 'practice.ended'] as const;

export type Note = Awaited<ReturnType<typeof notesLookedAt>>[number];

/** Lines taken off, prices changed, clocks set back, practice. */
export const notesLookedAt = (tx: Tx, span: Span) =>
  tx.db
    .selectFrom('audit_note')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', span.storeId)
    .where('kind', 'in', NOTES)
    .where(within(span))
    .orderBy('received_ms', 'desc')
    .limit(MOST)
    .execute();

/** Ends of practice that arrived since the span began, however late. */
export const practiceEnds = (tx: Tx, { storeId, fromMs }: Span) =>
  tx.db
    .selectFrom('audit_note')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .where('kind', '=', 'practice.ended')
    .where('received_ms', '>=', fromMs)
    .execute();

type Counted = { readonly storeId: string; readonly sinceMs: number; readonly skuNos: readonly number[] };

/** What counts found more or less of these goods, since then. */
export const countedMoves = (tx: Tx, { storeId, sinceMs, skuNos }: Counted) =>
  slices([...new Set(skuNos)], (piece) =>
    tx.db
      .selectFrom('stock_move')
      .select(['sku_no', 'delta_milli'])
      .where('org_id', '=', tx.orgId)
      .where('store_id', '=', storeId)
      .where('sku_no', 'in', piece)
      .where('reason', 'in', ['count', 'counted'])
      .where('happened_ms', '>=', sinceMs)
      .execute(),
  );

/** Vouchers taken, each with how many tenders of the whole shop took that code. */
export async function vouchersTaken(tx: Tx, span: Span) {
  const rows = await tx.db
    .selectFrom('sale_tender as t')
    .innerJoin('sale as s', (on) => on.onRef('s.org_id', '=', 't.org_id').onRef('s.sale_id', '=', 't.sale_id'))
    .innerJoin('entry as e', (on) =>
      on
        .onRef('e.org_id', '=', 's.org_id')
        .onRef('e.device_id', '=', 's.device_id')
        .onRef('e.incarnation', '=', 's.incarnation')
        .onRef('e.seq', '=', 's.seq'),
    )
    .select(['t.code', 't.amount_minor', 's.no', 's.entry_id', 's.staff_id', 's.wall_ms', 's.received_ms', 'e.bytes'])
    .where('t.org_id', '=', tx.orgId)
    .where('t.method', '=', 'voucher')
    .where('s.store_id', '=', span.storeId)
    .where(within(span, 's'))
    .orderBy('s.received_ms', 'desc')
    .limit(MOST)
    .execute();
  const codes = [...new Set(rows.flatMap(({ code }) => code ?? []))];
  const uses = await slices(codes, (piece) =>
    tx.db
      .selectFrom('sale_tender')
      .select((q) => ['code', q.fn.countAll<number>().as('count')])
      .where('org_id', '=', tx.orgId)
      .where('method', '=', 'voucher')
      .where('code', 'in', piece)
      .groupBy('code')
      .execute(),
  );
  const times = new Map(uses.map(({ code, count }) => [code, count]));
  return rows.map((row) => ({ ...row, times: times.get(row.code) ?? 1 }));
}

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
    .select(['seq', 'bytes', 'received_ms'])
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
