/**
 * The decoder worker: takes one picture at a time, answers with the codes on it. Keeps all decoding off the main
 * thread. It never fetches anything but its own .wasm; its response carries a policy of its own (`wasm-unsafe-eval`).
 *
 * What was seen in one frame helps the next: a worker serves one camera, or one picture.
 */
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { type Frame, pixelsOf } from './frame-pixels.ts';
import { createPictureReader, type Effort } from './picture-reader.ts';
import type { SeenCode } from './seen-code.ts';
import type { PictureFault } from './unreadable-picture.ts';
import { createEngine } from './zxing-engine.ts';

export type DecodeRequest = {
  readonly id: number;
  readonly picture: Frame;
  readonly effort: Effort;
};
export type DecodeAnswer =
  | { readonly id: number; readonly seen: readonly SeenCode[]; readonly tookMs: number }
  | { readonly id: number; readonly failed: string }
  | { readonly id: number; readonly fault: PictureFault };

// The DOM typings describe a window; this is the worker's own scope, the border where its type is stated once.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<DecodeRequest>) => void) | null;
  postMessage(answer: DecodeAnswer): void;
};
const reader = createPictureReader(createEngine({ wasmUrl }), () => performance.now());

scope.onmessage = ({ data: { id, picture, effort } }) => {
  const begin = performance.now();
  pixelsOf(picture)
    .then(async (pixels): Promise<DecodeAnswer> => {
      if (typeof pixels === 'string') return { id, fault: pixels };
      const seen = await reader.read(pixels, effort);
      return { id, seen, tookMs: performance.now() - begin };
    })
    .catch((error: unknown): DecodeAnswer => ({ id, failed: String(error) }))
    .then((answer) => scope.postMessage(answer))
    .catch(() => undefined); // The page is gone: nobody waits for an answer.
};
