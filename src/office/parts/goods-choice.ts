/** On which goods a rule is, as a person chooses. Apart from the scope, in which nothing named is everything. */
import { err, ok, type Result } from '../../core/result.ts';
import { EVERYTHING, type Scope } from '../../core/scope.ts';
import type { Refusal } from '../../wire/refusal.ts';

export type GoodsChoice = { readonly by: 'all' | 'categories' | 'products'; readonly scope: Scope };

export const ALL_GOODS: GoodsChoice = { by: 'all', scope: EVERYTHING };
export const NO_GOODS_YET: GoodsChoice = { by: 'products', scope: EVERYTHING };

/** What a scope was chosen by. */
export function choiceOf(scope: Scope): GoodsChoice {
  const by = scope.skuNos.length > 0 ? 'products' : scope.categories.length > 0 ? 'categories' : 'all';
  return { by, scope };
}

/** The scope that was chosen. Refuses `nothing_chosen` - goods were to be named and none are. */
export function scopeOf({ by, scope }: GoodsChoice): Result<Scope, Refusal> {
  const named = { all: 1, categories: scope.categories.length, products: scope.skuNos.length };
  return named[by] > 0 ? ok(scope) : err({ code: 'nothing_chosen' });
}
