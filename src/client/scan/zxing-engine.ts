/**
 * The main engine: zxing-cpp as WebAssembly. Runs in the decoder worker and, with the bytes of the module given, in
 * Node, so that tests decode labels with the very engine of the tills.
 *
 * Invariants: the .wasm is our own copy (the package would fetch it from a CDN: dead offline and against the CSP);
 * denoising stays off, it traps on some sizes and leaves the module broken; after a trap the module is made anew.
 */
import { prepareZXingModule, purgeZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { ReaderOptions, ReadResult } from 'zxing-wasm/reader';
import type { SeenCode, Symbology } from './seen-code.ts';

/**
 * How hard to look. `frame`: one of many frames a second. `thorough`: every fourth frame, and the one after a linear
 * code was first seen. `image`: a picture somebody chose, all codes on it.
 */
export type Effort = 'frame' | 'thorough' | 'image';

/** `wasmUrl` in a browser, `wasmBytes` where there is no fetch. */
type WasmSource = { readonly wasmUrl: string } | { readonly wasmBytes: ArrayBuffer };

interface Engine {
  /** All codes in the picture. Throws when the module cannot be made; a picture it traps on has no codes. */
  read(picture: Blob | ImageData | Uint8Array, effort: Effort): Promise<SeenCode[]>;
}

const FORMATS = [
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
  'DataMatrix',
  'QRCode',
] as const;

const FRAME: ReaderOptions = {
  formats: [...FORMATS],
  textMode: 'Plain',
  tryRotate: true,
  tryDownscale: true,
  tryHarder: false,
  tryInvert: false,
  tryDenoise: false,
  minLineCount: 3, // two lines agree by chance often enough to ring up a wrong article
  maxNumberOfSymbols: 8,
  eanAddOnSymbol: 'Ignore',
};
const OPTIONS: Readonly<Record<Effort, ReaderOptions>> = {
  frame: FRAME,
  thorough: { ...FRAME, tryHarder: true, tryInvert: true },
  image: { ...FRAME, tryHarder: true, tryInvert: true, maxNumberOfSymbols: 255 },
};

/** Prepares the module; it is fetched and compiled with the first picture. */
export function createEngine(source: WasmSource): Engine {
  const prepare = () => {
    prepareZXingModule({ overrides: overridesOf(source) });
  };
  prepare();
  return {
    async read(picture, effort) {
      try {
        return (await readBarcodes(picture, OPTIONS[effort])).flatMap((result) => seenCode(result, picture));
      } catch (cause) {
        if (!(cause instanceof WebAssembly.RuntimeError)) throw new Error('the decoder cannot run', { cause });
        purgeZXingModule();
        prepare();
        return []; // The next frame is a fraction of a second away.
      }
    },
  };
}

type Overrides = { readonly wasmBinary: ArrayBuffer } | { locateFile(path: string, prefix: string): string };

function overridesOf(source: WasmSource): Overrides {
  if ('wasmBytes' in source) return { wasmBinary: source.wasmBytes };
  return { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? source.wasmUrl : prefix + path) };
}

function seenCode(result: ReadResult, picture: Blob | ImageData | Uint8Array): SeenCode[] {
  const symbology = symbologyOf(result.format);
  if (symbology === null || !result.isValid) return [];
  const { text, bytes, symbologyIdentifier } = result;
  return [{ text, bytes, symbology, identifier: symbologyIdentifier, offCentre: offCentre(result, picture) }];
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

/** Distance of the code's middle from the picture's, as a share of half the diagonal. Only frames have a size here. */
function offCentre({ position }: ReadResult, picture: Blob | ImageData | Uint8Array): number {
  if (!('width' in picture)) return 0;
  const { topLeft, topRight, bottomLeft, bottomRight } = position;
  const x = (topLeft.x + topRight.x + bottomLeft.x + bottomRight.x) / 4 - picture.width / 2;
  const y = (topLeft.y + topRight.y + bottomLeft.y + bottomRight.y) / 4 - picture.height / 2;
  return Math.min(1, Math.hypot(x, y) / (Math.hypot(picture.width, picture.height) / 2));
}
