/**
 * The taxes of priced lines: stages 6 and 7 of price-cart.ts. A line is taxed by the shop's taxes that are about its
 * goods, where none is by its product's own rate; a bundle by the taxes of its parts, each on its share (bundle.ts).
 *
 * Invariants: a line's tax is the sum of its taxes, a bundle's that of its parts; shares sum to what the line comes to.
 */
import { partQty, partShares } from './bundle.ts';
import { taxLines, type TaxMode, type TaxRate, type TaxRounding, type TaxRoundsTo } from './line-tax.ts';
import { type Minor, sumMinor, toMinor, ZERO } from './money.ts';
import type { BundlePart, Names, Product } from './product.ts';
import type { SoldPart } from './sale.ts';
import { includedTax, type TaxRow, taxRowsFor } from './tax.ts';
import { bpOf, levyOf, ownLevy, ratesFor, type TaxBook } from './tax-book.ts';

export type TaxRules = {
  readonly taxMode: TaxMode;
  readonly taxRounding: TaxRounding;
  readonly taxRoundsTo: TaxRoundsTo;
  readonly taxes: TaxBook; // of this store
  readonly moment: { readonly date: string }; // yyyy-mm-dd where the store is
};

type Taxed = {
  readonly taxBp: number;
  readonly taxes: readonly { readonly rate: TaxRate; readonly taxMinor: Minor }[]; // empty: the product's one rate
  readonly taxMinor: Minor; // contained in gross - discount, or on top of it
};

/** A product in a bundle, with its share of the line and the taxes on that. */
type PricedPart = Omit<SoldPart, 'name' | 'taxes'> &
  Taxed & { readonly names: Names; readonly minAge: number | undefined };

export type LineTaxes = Taxed & { readonly parts: readonly PricedPart[] }; // no parts: no bundle

type PartGoods = Pick<Product, 'names' | 'category' | 'priceMinor' | 'taxBp' | 'minAge'>;

/** What a row is taxed by. `inside`: of a bundle; a part this device does not know makes the line unsaleable. */
type Row = {
  readonly line: { readonly skuNo: number; readonly qtyMilli: number };
  readonly product: Pick<Product, 'category'> | null;
  readonly taxBp: number;
  readonly inside: readonly { readonly part: BundlePart; readonly goods: PartGoods | undefined }[] | undefined;
};

// One and the same, so that a line nothing happened to is not drawn again.
const NO_TAXES_NAMED: Taxed['taxes'] = [];
const NOT_A_BUNDLE: LineTaxes['parts'] = [];
const NO_TAX: Taxed = { taxBp: 0, taxes: NO_TAXES_NAMED, taxMinor: ZERO };
export const UNTAXED: LineTaxes = { ...NO_TAX, parts: NOT_A_BUNDLE };

/** What is taxed by rates of its own: a row, or each part of a bundle with its share. */
type Piece<R> = {
  readonly row: R;
  readonly part: Omit<PricedPart, 'taxMinor' | 'taxes'> | null;
  readonly skuNo: number;
  readonly category: string | null;
  readonly taxBp: number;
  readonly qtyMilli: number;
  readonly amountMinor: Minor;
};

function piecesOf<R extends Row>(row: R, amountMinor: Minor): Piece<R>[] {
  const { line, product, taxBp, inside } = row;
  const { skuNo, qtyMilli } = line;
  if (inside === undefined) {
    return [{ row, part: null, skuNo, category: product?.category ?? null, taxBp, qtyMilli, amountMinor }];
  }
  const parts = inside.map(({ part, goods }) => ({
    skuNo: part.skuNo,
    qtyMilli: partQty(part, qtyMilli),
    names: goods?.names ?? {},
    minAge: goods?.minAge,
    taxBp: goods?.taxBp ?? 0,
    category: goods?.category ?? null,
    priceMinor: goods?.priceMinor ?? ZERO,
  }));
  const shares = partShares(amountMinor, parts);
  return parts.map(({ priceMinor: _price, category, ...part }, at) => {
    const shareMinor = shares[at] ?? ZERO;
    return { ...part, row, category, amountMinor: shareMinor, part: { ...part, shareMinor } };
  });
}

