/**
 * How many products each tax is on, and by which own rate those are taxed that no tax is on. Counted by category, so
 * that a hundred thousand products are never read; those a tax names one by one are looked at one by one.
 */
import type { TaxRate } from '../../core/line-tax.ts';
import { type Goods, indexScopes, placesOf } from '../../core/scope.ts';
import type { TaxList } from '../../wire/office-pricing.ts';
import { rowsByKey } from './by-key.ts';
import type { Tx } from './door.ts';

type Counted = Goods & { readonly taxBp: number; readonly products: number };

/** Of which product no scope speaks: a group of a category is like it. */
const NO_SKU = 0;

/** Goods under taxes that have not ended, whatever store and day. */
export async function goodsUnderTaxes(tx: Tx, all: readonly TaxRate[]): Promise<Pick<TaxList, 'products' | 'own'>> {
  const rates = all.filter(({ state }) => state === 'active');
  const named = await namedGoods(tx, rates);
  const groups = [...(await byCategory(tx, named)), ...named];
  const index = indexScopes(rates.map(({ scope }) => scope));
  const products = new Map(all.map(({ taxId }) => [taxId, 0]));
  const own = new Map<number, number>();
  for (const group of groups) {
    const under = placesOf(index, group).flatMap((at) => rates[at] ?? []);
    for (const { taxId } of under) products.set(taxId, (products.get(taxId) ?? 0) + group.products);
    if (under.length === 0) own.set(group.taxBp, (own.get(group.taxBp) ?? 0) + group.products);
  }
  return {
    products: Object.fromEntries(products),
    own: [...own]
      .filter(([, count]) => count > 0)
      .map(([taxBp, count]) => ({ taxBp, products: count }))
      .sort((a, b) => a.taxBp - b.taxBp),
  };
}

/** Products that a tax names or leaves out, each by itself. */
async function namedGoods(tx: Tx, rates: readonly TaxRate[]): Promise<Counted[]> {
  const skuNos = new Set(rates.flatMap(({ scope }) => [...scope.skuNos, ...scope.exceptSkuNos]));
  const rows = await rowsByKey(
    tx,
    { table: 'product', key: ['sku_no'], columns: ['sku_no', 'category_id', 'tax_bp', 'status'] },
    [...skuNos].map((skuNo) => ({ sku_no: skuNo })),
  );
  return rows
    .filter((row) => row.status !== 'stopped')
    .map((row) => ({ skuNo: row.sku_no, category: row.category_id, taxBp: row.tax_bp, products: 1 }));
}

/** All others, as many as there are of one category and rate. */
async function byCategory(tx: Tx, named: readonly Counted[]): Promise<Counted[]> {
  const rows = await tx.db
    .selectFrom('product')
    .select(['category_id', 'tax_bp'])
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('org_id', '=', tx.orgId)
    .where('status', '<>', 'stopped')
    .groupBy(['category_id', 'tax_bp'])
    .execute();
  return rows.map((row) => {
    const apart = named.filter((one) => one.category === row.category_id && one.taxBp === row.tax_bp).length;
    return { skuNo: NO_SKU, category: row.category_id, taxBp: row.tax_bp, products: Number(row.count) - apart };
  });
}
