/**
 * Products, their barcodes and categories: the queries of the catalogue. Every one names the org. Rows come out in the
 * shape of the stream (src/wire/catalogue.ts), barcodes in ascending order.
 *
 * Not here: rules of who may own a code (src/server/catalogue/settle-drafts.ts), the feed (put-state.ts).
 */
import { sql, type Expression, type Selectable, type SqlBool } from 'kysely';
import type { Names, OptionGroup } from '../../core/product.ts';
import { bookVersion } from '../../core/sale.ts';
import { asks, bundleParts, productRow, type ProductRow, type StreamRow } from '../../wire/catalogue.ts';
import { insertMany } from './bulk.ts';
import type { Tx } from './door.ts';
import { feedTx } from './feed-tx.ts';
import { orgFacts } from './orgs.ts';
import type { Tables } from './schema.ts';
import { slices } from './slices.ts';

type Columns = Selectable<Tables['product']>;
export type CategoryRow = StreamRow<'category'>;

function toRow(columns: Columns, gtins: readonly string[]): ProductRow {
  return {
    skuId: columns.sku_id,
    skuNo: columns.sku_no,
    code: columns.code,
    gtins: [...gtins],
    names: namesFrom(columns.name_zh, columns.name_en),
    spec: columns.spec,
    brand: columns.brand,
    category: columns.category_id,
    unit: productRow.shape.unit.parse(columns.unit),
    priceMinor: productRow.shape.priceMinor.parse(columns.price_minor),
    floorMinor: productRow.shape.floorMinor.parse(columns.floor_minor),
    taxBp: columns.tax_bp,
    picture: columns.picture,
    story: columns.story === null ? null : (JSON.parse(columns.story) as Names), // written by `toColumns`
    search: columns.search,
    rank: columns.rank,
    hot: columns.hot === 1,
    status: productRow.shape.status.parse(columns.status),
    ...(columns.options === null ? {} : { options: JSON.parse(columns.options) as OptionGroup[] }), // by `toColumns`
    ...(columns.min_age === null ? {} : { minAge: columns.min_age }),
    ...(columns.asks === null ? {} : { asks: asks.parse(columns.asks.split(' ')) }),
    ...(columns.parts === null ? {} : { parts: bundleParts.parse(JSON.parse(columns.parts)) }),
    ...(columns.open_price === 1 ? { openPrice: true as const } : {}),
  };
}

export const namesFrom = (zh: string | null, en: string | null): Names => ({
  ...(zh === null ? {} : { zh }),
  ...(en === null ? {} : { en }),
});

function toColumns(orgId: string, row: ProductRow, nowMs: number): Columns {
  return {
    org_id: orgId,
    sku_id: row.skuId,
    sku_no: row.skuNo,
    code: row.code,
    name_zh: row.names.zh ?? null,
    name_en: row.names.en ?? null,
    spec: row.spec,
    brand: row.brand,
    category_id: row.category,
    unit: row.unit,
    price_minor: row.priceMinor,
    floor_minor: row.floorMinor,
    tax_bp: row.taxBp,
    picture: row.picture,
    story: row.story === null ? null : JSON.stringify(row.story),
    search: row.search,
    rank: row.rank,
    hot: row.hot ? 1 : 0,
    status: row.status,
    options: row.options === undefined ? null : JSON.stringify(row.options),
    min_age: row.minAge ?? null,
    asks: row.asks === undefined ? null : row.asks.join(' '),
    parts: row.parts === undefined ? null : JSON.stringify(row.parts),
    open_price: row.openPrice === true ? 1 : null,
    made_ms: nowMs,
    changed_ms: nowMs,
  };
}

/** Products by id. `lock`: nobody else changes them until this transaction ends (ids in order: no deadlock). */
export function productsById(tx: Tx, skuIds: readonly string[], lock: boolean): Promise<ProductRow[]> {
  return slices([...new Set(skuIds)].sort(), async (ids) => {
    const query = tx.db
      .selectFrom('product')
      .selectAll()
      .where('org_id', '=', tx.orgId)
      .where('sku_id', 'in', ids)
      .orderBy('sku_id');
    const columns = await (lock && tx.engine === 'postgres' ? query.forUpdate() : query).execute();
    const gtins = await gtinsOf(tx, ids);
    return columns.map((each) => toRow(each, gtins.get(each.sku_id) ?? []));
  });
}

/** Barcodes of products, ascending; a product without one is left out. */
export async function gtinsOf(tx: Tx, skuIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await slices(skuIds, (ids) =>
    tx.db
      .selectFrom('product_gtin')
      .select(['sku_id', 'gtin'])
      .where('org_id', '=', tx.orgId)
      .where('sku_id', 'in', ids)
      .orderBy('gtin')
      .execute(),
  );
  const gtins = new Map<string, string[]>();
  for (const { sku_id: skuId, gtin } of found) gtins.set(skuId, [...(gtins.get(skuId) ?? []), gtin]);
  return gtins;
}

type ProductKeys = { readonly codes: readonly string[]; readonly gtins: readonly string[] };

/** Ids of the products that own any of these codes (case-exact) or GTINs, each once. */
export async function ownersOf(tx: Tx, keys: ProductKeys): Promise<string[]> {
  const ofCodes = await slices([...new Set(keys.codes)], (codes) =>
    tx.db.selectFrom('product').select('sku_id').where('org_id', '=', tx.orgId).where('code', 'in', codes).execute(),
  );
  const ofGtins = await slices([...new Set(keys.gtins)], (gtins) =>
    tx.db
      .selectFrom('product_gtin')
      .select('sku_id')
      .where('org_id', '=', tx.orgId)
      .where('gtin', 'in', gtins)
      .execute(),
  );
  return [...new Set([...ofCodes, ...ofGtins].map((row) => row.sku_id))];
}

