/**
 * Products in memory, found by number, barcode or code without awaiting anything: the sale path never waits for a row.
 *
 * Invariants: a barcode or code leads to the product that holds it now; a stopped product is found (so that the till
 * can say so) but not listed. Not here: stock, search (search-shelf.ts).
 */
import type { Product } from '../../core/product.ts';
import { KeyIndex } from './key-index.ts';
import { PackedProducts, type Packed, type Ranked } from './packed-products.ts';

/** A list on the grid is kept this much longer than asked for, so that the next page is at hand. */
const LIST_AHEAD = 100;

/** A change that only needs to be taken. */
export type ReadyProduct = {
  readonly product: Product;
  readonly before: Product | undefined;
  readonly packed: Packed;
};

export class ProductBook {
  readonly #shelf = new PackedProducts();
  readonly #ids = new KeyIndex(); // skuId
  readonly #gtins = new KeyIndex();
  readonly #codes = new KeyIndex(); // in lower case
  readonly #lists = new Map<string | null, { readonly most: number; readonly skuNos: readonly number[] }>();

  get size(): number {
    return this.#shelf.size;
  }

  product(skuNo: number): Product | undefined {
    return this.#shelf.get(skuNo);
  }

  byGtin(gtin14: string): Product | undefined {
    for (const product of this.#named(this.#gtins, gtin14)) if (product.gtins.includes(gtin14)) return product;
    return undefined;
  }

  /** Exact; else in the other case when only one code is meant by it. */
  byCode(code: string): Product | undefined {
    const lower = code.toLowerCase();
    const meant: Product[] = [];
    for (const product of this.#named(this.#codes, lower)) {
      if (product.code === code) return product;
      if (product.code?.toLowerCase() === lower) meant.push(product);
    }
    return meant.length === 1 ? meant[0] : undefined;
  }

  /** Adds or replaces. */
  put(product: Product): void {
    this.take(this.ready(product));
  }

  /**
   * The slow part of a change, which nobody sees. Between this and `take` the book must not change, but by what was
   * made ready with it: one change for each id.
   */
  ready(product: Product): ReadyProduct {
    return { product, before: this.#shelf.read(product.skuNo), packed: this.#shelf.pack(product) };
  }

  /** Makes it seen. A change of price alone touches no index. */
  take({ product, before, packed }: ReadyProduct): void {
    const { skuNo, skuId } = product;
    if (before?.skuId !== skuId) {
      this.drop(skuId); // it had another number
      if (before !== undefined) this.#ids.remove(before.skuId, skuNo);
      this.#ids.add(skuId, skuNo);
    }
    this.#shelf.show(packed);
    if (before === undefined || !sameKeys(before, product)) {
      if (before !== undefined) this.#forgetKeys(before);
      this.#learnKeys(product);
    }
    if (before === undefined || !samePlace(before, product)) this.#lists.clear();
  }

  /** A little of the work that many changes leave behind; false: there is none. */
  tidy(): boolean {
    return this.#shelf.tidy();
  }

  /** Takes away by id; the number it had, or null when it was not here. */
  drop(skuId: string): number | null {
    for (const product of this.#named(this.#ids, skuId)) {
      if (product.skuId !== skuId) continue;
      this.#ids.remove(skuId, product.skuNo);
      this.#forgetKeys(product);
      this.#shelf.drop(product.skuNo);
      this.#lists.clear();
      return product.skuNo;
    }
    return null;
  }

  /**
   * A page of the grid, best first: of a category by rank; of none, what the shop put on the first page and then by
   * rank.
   */
  list(categoryId: string | null, limit: number, offset: number): readonly Product[] {
    const wanted = offset + limit;
    let list = this.#lists.get(categoryId);
    if (list === undefined || list.most < wanted) {
      list = { most: wanted + LIST_AHEAD, skuNos: this.#best(categoryId, wanted + LIST_AHEAD) };
      this.#lists.set(categoryId, list);
    }
    return list.skuNos.slice(offset, wanted).flatMap((skuNo) => this.#shelf.get(skuNo) ?? []);
  }

  *#named(index: KeyIndex, key: string): Generator<Product> {
    for (const skuNo of index.named(key)) {
      const product = this.#shelf.get(skuNo);
      if (product !== undefined) yield product;
    }
  }

  #learnKeys({ skuNo, gtins, code }: Product): void {
    for (const gtin of gtins) this.#gtins.add(gtin, skuNo);
    if (code !== null) this.#codes.add(code.toLowerCase(), skuNo);
  }

  #forgetKeys({ skuNo, gtins, code }: Product): void {
    for (const gtin of gtins) this.#gtins.remove(gtin, skuNo);
    if (code !== null) this.#codes.remove(code.toLowerCase(), skuNo);
  }

  /** The best `most` in one pass, without sorting a hundred thousand. */
  #best(category: string | null, most: number): readonly number[] {
    const best: Ranked[] = [];
    for (const product of this.#shelf.listed(category)) {
      const last = best[most - 1];
      if (last !== undefined && before(last, product, category)) continue;
      best.splice(placeOf(best, product, category), 0, product);
      if (best.length > most) best.pop();
    }
    return best.map(({ skuNo }) => skuNo);
  }
}

const sameKeys = (a: Product, b: Product): boolean =>
  a.code === b.code && a.gtins.length === b.gtins.length && a.gtins.every((gtin, at) => gtin === b.gtins[at]);

const samePlace = (a: Product, b: Product): boolean =>
  a.rank === b.rank && a.hot === b.hot && a.category === b.category && a.status === b.status;

function before(a: Ranked, b: Ranked, categoryId: string | null): boolean {
  if (categoryId === null && a.hot !== b.hot) return a.hot;
  return a.rank === b.rank ? a.skuNo < b.skuNo : a.rank > b.rank;
}

/** Where a product belongs in a sorted list. */
function placeOf(sorted: readonly Ranked[], product: Ranked, categoryId: string | null): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle];
    if (at !== undefined && before(at, product, categoryId)) low = middle + 1;
    else high = middle;
  }
  return low;
}
