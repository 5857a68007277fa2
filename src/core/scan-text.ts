/**
 * What a scanned or typed text means. Every text gets an answer, in one fixed order, first match wins:
 *
 *   pay code (on the payment screen) → our QR → address of our shop → receipt address → GS1 Digital Link → GS1 element
 *   string → scale code → the shop's own code → GTIN (EAN, UPC-A, UPC-E, ITF-14) → pay code → EAN or UPC-A with an
 *   add-on → 6-digit hand-off code → wrong check digit → unknown
 *
 * The shop's own codes come before numbers of the world, because many shops have put their barcodes there. So a shop
 * that tells the issues of a magazine apart lists each under all its digits, add-on and all; else the number counts.
 *
 * Invariants: a pay code met anywhere but on the payment screen leaves here without its digits; a number with a wrong
 * check digit is never repaired; addresses are read as data, never opened. No text takes more than one pass.
 * Not here: which product it is (the catalogue), whether a QR of ours is genuine (wire/qr.ts).
 */
import { GS, readBracketed, readElements } from './gs1-elements.ts';
import { readLink, shelfOrigin } from './gs1-link.ts';
import { type Gs1Data, gs1Data } from './gs1.ts';
import { expandUpcE, hasRightCheckDigit, isDigits, splitAddOn, toGtin14 } from './gtin.ts';
import { readScaleCode, type ScaleCode, type ScaleRule } from './scale-code.ts';

export type Symbology = 'ean13' | 'ean8' | 'upca' | 'upce' | 'itf14' | 'code128' | 'databar' | 'qr' | 'datamatrix';

/** A scan as it came. Typed text and most keyboard scanners do not say what they read. */
export type Scan = {
  readonly text: string;
  readonly symbology?: Symbology | null;
  readonly identifier?: string; // AIM symbology identifier, "]d2"
};

export type ScanContext = {
  readonly screen: 'items' | 'payment';
  readonly shopOrigin: string | null; // https://shop.example
  readonly isOwnCode: (code: string) => boolean; // the shop's own codes and cards, as the catalogue finds them
  readonly scaleRules: readonly ScaleRule[];
  readonly thisYear: number; // places two-digit years
};

type PayCodeKind = 'wechat' | 'alipay' | 'unionpay';

export type ScanMeaning =
  | { readonly kind: 'our_qr'; readonly prefix: 'O0' | 'O1' | 'OZ1'; readonly text: string } // for wire/qr.ts
  | { readonly kind: 'receipt'; readonly text: string; readonly base32: string } // for wire/qr.ts
  | {
      readonly kind: 'shelf'; // a shelf label of this shop
      readonly gtin14: string | null;
      readonly skuNo: number | null; // exactly one of the two is there
      readonly storeNo: number | null;
      readonly label: string | null;
      readonly data: Gs1Data | null; // lot, expiry ... when the address carries them
    }
  | { readonly kind: 'our_page'; readonly path: string } // another address of this shop, with its query
  | { readonly kind: 'gs1'; readonly gtin14: string; readonly data: Gs1Data }
  | ({ readonly kind: 'scale'; readonly digits: string } & ScaleCode)
  | {
      readonly kind: 'gtin';
      readonly gtin14: string;
      readonly other: string | null; // 8 digits read as UPC-E
      readonly addOn: string | null; // the 2 or 5 digits beside the bars of a magazine or book
    }
  | { readonly kind: 'own_code'; readonly code: string }
  | { readonly kind: 'pay_code'; readonly payKind: PayCodeKind; readonly code: string | null } // null but on `payment`
  | { readonly kind: 'handoff_code'; readonly code: string } // 6 digits
  | { readonly kind: 'wrong_check_digit'; readonly digits: string }
  | { readonly kind: 'unknown'; readonly text: string };

/** Longer than the largest QR: nothing anybody scans, so it is not looked into. */
const LONGEST = 8000;
/** Of what is too long, enough to recognise it. */
const SHOWN = 80;

