/**
 * The ways of looking at a picture, likeliest and cheapest first. Each is general: another size, light made even, edges
 * sharpened, the middle enlarged, the bars fitted. What a stage sees is evidence only; picture-reader.ts judges it.
 *
 * Every stage works at a size of its own, so a large picture costs little more than a small one.
 */
import { readBlurredEan } from './blurred-ean.ts';
import { offCentreOf, placeInWhole, placeOf, placeOfPart } from './code-place.ts';
import { atMost as noLarger, cutOut, type GrayPicture, middleOf, partsOf, type Sizes } from './gray-picture.ts';
import { cornersOf, findZones } from './linear-zones.ts';
import { evened, negative, sharpened, smoothed } from './picture-filters.ts';
import type { Engine, Look, Sighting } from './zxing-engine.ts';

export type Stage = {
  readonly name: string;
  readonly isPlain: (longSide: number) => boolean; // sees such a picture as it is, so that few lines are believed
  readonly fits: (longSide: number) => boolean; // whether it adds something at this size
  readonly look: (sizes: Sizes, engine: Engine) => Promise<Sighting[]>;
};

const QUICK: Look = { codes: 'all', harder: false, invert: false, downscale: true };
const HARD: Look = { codes: 'all', harder: true, invert: true, downscale: false };
const BARS: Look = { codes: 'linear', harder: true, invert: false, downscale: false };
const SQUARES: Look = { codes: 'matrix', harder: true, invert: false, downscale: false };

const always = () => true;
const never = () => false;
const SMALL = 640;
/** A larger picture is shrunk: bars a pixel wide run into each other there, and are misread in many lines alike. */
const ifSmall = (long: number): boolean => long <= SMALL;
const isLarge = (long: number): boolean => long > 1.2 * SMALL;
/** Larger is looked at in parts only, and last: most photos have more pixels than their lens has detail. */
export const LARGEST = 2560;

/** A stage that shows the engine another picture. */
const shown = (
  name: string,
  how: Look,
  change: (sizes: Sizes) => GrayPicture,
  { isPlain = never, fits = always }: Partial<Pick<Stage, 'isPlain' | 'fits'>> = {},
): Stage => ({ name, isPlain, fits, look: (sizes, engine) => engine.look(change(sizes), how) });

/** A stage that fits the digits themselves. A band is the mean of several lines. */
const LINES_OF_A_BAND = 2;

const fitted = (name: string, change: (sizes: Sizes) => GrayPicture): Stage => ({
  name,
  isPlain: never,
  fits: always,
  look(sizes) {
    const changed = change(sizes);
    const sightings: Sighting[] = [];
    for (const zone of findZones(changed, 2)) {
      const read = readBlurredEan(changed, zone);
      if (read === null) continue;
      const bytes = new TextEncoder().encode(read.text);
      const place = placeOf(cornersOf(zone), changed);
      const lines = read.lines * LINES_OF_A_BAND;
      const offCentre = offCentreOf(place);
      sightings.push({ text: read.text, bytes, symbology: 'ean13', identifier: ']E0', offCentre, lines, place });
    }
    return Promise.resolve(sightings);
  },
});

/** Looks at the middle alone: what a person aims at, at a size the others do not see it in. */
const enlarged = (name: string, how: Look, share: number): Stage => ({
  name,
  isPlain: (long) => ifSmall(long * share),
  fits: isLarge,
  async look({ whole }, engine) {
    const seen = await engine.look(noLarger(middleOf(whole, share), SMALL), how);
    return seen.map((each) => ({
      ...each,
      offCentre: each.offCentre * share,
      place: placeInWhole(each.place, share),
    }));
  },
});

/** What is seen in the shrunk picture is asked for in the whole one: no other stage would contradict a misreading. */
const NEGATIVE: Stage = {
  name: 'negative',
  isPlain: ifSmall,
  fits: always,
  async look({ whole, atMost }, engine) {
    const small = atMost(SMALL);
    const seen = await engine.look(negative(small), BARS);
    if (seen.length === 0 || small === whole) return seen;
    return [...seen, ...(await engine.look(negative(whole), BARS))];
  },
};

export const STAGES: readonly Stage[] = [
  shown('quick', QUICK, ({ atMost }) => atMost(SMALL), { isPlain: ifSmall }),
  shown('quick, whole', { ...QUICK, downscale: false }, ({ whole }) => whole, {
    isPlain: always,
    fits: isLarge,
  }),
  shown('hard', HARD, ({ atMost }) => atMost(SMALL), { isPlain: ifSmall }),
  shown('sharp 480', BARS, ({ scaledTo }) => sharpened(scaledTo(480), 3, 2)),
  shown('even 480', BARS, ({ scaledTo }) => evened(scaledTo(480), 24)),
  fitted('fitted', ({ atMost }) => atMost(SMALL)),
  enlarged('middle', HARD, 0.5),
  shown('squares, even', SQUARES, ({ atMost }) => evened(atMost(SMALL), 30)),
  shown('sharp 800', BARS, ({ scaledTo }) => sharpened(scaledTo(800), 5, 3)),
  shown('even 800', BARS, ({ scaledTo }) => evened(scaledTo(800), 40)),
  shown('hard, whole', { ...HARD, downscale: true }, ({ whole }) => whole, {
    isPlain: always,
    fits: isLarge,
  }),
  NEGATIVE,
  shown('squares, smooth', SQUARES, ({ atMost }) => smoothed(atMost(SMALL), 1, 1)),
  shown('even 300', BARS, ({ scaledTo }) => evened(scaledTo(300), 24)),
  fitted('fitted, even', ({ scaledTo }) => evened(smoothed(scaledTo(480), 1, 1), 30)),
  shown('even upright bars', BARS, ({ scaledTo }) => evened(smoothed(scaledTo(480), 0, 4), 24)),
  shown('even lying bars', BARS, ({ scaledTo }) => evened(smoothed(scaledTo(480), 4, 0), 24)),
];

/** For a chosen picture alone: a camera's is soon held closer. */
export const PATIENT_STAGES: readonly Stage[] = [
  shown('negative, whole', BARS, ({ whole }) => negative(whole), { isPlain: always, fits: isLarge }),
];

/** A picture too large to be looked at whole shows what is small in parts, each as it is. */
const PART = { side: 1280, overlap: 420 } as const;

/** One stage a part, those in the middle first. */
export const partStages = (picture: GrayPicture): Stage[] =>
  partsOf(picture, PART).map((part) => ({
    name: 'part',
    isPlain: always,
    fits: always,
    async look({ whole }, engine) {
      const seen = await engine.look(cutOut(whole, part), HARD);
      return seen.map((each) => {
        const place = placeOfPart(each.place, { part, whole });
        return { ...each, place, offCentre: offCentreOf(place) };
      });
    },
  }));
