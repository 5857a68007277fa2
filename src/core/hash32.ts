/** A 32-bit hash of a text, 0..2^32-1. Spreads and compares; keeps no secret and proves nothing. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5; // FNV-1a, over the units of UTF-16
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // FNV's low bits follow the last characters too closely; one more round spreads them.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
