/**
 * What our QR codes say: claims as numbered keys of one CBOR map, and as named fields.
 *
 * Invariants: a map with a key we do not know, a key missing or a value out of its range is no claim set; writing and
 * reading are inverses. Not here: signatures and clocks (qr.ts), text forms (base45.ts, base32.ts).
 */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { MAX_QTY_MILLI } from '../core/cart.ts';
import { toGtin14 } from '../core/gtin.ts';
import { type Minor, toMinor } from '../core/money.ts';
import type { Cbor } from './strict-cbor.ts';

export const TYPE = { signedCart: 2, cart: 3, receipt: 7 } as const;

/** Goods by our number, or by barcode where the phone knows only that. Exactly one of the two is there. */
export type QrLine = {
  readonly skuNo: number | null;
  readonly gtin: string | null; // 14 digits
  readonly qtyMilli: number;
  readonly seenMinor: Minor | null; // unit price: in signed carts only
};
/** A cart, or one part of it. */
export type QrCart = {
  readonly orgNo: number;
  readonly storeNo: number;
  readonly cartRef: string; // 20 hex: the last ten bytes of the cart's UUID
  readonly rev: number;
  readonly totalSeenMinor: Minor | null; // of the whole cart
  readonly lines: readonly QrLine[];
  readonly part: { readonly part: number; readonly of: number } | null;
};
/** What the server adds when it signs a cart: its prices bind until `exp`. */
export type SignedCart = QrCart & { readonly nbf: number; readonly exp: number; readonly pbVersion: string };

type ReceiptLine = { readonly skuNo: number; readonly qtyMilli: number; readonly paidMinor: Minor };
export type QrReceipt = {
  readonly orgNo: number;
  readonly storeNo: number;
  readonly saleRef: string; // 20 hex: the last ten bytes of the sale's UUID
  readonly tillNo: number;
  readonly incarnationNo: number;
  readonly totalMinor: Minor;
  readonly cashMinor: Minor; // the part paid in cash: the most a refund offline may be
  readonly exp: number; // seconds: until then it may be claimed
  readonly hash8: string; // 16 hex: first eight bytes of the entry's hash
  readonly seq: number;
  readonly lines: readonly ReceiptLine[] | null; // null: too long to ride along
  readonly isReturn?: true; // the paper of goods brought back: nothing is claimed or returned with it
};

const KEY = {
  type: 1, org: 2, id: 3, rev: 4, value: 5, store: 6, nbf: 7, exp: 8, lines: 10, proof: 11, part: 12, receiptLines: 13,
  isReturn: 14,
} as const; // prettier-ignore

/** Claims of an unsigned cart. Key 13 holds the lines of a receipt. */
export const cartClaims = (cart: QrCart): Map<number, Cbor> =>
  new Map<number, Cbor>([
    [KEY.type, TYPE.cart],
    ...cartHead(cart),
    [KEY.lines, cart.lines.flatMap(lineItems)],
    ...partItems(cart),
  ]);

export const signedCartClaims = (cart: SignedCart): Map<number, Cbor> =>
  new Map<number, Cbor>([
    [KEY.type, TYPE.signedCart],
    ...cartHead(cart),
    [KEY.nbf, cart.nbf],
    [KEY.exp, cart.exp],
    [KEY.lines, cart.lines.flatMap((line) => [...lineItems(line), line.seenMinor ?? 0])],
    [KEY.proof, cart.pbVersion],
    ...partItems(cart),
  ]);

export const receiptClaims = (receipt: QrReceipt): Map<number, Cbor> =>
  new Map<number, Cbor>([
    [KEY.type, TYPE.receipt],
    [KEY.org, receipt.orgNo],
    [KEY.id, hexToBytes(receipt.saleRef)],
    [KEY.rev, [receipt.tillNo, receipt.incarnationNo]],
    [KEY.value, [receipt.totalMinor, receipt.cashMinor]],
    [KEY.store, receipt.storeNo],
    [KEY.exp, receipt.exp],
    [KEY.lines, hexToBytes(receipt.hash8)],
    [KEY.proof, receipt.seq],
    ...(receipt.lines === null
      ? []
      : [[KEY.receiptLines, receipt.lines.flatMap((line) => [line.skuNo, line.qtyMilli, line.paidMinor])] as const]),
    ...(receipt.isReturn === true ? [[KEY.isReturn, 1] as const] : []),
  ]);

