/**
 * What makes a code readable that the engine cannot read as it is: uneven light made even, edges out of focus drawn
 * sharper, noise smoothed along the bars. Pure; each costs a few milliseconds at 640 pixels.
 */
import type { GrayPicture } from './gray-picture.ts';

/** Contrast below this is taken for noise: it must not be blown up into bars. */
const LEAST_DEVIATION = 3;
/** A deviation becomes this many steps of brightness. */
const SPREAD = 60;

/** Every part as bright and as rich in contrast as any other: shadows, glare and faint print go. */
export function evened(picture: GrayPicture, radius: number): GrayPicture {
  const { width, height, data } = picture;
  const squares = new Uint16Array(data.length);
  for (let at = 0; at < data.length; at += 1) squares[at] = (data[at] ?? 0) ** 2;
  const mean = meansOf({ width, height, data }, radius, radius);
  const meanSquare = meansOf({ width, height, data: squares }, radius, radius);
  const out = new Uint8ClampedArray(data.length);
  for (let at = 0; at < out.length; at += 1) {
    const middle = mean[at] ?? 0;
    const deviation = Math.sqrt(Math.max(0, (meanSquare[at] ?? 0) - middle * middle));
    out[at] = 128 + (SPREAD * ((data[at] ?? 0) - middle)) / Math.max(LEAST_DEVIATION, deviation);
  }
  return { width, height, data: new Uint8Array(out.buffer) };
}

/** Unsharp mask: what differs from its surroundings differs `amount` times more. */
export function sharpened(picture: GrayPicture, radius: number, amount: number): GrayPicture {
  const { width, height, data } = picture;
  const mean = meansOf(picture, radius, radius);
  const out = new Uint8ClampedArray(data.length);
  for (let at = 0; at < out.length; at += 1) {
    const value = data[at] ?? 0;
    out[at] = value + amount * (value - (mean[at] ?? 0));
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
  return { ...picture, data: Uint8Array.from(meansOf(picture, acrossX, acrossY)) };
}

type Values = { readonly width: number; readonly height: number; readonly data: Uint8Array | Uint16Array };

/** Means of a sliding window, cut off at the edges. Sums slide too: a large window costs no more than a small one. */
function meansOf({ width, height, data }: Values, acrossX: number, acrossY: number): Float32Array {
  const out = new Float32Array(width * height);
  const columns = new Uint32Array(width);
  const add = (row: number, sign: 1 | -1) => {
    const begin = row * width;
    for (let x = 0; x < width; x += 1) columns[x] = (columns[x] ?? 0) + sign * (data[begin + x] ?? 0);
  };
  for (let row = 0; row < Math.min(acrossY, height); row += 1) add(row, 1);
  for (let y = 0; y < height; y += 1) {
    if (y + acrossY < height) add(y + acrossY, 1);
    if (y - acrossY > 0) add(y - acrossY - 1, -1);
    const rows = Math.min(height - 1, y + acrossY) - Math.max(0, y - acrossY) + 1;
    let sum = 0;
    for (let x = 0; x < Math.min(acrossX, width); x += 1) sum += columns[x] ?? 0;
    const begin = y * width;
    for (let x = 0; x < width; x += 1) {
      if (x + acrossX < width) sum += columns[x + acrossX] ?? 0;
      if (x - acrossX > 0) sum -= columns[x - acrossX - 1] ?? 0;
      const wide = Math.min(width - 1, x + acrossX) - Math.max(0, x - acrossX) + 1;
      out[begin + x] = sum / (rows * wide);
    }
  }
  return out;
}
