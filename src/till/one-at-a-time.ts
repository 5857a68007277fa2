/** An act that is under way is not begun a second time: a double tap is one act. */
import { useCallback, useRef } from 'react';

/** Runs what it is given, unless something it was given before still runs. */
export function useOneAtATime(): (act: () => Promise<void>) => Promise<void> {
  const isRunning = useRef(false);
  return useCallback(async (act) => {
    if (isRunning.current) return;
    isRunning.current = true;
    try {
      await act();
    } finally {
      isRunning.current = false;
    }
  }, []);
}
