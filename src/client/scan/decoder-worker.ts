/**
 * The decoder worker: takes one picture at a time, answers with the codes on it. Keeps all decoding off the main
 * thread. It never fetches anything but its own .wasm; its response carries a policy of its own (`wasm-unsafe-eval`).
 */
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { SeenCode } from './seen-code.ts';
import { createEngine } from './zxing-engine.ts';
import type { Effort } from './zxing-engine.ts';

export type DecodeRequest = {
  readonly id: number;
  readonly picture: ImageBitmap | Blob | ImageData;
  readonly effort: Effort;
};
export type DecodeAnswer =
  { readonly id: number; readonly seen: readonly SeenCode[] } | { readonly id: number; readonly failed: string };

// The DOM typings describe a window; this is the worker's own scope, the border where its type is stated once.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<DecodeRequest>) => void) | null;
  postMessage(answer: DecodeAnswer): void;
};
const engine = createEngine({ wasmUrl });
let canvas: OffscreenCanvas | null = null;

scope.onmessage = ({ data: { id, picture, effort } }) => {
  const pixels = picture instanceof ImageBitmap ? pixelsOf(picture) : picture;
  engine.read(pixels, effort).then(
    (seen) => scope.postMessage({ id, seen }),
    (error: unknown) => scope.postMessage({ id, failed: String(error) }),
  );
};

/** The frame's pixels. The bitmap is closed at once: a phone runs out of graphics memory within seconds otherwise. */
function pixelsOf(frame: ImageBitmap): ImageData {
  const { width, height } = frame;
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context in the worker');
  context.drawImage(frame, 0, 0);
  frame.close();
  return context.getImageData(0, 0, width, height);
}
