/**
 * The shop's goods as a phone sees them: a store's compact catalogue, and products by number with that store's stock.
 * Stopped products are not there for phones. Rows of JSON text were written by this server, so they are only parsed
 * here.
 */
import type { Selectable } from 'kysely';
import { toMinor } from '../../core/money.ts';
import type { Names, Unit } from '../../core/product.ts';
import type { ScaleRule } from '../../core/scale-code.ts';
import type { OfferedProduct, ShopCatalogue, ShopProduct, ShopStore } from '../../wire/shop.ts';
import { categories, gtinsOf, holdsWord, namesFrom, onHand } from './catalogue-products.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

type ProductRow = Selectable<Tables['product']>;

type StoreFound = { readonly storeId: string; readonly store: ShopStore; readonly catalogueMax: number };

const storeRows = (tx: Tx) =>
  tx.db
    .selectFrom('store')
    .innerJoin('org', 'org.org_id', 'store.org_id')
    .select(['store.store_id', 'store.store_no', 'store.names', 'store.tz', 'store.scale_rules'])
    .select(['org.org_no', 'org.names as org_names', 'org.currency', 'org.shop_catalogue_max'])
    .where('store.org_id', '=', tx.orgId)
    .orderBy('store.store_no');

type StoreRow = Awaited<ReturnType<ReturnType<typeof storeRows>['executeTakeFirstOrThrow']>>;

const storeFound = (row: StoreRow): StoreFound => ({
  storeId: row.store_id,
  catalogueMax: row.shop_catalogue_max,
  store: {
    orgNo: row.org_no,
    storeNo: row.store_no,
    names: JSON.parse(row.names) as Names,
    orgNames: JSON.parse(row.org_names) as Names,
    currency: row.currency,
    tz: row.tz,
    ...(row.scale_rules === null ? {} : { scaleRules: JSON.parse(row.scale_rules) as ScaleRule[] }),
  },
});

/** The store a phone stands in, by the number its shelf labels carry. Undefined: no such store here. */
export async function shopStoreByNo(tx: Tx, storeNo: number): Promise<StoreFound | undefined> {
  const row = await storeRows(tx).where('store.store_no', '=', storeNo).executeTakeFirst();
  return row === undefined ? undefined : storeFound(row);
}

/** All stores by number, for a phone that came without one. */
export const shopStores = async (tx: Tx): Promise<ShopStore[]> =>
  (await storeRows(tx).execute()).map((row) => storeFound(row).store);

/** The lowest store number, for a phone that came without one. Undefined: there is no store yet. */
export async function firstStoreNo(tx: Tx): Promise<number | undefined> {
  const row = await tx.db
    .selectFrom('store')
    .select('store_no')
    .where('org_id', '=', tx.orgId)
    .orderBy('store_no')
    .executeTakeFirst();
  return row?.store_no;
}

export type Wanted = { readonly skuNos: readonly number[]; readonly gtins: readonly string[] };

/** Products by number or GTIN, each once, with the store's stock. Unknown and stopped ones are left out. */
export async function offeredProducts(tx: Tx, storeId: string, wanted: Wanted): Promise<OfferedProduct[]> {
  const bySku = await productRows(tx, wanted);
  if (bySku.length === 0) return [];
  const gtins = await gtinsOf(
    tx,
    bySku.map((row) => row.sku_id),
  );
  const stock = await onHand(
    tx,
    storeId,
    bySku.map((row) => row.sku_no),
  );
  return bySku.map((row) => ({
    ...shopProductOf(row, gtins.get(row.sku_id) ?? []),
    story: row.story === null ? null : (JSON.parse(row.story) as Names),
    onHandMilli: stock.get(row.sku_no) ?? null,
  }));
}

async function productRows(tx: Tx, { skuNos, gtins }: Wanted): Promise<ProductRow[]> {
  const sellable = tx.db
    .selectFrom('product')
    .selectAll('product')
    .where('product.org_id', '=', tx.orgId)
    .where('product.status', '<>', 'stopped');
  const byNo = skuNos.length === 0 ? [] : await sellable.where('product.sku_no', 'in', skuNos).execute();
  const byGtin =
    gtins.length === 0
      ? []
      : await sellable
          .innerJoin('product_gtin', (join) =>
            join
              .onRef('product_gtin.org_id', '=', 'product.org_id')
              .onRef('product_gtin.sku_id', '=', 'product.sku_id'),
          )
          .where('product_gtin.gtin', 'in', gtins)
          .execute();
  return [...new Map([...byNo, ...byGtin].map((row) => [row.sku_no, row])).values()];
}

function shopProductOf(row: ProductRow, gtins: readonly string[]): ShopProduct {
  return {
    skuNo: row.sku_no,
    gtins: [...gtins],
    names: namesFrom(row.name_zh, row.name_en),
    spec: row.spec,
    unit: row.unit as Unit, // written by this server from its own schema
    priceMinor: toMinor(row.price_minor),
    picture: row.picture,
    category: row.category_id,
    search: row.search,
    ...(row.min_age === null ? {} : { minAge: row.min_age }),
    ...(row.open_price === 1 ? { openPrice: true as const } : {}),
  };
}

/** The best-selling goods, at most `limit`, and whether there are more. */
export async function compactGoods(
  tx: Tx,
  limit: number,
): Promise<Pick<ShopCatalogue, 'categories' | 'more' | 'rows'>> {
  const rows = await tx.db
    .selectFrom('product')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('status', '<>', 'stopped')
    .orderBy('rank', 'desc')
    .orderBy('sku_no')
    .limit(limit + 1)
    .execute();
  const kept = rows.slice(0, limit);
  const gtins = await gtinsOf(
    tx,
    kept.map((row) => row.sku_id),
  );
  return {
    more: rows.length > limit,
    rows: kept.map((row) => shopProductOf(row, gtins.get(row.sku_id) ?? [])),
    categories: await categories(tx),
  };
}

/** Goods whose search text holds every word, best sellers first: for shops larger than a phone's catalogue. */
export async function searchGoods(tx: Tx, words: readonly string[], limit: number): Promise<ShopProduct[]> {
  let found = tx.db.selectFrom('product').selectAll().where('org_id', '=', tx.orgId).where('status', '<>', 'stopped');
  for (const word of words) found = found.where(() => holdsWord(tx, word));
  const rows = await found.orderBy('rank', 'desc').orderBy('sku_no').limit(limit).execute();
  const gtins = await gtinsOf(
    tx,
    rows.map((row) => row.sku_id),
  );
  return rows.map((row) => shopProductOf(row, gtins.get(row.sku_id) ?? []));
}
