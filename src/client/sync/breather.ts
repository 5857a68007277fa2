/**
 * Lets the screen have the main thread in long loops: a loop that asks often is made to wait only when it has run for
 * its share of a frame.
 */
export type Breathe = () => Promise<void> | undefined;

/** Well under a frame at four times slower than a desk computer. */
const SHARE_MS = 8;

type Means = { readonly mono: () => number; readonly setTimer: (ms: number, fire: () => void) => () => void };

/** `await breathe()` in a loop: usually nothing, now and then a turn for everybody else. */
export function createBreather({ mono, setTimer }: Means): Breathe {
  let since = mono();
  return () => {
    if (mono() - since < SHARE_MS) return undefined;
    return new Promise((resolve) => {
      setTimer(0, () => {
        since = mono();
        resolve();
      });
    });
  };
}
