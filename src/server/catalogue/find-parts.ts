/**
 * Which products the parts of a bundle are. Every part is a product the shop has, and none is a bundle or holds one: so
 * what leaves the shelf is known without looking twice.
 *
 * Of a file that is being read, parts may be rows of the same file: those have no number yet and are told by one below
 * nought, which the run replaces once they are written.
 *
 * Invariant: what is found here is one level deep, at the moment of the save; a product that is a part of some bundle
 * cannot become one.
 */
import type { PartNamed } from '../../core/bundle-text.ts';
import { toGtin14 } from '../../core/gtin.ts';
import type { BundlePart } from '../../core/product.ts';
import type { ProductRow } from '../../wire/catalogue.ts';
import { bundlesOf, ownersOf, productsById, skuIdsOf } from '../db/catalogue-products.ts';
import type { Tx } from '../db/door.ts';

/** What a part is found by. */
export type Named = Pick<ProductRow, 'skuId' | 'skuNo' | 'code' | 'gtins' | 'parts'>;

/** Parts somebody names for a product. `isOwn`: it is that product; `isPieces`: null where only the shop knows. */
type PartsAsked = {
  readonly named: readonly PartNamed[];
  readonly isOwn: (product: Named) => boolean;
  readonly isPieces: boolean | null;
};

/** The parts of each; null: one of them is no product, or cannot be a part of it. `coming`: not written yet. */
export async function findParts(
  tx: Tx,
  asked: readonly PartsAsked[],
  coming: readonly Named[] = [],
): Promise<(BundlePart[] | null)[]> {
  const keys = asked.flatMap(({ named }) => named.map(({ key }) => key));
  const products = await productsById(tx, await idsOf(tx, keys), false);
  const bundles = await bundlesOf(tx);
  const inside = new Set(bundles.flatMap(({ parts = [] }) => parts.map(({ skuNo }) => skuNo)));
  const all = [...products, ...bundles];
  const named = [...products, ...coming]; // the shop's own first
  const turning = coming.filter(({ parts }) => parts !== undefined);
  const isBundle = (product: Named): boolean =>
    product.parts !== undefined || turning.some((other) => isSame(other, product));
  return asked.map(({ named: wanted, isOwn, isPieces }) => {
    const found = wanted.map(({ key, qtyMilli }) => ({ product: productNamed(named, key), qtyMilli }));
    const parts = found.flatMap(({ product, qtyMilli }) =>
      product === undefined || isBundle(product) || isOwn(product) ? [] : [{ skuNo: product.skuNo, qtyMilli }],
    );
    const own = all.find(isOwn);
    const isPart = wanted.length > 0 && own !== undefined && inside.has(own.skuNo);
    const isEach = new Set(parts.map(({ skuNo }) => skuNo)).size === wanted.length;
    const isCounted = isPieces ?? (own === undefined || own.unit === 'pcs');
    return isEach && !isPart && (isCounted || wanted.length === 0) ? parts : null;
  });
}

const isSame = (a: Named, b: Named): boolean =>
  (a.code !== null && a.code === b.code) || a.gtins.some((gtin) => b.gtins.includes(gtin));

/** By its number behind a `#`, its code as it is written, or its barcode. */
function productNamed(products: readonly Named[], key: string): Named | undefined {
  const number = numberOf(key);
  if (number !== null) return products.find(({ skuNo }) => skuNo === number);
  const gtin = toGtin14(key);
  return (
    products.find(({ code }) => code === key) ??
    (gtin === null ? undefined : products.find(({ gtins }) => gtins.includes(gtin)))
  );
}

const numberOf = (key: string): number | null => (/^#[1-9]\d{0,8}$/.test(key) ? Number(key.slice(1)) : null);

async function idsOf(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const numbers = keys.flatMap((key) => numberOf(key) ?? []);
  const byKey = await ownersOf(tx, { codes: keys, gtins: keys.flatMap((key) => toGtin14(key) ?? []) });
  return [...byKey, ...(await skuIdsOf(tx, numbers))];
}

/** How a form names a part: by its code, else its barcode, else its number. */
export const keyOfPart = ({ code, gtins, skuNo }: ProductRow): string => code ?? gtins[0] ?? `#${String(skuNo)}`;
