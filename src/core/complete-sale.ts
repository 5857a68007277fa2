/**
 * From a priced cart and its tenders to the immutable record of a sale.
 *
 * Invariants: what `readyToPay` let through is never refused after money was taken, but for the tenders themselves;
 * the sale holds a snapshot of every line, so it reads the same when products and prices have changed.
 * Not here: making it durable (client/db/commit-entry.ts), who may sell (permission.ts).
 */
import { ageToAsk } from './age-check.ts';
import type { Cart } from './cart.ts';
import { rootOf } from './held-cart.ts';
import { canonicalText, MAX_ENTRY_BYTES, utf8Length } from './journal.ts';
import type { TaxRate } from './line-tax.ts';
import { earningMinor, pointsFor, type SaleMember } from './loyalty.ts';
import { isBeyondSale, type PricedCart, type PricedLine, totalsWhenPaid } from './price-cart.ts';
import type { LineTaxes } from './price-tax.ts';
import { type Lang, nameIn } from './product.ts';
import { err, ok, type Result } from './result.ts';
import type { Sale, SaleLine, SaleOffer, SaleTax, Tender } from './sale.ts';
import { changeDue, type TenderRefusal } from './tender.ts';
import { missingTraces } from './traced-goods.ts';

export type SaleRefusal =
  | { readonly code: 'empty_cart' }
  | { readonly code: 'no_open_shift' }
  | { readonly code: 'price_missing' | 'amount_too_large'; readonly lineId: number; readonly skuNo: number }
  | { readonly code: 'cart_too_large'; readonly lines: number }
  | { readonly code: 'age_not_checked'; readonly age: number }
  | { readonly code: 'trace_missing'; readonly lineId: number }
  | TenderRefusal;

export type SaleInput = {
  readonly cart: Cart;
  readonly priced: PricedCart;
  readonly tenders: readonly Tender[];
  readonly shiftId: string | null;
  readonly saleId: string; // UUIDv7
  readonly no: string;
  readonly currency: string;
  readonly pbVersion: string;
  readonly lang: Lang; // names on the sale are in the till's language
  readonly sourceQr?: string | null;
  readonly perMinor?: number | null; // so much paid earns a member one point
};

/** Bytes of an entry that are not its lines: envelope, head, totals, and twelve tenders with all that stands by one. */
const ENTRY_ROOM = 12_288;
const NAME_MAX = 200;

/**
 * May this cart be paid? Asked before anybody is asked for money.
 * Refuses: `empty_cart`; `no_open_shift`; `price_missing` - a line of which this device has no product;
 * `amount_too_large` - a line, or all together, beyond any sale: the dearest line is named; `age_not_checked` - goods
 * for people of an `age` nobody has confirmed; `trace_missing` - a pack of which lot or number has to be known;
 * `cart_too_large` - more than one journal entry holds: split the sale.
 */
export function readyToPay({
  cart,
  priced,
  shiftId,
  lang,
}: Omit<SaleInput, 'tenders'>): Result<SaleLine[], SaleRefusal> {
  if (cart.lines.length === 0) return err({ code: 'empty_cart' });
  if (shiftId === null) return err({ code: 'no_open_shift' });
  for (const { code, lineId, skuNo } of priced.problems) {
    if (code !== 'product_stopped') return err({ code, lineId, skuNo });
  }
  const dearest = priced.lines.reduce((a, b) => (b.grossMinor > a.grossMinor ? b : a));
  if (isBeyondSale(Math.max(...Object.values(priced.totals).map((amount) => amount ?? 0)), 1000)) {
    return err({ code: 'amount_too_large', lineId: dearest.line.lineId, skuNo: dearest.line.skuNo });
  }
  const age = missingAge(cart, priced);
  if (age !== null) return err({ code: 'age_not_checked', age });
  const unknown = priced.lines.find(({ line, product }) => missingTraces(product ?? {}, line).length > 0);
  if (unknown !== undefined) return err({ code: 'trace_missing', lineId: unknown.line.lineId });
  const taxes = saleTaxes(priced, lang);
  const lines = priced.lines.map((line) => saleLine(line, { lang, taxes }));
  const offers = priced.offers.map((offer) => saleOffer(offer, lang));
  const bytes = utf8Length(canonicalText({ lines, offers, taxes })) + ENTRY_ROOM;
  return bytes > MAX_ENTRY_BYTES ? err({ code: 'cart_too_large', lines: lines.length }) : ok(lines);
}

function missingAge({ ageCheck }: Cart, { lines }: PricedCart): number | null {
  const goods = lines.map(({ line, product }) => ({ skuNo: line.skuNo, minAge: product?.minAge }));
  const ages = new Map([...goods, ...lines.flatMap(({ parts }) => parts)].map(({ skuNo, minAge }) => [skuNo, minAge]));
  return ageToAsk([...ages.keys()], (skuNo) => ages.get(skuNo), ageCheck);
}

/**
 * The sale, ready to be committed. Amounts in minor units.
 * Refuses what `readyToPay` does, and `short_tender`, `change_without_cash`.
 */
