/**
 * Time of the simulated world: one queue of events, jumped through in order. Between two events every promise that can
 * settle has settled, so the order of all that happens follows from the seed alone.
 *
 * Invariants: nothing in the world waits for real time; events of one moment run in the order they were made; a world
 * in which time stands still ends.
 */
/** Events of one moment: more are a loop that waits for nothing. */
const MOST_AT_ONCE = 20_000;

type Cancel = () => void;
type Event = { readonly atMs: number; readonly n: number; run: (() => void) | null };

/** Called from a promise, it comes when all microtasks, however long their chain, are done. */
const turn = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
/** The same, and what takes real time outside has been heard of. */
const longTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class Clockwork {
  now = 0;
  events = 0;
  /** Called when an event and all that followed from it at once are over. */
  settled: () => void = () => undefined;
  /** Called when events follow one another without end and time stands still; the run is then over. */
  stuck: () => void = () => undefined;
  /** What takes real time: all of it is awaited, and the clock stands still meanwhile. */
  rest: (() => Promise<void>) | null = null;
  readonly #heap: Event[] = [];
  #made = 0;
  #atOnce = 0;

  at(atMs: number, run: () => void): Cancel {
    const event: Event = { atMs: Math.max(this.now, atMs), n: (this.#made += 1), run };
    this.#push(event);
    return () => {
      event.run = null;
    };
  }

  after(ms: number, run: () => void): Cancel {
    return this.at(this.now + ms, run);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** Runs event after event until the time is over or `done` says so. */
  async run(untilMs: number, done: () => boolean = () => false): Promise<void> {
    await this.#turned();
    while (!done()) {
      const next = this.#heap[0];
      if (next === undefined || next.atMs > untilMs) {
        this.now = untilMs;
        return;
      }
      this.#pop();
      if (next.run === null) continue;
      this.#atOnce = next.atMs > this.now ? 0 : this.#atOnce + 1;
      if (this.#atOnce > MOST_AT_ONCE) {
        this.stuck();
        return;
      }
      this.now = next.atMs;
      this.events += 1;
      next.run();
      await this.#turned();
    }
  }

  async #turned(): Promise<void> {
    if (this.rest === null) await turn();
    else {
      await longTurn();
      await this.rest();
    }
    this.settled();
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || !isBefore(event, parent)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left === undefined) break;
      let least = left;
      if (right !== undefined && isBefore(right, left)) {
        least = right;
        child += 1;
      }
      if (!isBefore(least, last)) break;
      heap[at] = least;
      at = child;
    }
    heap[at] = last;
  }
}

const isBefore = (a: Event, b: Event): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.n < b.n);