/** The taxes of rows on what they come to. */
export function taxesOfRows<R extends Row>(
  rows: readonly { readonly row: R; readonly amountMinor: Minor }[],
  { taxes, taxMode, taxRounding, taxRoundsTo, moment }: TaxRules,
): Map<R, LineTaxes> {
  const pieces = rows.flatMap(({ row, amountMinor }) => piecesOf(row, amountMinor));
  const found = pieces.map(({ skuNo, category }) => ratesFor(taxes, { skuNo, category }, moment.date));
  const isPlain = taxMode === 'included' && taxRounding === 'line' && taxRoundsTo === 'nearest';
  if (isPlain && found.every((rates) => rates.length === 0)) {
    return byRow(pieces, pieces.map(ownRate)); // prettier-ignore
  }
  const parts = taxLines(
    pieces.map(({ amountMinor, qtyMilli, taxBp }, at) => {
      const rates = found[at] ?? [];
      return { amountMinor, qtyMilli, levies: rates.length > 0 ? rates.map(levyOf) : [ownLevy(taxBp)] };
    }),
    { mode: taxMode, rounding: taxRounding, roundsTo: taxRoundsTo },
  );
  const taxed = pieces.map((piece, at): Taxed => {
    const own = parts[at] ?? [];
    const rates = found[at] ?? [];
    const named = rates.length === 0 ? NO_TAXES_NAMED : rates.map((rate, i) => ({ rate, taxMinor: own[i] ?? ZERO }));
    return { taxBp: rates.length > 0 ? bpOf(rates) : piece.taxBp, taxes: named, taxMinor: sumMinor(own) };
  });
  return byRow(pieces, taxed);
}

const ownRate = ({ taxBp, amountMinor }: Pick<Piece<Row>, 'taxBp' | 'amountMinor'>): Taxed => ({
  taxBp,
  taxes: NO_TAXES_NAMED,
  taxMinor: includedTax(amountMinor, taxBp),
});

/** A bundle's tax is that of its parts. */
function byRow<R extends Row>(pieces: readonly Piece<R>[], taxed: readonly Taxed[]): Map<R, LineTaxes> {
  const rows = new Map<R, LineTaxes>();
  for (const [at, { row, part }] of pieces.entries()) {
    const own = taxed[at] ?? NO_TAX;
    if (part === null) rows.set(row, { ...own, parts: NOT_A_BUNDLE });
    else {
      const parts = [...(rows.get(row)?.parts ?? []), { ...part, ...own }];
      const taxMinor = sumMinor(parts.map((one) => one.taxMinor));
      rows.set(row, { taxBp: row.taxBp, taxes: NO_TAXES_NAMED, taxMinor, parts });
    }
  }
  return rows;
}

/** The line of a customer who pays no tax: what was inside the price has come off it, and off the shares of parts. */
export function untaxed(taxed: LineTaxes | undefined, mode: TaxMode): LineTaxes {
  if (taxed === undefined || taxed.parts.length === 0) return UNTAXED;
  const parts = taxed.parts.map((part) => {
    const off = mode === 'added' ? ZERO : part.taxMinor;
    return { ...part, ...NO_TAX, shareMinor: toMinor(part.shareMinor - off) };
  });
  return { ...NO_TAX, parts };
}

type Priced = LineTaxes & { readonly grossMinor: Minor; readonly discountMinor: Minor };

/** The rows of a line for the tax summary: each piece under its own rates. */
export function taxRowsOfPriced(line: Priced, mode: TaxMode): TaxRow[] {
  const own = { ...line, shareMinor: toMinor(line.grossMinor - line.discountMinor) };
  return (line.parts.length === 0 ? [own] : line.parts).flatMap((piece) => {
    const paidMinor = toMinor(piece.shareMinor + (mode === 'added' ? piece.taxMinor : 0));
    const named = piece.taxes.map(({ rate, taxMinor }) => ({ ...rate, taxMinor }));
    return taxRowsFor(piece, paidMinor, named);
  });
}
