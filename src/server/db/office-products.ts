/**
 * The product list of the office, in windows. Every question is bounded: a window is found by walking a narrow index
 * (from whichever end is nearer, so the last row costs what the first does) and only its rows are then read whole.
 *
 * Words of a search are parts of a product's search text (names, pinyin, initials, codes); a right GTIN finds its
 * product alone.
 */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { toGtin14 } from '../../core/gtin.ts';
import type { ProductRow } from '../../wire/catalogue.ts';
import type { ProductsQuery } from '../../wire/office.ts';
import { holdsWord, onHand, productsById } from './catalogue-products.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

type Build = ExpressionBuilder<Tables, 'product'>;

type ProductWindow = { readonly rows: readonly ProductFound[]; readonly total: number };
export type ProductFound = ProductRow & { readonly onHandMilli: number | null };

/** One window of the products that match, and how many match. */
export async function productWindow(tx: Tx, asked: ProductsQuery): Promise<ProductWindow> {
  const found = tx.db.selectFrom('product').where((q) => matching(tx, q, asked));
  const { total } = await found.select((q) => q.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const end = Math.min(asked.offset + asked.limit, total);
  if (end <= asked.offset) return { rows: [], total };
  const fromEnd = asked.offset > total / 2;
  const backwards = asked.desc !== fromEnd;
  const column = { no: 'sku_no', price: 'price_minor', changed: 'changed_ms' } as const;
  const direction = backwards ? 'desc' : 'asc';
  let window = found.select('sku_no');
  if (asked.sort !== 'no') window = window.orderBy(column[asked.sort], direction);
  const rows = await window
    .orderBy('sku_no', direction)
    .limit(end - asked.offset)
    .offset(fromEnd ? total - end : asked.offset)
    .execute();
  const numbers = rows.map((row) => row.sku_no);
  return { rows: await productsByNo(tx, asked.storeId, fromEnd ? numbers.reverse() : numbers), total };
}

function matching(tx: Tx, q: Build, { q: typed, category, status }: ProductsQuery) {
  const all: Expression<SqlBool>[] = [q('org_id', '=', tx.orgId)];
  if (category !== '') all.push(q('category_id', '=', category));
  if (status !== 'all') all.push(q('status', '=', status));
  const words = typed.normalize('NFKC').trim().toLowerCase();
  const gtin = toGtin14(words);
  if (gtin !== null) {
    all.push(
      q.or([
        q(
          'sku_id',
          'in',
          q.selectFrom('product_gtin').select('sku_id').where('org_id', '=', tx.orgId).where('gtin', '=', gtin),
        ),
        q('code', '=', typed.trim()),
      ]),
    );
  } else {
    for (const word of words.split(/\s+/).filter((one) => one !== '')) all.push(holdsWord(tx, word));
  }
  return q.and(all);
}

/** Products by number, in the order asked for, with a store's stock; unknown numbers are left out. */
export async function productsByNo(
  tx: Tx,
  storeId: string,
  skuNos: readonly number[],
): Promise<readonly ProductFound[]> {
  if (skuNos.length === 0) return [];
  const ids = await tx.db
    .selectFrom('product')
    .select('sku_id')
    .where('org_id', '=', tx.orgId)
    .where('sku_no', 'in', skuNos)
    .execute();
  const rows = await productsById(
    tx,
    ids.map((row) => row.sku_id),
    false,
  );
  const stock = await onHand(tx, storeId, skuNos);
  const byNo = new Map(rows.map((row) => [row.skuNo, { ...row, onHandMilli: stock.get(row.skuNo) ?? null }]));
  return skuNos.flatMap((skuNo) => byNo.get(skuNo) ?? []);
}

export async function productById(tx: Tx, storeId: string, skuId: string): Promise<ProductFound | undefined> {
  const [row] = await productsById(tx, [skuId], false);
  if (row === undefined) return undefined;
  return { ...row, onHandMilli: (await onHand(tx, storeId, [row.skuNo])).get(row.skuNo) ?? null };
}

/** What every store has of a product; stores without a row of it are left out. */
export async function stockEverywhere(
  tx: Tx,
  skuNo: number,
): Promise<readonly { storeId: string; onHandMilli: number }[]> {
  const rows = await tx.db
    .selectFrom('stock')
    .select(['store_id', 'on_hand_milli'])
    .where('org_id', '=', tx.orgId)
    .where('sku_no', '=', skuNo)
    .execute();
  return rows.map((row) => ({ storeId: row.store_id, onHandMilli: row.on_hand_milli }));
}

/** Categories with how many products each has. */
export async function categoriesCounted(tx: Tx) {
  const counts = await tx.db
    .selectFrom('product')
    .select((q) => ['category_id', q.fn.countAll<number>().as('n')])
    .where('org_id', '=', tx.orgId)
    .groupBy('category_id')
    .execute();
  const byId = new Map(counts.map((row) => [row.category_id, row.n]));
  const rows = await tx.db
    .selectFrom('category')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .orderBy('sort_order')
    .execute();
  return rows.map((row) => ({ ...row, products: byId.get(row.category_id) ?? 0 }));
}

/** Tills of the org that the server heard of since `sinceMs`. */
export async function tillsHeardSince(tx: Tx, sinceMs: number): Promise<number> {
  const { n } = await tx.db
    .selectFrom('device')
    .select((q) => q.fn.countAll<number>().as('n'))
    .where('org_id', '=', tx.orgId)
    .where('kind', '=', 'till')
    .where('state', '=', 'open')
    .where('last_seen_ms', '>=', sinceMs)
    .executeTakeFirstOrThrow();
  return n;
}
