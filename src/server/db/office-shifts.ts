/** Shifts as the office sees them, from the tables of facts: what has arrived, never what a till announced. */
import { sql } from 'kysely';
import type { Tx } from './door.ts';

/** Shifts of a store opened before `beforeMs`, newest first. */
export const shiftsOf = (tx: Tx, storeId: string, { beforeMs, limit }: { beforeMs: number; limit: number }) =>
  tx.db
    .selectFrom('shift')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .where('opened_ms', '<', beforeMs)
    .orderBy('opened_ms', 'desc')
    .limit(limit)
    .execute();

export const shiftById = (tx: Tx, shiftId: string) =>
  tx.db
    .selectFrom('shift')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('shift_id', '=', shiftId)
    .executeTakeFirst();

type Sums = { readonly sales: number; readonly netMinor: number; readonly inMinor: number; readonly outMinor: number };

/** Sales less returns and cash moved, per shift. */
export async function shiftSums(tx: Tx, shiftIds: readonly string[]): Promise<ReadonlyMap<string, Sums>> {
  const sums = new Map<string, Sums>(shiftIds.map((id) => [id, { sales: 0, netMinor: 0, inMinor: 0, outMinor: 0 }]));
  if (shiftIds.length === 0) return sums;
  const add = (id: string, part: Partial<Sums>): void => {
    const { sales = 0, netMinor = 0, inMinor = 0, outMinor = 0 } = part;
    const was = sums.get(id) ?? { sales: 0, netMinor: 0, inMinor: 0, outMinor: 0 };
    sums.set(id, {
      sales: was.sales + sales,
      netMinor: was.netMinor + netMinor,
      inMinor: was.inMinor + inMinor,
      outMinor: was.outMinor + outMinor,
    });
  };
  for (const table of ['sale', 'goods_return'] as const) {
    const rows = await tx.db
      .selectFrom(table)
      .select((q) => [
        'shift_id',
        q.fn.countAll<number>().as('count'),
        q.fn.sum<number | string>('total_minor').as('total'),
      ])
      .where('org_id', '=', tx.orgId)
      .where('shift_id', 'in', shiftIds)
      .groupBy('shift_id')
      .execute();
    for (const { shift_id, count, total } of rows) {
      const isSale = table === 'sale';
      add(shift_id, { sales: isSale ? count : 0, netMinor: isSale ? Number(total) : 0 - Number(total) });
    }
  }
  for (const { shift_id, kind, amount_minor } of await eventsOf(tx, shiftIds)) {
    if (kind === TOPPED_UP) continue; // paid by some way, as a sale is
    add(shift_id, amount_minor >= 0 ? { inMinor: amount_minor } : { outMinor: 0 - amount_minor });
  }
  return sums;
}

/** The kind of event that is money onto a member's card. */
export const TOPPED_UP = 'value.topped_up';

/** What happened to the drawers of shifts without a sale, oldest first. */
export const eventsOf = (tx: Tx, shiftIds: readonly string[]) =>
  tx.db
    .selectFrom('shift_event')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('shift_id', 'in', shiftIds)
    .orderBy('wall_ms')
    .orderBy('entry_id')
    .execute();

/** Tenders of a shift's sales beside cash, newest first. */
export const tendersOf = (tx: Tx, shiftId: string, limit: number) =>
  tx.db
    .selectFrom('sale_tender as t')
    .innerJoin('sale as s', (on) => on.onRef('s.org_id', '=', 't.org_id').onRef('s.sale_id', '=', 't.sale_id'))
    .select(['s.sale_id', 's.no', 's.wall_ms', 't.tender_id', 't.method', 't.amount_minor', 't.code', 't.detail'])
    .where('s.org_id', '=', tx.orgId)
    .where('s.shift_id', '=', shiftId)
    .where('t.method', '!=', 'cash')
    .orderBy('s.wall_ms', 'desc')
    .orderBy('t.tender_id')
    .limit(limit)
    .execute();