/** Ids of products by number. */
export async function skuIdsOf(tx: Tx, skuNos: readonly number[]): Promise<string[]> {
  const rows = await slices([...new Set(skuNos)], (numbers) =>
    tx.db
      .selectFrom('product')
      .select('sku_id')
      .where('org_id', '=', tx.orgId)
      .where('sku_no', 'in', numbers)
      .execute(),
  );
  return rows.map((row) => row.sku_id);
}

/** All products that are made of others. */
export async function bundlesOf(tx: Tx): Promise<ProductRow[]> {
  const rows = await tx.db
    .selectFrom('product')
    .select('sku_id')
    .where('org_id', '=', tx.orgId)
    .where('parts', 'is not', null)
    .execute();
  return rows.length === 0 ? [] : productsById(tx, rows.map((row) => row.sku_id), false); // prettier-ignore
}

/** Keys that products lose before others may have them: GTINs, and the codes of these products. */
export type FreedKeys = { readonly gtins: readonly string[]; readonly codesOf: readonly string[] };

/** Writes whole products, new ones and changed ones; keys that move between them are freed first. */
export async function writeProducts(
  tx: Tx,
  rows: readonly ProductRow[],
  freed: FreedKeys,
  nowMs: number,
): Promise<void> {
  await slices(freed.gtins, (gtins) =>
    tx.db.deleteFrom('product_gtin').where('org_id', '=', tx.orgId).where('gtin', 'in', gtins).execute(),
  );
  await slices(freed.codesOf, (ids) =>
    tx.db
      .updateTable('product')
      .set({ code: null })
      .where('org_id', '=', tx.orgId)
      .where('sku_id', 'in', ids)
      .execute(),
  );
  const columns = rows.map((row) => toColumns(tx.orgId, row, nowMs));
  await insertMany(tx, 'product', columns, { conflict: ['org_id', 'sku_id'], update: CHANGED_COLUMNS });
  const gtins = rows.flatMap((row) => row.gtins.map((gtin) => ({ org_id: tx.orgId, gtin, sku_id: row.skuId })));
  await insertMany(tx, 'product_gtin', gtins, { conflict: ['org_id', 'gtin'], update: [] });
}

const CHANGED_COLUMNS = [
  'code',
  'name_zh',
  'name_en',
  'spec',
  'brand',
  'category_id',
  'unit',
  'price_minor',
  'floor_minor',
  'tax_bp',
  'picture',
  'story',
  'search',
  'rank',
  'hot',
  'status',
  'options',
  'min_age',
  'asks',
  'parts',
  'open_price',
  'changed_ms',
] as const;

/** The next `count` small product numbers: the last of them. Gap-free among committed transactions. */
export async function takeSkuNos(tx: Tx, count: number): Promise<number> {
  const { value } = await tx.db
    .insertInto('counter')
    .values({ org_id: tx.orgId, name: 'sku', value: count })
    .onConflict((on) =>
      on.columns(['org_id', 'name']).doUpdateSet((row) => ({ value: row('counter.value', '+', count) })),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  return value;
}

/** All categories, in the order of the grid. */
export async function categories(tx: Tx): Promise<CategoryRow[]> {
  const rows = await tx.db
    .selectFrom('category')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .orderBy('sort_order')
    .orderBy('category_id')
    .execute();
  return rows.map((row) => ({
    categoryId: row.category_id,
    names: JSON.parse(row.names) as Names, // written by `writeCategories`
    order: row.sort_order,
    hue: row.hue,
  }));
}

export async function writeCategories(tx: Tx, rows: readonly CategoryRow[]): Promise<void> {
  const columns = rows.map((row) => ({
    org_id: tx.orgId,
    category_id: row.categoryId,
    names: JSON.stringify(row.names),
    sort_order: row.order,
    hue: row.hue,
  }));
  await insertMany(tx, 'category', columns, {
    conflict: ['org_id', 'category_id'],
    update: ['names', 'sort_order', 'hue'],
  });
}

/**
 * That a product's search text has this in it. Plain "contains" is faster than LIKE, and nothing in what was typed
 * needs escaping.
 */
export const holdsWord = (tx: Tx, word: string): Expression<SqlBool> =>
  tx.engine === 'sqlite' ? sql<SqlBool>`instr(search, ${word}) > 0` : sql<SqlBool>`strpos(search, ${word}) > 0`;

/** The present version of the catalogue, as tills stamp it on sales: the same text, the same goods and prices. */
export async function catalogueVersion(tx: Tx): Promise<string> {
  const { serverEpoch } = await orgFacts(tx);
  return bookVersion(serverEpoch, await feedTx(tx).head('org'));
}

/** On hand in a store, of the products that have ever had stock there. */
export async function onHand(tx: Tx, storeId: string, skuNos: readonly number[]): Promise<Map<number, number>> {
  const rows = await slices(skuNos, (numbers) =>
    tx.db
      .selectFrom('stock')
      .select(['sku_no', 'on_hand_milli'])
      .where('org_id', '=', tx.orgId)
      .where('store_id', '=', storeId)
      .where('sku_no', 'in', numbers)
      .execute(),
  );
  return new Map(rows.map((row) => [row.sku_no, row.on_hand_milli]));
}
