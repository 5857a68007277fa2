/**
 * Who goes next among transactions on a real PostgreSQL. Every statement waits here until it is let go, one at a time;
 * `rest` comes back when nothing moves any more: each task of each process waits to be let go, or waits at the engine
 * for a lock, or is over. So the order of all that happens is the caller's, not the machine's.
 *
 * What stays the engine's own: whom it picks when two wait for each other, who of several that wait for one lock is
 * next, and its limits of real time (2 s for a lock, 10 s for a statement).
 */
import type pg from 'pg';
import { Wire, type Line } from './pg-wire.ts';

/** After this long without an answer the engine is asked whether the statement waits for a lock. */
const PATIENCE_MS = 2;
const LIMIT_MS = 30_000;
/** Connections of one process (src/server/db/postgres.ts): what wants more waits for one of them. */
const CONNECTIONS = 12;

const WAITS_SQL = `select p as pid, pg_blocking_pids(p) as by, exists (select from pg_stat_get_activity(p)) as lives
  from unnest($1::int[]) as p`;
type Waits = { readonly pid: number; readonly by: readonly number[]; readonly lives: boolean };

/** A server process as the gate sees it. */
export type Crew = { alive: boolean; tasks: number; readonly wire: Wire };

type Deciders = {
  /** It would go to the engine: `go`, `raise` or `cut` it, now or later. */
  readonly onHeld: (line: Line) => void;
  /** Its answer is here and somebody else was let go before it came: `give` or `cut` it. */
  readonly onBack: (line: Line) => void;
};

/** What was seen, for the figures. */
export type Seen = {
  statements: number;
  transactions: number;
  atOnce: number;
  waited: number;
  errors: Map<string, number>;
};
export const nothingSeen = (): Seen => ({ statements: 0, transactions: 0, atOnce: 0, waited: 0, errors: new Map() });

const BEGIN = /^begin isolation level/;
const END = /^(commit|rollback)/;
/** Outside transactions nothing is held: news to other processes, questions to a new connection. */
const isHeld = (line: Line, inTransaction: boolean): boolean =>
  BEGIN.test(line.sql) || (inTransaction && !line.sql.startsWith('rollback'));

export class Gate {
  readonly seen: Seen;
  /** Called with each answer, before the process has it. True: it is kept for `onBack`. */
  keeps: (line: Line) => boolean = () => false;
  onCommitted: () => void = () => undefined;
  /** Looks at what is there while nothing moves. */
  onRest: () => Promise<void> = () => Promise.resolve();
  readonly #deciders: Deciders;
  readonly #port: number;
  readonly #watch: pg.Client;
  readonly #crews = new Set<Crew>();
  readonly #open = new Map<Line, 'read' | 'write'>(); // in a transaction
  readonly #ghosts = new Map<number, 'moves' | 'waits'>(); // backends whose connection was cut, until they are gone
  #held: Line[] = [];
  #back: Line[] = [];
  #works = 0;
  #fault: { readonly cause: unknown } | null = null;
  #stirs = 0;
  #wake: () => void = () => undefined;
  #mayWait = true; // who waited for a lock may have it now

  /** `owner` is connected, as a role that sees all backends. */
  constructor(
    { port, owner }: { readonly port: number; readonly owner: pg.Client },
    deciders: Deciders,
    seen = nothingSeen(),
  ) {
    this.seen = seen;
    this.#port = port;
    this.#watch = owner;
    this.#deciders = deciders;
  }

