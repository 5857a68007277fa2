/**
 * What a file would do to the shop: each row added, changed, unchanged or refused, decided for all rows together before
 * anything is written. The preview shows the plan; the run writes it (run-import.ts).
 *
 * A row is the product that has its code; without a code, the one that has its barcode. A product without a code that
 * owns the row's barcode takes the row's code. What the file does not say of a product stays as it is.
 *
 * Invariants: read = added + changed + unchanged + refused; planning a file that has just been run changes nothing.
 */
import { shortGtin } from '../../core/gtin.ts';
import { toMinor } from '../../core/money.ts';
import type { ProductRow } from '../../wire/catalogue.ts';
import type { ImportChoice, ImportCounts, RowProblem } from '../../wire/catalogue-file.ts';
import { categories, onHand, ownersOf, productsById, type CategoryRow } from '../db/catalogue-products.ts';
import type { Tx } from '../db/door.ts';
import type { CheckedRow, RowDraft } from './check-rows.ts';
import { findParts, type Named } from './find-parts.ts';
import type { TableRow } from './file-table.ts';
import {
  settleDrafts,
  shownName,
  type DraftFields,
  type ProductDraft,
  type ProductFields,
  type Settled,
} from './settle-drafts.ts';

export type PlannedRow =
  | { readonly what: 'refused'; readonly row: TableRow; readonly problems: readonly RowProblem[] }
  | {
      readonly what: 'added' | 'changed' | 'unchanged';
      readonly row: TableRow;
      readonly draft: ProductDraft; // its category is a name: `categoryOf` of the run knows ids
      readonly fields: ProductFields; // what the product comes to
      readonly stockMilli: number | null;
      readonly moves: boolean; // takes a barcode from another row's product, or gives one up
    };

type Shop = {
  readonly products: readonly ProductRow[];
  readonly categories: readonly CategoryRow[];
  readonly stock: ReadonlyMap<number, number>;
};

/** What the shop has of the products these rows speak of. */
export async function shopOf(tx: Tx, checked: readonly CheckedRow[], storeId: string | null): Promise<Shop> {
  const drafts = checked.flatMap(({ draft }) => draft ?? []);
  const keys = { codes: drafts.flatMap(({ code }) => code ?? []), gtins: drafts.flatMap(({ gtins }) => gtins) };
  const products = await productsById(tx, await ownersOf(tx, keys), false);
  const skuNos = drafts.some(({ stockMilli }) => stockMilli !== null) ? products.map(({ skuNo }) => skuNo) : [];
  const stock = storeId === null ? new Map<number, number>() : await onHand(tx, storeId, skuNos);
  return { products, categories: await categories(tx), stock };
}

/**
 * The rows with the parts they name as products of the shop, or as rows of this file, before or after their own: such
 * a part has the row's line below nought for a number until it is written (run-import.ts).
 */
export async function withParts(
  tx: Tx,
  checked: readonly CheckedRow[],
  column: string,
): Promise<readonly CheckedRow[]> {
  const asking = checked.flatMap((each) => (each.draft?.partsNamed == null ? [] : [{ each, draft: each.draft }]));
  if (asking.length === 0) return checked;
  const found = await findParts(
    tx,
    asking.map(({ draft: { code, gtins, unit, partsNamed } }) => ({
      named: partsNamed ?? [],
      isOwn: (product: Named) =>
        (code !== null && product.code === code) || product.gtins.some((gtin) => gtins.includes(gtin)),
      isPieces: unit === null ? null : unit === 'pcs',
    })),
    checked.flatMap(comingOf),
  );
  const after = new Map(
    asking.map(({ each, draft }, at): [CheckedRow, CheckedRow] => {
      const parts = found[at] ?? null;
      return [each, parts === null ? withBadParts(each, column) : { ...each, draft: { ...draft, parts } }];
    }),
  );
  return checked.map((each) => after.get(each) ?? each);
}

/** The row refused: one of the parts it names cannot be one. */
function withBadParts({ row, draft }: CheckedRow, column: string): CheckedRow {
  const value = (draft?.partsNamed ?? []).map(({ key }) => key).join(' ').slice(0, 200); // prettier-ignore
  return { row, draft: null, problems: [{ column, value, code: 'bad_parts' }] };
}

