import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pixelsOf } from '../../../src/client/scan/frame-pixels.ts';

/** As on tablets: a larger canvas takes no pixels and says nothing. */
const CANVAS_PIXELS = 16_777_216;

/** A picture whose brightness tells the row. */
type Bitmap = { readonly width: number; readonly height: number; close(): void };
const rowOf = (y: number): number => y % 251;
let closed = 0;

class Canvas {
  readonly #data: { top: number; drawn: Bitmap | null } = { top: 0, drawn: null };
  readonly width: number;
  readonly height: number;
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }
  getContext() {
    const isHeld = this.width * this.height <= CANVAS_PIXELS;
    return {
      clearRect: () => (this.#data.drawn = null),
      drawImage: (of: Bitmap, _x: number, y: number) =>
        Object.assign(this.#data, { drawn: isHeld ? of : null, top: -y }),
      getImageData: (_x: number, _y: number, width: number, height: number) => {
        const { drawn, top } = this.#data;
        const words = new Uint32Array(width * height);
        for (let y = 0; drawn !== null && y < height; y += 1) {
          words.fill(0xff000000 | (rowOf(top + y) * 0x010101), y * width, (y + 1) * width);
        }
        return { width, height, data: new Uint8ClampedArray(words.buffer) };
      },
    };
  }
}

const file = new Blob(['a picture']);
const unpacksTo = (width: number, height: number) =>
  vi.stubGlobal('createImageBitmap', () =>
    Promise.resolve<Bitmap>({
      width,
      height,
      close: () => {
        closed += 1;
      },
    }),
  );

beforeEach(() => {
  closed = 0;
  vi.stubGlobal('ImageData', Canvas); // nothing here is one
  vi.stubGlobal('OffscreenCanvas', Canvas);
});
afterEach(() => vi.unstubAllGlobals());

test.each([
  [640, 480],
  [8660, 5780],
  [1, 20_000],
])('a picture of %i by %i pixels is taken whole, though canvases are small', async (width, height) => {
  unpacksTo(width, height);
  const picture = await pixelsOf(file);
  if (typeof picture === 'string') throw new Error(picture);
  expect([picture.width, picture.height, picture.data.length]).toEqual([width, height, width * height]);
  const rows = Array.from({ length: height }, (_, y) => picture.data[y * width]);
  expect(rows).toEqual(Array.from({ length: height }, (_, y) => rowOf(y)));
  expect(picture.data[width * height - 1]).toBe(rowOf(height - 1));
  expect(closed).toBe(1);
});

test('what is no picture, and what is too large to unpack, is said', async () => {
  unpacksTo(12_000, 9000);
  expect(await pixelsOf(file)).toBe('too_large');
  expect(closed).toBe(1);
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('', 'InvalidStateError')));
  expect(await pixelsOf(file)).toBe('no_picture');
});
