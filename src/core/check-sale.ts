/**
 * Recomputes every sum of a sale or return from what it stores. The server flags what does not add up and alters
 * nothing: a fact that happened is never refused. The invariants of a sale's sums, as a check.
 */
import { lineAmount, type Minor, sumMinor, toMinor } from './money.ts';
import { totalsOf } from './price-cart.ts';
import type { Return, Sale, SaleLine } from './sale.ts';
import { includedTax } from './tax.ts';
import { changeDue } from './tender.ts';

/** What does not add up. `lineId` is null where it is the whole sale. */
type SaleFault = {
  readonly what:
    'too_large' | 'line_id' | 'gross' | 'discount' | 'tax' | 'totals' | 'tenders' | 'change' | 'refund' | 'plan';
  readonly lineId: number | null;
};

/** Ten thousand million units of a currency with two decimals: beyond it sums would leave safe integers. */
const LARGEST_AMOUNT = 1_000_000_000_000;

const fault = (what: SaleFault['what'], lineId: number | null, right: boolean): SaleFault[] =>
  right ? [] : [{ what, lineId }];

const isSane = (amounts: readonly number[]): boolean => amounts.every((amount) => Math.abs(amount) <= LARGEST_AMOUNT);

/** Everything in a sale that its own numbers contradict; empty for a sale `completeSale` made. */
export function checkSale(sale: Sale): SaleFault[] {
  const { lines, tenders, totals, changeMinor } = sale;
  const amounts = lines.flatMap((line) => [line.grossMinor, line.discountMinor, line.taxMinor, roughAmount(line)]);
  if (!isSane([...amounts, ...tenders.map((tender) => tender.amountMinor), ...Object.values(totals), changeMinor])) {
    return [{ what: 'too_large', lineId: null }];
  }
  const sums = totalsOf(lines);
  const change = totals.totalMinor >= 0 ? changeDue(totals.totalMinor, tenders) : null;
  return [
    ...fault('line_id', null, new Set(lines.map((line) => line.lineId)).size === lines.length),
    ...lines.flatMap(checkLine),
    ...fault(
      'totals',
      null,
      sums.grossMinor === totals.grossMinor &&
        sums.discountMinor === totals.discountMinor &&
        sums.taxMinor === totals.taxMinor &&
        sums.totalMinor === totals.totalMinor,
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
    ...fault('tax', line.lineId, includedTax(paidMinor, line.taxBp) === line.taxMinor),
  ];
}

/**
 * The same for a return. A part return may place one minor unit of tax differently, so that all parts together give
 * back exactly the tax of the sale.
 */
export function checkReturn(back: Return): SaleFault[] {
  const amounts = back.lines.flatMap((line) => [line.refundMinor, line.taxMinor]);
  if (!isSane([...amounts, ...back.plan.map((row) => row.amountMinor), back.totalMinor])) {
    return [{ what: 'too_large', lineId: null }];
  }
  const refundMinor = sumMinor(back.lines.map((line) => line.refundMinor));
  return [
    ...fault('line_id', null, new Set(back.lines.map((line) => line.lineId)).size === back.lines.length),
    ...back.lines.flatMap((line) => [
      ...fault('refund', line.lineId, line.refundMinor >= 0),
      ...fault('tax', line.lineId, isWithinOne(includedTax(line.refundMinor, line.taxBp), line.taxMinor)),
    ]),
    ...fault('totals', null, refundMinor === back.totalMinor),
    ...fault('plan', null, sumMinor(back.plan) === back.totalMinor && back.plan.every((row) => row.amountMinor >= 0)),
  ];
}

const isWithinOne = (a: Minor, b: Minor): boolean => Math.abs(a - b) <= 1;
