/**
 * Recomputes every sum of a sale or return from what it stores. The server flags what does not add up and alters
 * nothing: a fact that happened is never refused. The invariants of a sale's sums, as a check.
 */
import { refundedPieces, sumOfParts, taxedPieces } from './bundle.ts';
import { type Levy, taxLines } from './line-tax.ts';
import { lineAmount, type Minor, sumMinor, toMinor, ZERO } from './money.ts';
import { totalsOf } from './price-cart.ts';
import type { Return, Sale, SaleLine } from './sale.ts';
import { isCountable } from './stock.ts';
import { includedTax } from './tax.ts';
import { ownLevy } from './tax-book.ts';
import { changeDue, earlierRoundingOf, roundingOf } from './tender.ts';

/** What does not add up. `lineId` is null where it is the whole sale. */
type SaleFault = {
  readonly what:
    | 'too_large'
    | 'line_id'
    | 'gross'
    | 'discount'
    | 'offers'
    | 'tax'
    | 'rounding'
    | 'totals'
    | 'tenders'
    | 'change'
    | 'refund'
    | 'plan'
    | 'parts';
  readonly lineId: number | null;
};

/** Ten thousand million units of a currency with two decimals: beyond it sums would leave safe integers. */
const LARGEST_AMOUNT = 1_000_000_000_000;

const fault = (what: SaleFault['what'], lineId: number | null, right: boolean): SaleFault[] =>
  right ? [] : [{ what, lineId }];

type Counted = { readonly qtyMilli: number };
const quantitiesOf = ({ qtyMilli, parts = [] }: Counted & { readonly parts?: readonly Counted[] | undefined }) => [
  qtyMilli,
  ...parts.map((part) => part.qtyMilli),
];
const isSane = (amounts: readonly number[]): boolean => amounts.every((amount) => Math.abs(amount) <= LARGEST_AMOUNT);

/** Everything in a sale that its own numbers contradict; empty for a sale `completeSale` made. */
export function checkSale(sale: Sale): SaleFault[] {
  const { lines, tenders, totals, changeMinor } = sale;
  const amounts = lines.flatMap((line) => [line.grossMinor, line.discountMinor, line.taxMinor, roughAmount(line)]);
  const { roundingMinor = ZERO, ...figures } = totals;
  const offered = (sale.offers ?? []).map((offer) => offer.amountMinor);
  const paid = [...tenders.map((tender) => tender.amountMinor), changeMinor, roundingMinor, ...Object.values(figures)];
  if (!isSane([...amounts, ...paid, ...offered]) || !isCountable(lines.flatMap(quantitiesOf))) {
    return [{ what: 'too_large', lineId: null }];
  }
  const sums = totalsOf(lines, sale.taxMode);
  const rounded = [roundingOf, earlierRoundingOf].map((by) => by(sums.totalMinor, tenders, sale.cashRounding ?? null));
  const change = totals.totalMinor >= 0 ? changeDue(totals.totalMinor, tenders) : null;
  return [
    ...fault('line_id', null, new Set(lines.map((line) => line.lineId)).size === lines.length),
    ...lines.flatMap(checkLine),
    ...checkOffers(sale),
    ...checkTaxes(sale),
    ...fault('rounding', null, rounded.includes(roundingMinor)),
    ...fault(
      'totals',
      null,
      sums.grossMinor === totals.grossMinor &&
        sums.discountMinor === totals.discountMinor &&
        sums.taxMinor === totals.taxMinor &&
        sums.totalMinor + roundingMinor === totals.totalMinor,
    ),
    ...fault('tenders', null, change?.ok === true && tenders.every((tender) => tender.amountMinor >= 0)),
    ...fault('change', null, change?.ok !== true || change.value === changeMinor),
  ];
}

/** Unit times quantity as a plain number: only to see that the exact product would fit. */
const roughAmount = (line: SaleLine): number => (line.unitMinor * line.qtyMilli) / 1000;

function checkLine(line: SaleLine): SaleFault[] {
  const paidMinor = toMinor(line.grossMinor - line.discountMinor);
  return [
    ...fault('gross', line.lineId, lineAmount(line.unitMinor, line.qtyMilli) === line.grossMinor),
    ...fault('discount', line.lineId, line.discountMinor >= 0 && paidMinor >= 0),
    ...fault('parts', line.lineId, isWhole(line, paidMinor)),
  ];
}

/** A bundle's parts have all that was paid for it, and all its tax. */
function isWhole({ parts, taxes, taxMinor }: SaleLine, paidMinor: Minor): boolean {
  if (parts === undefined) return true;
  const shares = parts.map((part) => part.shareMinor);
  const own = parts.map((part) => part.taxMinor);
  return (
    taxes === undefined &&
    shares.every((share) => share >= 0) &&
    sumMinor(shares) === paidMinor &&
    sumMinor(own) === taxMinor
  );
}

