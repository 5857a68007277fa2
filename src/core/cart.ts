/**
 * The cart before money: an editable list, changed only by steps. Prices are not here: `priceCart` derives them from
 * the price book each time, so a cart can never hold a stale total.
 *
 * Invariants: line ids are small integers, never reused in a cart, and lines stand in their order, so a restored line
 * finds its place; quantities are > 0; `rev` grows by one with each step that changes anything, and a step that changes
 * nothing (a second tap on "remove") gives back the very same cart.
 */
import type { AgeCheck } from './age-check.ts';
import { allocate } from './allocate.ts';
import { assert, unreachable } from './assert.ts';
import type { Exchange } from './exchange.ts';
import { type Minor, ZERO } from './money.ts';
import type { Unit } from './product.ts';
import type { Reward } from './promotion.ts';
import { err, ok, type Result } from './result.ts';

export type CartLine = {
  readonly lineId: number;
  readonly skuNo: number;
  readonly qtyMilli: number; // > 0
  readonly overrideMinor: Minor | null; // unit price set by a person at the till, or by a scale's label
  readonly seenMinor: Minor | null; // unit price a phone showed: compared, never charged
  readonly from: 'till' | 'phone';
  readonly options?: readonly CartOption[] | undefined; // chosen with it: each moves the unit price
  readonly discount?: Manual | undefined;
  readonly note?: string | undefined; // for whoever makes it or hands it over
  readonly lot?: string | undefined; // what the code on the very pack said, or a person: see `Traced`
  readonly serial?: string | undefined;
  readonly expiry?: string | undefined; // yyyy-mm-dd
};

/** What tells this pack from others of its product. Packs that differ in it stand on lines of their own. */
export type Traced = Pick<CartLine, 'lot' | 'serial' | 'expiry'>;

/** Something chosen with a product: less ice, an egg more. */
export type CartOption = { readonly name: string; readonly deltaMinor: Minor };

/** A discount a person gives, and who approved it when it is beyond what that person may. */
export type Manual = {
  readonly reward: Exclude<Reward, { kind: 'price' }>;
  readonly reason: string;
  readonly approverId: string | null;
};

/** A customer who pays no tax, and on which paper's word. */
export type TaxFree = { readonly paper: string; readonly approverId: string | null };

/** Goods a phone's cart named which this till's catalogue lacks: shown for manual entry, never sold as they are. */
export type MissingLine = { readonly gtin: string | null; readonly skuNo: number | null; readonly qtyMilli: number };

/** Where a cart came from, when a phone handed it over. `cartRef` is claim 3 of the QR, hex. */
export type Handoff = {
  readonly cartRef: string;
  readonly rev: number;
  readonly by: 'O0' | 'O1' | 'code';
  readonly totalSeenMinor: Minor | null;
  readonly missing: readonly MissingLine[];
};

export type Cart = {
  readonly cartId: string; // UUID
  readonly rev: number;
  readonly lines: readonly CartLine[];
  readonly removed: readonly CartLine[]; // until payment, so no undo depends on a timer
  readonly handoff: Handoff | null;
  readonly nextLineId: number;
  readonly selected: number | null; // lineId
  readonly saleEntryId: string | null; // chosen when payment starts, kept before anybody is asked for money
  readonly payingMs?: number | undefined; // when payment started: promotions are those of that moment
  readonly discount?: Manual | undefined; // on the whole cart
  readonly coupons?: readonly string[] | undefined; // codes, in capitals
  readonly memberTier?: string | undefined; // absent: not known as a member
  readonly member?: { readonly memberId: string; readonly label: string } | undefined;
  readonly taxFree?: TaxFree | undefined;
  readonly ageCheck?: AgeCheck | undefined; // of whoever buys what is in it
  readonly hold?: Hold | undefined; // it was put aside and taken back
  readonly exchange?: Exchange | undefined; // goods that came back for these
};

/** The hold a cart was taken from (held-cart.ts). `cartId`: the id it was begun under. */
type Hold = { readonly heldId: string; readonly cartId: string; readonly name: string; readonly note: string };

