/**
 * Runs the engine: turns what happens into inputs and effects into requests, rows and timers. Whatever an effect meets
 * comes back to the engine as a reply or a failure under its number; nothing is retried here.
 *
 * Invariants: writes of what the server acknowledged follow one another; a request that was aborted reports nothing.
 * Not here: decisions (engine.ts), messages (requests.ts), rows (apply.ts, snapshot.ts).
 */
import type { Manifest, Page } from '../../wire/sync.ts';
import type { CacheDb, CursorRow, Position } from '../db/cache-db.ts';
import { isDiskTrouble } from '../db/commit-fact.ts';
import { NoAnswer } from '../http.ts';
import { applyPage } from './apply.ts';
import { createBreather, type Breathe } from './breather.ts';
import { newEngine, step } from './engine.ts';
import type { Answer, AppliedStream, Booted, Effect, EngineState, Failure, Input } from './engine-state.ts';
import {
  dropAttention,
  keepAcked,
  keepAttention,
  keepFrozen,
  keepLacking,
  readMarks,
  settleAttention,
} from './keep-verdicts.ts';
import { followLive } from './live.ts';
import type { Seal } from './read-rows.ts';
import { askPull, fetchManifest, fetchPart, RequestFailed, sayHello, sendPush, type Session } from './requests.ts';
import { DamagedPart, LoadedElsewhere, loadSnapshot } from './snapshot.ts';
import { isLong, sumsAgree } from './view.ts';

type DriverDeps = {
  readonly session: Session;
  readonly cache: CacheDb;
  readonly streams: readonly string[];
  readonly seal: Seal;
  readonly random: () => number;
  readonly setTimer: (ms: number, fire: () => void) => () => void;
  /** Lays a stream's long overlay into its pages. */
  readonly fold: (stream: string) => Promise<void>;
  /** After each turn: what the screens may show of the engine. */
  readonly onState: (state: EngineState) => void;
  /** What a stream shows has changed on disk: memory follows before the engine goes on. */
  readonly onChange: (stream: string) => Promise<void>;
  readonly onProgress: (stream: string, done: number, total: number) => void;
  /** The journal's marks (acked, frozen) or the list for people changed. */
  readonly onMarks: () => void;
  /** The server answered, and it was ours. */
  readonly onHeard: () => void;
  readonly onFault: (error: unknown) => void;
  /** A database failed; what failed is tried again. */
  readonly onDiskTrouble: () => void;
};

/** After a mark could not be written: by then there may be room, or a connection, again. */
const REREAD_MS = 5_000;

// Distributes over the union, so each kind of input keeps its own fields.
type Bare<T> = T extends unknown ? Omit<T, 'nowMs' | 'random'> : never;
export type Told = Bare<Input>;

type Request = Extract<Effect, { do: 'hello' | 'push' | 'pull' | 'applyPages' | 'snapshot' | 'live' }>;

export class SyncDriver {
  readonly #deps: DriverDeps;
  readonly #breathe: Breathe;
  readonly #underWay = new Map<number, AbortController>();
  readonly #folding = new Map<string, Promise<void>>();
  #engine = newEngine();
  #cancelTimer: () => void = () => undefined;
  #marks: Promise<unknown> = Promise.resolve();
  readonly #writing = new Set<Promise<unknown>>(); // requests that may still touch the databases
  #rereading = false;
  #stopped = false;

  constructor(deps: DriverDeps) {
    this.#deps = deps;
    this.#breathe = createBreather({ mono: deps.session.mono, setTimer: deps.setTimer });
  }

  get state(): EngineState {
    return this.#engine;
  }

