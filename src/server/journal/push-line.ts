/**
 * How many pushes are worked on at once. When a town's tills come back together some wait in a small room, and those
 * beyond are told when to come again: served in the order they first came, none waits so long that it gives up and
 * sends all of it anew, and memory holds few bodies at a time.
 *
 * Invariants: whoever came back when told is never sent to the end again, only behind others to whom the same happened.
 * Nobody is refused for good. Asked after the body is here, so that a slow line outside takes nobody's place.
 */
const FIRST_PACE_MS = 50;
const LONGEST_PACE_MS = 2_000;
/** How fast the server is, is known better later: nobody is sent away for longer on what was true when all came. */
const LONGEST_WAIT_MS = 30_000;
/** People come a little early rather than late: the room holds them, and the server never stands idle. */
const EAGER = 0.75;
/** Those in the room are served within this: a till gives up much later. */
const ROOM_MS = 10_000;
/** Bodies held for each that is worked on. */
const ROOM_EACH = 4;
/** The pace is taken over this much work: those who share a commit leave all at once. */
const WINDOW_MS = 500;
/** How much the last window weighs against all before it. */
const WEIGHT = 0.5;
const MOST_KNOWN = 20_000;

type PushLine = {
  /** Takes a place for the device: 0, at once or in turn. Or the ms after which to come again: nothing to leave. */
  readonly enter: (deviceId: string) => Promise<number>;
  readonly leave: () => void;
};

/** A line of `atOnce` places, by the clock given. */
export function pushLine(atOnce: number, clock: () => number): PushLine {
  const due = new Map<string, number>(); // who was sent away, until when
  const room: (() => void)[] = []; // who waits here, first come first
  let inside = 0;
  let paceMs = FIRST_PACE_MS; // from one leaving to the next, while somebody is inside
  let givenToMs = 0; // places up to here are promised
  let lateToMs = 0; // and to those whose promise was not kept, up to here
  let busySinceMs = 0; // somebody has been inside since, or the work of a window was last counted
  // Only work counts: those who come as slowly as they were once told must not make the line look slow for ever.
  let window = { workedMs: 0, left: 0 };

  const sentAway = (deviceId: string): number => {
    const nowMs = clock();
    const soonMs = (inside + room.length) * paceMs;
    const isLate = (due.get(deviceId) ?? Infinity) <= nowMs; // it did as told, and we were slower than we thought
    const nextMs = Math.max(isLate ? lateToMs : givenToMs, nowMs + soonMs) + EAGER * paceMs;
    const toMs = Math.min(nextMs, nowMs + LONGEST_WAIT_MS);
    if (isLate) lateToMs = toMs;
    else givenToMs = toMs;
    if (due.size >= MOST_KNOWN) due.clear(); // a flood of names gets a fresh start, not our memory
    due.set(deviceId, toMs);
    return Math.ceil(toMs - nowMs);
  };
  const measure = () => {
    const nowMs = clock();
    window = { workedMs: window.workedMs + nowMs - busySinceMs, left: window.left + 1 };
    busySinceMs = nowMs;
    if (window.workedMs < WINDOW_MS) return;
    paceMs += WEIGHT * (Math.min(window.workedMs / window.left, LONGEST_PACE_MS) - paceMs);
    window = { workedMs: 0, left: 0 };
  };
  return {
    enter: async (deviceId) => {
      const isFull = room.length >= ROOM_EACH * atOnce || room.length * paceMs > ROOM_MS;
      if (inside >= atOnce && isFull) return sentAway(deviceId);
      due.delete(deviceId);
      if (inside >= atOnce)
        await new Promise<void>((resolve) => room.push(resolve)); // who leaves hands over the place
      else {
        if (inside === 0) busySinceMs = clock();
        inside += 1;
      }
      return 0;
    },
    leave: () => {
      measure();
      const next = room.shift();
      if (next === undefined) inside -= 1;
      else next();
    },
  };
}
