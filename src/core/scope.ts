/**
 * Which goods a rule is about: by product, by category, all but some. The same shape serves promotions and taxes.
 *
 * Invariant: a scope that names neither products nor categories is everything; `exceptSkuNos` wins over both.
 */
export type Scope = {
  readonly skuNos: readonly number[];
  readonly categories: readonly string[];
  readonly exceptSkuNos: readonly number[];
};

/** What a scope asks of a line. */
export type Goods = { readonly skuNo: number; readonly category: string | null };

export const EVERYTHING: Scope = { skuNos: [], categories: [], exceptSkuNos: [] };

/** An index of scopes: which of them a product is in, without reading them all. */
export type ScopeIndex = {
  readonly everywhere: readonly number[]; // places of scopes that name nothing
  readonly named: (goods: Goods) => readonly number[]; // places of others, ascending, each once
  readonly isExcept: (place: number, skuNo: number) => boolean;
};

/** Indexes scopes by their place in `scopes`. */
export function indexScopes(scopes: readonly Scope[]): ScopeIndex {
  const bySku = new Map<number, number[]>();
  const byCategory = new Map<string, number[]>();
  const everywhere: number[] = [];
  const except = scopes.map((scope) => new Set(scope.exceptSkuNos));
  for (const [place, { skuNos, categories }] of scopes.entries()) {
    if (skuNos.length === 0 && categories.length === 0) everywhere.push(place);
    for (const skuNo of skuNos) push(bySku, skuNo, place);
    for (const category of categories) push(byCategory, category, place);
  }
  const isExcept = (place: number, skuNo: number): boolean => except[place]?.has(skuNo) === true;
  return {
    everywhere,
    isExcept,
    named: ({ skuNo, category }) => {
      const own = bySku.get(skuNo) ?? [];
      const sorted = category === null ? [] : (byCategory.get(category) ?? []);
      const places = sorted.length === 0 ? own : [...new Set([...own, ...sorted])].sort((a, b) => a - b);
      return places.filter((place) => !isExcept(place, skuNo));
    },
  };
}

/** All places whose scope the goods are in, ascending. */
export const placesOf = ({ everywhere, named, isExcept }: ScopeIndex, goods: Goods): readonly number[] =>
  [...everywhere.filter((place) => !isExcept(place, goods.skuNo)), ...named(goods)].sort((a, b) => a - b);

/** One more under a key. */
export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
