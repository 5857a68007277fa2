/**
 * From a cart to what the customer owes.
 *
 * One pass, always in this order, because each stage reads what the one before wrote:
 *   1 unit prices   2 line amounts   3 cart discount (split by `allocate`)   4 tax per line   5 tax summary   6 totals
 *
 * Invariants: lines' gross - discount sum to the total; the tax summary sums to the lines' tax; no line goes below
 * zero; the same inputs give the same output on till, phone and server (the server recomputes sums and flags, never
 * alters).
 *
 * Not here: change and express cash (tender.ts: they depend on how one pays), formatting (ui), who may set a price
 * (permission.ts).
 */
import { allocate } from './allocate.ts';
import { assert } from './assert.ts';
import type { Cart, CartLine } from './cart.ts';
import { lineAmount, type Minor, sumMinor, toMinor, ZERO } from './money.ts';
import type { Names, Product } from './product.ts';
import type { SaleTotals } from './sale.ts';
import { includedTax, type TaxRow, taxSummary } from './tax.ts';

export type PricedLine = {
  readonly line: CartLine;
  readonly product: Product | null; // null: a stub, of which only the number is known here
  readonly names: Names;
  readonly listMinor: Minor; // the price book's, per unit
  readonly unitMinor: Minor; // charged per unit
  readonly grossMinor: Minor; // unit × quantity, tax included
  readonly discountMinor: Minor;
  readonly taxBp: number;
  readonly taxMinor: Minor; // contained in gross - discount
};

/**
 * `price_missing`: this device knows no product behind the line, so nothing can be charged: blocks the sale.
 * `product_stopped`: withdrawn after it came into the cart; a new scan of it is refused, this line is for a person.
 * `amount_too_large`: quantity and price together are beyond any sale. Counts as nothing and blocks the sale.
 */
type PriceProblem = {
  readonly code: 'price_missing' | 'product_stopped' | 'amount_too_large';
  readonly lineId: number;
  readonly skuNo: number;
};

export type PricedCart = {
  readonly lines: readonly PricedLine[];
  readonly totals: SaleTotals;
  readonly byTax: readonly TaxRow[];
  readonly problems: readonly PriceProblem[];
};

/** The largest amount of one line. Thousands of such lines still sum to a safe integer, so a total never fails. */
const MAX_LINE_MINOR = 1_000_000_000_000;

/** True when a line of this unit price and quantity is beyond any sale: a slip of the hand in one of the two. */
export const isBeyondSale = (unitMinor: number, qtyMilli: number): boolean =>
  (unitMinor * qtyMilli) / 1000 > MAX_LINE_MINOR;

/** `discountMinor`: taken off the whole cart, 0 to its gross. */
type PriceOptions = { readonly discountMinor?: Minor };

/** Prices a cart by the book `productOf` reads. Amounts in minor units, tax included. See the stages above. */
export function priceCart(
  cart: Pick<Cart, 'lines'>,
  productOf: (skuNo: number) => Product | undefined,
  options: PriceOptions = {},
): PricedCart {
  // 1 unit prices, 2 line amounts
  const priced = cart.lines.map((line) => unitPrice(line, productOf(line.skuNo) ?? null));
  const gross = priced.map(grossOf);
  // 3 cart discount, 4 tax per line
  const discounts = splitDiscount(options.discountMinor ?? ZERO, gross);
  const lines = priced.map((row, i) => taxed(row, gross[i] ?? ZERO, discounts[i] ?? ZERO));
  // 5 tax summary, 6 totals
  return { lines, byTax: taxSummary(lines.map(taxRow)), totals: totalsOf(lines), problems: lines.flatMap(problem) };
}

function unitPrice(line: CartLine, product: Product | null) {
  const listMinor = product?.priceMinor ?? ZERO;
  const stub = `#${line.skuNo}`;
  return {
    line,
    product,
    names: product?.names ?? { zh: stub, en: stub },
    listMinor,
    unitMinor: product === null ? ZERO : (line.overrideMinor ?? listMinor),
    taxBp: product?.taxBp ?? 0,
  };
}

type UnitPriced = ReturnType<typeof unitPrice>;

const grossOf = ({ unitMinor, line: { qtyMilli } }: UnitPriced): Minor =>
  isBeyondSale(unitMinor, qtyMilli) ? ZERO : lineAmount(unitMinor, qtyMilli);

const taxed = (row: UnitPriced, grossMinor: Minor, discountMinor: Minor): PricedLine => ({
  ...row,
  grossMinor,
  discountMinor,
  taxMinor: includedTax(toMinor(grossMinor - discountMinor), row.taxBp),
});

function splitDiscount(discountMinor: Minor, gross: readonly Minor[]): readonly Minor[] {
  assert(discountMinor >= 0 && discountMinor <= sumMinor(gross), 'a discount is at most what the goods come to');
  return allocate(discountMinor, gross);
}

const taxRow = (line: PricedLine): TaxRow => ({
  taxBp: line.taxBp,
  grossMinor: toMinor(line.grossMinor - line.discountMinor),
  taxMinor: line.taxMinor,
});

function problem({ line: { lineId, skuNo, qtyMilli }, product, unitMinor }: PricedLine): PriceProblem[] {
  if (product === null) return [{ code: 'price_missing', lineId, skuNo }];
  if (isBeyondSale(unitMinor, qtyMilli)) return [{ code: 'amount_too_large', lineId, skuNo }];
  return product.status === 'stopped' ? [{ code: 'product_stopped', lineId, skuNo }] : [];
}

/** Sums of priced or sold lines. */
export function totalsOf(lines: readonly Pick<PricedLine, 'grossMinor' | 'discountMinor' | 'taxMinor'>[]): SaleTotals {
  const grossMinor = sumMinor(lines.map((line) => line.grossMinor));
  const discountMinor = sumMinor(lines.map((line) => line.discountMinor));
  const taxMinor = sumMinor(lines.map((line) => line.taxMinor));
  return { grossMinor, discountMinor, taxMinor, totalMinor: toMinor(grossMinor - discountMinor) };
}
