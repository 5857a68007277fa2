/**
 * The engine's half that comes down: how far each stream is, pulls, snapshots, audits. Pure.
 *
 * Invariant: a position moves only when the rows up to it are on disk (`applied`), never when they merely arrived.
 */
import { SCHEMA } from '../../wire/protocol.ts';
import type { HelloOk, Page } from '../../wire/sync.ts';
import type { Answer, EngineState, PullAsk, StreamState } from './engine-state.ts';
import { failed, prolonged, succeeded, type Turn } from './lane.ts';

type Said<To extends Answer['to']> = Extract<Answer, { to: To }>;

/** Most streams one pull asks for. */
const ASKS = 8;

export const UNREAD: StreamState = { position: null, head: 0, due: true, audit: false, recount: false };

/** What to pull: streams that have a snapshot and are behind, or that are due to be asked anyway. */
export const pullAsks = ({ streams }: EngineState): readonly PullAsk[] =>
  Object.entries(streams)
    .flatMap(([stream, { position, head, due, audit }]) =>
      position !== null && (due || head !== position.seq) ? [{ stream, position, audit }] : [],
    )
    .slice(0, ASKS);

/** The stream whose snapshot is fetched next. */
export const unreadStream = ({ streams }: EngineState): string | null =>
  Object.entries(streams).find(([, { position }]) => position === null)?.[0] ?? null;

export const everyStream = (state: EngineState, change: (stream: StreamState) => StreamState): EngineState => ({
  ...state,
  streams: Object.fromEntries(Object.entries(state.streams).map(([name, stream]) => [name, change(stream)])),
});

const withStream = (state: EngineState, name: string, change: Partial<StreamState>): EngineState => {
  const stream = state.streams[name];
  return stream === undefined ? state : { ...state, streams: { ...state.streams, [name]: { ...stream, ...change } } };
};

/**
 * The server had counted facts in before we knew: no change of a stream may come of it, but the figures shown here hold
 * those facts twice until a pull says so. One that is under way may have been answered before.
 */
export const recounted = (state: EngineState): EngineState =>
  everyStream(state, (stream) => ({ ...stream, due: true, recount: state.lanes.pull.n !== null }));

/** A poke: streams have come at least this far. Those of others are none of ours. */
export function headsPoked(state: EngineState, heads: Readonly<Record<string, number>>): EngineState {
  return Object.entries(heads).reduce(
    (next, [name, head]) => withStream(next, name, { head: Math.max(head, next.streams[name]?.head ?? 0) }),
    state,
  );
}

/**
 * A hello: streams are exactly this far, maybe behind us after a restore, or as far in another history (`marks`).
 * The pull then finds out.
 */
export const headsTold = (state: EngineState, { heads, marks = {} }: Pick<HelloOk, 'heads' | 'marks'>): EngineState =>
  Object.entries(heads).reduce((next, [name, head]) => {
    const position = next.streams[name]?.position ?? null;
    const mark = marks[name];
    const isOther = position !== null && position.seq === head && mark !== undefined && mark !== position.mark;
    return withStream(next, name, isOther ? { head, due: true } : { head });
  }, state);

export function onPulled(state: EngineState, turn: Turn, n: number, { pages, epoch }: Said<'pull'>): EngineState {
  let next = state;
  let wait: number | null = null;
  const good: Page[] = [];
  for (const page of pages) {
    if (!('error' in page)) {
      if (isAnswer(state, page)) good.push(page);
      continue;
    }
    if (page.error === 'head_behind') wait = Math.max(wait ?? 0, page.afterMs);
    else if (page.error === 'upgrade_required') next = { ...next, outdated: page.minSchema > SCHEMA };
    else next = withStream(next, page.stream, { position: null }); // `snapshot`, `history_changed`
  }
  if (good.length > 0) {
    turn.effects.push({ do: 'applyPages', n, epoch, pages: good });
    return prolonged(next, 'pull', turn); // pages are no success until they are stored
  }
  if (wait !== null) return failed(next, turn, 'pull', { why: 'busy', afterMs: wait });
  return next === state ? failed(next, turn, 'pull', { why: 'not_ours' }) : succeeded(next, 'pull');
}

/** The page continues where we stand; anything else is an answer to another question. */
const isAnswer = (state: EngineState, page: Page): boolean =>
  state.streams[page.stream]?.position?.seq === page.after && page.to >= page.after;

export function onApplied(state: EngineState, turn: Turn, { streams }: Said<'applied'>): EngineState {
  let next = state;
  let progress = false;
  for (const { stream, position, more, missed, differs, head: told } of streams) {
    const before = next.streams[stream];
    if (before === undefined) continue;
    // A poke may have come while the page was on its way: what it said still holds.
    const head = Math.max(before.head, told, more ? position.seq + 1 : position.seq);
    progress ||= differs || position.seq !== before.position?.seq || head === position.seq;
    if (differs) turn.effects.push({ do: 'attention', key: `audit:${stream}`, code: 'audit_differed', seq: null });
    // What was asked for beside the rows came with a page that was not taken: it is asked for again.
    const audit = (more || missed) && before.audit;
    const due = more || before.recount || (missed && before.due);
    next = withStream(next, stream, { position: differs ? null : position, head, due, audit, recount: false });
  }
  // An answer that changes nothing while more is promised must not be asked for again at once.
  return progress ? succeeded(next, 'pull') : failed(next, turn, 'pull', { why: 'bad' });
}

export function onSnapshot(state: EngineState, { stream, position }: Said<'snapshot'>): EngineState {
  const head = Math.max(position.seq, state.streams[stream]?.head ?? 0);
  // Due: only a pull on top says which own facts are inside, and makes the snapshot the one that is shown.
  return succeeded(withStream(state, stream, { position, head, due: true }), 'snapshot');
}
