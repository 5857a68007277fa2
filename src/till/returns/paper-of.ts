/**
 * A sale this till does not hold, as its signed receipt tells it; null where the receipt was too long to carry lines.
 */
import { type KnownPart, knownParts } from '../../core/bundle.ts';
import { nameIn, type Product } from '../../core/product.ts';
import type { PaperSale } from '../../core/return-by-receipt.ts';
import type { QrReceipt } from '../../wire/qr-claims.ts';
import { taxRulesOf } from '../commands/tax-rules.ts';
import { settingsOf, type TillTools } from '../commands/tools.ts';
import { CLAIM_S } from '../receipt/receipt-code.ts';

/** Names and taxes are this till's, those of the day of the sale: the code carries neither. */
export function paperOf(tools: TillTools, receipt: QrReceipt): PaperSale | null {
  if (receipt.lines === null) return null;
  const { saleRef, tillNo, incarnationNo, seq, hash8, cashMinor } = receipt;
  const { cashRounding } = settingsOf(tools);
  return {
    ...(cashRounding === undefined || cashRounding === null ? {} : { cashRounding }),
    proof: { saleRef, tillNo, incarnationNo, seq, hash8 },
    cashMinor,
    rules: taxRulesOf(tools, (receipt.exp - CLAIM_S) * 1000),
    lines: receipt.lines.map((line, at) => {
      const product = tools.device.catalogue.product(line.skuNo);
      const name = product === undefined ? `#${String(line.skuNo)}` : nameIn(product.names, tools.lang());
      const parts = product === undefined ? undefined : partsHere(tools, product);
      const known = { ...line, lineId: at + 1, name, taxBp: product?.taxBp ?? 0, category: product?.category ?? null };
      return parts === undefined ? known : { ...known, parts };
    }),
  };
}

/** The parts of a bundle as this till knows them; undefined: it is none. */
export const partsHere = (tools: TillTools, product: Pick<Product, 'parts'>): KnownPart[] | undefined =>
  knownParts(product, (skuNo) => {
    const part = tools.device.catalogue.product(skuNo);
    return part === undefined ? undefined : { ...part, name: nameIn(part.names, tools.lang()) };
  });
