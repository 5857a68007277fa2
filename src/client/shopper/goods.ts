/**
 * A store's goods in the phone's memory: found by number, by GTIN and by words. Pure; built from a catalogue, with
 * single products (fetched by themselves, with their stock) laid over it.
 */
import type { Category } from '../../core/product.ts';
import { searchForm, searchMatches } from '../../core/search-match.ts';
import type { OfferedProduct, ShopCatalogue, ShopProduct, ShopStore } from '../../wire/shop.ts';

export type KnownProduct = ShopProduct & Partial<Pick<OfferedProduct, 'onHandMilli' | 'story'>>;

export type Goods = {
  readonly store: ShopStore;
  readonly asOfMs: number;
  readonly more: boolean; // the store has goods beyond these
  readonly offers: readonly unknown[]; // rows of promotions, read by whoever reckons with them
  readonly offerStages: readonly string[]; // in which order they apply
  readonly categories: readonly Category[]; // those with goods, in the shop's order
  readonly rows: readonly KnownProduct[]; // best sellers first
  readonly bySkuNo: ReadonlyMap<number, KnownProduct>;
  readonly byGtin: ReadonlyMap<string, KnownProduct>;
};

const NO_OFFERS: readonly unknown[] = [];

/** Goods of a catalogue. `singles` are fresher than the catalogue where both know a product. */
export function goodsOf(catalogue: ShopCatalogue, asOfMs: number, singles: readonly OfferedProduct[]): Goods {
  const fresh = new Map(singles.map((product) => [product.skuNo, product]));
  const listed = new Set(catalogue.rows.map((row) => row.skuNo));
  const rows = catalogue.rows.map((row): KnownProduct => fresh.get(row.skuNo) ?? row);
  const all = [...rows, ...singles.filter((product) => !listed.has(product.skuNo))];
  const used = new Set(rows.map((row) => row.category));
  return {
    store: catalogue.store,
    asOfMs,
    more: catalogue.more,
    offers: catalogue.offers ?? NO_OFFERS,
    offerStages: catalogue.offerStages ?? [],
    categories: catalogue.categories.filter((category) => used.has(category.categoryId)),
    rows,
    bySkuNo: new Map(all.map((product) => [product.skuNo, product])),
    byGtin: new Map(all.flatMap((product) => product.gtins.map((gtin) => [gtin, product] as const))),
  };
}

/** Goods while only single products are known: before the first catalogue arrived, or where it cannot be fetched. */
export const goodsOfSingles = (store: ShopStore, asOfMs: number, singles: readonly OfferedProduct[]): Goods =>
  goodsOf({ store, version: '', serverMs: asOfMs, more: true, categories: [], rows: [] }, asOfMs, singles);

type Look = { readonly words: string; readonly categoryId: string | null };

/**
 * The goods of a category that match the words, best match first; without words best sellers first. At most `limit`.
 */
export function lookFor(goods: Goods, { words, categoryId }: Look, limit: number): readonly KnownProduct[] {
  const rows = categoryId === null ? goods.rows : goods.rows.filter((row) => row.category === categoryId);
  if (searchForm(words) === '') return rows.slice(0, limit);
  const texts = rows.map((row) => row.search);
  return searchMatches(texts, words, limit).flatMap((at) => rows[at] ?? []);
}
