/**
 * Photos nobody took: a code on a label, held before a camera, made by a number. Nobody could choose the scanner's
 * thresholds by them beforehand: another seed is another shop. The same seed makes the same photo.
 *
 * A label is drawn, then seen: turned, tilted, bent around a bottle, lit from a side, in glare or shadow, printed
 * faintly, out of focus, moved, in noise. Pure but for the drawing. JPEG comes after, in the browser.
 */
import bwip from 'bwip-js/node';
import { checkDigit } from '../../src/core/gtin.ts';
import { grayOf, type GrayPicture } from '../../src/client/scan/gray-picture.ts';
import { smoothed } from '../../src/client/scan/picture-filters.ts';
import { seeded } from '../support/hostile.ts';
import { readPng } from '../support/read-png.ts';

type MadePhoto = {
  readonly picture: GrayPicture;
  readonly quality: number; // of the JPEG to be made of it
};

type Chance = {
  readonly below: (most: number) => number; // a whole number
  readonly between: (from: number, to: number) => number;
  readonly isOne: (share: number) => boolean;
  readonly digits: (count: number) => string;
};

type Drawn = { readonly bcid: string; readonly text: string; readonly says: string | null };

const withCheck = (digits: string): string => digits + checkDigit(digits);
const gtin = (chance: Chance): string => withCheck(`0${String(1 + chance.below(9))}${chance.digits(11)}`);

/** What is on the label. The last few are nothing a shop reads. */
const KINDS: Readonly<Record<string, (chance: Chance) => Drawn>> = {
  ean13: (chance) => same('ean13', withCheck(String(1 + chance.below(9)) + chance.digits(11))),
  ean8: (chance) => same('ean8', withCheck(chance.digits(7))),
  upca: (chance) => same('upca', withCheck(chance.digits(11))),
  upce: (chance) => {
    const [maker, item] = [chance.digits(4) + String(1 + chance.below(9)), String(5 + chance.below(5))];
    const text = `0${maker}${item}${checkDigit(`0${maker}0000${item}`)}`;
    return same('upce', text);
  },
  itf14: (chance) => same('itf14', withCheck(`1${chance.digits(12)}`)),
  code128: (chance) => same('code128', `SK-${chance.digits(4)}-${'ABCDEF'.charAt(chance.below(6))}`),
  gs1_128: (chance) => elements('gs1-128', `(01)${gtin(chance)}(17)271231(10)L${chance.digits(3)}`),
  databar: (chance) => {
    const number = gtin(chance);
    return { bcid: 'databaromni', text: `(01)${number}`, says: number };
  },
  databar_expanded: (chance) => elements('databarexpanded', `(01)${gtin(chance)}(3103)00${chance.digits(4)}`),
  qr: (chance) => same('qrcode', `https://shop.example/01/${gtin(chance)}?s=1&q=${chance.digits(4)}`),
  datamatrix: (chance) => elements('gs1datamatrix', `(01)${gtin(chance)}(17)271231(10)L${chance.digits(4)}`),
  'no code 39': (chance) => nothing('code39', `SHELF ${chance.digits(3)}`),
  'no pdf417': (chance) => nothing('pdf417', `none of ours ${chance.digits(6)}`),
  'no codabar': (chance) => nothing('rationalizedCodabar', `A${chance.digits(8)}B`),
  'no short itf': (chance) => nothing('interleaved2of5', chance.digits(8)),
};

export const MADE_KINDS: readonly string[] = Object.keys(KINDS);

const same = (bcid: string, text: string) => ({ bcid, text, says: text });
const elements = (bcid: string, text: string) => ({ bcid, text, says: text.replace(/[()]/g, '') });
const nothing = (bcid: string, text: string) => ({ bcid, text, says: null });
const MATRIX = ['qrcode', 'gs1datamatrix', 'pdf417'];

function chanceOf(seed: number): Chance {
  const random = seeded(seed);
  const between = (from: number, to: number) => from + ((to - from) * random(1_000_001)) / 1_000_000;
  return {
    below: random,
    between,
    isOne: (share) => between(0, 1) < share,
    digits: (count) => Array.from({ length: count }, () => random(10)).join(''),
  };
}

const SCALE = 4; // pixels a module of the drawn label

