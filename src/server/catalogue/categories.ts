/** Categories made from the names a file gives them. */
import type { CategoryRow } from '../db/catalogue-products.ts';
import { categories, writeCategories } from '../db/catalogue-products.ts';
import type { Tx } from '../db/door.ts';
import { putState } from '../db/put-state.ts';
import { NEW_CATEGORY, categoryKeys } from './plan-import.ts';

const HUES = 8; // colours of category edges: ui/tokens.css

/**
 * The id of each name, without case and in either language; names the shop does not know become categories at the end.
 */
export async function ensureCategories(
  tx: Tx,
  names: readonly string[],
  newId: () => string,
): Promise<ReadonlyMap<string, string>> {
  const known = await categories(tx);
  const made: CategoryRow[] = [];
  const ids = new Map<string, string>();
  let order = Math.max(0, ...known.map((category) => category.order));
  for (const name of names) {
    const id = categoryKeys([...known, ...made])(name);
    if (!id.startsWith(NEW_CATEGORY)) {
      ids.set(name, id);
      continue;
    }
    order += 1;
    const isZh = /\p{Script=Han}/u.test(name);
    const category: CategoryRow = {
      categoryId: newId(),
      names: isZh ? { zh: name } : { en: name },
      order,
      hue: order % HUES,
    };
    made.push(category);
    ids.set(name, category.categoryId);
  }
  await writeCategories(tx, made);
  putState(
    tx,
    'org',
    made.map((category) => ({ t: 'category', id: category.categoryId, r: category })),
  );
  return ids;
}
