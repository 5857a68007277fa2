/**
 * A world for the engine alone: one till, one server, a network with every fault, time that jumps from event to event.
 * No promises and no clock, so a thousand lives take a second, and a seed replays exactly.
 */
import { newEngine, step } from '../../../src/client/sync/engine.ts';
import type { Effect, EngineState, Failure, Input } from '../../../src/client/sync/engine-state.ts';

export type Fault =
  'none' | 'lost' | 'reply_lost' | 'hang' | 'portal' | 'http_500' | 'http_503' | 'busy' | 'too_big' | 'stale_time';
export const FAULTS: readonly Fault[] = [
  'none',
  'lost',
  'reply_lost',
  'hang',
  'portal',
  'http_500',
  'http_503',
  'busy',
  'too_big',
  'stale_time',
];

type Event = { readonly atMs: number; readonly input: WorldInput };
// Distributes over the union, so each kind keeps its own fields.
type Bare<T> = T extends unknown ? Omit<T, 'nowMs' | 'random'> : never;
type WorldInput = Bare<Input>;

const EPOCHS = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const;
const hashAt = (seq: number): string => String(seq).padStart(64, '0');

export class EngineWorld {
  engine: EngineState = newEngine();
  now = 0;
  journal = 0; // the till's head
  stored = 0; // what the server has
  promised = 0; // the highest ack it ever signed in this epoch
  epoch = 0;
  frozen = false;
  feed = 5; // the stream's head at the server
  aborted = new Set<number>();
  requests: { atMs: number; effect: Effect }[] = [];
  effects: Effect[] = [];
  #queue: Event[] = [];
  #random: () => number;
  #fault: () => Fault;

  constructor({ random, fault }: { random: () => number; fault: () => Fault }) {
    this.#random = random;
    this.#fault = fault;
    const streams = { org: null };
    const facts = { headSeq: 0, ackedSeq: 0, safeSeq: 0, frozen: false, epoch: null, waiting: false, streams };
    this.tell({ is: 'booted', booted: facts });
    this.tell({ is: 'lead', gained: true });
  }

  heal(): void {
    this.#fault = () => 'none';
  }

  sell(): void {
    this.journal += 1;
    this.tell({ is: 'committed', headSeq: this.journal });
  }

  /** The server comes back from a backup: it has fewer entries, and says so by another epoch. */
  restore(keep: number): void {
    this.stored = Math.min(this.stored, keep);
    this.promised = this.stored;
    this.epoch = 1 - this.epoch;
  }

  tell(input: WorldInput): void {
    const full = { ...input, nowMs: this.now, random: this.#random() } as Input;
    const { state, effects } = step(this.engine, full);
    this.engine = state;
    for (const effect of effects) this.#run(effect);
  }

  /** Lets time pass, event by event. */
  run(untilMs: number): void {
    for (;;) {
      this.#queue.sort((a, b) => a.atMs - b.atMs);
      const next = this.#queue[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.#queue.shift();
      this.now = next.atMs;
      this.tell(next.input);
    }
    this.now = untilMs;
  }

  #later(ms: number, input: WorldInput): void {
    this.#queue.push({ atMs: this.now + ms, input });
  }

  #run(effect: Effect): void {
    this.effects.push(effect);
    switch (effect.do) {
      case 'setTimer':
        // One alarm: a newer one replaces it.
        this.#queue = this.#queue.filter(({ input }) => input.is !== 'timer');
        this.#queue.push({ atMs: Math.max(this.now, effect.atMs), input: { is: 'timer' } });
        return;
      case 'abort':
        this.aborted.add(effect.n);
        return;
      case 'applyPages': {
        const [page] = effect.pages;
        const position = { gen: page!.gen, seq: page!.to, mark: page!.mark };
        const applied = { stream: 'org', position, head: page!.head, more: page!.more, missed: false, differs: false };
        this.#later(5, { is: 'reply', n: effect.n, answer: { to: 'applied', streams: [applied] } });
        return;
      }
      case 'hello':
      case 'push':
      case 'pull':
      case 'snapshot':
      case 'live':
        this.requests.push({ atMs: this.now, effect });
        this.#request(effect);
        return;
      case 'setAcked':
      case 'attention':
      case 'settled':
      case 'lack':
      case 'freeze':
        return;
    }
  }

  #request(effect: Extract<Effect, { n: number }>): void {
    const fault = this.#fault();
    const { n } = effect;
    const fail = (ms: number, failure: Failure) => this.#later(ms, { is: 'failed', n, failure });
    const refused = refusalOf(fault, effect.do === 'push');
    if (refused !== null) {
      fail(50, refused);
      return;
    }
    if (fault === 'hang') return;
    const answer = this.#answer(effect);
    if (fault === 'reply_lost') fail(this.#random() < 0.5 ? 300 : 60_000, { why: 'unreachable' });
    else if (answer !== null) this.#later(20 + Math.floor(this.#random() * 200), { is: 'reply', n, answer });
  }

  #answer(effect: Extract<Effect, { n: number }>): Extract<WorldInput, { is: 'reply' }>['answer'] | null {
    const serverEpoch = EPOCHS[this.epoch]!;
    const ack = () => {
      this.promised = Math.max(this.promised, this.stored);
      const ownHash = this.stored <= this.journal ? hashAt(this.stored) : null;
      return { ownHash, ackedSeq: this.stored, ackedHash: hashAt(this.stored), safeSeq: this.stored };
    };
    switch (effect.do) {
      case 'hello': {
        const { ownHash, ...acked } = ack();
        const said = {
          ...acked,
          serverEpoch,
          incarnation: this.frozen ? ('frozen' as const) : ('open' as const),
          durability: 'fsync' as const,
          serverMs: 0,
          minSchema: 1,
          batch: { entries: 200, bytes: 524_288 },
          heads: { org: this.feed },
        };
        return { to: 'hello', said, ownHash };
      }
      case 'push': {
        if (effect.from > this.stored + 1) return { to: 'gap', expected: this.stored + 1 };
        const to = Math.min(this.journal, effect.from + effect.entries - 1);
        this.stored = Math.max(this.stored, to);
        const { ownHash, ...acked } = ack();
        return { to: 'push', said: { ...acked, serverEpoch, durability: 'fsync', results: [] }, ownHash };
      }
      case 'pull': {
        const after = effect.asks[0]!.position.seq;
        const to = Math.min(this.feed, after + 3);
        const applied = { incarnation: EPOCHS[0], seq: this.stored, parked: [] };
        const page = {
          stream: 'org',
          gen: 'g',
          after,
          to,
          mark: 'm',
          head: this.feed,
          more: to < this.feed,
          rows: [],
          applied,
        };
        return { to: 'pull', epoch: serverEpoch, pages: [page] };
      }
      case 'snapshot':
        return { to: 'snapshot', stream: effect.stream, position: { gen: 'g', seq: 2, mark: 'm' } };
      case 'live':
      case 'abort':
      case 'applyPages':
        return null; // the live channel just stays open
    }
  }
}

/** What the till hears at once, without the server having done anything. */
function refusalOf(fault: Fault, isPush: boolean): Failure | null {
  switch (fault) {
    case 'lost':
      return { why: 'unreachable' };
    case 'portal':
      return { why: 'not_ours' };
    case 'http_500':
      return { why: 'server', status: 500 };
    case 'http_503':
      return { why: 'server', status: 503 };
    case 'busy':
      return { why: 'busy', afterMs: 2000 };
    case 'too_big':
    case 'stale_time':
      return isPush ? { why: fault } : null;
    case 'none':
    case 'hang':
    case 'reply_lost':
      return null;
  }
}
