/**
 * Base45 (RFC 9285): two bytes in three characters of the 45 a QR code packs tightest. Strict: a text that has no
 * single faithful reading is refused, never repaired.
 */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const VALUES = new Map(Array.from(ALPHABET, (character, value) => [character, value]));

/** Bytes as base45 text. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const high = bytes[i] ?? 0;
    const low = bytes[i + 1];
    const value = low === undefined ? high : high * 256 + low;
    text += digit(value) + digit(Math.floor(value / 45)) + (low === undefined ? '' : digit(Math.floor(value / 2025)));
  }
  return text;
}

const digit = (value: number): string => ALPHABET.charAt(value % 45);

/** The bytes of a base45 text; null for other characters, a length no bytes have, or a group over its bytes. */
export function decodeBase45(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const values = Array.from(text.slice(i, i + 3), (character) => VALUES.get(character));
    const [first, second, third] = values;
    if (values.includes(undefined) || first === undefined || second === undefined) return null;
    const value = first + second * 45 + (third ?? 0) * 2025;
    if (value > (values.length === 3 ? 0xffff : 0xff)) return null;
    if (values.length === 3) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}
