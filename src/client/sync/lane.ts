/**
 * A way of talking to the server: at most one request under way, a deadline of its own for it, and full-jitter backoff
 * without a last try. Pure.
 */
import { LANES, type Effect, type EngineState, type Failure, type Lane, type LaneName } from './engine-state.ts';

/** What one turn has at hand: the time, a random draw, and the effects so far. */
export type Turn = { readonly nowMs: number; readonly random: number; readonly effects: Effect[] };

export const IDLE_LANE: Lane = { n: null, deadlineMs: 0, fails: 0, notBeforeMs: 0, away: false };

/** How long a request may be silent. Fetch may never settle after a tablet slept. */
const WATCHDOG_MS = 45_000;
/** Keepalives come each 15 s. */
const LIVE_SILENCE_MS = 40_000;

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 60_000;
/** Jitter may draw nearly nothing many times in a row; this keeps the loop from running hot. */
const SHORTEST_BACKOFF_MS = 100;
/** An admin is about to confirm this device: it asks often. */
const WAITING_BACKOFF_MS = 4000;
/** `Retry-After` is obeyed, but a till must not be sent away for a day by mistake. */
const BUSY_MOST_MS = 600_000;
/** Who was told when to come comes then: a place is kept, and a server waiting for those who dawdle stands idle. */
const DAWDLE = 1 / 16;

export const silenceOf = (name: LaneName): number => (name === 'live' ? LIVE_SILENCE_MS : WATCHDOG_MS);

export const withLane = (state: EngineState, name: LaneName, lane: Lane): EngineState => ({
  ...state,
  lanes: { ...state.lanes, [name]: lane },
});

/** The lane that request `n` is under way in, or null when it is nobody's: late, or aborted. */
export const laneOf = (state: EngineState, n: number): LaneName | null =>
  LANES.find((name) => state.lanes[name].n === n) ?? null;

/** The request under way goes on: its deadline moves. */
export const prolonged = (state: EngineState, name: LaneName, { nowMs }: Turn): EngineState =>
  withLane(state, name, { ...state.lanes[name], deadlineMs: nowMs + silenceOf(name) });

/** The request under way is still alive: its deadline moves, and an open channel has not failed. */
export const renewed = (state: EngineState, name: LaneName, turn: Turn): EngineState =>
  prolonged(withLane(state, name, { ...state.lanes[name], fails: 0 }), name, turn);

/**
 * The lane is free again, and the server was heard: lanes that had only failed to reach it try again at once.
 */
export function succeeded(state: EngineState, name: LaneName): EngineState {
  let next: EngineState = { ...withLane(state, name, IDLE_LANE), reachable: true };
  for (const other of LANES) {
    const lane = next.lanes[other];
    if (lane.n === null && lane.away) next = withLane(next, other, IDLE_LANE);
  }
  return next;
}

/** The lane is free again after a failure: its next try waits by full jitter, with no last one. */
export function failed(state: EngineState, turn: Turn, name: LaneName, failure: Failure): EngineState {
  const lane = state.lanes[name];
  const away = failure.why === 'unreachable' || failure.why === 'timeout' || failure.why === 'not_ours';
  const isWaiting = failure.why === 'auth' && failure.code === 'awaiting_confirmation';
  const fails = lane.fails + 1;
  const mostMs = isWaiting
    ? WAITING_BACKOFF_MS
    : Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(fails, 9));
  const toldMs = failure.why === 'busy' ? Math.min(failure.afterMs, BUSY_MOST_MS) : 0;
  const spreadMs = toldMs > 0 ? Math.min(mostMs, Math.max(FIRST_BACKOFF_MS, toldMs * DAWDLE)) : mostMs;
  const notBeforeMs = turn.nowMs + toldMs + Math.max(SHORTEST_BACKOFF_MS, turn.random * spreadMs);
  const reachable = state.reachable && !(away && name !== 'live');
  return { ...withLane(state, name, { n: null, deadlineMs: 0, fails, notBeforeMs, away }), reachable };
}
