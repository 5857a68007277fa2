/**
 * The sums of a shift, from the facts of one till's journal: the X reading at any moment, the Z report at its close.
 *
 * Invariants: expected drawer = float + cash in - cash out - change; methods and taxes each sum to sales -
 * returns; the grand total is the sum of all sales ever and never falls. Amounts in minor units.
 * Not here: who may close (permission.ts), what still waits to be sent (the caller says `provisional`).
 */
import { type Minor, negated, sumMinor, toMinor } from './money.ts';
import { paidForLine, type Return, type Sale, taxParts, type TenderMethod } from './sale.ts';
import { type TaxRow, taxRowsFor, taxSummary } from './tax.ts';
import { isCash } from './tender.ts';

/** Facts that move money in a shift. Others in the journal do not matter here. */
export type ShiftFact =
  | { readonly kind: 'sale.completed'; readonly body: Sale }
  | { readonly kind: 'return.completed'; readonly body: Return };

type MethodRow = { readonly method: TenderMethod; readonly amountMinor: Minor };

type ShiftTotals = {
  readonly sales: number;
  readonly returns: number;
  readonly salesMinor: Minor;
  readonly returnsMinor: Minor; // >= 0: what went back
  readonly taxMinor: Minor; // of sales less returns
  readonly byMethod: readonly MethodRow[]; // kept: less change, less refunds
  readonly byTax: readonly TaxRow[]; // sales less returns, after discounts
  readonly cashMinor: Minor; // into the drawer, less what came out of it
};

/** Body of `shift.closed`. */
export type ShiftClosed = Omit<ShiftTotals, 'cashMinor'> & {
  readonly shiftId: string;
  readonly zNo: number;
  readonly floatMinor: Minor;
  readonly expectedMinor: Minor;
  readonly countedMinor: Minor;
  readonly diffMinor: Minor; // counted - expected: below zero is missing
  readonly grandTotalMinor: Minor;
  readonly firstSeq: number; // of `shift.opened`
  readonly lastSeq: number; // of the last entry before the close
  readonly provisional: boolean; // some of the facts were not yet acknowledged
};

/** Sums the facts of one shift; those of other shifts are passed over. The order of facts does not matter. */
export function shiftTotals(shiftId: string, facts: Iterable<ShiftFact>): ShiftTotals {
  const sales: Sale[] = [];
  const returns: Return[] = [];
  for (const fact of facts) {
    if (fact.body.shiftId !== shiftId) continue;
    if (fact.kind === 'sale.completed') sales.push(fact.body);
    else returns.push(fact.body);
  }
  const byMethod = methodRows(sales, returns);
  const byTax = taxSummary([...sales.flatMap(taxOfSale), ...returns.flatMap(taxOfReturn)]);
  return {
    sales: sales.length,
    returns: returns.length,
    salesMinor: sumMinor(sales.map((sale) => sale.totals.totalMinor)),
    returnsMinor: sumMinor(returns.map((back) => back.totalMinor)),
    taxMinor: sumMinor(byTax.map((row) => row.taxMinor)),
    byMethod,
    byTax,
    cashMinor: sumMinor(byMethod.filter(isCash)),
  };
}

type CloseInput = {
  readonly shiftId: string;
  readonly zNo: number;
  readonly floatMinor: Minor;
  readonly countedMinor: Minor;
  readonly grandBeforeMinor: Minor; // grand total of the Z before, 0 for the first
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly provisional: boolean;
};

/** The Z report: what the drawer should hold against what was counted, and the running totals. */
export function closeShift(input: CloseInput, facts: Iterable<ShiftFact>): ShiftClosed {
  const { grandBeforeMinor, ...head } = input;
  const { cashMinor, ...totals } = shiftTotals(input.shiftId, facts);
  const expectedMinor = toMinor(input.floatMinor + cashMinor);
  return {
    ...head,
    ...totals,
    expectedMinor,
    diffMinor: toMinor(input.countedMinor - expectedMinor),
    grandTotalMinor: toMinor(grandBeforeMinor + totals.salesMinor),
  };
}

/** Change went out of the cash, whatever else the sale was paid with. */
function methodRows(sales: readonly Sale[], returns: readonly Return[]): MethodRow[] {
  const sums = new Map<TenderMethod, number>();
  const add = (method: TenderMethod, amountMinor: number): void => {
    sums.set(method, (sums.get(method) ?? 0) + amountMinor);
  };
  for (const sale of sales) {
    for (const tender of sale.tenders) add(tender.method, tender.amountMinor);
    if (sale.changeMinor !== 0) add('cash', negated(sale.changeMinor));
  }
  for (const row of returns.flatMap((back) => back.plan)) add(row.method, negated(row.amountMinor));
  return [...sums].map(([method, amount]) => ({ method, amountMinor: toMinor(amount) })).sort(byName);
}

const byName = (a: { readonly method: string }, b: { readonly method: string }): number =>
  a.method < b.method ? -1 : a.method > b.method ? 1 : 0;

const taxOfSale = (sale: Sale): TaxRow[] =>
  sale.lines.flatMap((line) => taxRowsFor(line, paidForLine(line, sale.taxMode), taxParts(sale, line)));

const taxOfReturn = (back: Return): TaxRow[] =>
  back.lines
    .flatMap((line) => taxRowsFor(line, line.refundMinor, taxParts(back, line)))
    .map((row) => ({ ...row, taxMinor: negated(row.taxMinor), grossMinor: negated(row.grossMinor) }));