export function completeSale(input: SaleInput): Result<Sale, SaleRefusal> {
  const { cart, priced, tenders, shiftId } = input;
  const lines = readyToPay(input);
  if (!lines.ok) return lines;
  if (shiftId === null) return err({ code: 'no_open_shift' });
  const totals = totalsWhenPaid(priced, tenders);
  const change = changeDue(totals.totalMinor, tenders);
  if (!change.ok) return change;
  return ok({
    saleId: input.saleId,
    no: input.no,
    kind: 'counter',
    shiftId,
    cartId: rootOf(cart),
    ...(cart.hold === undefined ? {} : { heldId: cart.hold.heldId }),
    currency: input.currency,
    taxMode: priced.rules.taxMode,
    pbVersion: input.pbVersion,
    ...howPriced(priced, input.lang),
    lines: lines.value,
    tenders,
    changeMinor: change.value,
    totals,
    channel: cart.handoff === null ? 'counter' : 'handoff',
    sourceQr: input.sourceQr ?? null,
    ...(cart.ageCheck === undefined ? {} : { ageCheck: cart.ageCheck }),
    ...(cart.exchange === undefined ? {} : { exchangeOf: cart.exchange.returnId }),
    ...(cart.member === undefined
      ? {}
      : { member: earning(cart.member, earningMinor(totals.totalMinor, tenders), input.perMinor ?? null) }),
  });
}

/** The member, with what this sale earns by the rule of now. */
const earning = (member: NonNullable<Cart['member']>, earnsMinor: number, perMinor: number | null): SaleMember => ({
  ...member,
  points: pointsFor(earnsMinor, perMinor),
  perMinor,
});

type HowPriced = Pick<Sale, 'offers' | 'taxes' | 'taxRounding' | 'taxRoundsTo' | 'cashRounding'>;

/** What the sale tells of its pricing beside its lines; a plain sale tells nothing. */
function howPriced(priced: PricedCart, lang: Lang): HowPriced {
  const { rules } = priced;
  const offers = priced.offers.map((offer) => saleOffer(offer, lang));
  const taxes = saleTaxes(priced, lang);
  return {
    ...(offers.length === 0 ? {} : { offers }),
    ...(taxes.length === 0 ? {} : { taxes }),
    ...(rules.taxRounding === 'line' ? {} : { taxRounding: rules.taxRounding }),
    ...(rules.taxRoundsTo === 'nearest' ? {} : { taxRoundsTo: rules.taxRoundsTo }),
    ...(rules.cashRounding === null ? {} : { cashRounding: rules.cashRounding }),
  };
}

const saleOffer = ({ names, ...offer }: PricedCart['offers'][number], lang: Lang): SaleOffer => ({
  ...offer,
  name: cutName(nameIn(names, lang)),
});

/** The taxes that are on any line, numbered in the order they apply. */
const saleTaxes = ({ lines, rules }: PricedCart, lang: Lang): SaleTax[] =>
  namedTaxes(lines.flatMap((line) => [line, ...line.parts]), rules.taxes.rates, lang); // prettier-ignore

/** Those of `rates` (in the order they apply) that any of the pieces is under, numbered, as they are called today. */
export function namedTaxes(
  pieces: readonly Pick<LineTaxes, 'taxes'>[],
  rates: readonly TaxRate[],
  lang: Lang,
): SaleTax[] {
  const used = new Set(pieces.flatMap((piece) => piece.taxes.map(({ rate }) => rate.taxId)));
  return rates
    .filter(({ taxId }) => used.has(taxId))
    .map(({ taxId, names, ratePpm, perUnitMinor, isCompound }, at) => ({
      taxNo: at + 1,
      taxId,
      name: cutName(nameIn(names, lang)),
      ratePpm,
      perUnitMinor,
      isCompound,
    }));
}

function saleLine(
  priced: PricedLine,
  { lang, taxes }: { readonly lang: Lang; readonly taxes: readonly SaleTax[] },
): SaleLine {
  const { options, note, lot, serial, expiry } = priced.line;
  const numbers = new Map(taxes.map(({ taxId, taxNo }) => [taxId, taxNo]));
  const named = (of: Pick<PricedLine, 'taxes'>): Pick<SaleLine, 'taxes'> => {
    const rows = of.taxes.map(({ rate, taxMinor }) => ({ taxNo: numbers.get(rate.taxId) ?? 0, taxMinor }));
    return rows.length === 0 ? {} : { taxes: rows };
  };
  const parts = priced.parts.map((part) => {
    const { skuNo, qtyMilli, shareMinor, taxBp, taxMinor } = part;
    return { skuNo, name: cutName(nameIn(part.names, lang)), qtyMilli, shareMinor, taxBp, taxMinor, ...named(part) };
  });
  return {
    lineId: priced.line.lineId,
    skuNo: priced.line.skuNo,
    name: soldName(priced, lang),
    qtyMilli: priced.line.qtyMilli,
    unitMinor: priced.unitMinor,
    listMinor: priced.listMinor,
    grossMinor: priced.grossMinor,
    discountMinor: priced.discountMinor,
    taxBp: priced.taxBp,
    taxMinor: priced.taxMinor,
    ...(priced.applied.length === 0 ? {} : { applied: priced.applied }),
    ...named(priced),
    ...((options ?? []).length === 0 ? {} : { options }),
    ...(note === undefined ? {} : { note }),
    ...(parts.length === 0 ? {} : { parts }),
    ...(lot === undefined ? {} : { lot }),
    ...(serial === undefined ? {} : { serial }),
    ...(expiry === undefined ? {} : { expiry }),
  };
}

/** The name with its spec behind it, unless it already says it; cut between characters, never inside one. */
export function soldName({ names, product }: Pick<PricedLine, 'names' | 'product'>, lang: Lang): string {
  const name = nameIn(names, lang);
  const spec = product?.spec ?? '';
  const whole = spec === '' || name.includes(spec) ? name : `${name} ${spec}`;
  return cutName(whole);
}

function cutName(whole: string): string {
  if (whole.length <= NAME_MAX) return whole;
  const cut = whole.slice(0, NAME_MAX);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
