/**
 * Which promotions apply to a cart: what takes most off in all, and why the others do not.
 *
 * Stages: stack groups of pieces (`each`, `set`), then stack groups of the cart, in the book's order. Within a stage
 * lines that share pieces are solved together and exactly (offer-packing.ts), a cart's group by the best single one.
 * A stage sees what the ones before left, and a threshold counts that, so taking less in one stage may bring more in a
 * later one: where it may, cuts are tried as well ("this promotion once less on these lines", "not at all"), best
 * first, until all are tried or the work is spent.
 *
 * Bounds: NODES for the packings of a pricing, TRIES and WORK for the cuts. Beyond them the best found stands, and
 * `isSpent` says so. Where cuts were tried it is the best known: `isExact` only where nothing better can be.
 * Invariants: nothing off a line beyond its room; lines in another order give the same total; ties go to the promotion
 * of higher priority, then to the lower id.
 */
import { allocate } from './allocate.ts';
import { toMinor } from './money.ts';
import {
  type Candidate,
  type Caps,
  type Each,
  type Left,
  type Linked,
  measure,
  type OfferLine,
  type Sets,
  type Use,
} from './offer-pieces.ts';
import { type Packed, packOffers, type Work } from './offer-packing.ts';
import { type Buying, cartOff, type CartOffer, type Promotion, whyNot } from './promotion.ts';
import { type PromotionBook, seatsOf } from './promotion-book.ts';
import { push } from './scope.ts';
import { stageOf, stagesOf } from './stage-order.ts';
import { type Passed, passedOver } from './why-not.ts';

export type Chosen = {
  readonly uses: readonly Use[]; // in the order they apply
  readonly passed: readonly Passed[];
  readonly isExact: boolean; // nothing better exists: no cut could gain, and every packing was searched to its end
  readonly isSpent: boolean; // the search stopped for its bounds
};

const NODES = 6000;
const TRIES = 300;
const WORK = 60_000;

type CartCandidate = Candidate & { readonly offer: CartOffer };
type Stage =
  | { readonly on: 'pieces'; readonly all: readonly Candidate[] }
  | { readonly on: 'cart'; readonly all: readonly CartCandidate[] };

type Run = { readonly offMinor: number; readonly uses: readonly PlacedUse[]; readonly isExact: boolean };
/** `where`: the stage, and within it the group of linked lines: what a cut is about. */
type PlacedUse = Use & { readonly where: string };
/** By `where`: how often each promotion may be used there. */
type Cuts = ReadonlyMap<string, Caps>;

type Desk = {
  readonly lines: readonly OfferLine[];
  readonly stages: readonly Stage[];
  readonly linked: readonly Linked[]; // of the first stage on pieces, whose answers are remembered
  readonly known: Map<string, Packed>;
  readonly work: Work;
};

/** Chooses for lines in an order that does not depend on the cart's (price-cart.ts sees to that). */
export function chooseOffers(lines: readonly OfferLine[], book: PromotionBook, buying: Buying): Chosen {
  const found = seatsOf(book, lines);
  const matched: Candidate[] = [];
  for (const [at, slots] of [...found].sort(([a], [b]) => a - b)) {
    const promotion = book.promotions[at];
    if (promotion !== undefined) matched.push({ promotion, slots: onManualToo(lines, promotion, slots) });
  }
  const running = matched.filter(({ promotion }) => whyNot(promotion, buying) === null);
  const stages = stagesWith(running, book);
  const desk: Desk = { lines, stages, linked: firstLinked(lines, stages), known: new Map(), work: { nodes: NODES } };
  const plain = run(desk, new Map());
  // Other pieces in as many sets are not among the cuts: where they were tried, it is the best known.
  const mayGain = mayGainByCuts(desk, plain);
  const best = mayGain ? tryCuts(desk, plain) : plain;
  const uses = merged(best.uses);
  return {
    uses,
    isExact: best.isExact && !mayGain,
    isSpent: !best.isExact,
    passed: passedOver({ lines, book, buying, matched, uses }),
  };
}

/** A promotion used on several groups of lines is one to a person, where it was first. */
function merged(uses: readonly Use[]): Use[] {
  const byPromotion = new Map<string, Use>();
  for (const { promotion, times, off } of uses) {
    const before = byPromotion.get(promotion.promotionId);
    byPromotion.set(promotion.promotionId, {
      promotion,
      times: times + (before?.times ?? 0),
      off: new Map([...(before?.off ?? []), ...off]),
    });
  }
  return [...byPromotion.values()];
}

