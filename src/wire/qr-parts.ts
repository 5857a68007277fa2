/**
 * Carts too long for one code: cut into parts, and put together again.
 *
 * Invariants: each part is a whole code of the same cart and rev; parts may be scanned in any order and twice; lines
 * come back in the order they were in.
 */
import type { QrCart } from './qr-claims.ts';
import { cartText } from './qr.ts';

/** Lines in one code: about 420 characters, version 13. */
const MOST_LINES = 60;
/** Above this a keyboard scanner takes too long to type: use the camera, parts or six digits. */
const WEDGE_CHARACTERS = 300;

/** True when a keyboard scanner should not be asked to type this. */
export const tooLongForWedge = (text: string): boolean => text.length > WEDGE_CHARACTERS;

/**
 * QR texts of a cart: one, or as few parts as keep every part within 60 lines and `mostCharacters`. Parts are alike in
 * length. A single line longer than that stands alone.
 */
export function cartParts(cart: QrCart, mostCharacters = Number.POSITIVE_INFINITY): string[] {
  const { lines } = cart;
  for (let of = Math.max(1, Math.ceil(lines.length / MOST_LINES)); of < lines.length; of += 1) {
    const texts = textsOf(cart, of);
    if (texts.every((text) => text.length <= mostCharacters)) return texts;
  }
  return textsOf(cart, Math.max(1, lines.length));
}

function textsOf(cart: QrCart, of: number): string[] {
  const from = (part: number): number => Math.floor((cart.lines.length * part) / of);
  return Array.from({ length: of }, (_, i) =>
    cartText({ ...cart, lines: cart.lines.slice(from(i), from(i + 1)), part: of === 1 ? null : { part: i + 1, of } }),
  );
}

/** Parts scanned so far of one cart and rev. */
export type PartsHeld = { readonly parts: readonly QrCart[] }; // in the order of their numbers

/**
 * Adds a scanned cart or part. The same part again changes nothing; a part of another cart, of another cut or of a
 * later rev begins anew with it; one of an earlier rev of the same cart is passed over.
 */
export function addPart(held: PartsHeld | null, cart: QrCart): PartsHeld {
  const first = held?.parts[0];
  if (first === undefined || held === null || !isSameCart(first, cart)) return { parts: [cart] };
  if (cart.rev < first.rev) return held;
  if (cart.rev > first.rev || cart.part?.of !== first.part?.of) return { parts: [cart] };
  if (held.parts.some((each) => each.part?.part === cart.part?.part)) return held;
  return { parts: [...held.parts, cart].sort((a, b) => (a.part?.part ?? 0) - (b.part?.part ?? 0)) };
}

/** Signed parts and unsigned ones never mix: the unsigned could be anybody's. */
const isSameCart = (a: QrCart, b: QrCart): boolean =>
  a.cartRef === b.cartRef && a.orgNo === b.orgNo && isPriced(a) === isPriced(b);

const isPriced = (cart: QrCart): boolean => cart.lines.some((line) => line.seenMinor !== null);

/** Numbers of the parts still to scan, from 1; empty when the cart is whole. */
export function missingParts({ parts }: PartsHeld): number[] {
  const of = parts[0]?.part?.of ?? 1;
  const have = new Set(parts.map((each) => each.part?.part ?? 1));
  return Array.from({ length: of }, (_, i) => i + 1).filter((part) => !have.has(part));
}

/** The whole cart; null while parts are missing. */
export function wholeCart(held: PartsHeld): QrCart | null {
  const [first] = held.parts;
  if (first === undefined || missingParts(held).length > 0) return null;
  return { ...first, lines: held.parts.flatMap((each) => each.lines), part: null };
}
