/**
 * A product made of others: sold as one line at a price of its own, while its parts leave the shelf and give their tax.
 *
 * What was paid for the line is split over the parts by what each would cost by itself, odd units by largest remainder
 * (allocate.ts); each share is then taxed by the part's own rates. Parts that cost nothing count as if all cost the
 * same. So a set of goods at 13 % and 9 % is taxed as its goods are, whatever the set is sold for.
 *
 * Invariants: shares sum to what was paid for the line, taxes of parts to the tax of the line; a bundle that comes back
 * in pieces gives back, part by part, exactly what its whole gives back. A part is never a bundle itself.
 * Not here: prices and offers of the bundle (price-cart.ts takes it as the product it is).
 */
import { allocate } from './allocate.ts';
import { lineAmount, type Minor, mulDivHalfUp, sumMinor, ZERO } from './money.ts';
import type { BundlePart, Product } from './product.ts';
import type { ReturnedPart, SaleLine, SoldPart } from './sale.ts';

/** Thousandths of a part in so many of the bundle. */
export const partQty = ({ qtyMilli }: BundlePart, bundlesMilli: number): number =>
  mulDivHalfUp(qtyMilli, bundlesMilli, 1000);

/** What was paid for a bundle, shared out over its parts. `priceMinor`: of one unit of the part by itself. */
export function partShares(
  paidMinor: Minor,
  parts: readonly { readonly priceMinor: Minor; readonly qtyMilli: number }[],
): Minor[] {
  const weights = parts.map(({ priceMinor, qtyMilli }) => lineAmount(priceMinor, qtyMilli));
  return allocate(paidMinor, weights.some((weight) => weight > 0) ? weights : parts.map(() => 1));
}

/** What of a line is taxed, each piece by its own rates: its parts, or the line itself. */
type Taxed = Pick<SaleLine, 'qtyMilli' | 'grossMinor' | 'discountMinor' | 'taxBp' | 'taxMinor' | 'taxes'>;
export const taxedPieces = (line: Taxed & Pick<SaleLine, 'parts'>): readonly Taxed[] =>
  line.parts?.map(({ shareMinor, ...part }) => ({ ...part, grossMinor: shareMinor, discountMinor: ZERO })) ?? [line];

type Refunded = Pick<ReturnedPart, 'refundMinor' | 'taxBp' | 'taxMinor' | 'taxes'>;
/** The same of a line that came back. */
export const refundedPieces = (
  line: Refunded & { readonly parts?: readonly Refunded[] | undefined },
): readonly Refunded[] => line.parts ?? [line];

/** A part as a till knows it now: of one bundle. */
export type KnownPart = {
  readonly skuNo: number;
  readonly name: string;
  readonly qtyMilli: number;
  readonly priceMinor: Minor;
  readonly taxBp: number;
  readonly category?: string | null;
};

/** The parts of a product, by what the till knows of them; undefined: it is no bundle. */
export const knownParts = (
  { parts }: Pick<Product, 'parts'>,
  goodsOf: (skuNo: number) => Pick<KnownPart, 'name' | 'priceMinor' | 'taxBp' | 'category'> | undefined,
): KnownPart[] | undefined =>
  parts?.map((part) => {
    const known = goodsOf(part.skuNo);
    const { name = `#${String(part.skuNo)}`, priceMinor = ZERO, taxBp = 0, category = null } = known ?? {};
    return { ...part, name, priceMinor, taxBp, category };
  });

type Back = { readonly qtyMilli: number; readonly parts?: readonly ReturnedPart[] | undefined };
type Share = Pick<ReturnedPart, 'refundMinor' | 'taxMinor' | 'taxes'>;

/**
 * The parts of the next `qtyMilli` of a bundle that comes back. `shareOf` works out one part as a line of its own: all
 * of it up to `upToMilli` of the bundle, less what went back before.
 */
export function partsBack<P extends Pick<SoldPart, 'skuNo' | 'name' | 'qtyMilli' | 'taxBp'>>(
  sold: { readonly qtyMilli: number; readonly parts: readonly P[] },
  { qtyMilli, before }: { readonly qtyMilli: number; readonly before: readonly Back[] },
  shareOf: (part: P, upToMilli: number, gone: readonly ReturnedPart[]) => Share,
): ReturnedPart[] {
  const upToMilli = qtyMilli + before.reduce((sum, line) => sum + line.qtyMilli, 0);
  return sold.parts.map((part) => {
    const gone = before.flatMap((line) => line.parts ?? []).filter(({ skuNo }) => skuNo === part.skuNo);
    const goneMilli = gone.reduce((sum, one) => sum + one.qtyMilli, 0);
    return {
      skuNo: part.skuNo,
      name: part.name,
      qtyMilli: mulDivHalfUp(part.qtyMilli, upToMilli, sold.qtyMilli) - goneMilli,
      taxBp: part.taxBp,
      ...shareOf(part, upToMilli, gone),
    };
  });
}

/** What its parts give back together, as the line they are. */
export const sumOfParts = (
  parts: readonly ReturnedPart[],
): { readonly refundMinor: Minor; readonly taxMinor: Minor } => ({
  refundMinor: sumMinor(parts.map((part) => part.refundMinor)),
  taxMinor: sumMinor(parts.map((part) => part.taxMinor)),
});
