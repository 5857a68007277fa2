/**
 * The engine's half that goes up: hello, pushes, what the server has, and what to do when a push fails. Pure.
 *
 * Invariant: `ackedSeq` moves only by the server's signed word, up or down, and only where this journal's own hash
 * agrees.
 */
import { BATCH_BYTES, BATCH_ENTRIES, SCHEMA } from '../../wire/protocol.ts';
import type { HelloOk, PushOk } from '../../wire/sync.ts';
import type { Acknowledged, Answer, EngineState, Failure } from './engine-state.ts';
import type { FreezeReason } from '../db/journal-db.ts';
import { everyStream, headsTold, recounted } from './engine-pull.ts';
import { failed, IDLE_LANE, succeeded, withLane, type Turn } from './lane.ts';
import { needsPerson } from './verdicts.ts';

/** An entry alone that fails the server this often is sent to be stored only. */
export const STUCK_FAILS = 10;

type Said<To extends Answer['to']> = Extract<Answer, { to: To }>;

export function onHello(state: EngineState, turn: Turn, { said, ownHash }: Said<'hello'>): EngineState {
  const limit = { entries: said.batch.entries, bytes: said.batch.bytes };
  const batch = {
    entries: Math.min(state.batch.entries, limit.entries),
    bytes: Math.min(state.batch.bytes, limit.bytes),
  };
  const outdated = said.minSchema > SCHEMA;
  let next = succeeded({ ...state, limit, batch, outdated, access: 'open', greeted: true }, 'hello');
  // Whoever was refused may have been started anew, or waited to be let in, since.
  if (!state.greeted || state.access !== 'open') turn.effects.push({ do: 'settled', key: 'access' });
  // Being let in ends every wait that came from being kept out.
  if (state.access !== 'open')
    next = { ...next, lanes: { ...next.lanes, push: IDLE_LANE, pull: IDLE_LANE, live: IDLE_LANE } };
  if (said.incarnation === 'frozen') {
    next = freeze(next, turn, state.suspected ?? { reason: 'frozen_by_server', at: said.ackedSeq });
  }
  if (said.lacking !== undefined) turn.effects.push({ do: 'lack', lives: said.lacking });
  next = onEpoch(next, said.serverEpoch);
  if (said.ackedSeq > state.ackedSeq) next = recounted(next); // the answer to a push was lost: what it said of them too
  return headsTold(acknowledged(next, turn, said, ownHash), said);
}

export function onPushed(state: EngineState, turn: Turn, { said, ownHash }: Said<'push'>): EngineState {
  for (const { seq, status, code } of said.results) {
    if (needsPerson(status, code))
      turn.effects.push({ do: 'attention', key: `entry:${seq}`, code: code ?? status, seq });
  }
  const isRevoked = said.results.some(({ code }) => code === 'device_revoked');
  const { batch, limit } = state;
  const grown = {
    entries: Math.min(limit.entries, batch.entries * 2),
    bytes: Math.min(limit.bytes, batch.bytes * 2),
  };
  const isNews = said.results.every(({ status }) => status !== 'dup');
  const told = onEpoch(succeeded(state, 'push'), said.serverEpoch);
  const next = isNews ? told : recounted(told);
  return acknowledged(
    {
      ...next,
      batch: grown,
      stuck: { seq: 0, fails: 0 },
      restamped: false,
      access: isRevoked ? 'revoked' : next.access,
    },
    turn,
    said,
    ownHash,
  );
}

/** The server lacks entries that it once had, or we thought so: go back to where it is. */
export function onGap(state: EngineState, turn: Turn, { expected }: Said<'gap'>): EngineState {
  const seq = expected - 1;
  const next = failed({ ...state, greetAtMs: turn.nowMs }, turn, 'push', { why: 'bad' });
  if (seq >= state.ackedSeq) return next; // no gap at all: its answer makes no sense, so wait and greet
  turn.effects.push({ do: 'setAcked', seq, safeSeq: null, epoch: null });
  return { ...next, ackedSeq: seq };
}

