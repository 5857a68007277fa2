/**
 * When a code seen by the camera becomes a scan: a pure fold over frames. Nothing is read wrong, nothing is rung twice.
 *
 *   1 codes whose check digit is wrong are not there     2 of several codes the one nearest the middle is meant
 *   3 a linear code needs two equal reads in consecutive frames, a 2D code one
 *   4 what was accepted is locked while it stays in view and for 1.5 s after: a pack's EAN and QR mean one GTIN, one
 *   item
 *   5 accepting another code frees those that have left the view, so A, B, A is three items
 *
 * Out of view is what LEAST_LOOKS looks in a row did not see: on a slow device, or after the camera was off for a
 * moment, time alone says nothing.
 *
 * Invariant: between two accepts of one key the key was out of view for LOCK_MS, or for LEFT_VIEW_MS with another
 * accepted between. Time is an argument.
 */
import type { SeenCode } from './seen-code.ts';
import { isLinear } from './seen-code.ts';

export const LOCK_MS = 1_500;
/**
 * A code unseen for this long has left the view: an engine that reads one code per frame may miss it for a frame or
 * two.
 */
export const LEFT_VIEW_MS = 500;
const LEAST_LOOKS = 2;

/**
 * What a code stands for. Equal keys are the same thing; a misread (wrong check digit) is dropped and looked at again.
 */
export type Identity = { readonly key: string; readonly misread: boolean };

type Lock = { readonly key: string; readonly seenMs: number; readonly missed: number }; // looks since it was seen

export type AcceptState = {
  readonly awaiting: { readonly text: string; readonly symbology: string } | null; // a linear code seen once
  readonly locks: readonly Lock[];
};

export const ACCEPT_START: AcceptState = { awaiting: null, locks: [] };

type Frame = { readonly seen: readonly SeenCode[]; readonly atMs: number };
type Verdict = { readonly state: AcceptState; readonly accepted: SeenCode | null };

/** Judges one frame. `awaiting` in the answer says that the next frame is worth the engine's full effort. */
export function acceptFrame(state: AcceptState, frame: Frame, identify: (code: SeenCode) => Identity): Verdict {
  const inView = frame.seen
    .map((code) => ({ code, ...identify(code) }))
    .filter((seen) => !seen.misread)
    .sort((a, b) => a.code.offCentre - b.code.offCentre);
  const isOutFor = ({ seenMs, missed }: Lock, ms: number): boolean =>
    missed >= LEAST_LOOKS && frame.atMs - seenMs >= ms;
  const held = state.locks.filter((lock) => !isOutFor(lock, LOCK_MS));
  const locks = held.map((lock) =>
    inView.some((seen) => seen.key === lock.key)
      ? { ...lock, seenMs: frame.atMs, missed: 0 }
      : { ...lock, missed: lock.missed + 1 },
  );

  const meant = inView[0];
  if (meant === undefined || held.some((lock) => lock.key === meant.key)) {
    return { state: { awaiting: null, locks }, accepted: null };
  }
  const { text, symbology } = meant.code;
  if (isLinear(symbology) && !(state.awaiting?.text === text && state.awaiting.symbology === symbology)) {
    return { state: { awaiting: { text, symbology }, locks }, accepted: null };
  }
  const still = locks.filter((lock) => !isOutFor(lock, LEFT_VIEW_MS));
  return {
    state: { awaiting: null, locks: [...still, { key: meant.key, seenMs: frame.atMs, missed: 0 }] },
    accepted: meant.code,
  };
}
