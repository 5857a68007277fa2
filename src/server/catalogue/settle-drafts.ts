/**
 * Which drafts of products may be saved beside each other and beside what the shop has, and what each comes to.
 *
 * Pure. The preview of an import and the save itself both use it, so that they agree. A key (code, GTIN) belongs to one
 * product: of two drafts the first keeps it; a key the shop knows stays with its owner unless a draft that is saved too
 * takes it from that owner.
 *
 * Invariants: settling what was saved once more answers `unchanged` for all of it and the same refusals.
 */
import { assert } from '../../core/assert.ts';
import { optionText } from '../../core/options.ts';
import { nameIn, TRACES } from '../../core/product.ts';
import type { ProductRow } from '../../wire/catalogue.ts';

export type ProductFields = Omit<ProductRow, 'skuId' | 'skuNo' | 'search'>;
/**
 * A new product (`skuId` null: names and a price are needed) or changes to one. Fields not named stay as they are; no
 * options, nothing asked, no parts, an age of 0 and a price that is not open take away what there was.
 */
export type ProductDraft = { readonly skuId: string | null; readonly fields: DraftFields };
export type DraftFields = Partial<Omit<ProductFields, 'openPrice'>> & { readonly openPrice?: boolean | undefined };

export type Settled =
  | {
      readonly what: 'added' | 'changed' | 'unchanged';
      readonly fields: ProductFields;
      readonly was: ProductRow | null;
    }
  | {
      readonly what: 'refused';
      readonly key: string;
      readonly by: { readonly draft: number } | { readonly product: ProductRow };
    };

const NEW_PRODUCT: Omit<ProductFields, 'names' | 'priceMinor'> = {
  code: null,
  gtins: [],
  spec: null,
  brand: null,
  category: null,
  unit: 'pcs',
  floorMinor: null,
  taxBp: 0,
  picture: null,
  story: null,
  rank: 0,
  hot: false,
  status: 'active',
};

/** Settles drafts in their order. `stored` holds at least the products they name and the owners of their keys. */
export function settleDrafts(drafts: readonly ProductDraft[], stored: readonly ProductRow[]): Settled[] {
  const byId = new Map(stored.map((product) => [product.skuId, product]));
  const settled = drafts.map((draft) => merge(draft, byId));
  refuseTwice(drafts, settled);
  refuseOwned(drafts, settled, stored);
  return settled;
}

function merge(draft: ProductDraft, byId: ReadonlyMap<string, ProductRow>): Settled {
  if (draft.skuId === null) {
    const { names, priceMinor } = draft.fields;
    assert(names !== undefined && priceMinor !== undefined, 'a new product has a name and a price');
    return { what: 'added', fields: withFields({ ...NEW_PRODUCT, names, priceMinor }, draft.fields), was: null };
  }
  const was = byId.get(draft.skuId);
  assert(was !== undefined, 'a change names a product the shop has');
  const fields = withFields(was, draft.fields);
  return { what: sameFields(fields, was) ? 'unchanged' : 'changed', fields, was };
}

/** `was` with what the draft names. Written out: a hundred thousand of these take a tenth of the time of spreading. */
function withFields(was: ProductFields, to: DraftFields): ProductFields {
  const options = to.options ?? was.options ?? [];
  const minAge = to.minAge ?? was.minAge ?? 0;
  const asked = to.asks ?? was.asks ?? [];
  const asks = TRACES.filter((each) => asked.includes(each));
  const parts = to.parts ?? was.parts ?? [];
  return {
    code: to.code === undefined ? was.code : to.code,
    gtins: to.gtins === undefined ? was.gtins : [...new Set(to.gtins)].sort(),
    names: to.names ?? was.names,
    spec: to.spec === undefined ? was.spec : to.spec,
    brand: to.brand === undefined ? was.brand : to.brand,
    category: to.category === undefined ? was.category : to.category,
    unit: to.unit ?? was.unit,
    priceMinor: to.priceMinor ?? was.priceMinor,
    floorMinor: to.floorMinor === undefined ? was.floorMinor : to.floorMinor,
    taxBp: to.taxBp ?? was.taxBp,
    picture: to.picture === undefined ? was.picture : to.picture,
    story: to.story === undefined ? was.story : to.story,
    rank: to.rank ?? was.rank,
    hot: to.hot ?? was.hot,
    status: to.status ?? was.status,
    ...(options.length === 0 ? {} : { options }),
    ...(minAge === 0 ? {} : { minAge }),
    ...(asks.length === 0 ? {} : { asks }),
    ...(parts.length === 0 ? {} : { parts }),
    ...((to.openPrice ?? was.openPrice) === true ? { openPrice: true } : {}),
  };
}

