/**
 * A picture as black and white dots. Invariants: never larger than a logo may be and never enlarged; the share of black
 * follows the darkness of the picture (errors are passed on, Floyd and Steinberg 1976).
 */
import { assert } from './assert.ts';
import { LOGO_HIGH, LOGO_WIDE, type LogoSize } from './logo.ts';

/** The largest whole size of these proportions within the bounds. */
export function logoSize(width: number, height: number): LogoSize {
  assert(width > 0 && height > 0, 'a picture has a size');
  const shrink = Math.min(1, LOGO_WIDE / width, LOGO_HIGH / height);
  const whole = (side: number) => Math.max(1, Math.round(side * shrink));
  return { widthDots: Math.min(LOGO_WIDE, whole(width)), heightDots: Math.min(LOGO_HIGH, whole(height)) };
}

const MIDDLE = 128;

/** Black and white dots of a picture in grey (0 black to 255 white, row by row): the left dot in the highest bit. */
export function dithered(grey: ArrayLike<number>, size: LogoSize): Uint8Array {
  const { widthDots, heightDots } = size;
  assert(grey.length === widthDots * heightDots, 'one figure for each dot');
  const across = Math.ceil(widthDots / 8);
  const bits = new Uint8Array(across * heightDots);
  const light = Float32Array.from(grey);
  const pass = (x: number, y: number, error: number) => {
    if (x >= 0 && x < widthDots && y < heightDots) light[y * widthDots + x] = (light[y * widthDots + x] ?? 0) + error;
  };
  for (let y = 0; y < heightDots; y += 1) {
    for (let x = 0; x < widthDots; x += 1) {
      const seen = light[y * widthDots + x] ?? 0;
      const isBlack = seen < MIDDLE;
      const error = seen - (isBlack ? 0 : 255);
      pass(x + 1, y, (error * 7) / 16);
      pass(x - 1, y + 1, (error * 3) / 16);
      pass(x, y + 1, (error * 5) / 16);
      pass(x + 1, y + 1, error / 16);
      const at = y * across + (x >> 3);
      if (isBlack) bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return bits;
}
