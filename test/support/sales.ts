/** Sales and returns for tests, made by the rules themselves from goods of a small price book. */
import { type Cart, emptyCart } from '../../src/core/cart.ts';
import { completeSale, type SaleInput } from '../../src/core/complete-sale.ts';
import { type Minor, toMinor } from '../../src/core/money.ts';
import { priceCart, type PriceRules } from '../../src/core/price-cart.ts';
import type { Sale, Tender } from '../../src/core/sale.ts';
import { EVERYTHING } from '../../src/core/scope.ts';
import { aProduct, bookOf, cartOf, uuidOf } from './builders.ts';
import { aPromotion, aTax, each, of, percent, rulesOf } from './pricing.ts';

const BOOK = [
  aProduct(1, { names: { zh: '农夫山泉', en: 'Spring water' }, spec: '550ml', priceMinor: toMinor(200) }),
  aProduct(2, { names: { zh: '薯片 黄瓜味', en: 'Crisps, cucumber' }, priceMinor: toMinor(750) }),
  aProduct(3, { names: { zh: '苹果', en: 'Apples' }, unit: 'kg', priceMinor: toMinor(1299), taxBp: 900 }),
  aProduct(4, { names: { zh: '购物袋', en: 'Bag' }, priceMinor: toMinor(30), taxBp: 0 }),
];

export const cash = (amountMinor: number, tenderId = 1): Tender => ({
  tenderId,
  method: 'cash',
  amountMinor: toMinor(amountMinor),
});

type SaleChange = Partial<SaleInput> & { discountMinor?: Minor; rules?: PriceRules };

/** What `completeSale` takes, for a cart of the book's goods. */
export function saleInput(cart: Cart, change: SaleChange = {}): SaleInput {
  const { discountMinor, rules, ...rest } = change;
  const how = { ...(discountMinor === undefined ? {} : { discountMinor }), ...(rules === undefined ? {} : { rules }) };
  const priced = priceCart(cart, bookOf(BOOK), how);
  return {
    cart,
    priced,
    tenders: [cash(priced.totals.totalMinor)],
    shiftId: uuidOf(500),
    saleId: uuidOf(1001),
    no: 'T3-000001',
    currency: 'CNY',
    pbVersion: 'a1b2:7',
    lang: 'zh',
    ...rest,
  };
}

/** A completed sale of [skuNo, qtyMilli] goods; paid exactly in cash unless told otherwise. */
export function aSale(goods: readonly (readonly [number, number])[] = [[1, 1000]], change: SaleChange = {}): Sale {
  const sale = completeSale(saleInput(cartOf(goods), change));
  if (!sale.ok) throw new Error(`not a sale: ${sale.error.code}`);
  return sale.value;
}

export const noGoods: Cart = emptyCart(uuidOf(900));

/** A sale that has all a sale may tell of its pricing: a promotion, two taxes on top, cash in coins of 0.05. */
export function aRichSale(): Sale {
  const rules = rulesOf(
    {
      promotions: [aPromotion(1, each(EVERYTHING, percent(1000)))],
      taxes: [aTax(1, { ratePpm: 50_000 }), aTax(2, { ratePpm: 99_750, scope: of(2) })],
    },
    { taxMode: 'added', taxRounding: 'total', cashRounding: { stepMinor: 5, how: 'half_up', on: 'cash' } },
  );
  const cart = cartOf([[1, 2000], [2, 1000]]); // prettier-ignore
  const priced = priceCart(cart, bookOf(BOOK), { rules });
  const sale = completeSale({ ...saleInput(cart), priced, tenders: [cash(2000)] });
  if (!sale.ok) throw new Error(`not a sale: ${sale.error.code}`);
  return sale.value;
}
