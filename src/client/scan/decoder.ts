/**
 * The two engines behind one face. `openDecoder` gives the worker with zxing-wasm where a worker, WebAssembly and an
 * offscreen canvas exist, and the script engine on the main thread elsewhere (it reads no UPC-E, and no linear code
 * held upright: screens say so by `engine`).
 *
 * Invariant: one picture in flight per decoder; a worker that dies or hangs is replaced, its picture has no codes.
 */
import { trustedScriptUrl } from '../trusted-url.ts';
import type { DecodeAnswer, DecodeRequest } from './decoder-worker.ts';
import workerUrl from './decoder-worker.ts?worker&url';
import type { Frame } from './frame-pixels.ts';
import type { Effort } from './picture-reader.ts';
import type { SeenCode } from './seen-code.ts';
import { UnreadablePicture } from './unreadable-picture.ts';

export type EngineName = 'wasm' | 'script';

export interface Decoder {
  readonly engine: EngineName;
  /**
   * Takes the picture over (a frame is closed). Rejects with `DecoderGone` when the engine cannot run here at all, with
   * `UnreadablePicture` for a file that is no picture.
   */
  decode(picture: Frame, effort: Effort): Promise<readonly SeenCode[]>;
  close(): void;
}

export class DecoderGone extends Error {
  override readonly name = 'DecoderGone';
}

/** Longer than the slowest picture (a 12-megapixel photo with full effort on a slow phone), shorter than patience. */
const HUNG_MS = 15_000;

/** Whether this browser can run the main engine. */
const canRunWorker = (): boolean =>
  typeof Worker !== 'undefined' && typeof WebAssembly !== 'undefined' && typeof OffscreenCanvas !== 'undefined';

/** The main engine where it can run, else the fallback, loaded only then. */
export async function openDecoder(): Promise<Decoder> {
  if (canRunWorker()) return openWorkerDecoder();
  return openScriptDecoder();
}

/** The fallback engine, for browsers without WebAssembly and for when the worker failed. */
export async function openScriptDecoder(): Promise<Decoder> {
  const { createScriptDecoder } = await import('./script-decoder.ts');
  return createScriptDecoder();
}

function openWorkerDecoder(): Decoder {
  let worker: Worker | null = null;
  let asked = 0;
  let waiting: { id: number; settle: (answer: DecodeAnswer | null) => void } | null = null;

  const drop = () => {
    worker?.terminate();
    worker = null;
    waiting?.settle(null);
    waiting = null;
  };
  const start = (): Worker => {
    const started = new Worker(trustedScriptUrl(workerUrl), { type: 'module' });
    started.onmessage = ({ data }: MessageEvent<DecodeAnswer>) => {
      if (waiting?.id !== data.id) return;
      waiting.settle(data);
      waiting = null;
    };
    started.onerror = drop;
    return started;
  };

  return {
    engine: 'wasm',
    async decode(picture, effort) {
      if (waiting !== null) throw new TypeError('one picture at a time');
      worker ??= start();
      const request: DecodeRequest = { id: (asked += 1), picture, effort };
      worker.postMessage(request, picture instanceof Blob || picture instanceof ImageData ? [] : [picture]);
      const answer = await new Promise<DecodeAnswer | null>((resolve) => {
        const timer = setTimeout(drop, HUNG_MS);
        waiting = {
          id: request.id,
          settle: (value) => {
            clearTimeout(timer);
            resolve(value);
          },
        };
      });
      if (answer === null) throw new DecoderGone('the decoder worker stopped');
      if ('failed' in answer) throw new DecoderGone(answer.failed);
      if ('fault' in answer) throw new UnreadablePicture(answer.fault);
      return answer.seen;
    },
    close: drop,
  };
}
