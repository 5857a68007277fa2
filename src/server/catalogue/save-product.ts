/**
 * The one way products get into the shop or change: an import, the demo shop and the office's page all end here.
 *
 * Invariants: a row of the `org` stream is put only when something really changed; search text is made here and nowhere
 * else; a key never has two owners.
 */
import type { ProductRow } from '../../wire/catalogue.ts';
import { ownersOf, productsById, takeSkuNos, writeProducts, type FreedKeys } from '../db/catalogue-products.ts';
import type { Tx } from '../db/door.ts';
import { putState } from '../db/put-state.ts';
import { loadSearchText } from './search-text.ts';
import { settleDrafts, type ProductDraft, type Settled } from './settle-drafts.ts';

/** `newId` makes UUIDs for new products; `nowMs` is the server's clock. */
export type SaveMeans = { readonly newId: () => string; readonly nowMs: number };

export type SavedProduct =
  | { readonly what: 'added' | 'changed' | 'unchanged'; readonly product: ProductRow }
  | Extract<Settled, { what: 'refused' }>;

export type Saved = {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number; // a key belongs to another product: `duplicate_code`
  readonly products: readonly SavedProduct[]; // one per draft, in their order
};

/**
 * Adds and changes products in this transaction. New ones get the next product numbers in the order of the drafts.
 * A draft whose code or GTIN belongs to another product is not saved and said so; the others are.
 */
export async function saveProducts(tx: Tx, drafts: readonly ProductDraft[], means: SaveMeans): Promise<Saved> {
  const stored = await storedFor(tx, drafts);
  const settled = settleDrafts(drafts, stored);
  const added = settled.filter(({ what }) => what === 'added').length;
  const searchText = settled.some(needsSearchText) ? await loadSearchText() : null;
  let skuNo = added === 0 ? 0 : (await takeSkuNos(tx, added)) - added;
  const products = settled.map((each): SavedProduct => {
    if (each.what === 'refused') return each;
    if (each.what === 'unchanged' && each.was !== null) return { what: 'unchanged', product: each.was };
    const search = needsSearchText(each) ? searchText?.(each.fields) : each.was?.search;
    const skuId = each.was?.skuId ?? means.newId();
    const number = each.was?.skuNo ?? (skuNo += 1);
    return { what: each.what, product: { ...each.fields, skuId, skuNo: number, search: search ?? '' } };
  });
  const moved = products.flatMap((each) => (each.what === 'added' || each.what === 'changed' ? [each.product] : []));
  await writeProducts(tx, moved, freedBy(moved, stored), means.nowMs);
  putState(
    tx,
    'org',
    moved.map((product) => ({ t: 'product', id: product.skuId, r: product })),
  );
  const count = (what: SavedProduct['what']): number => products.filter((each) => each.what === what).length;
  return { added, changed: count('changed'), unchanged: count('unchanged'), refused: count('refused'), products };
}

/** A new price or stock flag leaves the search text as it is: the dictionary stays on the disk. */
function needsSearchText(each: Settled): boolean {
  if (each.what === 'refused' || each.what === 'unchanged') return false;
  const { fields, was } = each;
  if (was === null) return true;
  const same = was.names.zh === fields.names.zh && was.names.en === fields.names.en && was.brand === fields.brand;
  return !(same && was.spec === fields.spec && was.code === fields.code && was.gtins.join() === fields.gtins.join());
}

/** The products the drafts change (locked) and the owners of every key they name. */
async function storedFor(tx: Tx, drafts: readonly ProductDraft[]): Promise<ProductRow[]> {
  const codes = drafts.flatMap(({ fields }) => (fields.code == null ? [] : [fields.code]));
  const owners = await ownersOf(tx, { codes, gtins: drafts.flatMap(({ fields }) => fields.gtins ?? []) });
  const named = drafts.flatMap(({ skuId }) => (skuId === null ? [] : [skuId]));
  return productsById(tx, [...owners, ...named], true);
}

/** Keys that leave a product, for nobody or for another one. */
function freedBy(moved: readonly ProductRow[], stored: readonly ProductRow[]): FreedKeys {
  const after = new Map(moved.map((product) => [product.skuId, product]));
  const gtins: string[] = [];
  const codesOf: string[] = [];
  for (const was of stored) {
    const now = after.get(was.skuId);
    if (now === undefined) continue;
    gtins.push(...was.gtins.filter((gtin) => !now.gtins.includes(gtin)));
    if (was.code !== null && was.code !== now.code) codesOf.push(was.skuId);
  }
  return { gtins, codesOf };
}
