/**
 * The fallback engine: @zxing/browser on the main thread, for browsers without WebAssembly or workers.
 *
 * Invariants: formats are named one by one and leave out DataBar (a DataBar leaves a stale result that every later
 * image returns); never TRY_HARDER here, it would block the page; at least 80 ms between tries.
 * Not here: UPC-E, and linear codes held upright. This engine cannot read them.
 */
import { BrowserMultiFormatReader } from '@zxing/browser';
import { BarcodeFormat, DecodeHintType } from '@zxing/library';
import type { Decoder } from './decoder.ts';
import type { Frame } from './frame-pixels.ts';
import { MOST_PIXELS } from './gray-picture.ts';
import type { SeenCode, Symbology } from './seen-code.ts';
import { UnreadablePicture } from './unreadable-picture.ts';

const FORMATS = new Map<BarcodeFormat, Symbology>([
  [BarcodeFormat.EAN_13, 'ean13'],
  [BarcodeFormat.EAN_8, 'ean8'],
  [BarcodeFormat.UPC_A, 'upca'],
  [BarcodeFormat.ITF, 'itf14'],
  [BarcodeFormat.CODE_128, 'code128'],
  [BarcodeFormat.QR_CODE, 'qr'],
  [BarcodeFormat.DATA_MATRIX, 'datamatrix'],
]);
const REST_MS = 80;

export function createScriptDecoder(): Decoder {
  const reader = new BrowserMultiFormatReader(
    new Map<DecodeHintType, unknown>([
      [DecodeHintType.POSSIBLE_FORMATS, [...FORMATS.keys()]],
      [DecodeHintType.ASSUME_GS1, true],
    ]),
  );
  return {
    engine: 'script',
    async decode(picture, effort) {
      if (effort !== 'image') await new Promise((resolve) => setTimeout(resolve, REST_MS));
      const canvas = await drawn(picture);
      return readCanvas(reader, canvas);
    },
    close() {
      // Nothing runs between two pictures.
    },
  };
}

async function drawn(picture: Frame): Promise<HTMLCanvasElement> {
  const bitmap = picture instanceof ImageBitmap ? picture : await unpacked(picture);
  if (picture !== bitmap && 'close' in picture) picture.close();
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas;
}

async function unpacked(picture: Exclude<Frame, ImageBitmap>): Promise<ImageBitmap> {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  if (bitmap === null) throw new UnreadablePicture('no_picture');
  if (bitmap.width * bitmap.height <= MOST_PIXELS) return bitmap;
  bitmap.close();
  throw new UnreadablePicture('too_large');
}

function readCanvas(reader: BrowserMultiFormatReader, canvas: HTMLCanvasElement): SeenCode[] {
  const quiet = muteWarnings();
  try {
    const result = reader.decodeFromCanvas(canvas);
    const symbology = FORMATS.get(result.getBarcodeFormat());
    if (symbology === undefined) return [];
    const bytes = new TextEncoder().encode(result.getText());
    return [{ text: result.getText(), bytes, symbology, identifier: '', offCentre: 0 }];
  } catch {
    return []; // The verdict: this library says "no code here" by throwing.
  } finally {
    quiet();
  }
}

/* eslint-disable no-console -- the library warns at every frame without a code; our own warnings are not muted */
function muteWarnings(): () => void {
  const { warn } = console;
  console.warn = () => undefined;
  return () => {
    console.warn = warn;
  };
}
/* eslint-enable no-console */
