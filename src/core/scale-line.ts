/**
 * What a scale's label puts into a cart: how much of the product, and at which price for a unit.
 *
 * Invariant: what is charged is the price on the label, to the smallest coin. Where weight and unit price would give
 * another sum (the price has changed since, the scale rounded in its own way), the unit price of this line gives way;
 * where no whole unit price meets it, as with goods priced by the gram, the weight does too, by as little as can be.
 * Pieces stay as many as they are: of several, the line may be a coin for each below.
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
  return ok(metBy(product, weighed, priceMinor));
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
  return metBy(product, nearest, priceMinor);
}

/** So much of it, about, at what the label says and nothing more. */
function metBy({ unit, priceMinor: list }: Priced, qtyMilli: number, wanted: Minor): Labelled {
  if (lineAmount(list, qtyMilli) === wanted) return { qtyMilli, unitMinor: null };
  const about = mulDivHalfUp(wanted, ONE_MILLI, qtyMilli);
  const near = [about, about + 1, about - 1].filter((each) => each >= 0).map(toMinor);
  const exact = near.find((each) => lineAmount(each, qtyMilli) === wanted);
  if (exact !== undefined) return { qtyMilli, unitMinor: exact };
  const met = isWeighed(unit) ? metByWeight(near, qtyMilli, wanted) : undefined;
  if (met !== undefined) return met.unitMinor === list ? { ...met, unitMinor: null } : met;
  const below = near.filter((each) => lineAmount(each, qtyMilli) < wanted);
  return { qtyMilli, unitMinor: toMinor(Math.max(0, ...below)) };
}

/** Thousandths to either side of a weight that are tried with whatever price meets the label there. */
const TRIED = 400;

/** The weight nearest to the label's at which a whole unit price near its own gives its price. */
function metByWeight(near: readonly Minor[], weighed: number, wanted: Minor): Labelled | undefined {
  const isMet = ({ qtyMilli, unitMinor }: Met): boolean => qtyMilli > 0 && lineAmount(unitMinor, qtyMilli) === wanted;
  // Dear goods: the weight hardly changes, the price with it. Cheap ones: the price stays, the weight makes it up.
  const byPrice = Array.from({ length: 2 * TRIED }, (_, n): Met => {
    const qtyMilli = Math.max(1, weighed - TRIED + n);
    return { qtyMilli, unitMinor: toMinor(mulDivHalfUp(wanted, ONE_MILLI, qtyMilli)) };
  });
  const byWeight = near
    .filter((unit) => unit > 0)
    .map((unitMinor): Met => ({ qtyMilli: mulDivHalfUp(wanted, ONE_MILLI, unitMinor), unitMinor }));
  const off = ({ qtyMilli }: Met): number => Math.abs(qtyMilli - weighed);
  return [...byPrice, ...byWeight].filter(isMet).sort((a, b) => off(a) - off(b))[0];
}

type Met = Labelled & { readonly unitMinor: Minor };
