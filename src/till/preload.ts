/**
 * What the first screen does without and the next touch needs, fetched while the hands are still empty: the sale while
 * somebody signs in, then payment, sheets and the other screens. So nothing waits later, not even
 * when the network goes before the service worker has kept it all.
 */
const whenIdle = (run: () => void): void => {
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: 2000 });
  else setTimeout(run, 300); // Safari has no idle callback
};

/** The sale's own code: nobody sells before having signed in. */
export const preloadSell = (): void => void import('./sell/sell-screen.tsx').catch(() => undefined);

/** Of a till that has been set up: its first screen, fetched while the books are being opened. */
export const preloadSignIn = (): void => void import('./sign-in/sign-in-screen.tsx').catch(() => undefined);

/** Begins at once and never fails: what could not be fetched is fetched when it is needed. */
export function preload(): void {
  whenIdle(() => {
    void Promise.allSettled([
      import('./sell/payment-panel.tsx'),
      import('./sell/paid-panel.tsx'),
      import('./sell/line-pad.tsx'),
      import('./sell/handoff-notice.tsx'),
      import('./sell/our-qr.ts'),
      import('./sell/approval-sheet.tsx'),
      import('./sell/offer-sheet.tsx'),
      import('./sell/code-sheet.tsx'),
      import('./sell/keys-sheet.tsx'),
      import('./receipt/receipt-sheet.tsx'),
      import('./receipt/print-paper.tsx'),
      import('./scan/camera-sheet.tsx'),
      import('./menu-sheet.tsx'),
      import('./sync-sheet.tsx'),
      import('./sales/sales-screen.tsx'),
      import('./shift/close-shift-screen.tsx'),
      import('./sign-in/sign-in-screen.tsx'),
    ]);
  });
}