function onManualToo(lines: readonly OfferLine[], promotion: Promotion, slots: Candidate['slots']): Candidate['slots'] {
  return promotion.onManual ? slots : slots.map((places) => places.filter((place) => lines[place]?.isManual !== true));
}

/** In the book's order, and in each the higher priority first. */
function stagesWith(running: readonly Candidate[], book: PromotionBook): Stage[] {
  const groups = new Map<string, Candidate[]>();
  for (const one of running) push(groups, stageOf(one.promotion), one);
  return stagesOf(book).flatMap((name) => {
    const all = groups.get(name)?.sort((a, b) => b.promotion.priority - a.promotion.priority);
    return all === undefined ? [] : [stageWith(all)];
  });
}

function stageWith(all: readonly Candidate[]): Stage {
  const onCart = all.flatMap((one): CartCandidate[] => {
    const { offer } = one.promotion;
    return offer.form === 'cart' ? [{ ...one, offer }] : [];
  });
  return onCart.length > 0 ? { on: 'cart', all: onCart } : { on: 'pieces', all };
}

// One run through the stages --------------------------------------------------------------------------------------

const freshLeft = (lines: readonly OfferLine[]): Left => ({
  amount: lines.map((line) => line.amountMinor),
  room: lines.map((line) => line.roomMinor),
  isTouched: lines.map(() => false),
  isLocked: lines.map(() => false),
});

function run(desk: Desk, cuts: Cuts): Run {
  const left = freshLeft(desk.lines);
  const uses: PlacedUse[] = [];
  let isExact = true;
  for (const [at, stage] of desk.stages.entries()) {
    if (stage.on === 'cart') {
      uses.push(...runCart(desk, left, { at, stage, cuts }));
      continue;
    }
    const linked = at === 0 ? desk.linked : link(desk.lines, stage.all, left);
    const given: PlacedUse[] = [];
    for (const group of linked) {
      const where = `${String(at)}:${String(group.lines[0])}`;
      const packed = pack(desk, { group, left, where, caps: cuts.get(where) ?? NO_CAPS });
      isExact &&= packed.isExact;
      given.push(...packed.uses.map((use) => ({ ...use, where })));
    }
    for (const use of given) book(left, use);
    uses.push(...given);
  }
  return { offMinor: uses.reduce((sum, use) => sum + sumOff(use), 0), uses, isExact };
}

const NO_CAPS: Caps = new Map();
const sumOff = ({ off }: Use): number => [...off.values()].reduce((sum, minor) => sum + minor, 0);

/** In the first stage an answer depends on nothing but the caps, so cuts elsewhere find it again. */
function pack(
  { lines, known, work }: Desk,
  { group, left, where, caps }: { group: Linked; left: Left; where: string; caps: Caps },
): Packed {
  const key = where.startsWith('0:') ? `${where} ${capsText(caps)}` : null;
  const before = key === null ? undefined : known.get(key);
  if (before !== undefined) return before;
  const packed = packOffers({ all: lines, left, linked: group, caps }, work);
  if (key !== null) known.set(key, packed);
  return packed;
}

const capsText = (caps: Caps): string => JSON.stringify([...caps].sort(([a], [b]) => (a < b ? -1 : 1)));

function book(left: Left, { promotion, off }: Use): void {
  for (const [place, minor] of off) {
    left.amount[place] = (left.amount[place] ?? 0) - minor;
    left.room[place] = (left.room[place] ?? 0) - minor;
    left.isTouched[place] = true;
    if (promotion.isAlone) left.isLocked[place] = true;
  }
}

const isOpen = (left: Left, { isAlone }: Promotion, place: number): boolean =>
  left.isLocked[place] !== true && !(isAlone && left.isTouched[place] === true);

