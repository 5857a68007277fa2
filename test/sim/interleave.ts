/**
 * Every order in which the transactions of a few server processes can fall on a real PostgreSQL. An order is played
 * from the start each time; where several could go next, each goes first once. Who waits for a lock cannot go, so an
 * order the engine does not allow is not among them.
 *
 * Bounded: a process stops at the statements its part names, and passes the others by.
 */
import { CALM_ENGINE } from './faults.ts';
import { Clockwork } from './clockwork.ts';
import { Dice } from './dice.ts';
import { Gate } from './pg-gate.ts';
import type { PgPlace } from './pg-place.ts';
import { PgLink } from './pg-process.ts';
import type { Line } from './pg-wire.ts';
import { EPOCH_MS } from './world.ts';

/** What one process does, and at which of its statements it lets others go first. */
export type Part = {
  readonly name: string;
  readonly act: (link: PgLink) => Promise<unknown>;
  readonly stops: RegExp;
};

/** A scene made anew for each order: its shop is there when this resolves. */
export type Play = {
  readonly orgId: string;
  readonly parts: readonly Part[];
  /** What does not hold, as `S9: ...`, when all is over; null: everything holds. */
  readonly judge: () => Promise<string | null>;
};

/** An order in which something does not hold: the how manieth, and who went at each step. */
type Broken = { readonly n: number; readonly order: string; readonly what: string };
type Explored = { readonly orders: number; readonly isAll: boolean; readonly broken: readonly Broken[] };

type Choice = { readonly options: readonly string[]; at: number };

/** Someone on the stage; `held`: stands at a stop. */
type Actor = { readonly part: Part; readonly link: PgLink; held: Line | null; isOver: boolean };

export class Stage {
  readonly #gate: Gate;
  readonly #links: readonly PgLink[];
  #orgId = '';
  #actors: Actor[] = [];
  #passed = 0; // statements and answers that stopped nowhere

  /** Three processes, connected once for all orders. */
  constructor(place: PgPlace) {
    this.#gate = new Gate(place, {
      onHeld: (line) => this.#onHeld(line),
      onBack: (line) => {
        line.give(); // that is news for its own process only
        this.#passed += 1;
      },
    });
    const means = {
      clockwork: new Clockwork(),
      dice: new Dice(1),
      clock: () => EPOCH_MS,
      faults: () => CALM_ENGINE,
      process: { alive: true },
      onCrash: () => undefined,
      projectionFails: () => false,
      appUrl: place.appUrl,
    };
    this.#links = ['a', 'b', 'r'].map(() => new PgLink(this.#gate, () => Promise.resolve(this.#orgId), means));
  }

  /** Plays every order; ends at `stopAt` broken ones, after which nothing new is learnt. */
  async explore(makePlay: () => Promise<Play>, { stopAt }: { readonly stopAt: number }): Promise<Explored> {
    const path: Choice[] = [];
    const broken: Broken[] = [];
    for (let n = 1; ; n += 1) {
      const { order, what } = await this.#play(await makePlay(), path);
      if (what !== null) broken.push({ n, order, what });
      while (path.length > 0 && isSpent(path.at(-1))) path.pop();
      const last = path.at(-1);
      const isAll = last === undefined;
      if (isAll || broken.length >= stopAt) return { orders: n, isAll, broken };
      last.at += 1;
    }
  }

  async close(): Promise<void> {
    for (const link of this.#links) link.die();
    await this.#gate.rest();
  }

  async #play(play: Play, path: Choice[]): Promise<{ order: string; what: string | null }> {
    this.#orgId = play.orgId;
    await this.#settle();
    this.#actors = play.parts.map((part, at) => {
      const link = this.#links[at];
      if (link === undefined) throw new Error('more parts than processes');
      return { part, link, held: null, isOver: false };
    });
    let order = '';
    const thrown: string[] = [];
    for (const actor of this.#actors) {
      this.#begin(actor, thrown);
      await this.#settle();
    }
    for (let step = 0; ; step += 1) {
      const free = this.#actors.filter(({ held }) => held !== null);
      if (free.length === 0) break;
      const names = free.map(({ part }) => part.name);
      const at = chosen(path, step, names);
      order += names[at] ?? '';
      const line = free[at]?.held;
      for (const actor of free) if (actor.held === line) actor.held = null;
      line?.go();
      await this.#settle();
    }
    const stuck = this.#actors.filter(({ isOver }) => !isOver).map(({ part }) => part.name);
    if (stuck.length > 0) return { order, what: `L1: ${stuck.join()} waits for ever` };
    return { order, what: thrown[0] ?? (await play.judge()) };
  }

  /** As far as its first stop. */
  #begin(actor: Actor, thrown: string[]): void {
    const { part, link } = actor;
    const acted = link
      .doing(() => part.act(link))
      .catch((cause: unknown) => {
        thrown.push(`F0: ${part.name} ends with ${String(cause)}`);
      });
    void acted.then(() => (actor.isOver = true));
  }

  /** Until everybody stands at a stop, waits for a lock, or is through. */
  async #settle(): Promise<void> {
    for (let before = -1; before !== this.#passed;) {
      before = this.#passed;
      await this.#gate.rest();
    }
  }

  #onHeld(line: Line): void {
    const actor = this.#actors.find(({ link }) => link.crew.wire.lines.has(line));
    if (actor?.part.stops.test(line.sql) === true) {
      actor.held = line;
      return;
    }
    line.go();
    this.#passed += 1;
  }
}

const isSpent = (choice: Choice | undefined): boolean => choice !== undefined && choice.at >= choice.options.length - 1;

/** Who goes at this step: as before, or the first of those who have not gone first yet. */
function chosen(path: Choice[], step: number, options: readonly string[]): number {
  const known = path[step] ?? { options, at: 0 };
  if (known.options.join() !== options.join()) {
    throw new Error(`the same beginning ended otherwise: ${known.options.join()}, then ${options.join()}`);
  }
  path[step] = known;
  return known.at;
}