/** What stands on the label, and the dice that go on to make the photo of it. `kind` is one of MADE_KINDS. */
function labelOf(kind: string, seed: number): { readonly drawn: Drawn; readonly chance: Chance } {
  const chance = chanceOf(seed * 7919 + MADE_KINDS.indexOf(kind));
  const drawn = KINDS[kind]?.(chance);
  if (drawn === undefined) throw new Error(`no such kind: ${kind}`);
  return { drawn, chance };
}

/** What the photo of a number says; null: nothing a shop reads. */
export const madeText = (kind: string, seed: number): string | null => labelOf(kind, seed).drawn.says;

/** The photo of a number. */
export async function madePhoto(kind: string, seed: number): Promise<MadePhoto> {
  const { drawn, chance } = labelOf(kind, seed);
  const { bcid, text } = drawn;
  const options = { scale: SCALE, padding: 12, backgroundcolor: 'ffffff', includetext: chance.isOne(0.6) };
  const label = grayOf(readPng(await bwip.toBuffer({ bcid, text, ...options })));
  return { picture: seen(label, chance, !MATRIX.includes(bcid)), quality: chance.between(0.45, 0.92) };
}

type View = {
  readonly module: number; // pixels of the photo
  readonly at: readonly [number, number];
  readonly turn: number;
  readonly tilt: readonly [number, number];
  readonly bend: number; // radius of the bottle, in pixels of the photo; 0: flat
};

function seen(label: GrayPicture, chance: Chance, isLinear: boolean): GrayPicture {
  const [width, height] = chance.isOne(0.7) ? [1280, 720] : [960, 1280];
  const view = viewOf(label, { chance, isLinear, size: [width, height] });
  const paper = chance.between(150, 235);
  const ink = paper * chance.between(0.12, 0.55);
  const out = surroundings(width, height, chance);
  print(out, { label, view, paper, ink });
  light(out, chance);
  const blurred = unfocused(out, view.module * Math.max(0, chance.between(-0.2, 0.6)));
  const moved = chance.isOne(0.3) ? smoothed(blurred, Math.round(view.module * chance.between(0, 0.8)), 0) : blurred;
  const noise = chance.between(0.5, 7);
  const data = moved.data.map((value) => {
    const grain = chance.between(-1, 1) + chance.between(-1, 1) + chance.between(-1, 1);
    return Math.max(0, Math.min(255, value + noise * grain));
  });
  return { width, height, data };
}

type Shot = { readonly chance: Chance; readonly isLinear: boolean; readonly size: readonly [number, number] };

function viewOf(label: GrayPicture, { chance, isLinear, size: [width, height] }: Shot): View {
  const wanted = isLinear ? chance.between(1.3, 4.5) : chance.between(2.2, 6);
  const long = Math.hypot(label.width, label.height) / SCALE;
  const module = Math.min(wanted, (0.95 * Math.min(width, height)) / long);
  const slack = (side: number) => Math.max(0, (side - long * module) / 2);
  const quarter = chance.isOne(0.25) ? Math.PI / 2 : 0;
  const lean = chance.isOne(0.75) ? chance.between(-0.2, 0.2) : chance.between(-0.8, 0.8);
  return {
    module,
    at: [width / 2 + slack(width) * chance.between(-0.6, 0.6), height / 2 + slack(height) * chance.between(-0.6, 0.6)],
    turn: quarter + lean,
    tilt: [chance.between(-0.25, 0.25) / (long * module), chance.between(-0.25, 0.25) / (long * module)],
    bend: isLinear && chance.isOne(0.25) ? long * module * chance.between(0.7, 1.5) : 0,
  };
}

/** A counter: uneven, with strips like print and edges on it. */
function surroundings(width: number, height: number, chance: Chance): GrayPicture & { readonly data: Uint8Array } {
  const base = chance.between(60, 190);
  const [waveX, waveY] = [chance.between(0.002, 0.02), chance.between(0.002, 0.02)];
  const data = new Uint8Array(width * height);
  for (let at = 0; at < data.length; at += 1) {
    const [x, y] = [at % width, Math.floor(at / width)];
    data[at] = base + 18 * Math.sin(x * waveX) + 18 * Math.cos(y * waveY);
  }
  for (let strip = chance.below(14); strip > 0; strip -= 1) {
    const [left, top] = [chance.below(width), chance.below(height)];
    const [wide, high] = [20 + chance.below(240), 4 + chance.below(24)];
    const tone = chance.between(20, 230);
    const gap = 2 + chance.below(9);
    for (let y = top; y < Math.min(height, top + high); y += 1) {
      for (let x = left; x < Math.min(width, left + wide); x += 1) {
        if ((x * 31 + strip * 17) % (gap * 3) < gap * 2) data[y * width + x] = tone;
      }
    }
  }
  return { width, height, data };
}