/** What is told of a discount is all of it, line by line and offer by offer. Old sales tell nothing. */
function checkOffers({ lines, offers = [] }: Sale): SaleFault[] {
  const given = new Map(offers.map((offer) => [offer.offerNo, 0]));
  const isWhole = ({ applied, discountMinor }: SaleLine): boolean =>
    applied === undefined || sumMinor(applied) === discountMinor;
  for (const { offerNo, amountMinor } of lines.flatMap((line) => line.applied ?? [])) {
    given.set(offerNo, (given.get(offerNo) ?? NaN) + amountMinor);
  }
  const isKnown =
    given.size === offers.length && offers.every((offer) => given.get(offer.offerNo) === offer.amountMinor);
  return [...lines.flatMap((line) => fault('offers', line.lineId, isWhole(line))), ...fault('offers', null, isKnown)];
}

/** Each tax again from what the sale stores of it. Rounded in total, a line's part may be one unit to either side. */
function checkTaxes(sale: Sale): SaleFault[] {
  const { lines, taxMode, taxRounding = 'line', taxRoundsTo = 'nearest' } = sale;
  const levies = new Map((sale.taxes ?? []).map((tax): [number, Levy] => [tax.taxNo, { ...tax, taxKey: tax.taxId }]));
  const sane = lines
    .filter((line) => line.grossMinor >= line.discountMinor)
    .flatMap((line) => taxedPieces(line).map((piece) => ({ ...piece, lineId: line.lineId })));
  const told = sane.map((line) => line.taxes?.map((part) => part.taxMinor) ?? [line.taxMinor]);
  const own = sane.map((line) => line.taxes?.map(({ taxNo }) => levies.get(taxNo)) ?? [ownLevy(line.taxBp)]);
  const due = taxLines(
    sane.map((line, at) => ({
      amountMinor: line.grossMinor - line.discountMinor,
      qtyMilli: line.qtyMilli,
      levies: (own[at] ?? []).filter((levy) => levy !== undefined),
    })),
    { mode: taxMode, rounding: taxRounding, roundsTo: taxRoundsTo },
  );
  const within = taxRounding === 'total' ? 1 : 0;
  const isRight = (line: (typeof sane)[number], at: number): boolean =>
    own[at]?.every((levy) => levy !== undefined) === true &&
    (told[at] ?? []).every((tax, i) => Math.abs(tax - (due[at]?.[i] ?? 0)) <= within) &&
    sumMinor(told[at] ?? []) === line.taxMinor;
  const sumOf = (rows: readonly (readonly Minor[])[]): string => {
    const sums = new Map<string, number>();
    for (const [at, row] of rows.entries()) {
      for (const [i, tax] of row.entries()) {
        const key = own[at]?.[i]?.taxKey ?? '';
        sums.set(key, (sums.get(key) ?? 0) + tax);
      }
    }
    return JSON.stringify([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return [
    ...sane.flatMap((line, at) => fault('tax', line.lineId, isRight(line, at))),
    ...fault('tax', null, taxRounding === 'line' || sumOf(told) === sumOf(due)),
  ];
}

/**
 * The same for a return. A part return may place one minor unit of tax differently, so that all parts together give
 * back exactly the tax of the sale; another where the sale's tax was rounded in total.
 */
export function checkReturn(back: Return): SaleFault[] {
  const amounts = [back.roundingMinor ?? 0, ...back.lines.flatMap((line) => [line.refundMinor, line.taxMinor])];
  const isSaneMoney = isSane([...amounts, ...back.plan.map((row) => row.amountMinor), back.totalMinor]);
  if (!isSaneMoney || !isCountable(back.lines.flatMap(quantitiesOf))) {
    return [{ what: 'too_large', lineId: null }];
  }
  const refundMinor = sumMinor(back.lines.map((line) => line.refundMinor));
  return [
    ...fault('line_id', null, new Set(back.lines.map((line) => line.lineId)).size === back.lines.length),
    ...back.lines.flatMap((line) => [
      ...fault('refund', line.lineId, refundedPieces(line).every((piece) => piece.refundMinor >= 0)), // prettier-ignore
      ...fault('tax', line.lineId, refundedPieces(line).every(isTaxOfRefund)),
      ...fault('parts', line.lineId, isWholeReturn(line)),
    ]),
    ...fault('totals', null, refundMinor + (back.roundingMinor ?? 0) === back.totalMinor),
    ...fault('plan', null, sumMinor(back.plan) === back.totalMinor && back.plan.every((row) => row.amountMinor >= 0)),
  ];
}

function isWholeReturn({ parts, refundMinor, taxMinor }: Return['lines'][number]): boolean {
  if (parts === undefined) return true;
  const sums = sumOfParts(parts);
  return sums.refundMinor === refundMinor && sums.taxMinor === taxMinor;
}

const isTaxOfRefund = ({ refundMinor, taxBp, taxMinor, taxes }: ReturnType<typeof refundedPieces>[number]): boolean =>
  taxes === undefined
    ? Math.abs(includedTax(refundMinor, taxBp) - taxMinor) <= 2
    : taxMinor >= 0 && sumMinor(taxes.map((part) => part.taxMinor)) === taxMinor;
