/** Promotions, taxes and rules for tests: whole and plain, so a test names only what it is about. */
import { toMinor } from '../../src/core/money.ts';
import type { TaxRate } from '../../src/core/line-tax.ts';
import type { Cart } from '../../src/core/cart.ts';
import { PLAIN_RULES, priceCart, type PricedCart, type PriceRules } from '../../src/core/price-cart.ts';
import type { Offer, Promotion, Reward } from '../../src/core/promotion.ts';
import { promotionBook } from '../../src/core/promotion-book.ts';
import { EVERYTHING, type Scope } from '../../src/core/scope.ts';
import { taxBook } from '../../src/core/tax-book.ts';
import { aProduct, bookOf, uuidOf } from './builders.ts';

const STORE = uuidOf(70);
/** A Wednesday noon. */
export const NOON = { date: '2025-11-19', weekday: 3, minute: 720 };

/** A shop without taxes of its own, prices with the tax inside. */
export const PLAIN_TAXES = { ...PLAIN_RULES, lang: 'en' } as const;

export const of = (...skuNos: number[]): Scope => ({ ...EVERYTHING, skuNos });
export const percent = (bp: number): Reward => ({ kind: 'percent', bp });
export const amount = (minor: number): Reward => ({ kind: 'amount', amountMinor: toMinor(minor) });
export const price = (minor: number): Reward => ({ kind: 'price', priceMinor: toMinor(minor) });

export const each = (scope: Scope, reward: Reward): Offer => ({ form: 'each', scope, reward });
export const nFor = (scope: Scope, count: number, reward: Reward, maxSets: number | null = null): Offer => ({
  form: 'set',
  slots: [{ scope, count }],
  target: { kind: 'all' },
  reward,
  maxSets,
});
export const cheapestOf = (scope: Scope, count: number, reward: Reward): Offer => ({
  form: 'set',
  slots: [{ scope, count }],
  target: { kind: 'cheapest', count: 1 },
  reward,
  maxSets: null,
});
export const buyGet = (buy: Scope, get: Scope, reward: Reward = percent(10_000)): Offer => ({
  form: 'set',
  slots: [
    { scope: buy, count: 1 },
    { scope: get, count: 1 },
  ],
  target: { kind: 'slot', slot: 1 },
  reward,
  maxSets: null,
});
export const over = (from: number, reward: Reward, more: Partial<Offer & { form: 'cart' }> = {}): Offer => ({
  form: 'cart',
  scope: EVERYTHING,
  measure: 'amount',
  steps: [{ from, reward }],
  isEvery: false,
  capMinor: null,
  ...more,
});

export const aPromotion = (n: number, offer: Offer, change: Partial<Promotion> = {}): Promotion => ({
  promotionId: uuidOf(7000 + n),
  rev: 1,
  names: { zh: `促销${n}`, en: `Offer ${n}` },
  offer,
  coupon: null,
  memberTiers: null,
  storeIds: null,
  fromDate: null,
  toDate: null,
  weekdays: [],
  fromMinute: null,
  toMinute: null,
  stackGroup: '',
  priority: 0,
  isAlone: false,
  onManual: true,
  state: 'active',
  ...change,
});

export const aTax = (n: number, change: Partial<TaxRate> = {}): TaxRate => ({
  taxId: uuidOf(8000 + n),
  names: { zh: `税${n}`, en: `Tax ${n}` },
  ratePpm: 0,
  perUnitMinor: toMinor(0),
  isCompound: false,
  scope: EVERYTHING,
  storeIds: null,
  order: n,
  state: 'active',
  ...change,
});

/** Rules of the store with these promotions and taxes. */
export const rulesOf = (
  { promotions = [], taxes = [] }: { readonly promotions?: readonly Promotion[]; readonly taxes?: readonly TaxRate[] },
  change: Partial<PriceRules> = {},
): PriceRules => ({
  ...PLAIN_RULES,
  moment: NOON,
  storeId: STORE,
  promotions: promotionBook(promotions),
  taxes: taxBook(taxes, STORE),
  ...change,
});

/** SKU 1 to 9 at 1.00 to 9.00; 20 is 2.50; 30 is weighed at 19.80 a kilogram; 40 has a floor of 3.00 under 4.00. */
export const book = bookOf([
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => aProduct(n, { category: n < 5 ? 'drinks' : 'food' })),
  aProduct(20, { priceMinor: toMinor(250) }),
  aProduct(30, { priceMinor: toMinor(1980), unit: 'kg' }),
  aProduct(40, { priceMinor: toMinor(400), floorMinor: toMinor(300) }),
]);

/** SKU and quantity in thousandths. */
export type Goods = readonly (readonly [number, number])[];

/** A cart of those goods under some promotions. */
export const priced = (cart: Cart, ...promotions: Promotion[]): PricedCart =>
  priceCart(cart, book, { rules: rulesOf({ promotions }) });
