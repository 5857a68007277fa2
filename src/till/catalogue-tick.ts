/**
 * Counts changes of the catalogue, at most one for each frame, so that a burst of deltas redraws the grid
 * once and a sale's own frame does not wait for the grid.
 */
import type { Catalogue } from '../client/till-device.ts';

export type CatalogueTick = { readonly subscribe: (listener: () => void) => () => void; readonly read: () => number };

export function createCatalogueTick(
  catalogue: Pick<Catalogue, 'subscribe'>,
  afterPaint: (run: () => void) => void,
): CatalogueTick {
  let count = 0;
  let isDue = false;
  const listeners = new Set<() => void>();
  catalogue.subscribe(() => {
    if (isDue) return;
    isDue = true;
    afterPaint(() => {
      isDue = false;
      count += 1;
      for (const listener of listeners) listener();
    });
  });
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => count,
  };
}
