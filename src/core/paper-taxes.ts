/**
 * The taxes inside what was paid for the lines of a receipt, which names amounts alone: the taxes its sale was charged
 * by the rules given. Where tax is added to prices, the price is looked for that comes to what was paid with its tax on
 * top; where there is none, because the rules were others then, the tax is taken as inside what was paid.
 *
 * Invariants: what a line's net and taxes come to is what was paid for it; a bundle's paid amount and tax are those of
 * its parts. Not here: a customer who paid no tax, which a receipt does not tell.
 */
import type { KnownPart } from './bundle.ts';
import { namedTaxes } from './complete-sale.ts';
import { type Minor, toMinor, ZERO } from './money.ts';
import { type LineTaxes, type TaxRules, taxesOfRows } from './price-tax.ts';
import type { Lang } from './product.ts';
import type { ReturnLine, SaleTax } from './sale.ts';

export type PaperRules = TaxRules & { readonly lang: Lang }; // names of taxes are in the till's language

export type PaperLine = {
  readonly lineId: number;
  readonly skuNo: number;
  readonly name: string; // of this till's catalogue
  readonly qtyMilli: number;
  readonly paidMinor: Minor;
  readonly taxBp: number; // of this till's catalogue
  readonly category?: string | null;
  readonly parts?: readonly KnownPart[] | undefined; // of a bundle, by this till's catalogue
};

/** What was paid for a line or a part of it, with the taxes in it. */
export type PaidPiece = {
  readonly paidMinor: Minor;
  readonly taxBp: number;
  readonly taxMinor: Minor; // contained in what was paid
  readonly taxes: ReturnLine['taxes'];
};
type PaidPart = PaidPiece & { readonly skuNo: number; readonly name: string; readonly qtyMilli: number };
export type PaidLine = PaidPiece & { readonly parts: readonly PaidPart[] | undefined };

/** All lines of a receipt: in one, since taxes rounded in total are shared out over them. */
export function taxesOfPaper(
  lines: readonly PaperLine[],
  rules: PaperRules,
): { readonly lines: ReadonlyMap<number, PaidLine>; readonly taxes: readonly SaleTax[] } {
  const rows = lines.map(rowOf);
  const together = rules.taxRounding === 'total' ? [rows] : rows.map((row) => [row]);
  const found = together.flatMap((some) => paidTaxes(some, rules));
  const pieces = found.flatMap(({ of }) => [of, ...of.parts]);
  const taxes = namedTaxes(pieces, rules.taxes.rates, rules.lang);
  const numbers = new Map(taxes.map(({ taxId, taxNo }) => [taxId, taxNo]));
  return { lines: new Map(found.map((one) => [one.row.paper.lineId, paidLine(one, numbers)])), taxes };
}

type Row = ReturnType<typeof rowOf>;
type Found = { readonly row: Row; readonly of: LineTaxes; readonly isAdded: boolean };

const rowOf = (paper: PaperLine) => ({
  paper,
  line: { skuNo: paper.skuNo, qtyMilli: paper.qtyMilli },
  product: { category: paper.category ?? null },
  taxBp: paper.taxBp,
  inside: paper.parts?.map((part) => ({ part, goods: { ...part, names: {}, category: part.category ?? null } })),
});

function paidTaxes(rows: readonly Row[], rules: PaperRules): Found[] {
  const onTop = rules.taxMode === 'added' ? taxesOnTop(rows, rules) : null;
  const atPaid = rows.map((row) => ({ row, amountMinor: row.paper.paidMinor }));
  const taxed = onTop ?? taxesOfRows(atPaid, { ...rules, taxMode: 'included' });
  return [...taxed].map(([row, of]) => ({ row, of, isAdded: onTop !== null }));
}

/** More steps than any price within reach takes: each comes as near as the slope of the tax lets it. */
const MOST_STEPS = 24;

/** The taxes of those prices that come to what was paid, unit by unit; null: none found. */
function taxesOnTop(rows: readonly Row[], rules: PaperRules): Map<Row, LineTaxes> | null {
  let priced = rows.map((row) => ({ row, amountMinor: row.paper.paidMinor }));
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const taxed = taxesOfRows(priced, rules);
    if (isPaid(priced, taxed)) return taxed;
    priced = priced.map(({ row, amountMinor }) => ({
      row,
      amountMinor: nearer(amountMinor, taxed.get(row)?.taxMinor ?? ZERO, row.paper.paidMinor),
    }));
  }
  return null;
}

const isPaid = (
  priced: readonly { readonly row: Row; readonly amountMinor: Minor }[],
  taxed: ReadonlyMap<Row, LineTaxes>,
): boolean =>
  priced.every(({ row, amountMinor }) => amountMinor + (taxed.get(row)?.taxMinor ?? 0) === row.paper.paidMinor);

/** The price nearer to what was paid; itself when it comes to that. At least one unit, so the last ones are found. */
function nearer(price: Minor, tax: Minor, paid: Minor): Minor {
  const short = paid - price - tax;
  const by = Math.trunc(price === 0 ? short : short / (1 + tax / price));
  return toMinor(Math.max(0, price + (by === 0 ? Math.sign(short) : by)));
}

function paidLine({ row: { paper }, of, isAdded }: Found, numbers: ReadonlyMap<string, number>): PaidLine {
  const named = ({ taxes }: Pick<LineTaxes, 'taxes'>): ReturnLine['taxes'] =>
    taxes.length === 0
      ? undefined
      : taxes.map(({ rate, taxMinor }) => ({ taxNo: numbers.get(rate.taxId) ?? 0, taxMinor }));
  const parts = of.parts.map(({ skuNo, qtyMilli, shareMinor, taxBp, taxMinor, taxes }, at) => {
    const name = paper.parts?.[at]?.name ?? '';
    const paidMinor = toMinor(shareMinor + (isAdded ? taxMinor : 0));
    return { skuNo, name, qtyMilli, paidMinor, taxBp, taxMinor, taxes: named({ taxes }) };
  });
  const { taxBp, taxMinor } = of;
  const own = { paidMinor: paper.paidMinor, taxBp, taxMinor, taxes: named(of) };
  return { ...own, parts: paper.parts === undefined ? undefined : parts };
}
