/**
 * The decoder worker: takes one picture at a time, answers with the codes on it. Keeps all decoding off the main
 * thread. It never fetches anything but its own .wasm; its response carries a policy of its own (`wasm-unsafe-eval`).
 *
 * What was seen in one frame helps the next: a worker serves one camera, or one picture.
 */
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { grayOf } from './gray-picture.ts';
import { createPictureReader, type Effort } from './picture-reader.ts';
import type { SeenCode } from './seen-code.ts';
import { createEngine } from './zxing-engine.ts';

export type DecodeRequest = {
  readonly id: number;
  readonly picture: ImageBitmap | Blob | ImageData;
  readonly effort: Effort;
};
export type DecodeAnswer =
  | { readonly id: number; readonly seen: readonly SeenCode[]; readonly tookMs: number }
  | { readonly id: number; readonly failed: string }
  | { readonly id: number; readonly noPicture: true };

// The DOM typings describe a window; this is the worker's own scope, the border where its type is stated once.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<DecodeRequest>) => void) | null;
  postMessage(answer: DecodeAnswer): void;
};
const reader = createPictureReader(createEngine({ wasmUrl }), () => performance.now());
let canvas: OffscreenCanvas | null = null;

scope.onmessage = ({ data: { id, picture, effort } }) => {
  const begin = performance.now();
  pixelsOf(picture)
    .then(async (pixels): Promise<DecodeAnswer> => {
      if (pixels === null) return { id, noPicture: true };
      const seen = await reader.read(grayOf(pixels), effort);
      return { id, seen, tookMs: performance.now() - begin };
    })
    .catch((error: unknown): DecodeAnswer => ({ id, failed: String(error) }))
    .then((answer) => scope.postMessage(answer))
    .catch(() => undefined); // The page is gone: nobody waits for an answer.
};

/** Null for a file that is no picture. */
async function pixelsOf(picture: ImageBitmap | Blob | ImageData): Promise<ImageData | null> {
  if (picture instanceof ImageData) return picture;
  if (picture instanceof ImageBitmap) return drawn(picture);
  return createImageBitmap(picture).then(drawn, () => null);
}

/** The frame's pixels. The bitmap is closed at once: a phone runs out of graphics memory within seconds otherwise. */
function drawn(frame: ImageBitmap): ImageData {
  const { width, height } = frame;
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context in the worker');
  context.clearRect(0, 0, width, height); // what is transparent shows nothing of the picture before
  context.drawImage(frame, 0, 0);
  frame.close();
  return context.getImageData(0, 0, width, height);
}
