import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import bwip from 'bwip-js/node';
import { expect, test } from 'vitest';
import { readBlurredEan } from '../../../src/client/scan/blurred-ean.ts';
import { isOnePlace, NOWHERE, placeOf } from '../../../src/client/scan/code-place.ts';
import { atMost, grayOf, type GrayPicture, scaledTo } from '../../../src/client/scan/gray-picture.ts';
import { findZones } from '../../../src/client/scan/linear-zones.ts';
import { restMs } from '../../../src/client/scan/pace.ts';
import { smoothed } from '../../../src/client/scan/picture-filters.ts';
import { createPictureReader } from '../../../src/client/scan/picture-reader.ts';
import type { Engine, Sighting } from '../../../src/client/scan/zxing-engine.ts';
import { createEngine } from '../../../src/client/scan/zxing-engine.ts';
import { seeded } from '../../support/hostile.ts';
import { readPng } from '../../support/read-png.ts';

const wasmFile = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
const engine = createEngine({ wasmBytes: new Uint8Array(readFileSync(wasmFile)).buffer });
const now = () => performance.now();
const PLAIN = { codes: 'linear', harder: true, invert: false, downscale: true } as const;
const EAN = '6901234567892';

/** A label on a gray counter, 640 by 480. */
async function held(bcid: string, text: string): Promise<GrayPicture> {
  const label = grayOf(readPng(await bwip.toBuffer({ bcid, text, scale: 4, padding: 14, backgroundcolor: 'ffffff' })));
  const data = new Uint8Array(640 * 480).fill(138);
  const [left, top] = [(640 - label.width) >> 1, (480 - label.height) >> 1];
  for (let y = 0; y < label.height; y += 1) {
    data.set(label.data.subarray(y * label.width, (y + 1) * label.width), (top + y) * 640 + left);
  }
  return { width: 640, height: 480, data };
}

/** Three box blurs are close to a Gaussian; here of about two pixels, half a module. */
const unfocused = (picture: GrayPicture): GrayPicture => smoothed(smoothed(smoothed(picture, 2, 2), 2, 2), 1, 1);

/** Turned about its middle, in degrees. */
function turned(picture: GrayPicture, degrees: number): GrayPicture {
  const { width, height } = picture;
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const data = new Uint8Array(width * height).fill(138);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = [x - width / 2, y - height / 2];
      const fromX = Math.round(u * cos + v * sin + width / 2);
      const fromY = Math.round(v * cos - u * sin + height / 2);
      if (fromX < 0 || fromY < 0 || fromX >= width || fromY >= height) continue;
      data[y * width + x] = picture.data[fromY * width + fromX] ?? 138;
    }
  }
  return { width, height, data };
}

/** In shadow to the right, and faint. */
const dim = (picture: GrayPicture): GrayPicture => ({
  ...picture,
  data: picture.data.map((value, at) => 190 - (at % picture.width) / 5 + (value - 128) * 0.05),
});

test.each([
  ['out of focus', unfocused],
  ['aslant by 40 degrees', (picture: GrayPicture) => turned(picture, 40)],
])('an EAN-13 %s is read, which the engine alone cannot', async (_name, spoil) => {
  const picture = spoil(await held('ean13', EAN));
  expect((await engine.look(picture, PLAIN)).filter(({ lines }) => lines > 5)).toEqual([]);
  const read = await createPictureReader(engine, now).read(picture, 'image');
  expect(read.map(({ text }) => text)).toEqual([EAN]);
});

test('a faint EAN-13 in shadow is read', async () => {
  const read = await createPictureReader(engine, now).read(dim(await held('ean13', EAN)), 'image');
  expect(read.map(({ text }) => text)).toEqual([EAN]);
});

test('a small code in a large picture is read, and a large one', async () => {
  const small = await held('ean13', EAN);
  const far = new Uint8Array(1920 * 1080).fill(150);
  const label = atMost(small, 240);
  for (let y = 0; y < label.height; y += 1) {
    far.set(label.data.subarray(y * label.width, (y + 1) * label.width), (450 + y) * 1920 + 840);
  }
  for (const picture of [{ width: 1920, height: 1080, data: far }, scaledTo(small, 3000)]) {
    const read = await createPictureReader(engine, now).read(picture, 'image');
    expect(read.map(({ text }) => text)).toEqual([EAN]);
  }
});