function comingOf({ row, draft }: CheckedRow): Named[] {
  if (draft === null) return [];
  const { code, gtins, partsNamed } = draft;
  const isBundle = (partsNamed ?? []).length > 0;
  return [{ skuId: '', skuNo: 0 - row.line, code, gtins: [...gtins], ...(isBundle ? { parts: [] } : {}) }];
}

type How = { readonly choice: ImportChoice; readonly columnOf: (key: 'code' | 'barcode' | 'parts') => string };

/**
 * Decides every row. `columnOf` names the header a key stands under. A bundle of goods of this file is refused with the
 * row of any of them; then the others are decided again, since it neither takes nor gives up a barcode any more.
 */
export function planImport(checked: readonly CheckedRow[], shop: Shop, how: How): PlannedRow[] {
  for (let rows = checked; ;) {
    const plan = planRows(rows, shop, how);
    const gone = new Set(plan.flatMap(({ what, row }) => (what === 'refused' ? [row.line] : [])));
    const isLost = ({ draft }: CheckedRow) => draft?.parts?.some(({ skuNo }) => gone.has(0 - skuNo)) === true;
    if (!rows.some(isLost)) return plan;
    rows = rows.map((each) => (isLost(each) ? withBadParts(each, how.columnOf('parts')) : each));
  }
}

function planRows(checked: readonly CheckedRow[], shop: Shop, how: How): PlannedRow[] {
  const match = matcher(shop);
  const sound = checked.flatMap(({ row, draft }) => (draft === null ? [] : [{ row, draft, product: match(draft) }]));
  const fill = { taxBp: how.choice.taxBp, categoryKey: categoryKeys(shop.categories) };
  const drafts = sound.map(({ draft, product }) => draftOf(draft, product, fill));
  const settled = settleDrafts(drafts, shop.products);
  const moving = movingDrafts(drafts, settled, shop.products);
  let next = 0;
  return checked.map(({ row, draft, problems }): PlannedRow => {
    if (draft === null) return { what: 'refused', row, problems };
    const i = next++;
    const each = settled[i];
    const product = sound[i]?.product;
    const made = drafts[i];
    if (each === undefined || made === undefined) throw new RangeError('one draft per sound row');
    if (each.what === 'refused')
      return { what: 'refused', row, problems: [duplicate(each, draft, sound, how.columnOf)] };
    const { stockMilli } = draft;
    const onShelf = product === undefined ? undefined : shop.stock.get(product.skuNo);
    const restocked = how.choice.storeId !== null && stockMove(stockMilli, onShelf, how.choice.stock) !== null;
    const what = each.what === 'unchanged' && restocked ? 'changed' : each.what;
    return { what, row, draft: made, fields: each.fields, stockMilli, moves: moving.has(i) };
  });
}

/** The product a row is about, if the shop has it. */
function matcher({ products }: Shop): (draft: RowDraft) => ProductRow | undefined {
  const byCode = new Map(
    products.flatMap((product) => (product.code === null ? [] : [[product.code, product] as const])),
  );
  const byGtin = new Map(products.flatMap((product) => product.gtins.map((gtin) => [gtin, product] as const)));
  return ({ code, gtins }) => {
    const known = code === null ? undefined : byCode.get(code);
    if (known !== undefined) return known;
    const owner = gtins.map((gtin) => byGtin.get(gtin)).find((product) => product !== undefined);
    return code === null || owner?.code === null ? owner : undefined;
  };
}

type Fill = { readonly taxBp: number; readonly categoryKey: (name: string) => string };

