/**
 * Promotions and taxes: kept, and put into the stream of the org in the same transaction. A promotion's `rev` grows
 * with each change, so that a sale says by which words of it a price was made.
 */
import type { SoldBy } from '../../core/check-offers.ts';
import { promotionBook } from '../../core/promotion-book.ts';
import { stageOf, stagesOf } from '../../core/stage-order.ts';
import { promotionRow, type StreamRow, taxRow } from '../../wire/catalogue.ts';
import { rowsByKey } from './by-key.ts';
import type { Tx } from './door.ts';
import { putState } from './put-state.ts';

type PromotionRow = StreamRow<'promotion'>;
type TaxRow = StreamRow<'tax'>;

const readPromotion = ({ body }: { body: string }): PromotionRow => promotionRow.parse(JSON.parse(body));

/** All promotions, ended ones too, in the order they were made. */
export async function promotions(tx: Tx): Promise<PromotionRow[]> {
  const rows = await tx.db
    .selectFrom('promotion')
    .select('body')
    .where('org_id', '=', tx.orgId)
    .orderBy('promotion_id')
    .execute();
  return rows.map(readPromotion);
}

/**
 * What runs in a store without a coupon. A code is for those who were given it, and other stores are not told. Of the
 * stages only the order of those told, as the tills have it, which know the rest too.
 */
export async function offersForPhones(tx: Tx, storeId: string) {
  const rows = await promotions(tx);
  const offers = rows
    .filter(({ state, coupon }) => state === 'active' && coupon === null)
    .filter(({ storeIds }) => storeIds === null || storeIds.includes(storeId))
    .map((row) => ({ ...row, storeIds: null }));
  const told = new Set(offers.map(stageOf));
  return { offers, offerStages: stagesOf(promotionBook(rows)).filter((stage) => told.has(stage)) };
}

/** Locked until the transaction ends, so that of two who change one at a time. Undefined: there is none. */
export async function promotionById(tx: Tx, promotionId: string): Promise<PromotionRow | undefined> {
  const row = await tx.db
    .updateTable('promotion')
    .set({ promotion_id: promotionId })
    .where('org_id', '=', tx.orgId)
    .where('promotion_id', '=', promotionId)
    .returning('body')
    .executeTakeFirst();
  return row === undefined ? undefined : readPromotion(row);
}

/** Adds or changes a promotion and tells every device. */
export async function savePromotion(tx: Tx, row: PromotionRow, nowMs: number): Promise<void> {
  const columns = { rev: row.rev, body: JSON.stringify(row), changed_ms: nowMs };
  await tx.db
    .insertInto('promotion')
    .values({ org_id: tx.orgId, promotion_id: row.promotionId, ...columns })
    .onConflict((on) => on.columns(['org_id', 'promotion_id']).doUpdateSet(columns))
    .execute();
  putState(tx, 'org', [{ t: 'promotion', id: row.promotionId, r: row }]);
}

/** All taxes in the order they apply. */
export async function taxes(tx: Tx): Promise<TaxRow[]> {
  const rows = await tx.db.selectFrom('tax_rate').select('body').where('org_id', '=', tx.orgId).execute();
  return rows
    .map(({ body }) => taxRow.parse(JSON.parse(body)))
    .sort((a, b) => a.order - b.order || (a.taxId < b.taxId ? -1 : 1));
}

/** Adds or changes a tax and tells every device. */
export async function saveTax(tx: Tx, row: TaxRow, nowMs: number): Promise<void> {
  const columns = { body: JSON.stringify(row), changed_ms: nowMs };
  await tx.db
    .insertInto('tax_rate')
    .values({ org_id: tx.orgId, tax_id: row.taxId, ...columns })
    .onConflict((on) => on.columns(['org_id', 'tax_id']).doUpdateSet(columns))
    .execute();
  putState(tx, 'org', [{ t: 'tax', id: row.taxId, r: row }]);
}

/** What a sale's offers are checked against: the promotions it names, its goods as they are now, the store's zone. */
export async function soldBy(
  tx: Tx,
  asked: { readonly promotionIds: readonly string[]; readonly skuNos: readonly number[] },
): Promise<SoldBy> {
  const rows = await rowsByKey(
    tx,
    { table: 'promotion', key: ['promotion_id'], columns: ['body'] },
    [...new Set(asked.promotionIds)].map((id) => ({ promotion_id: id })),
  );
  const found = rows.map(readPromotion);
  const goods = await rowsByKey(
    tx,
    { table: 'product', key: ['sku_no'], columns: ['sku_no', 'unit', 'category_id', 'floor_minor'] },
    [...new Set(asked.skuNos)].map((skuNo) => ({ sku_no: skuNo })),
  );
  const zones = await tx.db.selectFrom('store').select(['store_id', 'tz']).where('org_id', '=', tx.orgId).execute();
  return {
    promotions: new Map(found.map((row) => [row.promotionId, row])),
    goods: new Map(
      goods.map((row) => [
        row.sku_no,
        { isPieces: row.unit === 'pcs', category: row.category_id, floorMinor: row.floor_minor },
      ]),
    ),
    zones: new Map(zones.map((row) => [row.store_id, row.tz])),
  };
}
