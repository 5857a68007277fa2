/** What a photo somebody chose shows beyond a frame of the camera: small codes, white bars, two rows of bars. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import bwip from 'bwip-js/node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOWHERE } from '../../../src/client/scan/code-place.ts';
import { atMost, grayOf, type GrayPicture, partsOf } from '../../../src/client/scan/gray-picture.ts';
import { negative } from '../../../src/client/scan/picture-filters.ts';
import { createPictureReader } from '../../../src/client/scan/picture-reader.ts';
import { createEngine, type Engine, type Sighting } from '../../../src/client/scan/zxing-engine.ts';
import { readPng } from '../../support/read-png.ts';

const wasmFile = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
const engine = createEngine({ wasmBytes: new Uint8Array(readFileSync(wasmFile)).buffer });
const now = () => performance.now();
/** Twelve megapixels through every stage take a while on a busy machine. */
const PATIENCE_MS = 90_000;
const EAN = '6901234567892';

type Drawn = Parameters<typeof bwip.toBuffer>[0];
const label = async (options: Drawn): Promise<GrayPicture> =>
  grayOf(readPng(await bwip.toBuffer({ scale: 2, padding: 12, backgroundcolor: 'ffffff', ...options })));

/** On a gray counter, its middle at these shares of the picture's width and height. */
function laid(code: GrayPicture, { width, height, x, y }: { width: number; height: number; x: number; y: number }) {
  const data = new Uint8Array(width * height).fill(150);
  const [left, top] = [Math.round(width * x - code.width / 2), Math.round(height * y - code.height / 2)];
  for (let row = 0; row < code.height; row += 1) {
    data.set(code.data.subarray(row * code.width, (row + 1) * code.width), (top + row) * width + left);
  }
  return { width, height, data };
}

const read = async (picture: GrayPicture, by: Engine = engine): Promise<string[]> =>
  (await createPictureReader(by, now).read(picture, 'image')).map(({ text }) => text);

// Shrunk to the size a picture is looked at in, its bars are a pixel and a quarter wide.
test('a small code far from the middle of a photo of 12 megapixels is read', { timeout: PATIENCE_MS }, async () => {
  const code = await label({ bcid: 'code128', text: 'AB-1234' });
  const photo = laid(code, { width: 4000, height: 3000, x: 0.8, y: 0.2 });
  expect(await read(atMost(photo, 2560))).toEqual([]);
  expect(await read(photo)).toEqual(['AB-1234']);
});

test('white bars two pixels wide in a large picture are read', { timeout: PATIENCE_MS }, async () => {
  const code = await label({ bcid: 'ean13', text: EAN });
  expect(await read(negative(laid(code, { width: 2400, height: 1800, x: 0.4, y: 0.6 })))).toEqual([EAN]);
});

test.each(['databarstacked', 'databarstackedomni'])('the low rows of %s are enough', async (bcid) => {
  const code = await label({ bcid, text: `(01)0${EAN}` });
  expect(await read(laid(code, { width: 1280, height: 960, x: 0.5, y: 0.5 }))).toEqual([`010${EAN}`]);
});

test.each([
  ['ean13', '9771234567003 12', '9771234567003'],
  ['ean13', '9780804816632 51995', '9780804816632'],
  ['upca', '036000291452 07', '0036000291452'],
])('%s with the add-on %s is its main number', async (bcid, text, main) => {
  const code = await label({ bcid, text });
  for (const picture of [code, negative(laid(code, { width: 1280, height: 960, x: 0.5, y: 0.5 }))]) {
    expect(await read(picture)).toEqual([main]);
  }
});

const WHITE = 255;
const sighting = (text: string, lines: number): Sighting => ({
  ...{ text, lines, bytes: new Uint8Array(0), symbology: 'ean13', identifier: ']E0' },
  ...{ offCentre: 0, place: NOWHERE },
});

// Seen with a photo of white bars: seven lines of the shrunk picture agreed on a number that was nowhere.
test('what the shrunk picture shows of white bars must stand against the picture as it is', async () => {
  const misreading: Engine = {
    look(picture) {
      const isNegative = 'width' in picture && picture.data[0] === WHITE;
      if (!isNegative) return Promise.resolve([]);
      return Promise.resolve([picture.width === 1280 ? sighting(EAN, 98) : sighting('3754218061113', 7)]);
    },
  };
  const dark = { width: 1280, height: 960, data: new Uint8Array(1280 * 960) };
  expect(await read(dark, misreading)).toEqual([EAN]);
  const reader = createPictureReader(misreading, now);
  const frames: string[] = [];
  for (let frame = 0; frame < 400 && frames.length < 2; frame += 1) {
    frames.push(...(await reader.read(dark, 'frame')).map(({ text }) => text));
  }
  expect(frames).toEqual([EAN, EAN]);
});

test('seven lines that only a shrunk picture shows are nothing', async () => {
  const shrunkOnly: Engine = {
    look: (picture) => Promise.resolve('width' in picture && picture.width === 640 ? [sighting(EAN, 7)] : []),
  };
  const once = { ...shrunkOnly, look: firstOf(shrunkOnly) };
  expect(await read({ width: 1280, height: 960, data: new Uint8Array(1280 * 960) }, once)).toEqual([]);
  const small = { ...shrunkOnly, look: firstOf(shrunkOnly) };
  expect(await read({ width: 640, height: 480, data: new Uint8Array(640 * 480) }, small)).toEqual([EAN]);
});

/** Only the first look sees anything. */
function firstOf({ look }: Engine): Engine['look'] {
  let looks = 0;
  return (picture, how) => ((looks += 1) === 1 ? look(picture, how) : Promise.resolve([]));
}

test('the parts of a picture are within it, and whatever is no larger than their overlap is whole in one', () => {
  const sides = fc.integer({ min: 1, max: 9000 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(sides, sides, share, share, (width, height, x, y) => {
      const picture = { width, height, data: new Uint8Array(0) };
      const parts = partsOf(picture, { side: 1280, overlap: 420 });
      for (const part of parts) {
        expect(part.left + part.width).toBeLessThanOrEqual(width);
        expect(part.top + part.height).toBeLessThanOrEqual(height);
      }
      const code = { width: Math.min(420, width), height: Math.min(420, height) };
      const at = { left: Math.floor(x * (width - code.width)), top: Math.floor(y * (height - code.height)) };
      const holds = parts.some(
        ({ left, top, width: wide, height: high }) =>
          left <= at.left && at.left + code.width <= left + wide && top <= at.top && at.top + code.height <= top + high,
      );
      expect(holds).toBe(true);
    }),
  );
});
