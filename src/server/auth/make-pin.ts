/**
 * A PIN nobody chose, and what proves it (src/wire/pin-verifier.ts). Used where a shop is made and its people need a
 * first way in; the office changes PINs later (office/staff-routes.ts).
 */
import { randomInt } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import type { Role, StaffRow } from '../../wire/catalogue.ts';
import { PIN_COSTS, PIN_STRETCHED_BYTES, pinVerifierOf } from '../../wire/pin-verifier.ts';
import { base64url } from '../../wire/proof.ts';
import { isEasyPin, pinLeast } from '../office/pin-rules.ts';

/** A random PIN as long as the role needs, not an easy one, and none of those `taken`. */
export function randomPin(role: Role, storeNos: readonly number[], taken: ReadonlySet<string>): string {
  const digits = pinLeast(role);
  for (;;) {
    const pin = String(randomInt(10 ** digits)).padStart(digits, '0');
    if (!taken.has(pin) && !isEasyPin(pin, storeNos)) return pin;
  }
}

/** The verifier of a PIN under a fresh salt of 16 bytes, as it stands in a staff row. */
export async function makePinVerifier(pin: string, salt: Uint8Array): Promise<NonNullable<StaffRow['pin']>> {
  const { mKib, t, p } = PIN_COSTS;
  const stretched = await argon2id({
    password: pin,
    salt,
    memorySize: mKib,
    iterations: t,
    parallelism: p,
    hashLength: PIN_STRETCHED_BYTES,
    outputType: 'binary',
  });
  return { salt: base64url(salt), mKib, t, p, verifier: pinVerifierOf(stretched) };
}
