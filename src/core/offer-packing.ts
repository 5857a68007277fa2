/**
 * Which pieces go into which offers, on lines that share some: the packing that takes most off.
 *
 * Packings are searched depth first with a bound, from the best of a few greedy ones, so the answer is exact
 * wherever the
 * search comes to its end. It ends early when the pricing's nodes are spent: then the best found so far stands and
 * `isExact` is false. Greedy takes the dearest pieces first, which for a single offer without rivals is the best there
 * is: a search that stops early costs little.
 *
 * Not here: offers of other stack groups and of the whole cart (choose-offers.ts).
 */
import {
  type Board,
  boardOf,
  capOf,
  countByPlace,
  eachMinor,
  eachWanted,
  freshPieces,
  type Part,
  type Sets,
  setOff,
  settle,
  take,
  type Taken,
  type Use,
  worthOf,
} from './offer-pieces.ts';

/** Nodes the searches of one pricing may visit together. */
export type Work = { nodes: number };

export type Packed = { readonly offMinor: number; readonly uses: readonly Use[]; readonly isExact: boolean };

/** The best packing of linked lines, as far as `work` goes. */
export function packOffers(given: Parameters<typeof boardOf>[0], work: Work): Packed {
  const board = boardOf(given);
  if (board.linked.sets.length === 0) return { ...settle(board, []), isExact: true };
  const { taken, isExact } = search(board, bestGreedy(board), work);
  return { ...settle(board, taken), isExact };
}

// The search ----------------------------------------------------------------------------------------------------

type Hunt = {
  readonly board: Board;
  readonly work: Work;
  readonly remaining: Map<number, number>;
  readonly bounds: readonly number[]; // by place in the board's order: the most one piece may bring
  readonly slack: readonly number[]; // beside its pieces: odd cents and rounding
  readonly twins: readonly number[]; // the line before it whose pieces are as good; -1: none
  readonly isFree: boolean; // no line has a floor in reach
  readonly used: number[]; // by set
  readonly path: Taken[];
  best: readonly Taken[];
  bestMinor: number;
  isExact: boolean;
};

function search(board: Board, start: readonly Taken[], work: Work): { taken: readonly Taken[]; isExact: boolean } {
  const { left, order } = board;
  const hunt: Hunt = {
    board,
    work,
    remaining: freshPieces(board),
    bounds: order.map((place, at) => pieceBound(board, place, board.setsAt[at] ?? [])),
    slack: order.map((place) => {
      const odd = (left.amount[place] ?? 0) % Math.max(1, board.all[place]?.pieces ?? 1);
      return odd + (board.linked.eaches.has(place) ? 1 : 0);
    }),
    twins: twinsOf(board),
    isFree: order.every((place) => (left.room[place] ?? 0) >= (left.amount[place] ?? 0)),
    used: board.linked.sets.map(() => 0),
    path: [],
    best: start,
    bestMinor: 0,
    isExact: true,
  };
  hunt.bestMinor = valueOf(hunt, start);
  visit(hunt, { at: 0, from: 0, minor: 0 });
  return { taken: hunt.best, isExact: hunt.isExact };
}

/** Pieces of one price in the same offers are as good as each other: only the first that are left are tried. */
function twinsOf({ order, price, linked, setsAt, left }: Board): number[] {
  const last = new Map<string, number>();
  return order.map((place, at) => {
    const seats = (setsAt[at] ?? []).map((index) =>
      (linked.sets[index]?.lines ?? []).map((places) => (places.includes(place) ? 1 : 0)).join(''),
    );
    const eaches = (linked.eaches.get(place) ?? []).map(({ promotion }) => promotion.promotionId);
    const floor = (left.room[place] ?? 0) < (left.amount[place] ?? 0) ? place : '';
    const key = [price.get(place), floor, setsAt[at], seats, eaches].join('|');
    const twin = last.get(key) ?? -1;
    last.set(key, at);
    return twin;
  });
}

const hasTwinLeft = ({ twins, board, remaining }: Hunt, at: number, gone?: ReadonlyMap<number, number>): boolean => {
  const twin = board.order[twins[at] ?? -1];
  return twin !== undefined && (remaining.get(twin) ?? 0) > (gone?.get(twin) ?? 0);
};

const valueOf = ({ board, isFree }: Hunt, taken: readonly Taken[]): number =>
  isFree ? worthOf(board, taken) : settle(board, taken).offMinor;