  tell(told: Told): void {
    if (this.#stopped) return;
    const { session, random, onState } = this.#deps;
    const { state, effects } = step(this.#engine, { ...told, nowMs: session.mono(), random: random() });
    this.#engine = state;
    for (const effect of effects) this.#run(effect);
    onState(this.#engine);
  }

  /** Reads anew what this device has: at start, and when this tab takes the lead. */
  async boot(): Promise<void> {
    this.tell({ is: 'booted', booted: await bootFacts(this.#deps) });
  }

  /** Calls everything off. Whatever was acknowledged is written when this resolves. */
  async stop(): Promise<void> {
    this.tell({ is: 'lead', gained: false });
    this.#stopped = true;
    this.#cancelTimer();
    for (const controller of this.#underWay.values()) controller.abort();
    await Promise.allSettled([this.#marks, ...this.#folding.values(), ...this.#writing]);
  }

  #run(effect: Effect): void {
    const { session, setTimer } = this.#deps;
    switch (effect.do) {
      case 'setTimer':
        this.#cancelTimer();
        this.#cancelTimer = setTimer(Math.max(0, effect.atMs - session.mono()), () => this.tell({ is: 'timer' }));
        return;
      case 'abort':
        this.#underWay.get(effect.n)?.abort();
        this.#underWay.delete(effect.n);
        return;
      case 'setAcked':
        this.#mark(() => keepAcked(session, effect));
        return;
      case 'attention':
        this.#mark(() => keepAttention(session, effect));
        return;
      case 'settled':
        this.#mark(() => dropAttention(session, effect.key));
        return;
      case 'lack':
        this.#mark(() => keepLacking(session, effect));
        return;
      case 'freeze':
        this.#mark(() => keepFrozen(session, effect));
        return;
      case 'hello':
      case 'push':
      case 'pull':
      case 'applyPages':
      case 'snapshot':
      case 'live':
        this.#request(effect);
    }
  }

  /** In order, so that an older mark never overwrites a newer one. False from `write`: nothing was otherwise. */
  #mark(write: () => Promise<unknown>): void {
    const { onMarks, onFault } = this.#deps;
    const told = (isNews: unknown) => (isNews === false ? undefined : onMarks());
    this.#marks = this.#marks.then(write).then(told).catch((error: unknown) => {
      onFault(error);
      this.#rereadSoon();
    }); // prettier-ignore
  }

  /** The engine believes a mark that is not on disk: it starts anew from what is there, and asks again. */
  #rereadSoon(): void {
    const { setTimer, onFault } = this.#deps;
    if (this.#rereading || this.#stopped) return;
    this.#rereading = true;
    setTimer(REREAD_MS, () => {
      this.#rereading = false;
      this.#reread().catch((error: unknown) => {
        onFault(error);
        this.#rereadSoon();
      });
    });
  }

  async #reread(): Promise<void> {
    const marks = await readMarks(this.#deps.session.journal);
    const streams = Object.entries(this.#engine.streams).map(([name, { position }]) => [name, position] as const);
    this.tell({ is: 'booted', booted: { ...marks, streams: Object.fromEntries(streams) } });
  }

  #request(effect: Request): void {
    const { n } = effect;
    const controller = this.#underWay.get(n) ?? new AbortController();
    this.#underWay.set(n, controller);
    const performed = this.#perform(effect, controller.signal);
    this.#writing.add(performed);
    performed.then(
      (answer) => {
        this.#writing.delete(performed);
        // A pull goes on as the applying of its pages, under the same number.
        if (answer.to !== 'pull') this.#underWay.delete(n);
        if (answer.to !== 'applied') this.#deps.onHeard();
        this.tell({ is: 'reply', n, answer });
      },
      (error: unknown) => {
        this.#writing.delete(performed);
        this.#underWay.delete(n);
        const failure = failureIn(error, this.#deps);
        if (failure !== null) this.tell({ is: 'failed', n, failure });
      },
    );
  }

  #perform(effect: Request, signal: AbortSignal): Promise<Answer> {
    const { session } = this.#deps;
    switch (effect.do) {
      case 'hello':
        return sayHello(session, signal);
      case 'push':
        return sendPush(session, effect, signal);
      case 'pull':
        return askPull(session, effect.asks, signal);
      case 'applyPages':
        return this.#applyPages(effect);
      case 'snapshot':
        return this.#snapshot(effect, signal);
      case 'live': {
        const onAlive = () => this.tell({ is: 'alive', n: effect.n });
        const onPoke = (heads: Readonly<Record<string, number>>) => this.tell({ is: 'poke', heads });
        return followLive(session, { onAlive, onPoke }, signal);
      }
    }
  }

  async #applyPages({ pages, epoch }: Extract<Effect, { do: 'applyPages' }>): Promise<Answer> {
    const { cache, seal, session, onChange, onMarks } = this.#deps;
    const streams: AppliedStream[] = [];
    for (const page of pages) {
      const { at, shown } = await applyPage({ cache, breathe: this.#breathe, seal }, page, epoch);
      let differs = false;
      // Missed: it is on disk already, perhaps by a write of this tab that seemed to fail. Memory may not have it.
      if (shown !== null || at.missed) await onChange(page.stream);
      if (shown !== null) {
        if (await settleAttention(session, shown)) onMarks();
        differs = await this.#differs(page);
        this.#foldWhenLong(page.stream);
      }
      streams.push({ ...at, differs });
    }
    return { to: 'applied', streams };
  }

  /** Compares our copy with the sums an audit asked for; nothing was asked, nothing differs. */
  async #differs({ stream, digest }: Page): Promise<boolean> {
    const { cache, session, onMarks } = this.#deps;
    if (digest === undefined) return false;
    const agree = await sumsAgree({ cache, breathe: this.#breathe }, stream, digest);
    if (agree) await dropAttention(session, `audit:${stream}`);
    if (agree) onMarks();
    return !agree;
  }

  #foldWhenLong(stream: string): void {
    const { cache, fold, onFault } = this.#deps;
    if (this.#folding.has(stream)) return;
    const foldIfLong = async () => {
      if (await isLong(cache, stream)) await fold(stream);
    };
    const done = foldIfLong().catch(onFault);
    const forget = () => this.#folding.delete(stream);
    this.#folding.set(stream, done.finally(forget));
  }

  async #snapshot({ n, stream }: Extract<Effect, { do: 'snapshot' }>, signal: AbortSignal): Promise<Answer> {
    const { cache, seal, session, onProgress } = this.#deps;
    const deps = {
      cache,
      seal,
      breathe: this.#breathe,
      crypto: session.http.crypto,
      manifestOf: (of: string) => fetchManifest(session, of, signal),
      partOf: (manifest: Manifest, part: number) => fetchPart(session, manifest, part, signal),
      onProgress: (of: string, done: number, total: number) => {
        this.tell({ is: 'alive', n });
        onProgress(of, done, total);
      },
    };
    return { to: 'snapshot', stream, position: await loadSnapshot(deps, stream) };
  }
}

async function bootFacts({ session, cache, streams }: DriverDeps): Promise<Booted> {
  const cursors = await cache.cursor.bulkGet([...streams]);
  const positions = Object.fromEntries(streams.map((stream, at) => [stream, positionOf(cursors[at])]));
  return { ...(await readMarks(session.journal)), streams: positions };
}

function positionOf(cursor: CursorRow | undefined): Position | null {
  const base = cursor?.next ?? cursor?.now ?? null;
  return base === null ? null : { gen: base.gen, seq: base.seq, mark: base.mark };
}

/** What went wrong, in the engine's words. Null: the engine itself had called it off. */
function failureIn(error: unknown, { onFault, onDiskTrouble }: DriverDeps): Failure | null {
  if (error instanceof RequestFailed) return error.failure;
  if (error instanceof NoAnswer) return error.why === 'aborted' ? null : { why: error.why };
  if (error instanceof DamagedPart) return { why: 'not_ours' };
  if (error instanceof LoadedElsewhere) return { why: 'storage' };
  if (isDiskTrouble(error)) onDiskTrouble();
  else onFault(error); // a mistake of ours: told, and tried again later
  return { why: 'storage' };
}