/** Per way of paying: what came, less what went back. Change went out of the cash. */
export async function methodSums(tx: Tx, shiftId: string) {
  const taken = await tx.db
    .selectFrom('sale_tender as t')
    .innerJoin('sale as s', (on) => on.onRef('s.org_id', '=', 't.org_id').onRef('s.sale_id', '=', 't.sale_id'))
    .select((q) => ['t.method', 't.detail', q.fn.sum<number | string>('t.amount_minor').as('sum')])
    .where('s.org_id', '=', tx.orgId)
    .where('s.shift_id', '=', shiftId)
    .groupBy(['t.method', 't.detail'])
    .execute();
  const back = await tx.db
    .selectFrom('return_tender as t')
    .innerJoin('goods_return as r', (on) =>
      on.onRef('r.org_id', '=', 't.org_id').onRef('r.return_id', '=', 't.return_id'),
    )
    .select((q) => ['t.method', 't.detail', q.fn.sum<number | string>('t.amount_minor').as('sum')])
    .where('r.org_id', '=', tx.orgId)
    .where('r.shift_id', '=', shiftId)
    .groupBy(['t.method', 't.detail'])
    .execute();
  const change = await tx.db
    .selectFrom('sale')
    .select((q) => q.fn.sum<number | string | null>('change_minor').as('sum'))
    .where('org_id', '=', tx.orgId)
    .where('shift_id', '=', shiftId)
    .executeTakeFirst();
  return [
    ...taken.map((row) => ({ ...row, sum: Number(row.sum) })),
    ...back.map((row) => ({ ...row, sum: 0 - Number(row.sum) })),
    { method: 'cash', detail: null, sum: 0 - Number(change?.sum ?? 0) },
  ];
}

/** Sales and returns of a shift per person. */
export async function staffSums(tx: Tx, shiftId: string) {
  const of = (table: 'sale' | 'goods_return') =>
    tx.db
      .selectFrom(table)
      .select((q) => [
        'staff_id',
        q.fn.countAll<number>().as('count'),
        q.fn.sum<number | string>('total_minor').as('total'),
        q.fn.min<number>('wall_ms').as('first'),
        q.fn.max<number>('wall_ms').as('last'),
      ])
      .where('org_id', '=', tx.orgId)
      .where('shift_id', '=', shiftId)
      .groupBy('staff_id')
      .execute();
  return { sales: await of('sale'), returns: await of('goods_return') };
}

/** Vouchers the office has made, newest first, with what was redeemed of each. */
export const vouchersListed = (tx: Tx, limit: number) =>
  tx.db
    .selectFrom('voucher as v')
    .leftJoin('sale_tender as t', (on) =>
      on.onRef('t.org_id', '=', 'v.org_id').on('t.method', '=', 'voucher').onRef('t.code', '=', 'v.code'),
    )
    .select([
      'v.code',
      'v.face_minor',
      'v.note',
      'v.made_ms',
      sql<number | string>`coalesce(sum(t.amount_minor), 0)`.as('used'),
    ])
    .where('v.org_id', '=', tx.orgId)
    .groupBy(['v.code', 'v.face_minor', 'v.note', 'v.made_ms'])
    .orderBy('v.made_ms', 'desc')
    .orderBy('v.code')
    .limit(limit)
    .execute();

/** Adds a voucher. False: its code is taken. */
export async function addVoucher(
  tx: Tx,
  voucher: { readonly code: string; readonly faceMinor: number; readonly note: string },
  nowMs: number,
): Promise<boolean> {
  const { code, faceMinor, note } = voucher;
  const done = await tx.db
    .insertInto('voucher')
    .values({ org_id: tx.orgId, code, face_minor: faceMinor, note, made_ms: nowMs })
    .onConflict((on) => on.columns(['org_id', 'code']).doNothing())
    .returning('code')
    .executeTakeFirst();
  return done !== undefined;
}
