/** Folding in a worker of the browser: one for each fold, which takes its memory with it when it ends. */
import { trustedScriptUrl } from '../trusted-url.ts';
import type { FoldAnswer, FoldRequest } from './fold-worker.ts';
import workerUrl from './fold-worker.ts?worker&url';

/** Gives the folder of a face's cache. Rejects when the worker failed: the overlay stays, and folds another time. */
export function foldInWorker(face: string): (stream: string) => Promise<void> {
  return async (stream) => {
    const worker = new Worker(trustedScriptUrl(workerUrl), { type: 'module' });
    try {
      const answer = new Promise<FoldAnswer>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<FoldAnswer>) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(`the folding worker stopped: ${message}`));
      });
      worker.postMessage({ face, stream } satisfies FoldRequest);
      const { failed } = await answer;
      if (failed !== null) throw new Error(`folding failed: ${failed}`);
    } finally {
      worker.terminate();
    }
  };
}
