/**
 * The shapes the sync engine thinks in: what it knows, what it is told, what it asks for.
 * Times are the driver's monotonic milliseconds. Requests carry a number; what comes back under another is ignored.
 */
import type { HelloOk, Page, PullErr, PushOk } from '../../wire/sync.ts';
import type { Position } from '../db/cache-db.ts';
import type { FreezeReason } from '../db/journal-db.ts';

/** Independent ways of talking: none waits for another, so none can wedge another. */
export const LANES = ['hello', 'push', 'pull', 'snapshot', 'live'] as const;
export type LaneName = (typeof LANES)[number];

export type Lane = {
  readonly n: number | null; // the request under way
  readonly deadlineMs: number; // when it counts as failed, whatever fetch says
  readonly fails: number; // in a row
  readonly notBeforeMs: number;
  readonly away: boolean; // the last failure was silence: any sign of the server ends the wait
};

export type StreamState = {
  readonly position: Position | null; // how far we have read; null: a snapshot is needed
  readonly head: number; // how far the server said it is
  readonly due: boolean; // pull even if nothing seems new
  readonly audit: boolean; // and compare digests
  readonly recount: boolean; // pull again after the one under way: it may not say what the server has counted in since
};

type Suspicion = { readonly reason: FreezeReason; readonly at: number; readonly serverHash: string };

export type EngineState = {
  readonly booted: boolean; // it knows what this device has
  readonly lead: boolean; // only one tab syncs; two at once would be harmless
  readonly nextN: number;
  readonly lanes: Readonly<Record<LaneName, Lane>>;
  readonly headSeq: number;
  readonly ackedSeq: number; // stored by the server, by its own signed word
  readonly safeSeq: number; // kept with the durability the shop asks for
  readonly frozen: boolean; // the server holds another history: nothing of this incarnation is sent
  readonly suspected: Suspicion | null; // a push was told so, without a signature: a hello must say it too
  readonly epoch: string | null;
  readonly access: 'open' | 'waiting' | 'revoked' | 'refused';
  readonly greeted: boolean; // the server has let us in since this start
  readonly outdated: boolean; // the server's rows are too new for this code: no pulls until it is reloaded
  readonly reachable: boolean; // the last that was tried: for words on the screen only
  readonly greetAtMs: number; // next hello: heartbeat, clock sample, and poll where the live channel is down
  readonly auditAtMs: number;
  readonly limit: { readonly entries: number; readonly bytes: number }; // the server's, for one push
  readonly batch: { readonly entries: number; readonly bytes: number }; // ours now: halved when pushes fail
  readonly stuck: { readonly seq: number; readonly fails: number }; // one entry alone that the server chokes on
  readonly restamped: boolean; // this push was already sent again for its time
  readonly streams: Readonly<Record<string, StreamState>>;
  readonly timerAtMs: number | null;
};

export type Failure =
  | { readonly why: 'unreachable' | 'timeout' | 'not_ours' | 'storage' | 'bad' | 'too_big' | 'stale_time' | 'closed' }
  | { readonly why: 'server'; readonly status: number }
  | { readonly why: 'busy'; readonly afterMs: number }
  | { readonly why: 'auth'; readonly code: string };

/** `ownHash`: this journal's hash at the seq the server says it has; null: it cannot go on from there (`hashAt`). */
export type Acknowledged = { readonly ownHash: string | null };

export type Answer =
  | ({ readonly to: 'hello'; readonly said: HelloOk } & Acknowledged)
  | ({ readonly to: 'push'; readonly said: PushOk } & Acknowledged)
  | { readonly to: 'gap'; readonly expected: number }
  | { readonly to: 'fork'; readonly reason: 'fork' | 'broken_chain'; readonly at: number; readonly serverHash: string }
  | { readonly to: 'pull'; readonly epoch: string; readonly pages: readonly (Page | PullErr)[] }
  | { readonly to: 'applied'; readonly streams: readonly AppliedStream[] }
  | { readonly to: 'snapshot'; readonly stream: string; readonly position: Position };

export type AppliedStream = {
  readonly stream: string;
  readonly position: Position;
  readonly head: number;
  readonly more: boolean;
  readonly missed: boolean; // it did not continue where the stream stands: nothing of it was taken
  readonly differs: boolean; // the digests of an audit did not agree
};

export type Booted = {
  readonly headSeq: number;
  readonly ackedSeq: number;
  readonly safeSeq: number;
  readonly frozen: boolean;
  readonly epoch: string | null;
  readonly waiting: boolean;
  readonly streams: Readonly<Record<string, Position | null>>;
};

/** `random` in [0, 1) and the time come in with every input: the engine itself is a pure function. */
export type Input = { readonly nowMs: number; readonly random: number } & (
  | { readonly is: 'booted'; readonly booted: Booted }
  | { readonly is: 'committed'; readonly headSeq: number }
  | { readonly is: 'poke'; readonly heads: Readonly<Record<string, number>> }
  | { readonly is: 'timer' | 'online' | 'tapped' }
  | { readonly is: 'lead'; readonly gained: boolean }
  | { readonly is: 'alive'; readonly n: number }
  | { readonly is: 'reply'; readonly n: number; readonly answer: Answer }
  | { readonly is: 'failed'; readonly n: number; readonly failure: Failure }
);

export type PullAsk = { readonly stream: string; readonly position: Position; readonly audit: boolean };

export type Effect =
  | { readonly do: 'hello'; readonly n: number }
  | { readonly do: 'live'; readonly n: number }
  | { readonly do: 'abort'; readonly n: number }
  | {
      readonly do: 'push';
      readonly n: number;
      readonly from: number;
      readonly entries: number;
      readonly bytes: number;
      readonly storeOnly: boolean;
    }
  | { readonly do: 'pull'; readonly n: number; readonly asks: readonly PullAsk[] }
  | { readonly do: 'applyPages'; readonly n: number; readonly epoch: string; readonly pages: readonly Page[] }
  | { readonly do: 'snapshot'; readonly n: number; readonly stream: string }
  | {
      readonly do: 'setAcked';
      readonly seq: number;
      readonly safeSeq: number | null;
      readonly epoch: string | null;
    }
  | { readonly do: 'setTimer'; readonly atMs: number }
  | { readonly do: 'attention'; readonly key: string; readonly code: string; readonly seq: number | null }
  | { readonly do: 'settled'; readonly key: string }
  | { readonly do: 'lack'; readonly lives: readonly string[] }
  | { readonly do: 'freeze'; readonly reason: FreezeReason; readonly at: number; readonly serverHash: string | null };
