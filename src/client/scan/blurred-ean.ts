/**
 * EAN-13 and UPC-A out of focus. Where bars run into each other there are no edges to measure any more, but each digit
 * still bends the brightness in its own way: digits are told by how well the blurred picture of each fits (normalised
 * correlation, so shadow and faint print do not matter), for several degrees of blur and several bends of the pack.
 *
 * Invariants: bands along the bars vote, and what is said fits the check digit, fits well everywhere, and leaves every
 * other digit clearly behind; else nothing is said. Pure.
 * Source of the patterns: GS1 General Specifications, 5.2.1.
 */
import { hasRightCheckDigit } from '../../core/gtin.ts';
import type { GrayPicture } from './gray-picture.ts';
import { profilesOf, type Zone } from './linear-zones.ts';

const LEFT_ODD = '0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'.split(' ');
const swapped = (bits: string): string => bits.replace(/[01]/g, (bit) => (bit === '0' ? '1' : '0'));
const turned = (bits: string): string => Array.from(bits).reverse().join('');
const RIGHT = LEFT_ODD.map(swapped);
const LEFT_EVEN = RIGHT.map(turned);
/** Which of the six left digits are even (bit set) says the first digit. */
const PARITIES = [0b000000, 0b001011, 0b001101, 0b001110, 0b010011, 0b011001, 0b011100, 0b010101, 0b010110, 0b011010];

const MODULES = 95;
const PER_MODULE = 4;
/** A digit is looked at with one module of its neighbours on either side. */
const WINDOW = 9 * PER_MODULE;
const DIGIT_STARTS = [3, 10, 17, 24, 31, 38, 50, 57, 64, 71, 78, 85];
const BLURS = [0.35, 0.6, 0.85, 1.1]; // standard deviations, in modules
/** How far a digit may lie from where an even pitch would have it: packs bend and are held askew. */
const SHIFTS = 13; // in samples: three modules, half of them to either side
/** Modules sampled beside the code. */
const FRINGE = 4;
/** From one digit to the next the shift changes little, and each change costs. */
const MOST_TURN = 2;
const TURN_COST = 0.01;
const TYPICAL_BLUR = 1;
/** Places are compared by every third shift, at which a digit fits a little worse. */
const ROUGHLY = 3;
const ROUGH_LOSS = 0.05;

const BANDS = 8;
const SAMPLES = 720;
const MARGIN = 0.15;
const LEAST_PITCH = 1.6; // samples
const QUIET = 3.5; // modules
const PAIRS = 4;

/** Below this a place is not a code's: mean correlation over all digits. */
const HOPELESS = 0.75;
/** Bands this far behind the best lie beside the bars, or in glare. */
const BEHIND = 0.06;
const SURE_FIT = 0.9;
const SURE_DIGIT_FIT = 0.72;
/** How far the second best digit must be behind in every place. */
const SURE_LEAD = 0.06;
const SURE_BANDS = 2;

/** `bits` with neighbours, blurred, without its mean and of length one. */
function templateOf(bits: string, before: number, after: number, blur: number): Float32Array {
  // Beyond the neighbouring module bars and spaces are as likely as each other.
  const modules = [0.5, 0.5, before, ...Array.from(bits, Number), after, 0.5, 0.5];
  const fine = finely(modules);
  const reach = Math.ceil(3 * blur * PER_MODULE);
  const out = new Float32Array(WINDOW);
  for (let at = 0; at < WINDOW; at += 1) {
    let sum = 0;
    let weights = 0;
    for (let off = -reach; off <= reach; off += 1) {
      const weight = Math.exp(-0.5 * (off / (blur * PER_MODULE)) ** 2);
      const value = fine[Math.min(fine.length - 1, Math.max(0, at + 2 * PER_MODULE + off))] ?? 0.5;
      sum -= weight * value; // a bar is dark
      weights += weight;
    }
    out[at] = sum / weights;
  }
  return unit(out);
}

const finely = (modules: readonly number[]): number[] =>
  modules.flatMap((value) => Array.from({ length: PER_MODULE }, () => value));

/** Without its mean, of length one. Nothing but noise becomes all zeros. */
function unit(values: Float32Array): Float32Array {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let length = 0;
  for (const value of values) length += (value - mean) ** 2;
  const by = length < 1e-6 ? 0 : 1 / Math.sqrt(length);
  for (let at = 0; at < values.length; at += 1) values[at] = ((values[at] ?? 0) - mean) * by;
  return values;
}

