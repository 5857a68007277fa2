/**
 * The page of `npm run bench:scan`: the scanner's own decoder in its worker, and the two libraries alone, over pictures
 * that are handed in. All three get the same canvas; their times include taking the pixels from it.
 */
import { BrowserMultiFormatReader } from '@zxing/browser';
import { BarcodeFormat, DecodeHintType } from '@zxing/library';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { openDecoder, type Decoder } from '../../../src/client/scan/decoder.ts';
import { grayOf } from '../../../src/client/scan/gray-picture.ts';
import { goodCodes } from '../../../src/client/scan/identify-code.ts';
import { openScanner } from '../../../src/client/scan/scanner.ts';
import type { SeenCode } from '../../../src/client/scan/seen-code.ts';

type Shape = { readonly long: number; readonly turned: boolean }; // long 0: as it is
export type Reader = 'ours' | 'zxing-wasm' | '@zxing/browser';
export type Read = { readonly texts: readonly string[]; readonly symbologies: readonly string[]; readonly ms: number };
type LiveRead = {
  readonly text: string | null;
  readonly firstReadMs: number; // from the first frame on the screen
  readonly triesPerSecond: number;
  readonly openingBlockMs: number; // of the main thread, until the first frame
  readonly longestBlockMs: number; // and from then on
};

type Made = { readonly width: number; readonly height: number; readonly quality: number };

export interface ScanBench {
  /** Brightness, a byte a pixel: becomes a JPEG of that quality first, as a camera's picture is. */
  loadMade(base64: string, made: Made): Promise<void>;
  load(base64: string, shape: Shape): Promise<void>;
  read(reader: Reader): Promise<Read>;
  /** The picture as frames of a camera, until two frames gave a code or `frames` are over. */
  frames(frames: number): Promise<readonly Read[]>;
  /** From `afterS` seconds on, for so many `seconds`; a code may be read from the first frame on. */
  live(seconds: number, afterS: number): Promise<LiveRead>;
}

prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmUrl : prefix + path) },
});

const canvas = document.createElement('canvas');
const context = canvas.getContext('2d', { willReadFrequently: true });
let decoder: Decoder | null = null;

const FORMATS = [
  ...['EAN13', 'EAN8', 'UPCA', 'UPCE', 'ITF14', 'Code128', 'DataMatrix', 'QRCode'],
  ...['DataBarOmni', 'DataBarStk', 'DataBarStkOmni', 'DataBarLtd', 'DataBarExp', 'DataBarExpStk'],
] as const;
const script = new BrowserMultiFormatReader(
  new Map<DecodeHintType, unknown>([
    [
      DecodeHintType.POSSIBLE_FORMATS,
      [
        ...[BarcodeFormat.EAN_13, BarcodeFormat.EAN_8, BarcodeFormat.UPC_A, BarcodeFormat.UPC_E, BarcodeFormat.ITF],
        ...[BarcodeFormat.CODE_128, BarcodeFormat.QR_CODE, BarcodeFormat.DATA_MATRIX],
      ],
    ],
    [DecodeHintType.TRY_HARDER, true],
  ]),
);

async function load(base64: string, { long, turned }: Shape): Promise<void> {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const factor = long === 0 ? 1 : long / Math.max(bitmap.width, bitmap.height);
  const [wide, high] = [Math.round(bitmap.width * factor), Math.round(bitmap.height * factor)];
  canvas.width = turned ? high : wide;
  canvas.height = turned ? wide : high;
  if (context === null) throw new Error('no canvas here');
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (turned) context.transform(0, 1, -1, 0, high, 0);
  context.drawImage(bitmap, 0, 0, wide, high);
  context.resetTransform();
  bitmap.close();
}

async function loadMade(base64: string, { width, height, quality }: Made): Promise<void> {
  const gray = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const sheet = new OffscreenCanvas(width, height);
  const words = Uint32Array.from(gray, (value) => 0xff000000 | (value * 0x010101));
  const pixels = new ImageData(new Uint8ClampedArray(words.buffer), width, height);
  sheet.getContext('2d')?.putImageData(pixels, 0, 0);
  const photo = await createImageBitmap(await sheet.convertToBlob({ type: 'image/jpeg', quality }));
  canvas.width = width;
  canvas.height = height;
  context?.drawImage(photo, 0, 0);
  photo.close();
}

