/**
 * Signing in by PIN, offline too. What the device stores about a PIN is sealed under its pepper,
 * so a copied database alone cannot be tried against.
 *
 * Invariants: the failure is counted, durably, before the PIN is looked at, so neither reload nor kill nor a second tab
 * buys another try; five tries, then waits of 30 s doubling to 15 min; after ten, only a manager or a new PIN helps, so
 * moving the clock gains nothing.
 * Not here: who may do what (core/permission.ts), idle sign-out (the screen's).
 */
import { err, ok, type Result } from '../../core/result.ts';
import type { StaffRow } from '../../wire/catalogue.ts';
import { pinVerifierOf } from '../../wire/pin-verifier.ts';
import { base64url } from '../../wire/proof.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { putMeta, readMeta, type JournalDb, type PinTries } from '../db/journal-db.ts';
import type { CryptoPort } from './device-key.ts';
import type { StretchPin } from './stretch-pin.ts';

const FREE_TRIES = 5;
export const MAX_TRIES = 10;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

export type PinDeps = {
  readonly db: JournalDb;
  readonly crypto: CryptoPort;
  readonly pepper: CryptoKey;
  readonly stretch: StretchPin;
  readonly clock: () => number;
};

/**
 * Lets the person in or not. `staff.pin.verifier` is sealed (`sealVerifier`).
 * Refuses: `wrong_pin`; `too_many_tries` with `seconds` to wait; `pin_locked` - a manager signs in here, or the office
 * sets a new PIN.
 */
export async function checkPin(deps: PinDeps, staff: StaffRow, pin: string): Promise<Result<StaffRow, Refusal>> {
  if (staff.pin === null || !/^\d{4,12}$/.test(pin)) return err({ code: 'wrong_pin' });
  const slot = `${staff.staffId}:${staff.pin.salt}`; // a new PIN starts with a clean count
  const allowed = await countTry(deps, slot);
  if (!allowed.ok) return allowed;
  const verifier = pinVerifierOf(await deps.stretch(pin, staff.pin));
  const sealed = await sealVerifier(deps, verifier);
  if (!sameText(sealed, staff.pin.verifier)) return err({ code: 'wrong_pin' });
  const mayUnlock = staff.role === 'manager' || staff.role === 'owner';
  await forgetTries(deps.db, mayUnlock ? null : slot);
  return ok(staff);
}

/** The verifier as this device stores it: HMAC under its pepper, base64url. */
export async function sealVerifier(
  { crypto, pepper }: Pick<PinDeps, 'crypto' | 'pepper'>,
  verifier: string,
): Promise<string> {
  const bytes = new TextEncoder().encode(verifier);
  return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', pepper, bytes)));
}

/** Counts a try as failed, strictly before it is made; says no while the wait lasts. */
const countTry = ({ db, clock }: PinDeps, slot: string): Promise<Result<null, Refusal>> =>
  db.transaction('rw!', [db.meta], async () => {
    const byPin = (await readMeta(db, 'pinTries'))?.byPin ?? {};
    const tries = byPin[slot] ?? { fails: 0, failedMs: 0, waitMs: 0 };
    const now = clock();
    if (tries.fails >= MAX_TRIES) return err<Refusal>({ code: 'pin_locked' });
    const leftMs = waitLeft(tries, now);
    if (leftMs > 0) return err<Refusal>({ code: 'too_many_tries', facts: { seconds: Math.ceil(leftMs / 1000) } });
    const fails = tries.fails + 1;
    await putMeta(db, 'pinTries', { byPin: { ...byPin, [slot]: { fails, failedMs: now, waitMs: waitAfter(fails) } } });
    return ok(null);
  });

/** A clock put back makes the wait start again rather than last for years; put forward it gains a try of ten. */
function waitLeft({ failedMs, waitMs }: PinTries, now: number): number {
  const passed = now - failedMs;
  return passed < 0 ? waitMs : waitMs - passed;
}

const waitAfter = (fails: number): number =>
  fails < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (fails - FREE_TRIES));

/** Clears one count, or with null all of them: a manager who got in vouches for the others. */
const forgetTries = (db: JournalDb, slot: string | null): Promise<void> =>
  db.transaction('rw!', [db.meta], async () => {
    const { [slot ?? '']: _mine, ...others } = (await readMeta(db, 'pinTries'))?.byPin ?? {};
    await putMeta(db, 'pinTries', { byPin: slot === null ? {} : others });
  });

/** Compares in time that does not depend on where two texts differ. */
function sameText(a: string, b: string): boolean {
  let differ = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) differ |= a.charCodeAt(at) ^ b.charCodeAt(at % Math.max(1, b.length));
  return differ === 0;
}
