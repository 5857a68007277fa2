/**
 * A till left alone locks itself: after so many minutes without a touch, a key or a scan the person is signed out, and
 * at last after half a day at work, because a PIN said that long ago says little of who stands there. The cart, the
 * payment under way and the shift stay as they are; whoever signs in next goes on with them.
 *
 * A tablet that sleeps holds its timers back, so a page that is shown again asks first how long nobody was there. A
 * touch does not: whoever is at work is not sent away by a clock that was set.
 *
 * Not here: proving who it is (sign-in), what is unsent (nothing is lost by it).
 */
import type { TillDevice } from '../client/till-device.ts';

/** Told on the document by what reads codes without a key or a touch: cameras, scanners that report. */
export const SCANNED = 'halfloop:scanned';
const SIGNS = ['pointerdown', 'keydown', 'wheel', SCANNED] as const;
const WOKEN = 'visibilitychange';
/** So long one PIN lets a person work. */
export const AT_MOST_MS = 12 * 3_600_000;
const BUSY_MS = 1000;

type Means = {
  readonly afterMs: () => number; // so long a counter may stand unattended: what the shop says now
  readonly device: Pick<TillDevice, 'signOut'>;
  readonly isBusy: () => boolean; // a sale is being saved: its answer is shown to the one who made it
  readonly page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  readonly setTimer: (ms: number, fire: () => void) => () => void;
  readonly nowMs: () => number; // of the wall: others stand still while a tablet sleeps
};

/** Watches the page from a sign-in on; gives the way to stop. */
export function lockWhenIdle({ afterMs, device, isBusy, page, setTimer, nowMs }: Means): () => void {
  let cancel = (): void => undefined;
  const beganMs = nowMs();
  let seenMs = beganMs;
  const lock = (): void => {
    if (isBusy()) wait();
    else device.signOut();
  };
  const wait = (): void => {
    cancel();
    seenMs = nowMs();
    cancel = setTimer(afterMs(), lock);
  };
  const end = (): void => {
    if (isBusy()) cancelEnd = setTimer(BUSY_MS, end);
    else device.signOut();
  };
  let cancelEnd = setTimer(AT_MOST_MS, end);
  const lockIfLate = (): void => {
    if (nowMs() - beganMs >= AT_MOST_MS) end();
    else if (nowMs() - seenMs >= afterMs()) lock();
  };
  for (const sign of SIGNS) page.addEventListener(sign, wait, { capture: true, passive: true });
  page.addEventListener(WOKEN, lockIfLate, { capture: true }); // nobody need be there: it begins no time anew
  wait();
  return () => {
    cancel();
    cancelEnd();
    for (const sign of SIGNS) page.removeEventListener(sign, wait, { capture: true });
    page.removeEventListener(WOKEN, lockIfLate, { capture: true });
  };
}
