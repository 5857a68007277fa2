/**
 * Sums by which a device and the server find out that their copies of a stream differ. Each row falls in
 * one of 256 buckets by table and id, and adds a 32-bit mix of (table, id, change seq) to its bucket. Not a
 * signature: it finds mistakes, not forgers.
 */
export const BUCKETS = 256;

/** The bucket of a row, 0..255. */
export const bucketOf = (table: string, id: string): number => fnv1a(`${table}\n${id}`) & (BUCKETS - 1);

/** What a live row adds to its bucket's sum, 0..2^32-1. A tombstone adds nothing. */
export const mixOf = (table: string, id: string, seq: number): number => fnv1a(`${table}\n${id}\n${String(seq)}`);

function fnv1a(value: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < value.length; at += 1) hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193);
  // FNV's low bits follow the last characters too closely; one more round spreads them.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
