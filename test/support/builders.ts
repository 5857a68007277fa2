/**
 * Things of the shop for tests: whole, valid and plain, so a test names only what it is about.
 * Fixtures of journal entries: entry-fixtures.ts.
 */
import { applyStep, type Cart, emptyCart } from '../../src/core/cart.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Product } from '../../src/core/product.ts';

/** A UUID of version 7 told apart by its last digits. */
export const uuidOf = (n: number): string => `01890a5d-ac96-7b2e-8f3c-${n.toString(16).padStart(12, '0')}`;

/** A product; its name, code and id follow from `skuNo`. */
export const aProduct = (skuNo: number, change: Partial<Product> = {}): Product => ({
  skuId: uuidOf(skuNo),
  skuNo,
  code: `SKU-${skuNo}`,
  gtins: [],
  names: { zh: `货品${skuNo}`, en: `Product ${skuNo}` },
  spec: null,
  brand: null,
  category: null,
  unit: 'pcs',
  priceMinor: toMinor(100 * skuNo),
  floorMinor: null,
  taxBp: 1300,
  picture: null,
  story: null,
  search: '',
  rank: 0,
  hot: false,
  status: 'active',
  ...change,
});

/** A price book: what `priceCart` reads products from. */
export function bookOf(products: readonly Product[]): (skuNo: number) => Product | undefined {
  const bySkuNo = new Map(products.map((product) => [product.skuNo, product]));
  return (skuNo) => bySkuNo.get(skuNo);
}

/** A cart with a line per [skuNo, qtyMilli]. */
export function cartOf(goods: readonly (readonly [skuNo: number, qtyMilli: number])[], cartId = uuidOf(900)): Cart {
  return goods.reduce(
    (cart, [skuNo, qtyMilli]) => applyStep(cart, { step: 'product_added', skuNo, qtyMilli, merge: false }),
    emptyCart(cartId),
  );
}