type Added = {
  readonly chosen?: Chosen;
  readonly skuNo: number;
  readonly qtyMilli: number;
  readonly merge: boolean;
  readonly unitMinor?: Minor | null; // by the label of a scale; absent, null: the book's
  readonly traced?: Traced;
};

export type CartStep =
  | ({ readonly step: 'product_added' } & Added)
  | ({ readonly step: 'line_chosen'; readonly lineId: number } & Chosen)
  | { readonly step: 'line_traced'; readonly lineId: number; readonly traced: Traced }
  | { readonly step: 'quantity_set'; readonly lineId: number; readonly qtyMilli: number }
  | { readonly step: 'price_overridden'; readonly lineId: number; readonly unitMinor: Minor | null }
  | { readonly step: 'line_discounted'; readonly lineId: number; readonly discount: Manual | null }
  | { readonly step: 'cart_discounted'; readonly discount: Manual | null }
  | { readonly step: 'coupon_added'; readonly code: string }
  | { readonly step: 'coupon_removed'; readonly code: string }
  | { readonly step: 'member_set'; readonly tier: string | null; readonly member?: Cart['member'] }
  | { readonly step: 'tax_free_set'; readonly taxFree: TaxFree | null }
  | { readonly step: 'age_checked'; readonly check: AgeCheck }
  | { readonly step: 'line_removed'; readonly lineId: number }
  | { readonly step: 'line_restored'; readonly lineId: number }
  | { readonly step: 'line_selected'; readonly lineId: number | null }
  | { readonly step: 'handoff_taken'; readonly handoff: Handoff; readonly lines: readonly HandoffLine[] }
  | { readonly step: 'payment_started'; readonly saleEntryId: string; readonly atMs?: number }
  | { readonly step: 'payment_left' }
  | { readonly step: 'hold_left' }
  | { readonly step: 'exchange_begun'; readonly exchange: Exchange }
  | { readonly step: 'exchange_left' };

export type HandoffLine = { readonly skuNo: number; readonly qtyMilli: number; readonly seenMinor: Minor | null };

export const emptyCart = (cartId: string): Cart => ({
  cartId,
  rev: 0,
  lines: [],
  removed: [],
  handoff: null,
  nextLineId: 1,
  selected: null,
  saleEntryId: null,
});

/** A million pieces, or a tonne: more is a slip of the hand. */
export const MAX_QTY_MILLI = 1_000_000_000;

/**
 * A quantity a person typed or scanned, in thousandths of the product's unit. Pieces are sold whole.
 * Refuses: `bad_quantity` - zero or less, not whole where it must be, or more than a million.
 */
export function checkQuantity(qtyMilli: number, unit: Unit): Result<number, { readonly code: 'bad_quantity' }> {
  const countable = Number.isSafeInteger(qtyMilli) && qtyMilli > 0 && qtyMilli <= MAX_QTY_MILLI;
  return countable && (unit !== 'pcs' || qtyMilli % 1000 === 0) ? ok(qtyMilli) : err({ code: 'bad_quantity' });
}

/** The cart after one step. Steps that name a line the cart no longer has change nothing. */
export function applyStep(cart: Cart, step: CartStep): Cart {
  const next = changed(cart, step);
  return next === cart ? cart : { ...next, rev: cart.rev + 1 };
}

