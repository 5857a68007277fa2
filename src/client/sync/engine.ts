/**
 * The sync engine: what to do next, as a pure function of what is known and what happened. Clock, random,
 * network and storage come in with the inputs and go out as effects, so it can be simulated by the million.
 *
 * Invariants
 * - Lanes are independent: push never waits for pull or for the live channel. There is no last try.
 * - Pending is every entry past `ackedSeq`; a frozen incarnation sends nothing more, and selling goes on.
 * - What comes back under a number that is not under way is as if it never came.
 *
 * Not here: doing any of it (driver.ts); what goes up (engine-push.ts) and what comes down (engine-pull.ts) in detail.
 */
import {
  headsPoked,
  everyStream,
  onApplied,
  onPulled,
  onSnapshot,
  pullAsks,
  UNREAD,
  unreadStream,
} from './engine-pull.ts';
import { FULL_BATCH, onFork, onGap, onHello, onPushed, onPushFailed, STUCK_FAILS } from './engine-push.ts';
import {
  LANES,
  type Answer,
  type Booted,
  type Effect,
  type EngineState,
  type Failure,
  type Input,
  type LaneName,
} from './engine-state.ts';
import { failed, IDLE_LANE, laneOf, renewed, silenceOf, withLane, type Turn } from './lane.ts';

/** Hello is heartbeat, clock sample, and the poll that a lost poke costs. */
const GREET_LEAST_MS = 20_000;
const GREET_SPREAD_MS = 20_000;
const AUDIT_EVERY_MS = 3_600_000;
const NO_LANES = { hello: IDLE_LANE, push: IDLE_LANE, pull: IDLE_LANE, snapshot: IDLE_LANE, live: IDLE_LANE };

export const newEngine = (): EngineState => ({
  booted: false,
  lead: false,
  nextN: 1,
  lanes: NO_LANES,
  headSeq: 0,
  ackedSeq: 0,
  safeSeq: 0,
  frozen: false,
  suspected: null,
  epoch: null,
  access: 'open',
  greeted: false,
  outdated: false,
  reachable: false,
  greetAtMs: 0,
  auditAtMs: 0,
  limit: FULL_BATCH,
  batch: FULL_BATCH,
  stuck: { seq: 0, fails: 0 },
  restamped: false,
  streams: {},
  timerAtMs: null,
});

/** One turn: what happened, then what is overdue, then what is wanted next. */
export function step(before: EngineState, input: Input): { state: EngineState; effects: readonly Effect[] } {
  const turn: Turn = { nowMs: input.nowMs, random: input.random, effects: [] };
  let state = taken(before, turn, input);
  if (state.booted && state.lead) {
    state = overdueDropped(state, turn);
    state = wantedStarted(state, turn);
    state = timerSet(state, turn);
  }
  return { state, effects: turn.effects };
}

function taken(state: EngineState, turn: Turn, input: Input): EngineState {
  switch (input.is) {
    case 'booted':
      return booted(state, turn, input.booted);
    case 'committed':
      return { ...state, headSeq: Math.max(state.headSeq, input.headSeq) };
    case 'poke':
      return headsPoked(state, input.heads);
    case 'timer':
      return { ...state, timerAtMs: null };
    case 'online':
    case 'tapped':
      return triedNow(state, turn, input.is === 'tapped');
    case 'lead':
      return input.gained ? { ...state, lead: true, greetAtMs: turn.nowMs } : leadLost(state, turn);
    case 'alive':
    case 'reply':
    case 'failed':
      return answered(state, turn, input);
  }
}

function answered(state: EngineState, turn: Turn, input: Extract<Input, { n: number }>): EngineState {
  const name = laneOf(state, input.n);
  if (name === null) return state;
  if (input.is === 'alive') return renewed(state, name, turn);
  return input.is === 'reply' ? replied(state, turn, input) : laneFailed(state, turn, name, input.failure);
}

function booted(state: EngineState, { nowMs }: Turn, facts: Booted): EngineState {
  const { headSeq, ackedSeq, safeSeq, frozen, epoch } = facts;
  const streams = Object.fromEntries(
    Object.entries(facts.streams).map(([name, position]) => [name, { ...UNREAD, position, head: position?.seq ?? 0 }]),
  );
  const access = facts.waiting ? 'waiting' : 'open';
  const times = { greetAtMs: nowMs, auditAtMs: nowMs + AUDIT_EVERY_MS };
  return { ...state, booted: true, headSeq, ackedSeq, safeSeq, frozen, epoch, streams, access, ...times };
}

/**
 * The network came back: what had failed by silence waits no longer. A tap ends every wait and forgets the failures.
 */
function triedNow(state: EngineState, { nowMs }: Turn, tapped: boolean): EngineState {
  let next: EngineState = { ...state, greetAtMs: Math.min(state.greetAtMs, nowMs) };
  for (const name of LANES) {
    const lane = next.lanes[name];
    if (tapped) next = withLane(next, name, { ...lane, notBeforeMs: nowMs, fails: 0 });
    else if (lane.away) next = withLane(next, name, { ...lane, notBeforeMs: nowMs });
  }
  return next;
}

