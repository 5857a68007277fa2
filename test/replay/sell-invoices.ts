/**
 * One till that sells invoices as a cashier would: a cart step per line, a price set by hand where the invoice's
 * differs from the book's, cash, and a shift a day. Everything goes through the till's own commands, so nothing here
 * knows of entries, journals or the network.
 */
import type { TillDevice } from '../../src/client/till-device.ts';
import { applyStep, emptyCart, type Cart } from '../../src/core/cart.ts';
import { toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import type { Product } from '../../src/core/product.ts';
import { closeShift, countCash, previewZ } from '../../src/till/commands/close-shift.ts';
import { completeSale, startPayment } from '../../src/till/commands/complete-sale.ts';
import { openShift } from '../../src/till/commands/open-shift.ts';
import { overridePrice } from '../../src/till/commands/override-price.ts';
import { takeReturn } from '../../src/till/commands/take-return.ts';
import type { TillTools } from '../../src/till/commands/tools.ts';
import type { Invoice, InvoiceLine } from './invoices.ts';

type Seller = {
  readonly tools: TillTools;
  readonly device: TillDevice;
  readonly staffId: string;
  /** The till's clock is set to the invoice's time before it is sold. */
  readonly setClock: (ms: number) => void;
  /** Called when an invoice did not fit one entry and became several sales. */
  readonly onSplit: (invoice: Invoice, parts: number) => void;
};

type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: { readonly code: string } };

/** A refusal is a failure of whoever plays a cashier: nothing here is meant to be refused. */
export function must<T>(answer: Answer<T>, doing: string): T {
  if (!answer.ok) throw new Error(`${doing}: ${answer.error.code}`);
  return answer.value;
}

const TRIES = 20;

/** A till that cannot tell whether its disk kept a fact is asked again: the same fact, by the same id. */
export async function settled<T>(act: () => Promise<Answer<T>>): Promise<Answer<T>> {
  let answer = await act();
  for (let n = 1; n < TRIES && !answer.ok && answer.error.code === 'outcome_unknown'; n += 1) answer = await act();
  return answer;
}

/** Sells the invoices in order; opens a shift for each day and closes it with its Z. */
export async function sellInvoices(seller: Seller, invoices: readonly Invoice[]): Promise<void> {
  let day: string | null = null;
  for (const invoice of invoices) {
    seller.setClock(invoice.atMs);
    if (day !== invoice.day) {
      if (day !== null) await endDay(seller);
      must(await openShift(seller.tools, toMinor(10_000)), 'open the shift');
      day = invoice.day;
    }
    if (invoice.back) await takeBack(seller, invoice);
    else await sell(seller, invoice);
  }
  if (day !== null) await endDay(seller);
}

async function endDay({ tools }: Seller): Promise<void> {
  const blind = must(
    await countCash(tools, { countedMinor: toMinor(0), denominations: [], approverId: null }),
    'count',
  );
  const { expectedMinor } = must(await previewZ(tools, blind), 'look at the Z');
  const counted = must(
    await countCash(tools, { countedMinor: expectedMinor, denominations: [], approverId: null }),
    'count again',
  );
  const z = must(await closeShift(tools, counted), 'close the shift');
  if (z.diffMinor !== 0) throw new Error(`Z ${String(z.zNo)} is off by ${String(z.diffMinor)}`);
}

const productOf = ({ device }: Seller, line: InvoiceLine): Product => {
  const product = device.catalogue.byCode(line.code);
  if (product?.code !== line.code) throw new Error(`the till does not know ${line.code}`);
  return product;
};

async function sell(seller: Seller, invoice: Invoice): Promise<void> {
  const parts = split(seller, invoice.lines);
  if (parts.length > 1) seller.onSplit(invoice, parts.length);
  for (const lines of parts) await sellPart(seller, lines);
}

/** Halves the lines until each part can be paid as one sale. */
function split(seller: Seller, lines: readonly InvoiceLine[]): (readonly InvoiceLine[])[] {
  const { cart } = cartOf(seller, lines);
  const ready = startPayment(seller.tools, cart);
  if (ready.ok) return [lines];
  if (ready.error.code !== 'cart_too_large' || lines.length < 2) throw new Error(`start payment: ${ready.error.code}`);
  const half = Math.ceil(lines.length / 2);
  return [...split(seller, lines.slice(0, half)), ...split(seller, lines.slice(half))];
}

type Override = { readonly before: Cart; readonly lineId: number; readonly unitMinor: number };

function cartOf(
  seller: Seller,
  lines: readonly InvoiceLine[],
): { readonly cart: Cart; readonly overrides: readonly Override[] } {
  let cart = emptyCart(seller.tools.newId());
  const overrides: Override[] = [];
  for (const line of lines) {
    const { skuNo, priceMinor } = productOf(seller, line);
    cart = applyStep(cart, { step: 'product_added', skuNo, qtyMilli: line.qtyMilli, merge: false });
    if (priceMinor === line.unitMinor) continue;
    const lineId = cart.lines.at(-1)?.lineId ?? 0;
    overrides.push({ before: cart, lineId, unitMinor: line.unitMinor });
    cart = applyStep(cart, { step: 'price_overridden', lineId, unitMinor: toMinor(line.unitMinor) });
  }
  return { cart, overrides };
}

async function sellPart(seller: Seller, lines: readonly InvoiceLine[]): Promise<void> {
  const { tools, device } = seller;
  const { cart, overrides } = cartOf(seller, lines);
  for (const { before, lineId, unitMinor } of overrides) {
    const change = { cart: before, lineId, unitMinor: toMinor(unitMinor), reason: 'invoice', approverId: null };
    must(await settled(() => overridePrice(tools, change)), 'set a price');
  }
  const { saleEntryId } = must(startPayment(tools, cart), 'start payment');
  const paying = applyStep(cart, { step: 'payment_started', saleEntryId });
  const { totalMinor } = priceCart(paying, (skuNo) => device.catalogue.product(skuNo)).totals;
  const tenders = totalMinor === 0 ? [] : [{ tenderId: 1, method: 'cash' as const, amountMinor: totalMinor }];
  must(await settled(() => completeSale(tools, { cart: paying, tenders })), 'complete the sale');
}

async function takeBack(seller: Seller, invoice: Invoice): Promise<void> {
  const goods = invoice.lines.map((line) => {
    const { skuNo, taxBp } = productOf(seller, line);
    const { name, qtyMilli, unitMinor } = line;
    return { skuNo, name, qtyMilli, unitMinor: toMinor(unitMinor), taxBp, condition: 'resalable' as const };
  });
  const asked = {
    entryId: seller.tools.newId(),
    goods,
    reason: `credit note ${invoice.no}`,
    approverId: seller.staffId,
  };
  must(await settled(() => takeReturn(seller.tools, asked)), 'take goods back');
}