/** Rows of WINDOW samples, one behind the other. */
type Templates = { readonly left: Float32Array; readonly right: Float32Array };
let drawn: readonly Templates[] | null = null;
/** Drawn with the first use: most pictures are read without. `left` has ten odd digits, then ten even ones. */
const templates = (): readonly Templates[] =>
  (drawn ??= BLURS.map((blur) => ({
    left: inOne([...LEFT_ODD, ...LEFT_EVEN].map((bits) => templateOf(bits, 1, 0, blur))),
    right: inOne(RIGHT.map((bits) => templateOf(bits, 0, 1, blur))),
  })));

function inOne(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.length * WINDOW);
  for (const [at, row] of rows.entries()) all.set(row, at * WINDOW);
  return all;
}

/** Where the code begins on a profile and how wide a module is, in samples. */
type Place = { readonly begin: number; readonly pitch: number };

type Fit = {
  readonly scores: readonly Float32Array[]; // by digit's place: 20 correlations on the left, 10 on the right
  readonly fit: number; // mean of the best
  readonly text: string;
};

type Reading = { readonly text: string; readonly lines: number };

/** The code of a zone, or null. `lines`: how many bands agree with it. */
export function readBlurredEan(picture: GrayPicture, zone: Zone): Reading | null {
  const profiles = profilesOf(picture, zone, { bands: BANDS, samples: SAMPLES, margin: MARGIN });
  return verdictOf(profiles) ?? verdictOf(profiles.map((profile) => profile.slice().reverse()));
}

/** The bands' votes, counted together. */
function verdictOf(profiles: readonly Float32Array[]): Reading | null {
  const samples = profiles.filter((_, band) => band % 3 === 1).flatMap((profile) => bestFit(profile) ?? []);
  if (samples.length === 0) return null; // print, or bars of another kind: most zones end here
  const others = profiles.filter((_, band) => band % 3 !== 1).flatMap((profile) => bestFit(profile) ?? []);
  const all = [...samples, ...others];
  const leader = Math.max(...all.map(({ fit }) => fit));
  const fits = all.filter(({ fit }) => fit >= leader - BEHIND);
  if (fits.length < SURE_BANDS) return null;
  const scores = DIGIT_STARTS.map((_, place) => {
    const sum = new Float32Array(place < 6 ? 20 : 10);
    for (const { scores: own } of fits) {
      for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + (own[place]?.[at] ?? 0) / fits.length;
    }
    return sum;
  });
  const { text, fit, worst, lead } = decided(scores);
  const lines = fits.filter((each) => each.text === text).length;
  const isSure = fit >= SURE_FIT && worst >= SURE_DIGIT_FIT && lead >= SURE_LEAD && lines >= SURE_BANDS;
  return isSure && hasRightCheckDigit(text) ? { text, lines } : null;
}

type Decided = { readonly text: string; readonly fit: number; readonly worst: number; readonly lead: number };

/** The digits that fit best, with a first digit that their parities name. */
function decided(scores: readonly Float32Array[]): Decided {
  const left = scores.slice(0, 6).map((each) => [bestOf(each, 0, 10), bestOf(each, 10, 20)] as const);
  const right = scores.slice(6).map((each) => bestOf(each, 0, 10));
  const sums = PARITIES.map((parity) =>
    left.reduce((sum, [odd, even], place) => sum + (isEven(parity, place) ? even.score : odd.score), 0),
  );
  const first = sums.indexOf(Math.max(...sums));
  const chosen = left.map(([odd, even], place) => (isEven(PARITIES[first] ?? 0, place) ? even : odd));
  const others = Math.max(...sums.filter((_, digit) => digit !== first));
  const all = [...chosen, ...right];
  return {
    text: `${String(first)}${all.map(({ digit }) => digit).join('')}`,
    fit: all.reduce((sum, { score }) => sum + score, 0) / all.length,
    worst: Math.min(...all.map(({ score }) => score)),
    lead: Math.min(...all.map(({ lead }) => lead), (sums[first] ?? 0) - others),
  };
}

const isEven = (parity: number, place: number): boolean => ((parity >> (5 - place)) & 1) === 1;