const readOf = (seen: readonly SeenCode[], begin: number): Read => ({
  texts: seen.map(({ text }) => text),
  symbologies: seen.map(({ symbology }) => symbology),
  ms: performance.now() - begin,
});

async function read(reader: Reader): Promise<Read> {
  const begin = performance.now();
  switch (reader) {
    case 'ours':
      decoder ??= await openDecoder();
      return readOf(goodCodes(await decoder.decode(await createImageBitmap(canvas), 'image')), begin);
    case 'zxing-wasm': {
      const pixels = context?.getImageData(0, 0, canvas.width, canvas.height);
      const results =
        pixels === undefined ? [] : await readBarcodes(pixels, { formats: [...FORMATS], textMode: 'Plain' });
      const valid = results.filter(({ isValid }) => isValid);
      const symbologies = valid.map(({ format }) => symbologyOf(format));
      return { texts: valid.map(({ text }) => text), symbologies, ms: performance.now() - begin };
    }
    case '@zxing/browser': {
      const text = scriptText();
      return { texts: text === null ? [] : [text], symbologies: ['as printed'], ms: performance.now() - begin };
    }
  }
}

const symbologyOf = (format: string): string =>
  format.startsWith('DataBar') ? 'databar' : format === 'UPCE' ? 'upce' : format.startsWith('EAN13') ? 'ean13' : format;

function scriptText(): string | null {
  try {
    return script.decodeFromCanvas(canvas).getText();
  } catch {
    return null; // This library says "no code here" by throwing.
  }
}

/** The canvas as cameras give their pictures: brightness in a plane of its own, colours at half the size. */
function cameraFrame(): VideoFrame {
  const [width, height] = [canvas.width - (canvas.width % 2), canvas.height - (canvas.height % 2)];
  const pixels = context?.getImageData(0, 0, width, height);
  if (pixels === undefined) throw new Error('no canvas here');
  const planes = new Uint8Array((width * height * 3) / 2).fill(128);
  planes.set(grayOf(pixels).data.map((value) => 16 + (219 * value) / 255)); // as video has it
  return new VideoFrame(planes, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0 });
}

async function frames(count: number): Promise<readonly Read[]> {
  const own = await openDecoder();
  const reads: Read[] = [];
  await own.decode(new ImageData(8, 8), 'frame'); // the module is loaded
  const camera = cameraFrame();
  while (reads.length < count && reads.filter(({ texts }) => texts.length > 0).length < 2) {
    const frame = camera.clone();
    const begin = performance.now();
    reads.push(readOf(goodCodes(await own.decode(frame, 'frame')), begin));
  }
  camera.close();
  own.close();
  return reads;
}

/** The camera, as the till and the phone open it. */
async function live(seconds: number, afterS: number): Promise<LiveRead> {
  const video = document.querySelector('video');
  if (video === null) throw new Error('no video here');
  let tries = 0;
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function counted(this: Worker, ...args: unknown[]) {
    tries += 1;
    Reflect.apply(post, this, args);
  };
  let longestBlockMs = 0;
  const watch = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestBlockMs = Math.max(longestBlockMs, duration);
  });
  watch.observe({ entryTypes: ['longtask'] });
  const firstFrame = new Promise<number>((resolve) => {
    video.requestVideoFrameCallback(() => resolve(performance.now()));
  });
  let first: { readonly text: string; readonly atMs: number } | null = null;
  const scanner = openScanner({
    video,
    onRead: ({ text }) => (first ??= { text, atMs: performance.now() }),
    onState: () => undefined,
  });
  const begin = await firstFrame;
  const openingBlockMs = longestBlockMs;
  await new Promise((resolve) => setTimeout(resolve, afterS * 1000));
  longestBlockMs = 0;
  const triesBefore = tries;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  scanner.stop();
  watch.disconnect();
  Worker.prototype.postMessage = post;
  const got = first as { readonly text: string; readonly atMs: number } | null; // assigned by the callback above
  return {
    text: got?.text ?? null,
    firstReadMs: got === null ? Infinity : got.atMs - begin,
    triesPerSecond: (tries - triesBefore) / seconds,
    openingBlockMs,
    longestBlockMs,
  };
}

Object.assign(window, { scanBench: { load, loadMade, read, frames, live } satisfies ScanBench });