type Printing = {
  readonly label: GrayPicture;
  readonly view: View;
  readonly paper: number;
  readonly ink: number;
};

/** The label as it is seen, four samples a pixel. */
function print(out: GrayPicture, { label, view, paper, ink }: Printing): void {
  const { at, turn, tilt, bend, module } = view;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const grow = SCALE / module;
  for (let y = 0; y < out.height; y += 1) {
    for (let x = 0; x < out.width; x += 1) {
      let sum = 0;
      let hits = 0;
      for (const [dx, dy] of SUBPIXELS) {
        const [u, v] = [x + dx - at[0], y + dy - at[1]];
        const [turnedU, turnedV] = [u * cos + v * sin, v * cos - u * sin];
        const depth = 1 + turnedU * tilt[0] + turnedV * tilt[1];
        const flat = turnedU / depth;
        if (bend > 0 && Math.abs(flat) >= bend) continue;
        const round = bend > 0 ? bend * Math.asin(flat / bend) : flat;
        const [labelX, labelY] = [round * grow + label.width / 2, (turnedV / depth) * grow + label.height / 2];
        if (labelX < 0 || labelY < 0 || labelX >= label.width || labelY >= label.height) continue;
        sum += label.data[Math.floor(labelY) * label.width + Math.floor(labelX)] ?? 255;
        hits += 1;
      }
      if (hits === 0) continue;
      out.data[y * out.width + x] = ink + ((paper - ink) * sum) / (255 * hits);
    }
  }
}

const SUBPIXELS = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const;

/** Light from a side, a shadow's edge, and glare that washes out. */
function light({ width, height, data }: GrayPicture, chance: Chance): void {
  const way = chance.between(0, 2 * Math.PI);
  const [slopeX, slopeY] = [Math.cos(way) * 0.5, Math.sin(way) * 0.5].map((part) => part * chance.between(0, 0.9));
  const shadow = chance.isOne(0.25) ? chance.between(0.45, 0.8) : 1;
  const [edgeX, edgeY, lean] = [chance.between(0.3, 0.7), chance.between(0.3, 0.7), chance.between(-1, 1)];
  const glare = chance.isOne(0.2) ? chance.between(40, 160) : 0;
  const [glareX, glareY, spread] = [chance.between(0.2, 0.8), chance.between(0.2, 0.8), chance.between(0.03, 0.15)];
  for (let at = 0; at < data.length; at += 1) {
    const [x, y] = [(at % width) / width, Math.floor(at / width) / height];
    const sloped = 1 + (slopeX ?? 0) * (x - 0.5) + (slopeY ?? 0) * (y - 0.5);
    const across = Math.min(1, Math.max(0, (x - edgeX + lean * (y - edgeY)) * 20 + 0.5));
    const shine = glare === 0 ? 0 : glare * Math.exp(-((x - glareX) ** 2 + (y - glareY) ** 2) / (2 * spread ** 2));
    data[at] = Math.min(255, Math.max(0, (data[at] ?? 0) * sloped * (1 - (1 - shadow) * across) + shine));
  }
}

/** Three box blurs are close to a Gaussian; `sigma` in pixels, to a third of a pixel. */
function unfocused(picture: GrayPicture, sigma: number): GrayPicture {
  let rest = 12 * sigma * sigma; // a box of width w adds (w² - 1) / 12 to the variance
  let blurred = picture;
  for (let pass = 3; pass > 0; pass -= 1) {
    const reach = Math.floor((Math.sqrt(rest / pass + 1) - 1) / 2 + 0.35);
    if (reach === 0) continue;
    blurred = smoothed(blurred, reach, reach);
    rest = Math.max(0, rest - ((2 * reach + 1) ** 2 - 1));
  }
  return blurred;
}
