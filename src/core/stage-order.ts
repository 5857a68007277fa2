/**
 * Which stack group comes first. A group is a stage of pricing, and the whole book says which comes before which: the
 * same for every cart, whatever else lies in it.
 */
import type { Promotion } from './promotion.ts';
import type { PromotionBook } from './promotion-book.ts';
import { push } from './scope.ts';

/** The stage a promotion belongs to: of one stack group those on pieces are one, those on the cart another. */
export const stageOf = ({ offer, stackGroup }: Promotion): string =>
  `${offer.form === 'cart' ? 'cart' : 'pieces'} ${stackGroup}`;

const orders = new WeakMap<PromotionBook, readonly string[]>();

/** The stages of a book by name, in the order they apply; worked out once. What `stages` does not name comes after. */
export function stagesOf(book: PromotionBook): readonly string[] {
  const known = orders.get(book);
  if (known !== undefined) return known;
  const stages = [...new Set([...book.stages, ...inOrder(book.promotions)])];
  orders.set(book, stages);
  return stages;
}

/**
 * Pieces before the cart; then the group with the highest priority, with nothing but percents (they are of the price,
 * and a threshold is of what is then to pay), with the lower name.
 */
function inOrder(promotions: readonly Promotion[]): readonly string[] {
  const groups = new Map<string, Promotion[]>();
  for (const one of promotions) if (one.state !== 'ended') push(groups, stageOf(one), one);
  const ranked = [...groups].map(([name, all]) => ({
    name,
    rank: [
      all[0]?.offer.form === 'cart' ? 1 : 0,
      -all.reduce((top, { priority }) => Math.max(top, priority), -Infinity),
      all.every(isPercent) ? 0 : 1,
    ],
  }));
  return ranked.sort((a, b) => compare(a.rank, b.rank) || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
}

const compare = (a: readonly number[], b: readonly number[]): number =>
  a.map((one, at) => one - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0;

const isPercent = ({ offer }: Promotion): boolean =>
  (offer.form === 'cart' ? offer.steps : [offer]).every(({ reward }) => reward.kind === 'percent');
