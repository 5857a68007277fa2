import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import bwip from 'bwip-js/node';
import { expect, test } from 'vitest';
import { identifyCode } from '../../../src/client/scan/identify-code.ts';
import { createEngine } from '../../../src/client/scan/zxing-engine.ts';

const wasmFile = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
const engine = createEngine({ wasmBytes: new Uint8Array(readFileSync(wasmFile)).buffer });

type Drawn = Parameters<typeof bwip.toBuffer>[0];
const draw = async (options: Drawn): Promise<Uint8Array> =>
  new Uint8Array(await bwip.toBuffer({ scale: 3, padding: 12, backgroundcolor: 'ffffff', ...options }));

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
    const [seen, ...more] = await engine.read(await draw({ ...options, rotate }), 'frame');
    expect(more).toEqual([]);
    expect(seen?.symbology).toBe(symbology);
    if (text !== null) expect(seen?.text).toBe(text);
    expect(identifyCode(seen!)).toEqual({ key: gtin14, misread: false });
  }
});

test('reads every code on a picture somebody chose', async () => {
  const sheet = await draw({ bcid: 'ean13', text: '6901234567892' });
  expect(await engine.read(sheet, 'image')).toHaveLength(1);
  expect(await engine.read(await draw({ bcid: 'pdf417', text: 'not one of ours' }), 'image')).toEqual([]);
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
