/**
 * Reads one picture after another: the one pipeline of camera, chosen picture and command. A chosen picture goes
 * through all stages until a code is sure; a frame has a budget, and the stages it has no time for come with the next.
 *
 * A linear code is sure when many scan lines agree, or when stages that see different pictures do; a matrix code is by
 * its own error correction. What a frame saw and could not prove counts for the frames of the next moment.
 *
 * Invariants: what is returned was seen in this very picture; of two linear codes that contradict each other in one
 * place, neither is returned until one is far ahead.
 */
import { isOnePlace, type Place } from './code-place.ts';
import { atMost, type GrayPicture, type Sizes, sizesOf } from './gray-picture.ts';
import { LARGEST, partStages, PATIENT_STAGES, STAGES, type Stage } from './read-stages.ts';
import { isLinear, type SeenCode } from './seen-code.ts';
import type { Engine, Sighting } from './zxing-engine.ts';

/** `frame`: one of many a second. `image`: a picture somebody chose. */
export type Effort = 'frame' | 'image';

interface PictureReader {
  /** Sure codes of the picture, in no order. Throws when the engine cannot run at all. */
  read(picture: GrayPicture, effort: Effort): Promise<readonly SeenCode[]>;
}

/** What a frame may take on average. A slow device gives as much again as its first look takes. */
const BUDGET_MS = 11;
/** Lines that make a linear code sure by themselves. */
const SURE_LINES = 10;
/** With another stage that agrees. */
const AGREED_LINES = 5;
/** Fewer lines of one stage prove nothing by coming again: a still picture is misread in the same way each time. */
const REPEATED_LINES = 6;
/** At the end of a chosen picture, when nothing spoke against it, in the picture as it is. */
const LAST_LINES = 6;
/** How far ahead of another reading in the same place. */
const AHEAD = 3;
const SAME_DISTANCE = 0.12;
/** No part of a large picture is begun later than this: the device is slow, and somebody waits. */
const PARTS_UNTIL_MS = 8_000;
/** Frames are remembered this long. */
const MEMORY_MS = 700;

type Evidence = {
  readonly code: SeenCode;
  readonly place: Place;
  readonly stage: Stage;
  readonly isPlain: boolean;
  readonly lines: number;
  readonly atMs: number;
  readonly picture: number;
};

export function createPictureReader(engine: Engine, now: () => number): PictureReader {
  let memory: readonly Evidence[] = [];
  let pictures = 0;
  let turn = 0; // the stage whose turn it is
  let creditMs = 0;
  const costs = new Map<Stage, number>();

  const run = async (stage: Stage, picture: Sizes): Promise<readonly Evidence[]> => {
    const from = now();
    const sightings = await stage.look(picture, engine);
    const took = now() - from;
    costs.set(stage, (costs.get(stage) ?? took) * 0.7 + took * 0.3);
    return sightings.map(({ lines, place, ...code }: Sighting) => ({
      ...{ code, place, stage, lines },
      isPlain: stage.isPlain(Math.max(picture.whole.width, picture.whole.height)),
      atMs: from,
      picture: pictures,
    }));
  };

  const readImage = async (picture: GrayPicture): Promise<readonly SeenCode[]> => {
    const begin = now();
    const whole = sizesOf(picture);
    const within = sizesOf(atMost(picture, LARGEST));
    const parts = within.whole === picture ? [] : partStages(picture);
    let seen: readonly Evidence[] = [];
    for (const stage of [...fitting([...STAGES, ...PATIENT_STAGES], within), ...parts]) {
      const isPart = parts.includes(stage);
      if (isPart && now() - begin > PARTS_UNTIL_MS) break;
      seen = [...seen, ...(await run(stage, isPart ? whole : within))];
      const sure = sureCodes(seen);
      if (sure.length > 0) return sure;
    }
    return lastCodes(seen);
  };

  const readFrame = async (picture: Sizes): Promise<readonly SeenCode[]> => {
    const begin = now();
    const [first, ...others] = fitting(STAGES, picture);
    if (first === undefined) return [];
    memory = memory.filter(({ atMs }) => begin - atMs < MEMORY_MS);
    const keep = (seen: readonly Evidence[]) => {
      memory = [...memory, ...seen];
      return sureCodes(memory).filter((code) => seen.some((each) => isSame(each.code, code)));
    };
    let sure = keep(await run(first, picture));
    const firstMs = now() - begin;
    creditMs = Math.min(creditMs + Math.max(BUDGET_MS - firstMs, firstMs), 8 * BUDGET_MS);
    const lately = memory.findLast(({ stage }) => stage !== first && others.includes(stage))?.stage;
    const queue = others.map((_, at) => others[(turn + at) % others.length] ?? first);
    for (const stage of lately === undefined ? queue : [lately, ...queue]) {
      if (sure.length > 0 || now() - begin >= BUDGET_MS) break;
      const cost = costs.get(stage) ?? 0;
      // Its turn comes when enough is saved up; one that just saw something is worth a debt.
      if (stage !== lately && cost > creditMs) break;
      if (stage !== lately) turn = (others.indexOf(stage) + 1) % others.length;
      const from = now();
      sure = keep(await run(stage, picture));
      creditMs -= now() - from;
    }
    return sure;
  };

  return {
    async read(picture, effort) {
      pictures += 1;
      return effort === 'image' ? readImage(picture) : readFrame(sizesOf(atMost(picture, LARGEST)));
    },
  };
}