test('frames read what a picture reads, a look at a time', async () => {
  const picture = unfocused(await held('ean13', EAN));
  const reader = createPictureReader(engine, now);
  let got: readonly string[] = [];
  for (let frame = 0; frame < 200 && got.length === 0; frame += 1) {
    got = (await reader.read(picture, 'frame')).map(({ text }) => text);
  }
  expect(got).toEqual([EAN]);
});

// Each digit of the code by turns, so that each pattern and parity is drawn and told apart.
test('digits out of focus are told apart', async () => {
  const codes = ['0123456789012', '4006381333931', '5901234123457', '9780804816632', '7622210449283', '8711000530085'];
  let read = 0;
  for (const text of codes) {
    const picture = unfocused(await held('ean13', text));
    for (const zone of findZones(picture, 2)) {
      const seen = readBlurredEan(picture, zone);
      if (seen === null) continue;
      expect(seen.text).toBe(text);
      read += 1;
    }
  }
  expect(read).toBeGreaterThanOrEqual(codes.length - 1);
});

test('bars that are no EAN, print and noise are not read as one', async () => {
  const random = seeded(7);
  const noise = { width: 640, height: 480, data: Uint8Array.from({ length: 640 * 480 }, () => random(256)) };
  const stripes = Array.from({ length: 12 }, () => {
    const line = Uint8Array.from({ length: 640 }, () => random(256));
    return { width: 640, height: 480, data: Uint8Array.from({ length: 640 * 480 }, (_, at) => line[at % 640] ?? 0) };
  });
  const others = await Promise.all([
    held('code128', 'ABC-12345'),
    held('interleaved2of5', '123456'),
    held('code39', 'SHELF'),
  ]);
  for (const picture of [noise, ...stripes, ...stripes.map(unfocused), ...others.map(unfocused)]) {
    const seen = findZones(picture, 3).flatMap((zone) => readBlurredEan(picture, zone) ?? []);
    expect(seen).toEqual([]);
  }
});

/** An engine that says what it is told to, look by look. */
const says = (looks: readonly (readonly (readonly [string, number])[])[]) => {
  let at = 0;
  return {
    look: (): Promise<Sighting[]> =>
      Promise.resolve(
        (looks[(at += 1) - 1] ?? []).map(([text, lines]) => ({
          ...{
            text,
            lines,
            bytes: new Uint8Array(),
            symbology: 'ean13',
            identifier: ']E0',
            offCentre: 0.1,
            place: NOWHERE,
          },
        })),
      ),
  };
};
const blank = { width: 64, height: 64, data: new Uint8Array(64 * 64).fill(255) };
const readOf = async (looks: Parameters<typeof says>[0]) =>
  (await createPictureReader(says(looks), now).read(blank, 'image')).map(({ text }) => text);

test('a linear code needs many lines, or two stages that agree', async () => {
  expect(await readOf([[['A', 10]]])).toEqual(['A']);
  expect(await readOf([[['A', 4]], [['A', 2]]])).toEqual(['A']);
  expect(await readOf([[['A', 5]]])).toEqual([]);
  expect(await readOf([[['A', 2]], [['A', 2]]])).toEqual([]);
});

test('two linear codes in one place contradict each other until one is far ahead', async () => {
  expect(
    await readOf([
      [
        ['A', 10],
        ['B', 8],
      ],
    ]),
  ).toEqual([]);
  expect(await readOf([[['A', 5]], [['B', 30]]])).toEqual(['B']);
  expect(
    await readOf([
      [
        ['A', 10],
        ['B', 8],
      ],
      [['B', 40]],
    ]),
  ).toEqual(['B']);
});