/** Sets whose first line is `at`, one after the other; then what is left of that line is alone, and the next begins. */
function visit(hunt: Hunt, { at, from, minor }: { at: number; from: number; minor: number }): void {
  const { board, work, remaining, used, path } = hunt;
  if (work.nodes <= 0) {
    hunt.isExact = false;
    return;
  }
  work.nodes -= 1 + (board.order.length >> 3); // bounds are summed over the lines
  const place = board.order[at];
  if (place === undefined) {
    const found = hunt.isFree ? minor : valueOf(hunt, path);
    if (found > hunt.bestMinor) [hunt.best, hunt.bestMinor] = [[...path], found];
    return;
  }
  if (minor + boundFrom(hunt, at) <= hunt.bestMinor) return;
  for (const index of hasTwinLeft(hunt, at) ? [] : (board.setsAt[at] ?? [])) {
    const set = board.linked.sets[index];
    if (index < from || set === undefined || (used[index] ?? 0) >= capOf(board, set)) continue;
    for (const picks of fills(hunt, set, at)) {
      if (work.nodes <= 0) break;
      const offMinor = setOff(board, set, picks);
      take(remaining, picks, -1);
      used[index] = (used[index] ?? 0) + 1;
      path.push({ set: index, picks, offMinor });
      visit(hunt, { at, from: index, minor: minor + offMinor });
      path.pop();
      used[index] = (used[index] ?? 0) - 1;
      take(remaining, picks, 1);
    }
  }
  visit(hunt, { at: at + 1, from: 0, minor: minor + eachMinor(board, place, remaining.get(place) ?? 0) });
}

function boundFrom({ board, remaining, bounds, slack }: Hunt, at: number): number {
  let sum = 0;
  for (let i = at; i < board.order.length; i += 1) {
    const pieces = remaining.get(board.order[i] ?? -1) ?? 0;
    if (pieces > 0) sum += pieces * (bounds[i] ?? 0) + (slack[i] ?? 0);
  }
  return sum;
}

/** The most a piece of a line may bring in any set or by itself. A mean never beats the dearer, so shares add up. */
function pieceBound(board: Board, place: number, sets: readonly number[]): number {
  const price = board.price.get(place) ?? 0;
  const pieces = Math.max(1, board.all[place]?.pieces ?? 1);
  let most = Math.ceil(eachWanted(board, place) / pieces);
  for (const set of sets.flatMap((index) => board.linked.sets[index] ?? [])) {
    const { slots, target, reward } = set.offer;
    const size = slots.reduce((sum, slot) => sum + slot.count, 0);
    const isIn = (slot: number): boolean => set.lines[slot]?.includes(place) === true;
    const inTarget = target.kind === 'slot' ? isIn(target.slot) : slots.some((_, slot) => isIn(slot));
    if (!inTarget) continue;
    const over = target.kind === 'slot' ? (slots[target.slot]?.count ?? 1) : size;
    const part = target.kind === 'cheapest' ? target.count / size : 1;
    if (reward.kind === 'percent') most = Math.max(most, Math.ceil((price * part * reward.bp) / 10_000));
    else if (reward.kind === 'amount') most = Math.max(most, Math.ceil(reward.amountMinor / over));
    else most = Math.max(most, Math.ceil(price * part - reward.priceMinor / over));
  }
  return most;
}

/** Every way to fill one set that has a piece of the line `at` and none of the lines before it. */
function* fills(hunt: Hunt, set: Sets, at: number): Generator<Part[]> {
  const place = hunt.board.order[at] ?? -1;
  if ((hunt.remaining.get(place) ?? 0) === 0) return;
  for (const [slot, lines] of set.lines.entries()) {
    if (!lines.includes(place)) continue;
    yield* fillSlots({ hunt, set, at, must: slot, gone: new Map([[place, 1]]) }, 0);
  }
}

type Filling = {
  readonly hunt: Hunt;
  readonly set: Sets;
  readonly at: number;
  readonly must: number; // the first slot that has a piece of the line `at`
  readonly gone: Map<number, number>;
};

function* fillSlots(filling: Filling, slot: number): Generator<Part[]> {
  const { set, at, must, hunt } = filling;
  const wanted = set.offer.slots[slot]?.count;
  if (wanted === undefined) {
    yield [];
    return;
  }
  const first = slot < must ? at + 1 : at;
  for (const picks of fillSlot(filling, { slot, from: first, open: slot === must ? wanted - 1 : wanted })) {
    const own: Part[] = slot === must ? [{ place: hunt.board.order[at] ?? -1, count: 1, slot }, ...picks] : picks;
    for (const rest of fillSlots(filling, slot + 1)) yield [...own, ...rest];
  }
}

