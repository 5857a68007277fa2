/** Sales of which cash went back: what they were paid in cash, and every refund of them in cash. */
import { saleRefOf } from '../../core/sale.ts';
import type { Tx } from './door.ts';
import { salesByRef } from './return-books.ts';
import { slices } from './slices.ts';

/** Returns that gave cash back, of these sales, in the order they came. */
export async function cashRefundsOf(tx: Tx, saleIds: readonly string[]) {
  const refs = new Map(saleIds.map((id) => [saleRefOf(id), id]));
  const found = (by: 'sale_id' | 'receipt_ref', names: readonly string[]) =>
    slices(names, (piece) =>
      tx.db
        .selectFrom('goods_return as r')
        .innerJoin('return_tender as t', (on) =>
          on.onRef('t.org_id', '=', 'r.org_id').onRef('t.return_id', '=', 'r.return_id'),
        )
        .select(['r.return_id', 'r.entry_id', 'r.no', 'r.store_id', 'r.sale_id', 'r.receipt_ref', 'r.staff_id'])
        .select(['r.approver_id', 'r.wall_ms', 'r.received_ms', 'r.seq', 't.tender_id', 't.amount_minor'])
        .where('r.org_id', '=', tx.orgId)
        .where(`r.${by}`, 'in', piece)
        .where('t.method', '=', 'cash')
        .execute(),
    );
  const rows = [...(await found('sale_id', saleIds)), ...(await found('receipt_ref', [...refs.keys()]))];
  return rows
    .map((row) => ({ ...row, saleId: row.sale_id ?? refs.get(row.receipt_ref ?? '') ?? '' }))
    .sort((a, b) => a.received_ms - b.received_ms || a.seq - b.seq || (a.return_id < b.return_id ? -1 : 1));
}

/** The sales that those returns are of, each once; one that never came is in none. */
export async function salesOfReturns(
  tx: Tx,
  returns: readonly { readonly sale_id: string | null; readonly receipt_ref: string | null }[],
): Promise<string[]> {
  const refs = returns.flatMap((row) => (row.sale_id === null ? (row.receipt_ref ?? []) : []));
  const byRef = refs.length === 0 ? new Map<string, string>() : await salesByRef(tx, refs);
  return [...new Set(returns.flatMap((row) => row.sale_id ?? byRef.get(row.receipt_ref ?? '') ?? []))];
}

/** What each sale was paid with, and its change. */
export async function paidOf(tx: Tx, saleIds: readonly string[]) {
  const sales = await slices(saleIds, (piece) =>
    tx.db
      .selectFrom('sale')
      .select(['sale_id', 'no', 'change_minor'])
      .where('org_id', '=', tx.orgId)
      .where('sale_id', 'in', piece)
      .execute(),
  );
  const tenders = await slices(saleIds, (piece) =>
    tx.db
      .selectFrom('sale_tender')
      .select(['sale_id', 'tender_id', 'method', 'amount_minor', 'detail'])
      .where('org_id', '=', tx.orgId)
      .where('sale_id', 'in', piece)
      .execute(),
  );
  return sales.map((sale) => ({ ...sale, tenders: tenders.filter((row) => row.sale_id === sale.sale_id) }));
}
