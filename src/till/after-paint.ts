/** Work that nobody waits for keeps out of the way of what a hand has just done: it runs once that is on the screen. */

/** A frame and its next touch come first; a burst of touches is worked off as one. */
const REST_MS = 50;
/** A hidden page paints nothing: then the work is done after this long all the same. */
const LATEST_MS = 200;

/** Runs `run` once, a moment after the next frame. */
export function afterPaint(run: () => void): void {
  let isDue = true;
  const once = () => {
    if (isDue) run();
    isDue = false;
  };
  setTimeout(once, LATEST_MS);
  requestAnimationFrame(() => setTimeout(once, REST_MS));
}