/** Dearest lines first and as many of each as may be: the likeliest to be good come first. */
function* fillSlot(
  filling: Filling,
  { slot, from, open }: { readonly slot: number; readonly from: number; readonly open: number },
): Generator<Part[]> {
  if (open === 0) {
    yield [];
    return;
  }
  const { hunt, set, gone } = filling;
  const place = hunt.board.order[from];
  if (place === undefined || hunt.work.nodes <= 0) return;
  hunt.work.nodes -= 1;
  const free = (hunt.remaining.get(place) ?? 0) - (gone.get(place) ?? 0);
  const isIn = set.lines[slot]?.includes(place) === true && !(from > filling.at && hasTwinLeft(hunt, from, gone));
  const most = isIn ? Math.min(open, free) : 0;
  for (let count = most; count >= 0; count -= 1) {
    if (count > 0) gone.set(place, (gone.get(place) ?? 0) + count);
    for (const rest of fillSlot(filling, { slot, from: from + 1, open: open - count })) {
      yield count > 0 ? [{ place, count, slot }, ...rest] : rest;
    }
    if (count > 0) gone.set(place, (gone.get(place) ?? 0) - count);
  }
}

// Greedy packings -----------------------------------------------------------------------------------------------

/** Full passes that put one offer first: more would cost a scan its frame. */
const FIRST_TRIES = 3;

function bestGreedy(board: Board): readonly Taken[] {
  const { linked } = board;
  const whole = freshPieces(board);
  const worth = linked.sets.map((set, at) => {
    const picks = dearest(set, whole);
    const gain = picks === null ? 0 : gainOf(board, set, { picks, remaining: whole });
    const size = set.offer.slots.reduce((sum, slot) => sum + slot.count, 0);
    return { at, gain, density: gain / size };
  });
  const able = worth.filter(({ gain }) => gain > 0);
  const byDensity = able.toSorted((a, b) => b.density - a.density || a.at - b.at).map(({ at }) => at);
  const byGain = able.toSorted((a, b) => b.gain - a.gain || a.at - b.at).map(({ at }) => at);
  const firsts = byDensity.slice(1, FIRST_TRIES).map((first) => [first, ...byDensity.filter((at) => at !== first)]);
  let best: readonly Taken[] = [];
  let bestMinor = worthOf(board, best);
  for (const order of [byDensity, byGain, ...firsts]) {
    const taken = greedy(board, order, freshPieces(board));
    const minor = worthOf(board, taken);
    if (minor > bestMinor) [best, bestMinor] = [taken, minor];
  }
  return best;
}

function greedy(board: Board, order: readonly number[], remaining: Map<number, number>): Taken[] {
  const taken: Taken[] = [];
  for (const at of order) {
    const set = board.linked.sets[at];
    if (set === undefined) continue;
    for (let used = 0; used < capOf(board, set); used += 1) {
      const picks = dearest(set, remaining);
      if (picks === null || gainOf(board, set, { picks, remaining }) <= 0) break;
      take(remaining, picks, -1);
      taken.push({ set: at, picks, offMinor: setOff(board, set, picks) });
    }
  }
  return taken;
}

/** Off, less what the same pieces would have had from `each` offers. */
function gainOf(
  board: Board,
  set: Sets,
  { picks, remaining }: { readonly picks: readonly Part[]; readonly remaining: ReadonlyMap<number, number> },
): number {
  let lost = 0;
  for (const [place, count] of countByPlace(picks)) {
    const pieces = remaining.get(place) ?? 0;
    lost += eachMinor(board, place, pieces) - eachMinor(board, place, pieces - count);
  }
  return setOff(board, set, picks) - lost;
}

/** One set: the dearest pieces where the price falls, the cheapest where it does not. Null: too few are left. */
function dearest(set: Sets, remaining: ReadonlyMap<number, number>): Part[] | null {
  const { slots, target } = set.offer;
  const gone = new Map<number, number>();
  const picks: Part[] = [];
  const isTarget = (slot: number): boolean => target.kind !== 'slot' || target.slot === slot;
  const bySlot = slots
    .map((slot, at) => ({ slot, at }))
    .sort((a, b) => Number(isTarget(b.at)) - Number(isTarget(a.at)));
  for (const { slot, at } of bySlot) {
    let open = slot.count;
    const lines = set.lines[at] ?? [];
    for (const place of isTarget(at) ? lines : lines.toReversed()) {
      if (open === 0) break;
      const count = Math.min(open, (remaining.get(place) ?? 0) - (gone.get(place) ?? 0));
      if (count <= 0) continue;
      picks.push({ place, count, slot: at });
      gone.set(place, (gone.get(place) ?? 0) + count);
      open -= count;
    }
    if (open > 0) return null;
  }
  return picks;
}
