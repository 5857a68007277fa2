/**
 * From the hand to the journal: may this cart be paid, and the sale itself. Nothing here waits for the network.
 *
 * The entry id is chosen when payment starts and kept in the cart on disk, so trying again, a second tap or a second
 * try after a crash is the same sale.
 */
import type { CommittedEntry } from '../../client/till-device.ts';
import { assert } from '../../core/assert.ts';
import type { Cart } from '../../core/cart.ts';
import { completeSale as makeSale, readyToPay, type SaleInput, type SaleRefusal } from '../../core/complete-sale.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Sale, Tender } from '../../core/sale.ts';
import type { EntryBody } from '../../wire/entry.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import { discountsAllowed } from './give-discount.ts';
import { priceNow } from './price-now.ts';
import { settingsOf, type TillTools } from './tools.ts';

export type Sold = { readonly sale: Sale; readonly entry: CommittedEntry };

/**
 * Asked before anybody is asked for money; gives the id the sale will have.
 * Refuses: `signed_out`, `not_allowed` (also for a discount beyond the limit), `no_open_shift`, `empty_cart`,
 * `price_missing`, `cart_too_large`, `journal_full`.
 */
export function startPayment(tools: TillTools, cart: Cart): Result<{ readonly saleEntryId: string }, Refusal> {
  const may = allowed(tools, { action: 'sell' });
  if (!may.ok) return may;
  const within = discountsAllowed(tools, cart);
  if (!within.ok) return within;
  if (tools.device.state.getState().storageFull) return err({ code: 'journal_full' });
  const saleEntryId = cart.saleEntryId ?? tools.newId();
  const ready = readyToPay(inputOf(tools, cart, saleEntryId));
  return ready.ok ? ok({ saleEntryId }) : err(refusalOf(ready.error));
}

/**
 * Commits the sale. `cart.saleEntryId` is set by then. Gives the sale as it stands in the journal, with its number.
 * Refuses: what `startPayment` does, `short_tender`, `change_without_cash`, `outcome_unknown` (the same call again
 * tells).
 */
export async function completeSale(
  tools: TillTools,
  { cart, tenders }: { readonly cart: Cart; readonly tenders: readonly Tender[] },
): Promise<Result<Sold, Refusal>> {
  const may = allowed(tools, { action: 'sell' });
  if (!may.ok) return may;
  const entryId = cart.saleEntryId;
  assert(entryId !== null, 'payment starts before money is taken');
  const made = makeSale({ ...inputOf(tools, cart, entryId), tenders });
  if (!made.ok) return err(refusalOf(made.error));
  const body = entryBodyOf(made.value);
  const done = await tools.device.commit({ kind: 'sale.completed', entryId, body, closesCart: cart.cartId });
  if (!done.ok) return done;
  return ok({ sale: await asCommitted(tools, made.value, done.value), entry: done.value });
}

/** A sale that was in the journal already is told as it stands there, not as it was tried again. */
async function asCommitted({ device }: TillTools, sale: Sale, entry: CommittedEntry): Promise<Sale> {
  if (entry.repeated) {
    const kept = (await device.salesOfShift(sale.shiftId)).find((row) => row.entryId === entry.entryId);
    if (kept?.kind === 'sale') return kept.body;
  }
  return { ...sale, no: entry.receiptNo ?? sale.no };
}

function inputOf(tools: TillTools, cart: Cart, saleId: string): Omit<SaleInput, 'tenders'> {
  const { device } = tools;
  return {
    cart,
    priced: priceNow(tools, cart),
    shiftId: device.state.getState().shift?.shiftId ?? null,
    saleId,
    no: '', // given inside the transaction, so that two tabs never share one
    currency: settingsOf(tools).currency,
    pbVersion: device.catalogue.version(),
    lang: tools.lang(),
    perMinor: settingsOf(tools).loyalty?.perMinor ?? null,
    sourceQr: cart.handoff === null ? null : `${cart.handoff.by}:${cart.handoff.cartRef}`,
  };
}

const entryBodyOf = (sale: Sale): EntryBody<'sale.completed'> => ({
  ...sale,
  lines: [...sale.lines],
  tenders: [...sale.tenders],
});

/** The same code with the facts its words need. */
function refusalOf(refusal: SaleRefusal): Refusal {
  const { code, ...facts } = refusal;
  return { code, facts };
}
