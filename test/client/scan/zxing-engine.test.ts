import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import bwip from 'bwip-js/node';
import { expect, test, vi } from 'vitest';
import { readBarcodes } from 'zxing-wasm/reader';
import { grayOf, type GrayPicture } from '../../../src/client/scan/gray-picture.ts';
import { identifyCode } from '../../../src/client/scan/identify-code.ts';
import { createPictureReader, type Effort } from '../../../src/client/scan/picture-reader.ts';
import { createEngine } from '../../../src/client/scan/zxing-engine.ts';
import { readPng } from '../../support/read-png.ts';

const wasmFile = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
const engine = createEngine({ wasmBytes: new Uint8Array(readFileSync(wasmFile)).buffer });
const EVERY = { codes: 'all', harder: true, invert: true, downscale: true } as const;

type Drawn = Parameters<typeof bwip.toBuffer>[0];
const draw = async (options: Drawn): Promise<GrayPicture> =>
  grayOf(readPng(await bwip.toBuffer({ scale: 3, padding: 12, backgroundcolor: 'ffffff', ...options })));
const read = (picture: GrayPicture, effort: Effort) =>
  createPictureReader(engine, () => performance.now()).read(picture, effort);

const SHELF = 'https://shop.example/01/06901234567892?s=1&q=7';

test.each([
  ['EAN-13', { bcid: 'ean13', text: '6901234567892' }, 'ean13', '6901234567892', '06901234567892'],
  ['EAN-8', { bcid: 'ean8', text: '96385074' }, 'ean8', '96385074', '00000096385074'],
  ['UPC-A', { bcid: 'upca', text: '036000291452' }, 'ean13', '0036000291452', '00036000291452'],
  ['UPC-E', { bcid: 'upce', text: '01234565' }, 'upce', null, '00012345000065'],
  ['ITF-14', { bcid: 'itf14', text: '16901234567899' }, 'itf14', '16901234567899', '16901234567899'],
  ['GS1-128', { bcid: 'gs1-128', text: '(01)06901234567892(10)A1' }, 'code128', null, '06901234567892'],
  ['DataBar', { bcid: 'databaromni', text: '(01)06901234567892' }, 'databar', null, '06901234567892'],
  [
    'GS1 Data Matrix',
    { bcid: 'gs1datamatrix', text: '(01)06901234567892(17)271231' },
    'datamatrix',
    null,
    '06901234567892',
  ],
  ['a shelf QR', { bcid: 'qrcode', text: SHELF }, 'qr', SHELF, '06901234567892'],
] as const)('reads %s, also held upright', async (_name, options, symbology, text, gtin14) => {
  for (const rotate of ['N', 'R'] as const) {
    const [seen, ...more] = await read(await draw({ ...options, rotate }), 'image');
    expect(more).toEqual([]);
    expect(seen?.symbology).toBe(symbology);
    if (text !== null) expect(seen?.text).toBe(text);
    expect(identifyCode(seen!)).toEqual({ key: gtin14, misread: false });
  }
});

test('what is none of our codes is not read', async () => {
  expect(await read(await draw({ bcid: 'ean13', text: '6901234567892' }), 'image')).toHaveLength(1);
  expect(await read(await draw({ bcid: 'pdf417', text: 'not one of ours' }), 'image')).toEqual([]);
});

// Half of an ITF-14 is an ITF too, and one time in ten its check digit is right.
test('interleaved bars of other lengths are none of our codes', async () => {
  expect(await read(await draw({ bcid: 'interleaved2of5', text: '59374121' }), 'image')).toEqual([]);
  expect(await engine.look(await draw({ bcid: 'interleaved2of5', text: '59374121' }), EVERY)).toEqual([]);
});

test('a code without a ground is read as on white paper', async () => {
  const png = await bwip.toBuffer({ bcid: 'qrcode', text: SHELF, scale: 3, padding: 12 });
  const [seen] = await read(grayOf(readPng(png)), 'image');
  expect(seen?.text).toBe(SHELF);
});

test('white on black is read', async () => {
  for (const [bcid, text] of [
    ['ean13', '6901234567892'],
    ['qrcode', SHELF],
  ] as const) {
    const { width, height, data } = await draw({ bcid, text });
    const [seen] = await read({ width, height, data: data.map((value) => 255 - value) }, 'image');
    expect(seen?.text).toBe(text);
  }
});

// The module is left broken by a trap: memory is torn, every later call traps too, until it is made anew.
test('after a trap the next picture is read', async () => {
  const label = await draw({ bcid: 'ean13', text: '6901234567892' });
  const broken = vi.spyOn(WebAssembly.Memory.prototype, 'buffer', 'get');
  broken.mockImplementation(() => {
    throw new WebAssembly.RuntimeError('memory access out of bounds');
  });
  expect(await engine.look({ ...label, data: new Uint8Array(8000 * 8000), width: 8000, height: 8000 }, EVERY)).toEqual(
    [],
  );
  expect(broken).toHaveBeenCalled();
  broken.mockRestore();
  expect((await engine.look(label, EVERY)).map(({ text }) => text)).toEqual(['6901234567892']);
});

// Denoising, which the product never asks for, writes past the module's memory: a real trap, not one played.
test('after the module itself has trapped, pictures are read again', async () => {
  const label = await draw({ bcid: 'ean13', text: '6901234567892' });
  const head = new TextEncoder().encode('P5\n700 3\n255\n');
  const noise = Uint8Array.from([...head, ...Array.from({ length: 700 * 3 }, (_, at) => (at * 7919) & 255)]);
  for (let round = 0; round < 5; round += 1) {
    await expect(readBarcodes(noise, { tryDenoise: true })).rejects.toBeInstanceOf(WebAssembly.RuntimeError);
    const looks = [await engine.look(label, EVERY), await engine.look(label, EVERY)];
    expect(looks[1]?.map(({ text }) => text)).toEqual(['6901234567892']);
  }
});

test('a linear code with a wrong check digit is a misread, a link with one is told to the person', () => {
  const linear = {
    text: '6901234567893',
    symbology: 'ean13',
    bytes: new Uint8Array(),
    identifier: ']E0',
    offCentre: 0,
  } as const;
  expect(identifyCode(linear).misread).toBe(true);
  const link = { ...linear, text: 'https://x.example/01/06901234567893', symbology: 'qr' } as const;
  expect(identifyCode(link)).toEqual({ key: link.text, misread: false });
});
