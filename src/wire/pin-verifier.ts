/**
 * What proves a PIN without keeping it. The office stretches the PIN once, when it is set; a till
 * stretches what was typed with the same salt and costs, and compares.
 *
 *   verifier = base64url(HKDF-SHA-256(argon2id(UTF-8 of the PIN, salt, 32 bytes), no salt, info, 32 bytes))
 *
 * Not here: argon2id itself (hash-wasm, on a worker in browsers), and the till's second seal on what it stores.
 */
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { base64url } from './proof.ts';

const INFO = 'halfloop-pin-verifier';

/** Costs for a new PIN: 250 to 600 ms on a slow tablet. Never below 19456 KiB and 2 rounds. */
export const PIN_COSTS = { mKib: 32_768, t: 3, p: 1 } as const satisfies PinCosts;

export type PinCosts = { readonly mKib: number; readonly t: number; readonly p: number };

/** What argon2id is asked for, wherever a PIN is set or checked. The salt is 16 random bytes, base64url in the row. */
export const stretchOf = (pin: string, salt: Uint8Array, { mKib, t, p }: PinCosts) =>
  ({
    password: pin,
    salt,
    memorySize: mKib,
    iterations: t,
    parallelism: p,
    hashLength: 32,
    outputType: 'binary',
  }) as const;

/** The verifier of 32 stretched bytes, as it stands in a staff row. */
export const pinVerifierOf = (stretched: Uint8Array): string =>
  base64url(hkdf(sha256, stretched, undefined, new TextEncoder().encode(INFO), 32));