function changed(cart: Cart, step: CartStep): Cart {
  switch (step.step) {
    case 'product_added':
      return withProduct(cart, step);
    case 'quantity_set':
      assertQuantity(step.qtyMilli);
      return withLine(cart, step.lineId, (line) => ({ ...line, qtyMilli: step.qtyMilli }));
    case 'price_overridden':
      assert(step.unitMinor === null || step.unitMinor >= 0, 'a price is not negative');
      return withLine(cart, step.lineId, (line) => ({ ...line, overrideMinor: step.unitMinor }));
    case 'line_chosen':
      return withLine(cart, step.lineId, (line) => withChosen(line, step));
    case 'line_traced':
      return withTraced(cart, step.lineId, step.traced);
    case 'line_discounted':
      return withLine(cart, step.lineId, (line) => ({ ...line, discount: step.discount ?? undefined }));
    case 'cart_discounted':
      return { ...cart, discount: step.discount ?? undefined };
    case 'coupon_added':
      return (cart.coupons ?? []).includes(step.code)
        ? cart
        : { ...cart, coupons: [...(cart.coupons ?? []), step.code] };
    case 'coupon_removed':
      return withoutCoupon(cart, step.code);
    case 'member_set':
      return { ...cart, memberTier: step.tier ?? undefined, member: step.member };
    case 'tax_free_set':
      return { ...cart, taxFree: step.taxFree ?? undefined };
    case 'age_checked':
      return { ...cart, ageCheck: step.check };
    case 'line_removed':
      return withoutLine(cart, step.lineId);
    case 'line_restored':
      return withRestored(cart, step.lineId);
    case 'line_selected':
      return withSelected(cart, step.lineId);
    case 'handoff_taken':
      return withHandoff(cart, step.handoff, step.lines);
    case 'payment_started': // An id once shown to a payment stays: trying again must be the same sale.
      if (cart.saleEntryId !== null) return cart;
      return { ...cart, saleEntryId: step.saleEntryId, ...(step.atMs === undefined ? {} : { payingMs: step.atMs }) };
    case 'payment_left':
      return cart.saleEntryId === null ? cart : { ...cart, saleEntryId: null, payingMs: undefined };
    case 'hold_left':
      return cart.hold === undefined ? cart : { ...cart, hold: undefined };
    case 'exchange_begun':
      return { ...cart, exchange: step.exchange };
    case 'exchange_left':
      return cart.exchange === undefined ? cart : { ...cart, exchange: undefined };
    default:
      return unreachable(step);
  }
}

const assertQuantity = (qtyMilli: number): void =>
  assert(Number.isSafeInteger(qtyMilli) && qtyMilli > 0, 'a quantity is a whole number of thousandths above zero');

const withoutCoupon = (cart: Cart, code: string): Cart => {
  const coupons = (cart.coupons ?? []).filter((each) => each !== code);
  return coupons.length === (cart.coupons ?? []).length ? cart : { ...cart, coupons };
};

/** As it was scanned: nothing chosen with it, nobody changed its price. Only such a line counts up. */
const isPlain = ({ from, overrideMinor, options, discount, note }: CartLine): boolean =>
  from === 'till' && overrideMinor === null && options === undefined && discount === undefined && note === undefined;

/** What is chosen with a line and said of it. `options` null: nobody was asked. */
export type Chosen = { readonly options: readonly CartOption[] | null; readonly note: string };

const withChosen = (line: CartLine, { options, note }: Chosen): CartLine => ({
  ...line,
  options: options ?? undefined,
  note: note.trim() === '' ? undefined : note.trim(),
});

/** A piece with a number of its own is never one of several. */
const isSameLot = (line: CartLine, { lot, serial, expiry }: Traced): boolean =>
  line.lot === lot && line.expiry === expiry && line.serial === undefined && serial === undefined;

/**
 * Same product and lot from the till at the book's price: one line. What a phone handed over or a person priced stays
 * apart.
 */
function withProduct(cart: Cart, add: Added): Cart {
  assertQuantity(add.qtyMilli);
  const traced = add.traced ?? {};
  const isTwin = (line: CartLine): boolean => line.skuNo === add.skuNo && isPlain(line) && isSameLot(line, traced);
  const twin = add.merge ? cart.lines.findLast(isTwin) : undefined;
  if (twin !== undefined) {
    const more = { ...twin, qtyMilli: twin.qtyMilli + add.qtyMilli };
    return { ...cart, lines: cart.lines.map((line) => (line === twin ? more : line)), selected: null };
  }
  const line: CartLine = {
    lineId: cart.nextLineId,
    skuNo: add.skuNo,
    qtyMilli: add.qtyMilli,
    overrideMinor: add.unitMinor ?? null,
    seenMinor: null,
    from: 'till',
    ...traced,
  };
  const added = add.chosen === undefined ? line : withChosen(line, add.chosen);
  return { ...cart, lines: [...cart.lines, added], nextLineId: cart.nextLineId + 1, selected: null };
}

