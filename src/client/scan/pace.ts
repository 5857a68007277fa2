/**
 * How often the camera's frames are looked at: each one while codes are seen, ever fewer when none has been for a
 * while, so that a phone left on the counter stays cool. A code shown then is still read within half a second. Pure.
 */

/** Rest between two looks, by how long no code has been seen. */
export function restMs(sinceSeenMs: number): number {
  if (sinceSeenMs < 10_000) return 0;
  return sinceSeenMs < 30_000 ? 120 : 250;
}
