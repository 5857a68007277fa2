/**
 * What Today shows, from the tables of facts. All queries are of one store and one business day, or of its few tills.
 */
import { sql } from 'kysely';
import type { Tx } from './door.ts';

const QUARTER_MS = 900_000;

type DaySum = {
  readonly kind: 'sale' | 'return';
  readonly quarter: number;
  readonly early: boolean;
  readonly count: number;
  readonly totalMinor: number;
};

type Day = { readonly storeId: string; readonly date: string; readonly cutMs: number };

/** Sums per quarter of an hour of a business day; `early` marks what happened up to `cutMs`. */
export async function daySums(tx: Tx, day: Day): Promise<readonly DaySum[]> {
  return [...(await sumsOf(tx, 'sale', day)), ...(await sumsOf(tx, 'return', day))];
}

async function sumsOf(tx: Tx, kind: DaySum['kind'], { storeId, date, cutMs }: Day): Promise<readonly DaySum[]> {
  const early = sql<number>`case when wall_ms <= ${cutMs} then 1 else 0 end`;
  const quarter = sql<number>`wall_ms / ${sql.lit(QUARTER_MS)}`;
  const rows = await tx.db
    .selectFrom(FACTS[kind].table)
    .select((q) => [
      quarter.as('quarter'),
      early.as('early'),
      q.fn.countAll<number>().as('count'),
      q.fn.sum<number | string>('total_minor').as('total'),
    ])
    .where('org_id', '=', tx.orgId)
    .where('business_date', '=', date)
    .where('store_id', '=', storeId)
    .groupBy(['quarter', 'early'])
    .execute();
  return rows.map((row) => ({
    kind,
    quarter: row.quarter,
    early: row.early === 1,
    count: row.count,
    totalMinor: Number(row.total),
  }));
}

/** Net sales of each device on a business day. */
export async function dayByDevice(tx: Tx, storeId: string, date: string): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  for (const table of ['sale', 'goods_return'] as const) {
    const rows = await tx.db
      .selectFrom(table)
      .select((q) => ['device_id', q.fn.sum<number | string>('total_minor').as('total')])
      .where('org_id', '=', tx.orgId)
      .where('business_date', '=', date)
      .where('store_id', '=', storeId)
      .groupBy('device_id')
      .execute();
    for (const { device_id, total } of rows) {
      sums.set(device_id, (sums.get(device_id) ?? 0) + (table === 'sale' ? Number(total) : -Number(total)));
    }
  }
  return sums;
}

type LastShift = {
  readonly shiftNo: number;
  readonly zNo: number | null;
  readonly staffId: string | null;
  readonly open: boolean;
};

/** The newest shift of each device of a store. */
export async function lastShifts(tx: Tx, storeId: string): Promise<ReadonlyMap<string, LastShift>> {
  const newest = tx.db
    .selectFrom('shift')
    .select((q) => ['device_id', q.fn.max('opened_ms').as('opened_ms')])
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .groupBy('device_id')
    .as('newest');
  const rows = await tx.db
    .selectFrom('shift')
    .innerJoin(newest, (on) =>
      on.onRef('newest.device_id', '=', 'shift.device_id').onRef('newest.opened_ms', '=', 'shift.opened_ms'),
    )
    .select(['shift.device_id', 'shift.shift_no', 'shift.z_no', 'shift.staff_id', 'shift.state'])
    .where('shift.org_id', '=', tx.orgId)
    .where('shift.store_id', '=', storeId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.device_id,
      {
        shiftNo: row.shift_no,
        zNo: row.z_no,
        staffId: row.staff_id,
        open: row.state !== 'closed',
      },
    ]),
  );
}

type Brief = {
  readonly kind: 'sale' | 'return';
  readonly id: string;
  readonly no: string;
  readonly deviceId: string;
  readonly staffId: string | null;
  readonly wallMs: number;
  readonly receivedMs: number;
  readonly totalMinor: number;
  readonly lines: number;
};