const cartHead = (cart: QrCart): [number, Cbor][] => [
  [KEY.org, cart.orgNo],
  [KEY.id, hexToBytes(cart.cartRef)],
  [KEY.rev, cart.rev],
  ...(cart.totalSeenMinor === null ? [] : [[KEY.value, cart.totalSeenMinor] satisfies [number, Cbor]]),
  [KEY.store, cart.storeNo],
];

const partItems = ({ part }: QrCart): [number, Cbor][] => (part === null ? [] : [[KEY.part, [part.part, part.of]]]);

/** Reference and whole units; what is weighed is one element of reference and thousandths. */
function lineItems({ skuNo, gtin, qtyMilli }: QrLine): Cbor[] {
  const reference = skuNo ?? -Number(gtin);
  return qtyMilli % 1000 === 0 ? [reference, qtyMilli / 1000] : [[reference, qtyMilli]];
}

/** What type of claims a map holds; null when it names none. */
export const typeOf = (claims: Cbor): number | null => (claims instanceof Map ? numberAt(claims, KEY.type) : null);
/** Org and store number, for the order of checks. */
export const orgOf = (claims: ReadonlyMap<number, Cbor>): number | null => numberAt(claims, KEY.org);
export const storeOf = (claims: ReadonlyMap<number, Cbor>): number | null => numberAt(claims, KEY.store);
/** Seconds from and until which a code holds; null where it names none. */
export const nbfOf = (claims: ReadonlyMap<number, Cbor>): number | null => numberAt(claims, KEY.nbf);
export const expOf = (claims: ReadonlyMap<number, Cbor>): number | null => numberAt(claims, KEY.exp);

/** The cart a map describes; null when anything in it is missing, unknown or out of range. */
export function readCart(claims: ReadonlyMap<number, Cbor>): QrCart | null {
  const optional = [KEY.value, KEY.part].filter((key) => claims.has(key));
  if (!hasExactly(claims, [KEY.type, KEY.org, KEY.id, KEY.rev, KEY.store, KEY.lines, ...optional])) return null;
  return cartOf(claims, readLines(claims.get(KEY.lines), false));
}

/** The same for a cart the server signed. */
export function readSignedCart(claims: ReadonlyMap<number, Cbor>): SignedCart | null {
  const optional = [KEY.value, KEY.part].filter((key) => claims.has(key));
  const needed = [KEY.type, KEY.org, KEY.id, KEY.rev, KEY.store, KEY.nbf, KEY.exp, KEY.lines, KEY.proof];
  if (!hasExactly(claims, [...needed, ...optional])) return null;
  const cart = cartOf(claims, readLines(claims.get(KEY.lines), true));
  const [nbf, exp, pbVersion] = [nbfOf(claims), expOf(claims), claims.get(KEY.proof)];
  if (cart === null || nbf === null || exp === null || typeof pbVersion !== 'string' || pbVersion.length > 32)
    return null;
  return { ...cart, nbf, exp, pbVersion };
}

/** The receipt a map describes; null when anything in it is missing, unknown or out of range. */
export function readReceipt(claims: ReadonlyMap<number, Cbor>): QrReceipt | null {
  const optional = [KEY.receiptLines, KEY.isReturn].filter((key) => claims.has(key));
  const needed = [KEY.type, KEY.org, KEY.id, KEY.rev, KEY.value, KEY.store, KEY.exp, KEY.lines, KEY.proof];
  if (!hasExactly(claims, [...needed, ...optional])) return null;
  const [saleRef, hash8] = [hexAt(claims, KEY.id, 10), hexAt(claims, KEY.lines, 8)];
  const [orgNo, storeNo, exp, seq] = [orgOf(claims), storeOf(claims), expOf(claims), numberAt(claims, KEY.proof)];
  const [tillNo, incarnationNo] = pairAt(claims, KEY.rev) ?? [0, 0];
  const [total, cash] = pairAt(claims, KEY.value) ?? [-1, -1];
  const lines = claims.has(KEY.receiptLines) ? readReceiptLines(claims.get(KEY.receiptLines)) : null;
  if (saleRef === null || hash8 === null || lines === 'bad' || exp === null) return null;
  if (!isNo(orgNo) || !isNo(storeNo) || !isNo(seq) || !isNo(tillNo) || !isNo(incarnationNo)) return null;
  if (total < 0 || cash < 0 || cash > total) return null;
  const amounts = { totalMinor: toMinor(total), cashMinor: toMinor(cash) };
  const isReturn = claims.has(KEY.isReturn);
  if (isReturn && (claims.get(KEY.isReturn) !== 1 || lines !== null)) return null;
  const receipt = { orgNo, storeNo, saleRef, tillNo, incarnationNo, ...amounts, exp, hash8, seq, lines };
  return isReturn ? { ...receipt, isReturn } : receipt;
}

