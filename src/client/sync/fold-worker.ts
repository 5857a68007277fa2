/**
 * The folding worker: lays one stream's overlay into its pages, on a connection of its own. A fold reads the whole
 * catalogue; done on the main thread, clearing the rubbish away would stop the screen for several frames.
 */
import { CacheDb } from '../db/cache-db.ts';
import { openDatabase } from '../db/open-database.ts';
import { foldOverlay } from './view.ts';

export type FoldRequest = { readonly face: string; readonly stream: string };
export type FoldAnswer = { readonly failed: string | null };

// The DOM typings describe a window; this is the worker's own scope, the border where its type is stated once.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<FoldRequest>) => void) | null;
  postMessage(answer: FoldAnswer): void;
};

async function fold({ face, stream }: FoldRequest): Promise<void> {
  const cache = new CacheDb(face, { indexedDB, IDBKeyRange });
  await openDatabase(cache, { onRetired: () => undefined, onBlocked: () => undefined }); // the next build folds then
  try {
    await foldOverlay({ cache, breathe: () => undefined }, stream, crypto.randomUUID());
  } finally {
    cache.close();
  }
}

scope.onmessage = ({ data }) => {
  fold(data).then(
    () => scope.postMessage({ failed: null }),
    (error: unknown) => scope.postMessage({ failed: String(error) }),
  );
};
