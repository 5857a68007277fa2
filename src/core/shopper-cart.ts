/**
 * The cart on a shopper's phone: lines of goods, known (by `skuNo`) or noted for later (by GTIN only), and the states a
 * hand-off moves it through. Changed only by steps; no move but those written here exists.
 *
 *   open → handed_off (rev frozen) → open | checked_out | merged        open → abandoned        checked_out is final
 *
 * Invariants: quantities are > 0 and at most MAX_QTY_MILLI; one line per article; line ids are never reused; `rev`
 * grows by one with each step that changes the goods and stands still while the cart is handed off.
 * Not here: prices of the till (it re-prices everything), storage, the QR (wire/qr.ts).
 */
import { lineAmount, sumMinor, type Minor } from './money.ts';
import { err, ok, type Result } from './result.ts';

export const MAX_QTY_MILLI = 999_000;
/** Open carts untouched for this long are abandoned. */
export const CART_KEPT_MS = 30 * 86_400_000;

export type ShopperLine = {
  readonly lineId: number;
  readonly skuNo: number | null; // null: unresolved, the phone has not met this article yet
  readonly gtin: string | null; // as scanned, 14 digits
  readonly qtyMilli: number;
  readonly seenMinor: Minor | null; // unit price shown when it went in the cart: binds nobody
  readonly scannedAtMs: number;
  readonly sourceQr: string | null; // the shelf label it came from
};

/** The goods as a till was shown them, kept so that later lines can be told from paid ones. */
type HandedOff = { readonly rev: number; readonly atMs: number; readonly lines: readonly ShopperLine[] };

type CartState = 'open' | 'handed_off' | 'checked_out' | 'merged' | 'abandoned';

export type ShopperCart = {
  readonly cartId: string; // UUIDv7
  readonly storeNo: number;
  readonly rev: number;
  readonly state: CartState;
  readonly lines: readonly ShopperLine[]; // in the order they came
  readonly removed: readonly ShopperLine[]; // until the cart closes, so no undo depends on a timer
  readonly handedOff: HandedOff | null;
  readonly nextLineId: number;
  readonly changedMs: number;
};

export type Scanned = Pick<ShopperLine, 'skuNo' | 'gtin' | 'qtyMilli' | 'seenMinor' | 'sourceQr'>;

export type ShopperStep =
  | { readonly step: 'added'; readonly what: Scanned }
  | { readonly step: 'quantity_set'; readonly lineId: number; readonly qtyMilli: number } // 0 removes
  | { readonly step: 'line_restored'; readonly lineId: number }
  | { readonly step: 'resolved'; readonly gtin: string; readonly skuNo: number; readonly seenMinor: Minor | null }
  | { readonly step: 'handed_off' }
  | { readonly step: 'taken_back' }
  | { readonly step: 'checked_out' }
  | { readonly step: 'merged' }
  | { readonly step: 'abandoned' };

/** `cart_closed` - no move leads from this state by this step; `empty_cart` - nothing to hand off. */
export type StepRefusal = 'cart_closed' | 'empty_cart';

export const emptyShopperCart = (cartId: string, storeNo: number, nowMs: number): ShopperCart => ({
  cartId,
  storeNo,
  rev: 0,
  state: 'open',
  lines: [],
  removed: [],
  handedOff: null,
  nextLineId: 1,
  changedMs: nowMs,
});

/** Claim 3 of the hand-off code: the last 10 bytes of the cart's id, hex. */
export const cartRefOf = (cartId: string): string => cartId.replaceAll('-', '').slice(-20);

/**
 * The cart after one step. A step that changes nothing returns the same cart.
 * Refuses: `cart_closed` (goods change only while open), `empty_cart` (handing off nothing).
 */
export function stepShopperCart(cart: ShopperCart, step: ShopperStep, nowMs: number): Result<ShopperCart, StepRefusal> {
  switch (step.step) {
    case 'added':
    case 'quantity_set':
    case 'line_restored':
    case 'resolved': {
      if (cart.state !== 'open') return err('cart_closed');
      const next = changeGoods(cart, step, nowMs);
      return ok(next === cart ? cart : { ...next, rev: cart.rev + 1, changedMs: nowMs });
    }
    case 'handed_off': {
      if (cart.state !== 'open') return err('cart_closed');
      if (cart.lines.length === 0) return err('empty_cart');
      const handedOff = { rev: cart.rev, atMs: nowMs, lines: cart.lines };
      return ok({ ...cart, state: 'handed_off', handedOff, changedMs: nowMs });
    }
    case 'taken_back':
      return cart.state === 'handed_off' ? ok({ ...cart, state: 'open', changedMs: nowMs }) : err('cart_closed');
    case 'checked_out':
    case 'merged':
      return cart.state === 'handed_off' ? ok({ ...cart, state: step.step, changedMs: nowMs }) : err('cart_closed');
    case 'abandoned':
      return cart.state === 'open' ? ok({ ...cart, state: 'abandoned', changedMs: nowMs }) : err('cart_closed');
  }
}

