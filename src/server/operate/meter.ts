/**
 * What this process counts of itself: pushes by answer, facts by what became of them, how long a push took, how late
 * timers fire. Numbers only; their text for Prometheus is prometheus.ts.
 */
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import type { PushErr, PushOk } from '../../wire/sync.ts';

/** Upper bounds of the push histogram, in seconds. */
export const PUSH_BOUNDS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export type Counted = {
  readonly pushes: ReadonlyMap<string, number>; // by answer: ok, gap, retry ...
  readonly facts: ReadonlyMap<string, number>; // by status: applied, dup, parked ...
  readonly buckets: readonly number[]; // pushes that took at most PUSH_BOUNDS[n], each bound for itself
  readonly pushSeconds: number;
  readonly pushCount: number;
  readonly loopLagSeconds: { readonly p99: number; readonly max: number };
};

export class Meter {
  readonly #pushes = new Map<string, number>();
  readonly #facts = new Map<string, number>();
  readonly #buckets = PUSH_BOUNDS.map(() => 0);
  readonly #lag: IntervalHistogram = monitorEventLoopDelay({ resolution: 20 });
  #seconds = 0;
  #count = 0;

  constructor() {
    this.#lag.enable();
  }

  /** One push was answered after `tookMs`. */
  pushed(answer: PushOk | PushErr, tookMs: number): void {
    const seconds = tookMs / 1000;
    this.#count += 1;
    this.#seconds += seconds;
    const at = PUSH_BOUNDS.findIndex((bound) => seconds <= bound);
    if (at >= 0) this.#buckets[at] = (this.#buckets[at] ?? 0) + 1;
    add(this.#pushes, 'error' in answer ? answer.error : 'ok');
    if ('error' in answer) return;
    for (const { status } of answer.results) add(this.#facts, status);
  }

  /** All so far; the lag is since the last look. */
  read(): Counted {
    const loopLagSeconds = { p99: this.#lag.percentile(99) / 1e9, max: this.#lag.max / 1e9 };
    this.#lag.reset();
    return {
      pushes: this.#pushes,
      facts: this.#facts,
      buckets: this.#buckets,
      pushSeconds: this.#seconds,
      pushCount: this.#count,
      loopLagSeconds,
    };
  }

  stop(): void {
    this.#lag.disable();
  }
}

const add = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};