/** The meaning of a scan. Total: never throws, never returns nothing. */
export function readScanText(scan: Scan, context: ScanContext): ScanMeaning {
  if (scan.text.length > LONGEST) return { kind: 'unknown', text: scan.text.slice(0, SHOWN) };
  const { text, ...seen } = tidied(scan);
  if (ADD_ON_ALONE.includes(seen.identifier)) return { kind: 'unknown', text };
  const spaceless = text.replaceAll(' ', '');
  const digits = isDigits(spaceless) ? spaceless : null; // people type "6 901234 567892"
  if (digits !== null) return readDigits(digits, seen, context);
  return (
    readOurQr(text) ??
    readAddress(text, context) ??
    readGs1(text, seen.isGs1, context.thisYear) ??
    (text !== '' && context.isOwnCode(text) ? { kind: 'own_code', code: text } : { kind: 'unknown', text })
  );
}

type Tidied = {
  readonly text: string;
  readonly symbology: Symbology | null;
  readonly identifier: string;
  readonly isGs1: boolean;
};

/** Identifiers of symbols that hold GS1 element strings: GS1-128, DataBar, GS1 DataMatrix, GS1 QR. */
const GS1_IDENTIFIERS: readonly string[] = [']C1', ']e0', ']d2', ']Q3'];

/** Add-ons that some scanners send by themselves: their few digits are no code of the shop. */
const ADD_ON_ALONE: readonly string[] = [']E1', ']E2'];
/** An EAN or UPC with its add-on in one piece. */
const WITH_ADD_ON = ']E3';

/** Line ends off, full-width signs of a Chinese keyboard made plain, an identifier in front of the text understood. */
function tidied(scan: Scan): Tidied {
  const trimmed = (/[\uff01-\uff5e\u3000]/.test(scan.text) ? scan.text.normalize('NFKC') : scan.text).trim();
  const inFront = /^\][A-Za-z][0-9]/.exec(trimmed)?.[0] ?? '';
  const text = trimmed.slice(inFront.length);
  const identifier = inFront === '' ? (scan.identifier ?? '') : inFront;
  const isGs1 = GS1_IDENTIFIERS.includes(identifier) || text.startsWith(GS) || scan.symbology === 'databar';
  return { text, symbology: scan.symbology ?? null, identifier, isGs1 };
}

function readDigits(digits: string, seen: Omit<Tidied, 'text'>, context: ScanContext): ScanMeaning {
  const payKind = seen.identifier === WITH_ADD_ON ? null : payCodeKind(digits);
  if (payKind !== null && context.screen === 'payment') return { kind: 'pay_code', payKind, code: digits };
  const gs1 = readGs1(digits, seen.isGs1, context.thisYear);
  if (gs1 !== null) return gs1;
  const scale = readScaleCode(digits, context.scaleRules);
  if (scale === 'wrong' && payKind === null) return { kind: 'wrong_check_digit', digits };
  if (scale !== null && scale !== 'wrong') return { kind: 'scale', digits, ...scale };
  if (context.isOwnCode(digits)) return { kind: 'own_code', code: digits };
  const [gtin14, other = null] = gtinsOf(digits, seen.symbology);
  if (gtin14 !== undefined) return { kind: 'gtin', gtin14, other, addOn: null };
  if (payKind !== null) return { kind: 'pay_code', payKind, code: null };
  const withAddOn = readWithAddOn(digits, seen.symbology, context);
  if (withAddOn !== null) return withAddOn;
  if (digits.length === 6) return { kind: 'handoff_code', code: digits };
  return looksLikeGtin(digits, seen.symbology)
    ? { kind: 'wrong_check_digit', digits }
    : { kind: 'unknown', text: digits };
}

/**
 * Article numbers the digits may be, likelier first. Eight digits may be EAN-8 or UPC-E unless the symbol says which.
 */
function gtinsOf(digits: string, symbology: Symbology | null): string[] {
  const upcA = symbology === 'ean8' || (symbology !== 'upce' && digits.length !== 8) ? null : expandUpcE(digits);
  const candidates = symbology === 'upce' ? [upcA, digits] : [digits, upcA];
  return candidates.flatMap((candidate) => (candidate === null ? [] : (toGtin14(candidate) ?? [])));
}

/** Only where the bars may be an EAN's: an ITF-14 that was misread is told as that. */
function readWithAddOn(digits: string, symbology: Symbology | null, { isOwnCode }: ScanContext): ScanMeaning | null {
  const split = symbology === null || symbology === 'ean13' || symbology === 'upca' ? splitAddOn(digits) : null;
  if (split === null) return null;
  const main = digits.slice(0, -split.addOn.length);
  return isOwnCode(main) ? { kind: 'own_code', code: main } : { kind: 'gtin', other: null, ...split };
}

