/**
 * How many pushes are worked on at once. When a town's tills come back together, those beyond are told when to come
 * again: served in the order they first came, none waits so long that it gives up and sends all of it anew, and memory
 * holds few bodies at a time.
 *
 * Invariants: whoever came back when told is never sent to the end again, only behind others to whom the same happened.
 * Nobody is refused for good. Asked after the body is here, so that a slow line outside takes nobody's place.
 */
const FIRST_PACE_MS = 50;
const LONGEST_PACE_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
/** The pace is taken over this long: those who share a commit leave all at once. */
const WINDOW_MS = 500;
/** How much the last window weighs against all before it. */
const WEIGHT = 0.5;
const MOST_KNOWN = 20_000;

type PushLine = {
  /** Takes a place for the device: 0. Or the ms after which to come again; then there is nothing to leave. */
  readonly enter: (deviceId: string) => number;
  readonly leave: () => void;
};

/** A line of `atOnce` places, by the clock given. */
export function pushLine(atOnce: number, clock: () => number): PushLine {
  const due = new Map<string, number>(); // who was sent away, until when
  let inside = 0;
  let paceMs = FIRST_PACE_MS; // from one leaving to the next, while there is work
  let givenToMs = 0; // places up to here are promised
  let lateToMs = 0; // and to those whose promise was not kept, up to here
  let window: { readonly sinceMs: number; readonly left: number } | null = null; // null: nobody was inside
  return {
    enter: (deviceId) => {
      if (inside < atOnce) {
        inside += 1;
        due.delete(deviceId);
        return 0;
      }
      const nowMs = clock();
      const soonMs = atOnce * paceMs;
      const isLate = (due.get(deviceId) ?? Infinity) <= nowMs; // it did as told, and we were slower than we thought
      const toMs = Math.min(Math.max(isLate ? lateToMs : givenToMs, nowMs + soonMs) + paceMs, nowMs + LONGEST_WAIT_MS);
      if (isLate) lateToMs = toMs;
      else givenToMs = toMs;
      if (due.size >= MOST_KNOWN) due.clear(); // a flood of names gets a fresh start, not our memory
      due.set(deviceId, toMs);
      return Math.ceil(toMs - nowMs);
    },
    leave: () => {
      const nowMs = clock();
      inside -= 1;
      window = window === null ? { sinceMs: nowMs, left: 0 } : { ...window, left: window.left + 1 };
      const passedMs = nowMs - window.sinceMs;
      if (passedMs >= WINDOW_MS && window.left > 0) {
        paceMs += WEIGHT * (Math.min(passedMs / window.left, LONGEST_PACE_MS) - paceMs);
        window = { sinceMs: nowMs, left: 0 };
      }
      if (inside === 0) window = null;
    },
  };
}
