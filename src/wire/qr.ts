/**
 * Our QR codes: made, checked and taken apart.
 *
 *   O0:   base45(claims)                unsigned cart: goods only, its prices bind nobody
 *   O1:   base45(COSE_Sign1(claims))    signed by a key of the ring
 *   OZ1:  base45(zlib(COSE_Sign1))      the same, packed
 *   {ORIGIN}/R/{base32(COSE_Sign1)}     receipt: any camera opens it, our scanner reads it
 *
 * Checks run in one order and stop at the first failure; each has one reason (`at`), and the code says what a person
 * can do. Nothing of a code is believed before its signature is.
 * Not here: whether a cart was paid already or a right used (client, server), the key ring (client/auth), ECDSA itself.
 */
import { decodeBase32, encodeBase32 } from './base32.ts';
import { decodeBase45, encodeBase45 } from './base45.ts';
import { makeSign1, readSign1, type Sign1, type Signer } from './cose.ts';
import {
  cartClaims,
  expOf,
  nbfOf,
  orgOf,
  type QrCart,
  type QrReceipt,
  readCart,
  readReceipt,
  readSignedCart,
  receiptClaims,
  type SignedCart,
  signedCartClaims,
  storeOf,
  TYPE,
  typeOf,
} from './qr-claims.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { RefusalCode } from './refusal.ts';
import { type Cbor, decodeCbor, encodeCbor } from './strict-cbor.ts';

/** The largest QR holds so many capitals and digits; claims and what they unpack to are smaller still. */
const MOST_CHARACTERS = 4296;
const MOST_CLAIM_BYTES = 2048;
const MOST_INFLATED_BYTES = 8192;
/** A clock may be this far off. */
const GRACE_S = 120;

const REFUSALS_AT = {
  prefix: 'not_our_code',
  length: 'damaged_code',
  base45: 'damaged_code', // base32 in a receipt's address
  inflate: 'damaged_code',
  cbor: 'damaged_code',
  alg: 'bad_signature',
  key_unknown: 'unknown_key',
  key_revoked: 'bad_signature',
  key_purpose: 'bad_signature', // a key that may not sign this type
  signature: 'bad_signature',
  type: 'not_our_code', // of a later version, or not for this screen
  org: 'other_shop',
  store: 'other_store',
  nbf: 'code_not_yet_valid',
  exp: 'code_expired',
} as const satisfies Record<string, RefusalCode>;
type QrStep = keyof typeof REFUSALS_AT;
type QrRefusal = { readonly code: (typeof REFUSALS_AT)[QrStep]; readonly at: QrStep };

const refused = (at: QrStep): { readonly ok: false; readonly error: QrRefusal } => err({ code: REFUSALS_AT[at], at });

export type QrKey = { readonly types: readonly number[]; readonly revoked: boolean };
export type QrContext = {
  readonly orgNo: number;
  readonly storeNo: number | null; // null: any store of the org
  readonly nowS: number; // estimated server time, seconds
  readonly keyOf: (kid: string) => QrKey | undefined;
  readonly verify: (kid: string, bytes: Uint8Array, signature: Uint8Array) => Promise<boolean>;
  /** zlib, giving up past `most` bytes or on damage with null. Without one, packed codes are refused. */
  readonly inflate?: (bytes: Uint8Array, most: number) => Promise<Uint8Array | null>;
};

type QrContent =
  | { readonly type: 'cart'; readonly cart: QrCart } // unsigned: of any store, the till prices it
  | { readonly type: 'signed_cart'; readonly cart: SignedCart }
  | { readonly type: 'receipt'; readonly receipt: QrReceipt };

/** Reads `O0:`, `O1:` and `OZ1:`. Refuses with the first check that fails. */
export async function readQr(text: string, context: QrContext): Promise<Result<QrContent, QrRefusal>> {
  const [, prefix = '', body = ''] = /^(O0|O1|OZ1):(.*)$/s.exec(text) ?? [];
  if (prefix === '') return refused('prefix');
  if (body === '' || text.length > MOST_CHARACTERS) return refused('length');
  const bytes = decodeBase45(body);
  if (bytes === null) return refused('base45');
  if (prefix === 'O0') return readUnsigned(bytes, context);
  const whole = prefix === 'OZ1' ? await inflated(bytes, context) : bytes;
  return whole === null ? refused('inflate') : readSigned(whole, context);
}

/** Reads the base32 of a receipt's address. */
export async function readReceiptCode(base32: string, context: QrContext): Promise<Result<QrContent, QrRefusal>> {
  if (base32 === '' || base32.length > MOST_CHARACTERS) return refused('length');
  const bytes = decodeBase32(base32);
  return bytes === null ? refused('base45') : readSigned(bytes, context);
}