/** The sales and returns of a day that arrived last, newest first. */
export async function latestFacts(tx: Tx, storeId: string, date: string, limit: number): Promise<readonly Brief[]> {
  const asked = { storeId, date, limit };
  return [...(await latestOf(tx, 'sale', asked)), ...(await latestOf(tx, 'return', asked))]
    .sort((a, b) => b.receivedMs - a.receivedMs || b.wallMs - a.wallMs)
    .slice(0, limit);
}

const FACTS = {
  sale: { table: 'sale', id: 'sale_id', lineTable: 'sale_line' },
  return: { table: 'goods_return', id: 'return_id', lineTable: 'return_line' },
} as const;

type Latest = { readonly storeId: string; readonly date: string; readonly limit: number };

async function latestOf(tx: Tx, kind: Brief['kind'], { storeId, date, limit }: Latest): Promise<readonly Brief[]> {
  const { table, id, lineTable } = FACTS[kind];
  const [factId, lineId] = [sql.ref<string>(`${table}.${id}`), sql.ref(`line.${id}`)];
  const lines = sql<number>`(
    select count(*) from ${sql.table(lineTable)} as line where line.org_id = ${tx.orgId} and ${lineId} = ${factId}
  )`;
  const rows = await tx.db
    .selectFrom(table)
    .select(['no', 'device_id', 'staff_id', 'wall_ms', 'received_ms', 'total_minor'])
    .select([factId.as('id'), lines.as('lines')])
    .where('org_id', '=', tx.orgId)
    .where('business_date', '=', date)
    .where('store_id', '=', storeId)
    .orderBy('received_ms', 'desc')
    .orderBy('wall_ms', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    kind,
    id: row.id,
    no: row.no,
    deviceId: row.device_id,
    staffId: row.staff_id,
    wallMs: row.wall_ms,
    receivedMs: row.received_ms,
    totalMinor: row.total_minor,
    lines: row.lines,
  }));
}

/** Where the entry of a sale or a return stands, with its own bytes. */
export async function factEntry(tx: Tx, id: string) {
  const place =
    (await tx.db
      .selectFrom('sale')
      .select(['device_id', 'incarnation', 'seq', 'store_id', 'staff_id', 'entry_id'])
      .where('org_id', '=', tx.orgId)
      .where('sale_id', '=', id)
      .executeTakeFirst()) ??
    (await tx.db
      .selectFrom('goods_return')
      .select(['device_id', 'incarnation', 'seq', 'store_id', 'staff_id', 'entry_id'])
      .where('org_id', '=', tx.orgId)
      .where('return_id', '=', id)
      .executeTakeFirst());
  if (place === undefined) return undefined;
  const entry = await tx.db
    .selectFrom('entry')
    .select(['kind', 'hash', 'bytes', 'received_ms'])
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', place.device_id)
    .where('incarnation', '=', place.incarnation)
    .where('seq', '=', place.seq)
    .executeTakeFirst();
  const effect = await tx.db
    .selectFrom('entry_effect')
    .select('status')
    .where('org_id', '=', tx.orgId)
    .where('entry_id', '=', place.entry_id)
    .executeTakeFirst();
  return entry === undefined ? undefined : { ...place, ...entry, status: effect?.status ?? 'applied' };
}

/** Open tasks, oldest first: of the store, and those of no store. */
export async function openTasks(tx: Tx, storeId: string, limit: number) {
  return tx.db
    .selectFrom('task')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('closed_ms', 'is', null)
    .where((where) => where.or([where('store_id', '=', storeId), where('store_id', 'is', null)]))
    .orderBy('opened_ms')
    .limit(limit)
    .execute();
}

/** Marks a task as dealt with. False: it is not open. */
export async function closeTask(
  tx: Tx,
  done: { code: string; subject: string; atMs: number; by: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('task')
    .set({ closed_ms: done.atMs, closed_by: done.by })
    .where('org_id', '=', tx.orgId)
    .where('code', '=', done.code)
    .where('subject', '=', done.subject)
    .where('closed_ms', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
