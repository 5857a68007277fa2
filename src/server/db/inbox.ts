/**
 * Entries a person may decide of, what was decided, and what takes the rows of one back out of the books.
 */
import type { Tx } from './door.ts';
import { openEffects, type KeptEntry } from './entries-with-effects.ts';

const ROWS = ['sale_line', 'sale_tender', 'sale'] as const;
const RETURN_ROWS = ['return_line', 'return_tender', 'goods_return'] as const;

/** What waits in a store, oldest first. */
export const keptEntries = (tx: Tx, storeId: string, limit: number): Promise<KeptEntry[]> =>
  openEffects(tx, (query) => query.where('d.store_id', '=', storeId), limit);

/** Bodies of the newest decisions of a store, as the register journalled them. */
export async function decisionNotes(tx: Tx, storeId: string, limit: number) {
  return tx.db
    .selectFrom('audit_note')
    .innerJoin('device as d', (on) =>
      on.onRef('d.org_id', '=', 'audit_note.org_id').onRef('d.device_id', '=', 'audit_note.device_id'),
    )
    .select(['audit_note.body', 'audit_note.received_ms'])
    .where('audit_note.org_id', '=', tx.orgId)
    .where('audit_note.kind', '=', 'entry.settled')
    .where('d.kind', '=', 'register') // a till may write what it likes: only the register's word counts
    .where('audit_note.store_id', '=', storeId)
    .orderBy('audit_note.received_ms', 'desc')
    .orderBy('audit_note.entry_id', 'desc')
    .limit(limit)
    .execute();
}

/** Whether goods of this sale came back: then the sale cannot leave the books. */
export async function hasReturns(tx: Tx, saleId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('goods_return')
    .select('return_id')
    .where('org_id', '=', tx.orgId)
    .where('sale_id', '=', saleId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes every row of one entry out of the books, and answers the moves of stock that went with them. */
export async function takeOut(tx: Tx, key: string, of: { saleId: string | null; returnId: string | null }) {
  const moves = await tx.db
    .deleteFrom('stock_move')
    .where('org_id', '=', tx.orgId)
    .where('entry_id', '=', key)
    .returning(['store_id', 'sku_no', 'delta_milli'])
    .execute();
  for (const table of [
    'audit_note',
    'cart_claim',
    'shift_event',
    'hold_event',
    'manual_discount',
    'ledger_line',
  ] as const) {
    await tx.db.deleteFrom(table).where('org_id', '=', tx.orgId).where('entry_id', '=', key).execute();
  }
  if (of.saleId !== null) {
    for (const table of ROWS) {
      await tx.db.deleteFrom(table).where('org_id', '=', tx.orgId).where('sale_id', '=', of.saleId).execute();
    }
  }
  if (of.returnId !== null) {
    for (const table of RETURN_ROWS) {
      await tx.db.deleteFrom(table).where('org_id', '=', tx.orgId).where('return_id', '=', of.returnId).execute();
    }
  }
  return moves;
}
