/**
 * A person who types or taps is at work, whether or not a call follows: a long form must not end the session under the
 * hand. The server counts calls that a person asked for; this makes one, now and then, while the keys are used.
 */
export const TOLD_EVERY_MS = 5 * 60_000;

/** A listener for keys and pointers: tells at the first, and then no more often than that. */
export function atWork(tell: () => void, clock: () => number): () => void {
  let toldMs = clock(); // the page has just asked who is signed in
  return () => {
    const now = clock();
    if (now - toldMs < TOLD_EVERY_MS) return;
    toldMs = now;
    tell();
  };
}
