/**
 * What pieces on a board are worth to offers: a set of them together, what is in no set by the best `each` offer of its
 * line. A packing is a list of sets in which each piece is at most once.
 *
 * Not here: which packing is the best (offer-packing.ts).
 */
import { allocate } from './allocate.ts';
import { toMinor } from './money.ts';
import { type CartOffer, eachOff, type EachOffer, type Promotion, rewardOff, type SetOffer } from './promotion.ts';
import type { Goods } from './scope.ts';

/** A line as offers see it. Weighed goods are one piece. */
export type OfferLine = Goods & {
  readonly qtyMilli: number;
  readonly pieces: number;
  readonly amountMinor: number;
  readonly roomMinor: number; // how much may be taken off at most: down to the floor price
  readonly isManual: boolean; // a person changed its price
};

/** What is left of each line after the stages before. */
export type Left = {
  readonly amount: number[];
  readonly room: number[];
  readonly isTouched: boolean[];
  readonly isLocked: boolean[]; // by an offer that stands alone
};

export type Each = { readonly promotion: Promotion; readonly offer: EachOffer };
/** `lines`: for each slot the places of lines that may fill it. */
export type Sets = {
  readonly promotion: Promotion;
  readonly offer: SetOffer;
  readonly lines: readonly (readonly number[])[];
};

/** A promotion and the lines it is about, by slot. */
export type Candidate = { readonly promotion: Promotion; readonly slots: readonly (readonly number[])[] };

/** Lines that share pieces through set offers, with all that may be had on them. */
export type Linked = {
  readonly lines: readonly number[];
  readonly eaches: ReadonlyMap<number, readonly Each[]>; // by line
  readonly sets: readonly Sets[];
};

/** One promotion as used: how often, and what it takes off which line. */
export type Use = { readonly promotion: Promotion; readonly times: number; readonly off: ReadonlyMap<number, number> };
export type Packed = { readonly offMinor: number; readonly uses: readonly Use[]; readonly isExact: boolean };

/** How often a promotion may be used at most; not named: as its own rule says. */
export type Caps = ReadonlyMap<string, number>;

export type Part = { readonly place: number; readonly count: number; readonly slot: number };
export type Taken = { readonly set: number; readonly picks: readonly Part[]; readonly offMinor: number };
export type Board = {
  readonly all: readonly OfferLine[];
  readonly left: Left;
  readonly linked: Linked;
  readonly caps: Caps;
  readonly price: ReadonlyMap<number, number>; // of one piece of a line
  readonly order: readonly number[]; // lines, dearest pieces first; the lines of a set's slots likewise
  readonly setsAt: readonly (readonly number[])[]; // for each of the order, the sets it may be in, ascending
  readonly eachOf: Map<number, Map<number, number>>; // remembered, by line and pieces
};

/** The board of linked lines as the stages before left them. */
export function boardOf(given: Pick<Board, 'all' | 'left' | 'linked' | 'caps'>): Board {
  const { all, left, linked } = given;
  const price = new Map(linked.lines.map((place) => [place, pieceOf(all, left, place)]));
  const order = linked.lines.toSorted((a, b) => (price.get(b) ?? 0) - (price.get(a) ?? 0) || a - b);
  const rank = new Map(order.map((place, at) => [place, at]));
  const byRank = (a: number, b: number): number => (rank.get(a) ?? 0) - (rank.get(b) ?? 0);
  const sets = linked.sets.map((set) => ({ ...set, lines: set.lines.map((places) => places.toSorted(byRank)) }));
  const setsAt = order.map((): number[] => []);
  for (const [index, set] of sets.entries()) {
    for (const place of new Set(set.lines.flat())) setsAt[rank.get(place) ?? -1]?.push(index);
  }
  return { ...given, linked: { ...linked, sets }, price, order, setsAt, eachOf: new Map() };
}

/** All pieces of the board, by line. */
export const freshPieces = ({ all, order }: Board): Map<number, number> =>
  new Map(order.map((place) => [place, piecesOf(all, place)]));

const piecesOf = (all: readonly OfferLine[], place: number): number => all[place]?.pieces ?? 0;
const pieceOf = (all: readonly OfferLine[], left: Left, place: number): number =>
  Math.floor((left.amount[place] ?? 0) / Math.max(1, piecesOf(all, place)));

export const capOf = ({ caps }: Board, { promotion, offer }: Sets): number =>
  Math.min(offer.maxSets ?? Infinity, caps.get(promotion.promotionId) ?? Infinity);

/** The best `each` offer on `pieces` of a line: what it takes off, and which it is. */
function bestEach(
  board: Board,
  place: number,
  pieces: number,
): { readonly offMinor: number; readonly each: Each | null } {
  const { all, left, linked, caps, price } = board;
  const line = all[place];
  let best: { offMinor: number; each: Each | null } = { offMinor: 0, each: null };
  if (line === undefined || pieces === 0) return best;
  const out = line.pieces - pieces;
  const amount = (left.amount[place] ?? 0) - out * (price.get(place) ?? 0);
  const qtyMilli = line.qtyMilli - out * 1000;
  for (const each of linked.eaches.get(place) ?? []) {
    if (caps.get(each.promotion.promotionId) === 0) continue;
    const offMinor = Math.min(eachOff(each.offer.reward, amount, qtyMilli), left.room[place] ?? 0);
    if (offMinor > best.offMinor) best = { offMinor, each };
  }
  return best;
}