/** The one of a group that takes most off; each is weighed on what the stages before left. */
function runCart(
  { lines }: Desk,
  left: Left,
  { at, stage, cuts }: { at: number; stage: Extract<Stage, { on: 'cart' }>; cuts: Cuts },
): PlacedUse[] {
  const where = `${String(at)}:cart`;
  let best: { promotion: Promotion; places: readonly number[]; room: readonly number[] } | null = null;
  let bestMinor = 0;
  const isAnyLocked = left.isLocked.includes(true);
  for (const candidate of stage.all) {
    const { promotion, offer } = candidate;
    if (cuts.get(where)?.get(promotion.promotionId) === 0) continue;
    const all = candidate.slots[0] ?? [];
    const places = isAnyLocked || promotion.isAlone ? all.filter((place) => isOpen(left, promotion, place)) : all;
    const measured = measure(offer, { lines, amount: left.amount, places });
    const amount = places.reduce((sum, place) => sum + (left.amount[place] ?? 0), 0);
    const { offMinor, shareMinor } = cartOff(offer, measured, amount);
    if (offMinor <= bestMinor) continue;
    const room = roomIn(left, places, shareMinor);
    const minor = Math.min(offMinor, room.reduce((sum, one) => sum + one, 0)); // prettier-ignore
    if (minor > bestMinor) [best, bestMinor] = [{ promotion, places, room }, minor];
  }
  if (best === null) return [];
  const { promotion, places, room } = best;
  const use = { promotion, times: 1, off: spread(bestMinor, places, { amount: left.amount, room }), where };
  book(left, use);
  return [use];
}

/** What lines come to and have room for; of `spread` the room stands for each of its places. */
type Given = { readonly amount: readonly number[]; readonly room: readonly number[] };

/**
 * How much each of the places may give: its room, and of a percent, which comes to `shareMinor` over all, no more than
 * its own part. What a floor price keeps of a percent is not taken off the others.
 */
export function roomIn({ amount, room }: Given, places: readonly number[], shareMinor: number | null): number[] {
  const amounts = places.map((place) => amount[place] ?? 0);
  const rooms = places.map((place, at) => ((amounts[at] ?? 0) > 0 ? Math.max(0, room[place] ?? 0) : 0));
  const isTight = rooms.some((one, at) => one < (amounts[at] ?? 0));
  if (shareMinor === null || !isTight) return rooms;
  return allocate(toMinor(shareMinor), amounts).map((part, at) => Math.min(part, rooms[at] ?? 0));
}

/**
 * An amount over places in proportion to what they come to, none beyond its room (one for each place): what one has no
 * room for goes to the others, and what has room nowhere is not given.
 */
export function spread(wantedMinor: number, places: readonly number[], { amount, room }: Given): Map<number, number> {
  const off = new Map<number, number>();
  let open = places.map((place, at) => ({ place, room: room[at] ?? 0 })).filter((one) => one.room > 0);
  let wanted = wantedMinor;
  while (wanted > 0 && open.length > 0) {
    const parts = allocate(toMinor(wanted), open.map(({ place }) => amount[place] ?? 0)); // prettier-ignore
    for (const [at, { place, room }] of open.entries()) {
      const had = off.get(place) ?? 0;
      const given = Math.min(parts[at] ?? 0, room - had);
      if (given > 0) off.set(place, had + given);
      wanted -= given;
    }
    open = open.filter(({ place, room }) => room > (off.get(place) ?? 0));
  }
  return off;
}

// Lines that share pieces -----------------------------------------------------------------------------------------

const firstLinked = (lines: readonly OfferLine[], [first]: readonly Stage[]): readonly Linked[] =>
  first?.on === 'pieces' ? link(lines, first.all, freshLeft(lines)) : [];

/** Lines joined by a set they may both be in, with all that may be had there. */
function link(lines: readonly OfferLine[], candidates: readonly Candidate[], left: Left): Linked[] {
  const parent = lines.map((_, place) => place);
  const root = (place: number): number => {
    const above = parent[place] ?? place;
    if (above === place) return place;
    const top = root(above);
    parent[place] = top;
    return top;
  };
  const eaches = new Map<number, Each[]>();
  const sets: Sets[] = [];
  for (const { promotion, slots } of candidates) {
    const { offer } = promotion;
    const open = slots.map((places) => places.filter((place) => isOpen(left, promotion, place)));
    if (offer.form === 'each') {
      for (const place of open[0] ?? []) push(eaches, place, { promotion, offer });
    } else if (offer.form === 'set' && isFillable(lines, offer, open)) {
      sets.push({ promotion, offer, lines: open });
      const [first = 0, ...others] = open.flat();
      for (const place of others) parent[root(place)] = root(first);
    }
  }
  return linkedOf({ root, eaches, sets }, lines.length);
}

/** Too few pieces for even one set: it is no rival and joins nothing. */
const isFillable = (lines: readonly OfferLine[], offer: Sets['offer'], open: Candidate['slots']): boolean =>
  offer.slots.every((slot, at) => {
    const pieces = (open[at] ?? []).reduce((sum, place) => sum + (lines[place]?.pieces ?? 0), 0);
    return slot.count > 0 && pieces >= slot.count;
  });