type GoodsStep = Extract<ShopperStep, { step: 'added' | 'quantity_set' | 'line_restored' | 'resolved' }>;

function changeGoods(cart: ShopperCart, step: GoodsStep, nowMs: number): ShopperCart {
  switch (step.step) {
    case 'added':
      return addGoods(cart, { ...step.what, lineId: cart.nextLineId, scannedAtMs: nowMs });
    case 'quantity_set': {
      const line = cart.lines.find((each) => each.lineId === step.lineId);
      if (line === undefined || line.qtyMilli === step.qtyMilli) return cart;
      return step.qtyMilli <= 0
        ? removeLine(cart, line)
        : replaceLine(cart, { ...line, qtyMilli: capped(step.qtyMilli) });
    }
    case 'line_restored': {
      const line = cart.removed.find((each) => each.lineId === step.lineId);
      if (line === undefined) return cart;
      return addGoods({ ...cart, removed: cart.removed.filter((each) => each !== line) }, line);
    }
    case 'resolved': {
      const line = cart.lines.find((each) => each.skuNo === null && each.gtin === step.gtin);
      if (line === undefined) return cart;
      const without = { ...cart, lines: cart.lines.filter((each) => each !== line) };
      return addGoods(without, { ...line, skuNo: step.skuNo, seenMinor: step.seenMinor });
    }
  }
}

/** Another of an article that is there counts up; the price seen last stands. */
function addGoods(cart: ShopperCart, line: ShopperLine): ShopperCart {
  const same = cart.lines.find((each) => each.skuNo === line.skuNo && (line.skuNo !== null || each.gtin === line.gtin));
  if (same !== undefined) {
    const qtyMilli = capped(same.qtyMilli + line.qtyMilli);
    return replaceLine(cart, { ...same, qtyMilli, seenMinor: line.seenMinor ?? same.seenMinor });
  }
  const lines = [...cart.lines, { ...line, qtyMilli: capped(line.qtyMilli) }].sort((a, b) => a.lineId - b.lineId);
  return { ...cart, lines, nextLineId: Math.max(cart.nextLineId, line.lineId + 1) };
}

const replaceLine = (cart: ShopperCart, line: ShopperLine): ShopperCart => ({
  ...cart,
  lines: cart.lines.map((each) => (each.lineId === line.lineId ? line : each)),
});

const removeLine = (cart: ShopperCart, line: ShopperLine): ShopperCart => ({
  ...cart,
  lines: cart.lines.filter((each) => each !== line),
  removed: [...cart.removed, line],
});

const capped = (qtyMilli: number): number => Math.min(qtyMilli, MAX_QTY_MILLI);

/**
 * What the shopper gathered beyond what a till was shown and was paid: nothing while the handed-off goods are all there
 * is. Used when a cart turns out to have been paid after the person went on shopping.
 */
export function goodsBeyond(cart: ShopperCart): readonly ShopperLine[] {
  const paid = new Map((cart.handedOff?.lines ?? []).map((line) => [line.lineId, line.qtyMilli]));
  return cart.lines
    .map((line) => ({ ...line, qtyMilli: line.qtyMilli - (paid.get(line.lineId) ?? 0) }))
    .filter((line) => line.qtyMilli > 0);
}

type Settled = { readonly closed: ShopperCart; readonly rest: ShopperCart | null };

/**
 * The cart turned out to be paid. What a till was shown is closed; what was gathered since goes on in a new cart
 * (`rest`, with the id given). Paid never goes back. Refuses: `cart_closed` - it was never handed off, or is closed
 * already.
 */
export function settlePaid(cart: ShopperCart, next: { cartId: string; nowMs: number }): Result<Settled, StepRefusal> {
  const { handedOff } = cart;
  if (handedOff === null || (cart.state !== 'open' && cart.state !== 'handed_off')) return err('cart_closed');
  const shown = { lines: handedOff.lines, rev: handedOff.rev, removed: [] };
  const closed: ShopperCart = { ...cart, ...shown, state: 'checked_out', changedMs: next.nowMs };
  const lines = goodsBeyond(cart);
  if (lines.length === 0) return ok({ closed, rest: null });
  const fresh = emptyShopperCart(next.cartId, cart.storeNo, next.nowMs);
  return ok({ closed, rest: { ...fresh, lines, rev: 1, nextLineId: cart.nextLineId } });
}

export type SeenTotal = { readonly totalMinor: Minor; readonly goods: number; readonly unresolved: number };

/** What the phone may show: prices as this phone knows them, lines it cannot price counted apart. The till confirms. */
export function seenTotal(lines: readonly ShopperLine[], priceOf: (line: ShopperLine) => Minor | null): SeenTotal {
  const amounts: Minor[] = [];
  let goods = 0;
  for (const line of lines) {
    const unitMinor = priceOf(line);
    goods += Math.max(1, Math.floor(line.qtyMilli / 1000));
    if (unitMinor !== null) amounts.push(lineAmount(unitMinor, line.qtyMilli));
  }
  return { totalMinor: sumMinor(amounts), goods, unresolved: lines.length - amounts.length };
}