/** Said without a signature, and it would stop all sending: believed only when a signed hello says so too. */
export function onFork(state: EngineState, turn: Turn, { reason, at, serverHash }: Said<'fork'>): EngineState {
  const suspected = { reason, at, serverHash };
  return failed({ ...state, suspected, greetAtMs: turn.nowMs }, turn, 'push', { why: 'bad' });
}

/** What a failed push means for the next one; the wait itself is the lane's. */
export function onPushFailed(state: EngineState, turn: Turn, failure: Failure): EngineState {
  const next = failed(state, turn, 'push', failure);
  if (failure.why === 'stale_time' && !state.restamped) {
    // The driver has taken the server's time from the answer: the same entries go again at once, stamped anew.
    return { ...withLane(next, 'push', { ...next.lanes.push, notBeforeMs: turn.nowMs }), restamped: true };
  }
  if (failure.why === 'too_big') return { ...next, batch: halved(state.batch) };
  if (failure.why === 'timeout') return { ...next, batch: { ...state.batch, entries: halved(state.batch).entries } };
  if (failure.why !== 'server') return next;
  // 500 is the server choking on what it got; other 5xx are a proxy or a restart, and say nothing about the entries.
  if (failure.status !== 500) return next;
  const seq = state.ackedSeq + 1;
  const alone = state.batch.entries === 1;
  const fails = alone && state.stuck.seq === seq ? state.stuck.fails + 1 : alone ? 1 : 0;
  return { ...next, batch: { ...state.batch, entries: halved(state.batch).entries }, stuck: { seq, fails } };
}

const halved = ({ entries, bytes }: EngineState['batch']): EngineState['batch'] => ({
  entries: Math.max(1, Math.floor(entries / 2)),
  bytes: Math.max(1, Math.floor(bytes / 2)),
});

/** Takes the server's word for what it has, if our own chain agrees there; freezes the incarnation if not. */
function acknowledged(
  state: EngineState,
  turn: Turn,
  said: Pick<HelloOk | PushOk, 'ackedSeq' | 'ackedHash' | 'safeSeq' | 'serverEpoch'>,
  ownHash: Acknowledged['ownHash'],
): EngineState {
  const { ackedSeq: seq, ackedHash, safeSeq } = said;
  if (state.frozen) return { ...state, epoch: said.serverEpoch };
  if (ownHash === null) {
    // Past our end: this disk is an older one. Before our beginning: the server is, and we forgot what it lacks.
    const reason = seq < state.headSeq ? 'restored_server' : 'restored_disk';
    return freeze(state, turn, { reason, at: seq, serverHash: ackedHash });
  }
  if (seq > 0 && ownHash !== ackedHash) return freeze(state, turn, { reason: 'fork', at: seq, serverHash: ackedHash });
  // Also what is no news here: another tab that held itself for the leader may have written an older mark last.
  turn.effects.push({ do: 'setAcked', seq, safeSeq, epoch: said.serverEpoch });
  return { ...state, ackedSeq: seq, safeSeq, epoch: said.serverEpoch, headSeq: Math.max(state.headSeq, seq) };
}

/** Another history at the server: it was restored, or lost its tail. Every stream is compared. */
function onEpoch(state: EngineState, epoch: string): EngineState {
  if (state.epoch === null || state.epoch === epoch) return state;
  return everyStream({ ...state, greetAtMs: Math.min(state.greetAtMs, 0) }, (stream) => ({
    ...stream,
    due: true,
    audit: true,
  }));
}

type Freeze = { reason: FreezeReason; at: number; serverHash?: string };

/** Two histories of this till exist. Nothing more of this one is sent; it keeps selling, and a person is told. */
function freeze(state: EngineState, turn: Turn, { reason, at, serverHash = '' }: Freeze): EngineState {
  if (state.frozen) return state;
  turn.effects.push({ do: 'freeze', reason, at, serverHash: serverHash === '' ? null : serverHash });
  turn.effects.push({ do: 'attention', key: 'frozen', code: 'journal_frozen', seq: at });
  return { ...state, frozen: true };
}

export const FULL_BATCH = { entries: BATCH_ENTRIES, bytes: BATCH_BYTES } as const;