function linkedOf(
  {
    root,
    eaches,
    sets,
  }: { root: (place: number) => number; eaches: ReadonlyMap<number, readonly Each[]>; sets: readonly Sets[] },
  count: number,
): Linked[] {
  const setsOf = new Map<number, Sets[]>();
  for (const set of sets) {
    push(setsOf, root(set.lines.flat()[0] ?? 0), set);
  }
  const groups = new Map<number, number[]>();
  for (let place = 0; place < count; place += 1) {
    const at = root(place);
    if (!eaches.has(place) && !setsOf.has(at)) continue;
    push(groups, at, place);
  }
  return [...groups].map(([at, lines]) => ({ lines, eaches, sets: setsOf.get(at) ?? [] }));
}

// Cuts --------------------------------------------------------------------------------------------------------------

/**
 * Only when a later stage could pay for it. With one stage on pieces and cart offers on the whole cart that reach no
 * further step, a minor unit not taken earlier brings at most one later.
 */
function mayGainByCuts({ lines, stages }: Desk, plain: Run): boolean {
  const pieces = stages.filter((stage) => stage.on === 'pieces');
  const cart = stages.flatMap((stage) => (stage.on === 'cart' ? stage.all : []));
  if (plain.uses.length === 0 || stages.length < 2) return false;
  if (pieces.length > 1 || stages.length - pieces.length > 1) return true;
  if (stages.some(({ all }) => all.some(({ promotion }) => promotion.isAlone))) return true;
  const given = plain.uses
    .filter(({ promotion }) => promotion.offer.form !== 'cart')
    .reduce((sum, use) => sum + sumOff(use), 0);
  const whole = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  return cart.some(({ offer, slots }) => {
    const places = slots[0] ?? [];
    if (places.length < lines.length) return true;
    if (offer.measure === 'pieces') return false;
    const reached = (amount: number): string => {
      const steps = offer.steps.filter((step) => step.from <= amount).length;
      const from = offer.steps[0]?.from ?? 0;
      return `${String(steps)} ${offer.isEvery && from > 0 ? String(Math.floor(amount / from)) : ''}`;
    };
    return reached(whole) !== reached(whole - given);
  });
}

/** Tries runs with less of something, the best known first; each found is a start for further cuts. */
function tryCuts(desk: Desk, plain: Run): Run {
  const seen = new Set<string>();
  const waiting: { readonly cuts: Cuts; readonly run: Run }[] = [{ cuts: new Map(), run: plain }];
  let best = plain;
  let tries = Math.min(
    TRIES,
    Math.ceil(WORK / (1 + desk.lines.length * desk.stages.reduce((n, { all }) => n + all.length, 1))),
  );
  while (waiting.length > 0) {
    waiting.sort((a, b) => a.run.offMinor - b.run.offMinor);
    const from = waiting.pop();
    if (from === undefined) break;
    for (const cuts of furtherCuts(from.cuts, from.run)) {
      const key = JSON.stringify([...cuts].map(([where, caps]) => [where, capsText(caps)]).sort());
      if (seen.has(key)) continue;
      seen.add(key);
      if (tries <= 0) return { ...best, isExact: false };
      tries -= 1;
      const next = run(desk, cuts);
      waiting.push({ cuts, run: next });
      if (next.offMinor > best.offMinor) best = next;
    }
  }
  return best;
}

/** Each use once less where it is; and each promotion nowhere, for those used in several places. */
function* furtherCuts(cuts: Cuts, { uses }: Run): Generator<Cuts> {
  const places = new Map<string, string[]>();
  for (const { promotion, times, where } of uses) {
    const { promotionId, offer } = promotion;
    yield withCap(cuts, where, { promotionId, most: offer.form === 'set' ? times - 1 : 0 });
    places.set(promotionId, [...(places.get(promotionId) ?? []), where]);
  }
  for (const [promotionId, all] of places) {
    if (all.length < 2) continue;
    yield all.reduce((sum, where) => withCap(sum, where, { promotionId, most: 0 }), cuts);
  }
}

function withCap(cuts: Cuts, where: string, { promotionId, most }: { promotionId: string; most: number }): Cuts {
  const caps = new Map(cuts.get(where) ?? []);
  return new Map([...cuts, [where, caps.set(promotionId, most)]]);
}
