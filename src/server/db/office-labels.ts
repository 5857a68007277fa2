/**
 * Shelf labels: which products want one, and the record of each that was made. The newest label of a product in a
 * store is the one that hangs there; when its price is no longer the product's, it wants a new one.
 */
import { sql } from 'kysely';
import type { LabelChoice } from '../../wire/office-shop.ts';
import type { Tx } from './door.ts';
import { insertMany } from './bulk.ts';
import type { Tables } from './schema.ts';

/** Numbers of the products a choice means, in the order of the list, at most `limit`. Only products that are sold. */
export async function productsToLabel(
  tx: Tx,
  storeId: string,
  choice: LabelChoice,
  limit: number,
): Promise<readonly number[]> {
  const sold = tx.db
    .selectFrom('product')
    .select('product.sku_no')
    .where('product.org_id', '=', tx.orgId)
    .where('product.status', '=', 'active')
    .orderBy('product.sku_no')
    .limit(limit);
  switch (choice.by) {
    case 'selected': {
      const rows = await sold.where('product.sku_no', 'in', choice.skuNos).execute();
      return rows.map((row) => row.sku_no);
    }
    case 'category': {
      const rows = await (
        choice.category === null ? sold : sold.where('product.category_id', '=', choice.category)
      ).execute();
      return rows.map((row) => row.sku_no);
    }
    case 'changed': {
      const rows = await sold
        .innerJoin(newestLabels(tx, storeId), 'newest.sku_no', 'product.sku_no')
        .innerJoin('shelf_label', (on) =>
          on.onRef('shelf_label.label_no', '=', 'newest.label_no').on('shelf_label.org_id', '=', tx.orgId),
        )
        .whereRef('shelf_label.price_minor', '<>', 'product.price_minor')
        .execute();
      return rows.map((row) => row.sku_no);
    }
    case 'unlabelled': {
      const rows = await sold
        .where((q) => {
          const labelled = q
            .selectFrom('shelf_label')
            .select('shelf_label.label_no')
            .where('shelf_label.org_id', '=', tx.orgId)
            .where('shelf_label.store_id', '=', storeId)
            .whereRef('shelf_label.sku_no', '=', 'product.sku_no');
          return q.not(q.exists(labelled));
        })
        .execute();
      return rows.map((row) => row.sku_no);
    }
  }
}

const newestLabels = (tx: Tx, storeId: string) =>
  tx.db
    .selectFrom('shelf_label')
    .select((q) => ['sku_no', q.fn.max('label_no').as('label_no')])
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .groupBy('sku_no')
    .as('newest');

/** Numbers for `count` new labels; the first of them. */
export async function takeLabelNos(tx: Tx, count: number): Promise<number> {
  const { value } = await tx.db
    .insertInto('counter')
    .values({ org_id: tx.orgId, name: 'label_no', value: count })
    .onConflict((on) => on.columns(['org_id', 'name']).doUpdateSet({ value: sql`counter.value + excluded.value` }))
    .returning('value')
    .executeTakeFirstOrThrow();
  return value - count + 1;
}

export async function addSheet(
  tx: Tx,
  sheet: Omit<Tables['label_sheet'], 'org_id'>,
  labels: readonly Omit<Tables['shelf_label'], 'org_id' | 'sheet_id' | 'store_id'>[],
): Promise<void> {
  await tx.db
    .insertInto('label_sheet')
    .values({ ...sheet, org_id: tx.orgId })
    .execute();
  await insertMany(
    tx,
    'shelf_label',
    labels.map((label) => ({
      org_id: tx.orgId,
      label_no: label.label_no,
      sheet_id: sheet.sheet_id,
      place: label.place,
      store_id: sheet.store_id,
      sku_no: label.sku_no,
      price_minor: label.price_minor,
    })),
  );
}

export async function findSheet(tx: Tx, sheetId: string) {
  const sheet = await tx.db
    .selectFrom('label_sheet')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('sheet_id', '=', sheetId)
    .executeTakeFirst();
  if (sheet === undefined) return undefined;
  const labels = await tx.db
    .selectFrom('shelf_label')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('sheet_id', '=', sheetId)
    .orderBy('place')
    .execute();
  return { sheet, labels };
}
