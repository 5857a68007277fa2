/**
 * From a cart to what the customer owes.
 *
 * One pass, always in this order, because each stage reads what the one before wrote:
 *   1 unit prices: the book's with its options, or one a person set      2 line amounts
 *   3 line discounts      4 promotions (choose-offers.ts)      5 cart discount
 *   6 tax-free customer   7 tax per line (line-tax.ts)         8 tax summary, totals, rounding
 * No stage takes a line below its floor price: what a line may lose at most (its room) is known from stage 2 on. Only a
 * price set by a person is below it.
 *
 * A bundle is priced as the product it is, and taxed as its parts are (price-tax.ts).
 *
 * Invariants: each discount is the sum of its lines' parts, each line's the sum of what applied to it; lines'
 * gross - discount, with the tax where it is added and the rounding, is the total; the tax summary sums to the lines'
 * tax; no line goes below zero; the order of lines changes no total; the same inputs give the same output on till,
 * phone and server (the server recomputes and flags, never alters).
 *
 * Not here: change and express cash (tender.ts: they depend on how one pays), formatting (ui), who may set a price or
 * give a discount (permission.ts), the clock.
 */
import { assert } from './assert.ts';
import type { Cart, CartLine, Manual, TaxFree } from './cart.ts';
import type { CashRounding } from './cash-rounding.ts';
import { type Chosen, chooseOffers, roomIn, spread } from './choose-offers.ts';
import type { TaxMode } from './line-tax.ts';
import { lineAmount, type Minor, sumMinor, toMinor, ZERO } from './money.ts';
import type { Names, Product } from './product.ts';
import { type Moment, rewardOff } from './promotion.ts';
import { EMPTY_BOOK, type PromotionBook } from './promotion-book.ts';
import { type LineTaxes, taxesOfRows, taxRowsOfPriced, type TaxRules, untaxed, UNTAXED } from './price-tax.ts';
import { paidForLine, type SaleOffer, type SaleTotals, type Tender } from './sale.ts';
import { type TaxRow, taxSummary } from './tax.ts';
import { NO_TAXES } from './tax-book.ts';
import { roundingOf } from './tender.ts';

/** All that a price and the line of a sale take from a product. */
export type Goods = Pick<
  Product,
  | 'names'
  | 'spec'
  | 'category'
  | 'unit'
  | 'priceMinor'
  | 'floorMinor'
  | 'taxBp'
  | 'status'
  | 'minAge'
  | 'parts'
  | 'asks'
  | 'openPrice'
>;

export type PricedLine = {
  readonly line: CartLine;
  readonly product: Goods | null; // null: a stub, of which only the number is known here
  readonly names: Names;
  readonly listMinor: Minor; // the price book's with the options chosen, per unit
  readonly unitMinor: Minor; // charged per unit
  readonly grossMinor: Minor; // unit × quantity
  readonly discountMinor: Minor; // Σ applied
  readonly applied: readonly { readonly offerNo: number; readonly amountMinor: Minor }[];
} & LineTaxes;

/** What took something off: a sale's offer, with the names of all languages. */
export type PricedOffer = Omit<SaleOffer, 'name'> & { readonly names: Names };

/**
 * `price_missing`: this device knows no product behind the line, or nobody has said the price of goods that are priced
 * at the till; nothing can be charged: blocks the sale.
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
  readonly offers: readonly PricedOffer[];
  readonly passed: Chosen['passed'];
  readonly isExact: boolean; // nothing better for the customer exists
  readonly isSpent: boolean; // the search for the best promotions was cut short
  readonly rules: PriceRules;
  readonly problems: readonly PriceProblem[];
};

/** What a store's pricing goes by, beside the price book. */
export type PriceRules = {
  readonly promotions: PromotionBook;
  readonly moment: Moment;
  readonly storeId: string;
  readonly cashRounding: CashRounding | null;
} & TaxRules;

/** No promotion, and each product's own rate inside its price. */
export const PLAIN_RULES: PriceRules = {
  promotions: EMPTY_BOOK,
  moment: { date: '1970-01-01', weekday: 4, minute: 0 },
  storeId: '',
  taxMode: 'included',
  taxRounding: 'line',
  taxRoundsTo: 'nearest',
  taxes: NO_TAXES,
  cashRounding: null,
};