async function inflated(bytes: Uint8Array, { inflate }: QrContext): Promise<Uint8Array | null> {
  const whole = (await inflate?.(bytes, MOST_INFLATED_BYTES)) ?? null;
  return whole !== null && whole.length <= MOST_INFLATED_BYTES ? whole : null;
}

function readUnsigned(bytes: Uint8Array, { orgNo }: QrContext): Result<QrContent, QrRefusal> {
  if (bytes.length > MOST_CLAIM_BYTES) return refused('length');
  const claims = decodeCbor(bytes);
  if (!(claims instanceof Map)) return refused('cbor');
  if (typeOf(claims) !== TYPE.cart) return refused('type');
  const cart = readCart(claims);
  if (cart === null) return refused('cbor');
  return cart.orgNo === orgNo ? ok({ type: 'cart', cart }) : refused('org');
}

async function readSigned(bytes: Uint8Array, context: QrContext): Promise<Result<QrContent, QrRefusal>> {
  const signed = readSign1(bytes);
  if (typeof signed === 'string') return refused(signed);
  if (signed.payload.length > MOST_CLAIM_BYTES) return refused('length');
  const claims = decodeCbor(signed.payload);
  if (!(claims instanceof Map)) return refused('cbor');
  const untrusted = await keyFault(signed, typeOf(claims), context);
  if (untrusted !== null) return refused(untrusted);
  const content = contentOf(claims);
  if (content === null) return refused('type');
  const fault = claimFault(claims, content.type, context);
  return fault === null ? ok(content) : refused(fault);
}

async function keyFault(signed: Sign1, type: number | null, context: QrContext): Promise<QrStep | null> {
  const key = context.keyOf(signed.kid);
  if (key === undefined) return 'key_unknown';
  if (key.revoked) return 'key_revoked';
  if (type === null || !key.types.includes(type)) return 'key_purpose';
  return (await context.verify(signed.kid, signed.signedBytes, signed.signature)) ? null : 'signature';
}

/** Null for types of a later version, and for what does not fit its type although it was signed. */
function contentOf(claims: ReadonlyMap<number, Cbor>): QrContent | null {
  const type = typeOf(claims);
  if (type === TYPE.signedCart) {
    const cart = readSignedCart(claims);
    return cart === null ? null : { type: 'signed_cart', cart };
  }
  const receipt = type === TYPE.receipt ? readReceipt(claims) : null;
  return receipt === null ? null : { type: 'receipt', receipt };
}

/** A receipt proves a sale to the whole org; prices of a signed cart hold in one store. */
function claimFault(claims: ReadonlyMap<number, Cbor>, type: QrContent['type'], context: QrContext): QrStep | null {
  if (orgOf(claims) !== context.orgNo) return 'org';
  if (type !== 'receipt' && context.storeNo !== null && storeOf(claims) !== context.storeNo) return 'store';
  const [nbf, exp] = [nbfOf(claims), expOf(claims)];
  if (nbf !== null && context.nowS < nbf - GRACE_S) return 'nbf';
  return exp !== null && context.nowS > exp + GRACE_S ? 'exp' : null;
}

const asText = (bytes: Uint8Array, prefix: 'O0' | 'O1'): string => `${prefix}:${encodeBase45(bytes)}`;

/** An unsigned cart, or one part of one, as QR text. */
export const cartText = (cart: QrCart): string => asText(encodeCbor(cartClaims(cart)), 'O0');

/** A cart the server signs: its prices bind. */
export const signedCartText = async (cart: SignedCart, signer: Signer): Promise<string> =>
  asText(await makeSign1(encodeCbor(signedCartClaims(cart)), signer), 'O1');

/** Longest address of a receipt that still reads well off paper. Lines ride along while they fit. */
const MOST_RECEIPT_CHARACTERS = 400;

/**
 * The address on a receipt, in capitals so that its QR stays small. `origin`: where the shop is reached, as
 * https://shop.example. Lines are left out when they would make it longer than 400 characters.
 */
export async function receiptAddress(receipt: QrReceipt, origin: string, signer: Signer): Promise<string> {
  const address = async (one: QrReceipt): Promise<string> =>
    `${origin.toUpperCase()}/R/${encodeBase32(await makeSign1(encodeCbor(receiptClaims(one)), signer))}`;
  const bare = { ...receipt, lines: null };
  // Signing is slow on old phones, so lines that cannot fit are not tried: a line takes four bytes, 6.4 characters.
  if (receipt.lines === null || receipt.lines.length > 30) return address(bare);
  const whole = await address(receipt);
  return whole.length <= MOST_RECEIPT_CHARACTERS ? whole : address(bare);
}