/** Labels on one white sheet, each with its middle there, as shares of the sheet. */
async function sheetOf(labels: readonly (readonly [bcid: string, text: string, x: number, y: number])[]) {
  const sheet = { width: 1280, height: 720, data: new Uint8Array(1280 * 720).fill(255) };
  for (const [bcid, text, x, y] of labels) {
    const label = grayOf(
      readPng(await bwip.toBuffer({ bcid, text, scale: 3, padding: 12, backgroundcolor: 'ffffff' })),
    );
    const [left, top] = [Math.round(x * 1280 - label.width / 2), Math.round(y * 720 - label.height / 2)];
    for (let row = 0; row < label.height; row += 1) {
      sheet.data.set(label.data.subarray(row * label.width, (row + 1) * label.width), (top + row) * 1280 + left);
    }
  }
  return sheet;
}

// Each lies as far from the middle as the other: they were taken for two readings of one.
test.each([
  ['one above the other', [0.5, 0.27, 0.5, 0.73]],
  ['side by side', [0.34, 0.5, 0.66, 0.5]],
] as const)('two codes %s are two, for a picture and for a camera', async (_name, [x1, y1, x2, y2]) => {
  const texts = [EAN, '0036000291452'];
  const sheet = await sheetOf([
    ['ean13', EAN, x1, y1],
    ['upca', '036000291452', x2, y2],
  ]);
  const [first, ...more] = (await createPictureReader(engine, now).read(sheet, 'image')).map(({ text }) => text);
  expect(texts).toContain(first);
  expect(texts).toEqual(expect.arrayContaining(more));
  const reader = createPictureReader(engine, now);
  const seen = new Set<string>();
  for (let frame = 0; frame < 12; frame += 1) {
    for (const { text } of await reader.read(sheet, 'frame')) seen.add(text);
  }
  expect(seen.size).toBeGreaterThan(0);
  expect(texts).toEqual(expect.arrayContaining([...seen]));
});

test('readings of one code at its two ends are of one place, two codes side by side are not', () => {
  const size = { width: 1000, height: 1000 };
  const code = (left: number, top: number, right: number, below: number) =>
    placeOf(
      [
        { x: left, y: top },
        { x: right, y: top },
        { x: right, y: below },
        { x: left, y: below },
      ],
      size,
    );
  const whole = code(200, 400, 600, 800);
  expect(isOnePlace(whole, code(200, 410, 600, 420))).toBe(true); // the uppermost lines alone
  expect(isOnePlace(code(420, 500, 600, 600), whole)).toBe(true); // a part of it
  expect(isOnePlace(whole, code(660, 400, 960, 800))).toBe(false);
  expect(isOnePlace(NOWHERE, NOWHERE)).toBe(true);
});

// A still picture is misread the same way in every frame.
test('a weak misread is not believed for coming again', async () => {
  const weak = {
    text: 'A',
    bytes: new Uint8Array(),
    symbology: 'ean13',
    identifier: ']E0',
    offCentre: 0,
    lines: 5,
    place: NOWHERE,
  } as const;
  const quickly: Engine = { look: (_picture, how) => Promise.resolve(how.harder ? [] : [weak]) };
  const reader = createPictureReader(quickly, now);
  const read: unknown[] = [];
  for (let frame = 0; frame < 3; frame += 1) read.push(...(await reader.read(blank, 'frame')));
  expect(read).toEqual([]);
});

test('looks become fewer when nothing is seen', () => {
  expect([0, 9_999, 10_000, 29_999, 30_000, 600_000].map(restMs)).toEqual([0, 0, 120, 120, 250, 250]);
});

test('a picture of any shape is answered', async () => {
  const random = seeded(3);
  for (const [width, height] of [
    [1, 1],
    [1, 700],
    [900, 1],
    [2, 3],
    [16, 17],
    [5000, 3],
  ] as const) {
    const data = Uint8Array.from({ length: width * height }, () => random(256));
    const reader = createPictureReader(engine, now);
    expect(await reader.read({ width, height, data }, 'image')).toEqual([]);
    expect(await reader.read({ width, height, data }, 'frame')).toEqual([]);
  }
});
