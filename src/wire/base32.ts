/** Base32 (RFC 4648, no padding) in capitals: what an address may hold and a QR code still packs tightly. Strict. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const VALUES = new Map(Array.from(ALPHABET, (character, value) => [character, value]));

/** Bytes as base32 text. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((held >> (bits - 5)) & 31);
    held &= 255;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((held << (5 - bits)) & 31);
}

/** The bytes of a base32 text; null for other characters, a length no bytes have, or left-over bits that are not 0. */
export function decodeBase32(text: string): Uint8Array | null {
  if ([1, 3, 6].includes(text.length % 8)) return null;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text) {
    const value = VALUES.get(character);
    if (value === undefined) return null;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
  }
  return (held & ((1 << bits) - 1)) === 0 ? Uint8Array.from(bytes) : null;
}
