/**
 * From a priced cart and its tenders to the immutable record of a sale.
 *
 * Invariants: what `readyToPay` let through is never refused after money was taken, but for the tenders themselves;
 * the sale holds a snapshot of every line, so it reads the same when products and prices have changed.
 * Not here: making it durable (client/db/commit-entry.ts), who may sell (permission.ts).
 */
import type { Cart } from './cart.ts';
import { canonicalText, MAX_ENTRY_BYTES, utf8Length } from './journal.ts';
import type { PricedCart, PricedLine } from './price-cart.ts';
import { type Lang, nameIn } from './product.ts';
import { err, ok, type Result } from './result.ts';
import type { Sale, SaleLine, Tender } from './sale.ts';
import { changeDue, type TenderRefusal } from './tender.ts';

export type SaleRefusal =
  | { readonly code: 'empty_cart' }
  | { readonly code: 'no_open_shift' }
  | { readonly code: 'price_missing' | 'amount_too_large'; readonly lineId: number; readonly skuNo: number }
  | { readonly code: 'cart_too_large'; readonly lines: number }
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
};

/** Bytes of an entry that are not its lines: envelope, head, totals and some forty tenders. */
const ENTRY_ROOM = 4096;
const NAME_MAX = 200;

/**
 * May this cart be paid? Asked before anybody is asked for money.
 * Refuses: `empty_cart`; `no_open_shift`; `price_missing` - a line of which this device has no product;
 * `amount_too_large` - a line beyond any sale; `cart_too_large` - more than one journal entry holds: split the sale.
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
  const lines = priced.lines.map((line) => saleLine(line, lang));
  const bytes = utf8Length(canonicalText(lines)) + ENTRY_ROOM;
  return bytes > MAX_ENTRY_BYTES ? err({ code: 'cart_too_large', lines: lines.length }) : ok(lines);
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
  const change = changeDue(priced.totals.totalMinor, tenders);
  if (!change.ok) return change;
  return ok({
    saleId: input.saleId,
    no: input.no,
    kind: 'counter',
    shiftId,
    cartId: cart.cartId,
    currency: input.currency,
    taxMode: 'included',
    pbVersion: input.pbVersion,
    lines: lines.value,
    tenders,
    changeMinor: change.value,
    totals: priced.totals,
    channel: cart.handoff === null ? 'counter' : 'handoff',
    sourceQr: input.sourceQr ?? null,
  });
}

const saleLine = (priced: PricedLine, lang: Lang): SaleLine => ({
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
});

/** The name with its spec behind it, unless it already says it; cut between characters, never inside one. */
export function soldName({ names, product }: Pick<PricedLine, 'names' | 'product'>, lang: Lang): string {
  const name = nameIn(names, lang);
  const spec = product?.spec ?? '';
  const whole = spec === '' || name.includes(spec) ? name : `${name} ${spec}`;
  if (whole.length <= NAME_MAX) return whole;
  const cut = whole.slice(0, NAME_MAX);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
