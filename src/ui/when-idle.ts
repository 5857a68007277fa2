/** Runs `run` when the browser has a moment, within `atMostMs`. */
export function whenIdle(run: () => void, atMostMs: number): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: atMostMs });
  else setTimeout(run, Math.min(atMostMs, 300)); // Safari has no idle callback
}