type Best = { readonly digit: number; readonly score: number; readonly lead: number };

function bestOf(scores: Float32Array, from: number, to: number): Best {
  let digit = 0;
  let score = -2;
  let second = -2;
  for (let at = from; at < to; at += 1) {
    const value = scores[at] ?? 0;
    if (value > score) {
      second = score;
      score = value;
      digit = at - from;
    } else if (value > second) second = value;
  }
  return { digit, score, lead: score - second };
}

/** The place and blur that fit a profile best: places are compared roughly, the best one is looked at closely. */
function bestFit(profile: Float32Array): Fit | null {
  let best: { readonly place: Place; readonly fit: number } | null = null;
  for (const place of placesOf(profile)) {
    const { fit } = fitAt(profile, place, { blur: TYPICAL_BLUR, step: ROUGHLY });
    if (best === null || fit > best.fit) best = { place, fit };
  }
  if (best === null || best.fit < HOPELESS - ROUGH_LOSS) return null;
  const { place } = best;
  const fits = BLURS.map((_, blur) => blur).sort((a, b) => Number(b === TYPICAL_BLUR) - Number(a === TYPICAL_BLUR));
  let closest: Fit | null = null;
  for (const blur of fits) {
    const fit = fitAt(profile, place, { blur, step: 1 });
    if (blur === TYPICAL_BLUR && fit.fit < HOPELESS) return null;
    if (closest === null || fit.fit > closest.fit) closest = fit;
  }
  return closest;
}

type Closeness = { readonly blur: number; readonly step: number };

/** Every digit's correlations at one place, each digit where the way along the code fits best as a whole. */
function fitAt(profile: Float32Array, place: Place, { blur, step }: Closeness): Fit {
  const of = templates()[blur];
  const code = evenSamples(profile, place, { start: -FRINGE, end: MODULES + FRINGE });
  const shifts = Array.from({ length: Math.ceil(SHIFTS / step) }, (_, at) => at * step - (SHIFTS >> 1));
  const byShift = DIGIT_STARTS.map((start, digit) => {
    const wanted = (digit < 6 ? of?.left : of?.right) ?? new Float32Array(0);
    const middle = (start - 1 + FRINGE) * PER_MODULE;
    return shifts.map((shift) => correlations(code, middle + shift, wanted));
  });
  const way = bestWay(
    byShift.map((row) => row.map(({ best }) => best)),
    step,
  );
  const scores = byShift.map((row, digit) => {
    const at = way[digit] ?? 0;
    const best = Float32Array.from(row[at]?.scores ?? []);
    for (const near of [row[at - 1], row[at + 1]]) {
      for (let each = 0; each < best.length; each += 1)
        best[each] = Math.max(best[each] ?? -1, near?.scores[each] ?? -1);
    }
    return best;
  });
  const { fit, text } = decided(scores);
  return { scores, fit, text };
}

type Correlations = { readonly scores: Float32Array; readonly best: number };

/** How well the samples from `from` on fit each of the templates. */
function correlations(code: Float32Array, from: number, wanted: Float32Array): Correlations {
  let sum = 0;
  let squares = 0;
  for (let at = from; at < from + WINDOW; at += 1) {
    const value = code[at] ?? 0;
    sum += value;
    squares += value * value;
  }
  const length = Math.sqrt(Math.max(1e-3, squares - (sum * sum) / WINDOW));
  const scores = new Float32Array(wanted.length / WINDOW);
  let best = -1;
  for (let each = 0; each < scores.length; each += 1) {
    const row = each * WINDOW;
    let product = 0;
    for (let at = 0; at < WINDOW; at += 1) product += (code[from + at] ?? 0) * (wanted[row + at] ?? 0);
    const score = product / length; // templates have no mean, so the window's takes no part
    scores[each] = score;
    if (score > best) best = score;
  }
  return { scores, best };
}

