/** What decisions about returns are read from: sales with what came back of them, and who may do what. */
import { sql } from 'kysely';
import type { Role } from '../../core/permission.ts';
import { saleRefOf } from '../../core/sale.ts';
import type { People } from '../journal/people.ts';
import type { SoldGoods } from '../journal/port.ts';
import { rowsByKey } from './by-key.ts';
import type { Tx } from './door.ts';
import { slices } from './slices.ts';

/** Sales by what receipts carry of their ids. */
export async function salesByRef(tx: Tx, refs: readonly string[]): Promise<Map<string, string>> {
  const found = await slices([...new Set(refs)].map(endOfId), (piece) =>
    tx.db
      .selectFrom('sale')
      .select('sale_id')
      .where('org_id', '=', tx.orgId)
      .where(sql<string>`substr(sale_id, 15)`, 'in', piece)
      .execute(),
  );
  return new Map(found.map(({ sale_id: id }) => [saleRefOf(id), id]));
}

/** The end of a sale's id as it is written: 20 hex digits with the dashes between them. */
const endOfId = (ref: string): string => `${ref.slice(0, 4)}-${ref.slice(4, 8)}-${ref.slice(8)}`;

/** People known. A person who left and was changed after that counts as gone from the change on. */
export async function peopleOf(tx: Tx, staffIds: readonly string[]): Promise<People> {
  const rows = await slices([...new Set(staffIds)], (piece) =>
    tx.db
      .selectFrom('staff')
      .select(['staff_id', 'role', 'store_ids', 'active', 'changed_ms'])
      .where('org_id', '=', tx.orgId)
      .where('staff_id', 'in', piece)
      .execute(),
  );
  return new Map(
    rows.map((row) => [
      row.staff_id,
      {
        role: row.role as Role, // written by the office, which knows no others
        storeIds: JSON.parse(row.store_ids) as string[], // written by saveStaff
        leftMs: row.active === 1 ? null : row.changed_ms,
      },
    ]),
  );
}

type Sold = { [K in keyof SoldGoods]: SoldGoods[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : SoldGoods[K] };
type Returned = { readonly sale_id: string | null; readonly sku_no: number; readonly qty: number };

/** Sales by id, with what was sold, what came back and what went back of each. */
export async function soldOf(tx: Tx, saleIds: readonly string[]): Promise<Map<string, SoldGoods>> {
  const columns = ['sale_id', 'shift_id', 'hash', 'total_minor'] as const;
  const keys = [...new Set(saleIds)].map((id) => ({ sale_id: id }));
  const sales = await rowsByKey(tx, { table: 'sale', key: ['sale_id'], columns }, keys);
  const ids = sales.map((row) => row.sale_id);
  const goods = new Map<string, Sold & { refundedMinor: number }>(
    sales.map((row) => [
      row.sale_id,
      {
        sold: new Map(),
        returned: new Map(),
        shiftId: row.shift_id,
        hash: row.hash,
        totalMinor: row.total_minor,
        refundedMinor: 0,
      },
    ]),
  );
  for (const row of await linesSold(tx, ids)) goods.get(row.sale_id)?.sold.set(row.sku_no, row.qty);
  const idOf = new Map(ids.map((id) => [saleRefOf(id), id]));
  const refs = [...idOf.keys()];
  for (const key of ['sale_id', 'receipt_ref'] as const) {
    const names = key === 'sale_id' ? ids : refs;
    const at = (name: string | null) => goods.get(key === 'sale_id' ? (name ?? '') : (idOf.get(name ?? '') ?? ''));
    for (const row of await linesReturned(tx, key, names)) {
      const back = at(row.sale_id)?.returned;
      back?.set(row.sku_no, (back.get(row.sku_no) ?? 0) + row.qty);
    }
    for (const row of await refunds(tx, key, names)) {
      const sale = at(row.name);
      if (sale !== undefined) sale.refundedMinor += row.total;
    }
  }
  return goods;
}

const linesSold = (tx: Tx, ids: readonly string[]) =>
  slices(ids, (piece) =>
    tx.db
      .selectFrom('sale_line')
      .select(['sale_id', 'sku_no', (q) => q.fn.sum<number>('qty_milli').as('qty')])
      .where('org_id', '=', tx.orgId)
      .where('sale_id', 'in', piece)
      .groupBy(['sale_id', 'sku_no'])
      .execute(),
  );

type Named = 'sale_id' | 'receipt_ref';

const linesReturned = (tx: Tx, by: Named, names: readonly string[]): Promise<Returned[]> =>
  slices(names, (piece) =>
    tx.db
      .selectFrom('return_line as l')
      .innerJoin('goods_return as r', (on) =>
        on.onRef('r.org_id', '=', 'l.org_id').onRef('r.return_id', '=', 'l.return_id'),
      )
      .select([`r.${by} as sale_id`, 'l.sku_no', (q) => q.fn.sum<number>('l.qty_milli').as('qty')])
      .where('l.org_id', '=', tx.orgId)
      .where(`r.${by}`, 'in', piece)
      .groupBy([`r.${by}`, 'l.sku_no'])
      .execute(),
  );

const refunds = (tx: Tx, by: Named, names: readonly string[]) =>
  slices(names, (piece) =>
    tx.db
      .selectFrom('goods_return')
      .select([`${by} as name`, (q) => q.fn.sum<number>('total_minor').as('total')])
      .where('org_id', '=', tx.orgId)
      .where(by, 'in', piece)
      .groupBy(by)
      .execute(),
  );
