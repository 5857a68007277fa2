/** Pictures as dots: within bounds, nothing lost but grey, and as black on the whole as the picture is dark. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dithered, logoSize } from '../../src/core/dither.ts';
import { LOGO_HIGH, LOGO_WIDE, logoBytes } from '../../src/core/logo.ts';

const ones = (bits: Uint8Array): number =>
  bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);

describe('a size', () => {
  test.each([
    [100, 50, 100, 50, 'a small picture stays as it is'],
    [768, 192, 384, 96, 'a broad one is as wide as the paper'],
    [500, 1000, 96, 192, 'a high one is as high as may be'],
    [10_000, 1, 384, 1, 'never nothing'],
  ])('of %s × %s is %s × %s dots: %s', (width, height, widthDots, heightDots) => {
    expect(logoSize(width, height)).toEqual({ widthDots, heightDots });
  });

  test('lies within bounds whatever the picture', () => {
    const side = fc.integer({ min: 1, max: 8000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const { widthDots, heightDots } = logoSize(width, height);
        expect(widthDots).toBeGreaterThanOrEqual(1);
        expect(heightDots).toBeGreaterThanOrEqual(1);
        expect(widthDots).toBeLessThanOrEqual(Math.min(LOGO_WIDE, width));
        expect(heightDots).toBeLessThanOrEqual(Math.min(LOGO_HIGH, height));
      }),
    );
  });
});

describe('dots', () => {
  test('of black and white are the picture itself, the left one in the highest bit', () => {
    // 10 wide, 2 high: the first row black at 0 and 9, the second all white
    const grey = Array.from({ length: 20 }, (_, at) => (at === 0 || at === 9 ? 0 : 255));
    expect([...dithered(grey, { widthDots: 10, heightDots: 2 })]).toEqual([0x80, 0x40, 0, 0]);
  });

  test('are as black on the whole as the picture is dark, and never outside it', () => {
    const picture = fc.tuple(
      fc.integer({ min: 8, max: 60 }),
      fc.integer({ min: 8, max: 40 }),
      fc.integer({ min: 0, max: 255 }),
    );
    fc.assert(
      fc.property(picture, ([widthDots, heightDots, level]) => {
        const size = { widthDots, heightDots };
        const dots = widthDots * heightDots;
        const bits = dithered(new Uint8Array(dots).fill(level), size);
        expect(bits).toHaveLength(logoBytes(size));
        const dark = (dots * (255 - level)) / 255;
        // what is passed beyond the edges is lost: at most a rim of dots
        expect(Math.abs(ones(bits) - dark)).toBeLessThanOrEqual(widthDots + heightDots);
        const across = Math.ceil(widthDots / 8);
        const beyond = 0xff >> (widthDots % 8 === 0 ? 8 : widthDots % 8);
        for (let y = 0; y < heightDots; y += 1) expect(bits[(y + 1) * across - 1]! & beyond).toBe(0);
      }),
    );
  });
});
