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
export type ScopeIndex = { readonly of: (goods: Goods) => readonly number[] };

/** Indexes scopes by their place in `scopes`. Places come in ascending order, each once. */
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
  return {
    of: ({ skuNo, category }) => {
      const named = bySku.get(skuNo) ?? [];
      const sorted = category === null ? [] : (byCategory.get(category) ?? []);
      const places = new Set([...everywhere, ...named, ...sorted]);
      return [...places].filter((place) => except[place]?.has(skuNo) !== true).sort((a, b) => a - b);
    },
  };
}

function push<K>(map: Map<K, number[]>, key: K, place: number): void {
  const places = map.get(key);
  if (places === undefined) map.set(key, [place]);
  else places.push(place);
}
