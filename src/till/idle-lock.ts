/**
 * A till left alone locks itself: after some minutes without a touch, a key or a scan the person is signed out. The
 * cart, the payment under way and the shift stay as they are; whoever signs in next goes on with them.
 *
 * Not here: proving who it is (sign-in), what is unsent (nothing is lost by it).
 */
import type { TillDevice } from '../client/till-device.ts';

/** So long a counter may stand unattended. */
export const LOCK_AFTER_MS = 10 * 60_000;
const SIGNS = ['pointerdown', 'keydown', 'wheel'] as const;

type Means = {
  readonly device: Pick<TillDevice, 'signOut'>;
  readonly isBusy: () => boolean; // a sale is being saved: its answer is shown to the one who made it
  readonly page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  readonly setTimer: (ms: number, fire: () => void) => () => void;
};

/** Watches the page; gives the way to stop. */
export function lockWhenIdle({ device, isBusy, page, setTimer }: Means): () => void {
  let cancel = (): void => undefined;
  const lock = (): void => {
    if (isBusy()) wait();
    else device.signOut();
  };
  const wait = (): void => {
    cancel();
    cancel = setTimer(LOCK_AFTER_MS, lock);
  };
  for (const sign of SIGNS) page.addEventListener(sign, wait, { capture: true, passive: true });
  wait();
  return () => {
    cancel();
    for (const sign of SIGNS) page.removeEventListener(sign, wait, { capture: true });
  };
}
