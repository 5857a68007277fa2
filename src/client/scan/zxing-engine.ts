/**
 * The main engine: zxing-cpp as WebAssembly. Runs in the decoder worker and, with the bytes of the module given, in
 * Node, so that tests decode labels with the very engine of the tills.
 *
 * Invariants: the .wasm is our own copy (the package would fetch it from a CDN: dead offline and against the CSP);
 * denoising stays off, it traps on some sizes and leaves the module broken; after a trap the module is made anew.
 */
import { prepareZXingModule, purgeZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { ReaderOptions, ReadInputBarcodeFormat, ReadResult } from 'zxing-wasm/reader';
import { type Corners, NOWHERE, offCentreOf, type Place, placeOf } from './code-place.ts';
import type { GrayPicture } from './gray-picture.ts';
import type { SeenCode, Symbology } from './seen-code.ts';

/** One look at one picture. */
export type Look = {
  readonly codes: 'all' | 'linear' | 'matrix';
  readonly harder: boolean; // every line and many thresholds, three times as slow
  readonly invert: boolean; // white on black too
  readonly downscale: boolean; // the picture at a third as well
};

/** A code, how many scan lines of a linear one agreed (few may agree by chance), and where it lies. */
export type Sighting = SeenCode & { readonly lines: number; readonly place: Place };

/** `wasmUrl` in a browser, `wasmBytes` where there is no fetch. */
type WasmSource = { readonly wasmUrl: string } | { readonly wasmBytes: ArrayBuffer };

export interface Engine {
  /**
   * All codes in a picture, or in the bytes of a picture file (of which it has no size: all codes count as in the
   * middle). Throws when the module cannot be made; a picture it traps on has no codes.
   */
  look(picture: GrayPicture | Uint8Array<ArrayBuffer>, how: Look): Promise<Sighting[]>;
}

const LINEAR: readonly ReadInputBarcodeFormat[] = [
  'EAN13',
  'EAN8',
  'UPCA',
  'UPCE',
  'ITF14',
  'Code128',
  'DataBarOmni',
  'DataBarStk',
  'DataBarStkOmni',
  'DataBarLtd',
  'DataBarExp',
  'DataBarExpStk',
];
const MATRIX: readonly ReadInputBarcodeFormat[] = ['DataMatrix', 'QRCode'];
const FORMATS: Readonly<Record<Look['codes'], readonly ReadInputBarcodeFormat[]>> = {
  all: [...LINEAR, ...MATRIX],
  linear: LINEAR,
  matrix: MATRIX,
};

const optionsOf = ({ codes, harder, invert, downscale }: Look): ReaderOptions => ({
  formats: [...FORMATS[codes]],
  textMode: 'Plain',
  tryRotate: true,
  tryHarder: harder,
  tryInvert: invert,
  tryDownscale: downscale,
  tryDenoise: false,
  minLineCount: 2, // what fewer lines than needed agree on is judged by picture-reader.ts
  maxNumberOfSymbols: 255,
  eanAddOnSymbol: 'Ignore',
});

/** Each half lies in a row of its own, five to seven modules high: what the engine counts as one are two lines. */
const IN_TWO_ROWS: readonly string[] = ['DataBarStk', 'DataBarStkOmni'];

/** Prepares the module; it is fetched and compiled with the first picture. */
export function createEngine(source: WasmSource): Engine {
  const prepare = () => {
    prepareZXingModule({ overrides: overridesOf(source) });
  };
  prepare();
  return {
    async look(picture, how) {
      try {
        const file = 'data' in picture ? graymapOf(picture) : picture;
        const size = 'data' in picture ? picture : null;
        return (await readBarcodes(file, optionsOf(how))).flatMap((result) => sightingOf(result, size));
      } catch (cause) {
        if (!(cause instanceof WebAssembly.RuntimeError)) throw new Error('the decoder cannot run', { cause });
        purgeZXingModule();
        prepare();
        return []; // The next look is a fraction of a second away.
      }
    },
  };
}

/** A portable graymap: one byte a pixel, a quarter of what the engine's other way in would copy. */
function graymapOf({ width, height, data }: GrayPicture): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const file = new Uint8Array(head.length + data.length);
  file.set(head);
  file.set(data, head.length);
  return file;
}

type Overrides = { readonly wasmBinary: ArrayBuffer } | { locateFile(path: string, prefix: string): string };

function overridesOf(source: WasmSource): Overrides {
  if ('wasmBytes' in source) return { wasmBinary: source.wasmBytes };
  return { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? source.wasmUrl : prefix + path) };
}

function sightingOf(result: ReadResult, size: GrayPicture | null): Sighting[] {
  const symbology = symbologyOf(result.format);
  if (symbology === null || !result.isValid) return [];
  const { text, bytes, symbologyIdentifier: identifier, lineCount } = result;
  const lines = IN_TWO_ROWS.includes(result.format) ? 2 * lineCount : lineCount;
  if (symbology === 'itf14' && text.length !== 14) return []; // other bars, or a part of a longer code
  const place = size === null ? NOWHERE : placeOf(cornersOf(result), size);
  return [{ text, bytes, symbology, identifier, offCentre: offCentreOf(place), lines, place }];
}

function symbologyOf(format: string): Symbology | null {
  if (format.startsWith('DataBar')) return 'databar';
  switch (format) {
    case 'EAN13':
    case 'ISBN':
      return 'ean13';
    case 'EAN8':
      return 'ean8';
    case 'UPCA':
      return 'upca';
    case 'UPCE':
      return 'upce';
    case 'ITF':
    case 'ITF14':
      return 'itf14';
    case 'Code128':
      return 'code128';
    case 'DataMatrix':
      return 'datamatrix';
    case 'QRCode':
    case 'QRCodeModel1':
    case 'QRCodeModel2':
      return 'qr';
    default:
      return null;
  }
}

const cornersOf = ({ position }: ReadResult): Corners => {
  const { topLeft, topRight, bottomLeft, bottomRight } = position;
  return [topLeft, topRight, bottomRight, bottomLeft];
};
