/**
 * What a scale's label puts into a cart: how much of the product, and at which price for a unit.
 *
 * Invariant: what is charged is the price on the label, to the smallest coin. Where weight and unit price would give
 * another sum (the price has changed since, the scale rounded in its own way), the unit price of this line gives way.
 * Only with more than a kilogram may no whole unit price meet it: then the line is at most that coin below.
 */
import { checkQuantity } from './cart.ts';
import { currencyNumber, minorDigits } from './currency.ts';
import type { Gs1Data, Gs1Price } from './gs1.ts';
import { lineAmount, type Minor, mulDivHalfUp, toMinor } from './money.ts';
import type { Product, Unit } from './product.ts';
import { err, ok, type Result } from './result.ts';
import type { ScaleCode } from './scale-code.ts';

export type Labelled = { readonly qtyMilli: number; readonly unitMinor: Minor | null }; // null: the book's price
type Priced = Pick<Product, 'unit' | 'priceMinor'>;

const ONE_MILLI = 1000;
/** Grams to either side in which a weight is looked for that gives the label's price. */
const NEAR = 5;

/** Refuses: `bad_quantity` - a weight or price of nothing, or parts of pieces. */
export function scaleLine(
  product: Priced,
  code: Pick<ScaleCode, 'weightMilli' | 'priceMinor'>,
): Result<Labelled, { readonly code: 'bad_quantity' }> {
  const { weightMilli, priceMinor } = code;
  if (weightMilli === null && priceMinor === null) return ok({ qtyMilli: ONE_MILLI, unitMinor: null });
  if (priceMinor !== null && priceMinor <= 0) return err({ code: 'bad_quantity' });
  const weighed = weightMilli === null ? null : quantityOf(weightMilli, product.unit);
  const labelled = weighed === null ? byPrice(product, priceMinor) : { qtyMilli: weighed, unitMinor: null };
  const checked = checkQuantity(labelled.qtyMilli, product.unit);
  if (!checked.ok || priceMinor === null || weighed === null) return checked.ok ? ok(labelled) : checked;
  return ok({ qtyMilli: weighed, unitMinor: unitFor(product, weighed, priceMinor) });
}

/**
 * What a code of GS1 says of quantity and price; null where it says nothing of them. Goods by weight take weight and
 * price; pieces take their price and how many there are, and no weight. A price in another currency is nobody's price.
 */
export function gs1Line(
  product: Priced,
  { weightMilli, count, price }: Pick<Gs1Data, 'weightMilli' | 'count' | 'price'>,
  currency: string,
): Result<Labelled | null, { readonly code: 'bad_quantity' }> {
  const priceMinor = price === null ? null : priceIn(currency, price);
  const amount = isWeighed(product.unit) ? weightMilli : count === null ? null : count * ONE_MILLI;
  return amount === null && priceMinor === null ? ok(null) : scaleLine(product, { weightMilli: amount, priceMinor });
}

/** Null where it is of another currency, or finer than this one's coins. */
function priceIn(currency: string, { value, decimals, currencyNo }: Gs1Price): Minor | null {
  if (currencyNo !== null && currencyNo !== currencyNumber(currency)) return null;
  const finer = minorDigits(currency) - decimals;
  const amount = finer >= 0 ? value * 10 ** finer : value / 10 ** -finer;
  return Number.isSafeInteger(amount) ? toMinor(amount) : null;
}

/** A label weighs in kilograms; what is sold by the gram has a thousand times as many. */
const quantityOf = (weightMilli: number, unit: Unit): number => (unit === 'g' ? weightMilli * 1000 : weightMilli);

const isWeighed = (unit: Unit): boolean => unit === 'kg' || unit === 'g';

/** No weight on the label: that of the price, so that stock is right; a piece when it is not sold by weight. */
function byPrice(product: Priced, priceMinor: Minor | null): Labelled {
  if (priceMinor === null) return { qtyMilli: ONE_MILLI, unitMinor: null };
  const { unit, priceMinor: list } = product;
  if (!isWeighed(unit) || list <= 0) return { qtyMilli: ONE_MILLI, unitMinor: priceMinor === list ? null : priceMinor };
  const nearest = Math.max(1, mulDivHalfUp(priceMinor, ONE_MILLI, list));
  const near = Array.from({ length: 2 * NEAR + 1 }, (_, at) => nearest + (at % 2 === 0 ? at / 2 : -(at + 1) / 2));
  const exact = near.find((qtyMilli) => qtyMilli > 0 && lineAmount(list, qtyMilli) === priceMinor);
  if (exact !== undefined) return { qtyMilli: exact, unitMinor: null };
  return { qtyMilli: nearest, unitMinor: unitFor(product, nearest, priceMinor) };
}

/** The unit price at which so much costs what the label says, nothing more; null when it is the book's. */
function unitFor({ priceMinor: list }: Priced, qtyMilli: number, wanted: Minor): Minor | null {
  if (lineAmount(list, qtyMilli) === wanted) return null;
  const about = mulDivHalfUp(wanted, ONE_MILLI, qtyMilli);
  const near = [about, about + 1, about - 1].filter((unit) => unit >= 0).map(toMinor);
  const exact = near.find((unit) => lineAmount(unit, qtyMilli) === wanted);
  return exact ?? toMinor(Math.max(0, ...near.filter((unit) => lineAmount(unit, qtyMilli) < wanted)));
}