  /** A new process. */
  crew(): Crew {
    const watcher = {
      onHeld: (line: Line) => this.#onHeld(line),
      onBack: (line: Line) => this.#onBack(line),
      onGone: (line: Line) => this.#onGone(line),
    };
    const crew = { alive: true, tasks: 0, wire: new Wire(this.#port, watcher) };
    this.#crews.add(crew);
    return crew;
  }

  /** The process dies: whatever it had not committed never was. */
  end(crew: Crew): void {
    crew.alive = false;
    this.#crews.delete(crew);
    crew.wire.cut();
    this.#stir();
  }

  /** A task of the process, from its beginning to its end. What a process that died was about never ends. */
  async doing<T>(crew: Crew, work: () => Promise<T>): Promise<T> {
    crew.tasks += 1;
    try {
      return await work();
    } finally {
      if (!crew.alive) await new Promise(() => undefined);
      crew.tasks -= 1;
      this.#stir();
    }
  }

  /** Work of the world's own on the database, such as a backup: time stands still until it is done. */
  async work<T>(work: () => Promise<T>): Promise<T> {
    this.#works += 1;
    try {
      return await work();
    } finally {
      this.#works -= 1;
      this.#stir();
    }
  }

  /** What broke without anybody waiting for it: the next rest says so. */
  fail = (cause: unknown): void => {
    this.#fault ??= { cause };
    this.#stir();
  };

  async rest(): Promise<void> {
    const untilMs = performance.now() + LIMIT_MS;
    for (;;) {
      const stirs = this.#stirs;
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#fault !== null) throw this.#fault.cause;
      if (stirs !== this.#stirs) continue;
      if (performance.now() > untilMs) throw new Error(`the engine does not come to rest: ${this.#told()}`);
      if (this.#moves()) {
        if (!(await this.#stirred(stirs))) await this.#look();
      } else if (this.#mayWait) {
        this.#mayWait = false;
        await this.#look();
      } else {
        await this.onRest();
        if (stirs === this.#stirs) break;
      }
    }
    for (const line of this.#held.splice(0)) this.#deciders.onHeld(line);
    for (const line of this.#back.splice(0).sort((a, b) => a.n - b.n)) this.#deciders.onBack(line);
  }

  /** Whether anything is under way that waits for nobody. */
  #moves(): boolean {
    if (this.#works > 0 || [...this.#ghosts.values()].includes('moves')) return true;
    return [...this.#crews].some(({ tasks, wire: { lines } }) => {
      let waiting = 0;
      for (const line of lines) {
        if (line.place === 'out' && !line.waits) return true;
        if (line.place !== 'free') waiting += 1;
      }
      return waiting < Math.min(tasks, CONNECTIONS);
    });
  }

  /** Asks the engine who waits for whom, and which backends of the dead are still there. */
  async #look(): Promise<void> {
    const out = this.#lines().filter(({ place }) => place === 'out');
    const pids = [...out.map(({ pid }) => pid), ...this.#ghosts.keys()];
    if (pids.length === 0) return;
    const { rows } = await this.#watch.query<Waits>(WAITS_SQL, [pids]);
    const by = new Map(rows.map((row) => [row.pid, row.by]));
    const waits = (pid: number) => (by.get(pid)?.length ?? 0) > 0 && !isInRing(pid, by);
    for (const line of out) {
      const isWaiting = line.place === 'out' && waits(line.pid);
      if (isWaiting && !line.waited) this.seen.waited += 1;
      line.waits = isWaiting;
      line.waited ||= isWaiting;
    }
    for (const { pid, lives } of rows) {
      if (!this.#ghosts.has(pid)) continue;
      this.#ghosts.set(pid, waits(pid) ? 'waits' : 'moves');
      if (!lives) this.#mayWait = this.#ghosts.delete(pid);
    }
  }

  #onHeld(line: Line): void {
    this.seen.statements += 1;
    line.n = this.seen.statements;
    this.#stir();
    const inTransaction = this.#open.has(line);
    if (!isHeld(line, inTransaction)) {
      line.go();
      return;
    }
    if (!inTransaction) this.#open.set(line, line.sql.includes('read only') ? 'read' : 'write');
    this.seen.transactions += inTransaction ? 0 : 1;
    this.seen.atOnce = Math.max(this.seen.atOnce, this.#open.size);
    this.#held.push(line);
  }

  #onBack(line: Line): void {
    this.#mayWait = true;
    this.#stir();
    if (line.sql === 'commit' && line.code === '' && this.#open.get(line) === 'write') this.onCommitted();
    if (END.test(line.sql)) this.#open.delete(line);
    if (line.code !== '' && !line.isRaised) this.seen.errors.set(line.code, (this.seen.errors.get(line.code) ?? 0) + 1);
    // An answer that had to wait comes while another transaction is at it: it takes its turn.
    if (this.keeps(line) || line.waited) this.#back.push(line);
    else line.give();
  }

  #onGone(line: Line): void {
    this.#open.delete(line);
    this.#held = this.#held.filter((other) => other !== line);
    this.#back = this.#back.filter((other) => other !== line);
    if (line.pid > 0) this.#ghosts.set(line.pid, 'moves');
    this.#mayWait = true;
    this.#stir();
  }

  #lines = (): Line[] => [...this.#crews].flatMap(({ wire }) => [...wire.lines]);

  #stir(): void {
    this.#stirs += 1;
    this.#wake();
  }

  /** False: nothing has moved for a while. */
  async #stirred(since: number): Promise<boolean> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return this.#stirs !== since;
  }

  #told(): string {
    const lines = this.#lines().map(
      ({ place, waits, sql }) => `${place}${waits ? ', waits' : ''}: ${sql.slice(0, 60)}`,
    );
    const tasks = [...this.#crews].map((crew) => crew.tasks).join('+');
    return `${tasks} tasks, ${this.#works} works, ${this.#ghosts.size} ghosts; ${lines.join(' | ')}`;
  }
}

/** Those who wait for each other in a ring: the engine will end one of them. */
function isInRing(pid: number, waits: ReadonlyMap<number, readonly number[]>): boolean {
  const met = new Set<number>();
  const ahead = [...(waits.get(pid) ?? [])];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (next === pid) return true;
    if (met.has(next)) continue;
    met.add(next);
    ahead.push(...(waits.get(next) ?? []));
  }
  return false;
}