export function eachMinor(board: Board, place: number, pieces: number): number {
  if (!board.linked.eaches.has(place)) return 0;
  const ofLine = board.eachOf.get(place) ?? new Map<number, number>();
  board.eachOf.set(place, ofLine);
  const known = ofLine.get(pieces);
  if (known !== undefined) return known;
  const { offMinor } = bestEach(board, place, pieces);
  ofLine.set(pieces, offMinor);
  return offMinor;
}

/** What the best `each` offer would take off all of a line that had no floor: some of its pieces may get that much. */
export function eachWanted({ all, left, linked }: Board, place: number): number {
  const wanted = (linked.eaches.get(place) ?? []).map(({ offer }) =>
    eachOff(offer.reward, left.amount[place] ?? 0, all[place]?.qtyMilli ?? 0),
  );
  return Math.max(0, ...wanted);
}

/** What a set of these pieces takes off: the reward of its target's pieces together. */
export function setOff({ price }: Board, { offer }: Sets, picks: readonly Part[]): number {
  const { target, reward } = offer;
  const costs = (part: Part): number => (price.get(part.place) ?? 0) * part.count;
  const sum = (some: readonly Part[]): number => some.reduce((total, pick) => total + costs(pick), 0);
  switch (target.kind) {
    case 'all':
      return rewardOff(reward, sum(picks));
    case 'slot':
      return rewardOff(reward, sum(picks.filter(({ slot }) => slot === target.slot)));
    case 'cheapest':
      return rewardOff(reward, cheapest(price, picks, target.count));
  }
}

function cheapest(price: Board['price'], picks: readonly Part[], count: number): number {
  let open = count;
  let sum = 0;
  for (const { place, count: pieces } of picks.toSorted(
    (a, b) => (price.get(a.place) ?? 0) - (price.get(b.place) ?? 0),
  )) {
    const taken = Math.min(open, pieces);
    sum += taken * (price.get(place) ?? 0);
    open -= taken;
  }
  return sum;
}

export function countByPlace(picks: readonly Part[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { place, count } of picks) counts.set(place, (counts.get(place) ?? 0) + count);
  return counts;
}

export function take(remaining: Map<number, number>, picks: readonly Part[], sign: 1 | -1): void {
  for (const { place, count } of picks) remaining.set(place, (remaining.get(place) ?? 0) + sign * count);
}

/** What a packing takes off in all, as if no line had a floor. */
export function worthOf(board: Board, taken: readonly Taken[]): number {
  const remaining = freshPieces(board);
  let minor = 0;
  for (const { picks, offMinor } of taken) {
    take(remaining, picks, -1);
    minor += offMinor;
  }
  for (const [place, pieces] of remaining) minor += eachMinor(board, place, pieces);
  return minor;
}

/**
 * What a packing takes off each line, no line beyond its room. A set's amount is spread over all its pieces by their
 * price, so that each piece that comes back brings its share.
 */
export function settle(
  board: Board,
  taken: readonly Taken[],
): { readonly offMinor: number; readonly uses: readonly Use[] } {
  const room = new Map(board.order.map((place) => [place, board.left.room[place] ?? 0]));
  const uses = new Map<Promotion, { times: number; off: Map<number, number> }>();
  let offMinor = 0;
  const give = (promotion: Promotion, place: number, wanted: number): void => {
    const given = Math.min(wanted, room.get(place) ?? 0);
    if (given <= 0) return;
    room.set(place, (room.get(place) ?? 0) - given);
    const use = uses.get(promotion) ?? { times: 0, off: new Map<number, number>() };
    use.off.set(place, (use.off.get(place) ?? 0) + given);
    uses.set(promotion, use);
    offMinor += given;
  };
  const remaining = freshPieces(board);
  for (const { set, picks, offMinor: wanted } of taken) {
    const promotion = board.linked.sets[set]?.promotion;
    if (promotion === undefined) continue;
    take(remaining, picks, -1);
    const counts = [...countByPlace(picks)].sort(([a], [b]) => a - b);
    const weights = counts.map(([place, count]) => count * (board.price.get(place) ?? 0));
    const parts = allocate(toMinor(wanted), weights);
    for (const [at, [place]] of counts.entries()) give(promotion, place, parts[at] ?? 0);
    const use = uses.get(promotion);
    if (use !== undefined) use.times += 1;
  }
  for (const [place, pieces] of remaining) {
    const { each, offMinor: wanted } = bestEach(board, place, pieces);
    if (each === null) continue;
    give(each.promotion, place, wanted);
    const use = uses.get(each.promotion);
    if (use !== undefined) use.times += 1;
  }
  return { offMinor, uses: [...uses].map(([promotion, use]) => ({ promotion, ...use })) };
}

/** What a threshold counts on some lines: their amounts as given, or their pieces. */
export function measure(
  { measure: what }: CartOffer,
  on: { readonly lines: readonly OfferLine[]; readonly amount: readonly number[]; readonly places: readonly number[] },
): number {
  const { lines, amount, places } = on;
  return places.reduce(
    (sum, place) => sum + (what === 'pieces' ? (lines[place]?.pieces ?? 0) : (amount[place] ?? 0)),
    0,
  );
}