function leadLost(state: EngineState, { effects }: Turn): EngineState {
  for (const name of LANES) {
    const { n } = state.lanes[name];
    if (n !== null) effects.push({ do: 'abort', n });
  }
  return { ...state, lead: false, lanes: NO_LANES, timerAtMs: null };
}

function replied(state: EngineState, turn: Turn, { n, answer }: { n: number; answer: Answer }): EngineState {
  switch (answer.to) {
    case 'hello':
      return onHello(state, turn, answer);
    case 'push':
      return onPushed(state, turn, answer);
    case 'gap':
      return onGap(state, turn, answer);
    case 'fork':
      return onFork(state, turn, answer);
    case 'pull':
      return onPulled(state, turn, n, answer);
    case 'applied':
      return onApplied(state, turn, answer);
    case 'snapshot':
      return onSnapshot(state, answer);
  }
}

function laneFailed(state: EngineState, turn: Turn, name: LaneName, failure: Failure): EngineState {
  let next = name === 'push' ? onPushFailed(state, turn, failure) : failed(state, turn, name, failure);
  if (name === 'hello') next = { ...next, greetAtMs: turn.nowMs }; // still unsaid
  if (failure.why !== 'auth') return next;
  const access = accessAfter(failure.code);
  if (access === 'refused') turn.effects.push({ do: 'attention', key: 'access', code: failure.code, seq: null });
  return { ...next, access };
}

const accessAfter = (code: string): EngineState['access'] =>
  code === 'awaiting_confirmation' ? 'waiting' : code === 'device_revoked' ? 'revoked' : 'refused';

/** What has been silent for too long counts as failed, even if its promise never settles. */
function overdueDropped(state: EngineState, turn: Turn): EngineState {
  let next = state;
  for (const name of LANES) {
    const { n, deadlineMs } = next.lanes[name];
    if (n === null || deadlineMs > turn.nowMs) continue;
    turn.effects.push({ do: 'abort', n });
    next = laneFailed(next, turn, name, { why: 'timeout' });
  }
  if (next.auditAtMs > turn.nowMs) return next;
  const audited = everyStream(next, (stream) => ({ ...stream, due: true, audit: true }));
  return { ...audited, auditAtMs: turn.nowMs + AUDIT_EVERY_MS };
}

function wantedStarted(state: EngineState, turn: Turn): EngineState {
  let next = state;
  for (const name of LANES) {
    const { n, notBeforeMs } = next.lanes[name];
    const isDue = name !== 'hello' || next.greetAtMs <= turn.nowMs;
    if (n === null && isDue && notBeforeMs <= turn.nowMs && isWanted(next, name)) next = laneStarted(next, turn, name);
  }
  return next;
}

function isWanted(state: EngineState, name: LaneName): boolean {
  switch (name) {
    case 'hello':
      return true;
    case 'push':
      return state.headSeq > state.ackedSeq && !state.frozen;
    case 'pull':
      return !state.outdated && pullAsks(state).length > 0;
    case 'snapshot':
      return !state.outdated && unreadStream(state) !== null;
    case 'live':
      return state.epoch !== null && state.access === 'open';
  }
}

function laneStarted(state: EngineState, { nowMs, random, effects }: Turn, name: LaneName): EngineState {
  const n = state.nextN;
  effects.push(requestOf(state, name, n));
  const lane = { ...state.lanes[name], n, deadlineMs: nowMs + silenceOf(name) };
  const next = { ...withLane(state, name, lane), nextN: n + 1 };
  // Set now, not at the answer: a wish to greet that comes meanwhile is kept.
  return name === 'hello' ? { ...next, greetAtMs: nowMs + GREET_LEAST_MS + random * GREET_SPREAD_MS } : next;
}

function requestOf(state: EngineState, name: LaneName, n: number): Effect {
  switch (name) {
    case 'hello':
    case 'live':
      return { do: name, n };
    case 'pull':
      return { do: 'pull', n, asks: pullAsks(state) };
    case 'snapshot':
      return { do: 'snapshot', n, stream: unreadStream(state) ?? '' };
    case 'push': {
      const { ackedSeq, batch, stuck } = state;
      const storeOnly = stuck.seq === ackedSeq + 1 && stuck.fails >= STUCK_FAILS;
      return { do: 'push', n, from: ackedSeq + 1, ...batch, storeOnly };
    }
  }
}

/** One alarm for the earliest thing that time alone will bring. */
function timerSet(state: EngineState, { effects }: Turn): EngineState {
  let atMs = state.auditAtMs;
  for (const name of LANES) {
    const { n, deadlineMs, notBeforeMs } = state.lanes[name];
    if (n !== null) atMs = Math.min(atMs, deadlineMs);
    else if (name === 'hello') atMs = Math.min(atMs, Math.max(state.greetAtMs, notBeforeMs));
    else if (isWanted(state, name)) atMs = Math.min(atMs, notBeforeMs);
  }
  if (atMs === state.timerAtMs) return state;
  effects.push({ do: 'setTimer', atMs });
  return { ...state, timerAtMs: atMs };
}