const fitting = (stages: readonly Stage[], { whole }: Sizes): Stage[] =>
  stages.filter((stage) => stage.fits(Math.max(whole.width, whole.height)));

const isSame = (one: SeenCode, other: SeenCode): boolean =>
  one.text === other.text && one.symbology === other.symbology;

type Tally = {
  readonly code: SeenCode;
  readonly own: readonly Evidence[];
  readonly lines: number;
  readonly looks: number;
  readonly plain: number;
};

/** What speaks for each code, the latest sighting for its place. */
function tallied(seen: readonly Evidence[]): Tally[] {
  const codes = seen.filter((each, at) => !seen.slice(at + 1).some((later) => isSame(each.code, later.code)));
  return codes.map(({ code }) => {
    const own = seen.filter((each) => isSame(each.code, code));
    const stages = new Set(own.map(({ stage }) => stage));
    const repeats = new Set(own.filter(({ lines }) => lines >= REPEATED_LINES).map(({ picture }) => picture));
    const plain = own.filter(({ isPlain }) => isPlain).map(({ lines }) => lines);
    return {
      code,
      own,
      lines: strength(own),
      looks: Math.max(stages.size, repeats.size),
      plain: Math.max(0, ...plain),
    };
  });
}

/** Lines of all looks; of few lines in one stage only the best look counts. */
function strength(own: readonly Evidence[]): number {
  const strong = own.filter(({ lines }) => lines >= REPEATED_LINES);
  const weak = new Map<Stage, number>();
  for (const { stage, lines } of own) {
    if (lines < REPEATED_LINES) weak.set(stage, Math.max(lines, weak.get(stage) ?? 0));
  }
  return [...strong.map(({ lines }) => lines), ...weak.values()].reduce((sum, lines) => sum + lines, 0);
}

/** Linear codes in one place that say different things: one of them is misread. */
const contradicts = (one: Tally, other: Tally): boolean =>
  one !== other && isLinear(one.code.symbology) && isLinear(other.code.symbology) && !areApart(one.own, other.own);

/**
 * Two codes are two where one picture showed them side by side. Hands move between frames, so of frames that showed one
 * each no more is asked than how far from the middle it was.
 */
function areApart(one: readonly Evidence[], other: readonly Evidence[]): boolean {
  const pairs = one.flatMap((mine) => other.map((theirs) => [mine, theirs] as const));
  const together = pairs.filter(([mine, theirs]) => mine.picture === theirs.picture);
  if (together.length > 0) return together.every(([mine, theirs]) => !isOnePlace(mine.place, theirs.place));
  return pairs.every(([mine, theirs]) => Math.abs(mine.code.offCentre - theirs.code.offCentre) >= SAME_DISTANCE);
}

const isAhead = (tally: Tally, all: readonly Tally[]): boolean =>
  all.every((other) => !contradicts(tally, other) || tally.lines >= AHEAD * other.lines);

function sureCodes(seen: readonly Evidence[]): SeenCode[] {
  const all = tallied(seen);
  const isSure = (tally: Tally): boolean => {
    if (!isLinear(tally.code.symbology)) return true;
    const enough = tally.lines >= SURE_LINES || (tally.looks >= 2 && tally.lines >= AGREED_LINES);
    return enough && isAhead(tally, all);
  };
  return all.filter(isSure).map(({ code }) => code);
}

/** All stages have looked: fewer lines will do where nothing else was seen. */
function lastCodes(seen: readonly Evidence[]): SeenCode[] {
  const all = tallied(seen);
  return all.filter(({ plain }) => plain >= LAST_LINES && all.length === 1).map(({ code }) => code);
}