/** Equal in every field a person can set. Order of keys does not matter. */
function sameFields(a: ProductFields, b: ProductFields): boolean {
  const { names, story, gtins, options, minAge, asks, parts, openPrice, ...rest } = a;
  const plain = Object.keys(rest) as (keyof typeof rest)[];
  return (
    plain.every((key) => a[key] === b[key]) &&
    names.zh === b.names.zh &&
    names.en === b.names.en &&
    story?.zh === b.story?.zh &&
    story?.en === b.story?.en &&
    (story === null) === (b.story === null) &&
    gtins.join() === b.gtins.join() &&
    optionKey(options) === optionKey(b.options) &&
    minAge === b.minAge &&
    openPrice === b.openPrice &&
    asks?.join() === b.asks?.join() &&
    partKey(parts) === partKey(b.parts)
  );
}

/** Equal for equal groups, in whatever order their keys came. */
const optionKey = (groups: ProductFields['options']): string => optionText(groups ?? [], 0);

const partKey = (parts: ProductFields['parts']): string =>
  (parts ?? []).map(({ skuNo, qtyMilli }) => `${String(skuNo)}:${String(qtyMilli)}`).join();

/** The keys a draft speaks of. One it does not name is its product's still, and no claim of this draft. */
function keysOf({ fields }: ProductDraft): string[] {
  const code = fields.code == null ? [] : [codeKey(fields.code)];
  return [...code, ...(fields.gtins ?? []).map(gtinKey)];
}
const codeKey = (code: string): string => `c${code}`;
const gtinKey = (gtin: string): string => `g${gtin}`;

/** Of drafts that name one key, or one product, the first stays. */
function refuseTwice(drafts: readonly ProductDraft[], settled: Settled[]): void {
  const claims = new Map<string, number>();
  drafts.forEach((draft, i) => {
    const keys = [...keysOf(draft), ...(draft.skuId === null ? [] : [`s${draft.skuId}`])];
    const taken = keys.find((key) => claims.has(key));
    if (taken === undefined) for (const key of keys) claims.set(key, i);
    else settled[i] = { what: 'refused', key: taken.slice(1), by: { draft: claims.get(taken) ?? 0 } };
  });
}

/** Keys of products that keep them. Refusing one draft may give its product's keys back, so until nothing moves. */
function refuseOwned(drafts: readonly ProductDraft[], settled: Settled[], stored: readonly ProductRow[]): void {
  const owner = new Map<string, ProductRow>();
  for (const product of stored) {
    if (product.code !== null) owner.set(codeKey(product.code), product);
    for (const gtin of product.gtins) owner.set(gtinKey(gtin), product);
  }
  const after = new Map<string, number>(); // product to the draft that changes it
  drafts.forEach((draft, i) => {
    if (draft.skuId !== null && settled[i]?.what !== 'refused') after.set(draft.skuId, i);
  });
  const keeps = (product: ProductRow, key: string): boolean => {
    const then = settled[after.get(product.skuId) ?? -1];
    if (then === undefined || then.what === 'refused') return true;
    return key === codeKey(then.fields.code ?? '') || then.fields.gtins.some((gtin) => gtinKey(gtin) === key);
  };
  for (let moved = true; moved;) {
    moved = false;
    drafts.forEach((draft, i) => {
      if (settled[i]?.what === 'refused') return;
      for (const key of keysOf(draft)) {
        const product = owner.get(key);
        if (product === undefined || product.skuId === draft.skuId || !keeps(product, key)) continue;
        settled[i] = { what: 'refused', key: key.slice(1), by: { product } };
        moved = true;
        return;
      }
    });
  }
}

/** A product's name for people who have to find it. */
export const shownName = (product: ProductRow): string => nameIn(product.names, 'zh');