/** What is known of a line's pack. Of several pieces one leaves for a line of its own when it gets its number. */
function withTraced(cart: Cart, lineId: number, traced: Traced): Cart {
  const line = cart.lines.find((each) => each.lineId === lineId);
  if (line === undefined || traced.serial === undefined || line.qtyMilli <= ONE_PIECE) {
    return withLine(cart, lineId, (each) => ({ ...each, ...traced }));
  }
  const left = line.qtyMilli - ONE_PIECE;
  const [kept, taken] = cutDiscount(line, [left, ONE_PIECE]);
  const own = { ...line, ...traced, ...taken, lineId: cart.nextLineId, qtyMilli: ONE_PIECE };
  const rest = { ...line, ...kept, qtyMilli: left };
  const lines = cart.lines.flatMap((each) => (each === line ? [rest] : [each]));
  return { ...cart, lines: [...lines, own], nextLineId: cart.nextLineId + 1 };
}

const ONE_PIECE = 1000;

type Discounted = Pick<CartLine, 'discount'>;

/** An amount a person took off the whole line is divided with its pieces; a share of the price needs no dividing. */
function cutDiscount({ discount }: Discounted, weights: readonly [number, number]): readonly [Discounted, Discounted] {
  if (discount?.reward.kind !== 'amount') return [{}, {}];
  const [kept = ZERO, taken = ZERO] = allocate(discount.reward.amountMinor, weights);
  const of = (amountMinor: Minor): Discounted => ({
    discount: amountMinor === 0 ? undefined : { ...discount, reward: { kind: 'amount', amountMinor } },
  });
  return [of(kept), of(taken)];
}

function withLine(cart: Cart, lineId: number, edit: (line: CartLine) => CartLine): Cart {
  if (!cart.lines.some((line) => line.lineId === lineId)) return cart;
  return { ...cart, lines: cart.lines.map((line) => (line.lineId === lineId ? edit(line) : line)) };
}

/** Whoever fills a cart again that was emptied may be somebody else. */
function withoutLine(cart: Cart, lineId: number): Cart {
  const gone = cart.lines.find((line) => line.lineId === lineId);
  if (gone === undefined) return cart;
  const lines = cart.lines.filter((line) => line !== gone);
  return {
    ...cart,
    lines,
    removed: [...cart.removed, gone],
    selected: cart.selected === lineId ? null : cart.selected,
    ageCheck: lines.length === 0 ? undefined : cart.ageCheck,
  };
}

function withRestored(cart: Cart, lineId: number): Cart {
  const back = cart.removed.find((line) => line.lineId === lineId);
  if (back === undefined) return cart;
  return {
    ...cart,
    lines: [...cart.lines, back].sort((a, b) => a.lineId - b.lineId),
    removed: cart.removed.filter((line) => line !== back),
  };
}

function withSelected(cart: Cart, lineId: number | null): Cart {
  const selected = cart.lines.some((line) => line.lineId === lineId) ? lineId : null;
  return selected === cart.selected ? cart : { ...cart, selected };
}

/**
 * A phone's goods join the cart as lines of their own. The same cart shown again adds nothing; a later rev of it stands
 * in place of the earlier. Another phone's cart belongs in another cart: lines of two shoppers are never mixed.
 */
function withHandoff(cart: Cart, handoff: Handoff, goods: readonly HandoffLine[]): Cart {
  const before = cart.handoff;
  assert(before === null || before.cartRef === handoff.cartRef, 'hold the cart before taking another hand-off');
  if (before !== null && handoff.rev <= before.rev) return cart;
  const own = (line: CartLine): boolean => line.from === 'till';
  const taken = goods.map((good, i): CartLine => {
    assertQuantity(good.qtyMilli);
    return { ...good, lineId: cart.nextLineId + i, overrideMinor: null, from: 'phone' };
  });
  return {
    ...cart,
    handoff,
    lines: [...cart.lines.filter(own), ...taken],
    removed: cart.removed.filter(own),
    nextLineId: cart.nextLineId + taken.length,
    selected: null,
  };
}