function draftOf(draft: RowDraft, product: ProductRow | undefined, how: Fill): ProductDraft {
  const fields: { -readonly [K in keyof DraftFields]?: DraftFields[K] } = {
    names: product === undefined ? draft.names : { ...product.names, ...draft.names },
    priceMinor: toMinor(draft.priceMinor),
  };
  const taxBp = draft.taxBp ?? (product === undefined ? how.taxBp : null);
  if (taxBp !== null) fields.taxBp = taxBp;
  if (draft.code !== null) fields.code = draft.code;
  if (draft.gtins.length > 0) fields.gtins = [...draft.gtins];
  if (draft.unit !== null) fields.unit = draft.unit;
  if (draft.category !== null) fields.category = how.categoryKey(draft.category);
  if (draft.brand !== null) fields.brand = draft.brand;
  if (draft.spec !== null) fields.spec = draft.spec;
  if (draft.options !== null) fields.options = draft.options;
  if (draft.minAge !== null) fields.minAge = draft.minAge;
  if (draft.asks !== null) fields.asks = draft.asks;
  if (draft.openPrice !== null) fields.openPrice = draft.openPrice;
  if (draft.parts !== undefined) fields.parts = draft.parts;
  return { skuId: product?.skuId ?? null, fields };
}

export const NEW_CATEGORY = 'new:';

/** By name in either language, without case: the category's id, else the name marked as new. */
export function categoryKeys(categories: readonly CategoryRow[]): (name: string) => string {
  const ids = new Map<string, string>();
  for (const { names, categoryId } of categories.toReversed()) {
    for (const name of [names.en, names.zh]) if (name !== undefined) ids.set(name.toLowerCase(), categoryId);
  }
  return (name) => ids.get(name.toLowerCase()) ?? NEW_CATEGORY + name;
}

type Sound = { readonly row: TableRow };

function duplicate(
  refused: Extract<Settled, { what: 'refused' }>,
  draft: RowDraft,
  sound: readonly Sound[],
  columnOf: (key: 'code' | 'barcode') => string,
): RowProblem {
  const key = refused.key === draft.code ? 'code' : 'barcode';
  const isGtin = key === 'barcode' && draft.gtins.includes(refused.key);
  const value = isGtin ? shortGtin(refused.key) : (draft.code ?? shortGtin(draft.gtins[0] ?? ''));
  const facts =
    'draft' in refused.by
      ? { otherLine: sound[refused.by.draft]?.row.line ?? 0 }
      : { other: shownName(refused.by.product) };
  return { column: columnOf(key), value, code: 'duplicate_code', facts };
}

/** Drafts that must be written together: those that take a barcode and those that give it up. */
function movingDrafts(
  drafts: readonly ProductDraft[],
  settled: readonly Settled[],
  stored: readonly ProductRow[],
): Set<number> {
  const owner = new Map(stored.flatMap(({ gtins, skuId }) => gtins.map((gtin) => [gtin, skuId] as const)));
  const draftOfProduct = new Map(drafts.flatMap(({ skuId }, i) => (skuId === null ? [] : [[skuId, i] as const])));
  const moving = new Set<number>();
  drafts.forEach(({ skuId, fields }, i) => {
    if (settled[i]?.what === 'refused') return;
    for (const gtin of fields.gtins ?? []) {
      const from = owner.get(gtin);
      if (from === undefined || from === skuId) continue;
      moving.add(i);
      const giver = draftOfProduct.get(from);
      if (giver !== undefined) moving.add(giver);
    }
  });
  return moving;
}

export type StockMove = { readonly deltaMilli: number; readonly reason: 'opening' | 'count' };

/**
 * What a stock figure of the file does. A product that never had stock in the store gets it as its opening; later
 * figures count only when asked for. Null: nothing.
 */
export function stockMove(
  stockMilli: number | null,
  onShelfMilli: number | undefined,
  mode: ImportChoice['stock'],
): StockMove | null {
  if (stockMilli === null) return null;
  if (onShelfMilli === undefined) return { deltaMilli: stockMilli, reason: 'opening' };
  if (mode === 'opening_only' || stockMilli === onShelfMilli) return null;
  return { deltaMilli: stockMilli - onShelfMilli, reason: 'count' };
}

export function countsOf(rows: readonly { readonly what: PlannedRow['what'] }[]): ImportCounts {
  const counts = { read: rows.length, added: 0, changed: 0, unchanged: 0, refused: 0 };
  for (const { what } of rows) counts[what] += 1;
  return counts;
}