/** The largest amount of one line. Thousands of such lines still sum to a safe integer, so a total never fails. */
const MAX_LINE_MINOR = 1_000_000_000_000;

/** True when a line of this unit price and quantity is beyond any sale: a slip of the hand in one of the two. */
export const isBeyondSale = (unitMinor: number, qtyMilli: number): boolean =>
  (unitMinor * qtyMilli) / 1000 > MAX_LINE_MINOR;

type PriceableCart = Pick<Cart, 'lines' | 'discount' | 'coupons' | 'memberTier' | 'taxFree'>;

/** `discountMinor`: taken off the whole cart after all else, 0 to what is left of it. */
type PriceOptions = { readonly rules?: PriceRules; readonly discountMinor?: Minor };

/** Prices a cart by the book `productOf` reads. Amounts in minor units. See the stages above. */
export function priceCart(
  cart: PriceableCart,
  productOf: (skuNo: number) => Goods | undefined,
  options: PriceOptions = {},
): PricedCart {
  const rules = options.rules ?? PLAIN_RULES;
  // 1 unit prices, 2 line amounts
  const priced = cart.lines.map((line) => unitPrice(line, productOf));
  const desk = openDesk(priced);
  // 3 line discounts
  for (const row of desk.rows) discountLine(desk, row);
  // 4 promotions
  const chosen = promote(desk, cart, rules);
  // 5 cart discount
  const given = options.discountMinor === undefined ? cart.discount : fixedDiscount(desk, options.discountMinor);
  if (given !== undefined) discountCart(desk, given);
  // 6 tax-free customer, 7 tax per line
  const left = desk.rows.map((row, at) => ({ row, amountMinor: toMinor(desk.amount[at] ?? 0) }));
  const taxed = taxesOfRows(left, rules);
  const { taxFree } = cart;
  if (taxFree !== undefined) exempt(desk, taxed, { taxFree, mode: rules.taxMode });
  // 8 tax summary, totals, rounding
  const lines = priced.map((row) =>
    pricedLine(desk, row, taxFree === undefined ? (taxed.get(row) ?? UNTAXED) : untaxed(taxed.get(row), rules.taxMode)),
  );
  const exact = totalsOf(lines, rules.taxMode);
  const always = rules.cashRounding?.on === 'all' ? rules.cashRounding : null;
  return {
    lines,
    byTax: taxSummary(lines.flatMap((line) => taxRowsOfPriced(line, rules.taxMode))),
    totals: withRounding(exact, roundingOf(exact.totalMinor, [], always)),
    offers: desk.offers,
    passed: chosen.passed,
    isExact: chosen.isExact,
    isSpent: chosen.isSpent,
    rules,
    problems: priced.flatMap(problem),
  };
}

// 1, 2: unit prices and line amounts -------------------------------------------------------------------------------

/** The book's price of one unit with what was chosen with it. */
export function listPrice({ options }: Pick<CartLine, 'options'>, { priceMinor }: Pick<Goods, 'priceMinor'>): Minor {
  return toMinor(Math.max(0, priceMinor + sumMinor((options ?? []).map((option) => option.deltaMinor))));
}

type OpenGoods = Pick<Goods, 'priceMinor' | 'openPrice'>;

/** The price a line would have had: of goods priced at the till it is what a person said there. */
export const ownPrice = (line: Pick<CartLine, 'options' | 'overrideMinor'>, goods: OpenGoods): Minor =>
  (goods.openPrice === true ? line.overrideMinor : null) ?? listPrice(line, goods);

/** Whether somebody has to say a price before it can be paid for. */
export const isPriceUnsaid = (line: Pick<CartLine, 'options' | 'overrideMinor'>, goods: OpenGoods): boolean =>
  goods.openPrice === true && ownPrice(line, goods) === 0;

function unitPrice(line: CartLine, productOf: (skuNo: number) => Goods | undefined) {
  const product = productOf(line.skuNo) ?? null;
  const listMinor = product === null ? ZERO : ownPrice(line, product);
  const stub = `#${line.skuNo}`;
  return {
    line,
    product,
    names: product?.names ?? { zh: stub, en: stub },
    listMinor,
    unitMinor: product === null ? ZERO : (line.overrideMinor ?? listMinor),
    taxBp: product?.taxBp ?? 0,
    inside: product?.parts?.map((part) => ({ part, goods: productOf(part.skuNo) })),
  };
}