const looksLikeGtin = (digits: string, symbology: Symbology | null): boolean =>
  [8, 12, 13, 14].includes(digits.length) &&
  symbology !== 'code128' &&
  symbology !== 'qr' &&
  symbology !== 'datamatrix';

/**
 * Codes wallets show for paying: WeChat 18 digits from 10 to 15, Alipay 16 to 24 from 25 to 30, UnionPay 19 from 62.
 */
function payCodeKind(digits: string): PayCodeKind | null {
  const prefix = Number(digits.slice(0, 2));
  if (digits.length === 18 && prefix >= 10 && prefix <= 15) return 'wechat';
  if (digits.length >= 16 && digits.length <= 24 && prefix >= 25 && prefix <= 30) return 'alipay';
  return digits.length === 19 && prefix === 62 ? 'unionpay' : null;
}

function readOurQr(text: string): ScanMeaning | null {
  const prefix = /^(O0|O1|OZ1):/.exec(text)?.[1];
  return prefix === 'O0' || prefix === 'O1' || prefix === 'OZ1' ? { kind: 'our_qr', prefix, text } : null;
}

const ADDRESS = /^(https?:\/\/[^/?#]+)([^?#]*)(?:\?([^#]*))?/i;
/** A receipt is signed, so its host does not matter: the same shop is reached by several. */
const RECEIPT_PATH = /^\/R\/([A-Z2-7]{64,4000})$/i;
const GTIN_PATH = /\/(?:01|gtin)\/([0-9]{8}|[0-9]{12,14})(?:\/|$)/i;
const SKU_PATH = /^\/p\/([1-9][0-9]{0,14})$/i;

function readAddress(text: string, { shopOrigin, thisYear }: ScanContext): ScanMeaning | null {
  const [, origin, path = '', query = ''] = ADDRESS.exec(text) ?? [];
  if (origin === undefined) return null;
  const base32 = RECEIPT_PATH.exec(path)?.[1];
  if (base32 !== undefined) return { kind: 'receipt', text, base32: base32.toUpperCase() };
  const elements = readLink(text);
  const data = elements === null ? null : gs1Data(elements, thisYear);
  const gtin14 = data?.gtin14 ?? null;
  const wrong = elements === null ? wrongGtin(GTIN_PATH.exec(path)?.[1]) : null;
  if (wrong !== null) return wrong;
  const isOurs = shopOrigin !== null && origin.toLowerCase() === shopOrigin.toLowerCase();
  if (isOurs) {
    const skuNo = SKU_PATH.exec(path)?.[1];
    if (gtin14 !== null || skuNo !== undefined) {
      return { kind: 'shelf', gtin14, skuNo: skuNo === undefined ? null : Number(skuNo), ...shelfOrigin(query), data };
    }
    return { kind: 'our_page', path: path + (query === '' ? '' : `?${query}`) };
  }
  if (data !== null && gtin14 !== null) return { kind: 'gs1', gtin14, data };
  return { kind: 'unknown', text };
}

/** Where texts without a mark may begin: with a GTIN, or with dates in front of one. */
const UNMARKED = /^(?:01[0-9]{14}|(?:1[1-7][0-9]{6}){1,3}01[0-9]{14})/;
/** The GTIN in front, in the form scanners send and in the form printed below the bars. */
const GTIN_IN_FRONT = /^\u001d?(?:\(01\)|01)([0-9]{14})/;

/**
 * Element strings of marked symbols, the printed form, and, from keyboard scanners that mark nothing, texts that are
 * one from their first sign to their last. A marked GTIN with a wrong check digit is told as one.
 */
function readGs1(text: string, isGs1: boolean, thisYear: number): ScanMeaning | null {
  const isBracketed = text.startsWith('(');
  const isMarked = isGs1 || isBracketed || text.includes(GS);
  if (!isMarked && !UNMARKED.test(text)) return null;
  const elements = isBracketed ? readBracketed(text) : readElements(text);
  if (elements === null) return isMarked ? wrongGtin(GTIN_IN_FRONT.exec(text)?.[1]) : null;
  const data = gs1Data(elements, thisYear);
  return data.gtin14 === null ? null : { kind: 'gs1', gtin14: data.gtin14, data };
}

/** Null for a right number, or for none. */
const wrongGtin = (digits: string | undefined): ScanMeaning | null =>
  digits === undefined || hasRightCheckDigit(digits) ? null : { kind: 'wrong_check_digit', digits };