function cartOf(claims: ReadonlyMap<number, Cbor>, lines: QrLine[] | null): QrCart | null {
  const [orgNo, storeNo, rev] = [orgOf(claims), storeOf(claims), numberAt(claims, KEY.rev)];
  const cartRef = hexAt(claims, KEY.id, 10);
  const total = claims.has(KEY.value) ? numberAt(claims, KEY.value) : 0;
  const part = claims.has(KEY.part) ? partOf(pairAt(claims, KEY.part)) : null;
  if (lines === null || lines.length === 0 || cartRef === null || part === 'bad') return null;
  if (!isNo(orgNo) || !isNo(storeNo) || rev === null || rev < 0 || total === null || total < 0) return null;
  return { orgNo, storeNo, cartRef, rev, totalSeenMinor: claims.has(KEY.value) ? toMinor(total) : null, lines, part };
}

/** More parts than any cart has lines for. */
const MOST_PARTS = 50;

function partOf(pair: readonly [number, number] | null): QrCart['part'] | 'bad' {
  const [part, of] = pair ?? [0, 0];
  return part >= 1 && part <= of && of >= 2 && of <= MOST_PARTS ? { part, of } : 'bad';
}

/** Lines of a flat list: reference, units (or one pair of reference and thousandths), then the price where signed. */
function readLines(list: Cbor | undefined, priced: boolean): QrLine[] | null {
  if (!Array.isArray(list)) return null;
  const items = list as readonly Cbor[];
  const lines: QrLine[] = [];
  for (let i = 0; i < items.length;) {
    const weighed = pairOf(items[i]);
    const [reference, qtyMilli] = weighed ?? [items[i], unitsMilli(items[i + 1])];
    i += weighed === null ? 2 : 1;
    const price = priced ? items[i] : null;
    i += priced ? 1 : 0;
    const goods = goodsOf(reference);
    if (goods === null || !isQty(qtyMilli) || (weighed !== null && qtyMilli % 1000 === 0)) return null;
    if (price !== null && !isAmount(price)) return null;
    lines.push({ ...goods, qtyMilli, seenMinor: price === null ? null : toMinor(price) });
  }
  return lines;
}

function goodsOf(reference: Cbor | undefined): Pick<QrLine, 'skuNo' | 'gtin'> | null {
  if (typeof reference !== 'number' || reference === 0) return null;
  if (reference > 0) return { skuNo: reference, gtin: null };
  const gtin = toGtin14(String(-reference).padStart(14, '0'));
  return gtin === null ? null : { skuNo: null, gtin };
}

function readReceiptLines(list: Cbor | undefined): ReceiptLine[] | 'bad' {
  if (!Array.isArray(list) || list.length % 3 !== 0) return 'bad';
  const lines: ReceiptLine[] = [];
  for (let i = 0; i < list.length; i += 3) {
    const [skuNo, qtyMilli, paid] = list.slice(i, i + 3) as readonly Cbor[];
    if (!isNo(skuNo) || !isQty(qtyMilli) || !isAmount(paid)) return 'bad';
    lines.push({ skuNo, qtyMilli, paidMinor: toMinor(paid) });
  }
  return lines;
}

const hasExactly = (claims: ReadonlyMap<number, Cbor>, keys: readonly number[]): boolean =>
  claims.size === keys.length && keys.every((key) => claims.has(key));

function numberAt(claims: ReadonlyMap<number, Cbor>, key: number): number | null {
  const value = claims.get(key);
  return typeof value === 'number' ? value : null;
}

function hexAt(claims: ReadonlyMap<number, Cbor>, key: number, length: number): string | null {
  const value = claims.get(key);
  return value instanceof Uint8Array && value.length === length ? bytesToHex(value) : null;
}

const pairAt = (claims: ReadonlyMap<number, Cbor>, key: number): readonly [number, number] | null =>
  pairOf(claims.get(key));

function pairOf(value: Cbor | undefined): readonly [number, number] | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [a, b] = value as readonly Cbor[];
  return typeof a === 'number' && typeof b === 'number' ? [a, b] : null;
}

const isNo = (value: Cbor | null | undefined): value is number => typeof value === 'number' && value >= 1;
const isAmount = (value: Cbor | undefined): value is number => typeof value === 'number' && value >= 0;
const isQty = (value: Cbor | undefined): value is number => isNo(value) && value <= MAX_QTY_MILLI;

const unitsMilli = (units: Cbor | undefined): number | undefined =>
  typeof units === 'number' ? units * 1000 : undefined;
