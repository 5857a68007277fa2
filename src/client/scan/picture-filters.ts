/**
 * What makes a code readable that the engine cannot read as it is: uneven light made even, edges out of focus drawn
 * sharper, noise smoothed along the bars. Pure; each costs a few milliseconds at 640 pixels.
 */
import type { GrayPicture } from './gray-picture.ts';

/** Contrast below this is taken for noise: it must not be blown up into bars. */
const LEAST_VARIANCE = 3 * 3;
/** A deviation becomes this many steps of brightness. */
const SPREAD = 60;

/** Every part as bright and as rich in contrast as any other: shadows, glare and faint print go. */
export function evened(picture: GrayPicture, radius: number): GrayPicture {
  const { width, height, data } = picture;
  const out = new Uint8ClampedArray(data.length);
  const means = new Float32Array(width);
  const squares = new Float32Array(width);
  const window = slidingWindow(picture, radius);
  for (let y = 0; y < height; y += 1) {
    const rows = window.moveTo(y);
    slide(window.sums, means, { across: radius, rows });
    slide(window.squares, squares, { across: radius, rows });
    const begin = y * width;
    for (let x = 0; x < width; x += 1) {
      const mean = means[x] ?? 0;
      const deviation = Math.sqrt(Math.max(LEAST_VARIANCE, (squares[x] ?? 0) - mean * mean));
      out[begin + x] = 128 + (SPREAD * ((data[begin + x] ?? 0) - mean)) / deviation;
    }
  }
  return { width, height, data: new Uint8Array(out.buffer) };
}

/** Unsharp mask: what differs from its surroundings differs `amount` times more. */
export function sharpened(picture: GrayPicture, radius: number, amount: number): GrayPicture {
  const { width, height, data } = picture;
  const out = new Uint8ClampedArray(data.length);
  const means = new Float32Array(width);
  const window = slidingWindow(picture, radius);
  for (let y = 0; y < height; y += 1) {
    slide(window.sums, means, { across: radius, rows: window.moveTo(y) });
    const begin = y * width;
    for (let x = 0; x < width; x += 1) {
      const value = data[begin + x] ?? 0;
      out[begin + x] = value + amount * (value - (means[x] ?? 0));
    }
  }
  return { width, height, data: new Uint8Array(out.buffer) };
}

/** Bright bars on dark ground become dark bars: the engine tries that for matrix codes only. */
export const negative = (picture: GrayPicture): GrayPicture => ({
  ...picture,
  data: picture.data.map((value) => 255 - value),
});

/** The mean over a window of `2 * acrossX + 1` by `2 * acrossY + 1` pixels. */
export function smoothed(picture: GrayPicture, acrossX: number, acrossY: number): GrayPicture {
  const { width, height } = picture;
  const data = new Uint8Array(picture.data.length);
  const means = new Float32Array(width);
  const window = slidingWindow(picture, acrossY);
  for (let y = 0; y < height; y += 1) {
    slide(window.sums, means, { across: acrossX, rows: window.moveTo(y) });
    data.set(means, y * width);
  }
  return { width, height, data };
}

/** Sums down the columns of a window that moves down the picture, cut off at its edges; `moveTo` tells its rows. */
function slidingWindow({ width, height, data }: GrayPicture, reach: number) {
  const sums = new Int32Array(width);
  const squares = new Int32Array(width);
  let from = 0;
  let below = 0;
  return {
    sums,
    squares,
    moveTo(y: number): number {
      for (; below < Math.min(height, y + reach + 1); below += 1)
        addRow(data, below * width, { sums, squares, sign: 1 });
      for (; from < y - reach; from += 1) addRow(data, from * width, { sums, squares, sign: -1 });
      return below - from;
    },
  };
}

type Columns = { readonly sums: Int32Array; readonly squares: Int32Array; readonly sign: 1 | -1 };

function addRow(data: Uint8Array, begin: number, { sums, squares, sign }: Columns): void {
  for (let x = 0; x < sums.length; x += 1) {
    const value = data[begin + x] ?? 0;
    sums[x] = (sums[x] ?? 0) + sign * value;
    squares[x] = (squares[x] ?? 0) + sign * value * value;
  }
}

type Window = { readonly across: number; readonly rows: number };

/** Means along a row of column sums. The sum slides too: a large window costs no more than a small one. */
function slide(columns: Int32Array, means: Float32Array, { across, rows }: Window): void {
  const width = columns.length;
  let sum = 0;
  let count = Math.min(across, width);
  for (let x = 0; x < count; x += 1) sum += columns[x] ?? 0;
  for (let x = 0; x < width; x += 1) {
    if (x + across < width) {
      sum += columns[x + across] ?? 0;
      count += 1;
    }
    if (x > across) {
      sum -= columns[x - across - 1] ?? 0;
      count -= 1;
    }
    means[x] = sum / (rows * count);
  }
}