type UnitPriced = ReturnType<typeof unitPrice>;

const grossOf = ({ unitMinor, line: { qtyMilli } }: UnitPriced): Minor =>
  isBeyondSale(unitMinor, qtyMilli) ? ZERO : lineAmount(unitMinor, qtyMilli);

/** The stages' slate: rows in an order of their own, what is left of each, and what applied. */
type Desk = {
  readonly rows: readonly UnitPriced[];
  readonly amount: number[];
  readonly room: number[];
  readonly applied: Map<UnitPriced, { readonly offerNo: number; readonly amountMinor: Minor }[]>;
  readonly offers: PricedOffer[];
};

/** Rows stand by what they are, not by when they were scanned: odd cents fall the same way in any order. */
function openDesk(priced: readonly UnitPriced[]): Desk {
  const rows = priced.toSorted(
    (a, b) =>
      a.line.skuNo - b.line.skuNo ||
      a.unitMinor - b.unitMinor ||
      a.line.qtyMilli - b.line.qtyMilli ||
      compareText(JSON.stringify(a.line.discount ?? null), JSON.stringify(b.line.discount ?? null)),
  );
  const amount = rows.map(grossOf);
  const room = rows.map((row, at) => Math.max(0, (amount[at] ?? 0) - floorOf(row)));
  return { rows, amount, room, applied: new Map(), offers: [] };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const floorOf = ({ product, line }: UnitPriced): number => {
  const floor = product?.floorMinor ?? ZERO;
  return isBeyondSale(floor, line.qtyMilli) ? 0 : lineAmount(floor, line.qtyMilli);
};

// 3, 4, 5: discounts ------------------------------------------------------------------------------------------------

type Given = Omit<PricedOffer, 'offerNo' | 'amountMinor'>;

/** Takes `off` (by place) off the rows, as one offer. What comes to nothing is no offer. */
function give(desk: Desk, offer: Given, off: ReadonlyMap<number, number>): void {
  const amountMinor = sumMinor([...off.values()]);
  if (amountMinor === 0 && offer.kind !== 'tax_free') return; // an exemption stands in the books whatever it saves
  const offerNo = desk.offers.length + 1;
  desk.offers.push({ ...offer, offerNo, amountMinor });
  for (const [place, minor] of [...off].sort(([a], [b]) => a - b)) {
    const row = desk.rows[place];
    if (row === undefined || minor === 0) continue;
    desk.amount[place] = (desk.amount[place] ?? 0) - minor;
    desk.room[place] = (desk.room[place] ?? 0) - minor;
    desk.applied.set(row, [...(desk.applied.get(row) ?? []), { offerNo, amountMinor: toMinor(minor) }]);
  }
}

const byPerson = (kind: SaleOffer['kind'], name: string, approverId: string | null): Given => ({
  kind,
  promotionId: null,
  rev: null,
  names: { zh: name, en: name },
  coupon: null,
  times: 1,
  approverId,
});

function discountLine(desk: Desk, row: UnitPriced): void {
  const { discount } = row.line;
  if (discount === undefined) return;
  const place = desk.rows.indexOf(row);
  const wanted = rewardOff(discount.reward, desk.amount[place] ?? 0);
  const off = new Map([[place, Math.min(wanted, desk.room[place] ?? 0)]]);
  give(desk, byPerson('line_discount', discount.reason, discount.approverId), off);
}

function promote(desk: Desk, cart: PriceableCart, rules: PriceRules): Chosen {
  const goods = desk.rows.map((row, place) => {
    const { line, product } = row;
    const isWhole = product?.unit === 'pcs' && line.qtyMilli % 1000 === 0;
    return {
      skuNo: line.skuNo,
      category: product?.category ?? null,
      qtyMilli: line.qtyMilli,
      pieces: isWhole ? line.qtyMilli / 1000 : 1,
      amountMinor: desk.amount[place] ?? 0,
      roomMinor: desk.room[place] ?? 0,
      isManual: row.unitMinor !== row.listMinor || line.discount !== undefined,
    };
  });
  const { moment, storeId } = rules;
  const buying = { moment, storeId, memberTier: cart.memberTier ?? null, coupons: cart.coupons ?? [] };
  const chosen = chooseOffers(goods, rules.promotions, buying);
  for (const { promotion, times, off } of chosen.uses) {
    const { promotionId, rev, names, coupon } = promotion;
    give(desk, { kind: 'promotion', promotionId, rev, names, coupon, times, approverId: null }, off);
  }
  return chosen;
}

function discountCart(desk: Desk, { reward, reason, approverId }: Manual): void {
  const places = [...desk.rows.keys()];
  const wanted = rewardOff(reward, sumMinor(desk.amount));
  const room = roomIn(desk, places, reward.kind === 'percent' ? wanted : null);
  give(desk, byPerson('cart_discount', reason, approverId), spread(wanted, places, { amount: desk.amount, room }));
}

function fixedDiscount(desk: Desk, discountMinor: Minor): Manual {
  const whole = sumMinor(desk.amount);
  assert(discountMinor >= 0 && discountMinor <= whole, 'a discount is at most what the goods come to');
  return { reward: { kind: 'amount', amountMinor: discountMinor }, reason: '', approverId: null };
}

// 6, 7: tax ---------------------------------------------------------------------------------------------------------

/** Takes the tax inside the prices off them; tax on top is simply not added, and told as nothing taken off. */
function exempt(
  desk: Desk,
  taxed: ReadonlyMap<UnitPriced, LineTaxes>,
  { taxFree, mode }: { readonly taxFree: TaxFree; readonly mode: TaxMode },
): void {
  const insideOf = (row: UnitPriced): number => (mode === 'added' ? 0 : (taxed.get(row)?.taxMinor ?? 0));
  const off = new Map([...desk.rows.entries()].map(([place, row]) => [place, insideOf(row)]));
  give(desk, byPerson('tax_free', taxFree.paper, taxFree.approverId), off);
}

// 8: lines, totals, rounding ----------------------------------------------------------------------------------------

// One and the same, so that a line nothing happened to is not drawn again.
const NOTHING_APPLIED: PricedLine['applied'] = [];

function pricedLine(desk: Desk, row: UnitPriced, taxed: LineTaxes): PricedLine {
  const applied = desk.applied.get(row) ?? NOTHING_APPLIED;
  const discountMinor = sumMinor(applied);
  const { inside: _inside, ...plain } = row;
  return { ...plain, ...taxed, grossMinor: grossOf(row), discountMinor, applied };
}

function problem({ line, product, unitMinor, inside }: UnitPriced): PriceProblem[] {
  const { lineId, skuNo, qtyMilli } = line;
  const isWhole = inside?.every(({ goods }) => goods !== undefined) ?? true;
  if (product === null || !isWhole) return [{ code: 'price_missing', lineId, skuNo }];
  if (isPriceUnsaid(line, product)) return [{ code: 'price_missing', lineId, skuNo }];
  if (isBeyondSale(unitMinor, qtyMilli)) return [{ code: 'amount_too_large', lineId, skuNo }];
  return product.status === 'stopped' ? [{ code: 'product_stopped', lineId, skuNo }] : [];
}

/** Sums of priced or sold lines, nothing rounded yet. */
export function totalsOf(
  lines: readonly Pick<PricedLine, 'grossMinor' | 'discountMinor' | 'taxMinor'>[],
  taxMode: TaxMode,
): SaleTotals {
  const grossMinor = sumMinor(lines.map((line) => line.grossMinor));
  const discountMinor = sumMinor(lines.map((line) => line.discountMinor));
  const taxMinor = sumMinor(lines.map((line) => line.taxMinor));
  const totalMinor = sumMinor(lines.map((line) => paidForLine(line, taxMode)));
  return { grossMinor, discountMinor, taxMinor, totalMinor };
}

/** Totals with what coins make of them. Of a rounding of nothing there is no figure. */
const withRounding = (exact: SaleTotals, roundingMinor: Minor): SaleTotals =>
  roundingMinor === 0 ? exact : { ...exact, totalMinor: toMinor(exact.totalMinor + roundingMinor), roundingMinor };

/** What is due when it is paid like this: cash is rounded when cash is given. */
export function totalsWhenPaid(
  { totals, rules }: Pick<PricedCart, 'totals' | 'rules'>,
  tenders: readonly Tender[],
): SaleTotals {
  const { roundingMinor = ZERO, ...exact } = totals;
  const exactMinor = toMinor(totals.totalMinor - roundingMinor);
  return withRounding({ ...exact, totalMinor: exactMinor }, roundingOf(exactMinor, tenders, rules.cashRounding));
}