/** The shift of each digit on the way with the largest sum. */
function bestWay(gains: readonly (readonly number[])[], step: number): number[] {
  const turn = Math.ceil(MOST_TURN / step);
  const from: number[][] = [];
  let sums: number[] = [...(gains[0] ?? [])];
  for (const gain of gains.slice(1)) {
    const came: number[] = [];
    const before = sums;
    sums = gain.map((own, at) => {
      let best = -Infinity;
      for (let other = Math.max(0, at - turn); other <= Math.min(gain.length - 1, at + turn); other += 1) {
        const sum = (before[other] ?? 0) - TURN_COST * step * Math.abs(other - at);
        if (sum > best) {
          best = sum;
          came[at] = other;
        }
      }
      return own + best;
    });
    from.push(came);
  }
  const way = [sums.indexOf(Math.max(...sums))];
  for (const came of from.reverse()) way.unshift(came[way[0] ?? 0] ?? 0);
  return way;
}

/** A stretch of modules, sampled evenly. */
function evenSamples(
  profile: Float32Array,
  { begin, pitch }: Place,
  { start, end }: { readonly start: number; readonly end: number },
): Float32Array {
  const out = new Float32Array((end - start) * PER_MODULE);
  for (let at = 0; at < out.length; at += 1) {
    const x = Math.min(profile.length - 1.001, Math.max(0, begin + (start + (at + 0.5) / PER_MODULE) * pitch));
    const left = Math.floor(x);
    out[at] = (profile[left] ?? 0) * (1 - (x - left)) + (profile[left + 1] ?? 0) * (x - left);
  }
  return out;
}

/** Where a code may begin and end: edges with quiet paper outside, the pairs whose three guards fit best. */
function placesOf(profile: Float32Array): Place[] {
  const { falling, rising } = edgesOf(profile);
  const edges = Int32Array.from([0, ...falling, ...rising, profile.length]).sort();
  const isQuiet = ({ quiet }: { readonly quiet: number }) => quiet >= QUIET * LEAST_PITCH;
  const before = new Map(Array.from(edges, (at, i) => [at, at - (edges[i - 1] ?? 0)]));
  const after = new Map(Array.from(edges, (at, i) => [at, (edges[i + 1] ?? at) - at]));
  const begins = falling.map((at) => ({ at, quiet: before.get(at) ?? 0 })).filter(isQuiet);
  const ends = rising.map((at) => ({ at, quiet: after.get(at) ?? 0 })).filter(isQuiet);
  return begins
    .flatMap((begin) =>
      ends.flatMap((end) => {
        const pitch = (end.at - begin.at) / MODULES;
        const isCode = pitch >= LEAST_PITCH && Math.min(begin.quiet, end.quiet) >= QUIET * pitch;
        return isCode ? [{ begin: begin.at, pitch }] : [];
      }),
    )
    .map((place) => ({ place, fit: guardFit(profile, place) }))
    .sort((a, b) => b.fit - a.fit)
    .slice(0, PAIRS)
    .map(({ place }) => place);
}

const GUARDS = [
  { start: -4, bits: '00001010' },
  { start: 44, bits: '1010101' },
  { start: 91, bits: '01010000' },
].map(({ start, bits }) => ({
  start,
  wanted: unit(Float32Array.from(finely(Array.from(bits, (bit) => -Number(bit))))),
}));

function guardFit(profile: Float32Array, place: Place): number {
  let sum = 0;
  for (const { start, wanted } of GUARDS) {
    const seen = unit(evenSamples(profile, place, { start, end: start + wanted.length / PER_MODULE }));
    for (let at = 0; at < seen.length; at += 1) sum += (seen[at] ?? 0) * (wanted[at] ?? 0);
  }
  return sum;
}

/** Places of the steepest slopes down and up, from left to right. */
function edgesOf(profile: Float32Array): { readonly falling: readonly number[]; readonly rising: readonly number[] } {
  const reach = 3;
  const slopes = Float32Array.from(profile, (_, at) =>
    at < reach || at >= profile.length - reach ? 0 : (profile[at + reach] ?? 0) - (profile[at - reach] ?? 0),
  );
  let steepest = 0;
  for (const slope of slopes) steepest = Math.max(steepest, Math.abs(slope));
  const falling: number[] = [];
  const rising: number[] = [];
  for (let at = 1; at < slopes.length - 1; at += 1) {
    const slope = slopes[at] ?? 0;
    if (Math.abs(slope) < 0.12 * steepest) continue;
    const [before = 0, after = 0] = [slopes[at - 1], slopes[at + 1]];
    if (slope < 0 && slope <= before && slope < after) falling.push(at);
    if (slope > 0 && slope >= before && slope > after) rising.push(at);
  }
  return { falling, rising };
}
