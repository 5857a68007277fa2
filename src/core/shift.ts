/**
 * The sums of a shift, from the facts of one till's journal: the X reading at any moment, the Z report at its close.
 *
 * Invariants: expected drawer = float + cash in - cash out - change, in the shop's own currency; methods and taxes each
 * sum to sales - returns (methods with what members paid onto their cards), and so do persons; the grand total is the
 * sum of all sales ever and never falls. Amounts in minor units.
 * Not here: who may close (permission.ts), what still waits to be sent (the caller says `provisional`).
 */
import { refundedPieces, taxedPieces } from './bundle.ts';
import { type CashMoved, intoDrawer } from './drawer.ts';
import { type Minor, negated, sumMinor, toMinor } from './money.ts';
import { paidForLine, type Return, type Sale, taxParts, type Tender, type TenderMethod } from './sale.ts';
import type { ShiftFact } from './shift-fact.ts';
import { type TaxRow, taxRowsFor, taxSummary } from './tax.ts';

/** A void gives goods and money back as a return does. */
const isBack = (
  fact: ShiftFact,
): fact is Extract<ShiftFact, { readonly body: Return; readonly kind: 'return.completed' | 'sale.voided' }> =>
  fact.kind === 'return.completed' || fact.kind === 'sale.voided';

/** One way of paying. Of another currency `amountMinor` is what it counted for, `foreignMinor` the notes themselves. */
export type MethodRow = {
  readonly method: TenderMethod;
  readonly amountMinor: Minor;
  readonly typeId?: string | undefined;
  readonly name?: string | undefined;
  readonly currency?: string | undefined;
  readonly foreignMinor?: Minor | undefined;
};

/** Cash moved without a sale, by what for. `amountMinor` is above zero in either direction. */
type MoveRow = Pick<CashMoved, 'direction' | 'reason' | 'amountMinor'> & { readonly times: number };

type StaffRow = {
  readonly staffId: string | null;
  readonly sales: number;
  readonly returns: number;
  readonly salesMinor: Minor;
  readonly returnsMinor: Minor;
  readonly drawerOpens: number; // without a sale
};

/** Money members paid onto their cards, and what the shop added. No sale: it is owed to them. */
type TopUpRow = { readonly times: number; readonly amountMinor: Minor; readonly giftMinor: Minor };

type ShiftTotals = {
  readonly sales: number;
  readonly returns: number;
  readonly salesMinor: Minor;
  readonly returnsMinor: Minor; // >= 0: what went back
  readonly taxMinor: Minor; // of sales less returns
  readonly byMethod: readonly MethodRow[]; // kept: less change, less refunds
  readonly byTax: readonly TaxRow[]; // sales less returns, after discounts
  readonly moves: readonly MoveRow[];
  readonly drawerOpens: number;
  readonly byStaff: readonly StaffRow[];
  readonly topUps?: TopUpRow | undefined; // absent: none
};

/** A shift as it stands: the X reading. */
export type ShiftReading = ShiftTotals & {
  readonly floatMinor: Minor;
  readonly expectedMinor: Minor; // cash of the shop's own currency that should lie in the drawer
};

/** Another currency's notes, counted. */
export type ForeignCount = { readonly currency: string; readonly countedMinor: Minor };

/** Body of `shift.closed`. What is optional was not told before schema 5. */
export type ShiftClosed = Omit<ShiftTotals, 'moves' | 'drawerOpens' | 'byStaff'> & {
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
  readonly moves?: readonly MoveRow[] | undefined;
  readonly drawerOpens?: number | undefined;
  readonly byStaff?: readonly StaffRow[] | undefined;
  readonly foreign?: readonly ForeignCount[] | undefined; // as counted; expected stands in `byMethod`
  readonly note?: string | undefined; // why there is a difference
  readonly approverId?: string | null | undefined;
};

/** Sums the facts of one shift; those of other shifts are passed over. The order of facts does not matter. */
export function shiftTotals(shiftId: string, facts: Iterable<ShiftFact>): ShiftTotals {
  const all = [...facts].filter((fact) => fact.body.shiftId === shiftId);
  const sales = all.flatMap((fact) => (fact.kind === 'sale.completed' ? [fact.body] : []));
  const returns = all.flatMap((fact) => (isBack(fact) ? [fact.body] : []));
  const topUps = all.flatMap((fact) => (fact.kind === 'value.topped_up' ? [fact.body] : []));
  const byTax = taxSummary([...sales.flatMap(taxOfSale), ...returns.flatMap(taxOfReturn)]);
  return {
    sales: sales.length,
    returns: returns.length,
    salesMinor: sumMinor(sales.map((sale) => sale.totals.totalMinor)),
    returnsMinor: sumMinor(returns.map((back) => back.totalMinor)),
    taxMinor: sumMinor(byTax.map((row) => row.taxMinor)),
    byMethod: methodRows(sales, returns, topUps),
    byTax,
    moves: moveRows(all.flatMap((fact) => (fact.kind === 'cash.moved' ? [fact.body] : []))),
    drawerOpens: all.filter((fact) => fact.kind === 'drawer.opened').length,
    byStaff: staffRows(all),
    ...(topUps.length === 0 ? {} : { topUps: topUpRow(topUps) }),
  };
}

/** The X reading: the sums so far, and what the drawer should hold. */
export function readShift(
  shift: { readonly shiftId: string; readonly floatMinor: Minor },
  facts: Iterable<ShiftFact>,
): ShiftReading {
  const totals = shiftTotals(shift.shiftId, facts);
  const cash = totals.byMethod.filter((row) => row.method === 'cash');
  const moved = totals.moves.map(intoDrawer);
  const expectedMinor = toMinor(shift.floatMinor + sumMinor(cash) + sumMinor(moved));
  return { ...totals, floatMinor: shift.floatMinor, expectedMinor };
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
  readonly foreign?: readonly ForeignCount[];
  readonly note?: string;
  readonly approverId?: string | null;
};

