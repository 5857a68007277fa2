/**
 * Products in memory, found by number, barcode or code without awaiting anything: the sale path never waits for a row.
 *
 * Invariants: a barcode or code leads to the product that holds it now; a stopped product is found (so that the till
 * can say so) but not listed. Not here: stock, search (search-shelf.ts).
 */
import type { Product } from '../../core/product.ts';

/** A list on the grid is kept this much longer than asked for, so that the next page is at hand. */
const LIST_AHEAD = 100;

export class ProductBook {
  readonly #products = new Map<number, Product>();
  readonly #numbers = new Map<string, number>(); // skuId
  readonly #gtins = new Map<string, number>();
  readonly #codes = new Map<string, number>();
  /** Codes in mixed case, by their lower case: those in one case are found by writing a query in that case. */
  readonly #mixed = new Map<string, readonly number[]>();
  readonly #lists = new Map<string | null, { readonly most: number; readonly skuNos: readonly number[] }>();

  get size(): number {
    return this.#products.size;
  }

  product(skuNo: number): Product | undefined {
    return this.#products.get(skuNo);
  }

  byGtin(gtin14: string): Product | undefined {
    return this.#at(this.#gtins.get(gtin14));
  }

  /** Exact; else in the other case when only one code is meant by it. */
  byCode(code: string): Product | undefined {
    const exact = this.#codes.get(code);
    if (exact !== undefined) return this.#at(exact);
    const lower = code.toLowerCase();
    const meant = new Set(this.#mixed.get(lower));
    for (const other of [lower, code.toUpperCase()]) {
      const skuNo = this.#codes.get(other);
      if (skuNo !== undefined) meant.add(skuNo);
    }
    const [only] = meant;
    return meant.size === 1 ? this.#at(only) : undefined;
  }

  values(): IterableIterator<Product> {
    return this.#products.values();
  }

  /** Adds or replaces. A change of price alone touches no index. */
  put(product: Product): void {
    const { skuNo, skuId } = product;
    const number = this.#numbers.get(skuId);
    if (number !== undefined && number !== skuNo) this.#remove(number);
    const before = this.#products.get(skuNo);
    this.#products.set(skuNo, product);
    this.#numbers.set(skuId, skuNo);
    if (before === undefined || !sameKeys(before, product)) {
      if (before !== undefined) this.#forgetKeys(before);
      this.#learnKeys(product);
    }
    if (before === undefined || !samePlace(before, product)) this.#lists.clear();
  }

  /** Takes away by id; the number it had, or null when it was not here. */
  drop(skuId: string): number | null {
    const skuNo = this.#numbers.get(skuId);
    if (skuNo === undefined) return null;
    this.#remove(skuNo);
    return skuNo;
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
    return list.skuNos.slice(offset, wanted).flatMap((skuNo) => this.#at(skuNo) ?? []);
  }

  #at(skuNo: number | undefined): Product | undefined {
    return skuNo === undefined ? undefined : this.#products.get(skuNo);
  }

  #remove(skuNo: number): void {
    const product = this.#products.get(skuNo);
    if (product === undefined) return;
    this.#forgetKeys(product);
    this.#products.delete(skuNo);
    this.#numbers.delete(product.skuId);
    this.#lists.clear();
  }

  #learnKeys({ skuNo, gtins, code }: Product): void {
    for (const gtin of gtins) this.#gtins.set(gtin, skuNo);
    if (code === null) return;
    this.#codes.set(code, skuNo);
    if (!isMixed(code)) return;
    const lower = code.toLowerCase();
    this.#mixed.set(lower, [...othersOf(this.#mixed.get(lower), skuNo), skuNo]);
  }

  /** Only keys that still lead here: another product may have taken one over in the same change. */
  #forgetKeys({ skuNo, gtins, code }: Product): void {
    for (const gtin of gtins) if (this.#gtins.get(gtin) === skuNo) this.#gtins.delete(gtin);
    if (code === null) return;
    if (this.#codes.get(code) === skuNo) this.#codes.delete(code);
    if (!isMixed(code)) return;
    const lower = code.toLowerCase();
    const left = othersOf(this.#mixed.get(lower), skuNo);
    if (left.length === 0) this.#mixed.delete(lower);
    else this.#mixed.set(lower, left);
  }

  /** The best `most` in one pass, without sorting a hundred thousand. */
  #best(categoryId: string | null, most: number): readonly number[] {
    const best: Product[] = [];
    for (const product of this.#products.values()) {
      if (product.status === 'stopped' || (categoryId !== null && product.category !== categoryId)) continue;
      const last = best[most - 1];
      if (last !== undefined && before(last, product, categoryId)) continue;
      best.splice(placeOf(best, product, categoryId), 0, product);
      if (best.length > most) best.pop();
    }
    return best.map(({ skuNo }) => skuNo);
  }
}

const isMixed = (code: string): boolean => code !== code.toLowerCase() && code !== code.toUpperCase();

const othersOf = (all: readonly number[] | undefined, skuNo: number): readonly number[] =>
  (all ?? []).filter((other) => other !== skuNo);

const sameKeys = (a: Product, b: Product): boolean =>
  a.code === b.code && a.gtins.length === b.gtins.length && a.gtins.every((gtin, at) => gtin === b.gtins[at]);

const samePlace = (a: Product, b: Product): boolean =>
  a.rank === b.rank && a.hot === b.hot && a.category === b.category && a.status === b.status;

function before(a: Product, b: Product, categoryId: string | null): boolean {
  if (categoryId === null && a.hot !== b.hot) return a.hot;
  return a.rank === b.rank ? a.skuNo < b.skuNo : a.rank > b.rank;
}

/** Where a product belongs in a sorted list. */
function placeOf(sorted: readonly Product[], product: Product, categoryId: string | null): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle];
    if (at !== undefined && before(at, product, categoryId)) low = middle + 1;
    else high = middle;
  }
  return low;
}