/** The Z report: what the drawer should hold against what was counted, and the running totals. */
export function closeShift(input: CloseInput, facts: Iterable<ShiftFact>): ShiftClosed {
  const { grandBeforeMinor, foreign = [], note = '', approverId = null, ...head } = input;
  const reading = readShift(input, facts);
  return {
    ...head,
    ...reading,
    ...(foreign.length === 0 ? {} : { foreign }),
    ...(note === '' ? {} : { note }),
    ...(approverId === null ? {} : { approverId }),
    diffMinor: toMinor(input.countedMinor - reading.expectedMinor),
    grandTotalMinor: toMinor(grandBeforeMinor + reading.salesMinor),
  };
}

/** Sales less returns by the hour of the day, where something happened. `hourOf` reads the store's clock. */
export function hourRows(facts: Iterable<ShiftFact>, hourOf: (wallMs: number) => number) {
  const rows = new Map<number, { readonly hour: number; readonly sales: number; readonly netMinor: Minor }>();
  for (const fact of facts) {
    if (fact.kind !== 'sale.completed' && !isBack(fact)) continue;
    const hour = hourOf(fact.wallMs);
    const { sales = 0, netMinor = 0 } = rows.get(hour) ?? {};
    const isSale = fact.kind === 'sale.completed';
    const amount = isSale ? fact.body.totals.totalMinor : 0 - fact.body.totalMinor;
    rows.set(hour, { hour, sales: sales + (isSale ? 1 : 0), netMinor: toMinor(netMinor + amount) });
  }
  return [...rows.values()].sort((a, b) => a.hour - b.hour);
}

type ToppedUp = Extract<ShiftFact, { readonly kind: 'value.topped_up' }>['body'];

const topUpRow = (topUps: readonly ToppedUp[]): TopUpRow => ({
  times: topUps.length,
  amountMinor: sumMinor(topUps.map(({ principalMinor }) => principalMinor)),
  giftMinor: sumMinor(topUps.map(({ giftMinor }) => giftMinor)),
});

/** Change went out of the shop's own cash, whatever else the sale was paid with. */
function methodRows(sales: readonly Sale[], returns: readonly Return[], topUps: readonly ToppedUp[]): MethodRow[] {
  const sums = new Map<string, MethodRow>();
  const add = (tender: Omit<Tender, 'tenderId'>, sign: 1 | -1): void => {
    const { method, typeId, name, foreign } = tender;
    const key = `${method} ${typeId ?? ''} ${foreign?.currency ?? ''}`;
    const before = sums.get(key);
    const foreignMinor = (before?.foreignMinor ?? 0) + sign * (foreign?.amountMinor ?? 0);
    sums.set(key, {
      method,
      ...(typeId === undefined ? {} : { typeId }),
      ...(name === undefined ? {} : { name }),
      ...(foreign === undefined ? {} : { currency: foreign.currency, foreignMinor: toMinor(foreignMinor) }),
      amountMinor: toMinor((before?.amountMinor ?? 0) + sign * tender.amountMinor),
    });
  };
  for (const sale of sales) {
    for (const tender of sale.tenders) add(tender, 1);
    if (sale.changeMinor !== 0) add({ method: 'cash', amountMinor: sale.changeMinor }, -1);
  }
  for (const row of returns.flatMap((back) => back.plan)) add(row, -1);
  for (const { method, typeId, name, principalMinor: amountMinor } of topUps) {
    add({ method, typeId, name, amountMinor }, 1);
  }
  return [...sums].sort(([a], [b]) => inOrder(a, b)).map(([, row]) => row);
}

function moveRows(moves: readonly CashMoved[]): MoveRow[] {
  const sums = new Map<string, MoveRow>();
  for (const { direction, reason, amountMinor } of moves) {
    const key = `${reason} ${direction}`;
    const { times = 0, amountMinor: before = 0 } = sums.get(key) ?? {};
    sums.set(key, { direction, reason, times: times + 1, amountMinor: toMinor(before + amountMinor) });
  }
  return [...sums].sort(([a], [b]) => inOrder(a, b)).map(([, row]) => row);
}

function staffRows(facts: readonly ShiftFact[]): StaffRow[] {
  const ids = [...new Set(facts.map((fact) => fact.staffId))].sort((a, b) => inOrder(a ?? '', b ?? ''));
  return ids.map((staffId) => {
    const own = facts.filter((fact) => fact.staffId === staffId);
    const sold = own.flatMap((fact) => (fact.kind === 'sale.completed' ? [fact.body.totals.totalMinor] : []));
    const back = own.flatMap((fact) => (isBack(fact) ? [fact.body.totalMinor] : []));
    const drawerOpens = own.filter((fact) => fact.kind === 'drawer.opened').length;
    const [salesMinor, returnsMinor] = [sumMinor(sold), sumMinor(back)];
    return { staffId, sales: sold.length, returns: back.length, salesMinor, returnsMinor, drawerOpens };
  });
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const taxOfSale = (sale: Sale): TaxRow[] =>
  sale.lines
    .flatMap(taxedPieces)
    .flatMap((piece) => taxRowsFor(piece, paidForLine(piece, sale.taxMode), taxParts(sale, piece)));

const taxOfReturn = (back: Return): TaxRow[] =>
  back.lines
    .flatMap((line) => refundedPieces(line))
    .flatMap((piece) => taxRowsFor(piece, piece.refundMinor, taxParts(back, piece)))
    .map((row) => ({ ...row, taxMinor: negated(row.taxMinor), grossMinor: negated(row.grossMinor) }));
